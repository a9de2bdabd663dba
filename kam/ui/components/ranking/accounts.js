// One set of accounts: its columns, and what comes later: names, risk, groups.

import { Names } from "./block.js";
import { Order } from "./core.js";

/** Everything of one set of accounts, as its blocks arrive. */
export class Accounts {
  constructor({ n, arrays, levels, amounts }) {
    this.n = n;
    this.order = new Order(arrays.worth, n);
    this.known = arrays.known;
    this.levels = levels;
    this.amounts = amounts;
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
}
