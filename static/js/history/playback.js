// Watching a text grow: a slider over its versions, and a button that moves it.
//   <article data-behaviour="playback"> with its parts in data-part, and a list of a[data-frame], oldest version first.
//   An address that ends with #version-12 starts there.
import { each } from "../page/behaviour.js";
import { say } from "../page/say.js";
import { Frames } from "./frames.js";
import { grow } from "./growing.js";
import { words as momentWords } from "./times.js";

/** How long a version is to be seen at speed 1. */
const FRAME_MS = 600;

export function watchPlayback() {
  each("playback", (element) => {
    if (element.querySelector('[data-part="slider"]')) new Playback(element);
  });
}

class Playback {
  #links;
  #frames;
  #part;
  #playing = false;
  #timer;
  /** Which version's words stand there, and whether others are being fetched. */
  #shown = -1;
  #settling;

  constructor(element) {
    this.#links = [...element.querySelectorAll("a[data-frame]")];
    this.#frames = new Frames(this.#links.map((link) => link.dataset.frame));
    this.#part = Object.fromEntries([...element.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]));
    const { slider, play } = this.#part;
    slider.value = this.#start();
    slider.addEventListener("input", () => this.#go());
    slider.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      this.#toggle();
    });
    play.addEventListener("click", () => this.#toggle());
    this.#go();
  }

  get #place() {
    return Number(this.#part.slider.value);
  }

  #start() {
    const wanted = Number(/^#version-(\d+)$/.exec(location.hash)?.[1] ?? 0);
    const after = this.#links.findIndex((link) => Number(link.dataset.number) >= wanted);
    return after < 0 ? this.#links.length - 1 : after;
  }

  #toggle() {
    const last = this.#links.length - 1;
    if (!this.#playing && this.#place === last) this.#part.slider.value = 0;
    this.#play(!this.#playing);
  }

  #play(playing) {
    this.#playing = playing;
    clearTimeout(this.#timer);
    for (const state of this.#part.play.querySelectorAll("[data-when]")) state.hidden = (state.dataset.when === "playing") !== playing;
    if (playing) this.#go().then(() => this.#wait());
  }

  /** The next version comes only once this one is shown, however slow the way. */
  #wait() {
    if (!this.#playing) return;
    if (this.#place >= this.#links.length - 1) {
      this.#play(false);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#part.slider.value = this.#place + 1;
      this.#go().then(() => this.#wait());
    }, FRAME_MS / Number(this.#part.speed.value));
  }

  /** Show where the slider stands, at once, and its words as soon as they are there. */
  #go() {
    this.#tell();
    this.#settling ??= this.#settle().finally(() => { this.#settling = undefined; });
    return this.#settling;
  }

  /** While the slider is dragged, only where it is when the last words have come is fetched. */
  async #settle() {
    while (this.#shown !== this.#place) {
      const place = this.#place;
      try {
        const blocks = await this.#frames.at(place);
        grow(this.#part.text, blocks, { brief: !calm(), follows: this.#shown >= 0 && !(calm() && this.#playing) });
      } catch {
        this.#play(false);
        say("This version could not be read. The others are still there.", { shown: true });
      }
      this.#shown = place;
    }
  }

  #tell() {
    const link = this.#links[this.#place];
    const name = link.closest("li").querySelector("[data-name]")?.textContent;
    const moment = momentWords(new Date(link.querySelector("time").dateTime), "day and clock");
    const words = `${link.dataset.words} ${link.dataset.words === "1" ? "word" : "words"}`;
    this.#part.moment.textContent = name ? `${moment}, “${name}”` : moment;
    this.#part.words.textContent = words;
    this.#part.open.href = link.href;
    this.#part.slider.setAttribute("aria-valuetext", `${this.#part.moment.textContent}, ${words}`);
  }
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
