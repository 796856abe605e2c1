// A page that changes as stories arrive: its stream, the line that says so, and the button that stops it.

import { openStream } from "./event_stream.js";
import { _ } from "./texts.js";

const maxBacklog = 200;

// Follow the stream of a page.  `show` shows an update, `arrivals` counts its new stories.
export function followLive(name, { show, arrivals }) {
  const live = document.querySelector("#live");
  const status = document.querySelector("#live-status");
  const backlog = [];
  let paused = false;

  const pause = document.createElement("button");
  pause.type = "button";
  pause.id = "pause";
  pause.textContent = _("Pause");
  live.append(pause);

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? _("Resume") : _("Pause");
    live.classList.toggle("paused", paused);
    if (!paused) backlog.splice(0).forEach(show);
    status.textContent = paused ? _("paused") : _("live");
  });

  function receive(update) {
    if (!paused) { show(update); return; }
    backlog.push(update);
    if (backlog.length > maxBacklog) backlog.shift();
    status.textContent = _("paused, %(n)s new", { n: backlog.reduce((sum, one) => sum + arrivals(one), 0) });
  }

  openStream(live.dataset.from, name, live.dataset.since, {
    open() { live.classList.add("on"); if (!paused) status.textContent = _("live"); },
    lost() { live.classList.remove("on"); status.textContent = _("reconnecting"); },
    message: receive,
  });
}
