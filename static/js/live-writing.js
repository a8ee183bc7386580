import { elementOf } from "./fragment.js";

/**
 * Whoever is answering learns what became of the comment that they answer meanwhile, in their composer.
 * `edited` are the ids of those with new words, `answers` the items of new comments.
 */
export function tellWriters(thread, { edited, answers }) {
  for (const composer of thread.querySelectorAll("li > composer-form")) {
    const answered = composer.closest("li").querySelector(":scope > :is(.comment, .comment-tombstone)");
    const id = answered.id.split("-")[1];
    const told = (composer.told ??= { isEdited: false, answers: new Set() });
    told.isEdited ||= edited.has(id);
    answers
      .filter(({ dataset }) => dataset.above?.split(" ")[0] === id)
      .forEach(({ dataset }) => told.answers.add(dataset.comment));
    say(composer, [...sentences(answered, id, told)]);
  }
}

function* sentences(answered, id, { isEdited, answers: { size } }) {
  if (answered.matches(".comment-tombstone")) yield "The comment has been taken away while you were writing.";
  else if (isEdited) {
    yield `The comment was edited while you were writing: <a href="/comments/${id}/history/" target="_blank">what it said</a>.`;
  }
  if (size) yield `It was answered ${size === 1 ? "once" : `${size} times`} while you were writing.`;
}

function say(composer, said) {
  const line = composer.querySelector(".composer-news") ?? elementOf('<p class="composer-news" role="status"></p>');
  if (!line.isConnected) composer.querySelector(".composer-label").after(line);
  const html = said.join(" ");
  if (line.innerHTML !== html) line.innerHTML = html;
}
