import { announce } from "./fragment.js";
import { findWords } from "./words.js";

const CARRIED = "followed-quote";

/**
 * <way-back>: follows the source of a quote to the very words, and leads back to the quote by its
 * button or Escape. Where they stand on another page, its link leads there, and they are marked
 * when that has come.
 */
class WayBack extends HTMLElement {
  trail = [];

  connectedCallback() {
    document.addEventListener("click", (event) => this.click(event));
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("hashchange", () => this.leave());
    // Only then has the browser gone to where the address points.
    window.addEventListener("load", arrive);
  }

  click(event) {
    if (this.contains(event.target)) return this.goBack();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const link = event.target.closest("a[data-source]");
    if (!link) return;
    const source = isOnThisPage(link) && document.getElementById(link.dataset.source);
    if (!source) return carry(link.dataset);
    event.preventDefault();
    this.follow(link, source);
  }

  press(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    const isElsewhere = event.target.closest("form, details:not(.branch), dialog, [popover]");
    if (this.trail.length && !isElsewhere) this.goBack();
  }

  follow(link, source) {
    const step = { link, source, from: location.href, top: link.getBoundingClientRect().top };
    const isFurther = this.trail.at(-1)?.source.contains(link);
    this.trail = isFurther ? [...this.trail, step] : [step];
    location.hash = source.id;
    this.hidden = false;
    show(source, link.dataset);
    announce("Press Escape to go back to the quote.");
  }

  goBack() {
    const { link, top } = this.returned();
    if (!link.isConnected) return;
    location.replace(`#${link.closest("[id]").id}`);
    link.focus({ preventScroll: true });
    scrollBy({ top: link.getBoundingClientRect().top - top, behavior: "instant" });
  }

  /** The last step, which is taken back. */
  returned() {
    const step = this.trail.pop();
    this.hidden = !this.trail.length;
    mark(null);
    return step;
  }

  /** After a move that isn't ours: the browser's own way back, or somewhere else. */
  leave() {
    const step = this.trail.at(-1);
    if (!step || location.hash === `#${step.source.id}`) return;
    if (location.href !== step.from) this.trail = [step];
    this.returned();
    if (location.href === step.from) step.link.focus({ preventScroll: true });
  }
}

/** A passage may stand here and be meant as it was in an earlier version; a comment is one. */
function isOnThisPage(link) {
  return link.pathname === location.pathname || !link.hash;
}

/** Remembers the words that a link to another page means. */
function carry({ source, exact, prefix }) {
  storage((kept) => kept.setItem(CARRIED, JSON.stringify({ source, exact, prefix })));
}

function arrive() {
  const carried = JSON.parse(storage((kept) => kept.getItem(CARRIED)));
  storage((kept) => kept.removeItem(CARRIED));
  const source = carried && document.getElementById(carried.source);
  if (source && location.hash === `#${source.id}`) show(source, carried);
}

/** Storage can be forbidden: then the passage or the comment is tinted as a whole. */
function storage(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

function show(source, quote) {
  source.tabIndex = -1;
  source.focus({ preventScroll: true });
  const words = findWords(source, quote);
  mark(words);
  if (words) bringIntoView(words);
}

function mark(range) {
  // A browser that can't mark a range still tints the passage or the comment around it.
  if (!CSS.highlights) return;
  if (range) CSS.highlights.set("quoted-words", new Highlight(range));
  else CSS.highlights.delete("quoted-words");
}

/** With something of what stands before it; its passage or comment may have begun far above. */
function bringIntoView(range) {
  scrollBy({ top: range.getBoundingClientRect().top - innerHeight / 3, behavior: "instant" });
}

customElements.define("way-back", WayBack);
