import { areKeysOn, isForPage, turnKeys } from "./keys.js";

/** <queue-keys>: the list of the queue's keys, and whether they are on. */
class QueueKeys extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    const dialog = this.querySelector("dialog");
    const [opener, closer] = [this.querySelector("button"), dialog.querySelector("button")];
    const choice = this.querySelector("input");
    choice.checked = areKeysOn();
    opener.addEventListener("click", () => dialog.showModal());
    closer.addEventListener("click", () => dialog.close());
    choice.addEventListener("change", () => turnKeys(choice.checked));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "?" || !isForPage(event) || !areKeysOn()) return;
      event.preventDefault();
      dialog.showModal();
    });
  }
}

customElements.define("queue-keys", QueueKeys);
