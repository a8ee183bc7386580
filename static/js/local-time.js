import { lately, moment } from "./clock.js";

/** <local-time>: tells a moment by the reader's clock; where words stand for it, beside them. */
class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const at = new Date(time.dateTime);
    if (this.hasAttribute("lately")) time.textContent = lately(at);
    if (time.title) time.title = moment(at);
    else time.textContent = moment(at);
  }
}

customElements.define("local-time", LocalTime);
