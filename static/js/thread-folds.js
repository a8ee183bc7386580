import { branchOf, fold, foldAgain, remember, unfold } from "./branches.js";

/** <thread-folds>: folds all threads, or one by the line at its side, and remembers what is folded. */
class ThreadFolds extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.press());
    document.addEventListener("click", (event) => click(event.target));
    // It doesn't bubble.
    document.addEventListener("toggle", (event) => this.toggle(event.target), { capture: true });
    // It comes a moment after the fold, which may be the page's last.
    window.addEventListener("pagehide", () => document.querySelectorAll(".branch").forEach(remember));
    window.addEventListener("hashchange", () => unfold(document.querySelector(":target")));
    foldAgain();
    this.say();
  }

  get threads() {
    return [...document.querySelectorAll(".thread-root")].map(branchOf).filter(Boolean);
  }

  press() {
    const threads = this.threads;
    if (threads.some(({ open }) => open)) threads.forEach(fold);
    else document.querySelectorAll(".branch").forEach((branch) => (branch.open = true));
  }

  toggle(branch) {
    if (!branch.matches(".branch")) return;
    remember(branch);
    this.say();
  }

  say() {
    const threads = this.threads;
    this.hidden = !threads.length;
    this.button.textContent = threads.some(({ open }) => open) ? "Fold all" : "Unfold all";
  }
}

function click(place) {
  if (!place.matches(".branch > .thread") || !getSelection().isCollapsed) return;
  // Pressing the mouse has taken the focus away already.
  place.previousElementSibling.focus();
  fold(place.parentElement);
}

customElements.define("thread-folds", ThreadFolds);
