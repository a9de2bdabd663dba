// The ranked list: all accounts can be reached by scrolling, a screenful of rows exists.

import { attributes, button, el, sheet, write } from "./dom.js";
import { knownCode, WHOLE } from "./core.js";

const TALLEST = 8_000_000; // pixels a browser surely lays out; longer lists scroll in scale
const GLIDE = 180;
const SPARE = 2;

function ease(part) {
  return 1 - (1 - part) ** 3;
}

/** One account's line. */
class Row {
  constructor(list, pinnable) {
    this.list = list;
    const { labels } = list.view;
    this.root = attributes(el("div", "row"), { role: "row" });
    const cell = (name) => attributes(el("div", name), { role: "gridcell" });
    this.rank = cell("rank");
    this.moved = cell("moved");
    this.name = cell("who");
    this.text = el("span", "who-name");
    this.name.append(this.text);
    const bar = cell("bar");
    this.canvas = el("canvas");
    bar.append(this.canvas);
    this.score = cell("score");
    this.risk = cell("risk");
    const pins = cell("pin");
    this.pin = button("pin-button", labels.pin, (event) => {
      event.stopPropagation();
      list.on.pin(this.i);
    }, "pin");
    this.pin.tabIndex = -1;
    pins.append(this.pin);
    this.root.append(this.rank, this.moved, this.name, bar, this.score, this.risk, pins);
    this.root.addEventListener("click", () => list.on.select(this.i));
    this.pinnable = pinnable;
    this.y = null;
  }

  aim(y, now, still) {
    if (this.y === null || still) [this.y, this.from, this.to] = [y, y, y];
    else if (y !== this.to) [this.from, this.to, this.since] = [this.y, y, now];
  }

  glide(now) {
    if (this.y === this.to) return false;
    const part = Math.min(1, (now - this.since) / GLIDE);
    this.y = part >= 1 ? this.to : this.from + (this.to - this.from) * ease(part);
    return part < 1;
  }

  show({ i, rank }) {
    const { list } = this;
    const { set, format, view } = list;
    const fresh = this.i !== i;
    this.i = i;
    const points = set.order.points(i);
    const move = set.before ? set.before[i] - rank : 0;
    const risk = set.risk ? set.risk[i] : 255;
    const named = set.names ? set.names.of(i) : null;
    const below = rank > list.key;
    const barred = Boolean(set.barred?.[i]);
    const signature = `${rank} ${points} ${move} ${risk} ${named !== null} ${barred} ${list.look.id}`;
    if (!fresh && signature === this.signature) return;
    this.signature = signature;
    write(this.rank, format.whole(rank));
    write(this.moved, move ? `${move > 0 ? "▲" : "▼"}${format.whole(Math.abs(move))}` : "");
    this.moved.className = move > 0 ? "moved up" : move < 0 ? "moved down" : "moved";
    write(this.text, named ? named[0] : "");
    this.text.classList.toggle("waiting", !named);
    if (named) this.text.title = named[0] === named[1] ? named[0] : `${named[0]} · ${named[1]}`;
    write(this.score, format.points(points));
    const level = risk === 255 ? "" : risk >= 50 ? "high" : risk >= 20 ? "some" : "low";
    this.risk.className = barred ? "risk barred" : level ? `risk ${level}` : "risk";
    this.risk.title = barred
      ? view.labels.barred
      : level ? `${view.labels.risk}: ${format.percent(risk / 100)}` : "";
    this.draw();
    this.root.setAttribute("aria-label", this.said(rank, move, named, points, this.risk.title));
    this.root.classList.toggle("below", below);
  }

  said(rank, move, named, points, risk) {
    const { labels } = this.list.view;
    const { format } = this.list;
    const moves = move ? `${move > 0 ? labels.up : labels.down} ${format.whole(Math.abs(move))}` : "";
    const parts = [
      `${labels.rank} ${format.whole(rank)}`, moves, named ? named[0] : "",
      `${format.points(points)} ${labels.points}`, risk,
    ];
    return parts.filter(Boolean).join(", ");
  }

