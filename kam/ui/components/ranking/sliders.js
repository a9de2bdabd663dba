// Twelve weights in four families: a slider, a number box and a lock each.

import { attributes, button, el, icon, numbers, sheet, write } from "./dom.js";
import { distribution, WHOLE } from "./core.js";

const BINS = 32;
const USUAL_END = 5000; // a track ends at half of all weight; a heavier weight stretches its own

/** One weight. `on` hears begin, move(units), end, step(units), lock and near. */
class Slider {
  constructor(indicator, labels, on) {
    this.on = on;
    this.indicator = indicator;
    this.units = 0;
    this.end = USUAL_END;
    this.root = el("div", "weight");
    this.root.style.setProperty("--hue", indicator.hue);
    this.name = el("span", "name", indicator.label);
    this.name.title = indicator.tip;
    this.note = el("span", "note");
    const better = el("span", "better", indicator.better === "low" ? "↓" : "↑");
    better.title = indicator.better === "low" ? labels.better_low : labels.better_high;
    const head = el("div", "head");
    head.append(this.name, better, this.note);
    this.track = attributes(el("div", "track"), {
      role: "slider", tabindex: 0, "aria-label": indicator.label, "aria-valuemin": 0,
    });
    this.track.title = indicator.tip;
    this.histogram = el("canvas", "histogram");
    this.fill = el("div", "fill");
    this.thumb = el("div", "thumb");
    const rail = el("div", "rail");
    rail.append(this.fill);
    this.track.append(this.histogram, rail, this.thumb);
    this.box = attributes(el("input", "box"), {
      type: "number", min: 0, max: 100, step: 0.1, inputmode: "decimal",
      "aria-label": `${indicator.label}, %`,
    });
    this.lock = button("lock", labels.lock, () => on.lock(), "open");
    this.labels = labels;
    this.root.append(head, this.track, this.box, this.lock);
    this.listen();
  }

  listen() {
    const { track, box } = this;
    track.addEventListener("pointerdown", (event) => {
      if (event.button || this.off) return;
      event.preventDefault();
      track.focus({ preventScroll: true });
      track.setPointerCapture(event.pointerId);
      this.dragging = true;
      this.root.classList.add("held");
      this.on.begin();
      this.on.move(this.unitsAt(event));
    });
    track.addEventListener("pointermove", (event) => {
      if (this.dragging) this.on.move(this.unitsAt(event));
    });
    const finish = () => {
      if (!this.dragging) return;
      this.dragging = false;
      this.root.classList.remove("held");
      this.on.end();
    };
    track.addEventListener("pointerup", finish);
    track.addEventListener("pointercancel", finish);
    track.addEventListener("lostpointercapture", finish);
    track.addEventListener("keydown", (event) => this.key(event));
    track.addEventListener("focus", () => this.on.near());
    box.addEventListener("change", () => this.typed());
  }

  unitsAt(event) {
    const { left, width } = this.track.getBoundingClientRect();
    const inset = 8; // the thumb's half: its middle reaches both ends
    const part = (event.clientX - left - inset) / Math.max(1, width - 2 * inset);
    return Math.round((Math.min(Math.max(part, 0), 1) * this.end) / 10) * 10;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 500 : 100;
    const wanted = {
      ArrowRight: this.units + step, ArrowUp: this.units + step,
      ArrowLeft: this.units - step, ArrowDown: this.units - step,
      PageUp: this.units + 500, PageDown: this.units - 500, Home: 0, End: this.end,
    }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.on.step(Math.max(0, wanted));
  }

  typed() {
    const value = Number.parseFloat(this.box.value);
    if (Number.isFinite(value)) this.on.step(Math.round(Math.min(Math.max(value, 0), 100) * 100));
    else this.show(this.units, this.format, this.locked);
  }

