import { fetchFragment } from "./fragment.js";

/** <comment-preview src article>: shows below the composer what its text will look like. */
class CommentPreview extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("click", this);
    this.form.addEventListener("input", this);
  }

  handleEvent(event) {
    if (event.type === "input") this.querySelector(".preview").hidden = true;
    else if (event.target.name === "preview") {
      event.preventDefault();
      this.show(event.target);
    }
  }

  async show(button) {
    const data = new FormData(this.form);
    data.set("article", this.getAttribute("article"));
    const response = await fetchFragment(this.getAttribute("src"), { method: "POST", body: data })
      .catch(() => null);
    const isHtml = response?.headers.get("Content-Type")?.startsWith("text/html");
    if (response && response.status !== 200 && (isHtml || !response.status)) {
      // An answer for people, such as the log-in page: the ordinary way leads there.
      this.form.removeEventListener("click", this);
      button.click();
      return;
    }
    const body = this.querySelector(".comment-body");
    const answer = (await response?.text()) ?? "There is no connection. Your text is kept.";
    if (response?.ok) body.innerHTML = answer;
    else body.textContent = answer;
    const section = this.querySelector(".preview");
    section.hidden = false;
    section.focus();
  }
}

customElements.define("comment-preview", CommentPreview);
