// Weights that move together, and the way back.
import assert from "node:assert/strict";
import test from "node:test";

import { History, moved, rounded } from "../../kam/ui/components/ranking/shares.js";

const none = [false, false, false];

test("the others give way in proportion", () => {
  assert.deepEqual(moved([5000, 3000, 2000], 0, 7500, none), [7500, 1500, 1000]);
});

test("a locked weight stays, and the moved one stops at what it leaves", () => {
  const locked = [false, true, false];
  assert.deepEqual(moved([5000, 3000, 2000], 0, 6000, locked), [6000, 3000, 1000]);
  assert.deepEqual(moved([5000, 3000, 2000], 0, 9000, locked), [7000, 3000, 0]);
});

test("others at nothing share equally, and with all others locked nothing moves", () => {
  assert.deepEqual(moved([10000, 0, 0], 0, 4000, none), [4000, 3000, 3000]);
  assert.deepEqual(moved([5000, 3000, 2000], 0, 1, [false, true, true]), [5000, 3000, 2000]);
});

test("rounding gives the missing to the largest remainders, the first of equals", () => {
  assert.deepEqual(rounded([1, 1, 1], 10000), [3334, 3333, 3333]);
  assert.deepEqual(rounded([2, 1, 0], 100), [67, 33, 0]);
  for (const to of [0, 1, 3333, 9999, 10000]) {
    const units = rounded(moved([3333, 3333, 3334], 1, to, none), 10000);
    assert.equal(units.reduce((a, b) => a + b), 10000);
    assert.equal(units[1], to);
  }
});

test("history goes back and forth, forgets what was undone, and what changed nothing", () => {
  const history = new History(1);
  [2, 2, 3].forEach((state) => history.push(state));
  assert.equal(history.undo(), 2);
  assert.equal(history.undo(), 1);
  assert.equal(history.undo(), 1);
  assert.equal(history.canUndo, false);
  assert.equal(history.redo(), 2);
  history.push(9);
  assert.equal(history.canRedo, false);
  assert.equal(history.undo(), 2);
});
