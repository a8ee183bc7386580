import { foldAgain, unfold } from "./branches.js";
import { announce, elementOf, fetchFragment } from "./fragment.js";

const MOST = 100; // more than these have a page of their own

/** <more-replies replies>: puts further replies of a thread at their places, without leaving. */
class MoreReplies extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.click(event));
  }

  click(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const item = this.closest(".thread-root");
    const replies = item.querySelectorAll(".comment").length + Number(this.getAttribute("replies"));
    if (replies > MOST + 1 || item.querySelector("composer-form")) return;
    event.preventDefault();
    this.load(item, replies);
  }

  async load(item, replies) {
    const link = this.querySelector("a");
    const response = await fetchFragment(`${link.href}?replies=${replies}`).catch(() => null);
    if (!response?.ok) return location.assign(link.href);
    const known = new Set([...item.querySelectorAll(".comment")].map((each) => each.id));
    const top = link.getBoundingClientRect().top;
    const renewed = elementOf(await response.text()).querySelector(":scope > li");
    item.replaceWith(renewed);
    foldAgain(renewed);
    const added = [...renewed.querySelectorAll(".comment")].filter((each) => !known.has(each.id));
    this.goOn(added, renewed, top);
  }

  /** The first of those that came stands where the link was, and has the focus. */
  goOn(added, item, top) {
    const first = added[0] ?? item;
    unfold(first);
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    scrollBy({ top: first.getBoundingClientRect().top - top, behavior: "instant" });
    announce(`${added.length} more ${added.length === 1 ? "reply" : "replies"}.`);
  }
}

customElements.define("more-replies", MoreReplies);
