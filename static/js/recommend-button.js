import { elementOf, fetchFragment } from "./fragment.js";

/** <recommend-button>: sends what its button would without leaving the page, and becomes the
 * server's answer. */
class RecommendButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      event.preventDefault();
      this.send(this.querySelector("button"));
    });
  }

  async send(button) {
    if (this.isBusy) return;
    this.isBusy = true;
    const response = await fetchFragment(button.formAction, {
      method: "POST",
      body: new FormData(button.form, button),
    }).catch(() => null);
    this.isBusy = false;
    if (!response?.ok) {
      // The browser shows what is the matter: no network, a limit, logged out.
      button.form.requestSubmit(button);
      return;
    }
    const answer = elementOf(await response.text());
    this.replaceWith(answer);
    answer.querySelector("button").focus();
  }
}

customElements.define("recommend-button", RecommendButton);
