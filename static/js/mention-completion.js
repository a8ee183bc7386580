import { announce, elementOf, fetchFragment } from "./fragment.js";

const PAUSE = 120; // milliseconds of no typing
const BEGUN = /(?<![^\s([{“„«‚‘'"—–-])@([^\n@]{0,40})$/u; // as the server's (forum/markup/mentions.py)

/**
 * <mention-completion src>: while a name is typed behind an at sign in its textarea, offers those that
 * begin so. The arrow keys choose, Enter and Tab take, Escape closes; whoever types on writes on.
 */
class MentionCompletion extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.box.setAttribute("aria-autocomplete", "list");
    this.box.autocomplete = "off";
    this.box.addEventListener("input", (event) => this.look(event));
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("blur", () => this.close());
    // Before the click, so that the box keeps the focus, and on phones its keyboard.
    this.addEventListener("pointerdown", (event) => this.point(event));
  }

  get options() {
    return [...(this.list?.children ?? [])];
  }

  look({ isComposing }) {
    clearTimeout(this.timer);
    const { selectionStart: caret, selectionEnd: end, value } = this.box;
    const begun = caret === end && !isComposing && value.slice(0, caret).match(BEGUN)?.[1];
    const isHopeless = this.hopeless !== undefined && begun?.startsWith?.(this.hopeless);
    if (typeof begun !== "string" || begun.startsWith(" ") || isHopeless) this.close();
    else this.timer = setTimeout(() => this.ask(begun), PAUSE);
  }

  async ask(begun) {
    this.asked = begun;
    const address = `${this.getAttribute("src")}?begun=${encodeURIComponent(begun)}`;
    const response = await fetchFragment(address).catch(() => null);
    if (!response?.ok || this.asked !== begun || document.activeElement !== this.box) return;
    const list = elementOf(await response.text());
    if (!list.children.length && begun) this.hopeless = begun;
    if (list.children.length) this.offer(list, begun);
    else this.close();
  }

  offer(list, begun) {
    this.list?.remove();
    this.list = list;
    this.begun = begun;
    this.append(list);
    this.box.setAttribute("aria-controls", list.id);
    this.choose(0);
    const [first, ...others] = this.options.map((option) => option.dataset.name);
    const more = others.length ? `, and ${others.length} more` : "";
    announce(`${first}${more}. Enter takes it, the arrow keys choose.`);
  }

  choose(index) {
    const options = this.options;
    this.chosen = options.at(index % options.length);
    options.forEach((option) => option.setAttribute("aria-selected", option === this.chosen));
    this.box.setAttribute("aria-activedescendant", this.chosen.id);
    this.chosen.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (!this.list || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.options.indexOf(this.chosen);
    const deeds = {
      ArrowDown: () => this.choose(at + 1),
      ArrowUp: () => this.choose(at - 1),
      Enter: () => this.take(this.chosen),
      Tab: () => this.take(this.chosen),
      Escape: () => this.close(),
    };
    if (!deeds[event.key] || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Escape closes the list, and not the composer
    deeds[event.key]();
  }

  point(event) {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    this.take(option);
  }

  take({ dataset: { name } }) {
    const { box, begun } = this;
    const caret = box.selectionStart;
    this.close();
    box.setRangeText(`${name} `, caret - begun.length, caret, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.asked = null;
    this.list?.remove();
    this.list = null;
    this.box.removeAttribute("aria-activedescendant");
    this.box.removeAttribute("aria-controls");
  }
}

customElements.define("mention-completion", MentionCompletion);
