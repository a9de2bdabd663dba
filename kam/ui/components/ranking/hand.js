// What the hand does to the weights: take hold, move, press, lock, start anew, go back.

import { WHOLE } from "./core.js";
import { MOST_KEY } from "./controls.js";
import { History, moved, rounded } from "./shares.js";

const LARGE = 200_000; // accounts beyond which a moving weight follows a prepared line

/**
 * The weights and what they were. Whoever extends it has the accounts (`set`) and draws: `ask()`,
 * `changed(remember)` once a step is done, `baseline()` when moves are told against other weights.
 */
export class Hand {
  adopt(view) {
    this.units = view.units.slice();
    this.rough = null;
    this.preset = view.preset;
    this.key = view.key;
    this.amount = view.amount;
    this.history = new History(this.state);
  }

  get state() {
    return { units: this.units.slice(), preset: this.preset, key: this.key, amount: this.amount };
  }

  begin(c) {
    this.gesture = { c, from: this.units.slice(), line: this.lineFor(c) };
  }

  move(c, units) {
    if (!this.gesture) return;
    this.weigh(this.gesture, units);
    this.ask();
  }

  end() {
    this.gesture = null;
    this.rough = null;
    this.changed();
  }

  /** One key press or one number: from where the last series of them on this weight began. */
  step(c, units) {
    if (this.series?.c !== c || this.series.at !== String(this.units)) {
      this.series = { c, from: this.units.slice(), line: this.lineFor(c) };
    }
    this.weigh(this.series, units);
    this.series.at = String(this.units);
    this.changed();
  }

  /** The weights once one has moved: exact shares while the hand is at it, whole ones to be told. */
  weigh({ c, from, line }, units) {
    const shares = moved(from, c, units, this.locks);
    this.units = rounded(shares, WHOLE);
    this.rough = line ? { line, shares, at: shares[c] } : null;
  }

  /** A long list follows a straight line while a weight moves; prepared when the hand comes near. */
  lineFor(c) {
    const { set, units, locks } = this;
    if (!set || set.n <= LARGE) return null;
    const name = `${c} ${units} ${locks}`;
    if (this.line?.name !== name) this.line = { name, ...set.order.line(units, c, locks) };
    return this.line;
  }

  lock(c) {
    if (this.view.off[c]) return;
    this.locks[c] = !this.locks[c];
    this.series = null;
    this.ask();
  }

  start(id) {
    this.rough = null;
    const preset = this.view.presets.find((p) => p.id === id);
    this.preset = id;
    this.units = preset.units.slice();
    this.baseline();
    this.changed();
  }

  travel(way) {
    const state = this.history[way]();
    const other = state.preset !== this.preset;
    this.rough = null;
    Object.assign(this, { ...state, units: state.units.slice() });
    if (other) this.baseline();
    this.changed(false);
  }

  /** How many are key accounts. */
  count(n) {
    this.key = Math.min(Math.max(n || this.key, 1), MOST_KEY, this.set?.n ?? MOST_KEY);
    this.changed();
  }
}
