import { childrenOf, codeOf, wordsOf } from "./range.js";
import { code, codeBlock, escape, escapeLineStarts, linked } from "./text.js";

const BLOCK = "p, h2, h3, h4, h5, h6, blockquote, ul, ol, pre, hr, .answered, .figure, figcaption, .table, table, caption, thead, tbody, tr";
const FENCES = { em: "*", strong: "**", s: "~~" };

/** The part of an element that a range covers, as Markdown: emphasis, links, lists, code stay. */
export function markdownOf(element, range) {
  const blocks = [];
  let words = "";
  for (const node of childrenOf(element, range)) {
    if (node.matches?.(BLOCK)) {
      blocks.push(paragraph(words), block(node, range));
      words = "";
    } else words += inline(node, range);
  }
  return [...blocks, paragraph(words)].filter(Boolean).join("\n\n");
}

function block(element, range) {
  if (element.matches("ul, ol")) return list(element, range);
  return element.localName === "pre" ? fenced(element, range) : markdownOf(element, range);
}

function inline(node, range) {
  if (node.nodeType === Node.TEXT_NODE) return escape(wordsOf(node, range));
  if (node.localName === "br") return "\\\n";
  if (node.localName === "code") return code(codeOf(node, range).replaceAll("\n", " "));
  const words = childrenOf(node, range).map((child) => inline(child, range)).join("");
  if (node.localName === "a") return link(node, words);
  const fence = FENCES[node.localName];
  return fence ? words.replace(/^(\s*)(\S.*?)(\s*)$/su, `$1${fence}$2${fence}$3`) : words;
}

function paragraph(words) {
  const trimmed = words.replace(/^\s+|(?:\\\n|\s)+$/gu, "");
  return escapeLineStarts(trimmed.replace(/(\n| ) +/g, "$1"));
}

function list(element, range) {
  const items = childrenOf(element, range)
    .map((item) => [markerOf(item, element), item.matches?.("li") && markdownOf(item, range)])
    .filter(([, words]) => words);
  // A single item is quoted for what it says, not for its place in the list.
  return items.length === 1 ? items[0][1] : items.map(listItem).join("\n");
}

function markerOf(item, list) {
  return list.localName === "ul" ? "- " : `${list.start + [...list.children].indexOf(item)}. `;
}

function listItem([marker, words]) {
  return marker + words.replace(/\n(?!\n)/g, `\n${" ".repeat(marker.length)}`);
}

function fenced(element, range) {
  const language = element.querySelector("code")?.className.replace("language-", "") ?? "";
  return codeBlock(codeOf(element, range).replace(/^\n+|\n+$/g, ""), language);
}

function link(element, words) {
  const href = element.getAttribute("href");
  return !words.trim() || element.textContent === href ? words : linked(words, href);
}
