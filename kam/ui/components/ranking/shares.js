// Weights as whole ten-thousandths: move one and the unlocked others follow in proportion.

/** The shares after one is moved; the same rule as kam.weighting.locks (methods.md 2.3). */
export function moved(shares, c, to, locked) {
  const total = shares.reduce((a, b) => a + b, 0);
  const free = shares.map((_, j) => j !== c && !locked[j]);
  if (!free.some(Boolean)) return shares.slice();
  const held = shares.reduce((sum, s, j) => sum + (j !== c && locked[j] ? s : 0), 0);
  const room = Math.max(0, total - held);
  const at = Math.min(Math.max(to, 0), room);
  const old = shares.reduce((sum, s, j) => sum + (free[j] ? s : 0), 0);
  const others = free.filter(Boolean).length;
  return shares.map((s, j) => {
    if (j === c) return at;
    if (!free[j]) return s;
    return (room - at) * (old > 0 ? s / old : 1 / others);
  });
}

/** The nearest whole numbers that add up to `whole`: largest remainders, the first of equals. */
export function rounded(shares, whole) {
  const total = shares.reduce((a, b) => a + b, 0);
  const exact = shares.map((s) => (whole * s) / total);
  const found = exact.map((x) => Math.floor(x + 1e-9));
  let missing = whole - found.reduce((a, b) => a + b, 0);
  const lack = (c) => Math.round((found[c] - exact[c]) * 1e9);
  const order = exact.map((_, c) => c).sort((a, b) => lack(a) - lack(b) || a - b);
  for (const c of order) {
    if (missing-- <= 0) break;
    found[c]++;
  }
  return found;
}

/** Steps back and forth through states. */
export class History {
  constructor(now) {
    this.states = [now];
    this.at = 0;
  }

  get now() {
    return this.states[this.at];
  }

  push(state) {
    if (JSON.stringify(state) === JSON.stringify(this.now)) return;
    this.states = [...this.states.slice(Math.max(0, this.at - 98), this.at + 1), state];
    this.at = this.states.length - 1;
  }

  undo() {
    if (this.at > 0) this.at--;
    return this.now;
  }

  redo() {
    if (this.at < this.states.length - 1) this.at++;
    return this.now;
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.states.length - 1;
  }
}
