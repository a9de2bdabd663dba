// What travels once: arrays behind a JSON head, and all names as one UTF-8 text.

const TYPES = { i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/** The head and its arrays, as views into the bytes. */
export function unpacked(bytes) {
  // A message may start anywhere in its buffer; arrays of two and four bytes may not.
  const buffer = bytes.byteOffset % 8 ? bytes.slice().buffer : bytes.buffer;
  const base = bytes.byteOffset % 8 ? 0 : bytes.byteOffset;
  const length = new DataView(buffer, base, 4).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, base + 4, length)));
  const arrays = {};
  for (const [name, [type, offset, size]] of Object.entries(head.arrays)) {
    arrays[name] = new TYPES[type](buffer, base + offset, size);
  }
  return { ...head, arrays };
}

/** Names and ids by row: one line each, "name ⇥ id". */
export class Names {
  constructor(bytes, n) {
    this.bytes = bytes;
    this.starts = new Uint32Array(n + 1);
    this.known = new Map();
    this.decoder = new TextDecoder();
    let at = 0;
    for (let i = 0; i < n; i++) {
      this.starts[i] = at;
      const end = bytes.indexOf(10, at);
      at = end < 0 ? bytes.length : end + 1;
    }
    this.starts[n] = at;
  }

  /** [name, id] of a row. */
  of(i) {
    let found = this.known.get(i);
    if (!found) {
      if (this.known.size > 4000) this.known.clear();
      const line = this.decoder.decode(this.bytes.subarray(this.starts[i], this.starts[i + 1]));
      found = line.replace(/\n$/, "").split("\t");
      this.known.set(i, found);
    }
    return found;
  }

  /** 1 for each row whose name or id holds the text, whatever its case. */
  holding(text) {
    if (!this.text) {
      this.text = this.decoder.decode(this.bytes).toLowerCase();
      this.lines = new Uint32Array(this.starts.length);
      for (let i = 0, at = 0; i < this.lines.length; i++) {
        this.lines[i] = at;
        const end = this.text.indexOf("\n", at);
        at = end < 0 ? this.text.length + 1 : end + 1;
      }
    }
    const wanted = text.toLowerCase();
    const found = new Uint8Array(this.starts.length - 1);
    let row = 0;
    for (let at = this.text.indexOf(wanted); at >= 0; at = this.text.indexOf(wanted, this.lines[row + 1])) {
      row = this.rowAt(at, row);
      found[row] = 1;
      if (row + 1 >= found.length) break;
    }
    return found;
  }

  rowAt(at, from) {
    let [low, high] = [from, this.lines.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lines[middle] <= at) low = middle;
      else high = middle;
    }
    return low;
  }
}
