// A program: ranks a block of accounts under many weightings and prints the rows of some windows.
// node rank.mjs BLOCK QUESTIONS: QUESTIONS is JSON [{"units": [...], "from": 0, "to": 20}, ...].
import { readFileSync } from "node:fs";

import { Accounts } from "../../kam/ui/components/ranking/accounts.js";
import { unpacked } from "../../kam/ui/components/ranking/block.js";

const block = unpacked(new Uint8Array(readFileSync(process.argv[2])));
const set = new Accounts(block);
set.order.measure(set.columns.amount ?? new Int32Array(set.n));
const answers = JSON.parse(readFileSync(process.argv[3], "utf8")).map(({ units, from, to }) => {
  set.order.weigh(units);
  set.order.tally();
  const found = set.order.look({ from, to, key: 20, pins: [], share: 0.8, before: null });
  const scores = found.rows.map((row) => set.order.scores[row.i]);
  return { rows: found.rows.map((row) => row.i), scores, reached: found.reached, held: found.held };
});
process.stdout.write(JSON.stringify(answers));
