// The scripts of the desk.  Every page works without them.

import "./keyboard.js";
import "./flash.js";
import "./read_state.js";
import "./story_steps.js";
import "./wire_view.js";
import { showLocalTimes } from "./local_times.js";

showLocalTimes(document);

const current = document.querySelector(".top nav [aria-current]");
if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.clientWidth / 2;

if (document.querySelector("#wire") && document.querySelector("#live")) import("./live_wire.js");
if (document.querySelector(".columnset")) import("./live_columns.js");
if (document.querySelector("article.story")) import("./story_marks.js");
