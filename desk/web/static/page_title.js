// The title of the tab: the flashes that wait, the new stories that nobody has read, and the title of the page.

import { _ } from "./texts.js";

const title = document.title;
const counts = { flashes: 0, unread: 0 };

export function setCount(name, count) {
  counts[name] = count;
  document.title = (counts.flashes ? `(${counts.flashes}) ` : "") + (counts.unread ? `${_("%(n)s new", { n: counts.unread })} · ` : "") + title;
}
