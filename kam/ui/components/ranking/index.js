// What Streamlit calls with a block of bytes: it is kept for the set of accounts it belongs to. The
// views, whose own script is a few lines so that an answer from the server stays small, ask here.

import { unpacked } from "./block.js";
import { Sets } from "./accounts.js";
import { Live } from "./live.js";

const sets = new Sets(2);
const views = new Map();

function keep(block) {
  const set = sets.keep(block);
  if (!set) return;
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
      if (sets.get(data.set)) fresh.fill(sets.get(data.set));
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
