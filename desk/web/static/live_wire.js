// The live wire: rows that are new or changed come without a reload.

import { openStream } from "./event_stream.js";
import { showLocalTimes } from "./local_times.js";

const $ = (selector) => document.querySelector(selector);
const live = $("#live");
const wire = $("#wire");
const status = $("#live-status");
const maxCards = 90;
const maxBacklog = 200;
const backlog = [];
let paused = false;

const pause = document.createElement("button");
pause.type = "button";
pause.id = "pause";
pause.textContent = "Pause";
live.append(pause);

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
}

pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? "Resume" : "Pause";
  live.classList.toggle("paused", paused);
  if (!paused) backlog.splice(0).forEach(show);
  status.textContent = paused ? "paused" : "live";
});

function receive(update) {
  if (!paused) { show(update); return; }
  backlog.push(update);
  if (backlog.length > maxBacklog) backlog.shift();
  status.textContent = `paused, ${backlog.reduce((sum, one) => sum + one.rows.filter((row) => row.arrived).length, 0)} new`;
}

openStream(live.dataset.from, "wire", live.dataset.since, {
  open() { live.classList.add("on"); if (!paused) status.textContent = "live"; },
  lost() { live.classList.remove("on"); status.textContent = "reconnecting"; },
  message: receive,
});
