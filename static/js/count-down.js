const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const LONGEST = 2 ** 31 - 1; // milliseconds that a timer can wait
const format = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** <count-down>: keeps "in 2 hours" true, and says what has come when the time is there.
    The last <time> in it is the one; the second paragraph is what to say then. */
class CountDown extends HTMLElement {
  connectedCallback() {
    this.tick();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  tick() {
    const time = [...this.querySelectorAll("time")].at(-1);
    const left = Date.parse(time.dateTime) - Date.now();
    const [before, after] = this.querySelectorAll(":scope > p");
    before.hidden = left <= 0;
    after.hidden = left > 0;
    if (left <= 0) return;
    const [unit, length] = UNITS.find(([, length]) => left >= length * 1000) ?? UNITS.at(-1);
    const number = Math.ceil(left / 1000 / length);
    time.textContent = format.format(number, unit);
    // Till the number changes, which is when so many whole units are left.
    const next = left - (number - 1) * length * 1000;
    this.timer = setTimeout(() => this.tick(), Math.min(next + 50, LONGEST));
  }
}

customElements.define("count-down", CountDown);
