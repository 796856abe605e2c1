// On a story's page: links to the story before and after it in the list from which it was opened, and to that list.

import { goBack, neighbours, step } from "./list_place.js";
import { _ } from "./texts.js";

const near = neighbours();
if (near) {
  const nav = document.createElement("nav");
  nav.className = "steps";
  nav.setAttribute("aria-label", _("List"));
  nav.append(
    link(near.list, _("Back to “%(name)s”", { name: near.name }), () => goBack(near.list)),
    Object.assign(document.createElement("span"), { textContent: _("%(n)s of %(all)s", { n: near.at + 1, all: near.of }) }),
    near.before ? link(near.before, _("Previous"), () => step(-1)) : "",
    near.after ? link(near.after, _("Next"), () => step(1)) : "",
  );
  document.querySelector("article.story").before(nav);
}

function link(href, text, go) {
  const made = Object.assign(document.createElement("a"), { href, textContent: text });
  made.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go();
  });
  return made;
}
