import { elementOf } from "./fragment.js";

const MARK = "comment-new";

/** Marks a comment as new, as the server does (comments/_actions.html), unless it is. */
export function markNew(comment) {
  comment.classList.add("is-new");
  const actions = comment.querySelector(":scope > .comment-actions");
  if (actions && !actions.querySelector(`.${MARK}`)) actions.prepend(elementOf(`<span class="${MARK}">New</span>`));
}

export function isNew(comment) {
  return comment.matches(`.is-new, :has(> .comment-actions > .${MARK})`);
}
