// The stars of a reader whom the desk knows: set without a reload, and shown on rows that come live.

import { SharedState } from "./shared_state.js";

const form = document.querySelector("form#star");
const state = form && new SharedState(`wiredesk ${form.action} ${document.body.dataset.reader}`);
const stars = () => new Set(state.read("stars", []));
const buttons = () => document.querySelectorAll("main button.star");

function show(button, on) {
  button.name = on ? "unstar" : "star";
  button.setAttribute("aria-pressed", String(on));
}

function keep(id, on) {
  const known = stars();
  if (known.has(id) === on) return;
  known[on ? "add" : "delete"](id);
  state.write("stars", [...known]);
}

// Add the button to rows that came live: they are the same for all readers.
export function addStars() {
  if (!form) return;
  const known = stars();
  for (const story of document.querySelectorAll("main [data-id][data-version]:not(.story)")) {
    const meta = story.querySelector(":scope > .meta");
    if (!meta || meta.querySelector(".star")) continue;
    const button = document.querySelector("#star-button").content.firstElementChild.cloneNode();
    button.value = story.dataset.id;
    show(button, known.has(story.dataset.id));
    meta.append(button);
  }
}

async function toggle(button) {
  const on = button.name === "star";
  const body = new URLSearchParams({ [button.name]: button.value, quiet: "1" });
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) { form.requestSubmit(button); return; }  // the page of the error says why
  keep(button.value, on);
  for (const one of buttons()) if (one.value === button.value) show(one, on);
}

export function toggleStar(story) {
  const button = story.querySelector("button.star");
  if (form && button) toggle(button);
}

if (form) {
  for (const button of buttons()) keep(button.value, button.name === "unstar");  // the desk knows best
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.star");
    if (!button) return;
    event.preventDefault();
    toggle(button);
  });
  state.listen(() => {
    const known = stars();
    for (const one of buttons()) show(one, known.has(one.value));
  });
}
