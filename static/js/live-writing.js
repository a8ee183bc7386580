import { elementOf } from "./fragment.js";

const NEWS = `<div class="composer-news"><p role="status"></p>
<details hidden><summary>What it said</summary></details></div>`;

/**
 * Whoever is answering learns what became of the comment that they answer meanwhile, in their composer.
 * `edited` holds the former words of those with new ones, by id; `answers` are the items of new comments.
 */
export function tellWriters(thread, { edited, answers }) {
  for (const composer of thread.querySelectorAll("li > composer-form")) {
    const answered = composer.closest("li").querySelector(":scope > :is(.comment, .comment-tombstone)");
    const id = answered.id.split("-")[1];
    const told = (composer.told ??= { before: null, answers: new Set() });
    told.before ??= edited.get(id);
    answers
      .filter(({ dataset }) => dataset.above?.split(" ")[0] === id)
      .forEach(({ dataset }) => told.answers.add(dataset.comment));
    const isGone = answered.matches(".comment-tombstone");
    say(composer, [...sentences(isGone, told)], isGone ? null : told.before);
  }
}

function* sentences(isGone, { before, answers: { size } }) {
  if (isGone) yield "The comment has been taken away while you were writing.";
  else if (before) yield "The comment was edited while you were writing.";
  if (size) yield `It was answered ${size === 1 ? "once" : `${size} times`} while you were writing.`;
}

function say(composer, said, before) {
  const news = composer.querySelector(".composer-news") ?? elementOf(NEWS);
  if (!news.isConnected) composer.querySelector(".composer-label").after(news);
  const [line, words] = news.children;
  const text = said.join(" ");
  if (line.textContent !== text) line.textContent = text;
  words.hidden = !before;
  if (before && !before.isConnected) words.append(before);
}
