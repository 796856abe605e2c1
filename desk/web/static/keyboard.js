// Keyboard shortcuts.

const $ = (selector) => document.querySelector(selector);

function step(by) {
  const links = [...document.querySelectorAll("main a.headline")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

const shortcuts = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => $("#find").focus(),
  "?": () => $("#keys").showModal(),
  w: () => { location.href = $(".brand").href; },
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
