import { elementOf, fetchFragment } from "./fragment.js";

const SHORTEST = 60_000; // milliseconds between two questions
const LONGEST = 10 * SHORTEST;
const SOON = 2000; // after something happened in the discussion on the page

/**
 * <notification-bell src>: keeps its number true while somebody looks at the page. It asks when one
 * comes back to the page, when something happens in its discussion, and else ever more seldom.
 */
class NotificationBell extends HTMLElement {
  connectedCallback() {
    this.wait = SHORTEST;
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener("visibilitychange", () => document.hidden || this.askIn(0), { signal });
    document.addEventListener("discussion-change", () => this.askIn(SOON), { signal });
    document.addEventListener("bell", ({ detail }) => this.show(detail), { signal });
    this.askIn(this.wait);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.listening.abort();
  }

  get link() {
    return this.querySelector("a");
  }

  askIn(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause * (0.75 + Math.random() / 2));
  }

  async ask() {
    if (document.hidden) return; // who comes back asks
    const response = await fetchFragment(this.getAttribute("src")).catch(() => null);
    if (response?.type === "opaqueredirect") return; // logged out
    if (response?.ok) this.show(await response.text());
    this.wait = Math.min(1.5 * this.wait, LONGEST);
    this.askIn(this.wait);
  }

  /** The server's bell, as HTML. */
  show(html) {
    const { ariaLabel, children } = elementOf(html).querySelector("a");
    if (ariaLabel === this.link.ariaLabel) return;
    this.wait = SHORTEST;
    this.link.ariaLabel = ariaLabel;
    this.link.replaceChildren(...children);
    document.dispatchEvent(new Event("bell-change"));
  }
}

customElements.define("notification-bell", NotificationBell);
