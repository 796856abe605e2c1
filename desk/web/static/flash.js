// Flashes on every page of the desk: the bar, the count in the tab's title, and what the reader asked for besides.
// One tab follows the stream for all tabs.  The browser keeps the flashes and the position of the stream, so that a
// page that is opened later catches up.

import { openStream } from "./event_stream.js";
import { Alerts } from "./flash_alerts.js";
import { showBar } from "./flash_bar.js";
import { afterMessage, unseen, withoutSeen, withSeen } from "./flash_list.js";
import { setCount } from "./page_title.js";
import { SharedState } from "./shared_state.js";
import { lead } from "./tab_leader.js";
import { _, labels } from "./texts.js";

const positionTime = 5000;  // ms between two notes of the position while no flash comes

const $ = (selector) => document.querySelector(selector);
const bar = $("#flashes");
const state = new SharedState(`wiredesk ${bar.dataset.from}`);
const alerts = new Alerts(state);
let shown = state.read("flashes", []);
let noted = 0;

const seen = () => state.read("seen", []);
const dismiss = (ids) => { state.write("seen", withSeen(seen(), ids)); show(); };

function show() {
  const story = $("article.story")?.dataset.id;  // whoever has it open needs no bar for it
  const list = unseen(state.read("flashes", []), seen());
  if (list.some((one) => one.id === story)) { dismiss([story]); return; }
  setCount("flashes", list.length);
  showBar(bar, list, state.read("missed", false), {
    dismiss,
    dismissAll: () => dismiss(list.map((one) => one.id)),
    dismissMissed: () => { state.write("missed", false); show(); },
  });
}

// Show what changed, and say what is new to readers who hear the page.
function tell() {
  const list = state.read("flashes", []);
  const fresh = list.filter((one) => !shown.some((old) => old.id === one.id));
  shown = list;
  if (fresh.length) $("#flash-alert").textContent = fresh.map((one) => `${labels[one.label]}: ${one.title}`).join(". ");
  show();
}

function tellWithdrawn(titles) {
  $("#flash-status").textContent = titles.map((one) => _("Withdrawn: %(title)s", { title: one })).join(". ");
}

function receive(message, position) {
  const { list, fresh, withdrawn, changed } = afterMessage(state.read("flashes", []), message);
  if (fresh.length) state.write("seen", withoutSeen(seen(), fresh.map((one) => one.id)));
  if (changed) state.write("flashes", list);
  if (message.missed) state.write("missed", true);
  if (changed || message.missed || Date.now() - noted > positionTime) {
    state.write("position", position, true);  // after the flashes, so that none is lost in between
    noted = Date.now();
  }
  if (changed || message.missed) tell();
  if (fresh.length) alerts.tell(fresh);
  if (!withdrawn.length) return;
  alerts.takeBack(withdrawn.map((one) => one.id));
  const titles = withdrawn.map((one) => one.title);
  tellWithdrawn(titles);
  state.tell("withdrawn", titles);
}

function follow() {
  state.refresh();
  const stream = openStream(bar.dataset.from, "flashes", state.read("position", null), { message: receive });
  return () => stream.close();
}

state.listen((name, value) => {
  if (name === "flashes") tell();
  else if (name === "seen" || name === "missed") show();
  else if (name === "withdrawn") tellWithdrawn(value);
});
window.addEventListener("pageshow", (event) => { if (event.persisted) { state.refresh(); tell(); } });

show();
if (window.EventSource) lead(state.prefix, follow);
