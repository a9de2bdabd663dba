// What the order means, in three figures and a curve: how much the first hold, how many hold most of
// it, who enters and who leaves.

import { drawCurve } from "./curve.js";
import { attributes, choice, el, filled, write } from "./dom.js";

const NAMED = 3; // how many who enter or leave are named
const POINTS = 160;
export const SHARE = 0.8;

/** The head of the ranking. `choose` hears which amount is told. */
export class Head {
  constructor(view, format, choose) {
    [this.view, this.format] = [view, format];
    this.root = el("div", "head-figures");
    this.held = this.figure("");
    this.reach = this.figure("");
    this.change = this.figure(view.labels.change);
    this.change.root.classList.add("wide");
    const chart = el("div", "figure curve");
    const title = el("div", "figure-label");
    this.canvas = attributes(el("canvas", "pareto"), { role: "img" });
    const pairs = view.amounts.map((a) => [a.id, a.label]);
    this.amounts = choice("amount", view.labels.amount, pairs, choose);
    if (pairs.length > 1) title.append(this.amounts);
    else title.textContent = pairs[0]?.[1] ?? "";
    chart.append(title, this.canvas);
    this.root.append(chart);
  }

  figure(label) {
    const root = el("div", "figure");
    const title = el("div", "figure-label", label);
    const value = el("div", "figure-value", "–");
    const note = el("div", "figure-note");
    root.append(title, value, note);
    this.root.append(root);
    return { root, title, value, note };
  }

  /** The curve under the baseline, to be drawn behind every other. */
  remember(order) {
    this.before = order.curve(POINTS);
  }

  show(set, found, key, chosen, look) {
    const { format, view } = this;
    const { labels } = view;
    const { order } = set;
    const amount = view.amounts.find((a) => a.id === chosen)?.said ?? "";
    const known = order.total > 0;
    const part = known ? found.held / order.total : 0;
    this.amounts.value = chosen;
    write(this.held.title, filled(labels.held, { n: format.whole(key) }));
    write(this.held.value, known ? format.percent(part) : "–");
    write(this.held.note, filled(labels.of_amount, { amount }));
    write(this.reach.title, filled(labels.reaches, { share: format.percent(SHARE) }));
    write(this.reach.value, known && found.reached !== null ? format.whole(found.reached) : "–");
    write(this.reach.note, filled(labels.of_accounts, { n: format.whole(set.n) }));
    this.changes(set, found, key);
    const line = order.curve(POINTS);
    const reached = found.reached === null ? null : found.reached / set.n;
    const drawn = { line, before: this.before, held: [key / set.n, part], share: SHARE, reached };
    drawCurve(this.canvas, drawn, look);
    const said = filled(labels.curve_alt, {
      n: format.whole(key), share: this.held.value.textContent, amount, reach: this.reach.value.textContent,
    });
    attributes(this.canvas, { "aria-label": said });
  }

  /** Who enters the key accounts and who leaves them, against the baseline. */
  changes(set, found, key) {
    const { format } = this;
    const { labels } = this.view;
    const { value, note } = this.change;
    const count = found.entered.length;
    const left = count ? firstBefore(set, key).filter((i) => !found.top.has(i)) : [];
    write(value, count ? `+${format.whole(count)}  −${format.whole(left.length)}` : labels.nobody_moves);
    value.classList.toggle("calm", !count);
    if (count) {
      if (note.children.length !== 2) note.replaceChildren(el("div", "in"), el("div", "out"));
      write(note.children[0], `${labels.enters} ${this.named(set, found.entered)}`);
      write(note.children[1], `${labels.leaves} ${this.named(set, left)}`);
    } else write(note, "");
    note.title = [...note.children].map((child) => child.textContent).join("\n");
  }

  named(set, rows) {
    if (!set.names) return "";
    const { labels } = this.view;
    const told = rows.slice(0, NAMED).map((i) => set.names.of(i)[0]).join(labels.comma);
    const more = { n: this.format.whole(rows.length - NAMED) };
    return rows.length > NAMED ? told + filled(labels.more, more) : told;
  }
}

/** The key accounts under the baseline, best first; found once per baseline and number. */
function firstBefore(set, key) {
  if (set.firstOf !== set.before || set.firstKey !== key) {
    set.first = [];
    for (let i = 0; i < set.n; i++) if (set.before[i] <= key) set.first.push(i);
    set.first.sort((a, b) => set.before[a] - set.before[b]);
    [set.firstOf, set.firstKey] = [set.before, key];
  }
  return set.first;
}
