/**
 * Where words stand in a passage or a comment, as a Range; null if they don't. `exact` are the
 * words, `prefix` is what stands before them. White space doesn't count: blocks, line breaks and
 * the server's HTML have their own.
 */
export function findWords(place, { exact, prefix }) {
  const body = place.closest(".article-body") ?? place.querySelector(".comment-body");
  const words = squeeze(exact ?? "");
  const { text, runs } = read(body ?? place);
  const here = runs.filter(({ node }) => place.contains(node));
  if (!words || !here.length) return null;
  const last = here.at(-1).end;
  const before = squeeze(prefix);
  let found = -1;
  for (let at = text.indexOf(words, here[0].start); at >= 0 && at < last; ) {
    if (found < 0 || text.endsWith(before, at)) found = at;
    if (text.endsWith(before, at)) break;
    at = text.indexOf(words, at + 1);
  }
  return found < 0 ? null : rangeOf(runs, found, found + words.length);
}

function squeeze(text) {
  return text.replace(/\s/gu, "");
}

/** The text of an article or a comment without white space, and where in it each node lies. */
function read(body) {
  const words = document.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, isOfIt);
  const runs = [];
  let text = "";
  while (words.nextNode()) {
    const node = words.currentNode;
    const squeezed = squeeze(node.data);
    if (squeezed) runs.push({ node, start: text.length, end: text.length + squeezed.length });
    text += squeezed;
  }
  return { text, runs };
}

/** The quotes in a comment and what the site puts beside a passage's words are not its words. */
function isOfIt(node) {
  if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
  const isBeside = node.matches("figure[data-fidelity], .figure-picture, .passage-link, .visually-hidden, .editors-answer");
  return isBeside ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
}

function rangeOf(runs, start, end) {
  const range = document.createRange();
  range.setStart(...placeOf(runs, start));
  const [node, offset] = placeOf(runs, end - 1);
  range.setEnd(node, offset + 1);
  return range;
}

/** The node and the offset in it of one character. */
function placeOf(runs, index) {
  const { node, start } = runs.find((run) => index < run.end);
  const letters = [...node.data.matchAll(/\S/g)];
  return [node, letters[index - start].index];
}
