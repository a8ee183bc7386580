import { AskingAgain } from "./asking-again.js";
import { elementOf } from "./fragment.js";

const SHORTEST = 60_000; // milliseconds between two questions
const LONGEST = 10 * SHORTEST;
const SOON = 2000; // after something happened in the discussion on the page

/**
 * <notification-bell src>: keeps its number true while somebody looks at the page. It asks when one
 * comes back to the page, when something happens in its discussion, and else ever more seldom.
 */
class NotificationBell extends HTMLElement {
  connectedCallback() {
    const pauses = { shortest: SHORTEST, longest: LONGEST };
    this.asking = new AskingAgain(this.getAttribute("src"), (html) => this.show(html), pauses);
    const { signal } = this.asking.listening;
    document.addEventListener("discussion-change", () => this.asking.askIn(SOON), { signal });
    document.addEventListener("bell", ({ detail }) => this.show(detail), { signal });
  }

  disconnectedCallback() {
    this.asking.stop();
  }

  get link() {
    return this.querySelector("a");
  }

  /** The server's bell, as HTML. */
  show(html) {
    const { ariaLabel, children } = elementOf(html).querySelector("a");
    if (ariaLabel === this.link.ariaLabel) return;
    this.asking.soonerAgain();
    this.link.ariaLabel = ariaLabel;
    this.link.replaceChildren(...children);
    document.dispatchEvent(new Event("bell-change"));
  }
}

customElements.define("notification-bell", NotificationBell);
