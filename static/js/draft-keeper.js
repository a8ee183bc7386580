/**
 * <draft-keeper name>: keeps what is typed in its textarea in this browser, per member and name,
 * and gives it back when the box is opened again. What the server put into the box stays, after
 * the draft; with `replaces`, the draft is a later state of the same text and takes its place.
 */
class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.served = this.box.value;
    this.restore();
    this.box.addEventListener("input", () => this.keep());
  }

  get key() {
    return `draft/${document.body.dataset.member}/${this.getAttribute("name")}`;
  }

  restore() {
    const draft = storage((drafts) => drafts.getItem(this.key)) ?? "";
    if (!draft) return;
    const isWhole = this.hasAttribute("replaces") || draft.includes(this.served.trim());
    this.box.value = isWhole ? draft : `${draft.trimEnd()}\n\n${this.served}`;
  }

  keep() {
    const text = this.box.value;
    const isKept = storage((drafts) => {
      if (text.trim() && text !== this.served) drafts.setItem(this.key, text);
      else drafts.removeItem(this.key);
      return true;
    });
    this.querySelector(".composer-hint").hidden = !isKept || !text.trim();
  }
}

/** Storage can be full, or forbidden: then there are no drafts, and everything else works. */
function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

customElements.define("draft-keeper", DraftKeeper);
