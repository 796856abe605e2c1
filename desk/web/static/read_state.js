// Which stories the reader has read: kept by this browser, shown in every list, counted for columns and the tab.

import { setCount } from "./page_title.js";
import { SharedState } from "./shared_state.js";
import { addStars } from "./stars.js";
import { _ } from "./texts.js";

const kept = 4000;  // stories whose state is kept
const { reader, signedIn } = document.body.dataset;
const isKnown = signedIn !== undefined;  // the desk keeps what was read, for every browser of the reader
const state = new SharedState(`wiredesk ${document.querySelector("#flashes").dataset.from} read${isKnown ? ` ${reader}` : ""}`);
const arrived = new Set();  // stories that came while this page was open

// The stories that were read: id and version, the last one read at the end.
const read = () => new Map(state.read("stories", []));

// Return whether a story was read; a later version than the one that was read is new again.
function isRead(known, story) {
  return (known.get(story.dataset.id) ?? 0) >= Number(story.dataset.version);
}

export function markRead(stories, on = true) {
  const known = read();
  for (const story of stories) {
    known.delete(story.dataset.id);
    if (on) known.set(story.dataset.id, Number(story.dataset.version));
  }
  state.write("stories", [...known].slice(-kept));
  if (isKnown) tellDesk(stories, on);
  showRead();
}

function tellDesk(stories, on) {
  const versions = Object.fromEntries(stories.map(({ dataset }) => [dataset.id, Number(dataset.version)]));
  const body = new URLSearchParams({ stories: JSON.stringify(versions), read: on ? "1" : "0" });
  const address = document.querySelector("form#star").action.replace(/star$/, "read");
  fetch(address, { method: "POST", body, keepalive: true }).catch(() => {});
}

// Take over what the desk knows of the stories of this page: another browser may have read them.
function takeOver() {
  const known = read();
  for (const { dataset } of document.querySelectorAll("main [data-id][data-version]:not(.story)")) {
    if (dataset.read === undefined) known.delete(dataset.id);
    else if (!(known.get(dataset.id) >= Number(dataset.version))) known.set(dataset.id, Number(dataset.version));
  }
  state.write("stories", [...known].slice(-kept), true);
}

export function toggleRead(story) {
  markRead([story], !isRead(read(), story));
}

export function arrive(id) {
  arrived.add(id);
}

export function showRead() {
  addStars();
  const known = read();
  const unread = new Set();
  const stories = document.querySelectorAll("main [data-id][data-version]:not(.story)");
  for (const story of stories) {
    const done = isRead(known, story);
    story.classList.toggle("read", done);
    if (!done) unread.add(story.dataset.id);
  }
  for (const badge of document.querySelectorAll(".unread[data-of]")) {
    const count = document.querySelectorAll(`#${badge.dataset.of} .line:not(.read)`).length;
    badge.textContent = _("%(n)s unread", { n: count });
    badge.hidden = !count;
  }
  setCount("unread", [...arrived].filter((id) => unread.has(id)).length);
}

if (isKnown) takeOver();
const story = document.querySelector("article.story");
if (story) markRead([story]);
else showRead();
state.listen(showRead);
window.addEventListener("pageshow", (event) => { if (event.persisted) { state.refresh(); showRead(); } });
