import { fetchFragment } from "./fragment.js";

const VISITS = "visits";
const MOST = 200; // discussions that a browser remembers
const MOST_SHOWN = 100; // comments that were shown live in one of them
const PAUSE = 30 * 60_000; // milliseconds; after so long, the next look begins a new visit

/**
 * A guest looks at a discussion: since when it is new to them what others say (null the first time),
 * except for the comments with the ids `shown`.
 */
export function look(article) {
  const now = new Date().toISOString();
  const [since, seen, shown = []] = visits()[article] ?? [];
  const isOver = seen && new Date(now) - new Date(seen) >= PAUSE;
  keep(article, [isOver ? seen : (since ?? now), now, shown]);
  return { since: isOver ? seen : (since ?? null), shown };
}

/** What a page showed live isn't new to its reader the next time. */
export function readShown(ids, { article, address }) {
  if (document.body.dataset.member) {
    const form = new FormData();
    form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    ids.forEach((id) => form.append("comment", id));
    fetchFragment(address, { method: "POST", body: form }).catch(() => null);
  } else {
    const [since, seen, shown = []] = visits()[article] ?? [];
    if (seen) keep(article, [since, seen, [...shown, ...ids].slice(-MOST_SHOWN)]);
  }
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
