import { fetchFragment } from "./fragment.js";

/**
 * Asks an address for a fragment while somebody looks at the page: when one comes back to it, and
 * else after `shortest` milliseconds, ever more seldom up to `longest`. `take` gets its HTML.
 */
export class AskingAgain {
  constructor(url, take, { shortest, longest = shortest }) {
    Object.assign(this, { url, take, shortest, longest });
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener("visibilitychange", () => document.hidden || this.askIn(0), { signal });
    this.soonerAgain();
    this.askIn(this.wait);
  }

  stop() {
    clearTimeout(this.timer);
    this.listening.abort();
  }

  soonerAgain() {
    this.wait = this.shortest;
  }

  askIn(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause * (0.75 + Math.random() / 2));
  }

  async ask() {
    if (document.hidden) return; // who comes back asks
    const response = await fetchFragment(this.url).catch(() => null);
    if (response?.type === "opaqueredirect") return; // logged out
    if (response?.ok) this.take(await response.text());
    this.wait = Math.min(1.5 * this.wait, this.longest);
    if (!this.listening.signal.aborted) this.askIn(this.wait);
  }
}
