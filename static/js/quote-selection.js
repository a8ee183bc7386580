import { announce } from "./fragment.js";
import { areKeysOn } from "./keys.js";
import { endOf } from "./markdown/range.js";
import { putInComposer, putKept } from "./quote-composer.js";
import { selectedQuote } from "./quote-source.js";

const SETTLED = 150; // milliseconds without a change, after which a selection is looked at
const EDGE = 8; // pixels to the edge of the window

/** <quote-selection article composer>: a toolbar next to selected words, which quotes them. */
class QuoteSelection extends HTMLElement {
  connectedCallback() {
    putKept(this.getAttribute("composer"));
    document.addEventListener("selectionchange", () => this.wait());
    document.addEventListener("pointerdown", (event) => {
      this.isDragging = event.pointerType === "mouse" && !this.contains(event.target);
    });
    document.addEventListener("pointerup", () => {
      this.isDragging = false;
      this.wait();
    });
    // Before all others: while the toolbar is there, Escape is for it.
    document.addEventListener("keydown", (event) => this.press(event), { capture: true });
    this.addEventListener("mousedown", (event) => event.preventDefault());
    this.addEventListener("click", () => this.take(this.quote));
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), SETTLED);
  }

  look() {
    if (this.isDragging || this.contains(document.activeElement)) return;
    this.quote = this.selected;
    if (this.quote) this.show();
    else this.hidden = true;
  }

  get selected() {
    return selectedQuote(this.getAttribute("article"));
  }

  show() {
    if (this.hidden && areKeysOn()) announce("Press Q to quote the selected words.");
    this.hidden = false;
    const { clientWidth, clientHeight } = document.documentElement;
    const { x, y } = endOf(this.quote.range);
    const left = Math.min(x - this.offsetWidth / 2, clientWidth - this.offsetWidth - EDGE);
    const top = Math.min(y, clientHeight - this.offsetHeight - 6 * EDGE);
    this.style.left = `${Math.max(left, EDGE) + scrollX}px`;
    this.style.top = `${Math.max(top, EDGE) + scrollY}px`;
  }

  press(event) {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const quote = event.key.toLowerCase() === "q" && areKeysOn() && this.selected;
    if (quote) this.take(quote);
    else if (this.hidden) return;
    else if (event.key === "Escape") this.hidden = true;
    // From the words; not from a link or a button, where the focus has a place of its own.
    else if (event.key === "Tab" && event.target.tabIndex < 0) this.firstElementChild.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(quote) {
    this.hidden = true;
    getSelection().empty();
    putInComposer(quote, this.getAttribute("composer"));
  }
}

customElements.define("quote-selection", QuoteSelection);
