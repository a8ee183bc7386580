/** Moments by the reader's clock: that of the time zone that a member has chosen, or of this device. */
const timeZone = known(document.body.dataset.zone);
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone });
const isoDay = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeZone });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone });
const zone = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short", timeZone });
const DAY = 86_400_000; // milliseconds

/** "25 November 2026, 14:05 GMT+9", as the server writes it. */
export function moment(at) {
  const { value } = zone.formatToParts(at).find(({ type }) => type === "timeZoneName");
  return `${day.format(at)}, ${clock.format(at)} ${value}`;
}

/** A moment of the last days as people name it, "Tuesday 14:05"; an earlier one in full. */
export function lately(at) {
  const days = (Date.parse(isoDay.format()) - Date.parse(isoDay.format(at))) / DAY;
  if (days < 0 || days > 6) return `${day.format(at)}, ${clock.format(at)}`;
  return `${["today", "yesterday"][days] ?? weekday.format(at)} ${clock.format(at)}`;
}

/** Browsers don't know every zone that servers do. */
function known(name) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) && name;
  } catch {
    return undefined;
  }
}
