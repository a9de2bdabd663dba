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
