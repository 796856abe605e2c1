// One tab of a browser does what all need: it holds a Web Lock, or a lease in localStorage where there are no locks,
// because the desk is served without TLS.  When it closes or sleeps, another one takes its place.

const leaseTime = 6000;  // ms; a tab in the background renews once a minute at worst, and another one takes over
const renewTime = 2000;  // ms

// Call `begin` while this tab leads; `begin` returns a function that ends what it began.
export function lead(name, begin) {
  const hold = navigator.locks ? holdLock : holdLease;
  let release = hold(name, begin);
  window.addEventListener("pagehide", () => { release?.(); release = null; });
  window.addEventListener("pageshow", (event) => { if (event.persisted) release ??= hold(name, begin); });
}

function holdLock(name, begin) {
  const waiting = new AbortController();
  let release = () => waiting.abort();
  navigator.locks.request(name, { signal: waiting.signal }, () => new Promise((done) => {
    const end = begin();
    release = () => { end(); done(); };
  })).catch((error) => { if (error.name !== "AbortError") throw error; });
  return () => release();
}

function holdLease(name, begin) {
  const mine = `${Date.now()}-${Math.random()}`;
  const key = `${name} lease`;
  let end = null;

  function turn() {
    let owner = null;
    try {
      const lease = JSON.parse(localStorage.getItem(key));
      if (lease && lease.until > Date.now() && lease.until <= Date.now() + leaseTime) owner = lease.owner;
      if (!owner || owner === mine) localStorage.setItem(key, JSON.stringify({ owner: mine, until: Date.now() + leaseTime }));
    } catch {
      owner = mine;  // no storage: each tab is alone
    }
    if (owner === mine) end ??= begin();
    else if (owner) { end?.(); end = null; }
    // a tab that finds no owner leads when it still owns the lease at its next turn: two may have taken it at once
  }

  turn();
  const timer = setInterval(turn, renewTime);
  return () => {
    clearInterval(timer);
    if (!end) return;
    end();
    end = null;
    try { localStorage.removeItem(key); } catch { /* refused */ }
  };
}
