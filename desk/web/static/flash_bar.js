// The bar at the top: the newest flash, and those before it in a list that unfolds.

import { localTime } from "./local_times.js";
import { _, labels } from "./texts.js";

// Show flashes, newest first; the bar is hidden while there is none.
export function showBar(bar, flashes, missed, on) {
  const open = bar.querySelector("details")?.open;
  const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.of : null;
  bar.replaceChildren();
  bar.hidden = !flashes.length && !missed;
  if (bar.hidden) return;
  if (missed) bar.append(missedLine(bar, on));
  if (flashes.length) bar.append(line("p", flashes[0], on));
  if (flashes.length > 1) bar.append(more(bar, flashes.slice(1), open, on));
  if (focused) (bar.querySelector(`[data-of="${CSS.escape(focused)}"]`) ?? bar.querySelector("button"))?.focus();
}

function line(tag, story, on) {
  const parts = [element("strong", { className: "flag", textContent: labels[story.label] })];
  if (story.what === "corrected") parts.push(element("span", { className: "kind", textContent: _("corrected") }));
  const time = element("time", { textContent: localTime(new Date(story.moment)) });
  time.dateTime = story.moment;
  const link = element("a", { className: "headline", href: story.path, textContent: story.title, dir: "auto" });
  link.dataset.of = `link ${story.id}`;
  parts.push(time, link);
  if (story.source) parts.push(element("bdi", { className: "source", textContent: story.source }));
  const dismiss = button(_("Dismiss"), () => on.dismiss([story.id]));
  dismiss.classList.add("dismiss");
  dismiss.setAttribute("aria-label", _("Dismiss: %(title)s", { title: story.title }));
  dismiss.dataset.of = story.id;
  const made = element(tag, {}, ...parts, dismiss);
  made.dataset.id = story.id;
  return made;
}

function more(bar, flashes, open, on) {
  const all = button(_("Dismiss all"), () => on.dismissAll());
  all.dataset.of = "all";
  const summary = element("summary", { textContent: _("%(n)s more", { n: flashes.length }) });
  summary.dataset.of = "more";
  return element(
    "details", { open: Boolean(open) }, summary,
    element("ul", {}, ...flashes.map((story) => line("li", story, on))),
    element("p", {}, allLink(bar), all),
  );
}

function missedLine(bar, on) {
  const text = element("span", { textContent: _("Flashes may be missing here: this browser was away for too long.") });
  return element("p", {}, text, allLink(bar), button(_("Dismiss"), () => on.dismissMissed()));
}

function allLink(bar) {
  return element("a", { href: bar.dataset.all, textContent: _("All flashes") });
}

function button(text, action) {
  const made = element("button", { type: "button", textContent: text });
  made.addEventListener("click", action);
  return made;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
