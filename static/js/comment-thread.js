import { countAnswers, put } from "./branches.js";
import { announce, elementOf, fetchFragment } from "./fragment.js";

/**
 * <comment-thread order>: opens the composer below the comment that Reply or Quote was pressed in,
 * or says there why one can't answer, and puts what was posted at its place.
 */
class CommentThread extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("keydown", (event) => {
      const isHere = this.opened?.contains(event.target);
      if (isHere && event.key === "Escape" && !event.isComposing) this.close();
    });
    this.addEventListener("comment-posted", (event) => {
      event.preventDefault();
      this.take(event.target, event.detail);
    });
  }

  click(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const opener = event.target.closest("a[data-opens=composer]");
    if (opener) this.open(opener);
    else if (!event.target.closest("[data-closes=composer]")) return;
    else this.close();
    event.preventDefault();
  }

  async open(opener) {
    const response = await fetchFragment(opener.dataset.composer ?? opener.href).catch(() => null);
    const composer = response && elementOf(await response.text());
    if (!composer?.matches("composer-form, .no-composer")) return location.assign(opener.href);
    this.opened?.remove();
    this.opener = opener;
    opener.closest("article").after(composer);
    const box = composer.querySelector("textarea");
    if (!box) return composer.focus();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  close() {
    this.opened.remove();
    this.opener.focus();
  }

  /** The composer of an answer, or what stands in its place, if one is open. */
  get opened() {
    return this.querySelector("li > :is(composer-form, .no-composer)");
  }

  take(composer, comment) {
    const isReply = composer === this.opened;
    const isShown = document.getElementById(comment.id);
    if (!isShown) put(comment, this, isReply ? composer.closest("li") : null);
    countAnswers(this);
    if (isReply) composer.remove();
    const shown = isShown ?? comment;
    shown.tabIndex = -1;
    shown.focus();
    const isWaiting = shown.dataset.status === "waiting";
    announce(isWaiting ? "Your comment waits for a moderator." : "Your comment is posted.");
  }
}

customElements.define("comment-thread", CommentThread);
