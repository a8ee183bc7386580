import { countAnswers, put } from "./branches.js";
import { announce, elementOf } from "./fragment.js";
import { LiveStream } from "./live-stream.js";
import { markNew } from "./new-marks.js";
import { isInUse, isInView, keepingPlace } from "./reading-place.js";
import { readShown } from "./visits.js";

const PAUSE = 300; // milliseconds in which changes gather, and readers don't all ask at once
const MOST = 50; // comments that are asked for at once

/**
 * <live-discussion src news followed version data-article data-visit>: shows what happens in the discussion without a reload.
 * New comments are announced, and shown when the reader asks for them; what changes in others changes
 * in its place. Nothing moves under the eyes of who is reading.
 */
class LiveDiscussion extends HTMLElement {
  connectedCallback() {
    this.discussion = this.closest(".discussion");
    this.thread = this.discussion.querySelector("comment-thread");
    this.title = document.title;
    this.asked = new Set();
    this.fresh = new Map(); // by id, what was said since, in items of their own
    this.state = this.querySelector(".live-state");
    this.notice = this.makeNotice();
    this.thread.querySelector("ol.thread").before(this.notice);
    this.discussion.addEventListener("comment-posted", () => this.tell());
    this.thread.addEventListener("replies-loaded", ({ target }) => this.takeThread(target));
    this.thread.addEventListener("click", (event) => this.click(event));
    this.stream = new LiveStream(this.getAttribute("src"), this.getAttribute("followed"), {
      told: (id) => this.hear(id),
      connected: (is) => this.say(is),
    });
  }

  disconnectedCallback() {
    this.stream.close();
  }

  say(isConnected) {
    this.state.classList.toggle("is-shown", !isConnected);
    if (!isConnected) this.state.replaceChildren("Not live just now. ", this.state.querySelector("a"));
  }

  hear(id) {
    const here = () => [...document.querySelectorAll(".comment")].map((each) => each.dataset.commentId);
    for (const each of id === null ? here() : [String(id)]) this.asked.add(each);
    this.mayHaveMissed ||= id === null;
    this.askSoon();
    document.dispatchEvent(new Event("discussion-change"));
  }

  askSoon(pause = PAUSE) {
    this.timer ??= setTimeout(() => this.ask(), pause * (0.5 + Math.random()));
  }

  async ask() {
    const ids = [...this.asked].slice(0, MOST);
    ids.forEach((id) => this.asked.delete(id));
    const address = `${this.getAttribute("news")}?of=${ids}&at=${this.stream.followed}`;
    const response = await fetch(address).catch(() => null);
    const isLost = !response || response.status >= 500;
    if (response?.ok) await this.take(elementOf(await response.text()));
    else if (isLost) ids.forEach((id) => this.asked.add(id));
    this.timer = null;
    if (this.asked.size || isLost) this.askSoon(isLost ? 10_000 : PAUSE);
  }

  async take(news) {
    if (news?.localName !== "live-news") return;
    // Most pages are closed before anything happens on them.
    const { refresh } = await import("./live-comment.js");
    const writes = this.thread.querySelector("li > composer-form");
    const writing = writes && (await import("./live-writing.js"));
    const { commentCount, version } = news.dataset;
    const hasMore = Number(commentCount) > Number(this.discussion.dataset.commentCount);
    if (this.mayHaveMissed && hasMore) this.sayToRefresh("There is more to read. ", "Refresh");
    this.mayHaveMissed = false;
    this.discussion.dispatchEvent(new CustomEvent("comment-count", { detail: Number(commentCount) }));
    if (version !== this.getAttribute("version")) {
      this.sayToRefresh("The article has changed. ", "Read it as it is now");
    }
    const edited = new Map();
    keepingPlace(() => {
      const items = news.querySelectorAll(":scope > ol > li");
      items.forEach((item) => this.takeComment(item, refresh, edited));
      items.forEach((item) => this.countFurther(rootOf(item), item.dataset.replies));
      news.querySelectorAll(":scope > div > :not(hr)").forEach(renewBlock);
      writing?.tellWriters(this.thread, { edited, answers: this.heard });
      this.tell();
    });
  }

  takeComment(item, refresh, edited) {
    const id = item.dataset.comment;
    const [now, shown] = [item.firstElementChild, document.getElementById(`comment-${id}`)];
    if (shown) {
      this.fresh.delete(id);
      const before = refresh(shown, now);
      if (before) edited.set(id, before);
    } else if (!now.matches(".comment") || now.dataset.status !== "published") {
      this.fresh.delete(id);
    } else if (!item.dataset.above || rootOf(item)) {
      this.fresh.set(id, item);
    }
  }

  /** The server counts those that are announced among the replies that the page doesn't show. */
  takeThread(root) {
    this.forgetShown();
    const more = root.querySelector("more-replies");
    if (more) more.further -= this.announcedIn(root).length;
    this.tell();
  }

