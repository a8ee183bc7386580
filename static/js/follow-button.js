import { elementOf, fetchFragment } from "./fragment.js";

/** <follow-button>: shows whether the discussion is followed when that was said in a composer. */
class FollowButton extends HTMLElement {
  connectedCallback() {
    document.addEventListener("discussion-followed", () => this.renew());
  }

  async renew() {
    const { action } = this.querySelector("form");
    const response = await fetchFragment(action).catch(() => null);
    if (response?.ok) this.replaceChildren(elementOf(await response.text()));
  }
}

customElements.define("follow-button", FollowButton);
