import { elementOf, fetchFragment } from "./fragment.js";

const NO_CONNECTION =
  "The site can’t be reached just now. Your text is kept here: try again in a moment.";

/**
 * <composer-form>: posts its comment without leaving the page, and hands the comment's element
 * over with the event `comment-posted`. Where nobody takes it, the browser goes to the comment.
 * A refusal comes back as a composer, which takes this one's place.
 */
class ComposerForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    });
  }

  submit(event) {
    if (["preview", "restore"].includes(event.submitter?.name)) return;
    event.preventDefault();
    if (!this.form.ariaBusy) this.post();
  }

  async post() {
    this.form.ariaBusy = "true";
    const response = await fetchFragment(this.form.action, {
      method: "POST",
      body: new FormData(this.form),
    }).catch(() => null);
    this.form.ariaBusy = null;
    if (!response || response.status >= 500) this.complain(NO_CONNECTION);
    else this.take(response, elementOf(await response.text()));
  }

  take(response, answer) {
    if (response.status === 201) {
      this.clear();
      const options = { bubbles: true, cancelable: true, detail: answer };
      const isTaken = !this.dispatchEvent(new CustomEvent("comment-posted", options));
      if (!isTaken) location.assign(response.headers.get("Location"));
    } else if (answer?.localName === this.localName) {
      this.replaceWith(answer);
      answer.querySelector("textarea").focus();
    } else {
      // Not a form: one out of date, say, or of somebody who may not write here any more. The token keeps this from posting twice.
      this.form.submit();
    }
  }

  complain(sentence) {
    const line = document.createElement("p");
    line.textContent = sentence;
    this.querySelector(".composer-problem").replaceChildren(line);
  }

  /** An empty form with a token of its own, for the next comment. */
  clear() {
    const { body: box, asks, follow } = this.form.elements;
    box.value = asks.value = "";
    if (follow?.checked) this.offerNoMore();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    this.form.elements.token.value = crypto.getRandomValues(new BigUint64Array(2)).join("-");
    this.querySelector(".composer-problem").replaceChildren();
  }

  /** The discussion is followed now, so no composer on the page asks for that again. */
  offerNoMore() {
    const boxes = document.querySelectorAll("composer-form [name=follow]");
    boxes.forEach((box) => box.closest("label").remove());
    document.dispatchEvent(new Event("discussion-followed"));
  }
}

customElements.define("composer-form", ComposerForm);
