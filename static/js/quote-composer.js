import { announce } from "./fragment.js";

// Where the cursor was in each box before words elsewhere were selected.
const cursors = new WeakMap();
document.addEventListener("selectionchange", ({ target }) => {
  const isInBox = target === document.activeElement || getSelection().isCollapsed;
  if (isInBox) remember(document.activeElement);
});
// The last change of a selection may be told only when the box is left already.
document.addEventListener("focusout", ({ target }) => remember(target));

/**
 * Puts a quote at the cursor of the open composer, or opens one: to answer its comment, or to
 * comment on the article. Where this page can't, as for guests, the composer's own page gets it.
 */
export async function putInComposer({ markdown, comment }, composerAddress) {
  const box = openBox() ?? (await openFor(comment));
  if (box) return insert(box, markdown);
  storage((kept) => kept.setItem(keyOf(composerAddress), markdown));
  location.assign(replyLinkOf(comment)?.href ?? composerAddress);
}

/** Puts in what was quoted on the page before. */
export function putKept(composerAddress) {
  const box = anyBox();
  const markdown = box && storage((kept) => kept.getItem(keyOf(composerAddress)));
  if (!markdown) return;
  storage((kept) => kept.removeItem(keyOf(composerAddress)));
  insert(box, markdown);
}

function remember(box) {
  if (box.localName === "textarea") cursors.set(box, box.selectionEnd);
}

/** The box of an answer, or that of the article if somebody is writing there. */
function openBox() {
  const box = anyBox();
  const isBegun = box && cursors.has(box) && box.value.trim();
  return document.querySelector("li > composer-form textarea") ?? (isBegun ? box : null);
}

async function openFor(comment) {
  const opener = replyLinkOf(comment);
  if (!opener?.dataset.opens) return anyBox();
  await opener.closest("comment-thread").open(opener);
  return document.querySelector("li > composer-form textarea");
}

function anyBox() {
  return document.querySelector("composer-form textarea");
}

function replyLinkOf(comment) {
  return comment?.querySelector(".comment-actions a[href$='/reply/']");
}

function insert(box, markdown) {
  const at = cursors.get(box) ?? box.value.length;
  const before = box.value.slice(0, at).trimEnd();
  const written = `${before && `${before}\n\n`}${markdown}\n\n`;
  box.value = written + box.value.slice(at).trimStart();
  box.focus();
  box.setSelectionRange(written.length, written.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  announce("The quote is in your comment.");
}

function keyOf(composerAddress) {
  return `quote${composerAddress}`;
}

/** Storage can be forbidden: then people who log in have to select the words again. */
function storage(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}
