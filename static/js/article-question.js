/**
 * <article-question>: offers to put what is quoted to the editors only while something is quoted.
 */
class ArticleQuestion extends HTMLElement {
  connectedCallback() {
    const { body, asks } = this.closest("form").elements;
    const show = () => {
      this.hidden = !asks.value && !/^ {0,3}>/m.test(body.value);
    };
    body.addEventListener("input", show);
    show();
  }
}

customElements.define("article-question", ArticleQuestion);
