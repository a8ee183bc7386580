import { quoted } from "./markdown/text.js";
import { markdownOf } from "./markdown/writer.js";

const SOURCES = ".article-body, .comment[data-status=published] > .comment-body";

/**
 * The selected words as a quote: its `markdown`, the `comment` they stand in (null in the
 * article), and the `range` that holds them. Of words from several places, those from the first;
 * null if there are none to quote.
 */
export function selectedQuote(articleTitle) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const selected = selection.getRangeAt(0);
  for (const body of document.querySelectorAll(SOURCES)) {
    const quote = selected.intersectsNode(body) && quoteFrom(body, selected, articleTitle);
    if (quote) return quote;
  }
  return null;
}

function quoteFrom(body, selected, articleTitle) {
  const range = within(body, selected);
  const figure = figureAround(range);
  const markdown = markdownOf(figure?.querySelector("blockquote") ?? body, range);
  if (!markdown) return null;
  const comment = body.closest(".comment");
  const [label, href] = figure
    ? sourceOf(figure, articleTitle)
    : comment
      ? [comment.querySelector(".comment-author").textContent, addressOf(comment)]
      : [articleTitle, `#${firstPassage(body, range).id}`];
  return { markdown: quoted(markdown, label, href), comment, range };
}

function within(body, selected) {
  const range = selected.cloneRange();
  if (!body.contains(range.startContainer)) range.setStart(body, 0);
  if (!body.contains(range.endContainer)) range.setEnd(body, body.childNodes.length);
  return range;
}

/** The quote in a comment of which nothing but words is selected. */
function figureAround(range) {
  const place = range.commonAncestorContainer;
  return (place.closest ? place : place.parentElement).closest("figure[data-fidelity]");
}

/** Words that a comment quotes belong to where it has them from, if that is known. */
function sourceOf(figure, articleTitle) {
  const link = figure.querySelector(":scope > figcaption > a");
  const href = link?.getAttribute("href") ?? "";
  const passage = href.match(/#p-\d+$/);
  if (passage) return [articleTitle, passage[0]];
  return href.startsWith("/") ? [link.textContent, href] : [link?.hostname, href];
}

function addressOf(comment) {
  return comment.querySelector(".comment-time").getAttribute("href");
}

function firstPassage(body, range) {
  const passages = [...body.querySelectorAll("[id^=p-]")];
  return passages.find((each) => range.intersectsNode(each) && markdownOf(each, range));
}
