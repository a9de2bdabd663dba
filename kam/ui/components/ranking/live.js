// The live ranking: weights on the left, the list they make on the right, in step with the page.

import { ranks, WHOLE } from "./core.js";
import { Controls } from "./controls.js";
import { attributes, el, filled, numbers, write } from "./dom.js";
import { Head, SHARE } from "./figures.js";
import { Hand } from "./hand.js";
import { List, weightsOf } from "./list.js";
import { Sliders } from "./sliders.js";

const PAUSE = 250; // milliseconds of rest after which the page hears the weights
const SUMS_EVERY = 2; // frames after which amounts are summed anew while a long list moves
const MOST_PINS = 5;

/** What a view or a ranking says the weights are, to compare. */
function saying({ units, preset, key, amount }) {
  return JSON.stringify([units, preset, key, amount]);
}

/** One live ranking on a page. */
export class Live extends Hand {
  constructor(view, send, style) {
    super();
    this.style = style;
    this.view = view;
    this.send = send;
    this.format = numbers(view.lang);
    this.sent = []; // what was told and not yet answered
    this.locks = view.off.slice();
    this.filter = { text: "", region: "", manager: "", tier: "" };
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.adopt(view);
    this.build();
  }

  // --- state from the page ----------------------------------------------------------------------

  /** The page was drawn anew: take what it says, unless it only answers what was sent. */
  update(view, send) {
    const before = this.view;
    [this.view, this.send] = [view, send];
    const told = saying(view);
    const answered = this.sent.indexOf(told);
    if (answered >= 0) this.sent.splice(0, answered + 1);
    else if (told !== saying(this) && told !== saying(before) && !this.gesture && !this.waiting) {
      this.adopt(view);
      this.baseline();
    }
    this.locks = this.locks.map((lock, c) => (view.off[c] !== before.off[c] ? view.off[c] : lock));
    if (String(before.before) !== String(view.before)) this.baseline();
    if (JSON.stringify(before.only) !== JSON.stringify(view.only)) this.follow(view.only);
    this.chosen = view.chosen;
    this.list.view = this.head.view = view;
    this.theme();
    this.draw(true);
  }

  /** The page's own filters, as groups of this list. */
  follow(only) {
    for (const name of ["region", "manager"]) {
      const place = this.set?.groups?.[name]?.labels.indexOf(only[name] ?? "") ?? -1;
      this.filter[name] = place >= 0 ? String(place) : "";
      const { selects } = this.controls;
      if (selects[name]) selects[name].value = this.filter[name];
    }
    this.sift();
  }

  // --- the page ---------------------------------------------------------------------------------

