import { announce, elementOf, fetchFragment } from "./fragment.js";
import { areKeysOn, isForPage } from "./keys.js";

const CARD = ".queue-card";
const FORM = `${CARD} form, .queue-last form`;

/**
 * <moderation-queue>: sends what is decided without leaving the page. The next card takes the
 * focus, the decided one stays where it is and says what became of it, so that nothing jumps.
 */
class ModerationQueue extends HTMLElement {
  sending = Promise.resolve();
  unsent = 0;

  connectedCallback() {
    this.addEventListener("submit", (event) => this.submit(event));
    this.addEventListener("change", (event) => this.choose(event.target));
    this.addEventListener("focusin", (event) => this.claim(event.target.closest(CARD)));
    document.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("visibilitychange", () => document.hidden || this.lookAgain());
    addEventListener("beforeunload", (event) => this.unsent && event.preventDefault());
    if (!location.hash) this.cards[0]?.focus({ preventScroll: true });
  }

  /** Those on which nothing is decided yet. */
  get cards() {
    return [...this.querySelectorAll(`${CARD}:not([data-decided], [aria-busy])`)];
  }

  get current() {
    return document.activeElement?.closest(CARD) ?? null;
  }

  press(event) {
    const panel = this.current?.querySelector("details.queue-deed[open]");
    if (event.key === "Escape" && panel) {
      panel.open = false;
      this.current.focus({ preventScroll: true });
      return;
    }
    if (!isForPage(event) || event.shiftKey || !areKeysOn()) return;
    const act = /^[1-9]$/.test(event.key)
      ? () => panel?.querySelector(`[data-digit="${event.key}"]`)
      : this.keys[event.key.toLowerCase()];
    const button = act?.();
    if (!button) return;
    event.preventDefault();
    if (button !== true) button.click();
  }

  /** What a key presses; true if it has done its work itself. */
  keys = {
    j: () => this.step(1),
    k: () => this.step(-1),
    a: () => this.current?.querySelector('[data-key="a"]'),
    r: () => this.open("r"),
    d: () => this.open("d"),
    b: () => this.open("b"),
    n: () => this.open("n"),
    e: () => this.current?.querySelector('details[open] [data-key="e"]'),
    z: () => Boolean(this.undo()),
  };

  open(key) {
    const panel = this.current?.querySelector(`details[data-key="${key}"]`);
    if (!panel) return null;
    panel.open = true;
    panel.querySelector("button, input:not([type=hidden]), textarea").focus();
    return true;
  }

  /** What is still on its way was decided last. */
  async undo() {
    this.isTurning = false;
    for (let sent; sent !== this.sending; ) {
      sent = this.sending;
      await sent;
    }
    this.querySelector('.queue-last [data-key="z"]')?.click();
  }

  step(by) {
    const cards = [...this.querySelectorAll(`${CARD}:not([aria-busy])`)];
    const here = cards.indexOf(this.current);
    const next = cards[here < 0 ? 0 : here + by];
    if (next) show(next);
    else if (by > 0) this.turn();
    return true;
  }

  /** To the next page, once everything is on record. */
  turn() {
    this.isTurning = true;
    this.turnIfSent();
  }

  turnIfSent() {
    if (this.isTurning && !this.unsent) this.querySelector("a[rel=next]")?.click();
  }

  submit(event) {
    const form = event.target;
    if (!form.matches(FORM)) return;
    event.preventDefault();
    if (form.querySelector('[data-key="e"]')?.checked && changeFirst(form, event.submitter)) return;
    const body = new FormData(form, event.submitter);
    const card = form.closest(`${CARD}:not([data-decided])`);
    if (card && form.querySelector("[name=seen]")) this.leave(card, form);
    this.unsent += 1;
    this.sending = this.sending.then(() => this.send(form, body, card));
  }

  /** The next card takes the focus at once; what was decided on is told apart until it is on record. */
  leave(card, form) {
    const isDecision = form.action.endsWith("/decisions/");
    card.querySelectorAll("details.queue-deed").forEach((panel) => (panel.open = false));
    if (!isDecision) return card.focus({ preventScroll: true });
    const next = this.cards[this.cards.indexOf(card) + 1];
    card.ariaBusy = "true";
    if (next) show(next);
    else this.turn();
  }

  /** One after the other: the order of decisions is that in which they are undone. */
  async send(form, body, card) {
    const response = await fetchFragment(form.action, { method: "POST", body }).catch(() => null);
    this.unsent -= 1;
    if (!response || ![200, 409, 422].includes(response.status)) {
      card?.removeAttribute("aria-busy");
      this.isTurning = false;
      announce("That did not work. Try again in a moment.");
      return;
    }
    const answer = elementOf(await response.text());
    announce(answer.querySelector(".queue-said, .queue-decided p")?.textContent ?? "");
    this.take(answer);
    if (!response.ok) this.isTurning = false;
    this.turnIfSent();
  }

  /** Each part of the answer takes the place of the one with its id. */
  take(answer) {
    for (const part of [...answer.children].filter((each) => each.id)) {
      const old = document.getElementById(part.id);
      if (!old) continue;
      const { height } = old.getBoundingClientRect();
      const hadFocus = old.contains(document.activeElement);
      if (part.matches("[data-decided]")) part.style.minBlockSize = `${height}px`;
      old.replaceWith(part);
      const isBack = part.matches(CARD) && !part.matches("[data-decided]");
      if (part.matches(CARD) && (hadFocus || isBack)) show(part);
    }
  }

  /** A usual reason that is chosen from a list can be changed before it is given. */
  choose(select) {
    if (select.matches("select[name=usual]")) changeFirst(select.form, select.selectedOptions[0]);
  }

  /** Who comes back to the page looks at the card anew. */
  lookAgain() {
    this.claimed = null;
    this.claim(this.current);
  }

  async claim(card) {
    if (!card || card === this.claimed || card.matches("[data-decided]")) return;
    this.claimed = card;
    const form = card.querySelector("form:has([name=seen])");
    if (!form) return;
    const url = this.querySelector("[data-claims]").dataset.claims;
    const response = await fetchFragment(url, { method: "POST", body: new FormData(form) }).catch(
      () => null,
    );
    if (!response?.ok) return;
    const answer = elementOf(await response.text());
    document.getElementById(answer.id)?.replaceWith(answer);
  }
}

/** Puts the words of a usual reason where they can be edited; false if it has none. */
function changeFirst(form, usual) {
  const words = usual?.dataset.words;
  if (!words) return false;
  form.elements.reason.value = words;
  form.elements.reason.focus();
  return true;
}

function show(card) {
  card.focus({ preventScroll: true });
  const { top, bottom } = card.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) card.scrollIntoView({ behavior: "instant", block: "center" });
}

customElements.define("moderation-queue", ModerationQueue);
