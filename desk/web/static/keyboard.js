// Keyboard shortcuts.

import { goBack, goToWire, step as stepStory } from "./list_place.js";
import { toggleRead } from "./read_state.js";
import { toggleStar } from "./stars.js";

const $ = (selector) => document.querySelector(selector);

const names = "main .ranking a, main .choices a, main .placelist a, main .near a";  // lists without stories

// The headlines that the keys step through: those of the column that has the focus, else of the page.
function headlines() {
  const column = document.activeElement.closest?.(".column") ?? $(".column");
  const found = [...(column ?? document).querySelectorAll(column ? "a.headline" : "main a.headline")];
  return found.length || column || $("article.story") ? found : [...document.querySelectorAll(names)];
}

function show(link) {
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center" });
}

function step(by) {
  const links = headlines();
  if (!links.length) { stepStory(by); return; }
  const at = links.indexOf(document.activeElement);
  show(links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))]);
}

function stepColumn(by) {
  const columns = [...document.querySelectorAll(".column")];
  if (!columns.length) return;
  const at = columns.findIndex((one) => one.contains(document.activeElement));
  const column = columns[at < 0 ? 0 : Math.min(columns.length - 1, Math.max(0, at + by))];
  column.scrollIntoView({ block: "nearest", inline: "start" });
  show(column.querySelector("a.headline") ?? column);
}

function mark() {
  const story = document.activeElement.closest?.("main [data-id][data-version]");
  if (story) toggleRead(story);
}

function star() {
  const story = document.activeElement.closest?.("main [data-id][data-version]") ?? $("article.story");
  if (story) toggleStar(story);
}

function toFilters() {
  const field = $("main form.filters input, main form.filters select");
  if (field) field.focus();
  else location.href = $("form.find").action;
}

function go(name) {
  const link = $(`nav [data-key="${name}"]`);
  if (link) location.href = link.href;
}

const shortcuts = {
  j: () => step(1),
  k: () => step(-1),
  h: () => stepColumn(-1),
  l: () => stepColumn(1),
  o: () => headlines().includes(document.activeElement) && document.activeElement.click(),
  m: mark,
  b: star,
  g: () => go("g"),
  "/": () => $("#find").focus(),
  "?": () => $("#keys").showModal(),
  w: () => goToWire($(".brand").href),
  u: () => goBack($(".brand").href),
  p: () => $("#pause")?.click(),
  s: toFilters,
  c: () => go("c"),
  n: () => go("n"),
  v: () => $(".views a:not([aria-current])")?.click(),
  f: () => $("#flashes a.headline")?.focus(),
  x: () => $("#flashes .dismiss")?.click(),
  a: () => $("#alerts-open").click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = shortcuts[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
