const SHORTEST = 1000; // milliseconds until it tries again
const LONGEST = 60_000;

/**
 * What changes in a discussion, as long as the page is looked at. `told` hears the id of each comment
 * that has changed, or null for more than one comment; `connected`, whether the stream is open. A page
 * that was hidden, or had no network, hears afterwards what it missed.
 */
export class LiveStream {
  constructor(address, followed, { told, connected }) {
    Object.assign(this, { address, followed, told, connected, wait: SHORTEST });
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.openAnew());
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => this.look());
    this.look();
  }

  look() {
    if (document.hidden) this.close();
    else this.open();
  }

  openAnew() {
    this.close();
    this.wait = SHORTEST;
    this.open();
  }

  open() {
    if (this.source || document.hidden) return;
    clearTimeout(this.timer);
    const source = new EventSource(`${this.address}?after=${this.followed}`);
    this.source = source;
    source.addEventListener("open", () => {
      this.wait = SHORTEST;
      this.connected(true);
    });
    source.addEventListener("change", ({ data, lastEventId }) => {
      this.followed = lastEventId;
      this.told(JSON.parse(data).comment);
    });
    source.addEventListener("error", () => this.lose());
  }

  /** Not all at once: after a restart, everybody has lost it in the same moment. */
  lose() {
    this.close();
    this.connected(false);
    this.timer = setTimeout(() => this.open(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(2 * this.wait, LONGEST);
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}
