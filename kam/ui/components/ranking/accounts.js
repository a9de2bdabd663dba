// One set of accounts: its columns, and what comes later: names, risk, groups.

import { Names } from "./block.js";
import { Order } from "./core.js";

/** Everything of one set of accounts, as its blocks arrive. */
export class Accounts {
  constructor({ n, arrays, levels }) {
    this.n = n;
    this.order = new Order(arrays.worth, n);
    this.known = arrays.known;
    this.levels = levels;
    this.columns = arrays;
    this.pins = [];
    this.parts = new Set();
    this.knownAtAll = levels.map((_, c) => arrays.known.some((code) => (code >>> (2 * c)) & 3));
  }

  /** Names, risk, red lines and the groups to filter by come after the first paint. */
  add({ arrays, groups }) {
    if (arrays.names) this.names = new Names(arrays.names, this.n);
    if (arrays.risk) this.risk = arrays.risk;
    if (arrays.barred) this.barred = arrays.barred;
    for (const name of Object.keys(groups ?? {})) {
      this.groups = { ...this.groups, [name]: { members: arrays[name], labels: groups[name] } };
    }
  }

  /** Which accounts the list shows; ranks stay those among all. */
  sift(filter) {
    const groups = Object.entries(this.groups ?? {}).filter(([name]) => filter[name]);
    if (!groups.length && !filter.text) {
      this.order.mask = null;
      return;
    }
    const found = filter.text && this.names;
    const mask = found ? this.names.holding(filter.text) : new Uint8Array(this.n).fill(1);
    for (const [name, { members }] of groups) {
      const wanted = Number(filter[name]);
      for (let i = 0; i < this.n; i++) if (members[i] !== wanted) mask[i] = 0;
    }
    this.order.mask = mask;
  }
}

/** The sets of accounts held in memory, the latest ones; a part may come before its accounts. */
export class Sets {
  constructor(kept) {
    this.kept = kept;
    this.sets = new Map();
    this.early = new Map();
  }

  get(name) {
    return this.sets.get(name);
  }

  /** Take a block; returns the set that it filled, null when nothing is to be drawn for it. */
  keep(block) {
    const set = this.sets.get(block.set);
    if (block.part === "accounts") return set ? null : this.begin(block);
    if (!set) {
      this.early.set(block.set, [...(this.early.get(block.set) ?? []), block]);
      this.shed(this.early);
      return null;
    }
    return this.fill(set, block) ? set : null;
  }

  begin(block) {
    const set = new Accounts(block);
    this.sets.set(block.set, set);
    this.shed(this.sets);
    for (const part of this.early.get(block.set) ?? []) this.fill(set, part);
    this.early.delete(block.set);
    return set;
  }

  fill(set, block) {
    if (set.parts.has(block.part)) return false;
    set.add(block);
    set.parts.add(block.part);
    return true;
  }

  shed(map) {
    while (map.size > this.kept) map.delete(map.keys().next().value);
  }
}