  show(units, format, locked) {
    [this.units, this.format, this.locked] = [units, format, locked];
    if (!this.dragging) this.end = units > USUAL_END ? WHOLE : USUAL_END;
    const part = Math.min(1, units / this.end);
    this.root.style.setProperty("--part", part.toFixed(4));
    const said = format.percent1(units / WHOLE);
    attributes(this.track, {
      "aria-valuemax": this.end / 100,
      "aria-valuenow": (units / 100).toFixed(1),
      "aria-valuetext": locked ? `${said}, ${this.labels.locked}` : said,
    });
    // The box is left alone while somebody types in it.
    const typing = this.box.getRootNode().activeElement === this.box;
    if (!typing || this.box.dataset.shown !== String(units)) this.box.value = (units / 100).toFixed(1);
    this.box.dataset.shown = String(units);
    if (this.lock.getAttribute("aria-pressed") !== String(locked)) {
      const label = `${locked ? this.labels.unlock : this.labels.lock}: ${this.indicator.label}`;
      attributes(this.lock, { "aria-pressed": locked, "aria-label": label, title: label });
      this.lock.replaceChildren(icon(locked ? "closed" : "open"));
      this.root.classList.toggle("locked", locked);
    }
  }

  /** An indicator that is switched off keeps its place and cannot be moved. */
  switched(off) {
    if (this.off === off) return;
    this.off = off;
    attributes(this.track, { "aria-disabled": off, tabindex: off ? -1 : 0 });
    this.box.disabled = this.lock.disabled = off;
    this.root.classList.toggle("off", off);
    this.noted();
  }

  noted() {
    write(this.note, this.off ? this.labels.off : this.known === false ? this.labels.no_data : "");
  }

  /** The distribution of the worths, faint behind the track; says so where nothing is known. */
  spread(heights, known) {
    this.heights = heights;
    this.known = known;
    this.noted();
    this.root.classList.toggle("unknown", !known);
    this.draw();
  }

  draw() {
    const { width, height } = this.histogram.getBoundingClientRect();
    if (!width || !this.heights) return;
    const context = sheet(this.histogram, width, height);
    context.fillStyle = this.indicator.hue;
    const step = width / this.heights.length;
    this.heights.forEach((part, b) => {
      const tall = part && Math.max(1, part * height);
      context.fillRect(b * step, height - tall, Math.max(1, step - 1), tall);
    });
  }
}

/** The panel of all weights. `on` hears begin(c), move(c, units), end(c), step(c, units), lock(c), near(c). */
export class Sliders {
  constructor(view, on) {
    this.root = el("div", "weights");
    this.format = numbers(view.lang);
    this.all = [];
    this.sums = [];
    view.families.forEach((family) => {
      const group = attributes(el("div", "family"), { role: "group", "aria-label": family.label });
      const head = el("div", "family-head");
      const sum = el("span", "family-sum");
      head.append(el("span", "", family.label), sum);
      group.append(head);
      const members = [];
      view.indicators.forEach((indicator, c) => {
        if (indicator.family !== family.id) return;
        const slider = new Slider(indicator, view.labels, {
          begin: () => on.begin(c), move: (u) => on.move(c, u), end: () => on.end(c),
          step: (u) => on.step(c, u), lock: () => on.lock(c),
          near: () => on.near(c),
        });
        this.all[c] = slider;
        members.push(c);
        group.append(slider.root);
      });
      this.sums.push([sum, members]);
      this.root.append(group);
    });
  }

  show(units, locked, off) {
    this.all.forEach((slider, c) => {
      slider.switched(off[c]);
      slider.show(units[c], this.format, Boolean(locked[c]));
    });
    for (const [node, members] of this.sums) {
      const sum = members.reduce((a, c) => a + units[c], 0);
      write(node, this.format.percent1(sum / WHOLE));
    }
  }

  spread(order, knownAtAll) {
    this.all.forEach((slider, c) => slider.spread(distribution(order.columns[c], BINS), knownAtAll[c]));
  }

  draw() {
    this.all.forEach((slider) => slider.draw());
  }
}
