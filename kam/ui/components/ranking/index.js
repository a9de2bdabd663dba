// What Streamlit calls with a block of bytes: it is kept for the set of accounts it belongs to. The
// views, whose own script is a few lines so that an answer from the server stays small, ask here.

import { unpacked } from "./block.js";
import { Accounts, Live } from "./live.js";

const KEPT = 2; // sets of accounts held in memory
const sets = new Map();
const views = new Map();

function keep(block) {
  let set = sets.get(block.set);
  if (block.part === "accounts" && !set) {
    sets.set(block.set, (set = new Accounts(block)));
    while (sets.size > KEPT) sets.delete(sets.keys().next().value);
  } else if (block.part !== "accounts" && set && !set.parts.has(block.part)) {
    set.add(block);
    set.parts.add(block.part);
  } else return;
  for (const live of views.values()) if (live.view.set === block.set) live.fill(set);
}

/** Draw a view of the page, or bring it up to date; returns what takes it away. */
function show({ data, parentElement, setStateValue, setTriggerValue }) {
  const send = { state: setStateValue, event: setTriggerValue };
  const away = () => {
    views.get(parentElement)?.remove();
    views.delete(parentElement);
  };
  try {
    const live = views.get(parentElement);
    if (live && live.view.set === data.set && live.view.lang === data.lang) live.update(data, send);
    else {
      away();
      const fresh = new Live(data, send, STYLE);
      views.set(parentElement, fresh);
      parentElement.append(fresh.root);
      fresh.resize();
      if (sets.has(data.set)) fresh.fill(sets.get(data.set));
    }
  } catch (error) {
    console.error(error);
    setTriggerValue("failed", String(error));
  }
  return away;
}

const room = (globalThis[Symbol.for("kam.ranking")] ??= {});
room.show = show;
room.ready?.();

export default function ranking({ data }) {
  if (data instanceof Uint8Array) keep(unpacked(data));
}
