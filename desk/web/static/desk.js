// The desk's only script: keys, and the live wire.  Every page works without it.
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

  const keys = {
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
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  const live = $("#live");
  if (!live || !window.EventSource) return;

  const wire = $("#wire");
  const says = $("#live-says");
  const most = 90;
  const held = [];
  let paused = false;

  const pause = document.createElement("button");
  pause.type = "button";
  pause.id = "pause";
  pause.textContent = "Pause";
  live.append(pause);

  const cardOf = (id) => [...wire.children].find((card) => card.dataset.id === id);

  function show(news) {
    news.gone.forEach((id) => cardOf(id)?.remove());
    for (const story of news.arrived) {
      const fresh = new DOMParser().parseFromString(story.html, "text/html").querySelector("article");
      const reading = cardOf(story.id)?.contains(document.activeElement);
      cardOf(story.id)?.remove();
      $("#wire > .empty")?.remove();
      fresh.classList.add("new");
      wire.prepend(fresh);
      if (reading) fresh.querySelector("a.headline").focus({ preventScroll: true });
    }
    while (wire.children.length > most) wire.lastElementChild.remove();
    const flash = news.arrived.findLast((story) => story.flash);
    if (flash) says.textContent = `${flash.flash}: ${flash.title}`;
  }

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Go on" : "Pause";
    live.classList.toggle("paused", paused);
    if (!paused) held.splice(0).forEach(show);
    says.textContent = paused ? "paused" : "live";
  });

  const stream = new EventSource(`${live.dataset.from}?since=${encodeURIComponent(live.dataset.since)}`);
  stream.addEventListener("open", () => { live.classList.add("on"); if (!paused) says.textContent = "live"; });
  stream.addEventListener("error", () => { live.classList.remove("on"); says.textContent = "waiting for the desk"; });
  stream.addEventListener("wire", (event) => {
    const news = JSON.parse(event.data);
    if (!paused) { show(news); return; }
    held.push(news);
    if (held.length > 200) held.shift();
    says.textContent = `paused, ${held.reduce((sum, one) => sum + one.arrived.length, 0)} new`;
  });
})();
