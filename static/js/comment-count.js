/** <comment-count>: counts a comment that was posted on this page, once all others can read it. */
class CommentCount extends HTMLElement {
  connectedCallback() {
    this.discussion = this.closest("[data-comment-count]");
    this.discussion.addEventListener("comment-posted", ({ detail: comment }) => {
      // One that isn't in the page was there already, sent twice.
      if (comment.isConnected && comment.dataset.status === "published") this.add();
    });
  }

  add() {
    const count = Number(this.discussion.dataset.commentCount) + 1;
    this.discussion.dataset.commentCount = count;
    this.textContent = `${count.toLocaleString("en")} comment${count > 1 ? "s" : ""}`;
  }
}

customElements.define("comment-count", CommentCount);
