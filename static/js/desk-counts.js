import { AskingAgain } from "./asking-again.js";
import { elementOf } from "./fragment.js";

const EVERY = 25_000; // milliseconds

/** <desk-counts src>: keeps what the desk counts true while a moderator looks at the page. */
class DeskCounts extends HTMLElement {
  connectedCallback() {
    const src = this.getAttribute("src");
    if (src) this.asking = new AskingAgain(src, (html) => this.show(html), { shortest: EVERY });
  }

  disconnectedCallback() {
    this.asking?.stop();
  }

  /** Each count, in the header or at a list, takes the place of the one with its id. */
  show(html) {
    for (const count of [...elementOf(html).children]) {
      const old = document.getElementById(count.id);
      if (old && !old.isEqualNode(count)) old.replaceWith(count);
    }
  }
}

customElements.define("desk-counts", DeskCounts);
