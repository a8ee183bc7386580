import { answersOf } from "./branches.js";
import { announce, elementOf, fetchFragment } from "./fragment.js";

/**
 * <comment-thread order>: opens the composer below the comment that Reply or Quote was pressed in,
 * and puts what was posted at its place.
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
      this.put(event.target, event.detail);
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
    if (!response?.ok) return location.assign(opener.href);
    const composer = elementOf(await response.text());
    this.opened?.remove();
    this.opener = opener;
    opener.closest("article").after(composer);
    const box = composer.querySelector("textarea");
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  close() {
    this.opened.remove();
    this.opener.focus();
  }

  /** The composer of an answer, if one is open. */
  get opened() {
    return this.querySelector("li > composer-form");
  }

  put(composer, comment) {
    const isReply = composer === this.opened;
    const parent = isReply && composer.closest("li");
    const shown = document.getElementById(comment.id) ?? this.add(comment, parent);
    if (isReply) composer.remove();
    shown.tabIndex = -1;
    shown.focus();
    const isWaiting = shown.dataset.status === "waiting";
    announce(isWaiting ? "Your comment waits for a moderator." : "Your comment is posted.");
  }

  add(comment, parent) {
    const list = parent ? answersOf(parent) : this.querySelector("ol.thread");
    const item = document.createElement("li");
    item.append(comment);
    if (!parent && this.getAttribute("order") === "newest") list.prepend(item);
    else list.append(item);
    return comment;
  }
}

customElements.define("comment-thread", CommentThread);
