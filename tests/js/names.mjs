// A program: unpacks a block with names and answers searches. node names.mjs BLOCK '["text", ...]'
import { readFileSync } from "node:fs";

import { Names, unpacked } from "../../kam/ui/components/ranking/block.js";

const bytes = new Uint8Array(readFileSync(process.argv[2]));
const shifted = new Uint8Array(bytes.length + 3); // a message may begin anywhere in its buffer
shifted.set(bytes, 3);
const block = unpacked(shifted.subarray(3));
const names = new Names(block.arrays.names, block.n);
const rows = (found) => Array.from(found.keys()).filter((i) => found[i]);
process.stdout.write(
  JSON.stringify({
    all: Array.from({ length: block.n }, (_, i) => names.of(i)),
    found: JSON.parse(process.argv[3]).map((text) => rows(names.holding(text))),
  }),
);
