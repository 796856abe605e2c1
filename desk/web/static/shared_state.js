// Values that all tabs of a browser share, and keep over page loads: in localStorage, told to the other tabs by a
// BroadcastChannel, or by storage events where there is none.  A browser that refuses both keeps them for this page.

export class SharedState {
  #values = new Map();
  #listeners = [];
  #channel = null;

  constructor(prefix) {
    this.prefix = prefix;
    if (window.BroadcastChannel) {
      this.#channel = new BroadcastChannel(prefix);
      this.#channel.addEventListener("message", ({ data }) => this.#take(data.name, data.value, data.stored));
    } else {
      window.addEventListener("storage", (event) => {
        if (event.key?.startsWith(`${prefix} `)) this.#take(event.key.slice(prefix.length + 1), parse(event.newValue), true);
      });
    }
  }

  read(name, otherwise) {
    if (!this.#values.has(name)) this.#values.set(name, this.#stored(name));
    return this.#values.get(name) ?? otherwise;
  }

  // Store a value, and tell the other tabs unless `quietly`.
  write(name, value, quietly = false) {
    this.#values.set(name, value);
    try { localStorage.setItem(`${this.prefix} ${name}`, JSON.stringify(value)); } catch { /* refused or full */ }
    if (!quietly) this.tell(name, value, true);
  }

  // Tell the other tabs something that is not stored.
  tell(name, value, stored = false) {
    this.#channel?.postMessage({ name, value, stored });
  }

  // Read again what is stored: another tab may have written it while this one slept.
  refresh() {
    this.#values.clear();
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  #take(name, value, stored) {
    if (stored) this.#values.set(name, value);
    for (const listener of this.#listeners) listener(name, value);
  }

  #stored(name) {
    try { return parse(localStorage.getItem(`${this.prefix} ${name}`)); } catch { return null; }
  }
}

function parse(text) {
  try { return JSON.parse(text); } catch { return null; }
}
