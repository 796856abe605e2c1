// A story's page: marks and the entries beside the text show each other; a mark that is pressed says why it is there.

import { _ } from "./texts.js";

const story = document.querySelector("article.story");
const card = document.querySelector("#why-card");
const gap = 8;  // pixels between a mark and its card
const shownTime = 2500;  // ms for which the page says that it copied something

const same = (of) => story.querySelectorAll(`[data-of="${CSS.escape(of)}"]`);

function point(event, on) {
  const of = event.target.closest?.("[data-of]")?.dataset.of;
  if (of) for (const one of same(of)) one.classList.toggle("pointed", on);
}

for (const [type, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  story.addEventListener(type, (event) => point(event, on));
}

// The rows of the table of reasons, as a card beside the mark.
function showWhy(mark, rows) {
  const link = mark.closest("a[href]");
  card.replaceChildren();
  for (const row of rows) {
    const [what, words, ...values] = [...row.cells].map((cell) => cell.textContent.trim());
    const title = element("h2", { textContent: `${what}: ` }, element("bdi", { textContent: words }));
    title.id = card.childElementCount ? "" : "why-title";
    card.append(title);
    const names = card.dataset.words.split("|");
    card.append(element("dl", { className: "pairs" }, ...names.map((name, at) =>
      element("div", {}, element("dt", { textContent: name }), element("dd", { textContent: values[at] || "–", dir: "auto" })))));
  }
  const close = element("button", { type: "button", textContent: _("Close") });
  close.addEventListener("click", () => card.hidePopover());
  const more = link ? element("a", { href: link.href, textContent: _("Open its page") }) : "";
  card.append(element("p", { className: "tools" }, more, close));
  (more || close).autofocus = true;
  card.showPopover();
  const box = mark.getClientRects()[0], size = card.getBoundingClientRect();
  const below = box.bottom + gap + size.height <= innerHeight;
  card.style.top = `${below ? box.bottom + gap : Math.max(gap, box.top - gap - size.height)}px`;
  card.style.left = `${Math.max(gap, Math.min(box.left, innerWidth - size.width - gap))}px`;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

if (card?.showPopover) {
  for (const text of story.querySelectorAll("h1, .body")) {
    text.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-of]");
      if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
      const rows = story.querySelectorAll(`[data-why="${CSS.escape(mark.dataset.of)}"]`);
      if (!rows.length) return;
      event.preventDefault();
      showWhy(mark, rows);
    });
  }
}

for (const button of story.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const note = story.querySelector("#copied");
    try {
      await navigator.clipboard.writeText(story.querySelector(button.dataset.copy).textContent.trim().replace(/\n{3,}/g, "\n\n"));
      note.textContent = _("copied");
    } catch {
      note.textContent = _("the browser does not allow to copy");
    }
    setTimeout(() => { note.textContent = ""; }, shownTime);
  });
}
for (const button of story.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
