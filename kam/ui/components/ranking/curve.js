// The Pareto curve of the amount in the present order, over that of the baseline.

import { sheet } from "./dom.js";

const ROOM = { left: 1, right: 1, top: 6, bottom: 1 };

/** Draw on a canvas of the given size; `look` holds colours, `held` = [part of accounts, of amount]. */
export function drawCurve(canvas, { line, before, held, share, reached }, look) {
  const { width, height } = canvas.getBoundingClientRect();
  if (!width) return;
  const context = sheet(canvas, width, height);
  const most = Math.max(1, ...line.map((p) => p[1]), ...(before ?? []).map((p) => p[1]));
  const least = Math.min(0, ...line.map((p) => p[1]));
  const x = (part) => ROOM.left + part * (width - ROOM.left - ROOM.right);
  const tall = height - ROOM.top - ROOM.bottom;
  const y = (part) => ROOM.top + (1 - (part - least) / (most - least)) * tall;
  const trace = (points) => {
    context.beginPath();
    points.forEach(([a, b], p) => (p ? context.lineTo(x(a), y(b)) : context.moveTo(x(a), y(b))));
  };
  context.lineWidth = 1;
  context.strokeStyle = look.border;
  context.strokeRect(x(0), y(most) - 0.5, x(1) - x(0), y(least) - y(most));
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(x(0), y(share));
  context.lineTo(x(1), y(share));
  context.stroke();
  context.setLineDash([]);
  if (line.length < 2) return;
  trace([...line, [1, least], [0, least]]);
  context.fillStyle = look.wash;
  context.fill();
  if (before) {
    trace(before);
    context.strokeStyle = look.faint;
    context.lineWidth = 1.5;
    context.stroke();
  }
  trace(line);
  context.strokeStyle = look.accent;
  context.lineWidth = 2;
  context.stroke();
  const dot = (a, b, full) => {
    context.beginPath();
    context.arc(x(a), y(b), 4, 0, 2 * Math.PI);
    context.fillStyle = full ? look.accent : look.background;
    context.fill();
    context.strokeStyle = look.accent;
    context.stroke();
  };
  if (reached !== null) dot(reached, share, false);
  dot(held[0], held[1], true);
}
