import { announce, elementOf, fetchFragment } from "./fragment.js";

/** <quoted-by>: opens below its link the list of those who quote the comment, and closes it. */
class QuotedBy extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    this.show(false);
    this.link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.toggle();
    });
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.list?.contains(event.target)) return;
      event.preventDefault();
      this.show(false);
      this.link.focus();
    });
  }

  async toggle() {
    if (this.isBusy) return;
    if (!this.list) {
      this.isBusy = true;
      const response = await fetchFragment(this.link.href).catch(() => null);
      this.isBusy = false;
      if (!response?.ok) return location.assign(this.link.href);
      this.list = elementOf(await response.text());
      this.list.hidden = true;
      this.append(this.list);
    }
    this.show(this.list.hidden);
    if (!this.list.hidden) announce("The quotes are listed below.");
  }

  show(isOpen) {
    if (this.list) this.list.hidden = !isOpen;
    this.link.setAttribute("aria-expanded", isOpen);
  }
}

customElements.define("quoted-by", QuotedBy);
