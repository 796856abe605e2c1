// Keeps the list of watches, or of one watch's alerts, as the desk has it.  The page works without it.
(() => {
  "use strict";

  const list = document.querySelector("#watched[data-live]");
  if (!list) return;
  const pauseMilliseconds = 4000;
  let tag = "";

  async function refresh() {
    if (document.visibilityState !== "visible" || list.contains(document.activeElement)) return;
    const answer = await fetch(location.href, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (!answer.ok) return;
    tag = answer.headers.get("etag") ?? "";
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#watched");
    if (fresh && fresh.innerHTML !== list.innerHTML) list.replaceChildren(...fresh.childNodes);
  }

  setInterval(() => refresh().catch(() => {}), pauseMilliseconds);
})();
