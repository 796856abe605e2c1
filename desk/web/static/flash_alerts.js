// What a reader may ask for besides the bar: a notification, and a sound.  The dialog has one switch for each.

import { _, labels } from "./texts.js";

const $ = (selector) => document.querySelector(selector);
const gatherTime = 400;  // ms; flashes that come together make one notification
const notes = [[0, 784], [0.16, 1047]];  // seconds and Hz: G5, C6
const noteTime = 0.5;  // seconds

export class Alerts {
  #state;
  #audio = null;
  #waiting = [];
  #timer = null;
  #shown = new Map();

  constructor(state) {
    this.#state = state;
    state.listen((name) => {
      if (name === "play" && document.visibilityState === "visible") this.#play();
      if (name === "notification" || name === "sound") this.#showSwitches();
    });
    // A browser lets a page make sounds once its reader has pressed something in it.
    for (const type of ["pointerdown", "keydown"]) {
      window.addEventListener(type, () => { if (state.read("sound")) this.#wakeAudio(); }, { passive: true });
    }
    this.#wireDialog();
  }

  // Tell the reader about new flashes: the leading tab calls it.
  tell(flashes) {
    this.#waiting.push(...flashes);
    this.#timer ??= setTimeout(() => { this.#timer = null; this.#send(this.#waiting.splice(0)); }, gatherTime);
  }

  // Take back the notifications of flashes that are gone.
  takeBack(ids) {
    this.#waiting = this.#waiting.filter((one) => !ids.includes(one.id));
    for (const id of ids) this.#shown.get(id)?.close();
  }

  #send(flashes) {
    if (!flashes.length) return;
    if (this.#state.read("notification")) this.#notify(flashes);
    if (this.#state.read("sound") && !this.#play()) this.#state.tell("play", true);
  }

  #notify(flashes) {
    const story = flashes.at(-1);
    const title = flashes.length > 1 ? _("%(n)s flashes", { n: flashes.length }) : labels[story.label];
    try {
      const made = new Notification(title, { body: story.title, tag: `wiredesk ${story.id}` });
      made.addEventListener("click", () => { window.focus(); location.href = story.path; });
      this.#shown.set(story.id, made);
    } catch { /* a browser that wants a service worker for it; the dialog says so */ }
  }

  // Return whether this page may make a sound.
  #play() {
    this.#audio ??= window.AudioContext ? new AudioContext() : null;
    if (this.#audio?.state !== "running") return false;
    for (const [at, hertz] of notes) this.#note(this.#audio.currentTime + at, hertz);
    return true;
  }

  #note(start, hertz) {
    const tone = new OscillatorNode(this.#audio, { type: "triangle", frequency: hertz });
    const loudness = new GainNode(this.#audio, { gain: 0 });
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(0.3, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + noteTime);
    tone.connect(loudness).connect(this.#audio.destination);
    tone.start(start);
    tone.stop(start + noteTime);
  }

  async #wakeAudio() {
    this.#audio ??= window.AudioContext ? new AudioContext() : null;
    await this.#audio?.resume();
  }

  #wireDialog() {
    const open = $("#alerts-open");
    open.hidden = false;
    open.addEventListener("click", () => { this.#showSwitches(); $("#alerts").showModal(); });
    $("#alert-notification").addEventListener("change", (event) => this.#switchNotification(event.target.checked));
    $("#alert-sound").addEventListener("change", async (event) => {
      this.#state.write("sound", event.target.checked);
      if (event.target.checked) { await this.#wakeAudio(); this.#play(); }
    });
  }

  async #switchNotification(on) {
    if (on && Notification.permission === "default") await Notification.requestPermission();
    this.#state.write("notification", on && Notification.permission === "granted");
    this.#showSwitches();
  }

  #showSwitches() {
    const problem = this.#notificationProblem();
    $("#alert-notification").disabled = !("Notification" in window);
    $("#alert-notification").checked = Boolean(this.#state.read("notification")) && !problem;
    $("#alert-notification-note").textContent = problem;
    $("#alert-sound").checked = Boolean(this.#state.read("sound"));
  }

  #notificationProblem() {
    if (!window.isSecureContext) return _("The browser shows notifications only of pages with TLS (https) or of this machine.");
    if (!("Notification" in window)) return _("This browser has no notifications.");
    if (Notification.permission === "denied") return _("The browser blocks notifications of the desk; allow them in its settings.");
    return "";
  }
}
