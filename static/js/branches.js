const FOLDED = "folded";
const MOST = 300; // of the comments folded last; older ones are forgotten
export const PLACE = ":is(.comment, .comment-tombstone)";

/** Folds what the reader had folded, except what the address leads to. */
export function foldAgain(place = document) {
  const folded = new Set(remembered());
  for (const branch of place.querySelectorAll(".branch")) {
    if (folded.has(idOf(branch)) && !branch.parentElement.querySelector(":target")) branch.open = false;
  }
}

/** Unfolds whatever hides something. */
export function unfold(place) {
  for (let item = place?.closest(".thread > li"); item; item = item.parentElement.closest(".thread > li")) {
    const branch = branchOf(item);
    if (branch) branch.open = true;
  }
}

export function branchOf(item) {
  return item.querySelector(":scope > .branch");
}

/** Puts a comment below the one of `item`, at the end of its answers; without that, as a thread. */
export function put(comment, thread, item) {
  const place = document.createElement("li");
  place.append(comment);
  if (item) return answersOf(item).append(place);
  place.className = "thread-root";
  const list = thread.querySelector("ol.thread");
  if (thread.getAttribute("order") === "newest") list.prepend(place);
  else list.append(place);
}

/** Says on the line that each branch folds to how many answers there are, with those of which it is
 * only known on which items they hang. */
export function countAnswers(thread, hanging = []) {
  for (const branch of thread.querySelectorAll(".branch")) {
    const unseen = hanging.filter((item) => branch.parentElement.contains(item)).length;
    const further = branch.querySelector("more-replies")?.further ?? 0;
    const number = branch.querySelectorAll(PLACE).length + unseen + further;
    const line = branch.querySelector("summary > span").firstChild;
    if (number) line.data = `${number} answer${number === 1 ? "" : "s"}`;
  }
}

/** The list of a comment's answers, unfolded; a new one, as the server writes it, if there are none. */
function answersOf(item) {
  const list = item.querySelector(":scope > .thread, :scope > .branch > .thread") ?? begin(item);
  unfold(list);
  return list;
}

function begin(item) {
  const branch = document.getElementById("branch").content.firstElementChild.cloneNode(true);
  const author = item.querySelector(":scope > .comment .comment-author");
  if (author) branch.querySelector(".visually-hidden").textContent = ` to ${author.textContent}`;
  item.insertBefore(branch, item.querySelector(":scope > .live-replies"));
  return branch.lastElementChild;
}

/** The line that a branch folds to gets the focus that it takes away. */
export function fold(branch) {
  if (branch.contains(document.activeElement)) branch.querySelector("summary").focus();
  branch.open = false;
}

/** Keeps whether a branch is folded. */
export function remember(branch) {
  const id = idOf(branch);
  const folded = remembered();
  if (folded.includes(id) !== branch.open) return;
  const others = folded.filter((each) => each !== id);
  storage((kept) => {
    kept.setItem(FOLDED, JSON.stringify(branch.open ? others : [...others, id].slice(-MOST)));
  });
}

function remembered() {
  return JSON.parse(storage((kept) => kept.getItem(FOLDED))) ?? [];
}

function idOf(branch) {
  return Number(branch.parentElement.querySelector(PLACE).id.split("-")[1]);
}

/** Storage can be forbidden: then branches fold until one leaves the page. */
function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}
