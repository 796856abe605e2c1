// The map: a drag, the wheel, two fingers, keys and the links below it move it.  The desk draws the marks of each view.

import { _ } from "./texts.js";

const WORLD = 360; // units of the map, degrees of longitude
const HIGH = 180; // its height, units
const MAX_ZOOM = 7; // doublings of the scale
const DETAILED_ZOOM = 1.5; // scale from which the finer drawing is shown
const SETTLED = 160; // milliseconds without movement after which the marks are drawn anew
const NO_DRAG = 5; // pixels that a click may move

const atlas = document.querySelector("#map");
const base = atlas.querySelector(".base");
const view = { x: +atlas.dataset.x, y: +atlas.dataset.y, zoom: +atlas.dataset.zoom };
const $ = (selector) => document.querySelector(selector);
const between = (low, value, high) => Math.min(high, Math.max(low, value));
const wrapped = (x) => ((x % WORLD) + WORLD) % WORLD;

atlas.classList.add("scripted");
atlas.tabIndex = 0;
atlas.setAttribute("role", "group");
atlas.setAttribute("aria-label", _("Map: arrow keys move it, plus and minus zoom, 0 shows the world"));

function extent() {
  const width = WORLD / 2 ** view.zoom;
  return { width, height: (width * atlas.clientHeight) / atlas.clientWidth };
}

function longitude(x) { return wrapped(x) - HIGH; }

// The inverse of Miller's projection; map_projection.py has the same.
function latitude(y) {
  const turn = (Math.PI / 180) * (+atlas.dataset.top - y);
  return (180 / Math.PI) * 2.5 * (Math.atan(Math.exp(0.8 * turn)) - Math.PI / 4);
}

function northing(lat) {
  return (180 / Math.PI) * 1.25 * Math.log(Math.tan(Math.PI / 4 + (0.4 * lat * Math.PI) / 180));
}

let timer;
function show() {
  const least = Math.max(0, Math.log2((2 * atlas.clientHeight) / atlas.clientWidth));
  view.zoom = between(least, view.zoom, MAX_ZOOM);
  const { width, height } = extent();
  view.x = wrapped(view.x);
  view.y = between(height / 2, view.y, HIGH - height / 2);
  const left = view.x - width / 2;
  const top = view.y - height / 2;
  base.setAttribute("viewBox", [left, top, width, height].join(" "));
  for (const mark of document.querySelectorAll("#map-marks > svg")) {
    const [lat, lon] = mark.querySelector("a").dataset.place.split(",").map(Number);
    let right = wrapped(lon + HIGH - left);
    if (right > (width + WORLD) / 2) right -= WORLD;
    mark.setAttribute("x", `${(100 * right) / width}%`);
    mark.setAttribute("y", `${(100 * (+atlas.dataset.top - northing(lat) - top)) / height}%`);
  }
  const drawing = atlas.dataset.drawings + (view.zoom >= DETAILED_ZOOM ? "world_detail.svg" : "world.svg");
  for (const use of base.querySelectorAll("use")) {
    const href = `${drawing}#${use.classList[0]}`;
    if (use.getAttribute("href") !== href) use.setAttribute("href", href);
  }
  clearTimeout(timer);
  timer = setTimeout(draw, SETTLED);
}

async function answer(url, signal) {
  const given = await fetch(url, { signal });
  return new DOMParser().parseFromString(await given.text(), "text/html");
}

function replace(selector, from) {
  const fresh = from.querySelector(selector);
  if (fresh) $(selector).replaceChildren(...fresh.childNodes);
}

let asked;
async function draw() {
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.delete("at");
  url.searchParams.set("view", `${longitude(view.x).toFixed(3)},${latitude(view.y).toFixed(3)},${view.zoom.toFixed(2)}`);
  history.replaceState(null, "", url);
  url.searchParams.set("size", `${atlas.clientWidth}x${atlas.clientHeight}`);
  asked?.abort();
  asked = new AbortController();
  const focused = document.activeElement?.closest("#map a[data-place], #map-tools a");
  const same = focused?.dataset.place ? `#map-marks a[data-place="${focused.dataset.place}"]`
    : `#map-tools a[data-act="${focused?.dataset.act}"]`;
  try {
    const fresh = await answer(url, asked.signal);
    replace("#map-marks", fresh);
    replace("#map-tools", fresh);
    addDrawing();
    if (focused) ($(same) ?? atlas).focus({ preventScroll: true });
    atlas.dataset.drawn = url.searchParams.get("view");
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function move(across, down) {
  const { width, height } = extent();
  view.x += across * width;
  view.y += down * height;
  show();
}

// Zooms so that the point of the map at this part of its width and height stays where it is.
function zoom(by, across = 0.5, down = 0.5) {
  const before = extent();
  const least = Math.max(0, Math.log2((2 * atlas.clientHeight) / atlas.clientWidth));
  view.zoom = between(least, view.zoom + by, MAX_ZOOM);
  const after = extent();
  view.x += (across - 0.5) * (before.width - after.width);
  view.y += (down - 0.5) * (before.height - after.height);
  show();
}

const acts = {
  "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1),
  ArrowLeft: () => move(-0.25, 0), ArrowRight: () => move(0.25, 0),
  ArrowUp: () => move(0, -0.25), ArrowDown: () => move(0, 0.25),
  0: () => { Object.assign(view, { x: HIGH, y: HIGH / 2, zoom: 0 }); show(); },
};

atlas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && $("#map-card").firstElementChild) return close(event);
  if (event.key === "Escape") return setDrawing(false);
  if (event.target.closest("#map-card") || !acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
});

