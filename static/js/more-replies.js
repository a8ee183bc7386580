import { countAnswers, foldAgain, PLACE, put, unfold } from "./branches.js";
import { announce, elementOf, fetchFragment } from "./fragment.js";

const MOST = 50; // of a thread in its place; with more it has a page of its own

/**
 * <more-replies further>: puts further replies of a thread at their places, without leaving. `further`
 * of them are known only by their number.
 */
class MoreReplies extends HTMLElement {
  connectedCallback() {
    this.further ??= Number(this.getAttribute("further"));
    this.addEventListener("click", (event) => this.click(event));
  }

  click(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const item = this.closest(".thread-root");
    if (item.querySelectorAll(".comment").length > MOST || item.querySelector("composer-form")) return;
    event.preventDefault();
    this.load(item);
  }

  async load(item) {
    const link = this.querySelector("a");
    const response = await fetchFragment(`${link.href}?replies=${MOST}`).catch(() => null);
    if (!response?.ok) return location.assign(link.href);
    const renewed = elementOf(await response.text()).querySelector(":scope > li");
    const known = new Set([...item.querySelectorAll(".comment")].map((each) => each.id));
    const top = link.getBoundingClientRect().top;
    item.replaceWith(renewed);
    foldAgain(renewed);
    keep(item, renewed);
    const added = [...renewed.querySelectorAll(".comment")].filter((each) => !known.has(each.id));
    this.goOn(added, renewed, top);
    renewed.dispatchEvent(new Event("replies-loaded", { bubbles: true }));
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

  /** Where some of the thread are announced already, `unseen` of them below what isn't here. */
  say(unseen) {
    const number = this.further + unseen;
    this.querySelector("a").textContent = `${number} more ${number === 1 ? "reply" : "replies"}`;
    if (!number) this.closest("li").remove();
  }
}

/** What the page showed already and doesn't come again stays: what was said since, or what the page
 * was opened for. */
function keep(item, renewed) {
  const kept = [...item.querySelectorAll(PLACE)].filter(({ id }) => !document.getElementById(id));
  const hooks = kept.map((place) => [place, [...idsAbove(place)]]);
  for (const [place, ids] of hooks) put(place, renewed, ids.map(itemOf).find(Boolean));
  const more = renewed.querySelector("more-replies");
  if (more) more.further -= kept.filter(({ dataset }) => dataset.status === "published").length;
  more?.say(0);
  countAnswers(renewed);
}

/** Of what it answers, and of what stood above it. */
function* idsAbove(place) {
  const answered = place.querySelector(".comment-parent")?.href.match(/(\d+)\/?$/);
  if (answered) yield `comment-${answered[1]}`;
  for (let item = place.closest("li"); (item = item.parentElement?.closest("li")); ) {
    yield item.querySelector(`:scope > ${PLACE}`).id;
  }
}

function itemOf(id) {
  return document.getElementById(id)?.closest("li");
}

customElements.define("more-replies", MoreReplies);
