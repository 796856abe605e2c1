// Dragging over the bars of a volume chart narrows the search to their times.  A click on one bar is its link.

const chart = document.querySelector("figure.volume");
const bars = [...chart.querySelectorAll("svg a")];
let first = null;
let last = null;

function barAt(event) {
  const found = document.elementFromPoint(event.clientX, event.clientY)?.closest("figure.volume svg a");
  return found ? bars.indexOf(found) : -1;
}

function show() {
  const [from, to] = [Math.min(first, last), Math.max(first, last)];
  bars.forEach((bar, number) => bar.classList.toggle("chosen", first !== null && from <= number && number <= to));
}

function leave() {
  first = last = null;
  bars.forEach((bar) => bar.classList.remove("chosen"));
}

chart.querySelector("svg").addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || event.pointerType === "touch") return;
  const at = barAt(event);
  if (at >= 0) first = last = at;
});
addEventListener("pointermove", (event) => {
  if (first === null) return;
  const at = barAt(event);
  if (at >= 0) last = at;
  show();
});
addEventListener("pointerup", () => {
  if (first !== null && first !== last) {
    const from = bars[Math.min(first, last)].dataset.first;
    const to = bars[Math.max(first, last)].dataset.last;
    location.assign(chart.dataset.range.replace("FIRST..LAST", encodeURIComponent(`${from}..${to}`)));
  }
  leave();
});
addEventListener("pointercancel", leave);
for (const bar of bars) bar.addEventListener("dragstart", (event) => event.preventDefault());
