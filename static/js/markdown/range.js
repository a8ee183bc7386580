// What stands among the words but belongs to somebody else, or to the page.
const ASIDE = "a.passage-link, .figure-picture, figure[data-fidelity], [data-fidelity] > figcaption, button, details, ins, .visually-hidden, .editors-answer";

/** The children of an element that a range touches and that are words of its own. */
export function childrenOf(element, range) {
  return [...element.childNodes].filter(
    (child) => range.intersectsNode(child) && !child.matches?.(ASIDE),
  );
}

/** A text as it is shown: with one blank, or the end of a paragraph, for any white space. */
export function wordsOf(text, range) {
  return covered(text, range).replace(/[ \t\n]+/g, (gap) => (/\n\s*\n/.test(gap) ? "\n\n" : " "));
}

/** Text as it stands in the page, for code. */
export function codeOf(node, range) {
  if (node.nodeType === Node.TEXT_NODE) return covered(node, range);
  return childrenOf(node, range).map((child) => codeOf(child, range)).join("");
}

/** Where in the window a range's words end: below their last line. */
export function endOf(range) {
  const texts = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  const last = document.createRange();
  for (let text = texts.currentNode; text; text = texts.nextNode()) {
    if (range.intersectsNode(text) && text.data && covered(text, range).trim()) {
      last.selectNodeContents(text);
      if (text === range.startContainer) last.setStart(text, range.startOffset);
      if (text === range.endContainer) last.setEnd(text, range.endOffset);
    }
  }
  const line = [...last.getClientRects()].at(-1);
  const { direction } = getComputedStyle(last.startContainer.parentElement);
  return { x: direction === "rtl" ? line.left : line.right, y: line.bottom };
}

function covered(text, range) {
  const end = text === range.endContainer ? range.endOffset : text.length;
  return text.data.slice(text === range.startContainer ? range.startOffset : 0, end);
}
