// The live wire: rows that are new or changed come without a reload.

import { followLive } from "./live_status.js";
import { showLocalTimes } from "./local_times.js";
import { arrive, showRead } from "./read_state.js";

const $ = (selector) => document.querySelector(selector);
const wire = $("#wire");
const maxCards = wire.classList.contains("lined") ? 160 : 90;

// Rows that show one of these stories, from the top: a thread's row may take the place of several.
const rowsOf = (ids) => [...wire.children].filter((card) => ids.includes(card.dataset.id) ||
  [...card.querySelectorAll("[data-id]")].some((story) => ids.includes(story.dataset.id)));

function place(row) {
  const shown = rowsOf(row.ids);
  if (!row.arrived && !shown.length) return;
  const fresh = new DOMParser().parseFromString(row.html, "text/html").querySelector("article");
  showLocalTimes(fresh);
  const focused = shown.some((card) => card.contains(document.activeElement));
  if (shown.some((card) => card.querySelector("details[open]"))) fresh.querySelector("details")?.setAttribute("open", "");
  $("#wire > .empty")?.remove();
  if (row.arrived) {
    fresh.classList.add("new");
    arrive(fresh.dataset.id);
    const earlier = [...wire.children].find((card) => !(Number(card.dataset.at) > Number(fresh.dataset.at)));
    if (earlier) earlier.before(fresh);
    else wire.append(fresh);
  } else {
    shown[0].before(fresh);
  }
  shown.forEach((card) => card.remove());
  if (focused) fresh.querySelector("a.headline").focus({ preventScroll: true });
}

function show(update) {
  for (const card of update.gone.flatMap((id) => rowsOf([id]).filter((card) => card.dataset.id === id))) {
    if (card.querySelector(".thread")) card.hidden = true;  // its thread's row follows, without the story
    else card.remove();
  }
  update.rows.forEach(place);
  while (wire.children.length > maxCards) wire.lastElementChild.remove();
  showRead();
}

followLive("wire", { show, arrivals: (update) => update.rows.filter((row) => row.arrived).length });
