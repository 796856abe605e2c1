// The view of the wire and of searches that the reader chose last, and the columns: this browser keeps both.

const key = `wiredesk ${document.querySelector("#flashes").dataset.from}`;

function load(name) {
  try { return localStorage.getItem(`${key} ${name}`); } catch { return null; }
}

function save(name, value) {
  try { localStorage.setItem(`${key} ${name}`, value); } catch { /* refused or full */ }
}

const address = new URL(location.href);
const switches = [...document.querySelectorAll(".views [data-view]")];
if (document.querySelector(".columnset") && address.searchParams.has("col")) save("columns", location.search);
if (switches.length) {
  if (address.searchParams.has("view")) {
    save("view", address.searchParams.get("view"));
  } else if (load("view") === "compact" && document.querySelector("#found")) {
    document.querySelector("#found").classList.add("lined");
    for (const one of switches) {
      if (one.dataset.view === "compact") one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  } else if (load("view") === "compact") {
    address.searchParams.set("view", "compact");
    location.replace(address);
  }
}
const columns = load("columns");
if (columns?.startsWith("?")) {
  for (const link of document.querySelectorAll("nav [data-key=c], .views [data-columns]")) link.search = columns;
}
