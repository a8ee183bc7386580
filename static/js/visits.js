const VISITS = "visits";
const MOST = 200; // discussions that a browser remembers
const PAUSE = 30 * 60_000; // milliseconds; after so long, the next look begins a new visit

/** A guest looks at a discussion: since when it is new to them what others say; null the first time. */
export function look(article) {
  const now = new Date().toISOString();
  const [since, seen] = visits()[article] ?? [];
  const isOver = seen && new Date(now) - new Date(seen) >= PAUSE;
  keep(article, [isOver ? seen : (since ?? now), now]);
  return isOver ? seen : (since ?? null);
}

/** Everything there is has been read. */
export function readAll(article) {
  const now = new Date().toISOString();
  keep(article, [now, now]);
}

function visits() {
  return JSON.parse(storage((kept) => kept.getItem(VISITS))) ?? {};
}

function keep(article, visit) {
  const others = Object.entries(visits()).filter(([each]) => each !== article);
  const latest = [...others, [article, visit]].slice(-MOST);
  storage((kept) => kept.setItem(VISITS, JSON.stringify(Object.fromEntries(latest))));
}

/** Storage can be forbidden: then every visit is the first. */
function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}
