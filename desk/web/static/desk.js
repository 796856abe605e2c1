// The scripts of the desk.  Every page works without them.

import "./keyboard.js";
import "./flash.js";
import "./read_state.js";
import "./story_steps.js";
import "./wire_view.js";
import { showLocalTimes } from "./local_times.js";

showLocalTimes(document);

// The words that tell an event are marked while the pointer or the focus is on its line.
for (const link of document.querySelectorAll(".acts a.verb")) {
  const mark = (on) => document.getElementById(link.hash.slice(1))?.classList.toggle("pointed", on);
  const line = link.closest("p");
  line.addEventListener("pointerenter", () => mark(true));
  line.addEventListener("pointerleave", () => mark(false));
  line.addEventListener("focusin", () => mark(true));
  line.addEventListener("focusout", () => mark(false));
}

if (document.querySelector("#wire") && document.querySelector("#live")) import("./live_wire.js");
if (document.querySelector(".columnset")) import("./live_columns.js");
