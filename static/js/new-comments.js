import { elementOf, fetchFragment } from "./fragment.js";
import { markNew } from "./new-marks.js";
import { keepingPlace } from "./reading-place.js";
import { look, readAll } from "./visits.js";

/**
 * <new-comments article src data-new>: keeps what is new marked while the page changes. Where guests
 * have been, only their browser knows: it asks the server what has come since.
 */
class NewComments extends HTMLElement {
  connectedCallback() {
    this.thread = document.querySelector("comment-thread");
    new MutationObserver(() => this.mark()).observe(this.thread, { childList: true, subtree: true });
    this.addEventListener("click", (event) => this.click(event));
    if (document.body.dataset.member) this.mark();
    else this.ask(look(this.getAttribute("article")));
  }

  /** The ids of all new comments, those on other pages too, oldest threads first. */
  get ids() {
    return this.dataset.new?.split(" ").filter(Boolean) ?? [];
  }

  async ask({ since: lastTime, shown }) {
    this.offer();
    const since = new URLSearchParams(location.search).get("since") ?? lastTime;
    if (!since || this.querySelector("div")) return;
    const asked = new URLSearchParams({ since, read: shown });
    const response = await fetchFragment(`${this.getAttribute("src")}?${asked}`).catch(() => null);
    if (!response?.ok) return;
    const told = elementOf(await response.text());
    keepingPlace(() => {
      this.dataset.new = told.dataset.new;
      this.replaceChildren(...told.childNodes);
      this.offer();
      this.mark();
    });
  }

  mark() {
    const listed = this.ids.map((id) => document.getElementById(`comment-${id}`)).filter(Boolean);
    const live = this.thread.querySelectorAll(".comment.is-new");
    new Set([...listed, ...live]).forEach(markNew);
  }

  offer() {
    const button = this.querySelector("[data-reads-all]");
    if (button) button.hidden = false;
  }

  click({ target }) {
    if (!target.closest("[data-reads-all]")) return;
    readAll(this.getAttribute("article"));
    history.replaceState(null, "", `${this.getAttribute("src")}../#discussion`);
    location.reload();
  }
}

customElements.define("new-comments", NewComments);
