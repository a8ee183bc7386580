const EDGE = 8; // pixels to the edge of the window

const LONGEST = 200; // characters

/**
 * <answered-words popover="manual">: next to "in reply to", the first words of what is answered,
 * while the pointer or the focus is there. The link leads to them on the same page.
 */
class AnsweredWords extends HTMLElement {
  connectedCallback() {
    document.addEventListener("pointerover", ({ target, pointerType }) => {
      if (pointerType !== "touch" && !this.contains(target)) this.look(target);
    });
    document.addEventListener("focusin", ({ target }) => this.look(target));
    // Before all others: while it is there, Escape is for it.
    document.addEventListener("keydown", (event) => this.press(event), { capture: true });
  }

  look(place) {
    const link = place.closest("a.comment-parent");
    if (link === this.link) return;
    const isKept = this.link && this.link === document.activeElement && !link;
    if (isKept) return;
    this.hide();
    const words = link?.hash && wordsAt(link.hash);
    if (words) this.show(link, words);
  }

  show(link, words) {
    this.link = link;
    this.textContent = words;
    link.setAttribute("aria-describedby", this.id);
    this.showPopover();
    const { left, top, bottom } = link.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const isRoomBelow = bottom + this.offsetHeight + EDGE < clientHeight;
    const x = Math.min(left, clientWidth - this.offsetWidth - EDGE);
    this.style.left = `${Math.max(x, EDGE) + scrollX}px`;
    this.style.top = `${(isRoomBelow ? bottom : top - this.offsetHeight) + scrollY}px`;
  }

  hide() {
    if (!this.link) return;
    this.link.removeAttribute("aria-describedby");
    this.link = null;
    this.hidePopover();
  }

  press(event) {
    if (event.key !== "Escape" || !this.link) return;
    this.hide();
    event.preventDefault();
    event.stopPropagation();
  }
}

function wordsAt(hash) {
  const body = document.querySelector(`${hash} > .comment-body`);
  const words = body?.textContent.trim().replace(/\s+/g, " ") ?? "";
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

customElements.define("answered-words", AnsweredWords);