  draw() {
    const { set, look, reach, barWidth: width } = this.list;
    if (!width) return;
    const height = this.list.barHeight;
    const context = sheet(this.canvas, width, height);
    const scale = width / reach;
    const thick = height - 4;
    let [x, low, span] = [0, 0, 0];
    for (const c of this.list.view.stacked) {
      const weight = set.weights[c];
      const worth = set.order.columns[c][this.i] / 65535;
      const long = weight * worth * scale;
      context.fillStyle = look.hues[c];
      if (long > 0.2) context.fillRect(x, 0, Math.max(0.5, long - 0.5), thick);
      x += long;
      const code = knownCode(set.known, this.i, c);
      const level = set.levels[c][code];
      low += weight * (code === 3 ? worth : Math.max(0, worth - level[1]) * (code ? 1 : 0));
      span += weight * (1 - level[0]);
    }
    if (span < 0.5) return;
    context.fillStyle = look.text;
    context.globalAlpha = 0.55;
    context.fillRect(low * scale, height - 2, Math.max(2, span * scale), 1.5);
    context.fillRect(low * scale, height - 4, 1, 4);
    context.fillRect(Math.min(width, (low + span) * scale) - 1, height - 4, 1, 4);
    context.globalAlpha = 1;
  }
}

/** The list with its pinned rows. `on` hears select(i), pin(i) and moved(). */
export class List {
  constructor(view, format, on) {
    [this.view, this.format, this.on] = [view, format, on];
    this.key = 20;
    this.top = 0;
    this.listed = 0;
    this.rowHeight = 34;
    this.rows = new Map();
    this.pool = [];
    this.pinned = new Map();
    this.active = 0;
    this.root = el("div", "list");
    this.pins = el("div", "pins");
    attributes(this.pins, { role: "grid", "aria-label": view.labels.pinned });
    this.port = attributes(el("div", "port"), {
      role: "grid", tabindex: 0, "aria-label": view.labels.list, "aria-readonly": "true",
    });
    this.layer = attributes(el("div", "layer"), { role: "rowgroup" });
    this.spacer = attributes(el("div", "spacer"), { "aria-hidden": "true" });
    this.cut = attributes(el("div", "cut"), { "aria-hidden": "true" });
    this.cutText = el("span", "cut-text");
    this.cut.append(this.cutText);
    this.layer.append(this.cut);
    this.port.append(this.layer, this.spacer);
    this.nobody = el("div", "nobody", view.labels.nobody);
    this.probe = attributes(el("div", "probe"), { "aria-hidden": "true" }); // tells sizes in pixels
    this.probe.append(el("div", "probe-bar"));
    this.root.append(this.pins, this.port, this.nobody, this.probe);
    this.port.addEventListener("scroll", () => this.scrolled());
    this.port.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    this.port.addEventListener("keydown", (event) => this.keyed(event));
  }

  // --- places ---------------------------------------------------------------------------------

  get height() {
    return this.portHeight ?? 0;
  }

  get longest() {
    return Math.max(0, this.listed * this.rowHeight - this.height);
  }

  /** How far the list moves for a pixel of the scroll bar. */
  get scale() {
    const long = this.listed * this.rowHeight;
    return long > TALLEST ? this.longest / (TALLEST - this.height) : 1;
  }

  /** Places of the list that are on the screen. */
  get window() {
    const from = Math.max(0, Math.floor(this.top / this.rowHeight) - SPARE);
    return { from, to: from + Math.ceil(this.height / this.rowHeight) + 2 * SPARE + 1 };
  }

  /** Read sizes from the page; called when they may have changed, never while dragging. */
  measure() {
    const place = this.top / this.rowHeight;
    this.portHeight = this.port.clientHeight;
    const sample = this.root.querySelector(".row .bar") ?? null;
    if (sample) {
      const { width } = sample.getBoundingClientRect();
      this.barWidth = Math.max(0, Math.floor(width));
    }
    this.rowHeight = this.probe.offsetHeight || 34;
    this.barHeight = this.probe.firstChild.offsetHeight || 18;
    for (const row of [...this.rows.values(), ...this.pinned.values()]) row.signature = "";
    this.stretch();
    if (place) this.go(place * this.rowHeight); // the same account stays on top
  }

  stretch() {
    const tall = Math.min(this.listed * this.rowHeight, TALLEST);
    if (this.tall !== tall) this.spacer.style.height = `${(this.tall = tall)}px`;
    if (this.top > this.longest) this.go(this.longest);
  }

  go(top) {
    this.top = Math.min(Math.max(0, top), this.longest);
    this.expected = Math.round(this.top / this.scale);
    if (Math.abs(this.port.scrollTop - this.expected) > 1) this.port.scrollTop = this.expected;
    this.on.moved();
  }

  scrolled() {
    if (Math.abs(this.port.scrollTop - (this.expected ?? 0)) <= 1) return;
    this.expected = this.port.scrollTop;
    this.top = Math.min(this.longest, this.port.scrollTop * this.scale);
    this.on.moved();
  }

  wheeled(event) {
    if (this.scale === 1 || event.ctrlKey) return; // the browser does it well
    event.preventDefault();
    this.go(this.top + event.deltaY * (event.deltaMode === 1 ? this.rowHeight : 1));
  }

  keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.height / this.rowHeight) - 1);
    const step = {
      ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity,
    }[event.key];
    const row = [...this.rows.values()].find((r) => r.place === this.active);
    if (step !== undefined) {
      event.preventDefault();
      this.active = Math.min(Math.max(0, this.active + step), Math.max(0, this.listed - 1));
      const y = this.active * this.rowHeight;
      if (y < this.top) this.go(y);
      else if (y + this.rowHeight > this.top + this.height) this.go(y + this.rowHeight - this.height);
      else this.on.moved();
    } else if ((event.key === "Enter" || event.key === " ") && row) {
      event.preventDefault();
      this.on.select(row.i);
    } else if (event.key.toLowerCase() === "p" && row) {
      event.stopPropagation();
      this.on.pin(row.i);
    }
  }

  // --- showing --------------------------------------------------------------------------------

  /** `found` as from Order.look; `still` moves rows without gliding. */
  show(set, found, chosen, look, now, still) {
    Object.assign(this, { set, look, reach: 100 });
    this.listed = found.listed;
    this.stretch();
    this.nobody.hidden = found.listed > 0;
    const wanted = new Map(found.rows.map((row) => [row.i, row]));
    for (const [i, row] of this.rows) {
      if (wanted.has(i)) continue;
      row.root.remove();
      this.rows.delete(i);
      this.pool.push(row);
    }
    for (const [i, about] of wanted) {
      let row = this.rows.get(i);
      if (!row) {
        row = this.pool.pop() ?? new Row(this);
        row.y = null;
        this.rows.set(i, row);
        this.layer.append(row.root);
      }
      row.place = about.place;
      row.show(about);
      row.aim(about.place * this.rowHeight, now, still);
      this.mark(row, i, chosen, about.place + 1);
    }
    this.showPins(found.pinned, chosen, now, still);
    const over = [...found.top].filter((i) => !set.order.mask || set.order.mask[i]).length;
    this.cutAt = over;
    write(this.cutText, this.view.labels.cut.replace("{n}", this.format.whole(this.key)));
    attributes(this.port, { "aria-rowcount": found.listed });
    const active = [...this.rows.values()].find((row) => row.place === this.active);
    if (active) attributes(this.port, { "aria-activedescendant": active.root.id });
    else this.port.removeAttribute("aria-activedescendant");
  }

  mark(row, i, chosen, index) {
    row.root.id = `account-${i}`;
    attributes(row.root, { "aria-rowindex": index, "aria-selected": i === chosen });
    row.root.classList.toggle("active", row.place === this.active);
    const pinned = this.set.pins.includes(i);
    const label = pinned ? this.view.labels.unpin : this.view.labels.pin;
    attributes(row.pin, { "aria-pressed": pinned, "aria-label": label, title: label });
  }

  showPins(pinned, chosen, now, still) {
    const wanted = new Map(pinned.map((about, place) => [about.i, { ...about, place }]));
    for (const [i, row] of this.pinned) {
      if (wanted.has(i)) continue;
      row.root.remove();
      this.pinned.delete(i);
    }
    for (const [i, about] of wanted) {
      let row = this.pinned.get(i);
      if (!row) this.pinned.set(i, (row = new Row(this)));
      if (!row.root.isConnected) this.pins.append(row.root);
      row.show(about);
      row.aim(about.place * this.rowHeight, now, still);
      this.mark(row, i, chosen, about.place + 1);
      row.root.id = `pinned-${i}`;
      row.root.classList.remove("active");
    }
    const tall = `${wanted.size * this.rowHeight}px`;
    if (this.pins.style.height !== tall) {
      this.pins.style.height = tall;
      this.pins.hidden = !wanted.size;
      this.portHeight = this.port.clientHeight;
    }
  }

  /** Put rows where they are at this moment; true while some still glide. */
  place(now) {
    let gliding = false;
    for (const row of this.rows.values()) {
      gliding = row.glide(now) || gliding;
      row.root.style.transform = `translateY(${(row.y - this.top).toFixed(2)}px)`;
    }
    for (const row of this.pinned.values()) {
      gliding = row.glide(now) || gliding;
      row.root.style.transform = `translateY(${row.y.toFixed(2)}px)`;
    }
    this.cut.style.transform = `translateY(${(this.cutAt * this.rowHeight - this.top).toFixed(1)}px)`;
    return gliding;
  }
}

/** Shares of 100 points by weight. */
export function weightsOf(units) {
  return units.map((u) => (100 * u) / WHOLE);
}
