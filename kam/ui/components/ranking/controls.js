// The controls beside the weights: where they started, the way back, search, filters, how many are key.

import { attributes, button, choice, el, icon } from "./dom.js";

export const MOST_KEY = 200;

/** `on` hears start(preset), travel(way), reset(), find(text), filter(name, value), key(n), present(). */
export class Controls {
  constructor(view, on) {
    [this.view, this.on, this.selects] = [view, on, {}];
    const { labels } = view;
    this.bar = el("div", "bar-tools");
    // What a set's label says in brackets is told elsewhere.
    const sets = view.presets.map((p) => [p.id, p.label.split(/\s*[(\uff08]/)[0]]);
    this.presets = choice("preset", labels.start_from, sets, on.start);
    this.undo = button("tool", labels.undo, () => on.travel("undo"), "undo");
    this.redo = button("tool", labels.redo, () => on.travel("redo"), "redo");
    this.reset = button("tool word", labels.reset, on.reset);
    this.bar.append(this.presets, this.undo, this.redo, this.reset);
    this.tools = el("div", "tools");
    const search = el("label", "search");
    this.search = attributes(el("input"), {
      type: "search", placeholder: labels.find, "aria-label": labels.search, autocomplete: "off",
    });
    this.search.addEventListener("input", () => on.find(this.search.value.trim()));
    search.append(icon("search"), this.search);
    this.filters = el("span", "filters");
    const count = el("label", "key-count");
    this.key = attributes(el("input", "box"), { type: "number", min: 1, max: MOST_KEY, step: 1 });
    this.key.addEventListener("change", () => on.key(Math.round(Number(this.key.value))));
    count.append(el("span", "", labels.key_accounts), this.key);
    this.present = button("tool", labels.present, on.present, "present");
    this.tools.append(search, this.filters, count, this.present);
  }

  /** Selects for the groups that tell accounts apart. */
  group(groups) {
    const { labels } = this.view;
    this.filters.replaceChildren();
    for (const [name, group] of Object.entries(groups)) {
      const pairs = [["", labels[`all_${name}`]], ...group.labels.map((text, g) => [String(g), text])];
      this.selects[name] = choice("filter", labels[name], pairs, (value) => this.on.filter(name, value));
      this.filters.append(this.selects[name]);
    }
  }

  show({ history, preset, units, key }) {
    this.undo.disabled = !history.canUndo;
    this.redo.disabled = !history.canRedo;
    this.presets.value = preset;
    const start = this.view.presets.find((p) => p.id === preset);
    this.reset.disabled = start.units.every((u, c) => u === units[c]);
    if (this.key.getRootNode().activeElement !== this.key) this.key.value = key;
  }
}
