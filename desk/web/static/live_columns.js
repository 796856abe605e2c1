// Live columns: one stream tells what changes in each.

import { followLive } from "./live_status.js";
import { showLocalTimes } from "./local_times.js";
import { arrive, showRead } from "./read_state.js";

const maxLines = 120;
const lists = [...document.querySelectorAll(".lines[data-column]")];

function place(list, line) {
  const shown = [...list.children].find((one) => one.dataset.id === line.id);
  const fresh = new DOMParser().parseFromString(line.html, "text/html").querySelector("article");
  const earlier = [...list.children].find((one) => one !== shown && !(Number(one.dataset.at) > Number(fresh.dataset.at)));
  if (!shown && !line.arrived && !earlier) return;  // history behind the end of the list
  showLocalTimes(fresh);
  const focused = shown?.contains(document.activeElement);
  list.querySelector(":scope > .empty")?.remove();
  if (line.arrived) {
    fresh.classList.add("new");
    arrive(line.id);
  }
  if (earlier?.isConnected) earlier.before(fresh);
  else list.append(fresh);
  shown?.remove();
  if (focused) fresh.querySelector("a.headline").focus({ preventScroll: true });
}

function show(update) {
  if (update.missed) { location.reload(); return; }
  update.columns.forEach((column, at) => {
    const list = lists[at];
    for (const line of [...list.children]) if (column.gone.includes(line.dataset.id)) line.remove();
    column.lines.forEach((line) => place(list, line));
    while (list.children.length > maxLines) list.lastElementChild.remove();
  });
  showRead();
}

function arrivals(update) {
  return new Set(update.columns.flatMap((column) => column.lines.filter((line) => line.arrived).map((line) => line.id))).size;
}

if (lists.length) followLive("columns", { show, arrivals });
