const SHORTEST = 1000; // milliseconds until it tries again
const LONGEST = 60_000;
const SILENCE = 50_000; // an open stream has a pulse every 20 seconds

/**
 * What changes in a discussion, as long as the page is looked at. `told` hears the id of each comment
 * that has changed, or null for more than one comment; `connected`, whether the stream is open. A page
 * that was hidden, asleep or without network hears afterwards what it missed.
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
    const source = new EventSource(`${this.address}?after=${this.followed}`);
    this.source = source;
    this.listen();
    source.addEventListener("open", () => {
      this.wait = SHORTEST;
      this.listen();
      this.connected(true);
    });
    source.addEventListener("change", ({ data, lastEventId }) => {
      this.listen();
      this.followed = lastEventId;
      this.told(JSON.parse(data).comment);
    });
    source.addEventListener("pulse", () => this.listen());
    source.addEventListener("error", () => this.lose());
  }

  /** A connection can be gone without an error: silence tells. */
  listen() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.openAnew(), SILENCE);
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
