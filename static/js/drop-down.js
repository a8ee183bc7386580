/** <account-menu>: closes its details on Escape, and when the focus or a click goes elsewhere. */
class AccountMenu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.details.open) return;
      this.details.open = false;
      this.querySelector("summary").focus();
    });
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.details.open = false;
    });
    document.addEventListener("click", (event) => {
      if (!this.contains(event.target)) this.details.open = false;
    });
  }

  get details() {
    return this.querySelector("details");
  }
}

customElements.define("account-menu", AccountMenu);
