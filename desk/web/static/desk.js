// The only script of the desk: keyboard shortcuts and the live wire.  Every page works without it.
(() => {
  "use strict";

  const $ = (selector) => document.querySelector(selector);
  const stops = () => [...document.querySelectorAll("main a.headline")];

  function step(by) {
    const links = stops();
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
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("#keys").open) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = shortcuts[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // The words that tell an event are marked while the pointer or the focus is on its line.
  for (const link of document.querySelectorAll(".acts a.verb")) {
    const mark = (on) => document.getElementById(link.hash.slice(1))?.classList.toggle("pointed", on);
    const line = link.closest("p");
    line.addEventListener("pointerenter", () => mark(true));
    line.addEventListener("pointerleave", () => mark(false));
    line.addEventListener("focusin", () => mark(true));
    line.addEventListener("focusout", () => mark(false));
  }

  const live = $("#live");
  if (!live || !window.EventSource) return;

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
    const focused = shown.some((card) => card.contains(document.activeElement));
    if (shown.some((card) => card.querySelector("details[open]"))) fresh.querySelector("details")?.setAttribute("open", "");
    $("#wire > .empty")?.remove();
    if (row.arrived) {
      fresh.classList.add("new");
      wire.prepend(fresh);
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
    const flash = update.rows.findLast((row) => row.arrived && row.flash);
    if (flash) status.textContent = `${flash.flash}: ${flash.title}`;
  }

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Resume" : "Pause";
    live.classList.toggle("paused", paused);
    if (!paused) backlog.splice(0).forEach(show);
    status.textContent = paused ? "paused" : "live";
  });

  const stream = new EventSource(`${live.dataset.from}?since=${encodeURIComponent(live.dataset.since)}`);
  stream.addEventListener("open", () => { live.classList.add("on"); if (!paused) status.textContent = "live"; });
  stream.addEventListener("error", () => { live.classList.remove("on"); status.textContent = "reconnecting"; });
  stream.addEventListener("wire", (event) => {
    const update = JSON.parse(event.data);
    if (!paused) { show(update); return; }
    backlog.push(update);
    if (backlog.length > maxBacklog) backlog.shift();
    status.textContent = `paused, ${backlog.reduce((sum, one) => sum + one.rows.filter((row) => row.arrived).length, 0)} new`;
  });
})();
