import { elementOf } from "./fragment.js";
import { isInUse, isInView } from "./reading-place.js";

const PARTS = [".comment-header", ".comment-status", ".comment-body", ".comment-actions"];
const postponed = new Map(); // by id, what somebody was at work in or reading when it changed

/** Makes a comment that is shown what it is now; new words wait where somebody reads. If it has some,
 * those that it had before are given back. */
export function refresh(shown, now) {
  const [before, words] = [shown, now].map((each) => each.querySelector(".comment-body"));
  const isEdited = Boolean(before && words) && !isSame(before, words);
  shown.dataset.status = now.dataset.status ?? "";
  if (isInUse(shown)) postponed.set(shown.id, now);
  else if (!before || !words) shown.replaceWith(now);
  else if (isEdited && isInView(shown)) offer(shown, now);
  else renew(shown, now);
  return isEdited ? before.cloneNode(true) : null;
}

function renew(shown, now) {
  shown.querySelector(".live-edit")?.remove();
  for (const part of PARTS) {
    const [old, renewed] = [shown, now].map((each) => each.querySelector(`:scope > ${part}`));
    if (old && renewed && !isSame(old, renewed)) old.replaceWith(renewed);
    else if (old && !renewed) old.remove();
    else if (renewed && !old) shown.querySelector(".comment-header").after(renewed);
  }
}

/** The new words wait below the old ones until somebody asks for them. */
function offer(shown, now) {
  const line = elementOf(
    '<p class="live-notice live-edit"><button type="button">Edited just now — show</button></p>',
  );
  line.querySelector("button").addEventListener("click", () => {
    renew(shown, now);
    shown.tabIndex = -1;
    shown.focus({ preventScroll: true });
  });
  shown.querySelector(".live-edit")?.remove();
  shown.querySelector(".comment-body").after(line);
}

function catchUp() {
  for (const [id, now] of postponed) {
    const shown = document.getElementById(id);
    if (shown && isInUse(shown)) continue;
    postponed.delete(id);
    if (shown) refresh(shown, now);
  }
}

/** Times pass by themselves, and are told by the reader's clock. */
function isSame(one, other) {
  return wording(one) === wording(other);
}

function wording(part) {
  const copy = part.cloneNode(true);
  const times = copy.querySelectorAll(":is(relative-time, local-time) > time");
  times.forEach((time) => time.parentElement.replaceChildren(time.dateTime));
  return copy.innerHTML.replace(/\s+/g, " ");
}

for (const event of ["focusout", "selectionchange"]) {
  document.addEventListener(event, () => postponed.size && setTimeout(catchUp));
}
