const OFF = "keys-off";

/** Whether single letters do something here: those who dictate, say, may have turned it off. */
export function areKeysOn() {
  return !storage((kept) => kept.getItem(OFF));
}

export function turnKeys(areOn) {
  storage((kept) => (areOn ? kept.removeItem(OFF) : kept.setItem(OFF, "yes")));
}

/** Whether a key is for the page, and not for a box, a dialog or the browser. */
export function isForPage(event) {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const isBusy = event.target.isContentEditable || document.querySelector("dialog[open]");
  return !isBusy && !event.target.closest?.("input, textarea, select");
}

/** Storage can be forbidden: then the keys work. */
function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}
