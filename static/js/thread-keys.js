import { branchOf, PLACE, unfold } from "./branches.js";
import { announce } from "./fragment.js";
import { areKeysOn, isForPage, turnKeys } from "./keys.js";
import { isNew } from "./new-marks.js";

const ITEM = ".thread > li";

/** <thread-keys>: leads through the discussion by single keys, which its dialog lists. */
class ThreadKeys extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.dialog = this.querySelector("dialog");
    const [opener, closer] = [this.querySelector("button"), this.dialog.querySelector("button")];
    const choice = this.querySelector("input");
    choice.checked = areKeysOn();
    opener.addEventListener("click", () => this.dialog.showModal());
    closer.addEventListener("click", () => this.dialog.close());
    choice.addEventListener("change", () => turnKeys(choice.checked));
    document.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    const isSign = ["?", "/"].includes(event.key);
    const act = this.keys[isSign ? event.key : event.key.toLowerCase()];
    if (!act || !isForPage(event) || (event.shiftKey && !isSign) || !areKeysOn()) return;
    if (act() !== false) event.preventDefault();
  }

  keys = {
    j: () => this.step(1),
    k: () => this.step(-1),
    h: () => go(this.current?.parentElement.closest(ITEM)),
    l: () => this.enter(),
    n: () => this.stepNew(1),
    p: () => this.stepNew(-1),
    r: () => this.follow("/reply/"),
    q: () => this.follow("/quote/"),
    "/": () => search(),
    "?": () => this.dialog.showModal(),
  };

  /** The comment that has the focus, or else the one that the address names, while it is in view. */
  get current() {
    const target = document.querySelector(`${ITEM} > ${PLACE}:target`);
    const place = target && isInView(target) ? target : null;
    return document.activeElement.closest(ITEM) ?? place?.closest(ITEM);
  }

  step(by, isMeant = () => true) {
    return go(this.next(items().filter(isShown), by, isMeant));
  }

  /** To the next new comment, also in a folded branch or on another page; where nothing is new, to the
   * next thread. */
  stepNew(by) {
    const { ids = [] } = document.querySelector("new-comments") ?? {};
    const all = items();
    if (!ids.length && !all.some(isNewItem)) return this.step(by, isRoot);
    const item = this.next(all, by, isNewItem);
    if (!item) return leadOn(ids, by);
    unfold(item.parentElement);
    return go(item);
  }

  next(items, by, isMeant) {
    const here = items.indexOf(this.current);
    const { length } = items;
    const below = items.findIndex((item) => isShown(item) && item.getBoundingClientRect().top >= 0);
    // With no current one, from the top of the window.
    let at = here >= 0 ? here : (below < 0 ? length : below) - (by > 0 ? 1 : 0);
    do at += by;
    while (at >= 0 && at < length && !isMeant(items[at]));
    return items[at];
  }

  enter() {
    const branch = this.current && branchOf(this.current);
    if (branch) branch.open = true;
    return go(this.current?.querySelector(`${ITEM}`));
  }

  follow(end) {
    const link = this.current?.querySelector(`:scope > .comment .comment-actions a[href$="${end}"]`);
    if (!link) return false;
    unfold(link);
    link.click();
  }
}

function items() {
  return [...document.querySelectorAll(ITEM)].filter(placeOf);
}

function isNewItem(item) {
  return isNew(placeOf(item));
}

/** To a new comment that this page doesn't hold: beyond those that it does, if it reads as they are
 * listed. */
function leadOn(ids, by) {
  const isHere = (id) => Boolean(document.getElementById(`comment-${id}`));
  const isListed = document.querySelector("comment-thread").getAttribute("order") === "oldest";
  const inOrder = by > 0 ? ids : ids.toReversed();
  const beyond = isListed ? inOrder.slice(inOrder.findLastIndex(isHere) + 1) : inOrder;
  const next = beyond.find((id) => !isHere(id));
  if (next) location.assign(`/comments/${next}/`);
  else announce(by > 0 ? "That was the last new comment." : "That was the first new comment.");
}

function isRoot(item) {
  return !item.parentElement.closest(ITEM);
}

function isShown(item) {
  return !item.closest(".branch:not([open])");
}

function placeOf(item) {
  return item.querySelector(`:scope > ${PLACE}`);
}

function isInView(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function go(item) {
  const place = item && placeOf(item);
  if (!place) return false;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  const { top, bottom } = place.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) place.scrollIntoView({ behavior: "instant" });
}

function search() {
  const box = document.querySelector("#discussion [type=search]");
  if (!box) return false;
  box.focus();
}

customElements.define("thread-keys", ThreadKeys);
