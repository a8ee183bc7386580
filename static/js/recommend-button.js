import { elementOf, fetchFragment } from "./fragment.js";

/** <recommend-button>: sends its form without leaving the page, and becomes the server's answer. */
class RecommendButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target, event.submitter);
    });
  }

  async send(form, button) {
    if (this.isBusy) return;
    this.isBusy = true;
    const response = await fetchFragment(form.action, {
      method: "POST",
      body: new FormData(form, button),
    }).catch(() => null);
    this.isBusy = false;
    if (!response?.ok) {
      // The browser shows what is the matter: no network, a limit, logged out.
      form.submit();
      return;
    }
    const answer = elementOf(await response.text());
    this.replaceWith(answer);
    answer.querySelector("button").focus();
  }
}

customElements.define("recommend-button", RecommendButton);
