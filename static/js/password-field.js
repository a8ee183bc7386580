/** <password-field>: adds a button that shows what is being typed. */
class PasswordField extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.show(this.input.type === "password"));
    this.append(this.button);
    this.show(false);
    this.input.form?.addEventListener("submit", () => this.show(false));
  }

  show(visible) {
    this.input.type = visible ? "text" : "password";
    this.button.textContent = visible ? "Hide" : "Show";
    this.button.setAttribute("aria-label", visible ? "Hide the password" : "Show the password");
  }
}

customElements.define("password-field", PasswordField);