$("#map-tools").addEventListener("click", (event) => {
  const act = acts[event.target.closest("a")?.dataset.act];
  if (!act || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  act();
});

// A mark opens the box of its place, or the view in which it falls apart.
let opener;
atlas.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (dragged) { event.preventDefault(); return; }
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.closest(".closes")) { close(event); return; }
  if (link.dataset.view) {
    event.preventDefault();
    [view.x, view.y, view.zoom] = link.dataset.view.split(",").map(Number);
    show();
  } else if ("card" in link.dataset) {
    event.preventDefault();
    opener = link.dataset.place;
    replace("#map-card", await answer(link.getAttribute("href").split("#")[0]));
    $("#map-card section")?.focus({ preventScroll: true });
  }
});

function close(event) {
  event.preventDefault();
  $("#map-card").replaceChildren();
  ($(`#map-marks a[data-place="${opener}"]`) ?? atlas).focus({ preventScroll: true });
}

// Drag and pinch, and the rectangle that narrows the search.
const pointers = new Map();
let dragged = false;
let isDrawing = false;
let frame;
const part = (event) => {
  const box = atlas.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
};

atlas.addEventListener("dragstart", (event) => event.preventDefault());
atlas.addEventListener("pointerdown", (event) => {
  if (event.button || event.target.closest("#map-card")) return;
  dragged = false;
  pointers.set(event.pointerId, { from: part(event), at: part(event) });
  if ((isDrawing || event.shiftKey) && pointers.size === 1) {
    frame = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    frame.setAttribute("class", "area");
    atlas.querySelector(".sheet").append(frame);
  }
});

addEventListener("pointermove", (event) => {
  const pointer = pointers.get(event.pointerId);
  if (!pointer) return;
  const [across, down] = part(event);
  const moved = Math.hypot((across - pointer.from[0]) * atlas.clientWidth, (down - pointer.from[1]) * atlas.clientHeight);
  if (moved > NO_DRAG && !dragged) {
    dragged = true;
    atlas.setPointerCapture(event.pointerId);
  }
  if (frame) {
    const [first, last] = [pointer.from, [across, down]];
    frame.setAttribute("x", `${100 * Math.min(first[0], last[0])}%`);
    frame.setAttribute("y", `${100 * Math.min(first[1], last[1])}%`);
    frame.setAttribute("width", `${100 * Math.abs(first[0] - last[0])}%`);
    frame.setAttribute("height", `${100 * Math.abs(first[1] - last[1])}%`);
  } else if (pointers.size === 2) {
    const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)[1].at;
    const apart = (one) => Math.hypot((one[0] - other[0]) * atlas.clientWidth, (one[1] - other[1]) * atlas.clientHeight);
    const by = Math.log2(apart([across, down]) / Math.max(1, apart(pointer.at)));
    if (Number.isFinite(by)) zoom(by, (across + other[0]) / 2, (down + other[1]) / 2);
  } else if (dragged) {
    move(pointer.at[0] - across, pointer.at[1] - down);
  }
  pointer.at = [across, down];
});

function lift(event) {
  const pointer = pointers.get(event.pointerId);
  pointers.delete(event.pointerId);
  if (!pointer || !frame) return;
  frame.remove();
  frame = undefined;
  if (event.type === "pointerup" && dragged) narrow(pointer.from, pointer.at);
}
addEventListener("pointerup", lift);
addEventListener("pointercancel", lift);

function narrow(one, other) {
  const { width, height } = extent();
  const x = (across) => longitude(view.x + (between(0, across, 1) - 0.5) * width);
  const y = (down) => latitude(view.y + (between(0, down, 1) - 0.5) * height);
  const [west, east] = [x(Math.min(one[0], other[0])), x(Math.max(one[0], other[0]))];
  const [south, north] = [y(Math.max(one[1], other[1])), y(Math.min(one[1], other[1]))];
  const url = new URL(location.href);
  for (const name of ["view", "at"]) url.searchParams.delete(name);
  url.searchParams.set("bbox", [west, south, east, north].map((degree) => degree.toFixed(3)).join(","));
  location.href = url;
}

atlas.addEventListener("wheel", (event) => {
  if (event.target.closest("#map-card")) return;
  event.preventDefault();
  zoom(between(-1, -event.deltaY / 240, 1), ...part(event));
}, { passive: false });
atlas.addEventListener("dblclick", (event) => {
  if (!event.target.closest("a, #map-card")) zoom(1, ...part(event));
});

function setDrawing(on) {
  isDrawing = on;
  atlas.classList.toggle("drawing", on);
  $("#map-draw").setAttribute("aria-pressed", on);
}

function addDrawing() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", id: "map-draw", textContent: _("Draw an area"), title: _("or drag with Shift") });
  button.addEventListener("click", () => setDrawing(!isDrawing));
  $("#map-tools").append(button);
  setDrawing(isDrawing);
}

addDrawing();
addEventListener("resize", show);
show();
