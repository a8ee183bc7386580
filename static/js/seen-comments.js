import { fetchFragment } from "./fragment.js";

const LONG_ENOUGH = 1000; // milliseconds on the screen
const MOST = 50;

/**
 * <seen-comments src>: as long as the bell has a number, tells the server which comments have been read
 * to their end, so that nobody has to be told of them. A page that is merely opened reads nothing.
 */
class SeenComments extends HTMLElement {
  connectedCallback() {
    this.thread = this.parentElement.querySelector("comment-thread");
    this.told = new Set();
    this.since = new Map(); // when the end of a comment came into view
    this.ends = new IntersectionObserver((entries) => this.look(entries));
    new MutationObserver(() => this.watch()).observe(this.thread, { childList: true, subtree: true });
    document.addEventListener("bell-change", () => this.tellSoon());
    this.watch();
  }

  watch() {
    for (const end of this.thread.querySelectorAll(".comment .comment-actions")) this.ends.observe(end);
  }

  look(entries) {
    for (const { target, isIntersecting } of entries) {
      const id = target.closest(".comment")?.dataset.commentId;
      if (!id) this.ends.unobserve(target); // it has been renewed
      else if (isIntersecting && !this.told.has(id)) this.since.set(id, performance.now());
      else this.since.delete(id);
    }
    this.tellSoon();
  }

  tellSoon() {
    const isNews = document.querySelector(".bell-count");
    if (this.since.size && isNews) this.timer ??= setTimeout(() => this.tell(), LONG_ENOUGH);
  }

  async tell() {
    this.timer = null;
    const latest = performance.now() - LONG_ENOUGH;
    const seen = [...this.since.keys()].filter((id) => this.since.get(id) <= latest).slice(0, MOST);
    const form = new FormData();
    form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const id of document.hidden ? [] : seen) {
      form.append("comment", id);
      this.told.add(id);
      this.since.delete(id);
    }
    this.tellSoon();
    if (!form.has("comment")) return;
    const options = { method: "POST", body: form };
    const response = await fetchFragment(this.getAttribute("src"), options).catch(() => null);
    if (!response?.ok) return;
    document.dispatchEvent(new CustomEvent("bell", { detail: await response.text() }));
  }
}

customElements.define("seen-comments", SeenComments);
