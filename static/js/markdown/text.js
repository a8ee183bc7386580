// What would act as markup in a comment. `articles/readers/markdown.py` has the same rules.
const MARK = new RegExp(
  [
    String.raw`(?<address>(?<![a-z0-9.+-])(?:https?|ftp):\/\/[^\s<>]*)`,
    String.raw`[\\\x60]+`,
    String.raw`(?<![ \t])\*+|\*+(?![ \t])`,
    String.raw`(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])`,
    String.raw`~~+`,
    String.raw`\](?=[(\[:])`,
    String.raw`<(?=[a-z/!?])`,
    String.raw`&(?=#?\w{1,40};)`,
  ].join("|"),
  "giu",
);
const LINE_START =
  /^(?:(\d{1,9})(?=[.)](?:[ \t]|$))|(?=>|#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|-+$|=+$))/gm;
const AFTER_AN_ADDRESS = /[.,;:!?'"’”»)\]*_~]*$/;

/** Markdown that renders as exactly this text, within a line. */
export function escape(text) {
  return text.replace(MARK, (mark, ...rest) =>
    rest.at(-1).address ? address(mark) : mark.replace(/./gu, "\\$&"),
  );
}

/** Markdown none of whose lines begins a list, a heading or a quote. */
export function escapeLineStarts(markdown) {
  return markdown.replace(LINE_START, "$1\\");
}

/** A link, around words that are Markdown already. */
export function linked(markdown, href) {
  const words = markdown.replace(/\\.|[[\]]/gsu, (found) =>
    found.length > 1 ? found : `\\${found}`,
  );
  const bare = href.replace(/[<>\\\s]/g, "");
  return `[${words}](${/[()]/.test(bare) ? `<${bare}>` : bare})`;
}

/** Code within a line. */
export function code(text) {
  const fence = "`".repeat(longestRun(text) + 1);
  const gap = /^`|`$|^ .*[^ ].* $/s.test(text) ? " " : "";
  return text && `${fence}${gap}${text}${gap}${fence}`;
}

/** Code in lines of its own. */
export function codeBlock(text, language) {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return text && `${fence}${language}\n${text}\n${fence}`;
}

/** A blockquote of this Markdown; with an address, its last line names the source. */
export function quoted(markdown, label, href) {
  const source = href ? `${markdown}\n\n— ${linked(escape(label), href)}` : markdown;
  return source.replace(/^.*$/gm, (line) => `> ${line}`.trimEnd());
}

function longestRun(text) {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** A web address is taken as it stands: a backslash would become part of it. */
function address(text) {
  if (text.split("://")[1].search(MARK) < 0) return text;
  const end = text.match(AFTER_AN_ADDRESS)[0];
  return `<${text.slice(0, text.length - end.length)}>${escape(end)}`;
}
