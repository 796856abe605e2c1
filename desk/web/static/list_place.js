// Where the reader was: the list from which a story was opened, its stories in order, and the place in it.

const key = `wiredesk ${document.querySelector("#flashes").dataset.from} list`;
const isStory = Boolean(document.querySelector("article.story"));
const headlines = () => [...document.querySelectorAll("main a.headline")];
const here = () => location.pathname + location.search;

function load() {
  try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
}

function save(place) {
  try { sessionStorage.setItem(key, JSON.stringify(place)); } catch { /* refused or full */ }
}

const pathOf = (link) => link.pathname + link.search;

// Note the list and the story at which the reader leaves it; of columns the list is the column.
function leave(link) {
  const column = link.closest(".column");
  const links = column ? [...column.querySelectorAll("a.headline")] : headlines();
  const paths = [...new Set(links.map(pathOf))];
  save({
    list: here(), column: column?.id ?? null, name: document.querySelector("main h1")?.textContent.trim() ?? "",
    paths, path: pathOf(link), top: link.getBoundingClientRect().top,
  });
}

// The neighbours of the story on this page in the list from which it was opened.
export function neighbours() {
  const place = isStory && load();
  const at = place ? place.paths.indexOf(location.pathname) : -1;
  if (at < 0) return null;
  return { list: place.list, name: place.name, at, of: place.paths.length, before: place.paths[at - 1], after: place.paths[at + 1] };
}

export function step(by) {
  const near = neighbours();
  const to = near && (by > 0 ? near.after : near.before);
  if (!to) return;
  save({ ...load(), path: to });
  location.replace(to);  // Back leads to the list
}

// Go back to the list; it shows the story where it was.
export function goBack(otherwise) {
  const place = load();
  if (!place || place.list === here()) { location.href = otherwise; return; }
  save({ ...place, returns: true });
  location.href = place.list;
}

// Go to the wire: to where the reader was in it, if the story was opened there.
export function goToWire(wire) {
  const place = load();
  const root = new URL(wire, location.href).pathname;
  const path = place && new URL(place.list, location.href).pathname;
  if (isStory && (path === root || path === `${root}wire`)) goBack(wire);
  else location.href = wire;
}

function restore() {
  const place = load();
  if (!place?.returns || place.list !== here()) return;
  save({ ...place, returns: false });
  const within = place.column ? document.getElementById(place.column) : document.querySelector("main");
  const link = [...(within ?? document).querySelectorAll("a.headline")].find((one) => pathOf(one) === place.path);
  if (!link) return;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main a.headline");
  if (link && !isStory) leave(link);
}, true);
restore();
