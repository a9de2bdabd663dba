// The arithmetic of the live ranking. Scores are whole numbers (worth in 1/65535 × weight in 1/10000),
// so two accounts are equal or they are not, here and on the server; equal ones stand in the order of
// their ids, which is the order of the rows.

export const GRID = 65535;
export const WHOLE = 10000;
const BUCKETS = 8000; // small enough for their counters to stay in the nearest cache
const CANDIDATES = 4; // buckets looked into for the place where a share is reached, beyond so many accounts:
const EXACT = 100_000;

/** One bit pattern per indicator and account: 0 nothing known, 3 all, 1 and 2 a part of it. */
export function knownCode(codes, i, c) {
  return (codes[i] >>> (2 * c)) & 3;
}

/** How many accounts have a worth in each of `bins` equal steps, largest 1. */
export function distribution(column, bins) {
  const counts = new Uint32Array(bins);
  const step = bins / (GRID + 1);
  for (let i = 0; i < column.length; i++) counts[(column[i] * step) | 0]++;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  return Array.from(counts, (n) => n / most);
}

/** The rank of every account (1 is best) under scores below 2³⁰, by counting digits. */
export function ranks(scores) {
  const n = scores.length;
  const digit = new Uint32Array(1025);
  let order = new Uint32Array(n).map((_, i) => i);
  let next = new Uint32Array(n);
  for (let shift = 0; shift < 30; shift += 10) {
    digit.fill(0);
    for (let i = 0; i < n; i++) digit[(1023 - ((scores[i] >>> shift) & 1023)) + 1]++;
    for (let d = 0; d < 1024; d++) digit[d + 1] += digit[d];
    for (let p = 0; p < n; p++) {
      const i = order[p];
      next[digit[1023 - ((scores[i] >>> shift) & 1023)]++] = i;
    }
    [order, next] = [next, order];
  }
  const found = new Uint32Array(n);
  for (let p = 0; p < n; p++) found[order[p]] = p + 1;
  return found;
}

/** Σ weight × worth of every account, four columns at a time. */
function summed(columns, units, into) {
  const sum = new Int32Array(into.length); // below 2³¹, and several times quicker than doubles
  for (let c = 0; c < units.length; c += 4) {
    const [a, b, d, e] = [0, 1, 2, 3].map((j) => columns[c + j] ?? columns[0]);
    const [u, v, w, x] = [0, 1, 2, 3].map((j) => units[c + j] ?? 0);
    if (!(u || v || w || x)) continue;
    for (let i = 0; i < sum.length; i++) {
      const four = Math.imul(a[i], u) + Math.imul(b[i], v) + Math.imul(d[i], w) + Math.imul(e[i], x);
      sum[i] = (sum[i] + four) | 0;
    }
  }
  into.set(sum);
  return into;
}

/** above[b]: how many stand in better buckets than b; returns how many there are. */
function pile(counts, above) {
  let sum = 0;
  for (let b = BUCKETS; b >= 0; b--) {
    above[b] = sum;
    sum += counts[b];
  }
  return sum;
}

/** Scores of all accounts under moving weights, and what a screen shows of their order. */
export class Order {
  /** `worth`: whole numbers of 0…65535, one column of n after the other. */
  constructor(worth, n) {
    this.n = n;
    this.columns = [];
    for (let c = 0; c * n < worth.length; c++) this.columns.push(worth.subarray(c * n, (c + 1) * n));
    this.scores = new Float64Array(n);
    this.whole = 1; // scores are this multiple of whole scores
    this.bucket = new Uint16Array(n);
    // Signed, and sums with `| 0`: everything else would go through doubles, four times slower.
    this.count = new Int32Array(BUCKETS + 1);
    this.above = new Int32Array(BUCKETS + 1);
    this.seen = new Int32Array(BUCKETS + 1);
    this.seenAbove = new Int32Array(BUCKETS + 1);
    this.sums = new Int32Array(BUCKETS + 1);
    this.gains = new Int32Array(BUCKETS + 1);
    this.mark = new Uint8Array(BUCKETS + 1);
    this.mask = null; // Uint8Array: accounts a filter leaves in the list
    this.listed = n;
    this.measure(new Int32Array(n));
  }

  /** The amount whose concentration is told, in whole parts of its gross total (unknown: 0). */
  measure(amounts) {
    this.amounts = amounts;
    this.total = 0;
    this.losses = false;
    for (let i = 0; i < this.n; i++) {
      this.total += amounts[i];
      if (amounts[i] < 0) this.losses = true;
    }
  }

  /** Score everybody under whole weights that add up to 10,000. */
  weigh(units) {
    summed(this.columns, units, this.scores);
    this.whole = 1;
  }

