/** <drop-down>: closes its details on Escape, and when the focus or a click goes elsewhere. */
class DropDown extends HTMLElement {
  connectedCallback() {
    this.gone = new AbortController();
    this.addEventListener("keydown", (event) => this.press(event), this.gone);
    this.addEventListener("focusout", ({ relatedTarget: to }) => to && this.leave(to), this.gone);
    document.addEventListener("click", (event) => this.leave(event.target), this.gone);
  }

  disconnectedCallback() {
    this.gone.abort();
  }

  get details() {
    return this.querySelector("details");
  }

  press(event) {
    if (event.key !== "Escape" || !this.details.open) return;
    this.details.open = false;
    this.querySelector("summary").focus();
  }

  leave(to) {
    if (!this.contains(to)) this.details.open = false;
  }
}

customElements.define("drop-down", DropDown);
