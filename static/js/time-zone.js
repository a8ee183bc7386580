/** <time-zone>: offers the time zone of this browser for the one that is chosen in it. */
class TimeZone extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const option = [...select.options].find(({ value }) => value === timeZone);
    if (!option || option.selected) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-quiet";
    button.textContent = `Choose ${option.text}, as this device has it`;
    button.addEventListener("click", () => {
      select.value = timeZone;
      button.remove();
      select.focus();
    });
    this.append(button);
  }
}

customElements.define("time-zone", TimeZone);
