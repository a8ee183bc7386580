const LANDMARKS = ".article-body > *, .comment, .comment-tombstone, .discussion-header, .composer";

/** Changes the page, and keeps what is being read where it is, to the pixel. */
export function keepingPlace(change) {
  const root = document.documentElement;
  const landmarks = [...document.querySelectorAll(LANDMARKS)].map((place) => [place, topOf(place)]);
  const inView = landmarks.filter(([place, top]) => top + place.offsetHeight > 0 && top < innerHeight);
  root.style.overflowAnchor = "none"; // or the browser would correct it a second time
  change();
  const [place, top] = inView.find(([place]) => place.isConnected) ?? [];
  if (place) scrollBy({ top: topOf(place) - top, behavior: "instant" });
  requestAnimationFrame(() => (root.style.overflowAnchor = ""));
}

/** Whether somebody is at work in it: their focus, their selection or what they opened would be lost. */
export function isInUse(place) {
  const selection = getSelection();
  const isSelected = !selection.isCollapsed && selection.containsNode(place, true);
  const isOpened = place.querySelector("[aria-expanded=true]");
  return isSelected || isOpened !== null || place.contains(document.activeElement);
}

export function isInView(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function topOf(place) {
  return place.getBoundingClientRect().top;
}