  build() {
    const { view } = this;
    const { labels } = view;
    this.root = attributes(el("div", "live"), { role: "region", "aria-label": labels.region_label });
    this.sliders = new Sliders(view, {
      begin: (c) => this.begin(c),
      move: (c, units) => this.move(c, units),
      end: () => this.end(),
      step: (c, units) => this.step(c, units),
      lock: (c) => this.lock(c),
      near: (c) => setTimeout(() => this.lineFor(c)),
    });
    this.list = new List(view, this.format, {
      select: (i) => this.select(i),
      pin: (i) => this.pin(i),
      moved: () => this.ask(),
    });
    this.controls = new Controls(view, {
      start: (id) => this.start(id),
      travel: (way) => this.travel(way),
      reset: () => this.start(this.preset),
      find: (text) => this.choose("text", text),
      filter: (name, value) => this.choose(name, value),
      key: (n) => this.count(n),
      present: () => this.present(),
    });
    const left = el("div", "left");
    left.append(this.controls.bar, this.sliders.root);
    this.head = new Head(view, this.format, (amount) => {
      this.amount = amount;
      this.changed();
    });
    const right = el("div", "right");
    right.append(this.head.root, this.controls.tools, this.list.root);
    this.spoken = attributes(el("div", "spoken"), { "aria-live": "polite", role: "status" });
    this.root.append(el("style", "", this.style), left, right, this.spoken);
    this.onKey = (event) => this.pressed(event);
    document.addEventListener("keydown", this.onKey);
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.root);
    this.draw(true);
  }

  // --- accounts ---------------------------------------------------------------------------------

  select(i) {
    this.chosen = i;
    this.list.active = [...this.list.rows.values()].find((row) => row.i === i)?.place ?? this.list.active;
    this.ask();
    this.send.event("chosen", i);
  }

  pin(i) {
    const { pins } = this.set;
    this.set.pins = pins.includes(i) ? pins.filter((p) => p !== i) : [...pins, i].slice(-MOST_PINS);
    this.ask();
  }

  choose(name, value) {
    this.filter[name] = value;
    this.sift();
    this.list.go(0);
    this.ask();
  }

  sift() {
    this.scored = null;
    this.set?.sift(this.filter);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target?.tagName ?? "") || target?.isContentEditable;
    if (event.key === "Escape" && this.presenting) this.present();
    else if (!typing && event.key.toLowerCase() === "f") this.present();
  }

  /** Figures and names grow, controls shrink: for the back of the room. */
  present() {
    const { root } = this;
    this.presenting = !this.presenting;
    root.classList.toggle("present", this.presenting);
    if (this.presenting && root.showPopover) {
      root.setAttribute("popover", "manual");
      root.showPopover();
    } else if (root.hasAttribute("popover")) {
      root.hidePopover();
      root.removeAttribute("popover");
    }
    attributes(this.controls.present, { "aria-pressed": this.presenting });
    this.resize();
  }

  // --- telling the page ---------------------------------------------------------------------------

  changed(remember = true) {
    if (remember) this.history.push(this.state);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.tell(), PAUSE);
    this.ask();
  }

  tell() {
    this.waiting = null;
    if (this.gesture) return; // the hand has taken hold again: its end will tell
    if (this.rough) {
      this.rough = null;
      this.draw(false); // with whole weights, as the page will see it
    }
    const said = saying(this);
    if (said !== (this.sent.at(-1) ?? saying(this.view))) {
      this.sent.push(said);
      this.send.state("held", this.state);
    }
    this.speak();
  }

  /** What a screen reader hears once the hand rests: who leads, and how much the first hold. */
  speak() {
    const leader = [...(this.found?.top ?? [])][0];
    if (leader === undefined || !this.set.names) return;
    const told = { name: this.set.names.of(leader)[0], share: this.head.held.value.textContent };
    write(this.spoken, filled(this.view.labels.spoken, told));
  }

  // --- drawing ----------------------------------------------------------------------------------

  /** The accounts are there: the first real picture. */
  fill(set) {
    const early = this.set !== set;
    this.set = set;
    if (early) {
      this.baseline();
      this.sliders.spread(set.order, set.knownAtAll);
    }
    if (set.groups && this.grouped !== set.groups) {
      this.grouped = set.groups;
      this.controls.group(set.groups);
      this.follow(this.view.only);
    }
    this.list.measure();
    this.draw(true);
  }

  /** The weights that moves are told against: of the scenario in use, else of the set started from. */
  get base() {
    const { view, preset } = this;
    return preset === view.preset ? view.before : view.presets.find((p) => p.id === preset).units;
  }

  baseline() {
    const { set } = this;
    if (!set) return;
    this.measured = this.scored = null;
    set.order.weigh(this.base);
    set.before = ranks(set.order.scores);
    this.compare();
  }

  /** The baseline's own curve and first accounts, of the amount in question. */
  compare() {
    const { set } = this;
    const { order } = set;
    if (this.measured !== this.amount) {
      this.scored = null;
      order.measure(set.columns[this.amount] ?? new Int32Array(set.n));
      this.measured = this.amount;
      order.weigh(this.base);
      order.tally();
      this.head.remember(order);
    }
  }

  /** Draw at once if nothing was drawn in this frame yet, else with the next. */
  ask() {
    if (this.asked) {
      this.again = true;
      return;
    }
    this.draw(false);
    this.asked = requestAnimationFrame((now) => {
      this.asked = 0;
      if (this.again) {
        this.again = false;
        this.ask();
      } else this.glide(now);
    });
  }

  draw(still) {
    this.frame = (this.frame ?? 0) + 1;
    this.controls.show(this);
    this.sliders.show(this.units, this.locks, this.view.off);
    const { set, list } = this;
    if (!set || !this.look) return;
    this.compare();
    const { order } = set;
    const sums = this.score(order);
    list.key = Math.min(this.key, set.n);
    const asked = { ...list.window, key: list.key, pins: set.pins, share: SHARE, before: set.before };
    if (list.listed && list.top > Math.max(0, order.listed * list.rowHeight - list.height)) list.top = 0;
    this.found = order.look(asked);
    const now = performance.now();
    list.show(set, this.found, this.chosen, this.look, now, still || this.still.matches);
    list.place(now);
    if (sums) this.head.show(set, this.found, list.key, this.amount, this.look);
    this.agree();
    if (!this.asked) this.glide(now);
  }

  /** Score and count, unless nothing changed but the place in the list; whether amounts were summed. */
  score(order) {
    const { rough, units, set } = this;
    const name = rough ? null : `${units} ${this.amount}`;
    if (name && name === this.scored) return true;
    if (rough) order.along(rough.line, rough.at);
    else order.weigh(units);
    set.weights = weightsOf(rough ? rough.shares : units);
    const sums = !rough || this.frame % SUMS_EVERY === 0;
    order.tally(sums);
    this.scored = name;
    return sums;
  }

  glide(now) {
    if (!this.set || this.gliding) return;
    if (!this.list.place(now)) return;
    this.gliding = requestAnimationFrame((later) => {
      this.gliding = 0;
      this.glide(later);
    });
  }

  /** Whether the page's own ranking under the same weights is the same. */
  agree() {
    const { view, set, found } = this;
    const asked = JSON.stringify(view.units) === JSON.stringify(this.units);
    if (!asked || this.gesture || !view.first) {
      this.root.dataset.agrees = "waiting";
      return;
    }
    const mine = [...found.top].slice(0, view.first.length);
    const same = mine.every((i, place) => view.first[place] === i);
    this.root.dataset.agrees = String(same);
    if (!same && !set.told) console.error("live ranking and page differ", mine, view.first);
    set.told = !same;
  }

  resize() {
    const { width } = this.root.getBoundingClientRect();
    if (!width) return;
    this.root.classList.toggle("narrow", width < 760);
    this.theme();
    this.sliders.draw();
    this.list.measure();
    this.draw(true);
    if (!this.list.barWidth) {
      this.list.measure(); // the first rows are there now: their bars have a width
      this.draw(true);
    }
  }

  /** Colours of the theme, read once per change of it. */
  theme() {
    const style = getComputedStyle(this.root);
    const of = (name) => style.getPropertyValue(name).trim();
    const [background, text, accent] = [of("--back"), of("--text"), of("--accent")];
    const id = [background, text, accent].join();
    if (this.look?.id === id) return;
    const hues = this.view.indicators.map((indicator) => indicator.hue);
    const [border, faint, wash] = [of("--line"), of("--faint"), of("--wash")];
    this.look = { id, background, text, accent, border, faint, wash, hues };
  }

  remove() {
    document.removeEventListener("keydown", this.onKey);
    this.watch.disconnect();
    clearTimeout(this.waiting);
    cancelAnimationFrame(this.asked);
    cancelAnimationFrame(this.gliding);
    if (this.presenting) this.present();
    this.root.remove();
  }
}