  /**
   * Prepare a drag: the others give way in exact proportion, so a score is a straight line in the
   * weight that moves, and a step costs one multiplication per account instead of twelve.
   */
  line(units, moved, locked) {
    const { n } = this;
    const free = units.map((_, c) => c !== moved && !locked[c]);
    let rest = units.reduce((sum, u, c) => sum + (free[c] ? u : 0), 0);
    const parts = units.map((u, c) => (free[c] ? (rest > 0 ? u : 1) : 0));
    if (rest === 0) rest = parts.reduce((a, b) => a + b, 0);
    const room = WHOLE - units.reduce((sum, u, c) => sum + (c !== moved && locked[c] ? u : 0), 0);
    const shared = summed(this.columns, parts, new Float64Array(n));
    const held = units.map((u, c) => (c !== moved && locked[c] ? u : 0));
    const start = summed(this.columns, held, new Float64Array(n));
    const column = this.columns[moved];
    const slope = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      slope[i] = rest * column[i] - shared[i];
      start[i] = room * shared[i] + rest * start[i];
    }
    return { slope, start, whole: rest, room };
  }

  /** Score everybody with the moved weight at `to` on a prepared line. */
  along({ slope, start, whole, room }, to) {
    const { scores, n } = this;
    const at = Math.min(Math.max(to, 0), room);
    for (let i = 0; i < n; i++) scores[i] = start[i] + at * slope[i];
    this.whole = whole;
  }

  /** Points of 100. */
  points(i) {
    return (this.scores[i] / this.whole / GRID / WHOLE) * 100;
  }

  /** Count accounts by score and, unless they are left as they were, sum the amount by score. */
  tally(withSums = true) {
    const { scores, bucket, count, seen, mask, n } = this;
    const step = BUCKETS / (GRID * WHOLE * this.whole);
    for (let i = 0; i < n; i++) bucket[i] = scores[i] * step;
    count.fill(0);
    for (let i = 0; i < n; i++) count[bucket[i]]++;
    if (withSums) this.sum();
    pile(count, this.above);
    if (!mask) {
      this.listed = n;
      return;
    }
    seen.fill(0);
    for (let i = 0; i < n; i++) seen[bucket[i]] += mask[i];
    this.listed = pile(seen, this.seenAbove);
  }

  sum() {
    const { bucket, amounts, sums, gains, n } = this;
    sums.fill(0);
    for (let i = 0; i < n; i++) sums[bucket[i]] = (sums[bucket[i]] + amounts[i]) | 0;
    if (!this.losses || n > EXACT) return;
    gains.fill(0);
    for (let i = 0; i < n; i++) gains[bucket[i]] = (gains[bucket[i]] + Math.max(amounts[i], 0)) | 0;
  }

  /**
   * What the screen needs of the present order.
   *
   * `from`, `to`: places in the (filtered) list; `key`: how many are key accounts; `pins`: rows to
   * find; `share`: the part of the amount to be reached; `before`: ranks under the baseline.
   */
  look({ from, to, key, pins, share, before }) {
    const { n, mark, mask, scores, bucket } = this;
    const inList = mask ? this.seen : this.count;
    const listAbove = mask ? this.seenAbove : this.above;
    mark.fill(0);
    for (let b = BUCKETS; b >= 0; b--) {
      if (!this.count[b]) continue;
      const inWindow = inList[b] && listAbove[b] < to && listAbove[b] + inList[b] > from;
      if (inWindow || this.above[b] < key) mark[b] = 1;
    }
    for (const i of pins) mark[bucket[i]] = 1;
    const crossing = this.total > 0 ? this.candidates(share * this.total) : [];
    for (const b of crossing) mark[b] = 1;
    const gathered = [];
    for (let i = 0; i < n; i++) if (mark[bucket[i]]) gathered.push(i);
    gathered.sort((a, b) => scores[b] - scores[a] || a - b);
    return this.read(gathered, { from, to, key, pins: new Set(pins), share, before, crossing });
  }

  /**
   * Buckets in which the running sum may first reach `wanted`: a bucket with losses can reach it and
   * fall back, so some before the first that ends above it are looked into as well.
   */
  candidates(wanted) {
    const found = [];
    const exact = this.losses && this.n <= EXACT;
    let sum = 0;
    for (let b = BUCKETS; b >= 0; b--) {
      const ends = sum + this.sums[b] >= wanted;
      if (ends || (this.count[b] && (exact ? sum + this.gains[b] >= wanted : this.losses))) found.push(b);
      if (ends) break;
      sum += this.sums[b];
    }
    return exact ? found : found.slice(-CANDIDATES);
  }

  read(gathered, { from, to, key, pins, share, before, crossing }) {
    const { bucket: buckets, amounts, mask } = this;
    const rows = [];
    const pinned = [];
    const entered = [];
    const top = new Set();
    const sumsAbove = this.sumsAbove(crossing);
    let [present, inBucket, seenInBucket, held, reached, running] = [-1, 0, 0, 0, null, 0];
    for (const i of gathered) {
      const b = buckets[i];
      if (b !== present) {
        [present, inBucket, seenInBucket] = [b, 0, 0];
        running = sumsAbove.get(b) ?? 0;
      }
      const rank = this.above[b] + ++inBucket;
      if (!mask || mask[i]) {
        const place = (mask ? this.seenAbove[b] : this.above[b]) + seenInBucket++;
        if (place >= from && place < to) rows.push({ i, rank, place });
      }
      if (pins.has(i)) pinned.push({ i, rank });
      if (rank <= key) {
        held += amounts[i];
        top.add(i);
        if (before && before[i] > key) entered.push(i);
      }
      if (sumsAbove.has(b)) {
        running += amounts[i];
        if (reached === null && running >= share * this.total) reached = rank;
      }
    }
    return { rows, pinned, entered, top, held, reached, listed: this.listed };
  }

  sumsAbove(buckets) {
    const found = new Map();
    let sum = 0;
    for (let b = BUCKETS; b >= 0 && found.size < buckets.length; b--) {
      if (buckets.includes(b)) found.set(b, sum);
      sum += this.sums[b];
    }
    return found;
  }

  /** The running share of the amount by rank: `points` pairs of (part of accounts, part of amount). */
  curve(points) {
    const line = [[0, 0]];
    if (!(this.total > 0)) return line;
    let [accounts, sum, next] = [0, 0, 0];
    for (let b = BUCKETS; b >= 0; b--) {
      if (!this.count[b]) continue;
      accounts += this.count[b];
      sum += this.sums[b];
      if (accounts >= next || accounts === this.n) {
        line.push([accounts / this.n, sum / this.total]);
        next = accounts + this.n / points;
      }
    }
    return line;
  }
}
