/**
 * Asks the server for a part of a page. Redirects aren't followed: what they lead to is a page
 * (to log in, say), which the browser should go to and not a script.
 */
export function fetchFragment(url, options = {}) {
  return fetch(url, { ...options, headers: { "X-Fragment": "1" }, redirect: "manual" });
}

/** HTML of ours as its first element. */
export function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Says something to people who listen to the page, after what they hear at the moment. */
export function announce(text) {
  document.getElementById("announcements").textContent = text;
}
