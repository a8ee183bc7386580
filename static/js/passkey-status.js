/** <passkey-status>: a sentence that appears when the browser gives no passkey. */
class PasskeyStatus extends HTMLElement {
  connectedCallback() {
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      this.hidden = false;
    });
  }
}

customElements.define("passkey-status", PasskeyStatus);
