// A stream of server-sent events that is opened again as long as it is wanted.

const silence = 45000;  // ms; the server sends a keep-alive every 15 s
const firstDelay = 2000;  // ms
const longestDelay = 60000;  // ms

// Open a stream.  `on.message` gets data and id of each event of the given name, `on.open` and `on.lost` the state.
// The browser reconnects after a broken connection by itself; this does after an error answer, and after a silence.
export function openStream(address, name, after, on) {
  let source, watchdog, timer, delay = firstDelay, last = after;

  function connect() {
    const url = new URL(address, location.href);
    if (last) url.searchParams.set("after", last);
    source = new EventSource(url);
    source.addEventListener("open", () => { delay = firstDelay; heard(); on.open?.(); });
    source.addEventListener("error", () => { on.lost?.(); if (source.readyState === EventSource.CLOSED) again(); });
    source.addEventListener("alive", heard);
    source.addEventListener(name, (event) => {
      heard();
      last = event.lastEventId;
      on.message(JSON.parse(event.data), last);
    });
    heard();
  }

  function heard() {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => { on.lost?.(); again(); }, silence);
  }

  function again() {
    close();
    timer = setTimeout(connect, delay);
    delay = Math.min(longestDelay, 2 * delay);
  }

  function close() {
    clearTimeout(watchdog);
    clearTimeout(timer);
    source.close();
  }

  connect();
  return { close };
}
