import { moment } from "./clock.js";

const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const format = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** <relative-time>: keeps "3 minutes ago" true while the page is open, and tells when exactly. */
class RelativeTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    time.title = moment(new Date(time.dateTime));
    this.timer = setInterval(() => this.refresh(), 60_000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  refresh() {
    const time = this.querySelector("time");
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? [];
    // Days and more are the server's to word; they hardly change under the reader's eyes.
    if (!unit || unit === "day") return;
    time.textContent = format.format(-Math.floor(seconds / length), unit);
  }
}

customElements.define("relative-time", RelativeTime);
