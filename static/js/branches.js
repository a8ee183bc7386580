const FOLDED = "folded";
const MOST = 300; // of the comments folded last; older ones are forgotten

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

/** The list of a comment's answers, unfolded; a new one if nobody has answered. */
export function answersOf(item) {
  const branch = branchOf(item);
  if (branch) branch.open = true;
  const list = (branch ?? item).querySelector(":scope > .thread") ?? document.createElement("ol");
  list.className = "thread";
  (branch ?? item).append(list);
  return list;
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
  return Number(branch.previousElementSibling.id.split("-")[1]);
}

/** Storage can be forbidden: then branches fold until one leaves the page. */
function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}
