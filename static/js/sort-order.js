const YEAR = 365 * 24 * 60 * 60;

/** <sort-order>: remembers which order of the comments was chosen, for all discussions. */
class SortOrder extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const order = event.target.closest("a[data-order]")?.dataset.order;
      if (order) document.cookie = `order=${order}; path=/; max-age=${YEAR}; samesite=lax`;
    });
  }
}

customElements.define("sort-order", SortOrder);