  /** Of a thread's published replies those that are neither shown nor announced are further ones. */
  countFurther(root, replies) {
    const more = root?.querySelector("more-replies");
    if (!more) return;
    const shown = root.querySelectorAll(".branch .comment[data-status=published]").length;
    more.further = Math.max(replies - shown - this.announcedIn(root).length, 0);
  }

  announcedIn(root) {
    return [...this.fresh.values()].filter((item) => rootOf(item) === root);
  }

  /** What was posted here or loaded isn't announced. */
  forgetShown() {
    for (const id of this.fresh.keys()) if (shownAs(id)) this.fresh.delete(id);
  }

  /** Nothing calls the reader for the sake of those whom they have muted; these come along. */
  get heard() {
    return [...this.fresh.values()].filter(isHeard);
  }

  /** What is new, in the notice, in each thread and in the title. */
  tell() {
    this.forgetShown();
    this.count();
    const items = this.heard;
    const threads = Map.groupBy(items, rootOf);
    say(this.notice, threads.get(null)?.length ?? 0, "new comment");
    this.thread.querySelectorAll(".live-replies").forEach((each) => {
      if (!threads.has(each.parentElement)) each.remove();
    });
    for (const [root, replies] of threads) {
      if (!root) continue;
      let notice = root.querySelector(":scope > .live-replies");
      if (!notice) {
        notice = this.makeNotice();
        notice.classList.add("live-replies");
        root.append(notice);
      }
      say(notice, replies.length, "new reply", "new replies");
    }
    document.title = items.length ? `(${items.length}) ${this.title}` : this.title;
    const text = `${items.length} new ${items.length === 1 ? "comment" : "comments"}.`;
    if (items.length && items.length !== this.said) announce(text);
    this.said = items.length;
  }

  /** Those below what the page doesn't hold count among the thread's further replies, too. */
  count() {
    const items = [...this.fresh.values()];
    const isBelowUnseen = ({ dataset: { above = "" } }) => {
      const [parent] = above.split(" ");
      return parent && !shownAs(parent) && !this.fresh.has(parent);
    };
    const unseen = Map.groupBy(items.filter(isBelowUnseen), rootOf);
    for (const more of this.thread.querySelectorAll("more-replies")) {
      more.say(unseen.get(more.closest(".thread-root"))?.length ?? 0);
    }
    countAnswers(this.thread, items.map(hookOf));
  }

  makeNotice() {
    const notice = document.createElement("p");
    notice.className = "live-notice";
    notice.hidden = true;
    return notice;
  }

  click({ target }) {
    const button = target.closest(".live-notice:not(.live-edit) button");
    if (!button) return;
    const notice = button.parentElement;
    const root = notice === this.notice ? null : notice.parentElement;
    this.show([...this.fresh.values()].filter((item) => rootOf(item) === root), notice);
  }

  /** Puts them at their places. Where the reader is, nothing moves; a link leads to the first. */
  show(items, notice) {
    const heard = items.filter(isHeard);
    const first = heard[0].querySelector(".comment");
    keepingPlace(() => {
      items.forEach((item) => this.add(item, item.querySelector(".comment")));
      this.tell();
      if (!isInView(first)) this.leadTo(first, notice);
    });
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    const { length } = heard;
    announce(length === 1 ? "The new comment is shown." : `${length} new comments are shown.`);
    const { article, visit: address } = this.dataset;
    readShown(heard.map((item) => item.dataset.comment), { article, address });
  }

  leadTo(comment, notice) {
    const link = document.createElement("a");
    link.href = `#${comment.id}`;
    link.textContent = "Go to what is new";
    link.addEventListener("click", () => (notice.hidden = true));
    notice.hidden = false;
    notice.replaceChildren(link);
    if (!notice.isConnected) comment.closest(".thread-root").append(notice);
  }

  add(item, comment) {
    if (isHeard(item)) markNew(comment);
    put(comment, this.thread, hookOf(item));
  }

  sayToRefresh(why, what) {
    const link = this.state.querySelector("a");
    link.textContent = what;
    this.state.classList.add("is-shown");
    this.state.replaceChildren(why, link);
  }
}

/** The item of the nearest comment above that the page holds; null for what begins a thread. */
function hookOf({ dataset: { above = "" } }) {
  const shown = above.split(" ").map(shownAs).find(Boolean);
  return shown?.closest("li") ?? null;
}

function rootOf(item) {
  return hookOf(item)?.closest(".thread-root") ?? null;
}

function shownAs(id) {
  return document.getElementById(`comment-${id}`);
}

function isHeard(item) {
  return !item.querySelector(":scope > .comment > .comment-muted");
}

function say(notice, number, one, many = `${one}s`) {
  notice.hidden = !number;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${number} ${number === 1 ? one : many} — show`;
  if (number) notice.replaceChildren(button);
}

function renewBlock(block) {
  const { id } = block.id ? block : block.querySelector("[id]");
  const shown = document.getElementById(id)?.closest(".article-body > *");
  if (shown && !isInUse(shown) && shown.outerHTML !== block.outerHTML) shown.replaceWith(block);
}

customElements.define("live-discussion", LiveDiscussion);
