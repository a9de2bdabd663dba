// The arithmetic of the live ranking against the slow and obvious way.
import assert from "node:assert/strict";
import test from "node:test";

import { distribution, knownCode, Order, ranks } from "../../kam/ui/components/ranking/core.js";

/** Repeatable numbers in [0, 1). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function company(n, indicators, seed, { coarse = 1, losses = false } = {}) {
  const next = dice(seed);
  const worth = Uint16Array.from({ length: n * indicators }, () => Math.floor((next() * 65536) / coarse) * coarse);
  const order = new Order(worth, n);
  order.measure(Int32Array.from({ length: n }, () => Math.floor((next() - (losses ? 0.4 : 0)) * 10000)));
  return { worth, order, n };
}

const EVEN = [2500, 2500, 2500, 2500];

function sorted(order) {
  const all = Array.from({ length: order.n }, (_, i) => i);
  return all.sort((a, b) => order.scores[b] - order.scores[a] || a - b);
}

function look(order, asked = {}) {
  order.tally();
  return order.look({ from: 0, to: 10, key: 5, pins: [], share: 0.8, before: null, ...asked });
}

test("a score is the sum of weight times worth, in whole numbers", () => {
  const { worth, order, n } = company(50, 4, 1);
  order.weigh([1, 9000, 0, 999]);
  for (let i = 0; i < n; i++) {
    assert.equal(order.scores[i], worth[i] + 9000 * worth[n + i] + 999 * worth[3 * n + i]);
  }
  order.weigh([10000, 0, 0, 0]);
  assert.ok(Math.abs(order.points(0) - (100 * worth[0]) / 65535) < 1e-9);
});

for (const [n, coarse] of [[1, 1], [7, 1], [500, 1], [500, 16384], [500, 65536], [30_000, 256]]) {
  test(`any window of ${n} accounts (worths in steps of ${coarse}) is that of the sorted list`, () => {
    const { order } = company(n, 4, n, { coarse });
    order.weigh(EVEN);
    const wanted = sorted(order);
    for (const from of [0, Math.floor(n / 2), Math.max(0, n - 3)]) {
      const { rows, listed } = look(order, { from, to: from + 10 });
      assert.equal(listed, n);
      assert.deepEqual(rows.map((row) => row.i), wanted.slice(from, from + 10));
      assert.deepEqual(rows.map((row) => row.rank), rows.map((_, j) => from + j + 1));
    }
  });
}

test("equal scores stand in the order of their rows", () => {
  const order = new Order(new Uint16Array(4 * 100).fill(7), 100);
  order.weigh(EVEN);
  assert.deepEqual(look(order).rows.map((row) => row.i), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("ranks are places in the sorted list", () => {
  const { order } = company(3000, 4, 5, { coarse: 4096 });
  order.weigh(EVEN);
  const found = ranks(order.scores);
  sorted(order).forEach((i, place) => assert.equal(found[i], place + 1));
});

test("a filter leaves ranks as they are among all", () => {
  const { order, n } = company(2000, 4, 3, { coarse: 8192 });
  order.weigh(EVEN);
  order.mask = Uint8Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const wanted = sorted(order);
  const kept = wanted.filter((i) => order.mask[i]);
  const { rows, listed } = look(order, { from: 100, to: 120 });
  assert.equal(listed, kept.length);
  assert.deepEqual(rows.map((row) => row.i), kept.slice(100, 120));
  assert.deepEqual(rows.map((row) => row.rank), rows.map((row) => wanted.indexOf(row.i) + 1));
});

test("pinned accounts are found wherever they stand", () => {
  const { order } = company(5000, 4, 9);
  order.weigh(EVEN);
  const wanted = sorted(order);
  const { pinned } = look(order, { pins: [17, 4321] });
  assert.deepEqual(
    pinned.map(({ i, rank }) => [i, rank]).sort((a, b) => a[0] - b[0]),
    [17, 4321].map((i) => [i, wanted.indexOf(i) + 1]),
  );
});

for (const losses of [false, true]) {
  test(`how many reach four fifths${losses ? ", with losses" : ""}`, () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { order } = company(40 * seed, 4, seed, { losses, coarse: seed % 2 ? 1 : 8192 });
      order.weigh(EVEN);
      let [sum, k] = [0, 0];
      for (const i of sorted(order)) {
        sum += order.amounts[i];
        k++;
        if (sum >= 0.8 * order.total) break;
      }
      assert.equal(look(order).reached, order.total > 0 ? k : null);
    }
  });
}

test("the first hold what they hold, and who enters was outside before", () => {
  const { order } = company(800, 4, 11);
  order.weigh([10000, 0, 0, 0]);
  const before = ranks(order.scores);
  order.weigh(EVEN);
  const first = sorted(order).slice(0, 20);
  const { held, top, entered } = look(order, { key: 20, before });
  assert.equal(held, first.reduce((sum, i) => sum + order.amounts[i], 0));
  assert.deepEqual([...top], first);
  assert.deepEqual(entered, first.filter((i) => before[i] > 20));
});

test("without a positive total no share is told", () => {
  const { order } = company(10, 4, 2);
  order.measure(new Int32Array(10).fill(-5));
  order.weigh(EVEN);
  assert.equal(look(order).reached, null);
  assert.deepEqual(order.curve(10), [[0, 0]]);
});

test("the curve rises from nothing to all", () => {
  const { order } = company(5000, 4, 4);
  order.weigh(EVEN);
  order.tally();
  const line = order.curve(100);
  assert.ok(line.length > 20 && line.length < 130);
  assert.deepEqual(line[0], [0, 0]);
  assert.deepEqual(line.at(-1), [1, 1]);
  line.slice(1).forEach(([x, y], p) => assert.ok(x > line[p][0] && y >= line[p][1]));
});

test("along a prepared line the order is that of exact proportions", () => {
  const { order, worth, n } = company(300, 4, 21);
  const units = [4000, 3000, 2000, 1000];
  const locked = [false, false, true, false];
  const line = order.line(units, 0, locked);
  for (const to of [0, 1234, 5000, 8000, 9999]) {
    order.along(line, to);
    const at = Math.min(to, 8000); // what the locked one leaves free
    const exact = (i) =>
      4000 * at * worth[i] + (8000 - at) * (3000 * worth[n + i] + 1000 * worth[3 * n + i]) +
      4000 * 2000 * worth[2 * n + i];
    for (let i = 0; i < n; i++) assert.equal(order.scores[i], exact(i));
    assert.deepEqual(look(order).rows.map((row) => row.i), sorted(order).slice(0, 10));
  }
  order.along(line, 4000);
  const onLine = Array.from(order.scores, (s) => s / order.whole);
  order.weigh(units);
  assert.deepEqual(onLine, Array.from(order.scores), "where it began it is the ranking itself");
});

test("a line can begin where the others weigh nothing", () => {
  const { order } = company(100, 4, 8);
  order.along(order.line([10000, 0, 0, 0], 0, [false, false, false, false]), 4000);
  const found = Array.from(order.scores, (s) => s / order.whole);
  order.weigh([4000, 2000, 2000, 2000]);
  found.forEach((score, i) => assert.ok(Math.abs(score - order.scores[i]) < 1e-6));
});

test("codes and distributions are read as they were written", () => {
  assert.deepEqual([0, 1, 2].map((c) => knownCode([0b110100], 0, c)), [0, 1, 3]);
  assert.deepEqual(distribution(Uint16Array.of(0, 0, 65535, 40000), 2), [1, 1]);
});
