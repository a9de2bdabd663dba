// Blocks of one set of accounts in whatever order the browser hands them over.
import assert from "node:assert/strict";
import test from "node:test";

import { Sets } from "../../kam/ui/components/ranking/accounts.js";

const accounts = (set) => ({
  part: "accounts", set, n: 2, levels: [[0, 0, 0, 1]],
  arrays: { worth: Uint16Array.from([1, 2]), known: Uint32Array.from([3, 3]) },
});
const risk = (set, value) => ({ part: "risk", set, arrays: { risk: Uint8Array.from([value, 0]) } });

test("a part that comes before its accounts is kept for them", () => {
  const sets = new Sets(2);
  assert.equal(sets.keep(risk("a", 7)), null);
  const filled = sets.keep(accounts("a"));
  assert.equal(filled.risk[0], 7);
  assert.equal(sets.get("a"), filled);
});

test("each part fills its set once", () => {
  const sets = new Sets(2);
  const set = sets.keep(accounts("a"));
  assert.equal(sets.keep(risk("a", 7)), set);
  assert.equal(sets.keep(risk("a", 9)), null);
  assert.equal(sets.keep(accounts("a")), null);
  assert.equal(set.risk[0], 7);
});

test("only the latest sets are kept", () => {
  const sets = new Sets(2);
  for (const name of ["a", "b", "c"]) sets.keep(accounts(name));
  assert.equal(sets.get("a"), undefined);
  assert.ok(sets.get("b") && sets.get("c"));
});
