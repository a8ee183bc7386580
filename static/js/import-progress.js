import { elementOf, fetchFragment } from "./fragment.js";

const PAUSE = 1500; // ms

/** <import-progress>: how far an import is, asked for again as long as somebody works on it. When it
 * comes to rest the page is loaded anew, since all of it has changed. */
class ImportProgress extends HTMLElement {
  connectedCallback() {
    if ("atWork" in this.dataset) this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async ask() {
    const response = await fetchFragment(this.dataset.url).catch(() => null);
    if (!response?.ok) {
      this.timer = setTimeout(() => this.ask(), 4 * PAUSE);
      return;
    }
    const next = elementOf(await response.text());
    if ("atWork" in next.dataset && next.dataset.state === this.dataset.state) {
      // Not under the focus of whoever is on the link.
      if (this.contains(document.activeElement)) this.timer = setTimeout(() => this.ask(), PAUSE);
      else this.replaceWith(next);
    } else {
      location.reload();
    }
  }
}

customElements.define("import-progress", ImportProgress);
