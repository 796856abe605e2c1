// Times in the reader's time zone, with its name.  Pages are rendered in UTC; the tooltip keeps that time.

const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const now = new Date();
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
const formats = [
  new Intl.DateTimeFormat(language, clock),
  new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...clock }),
  new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", ...clock }),
];

// As short as it is clear: the day if it is not today, the year if it is not this one.
export function localTime(moment) {
  const sameYear = moment.getFullYear() === now.getFullYear();
  const sameDay = moment.toDateString() === now.toDateString();
  return formats[sameDay ? 0 : sameYear ? 1 : 2].format(moment).replace(",", "");
}

export function showLocalTimes(root) {
  for (const time of root.querySelectorAll("time[datetime*=T] > span")) {
    time.textContent = localTime(new Date(time.parentElement.dateTime));
  }
}
