/** <comment-count>: counts a comment that was posted on this page, once all others can read it, and
 * hears how many there are now. */
class CommentCount extends HTMLElement {
  connectedCallback() {
    this.discussion = this.closest("[data-comment-count]");
    this.discussion.addEventListener("comment-posted", ({ detail: comment }) => {
      // One that isn't in the page was there already, sent twice.
      const isNew = comment.isConnected && comment.dataset.status === "published";
      if (isNew) this.count(Number(this.discussion.dataset.commentCount) + 1);
    });
    this.discussion.addEventListener("comment-count", ({ detail: count }) => this.count(count));
  }

  count(count) {
    if (String(count) === this.discussion.dataset.commentCount) return;
    this.discussion.dataset.commentCount = count;
    const number = count.toLocaleString("en");
    this.textContent = count ? `${number} comment${count > 1 ? "s" : ""}` : "No comments yet";
  }
}

customElements.define("comment-count", CommentCount);
