import { announce, elementOf, fetchFragment } from "./fragment.js";

/**
 * <comment-preview src article>: shows below the composer what its text will look like, and puts
 * the original wording into its quotes.
 */
class CommentPreview extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("click", this);
    this.form.addEventListener("input", this);
  }

  handleEvent(event) {
    const button = event.target;
    if (event.type === "input") this.section.hidden = true;
    else if (["preview", "restore"].includes(button.name)) {
      event.preventDefault();
      if (button.name === "preview") this.preview(button);
      else this.restore(button);
    }
  }

  get section() {
    return this.querySelector(".preview");
  }

  async preview(button) {
    const data = new FormData(this.form);
    data.set("article", this.getAttribute("article"));
    const response = await ask(this.getAttribute("src"), data);
    const isHtml = response?.headers.get("Content-Type")?.startsWith("text/html");
    if (response && response.status !== 200 && (isHtml || !response.status)) {
      // An answer for people, such as the log-in page: the ordinary way leads there.
      return this.send(button);
    }
    const answer = (await response?.text()) ?? "There is no connection. Your text is kept.";
    this.show(answer, response?.ok);
  }

  async restore(button) {
    const response = await ask(this.form.action, new FormData(this.form, button));
    if (!response?.ok) return this.send(button);
    const answer = elementOf(await response.text());
    const box = this.form.elements.body;
    box.value = answer.querySelector("textarea").value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    this.show(answer.querySelector(".preview .comment-body").innerHTML, true);
    announce("The quote has its original wording.");
  }

  show(answer, isHtml) {
    const body = this.querySelector(".comment-body");
    if (isHtml) body.innerHTML = answer;
    else body.textContent = answer;
    this.section.hidden = false;
    this.section.focus();
  }

  send(button) {
    this.form.removeEventListener("click", this);
    button.click();
  }
}

function ask(address, data) {
  return fetchFragment(address, { method: "POST", body: data }).catch(() => null);
}

customElements.define("comment-preview", CommentPreview);
