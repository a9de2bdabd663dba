"""A hand on a page: key presses and drags, timed inside the browser."""

from __future__ import annotations

import statistics
from typing import Any

# Notes the time of every key press and how long after it the page's answer stands in the DOM.
WATCH = """(what) => {
  const root = what === 'live'
    ? [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
        .map(h => h.shadowRoot ?? h).find(r => r.querySelector('.live')) : document.body;
  const read = what === 'live'
    ? () => root.querySelector('.layer .row .score')?.textContent + root.querySelector('.box').value
    : () => [...document.querySelectorAll('p')].find(p => p.textContent.startsWith('Echo'))?.textContent;
  const bench = (window.bench = {
    times: [], painted: [], at: null, seen: read(), frames: [], moves: 0, draws: 0, agreed: null,
  });
  document.addEventListener('keydown', e => { bench.at = e.timeStamp; }, true);
  document.addEventListener('pointermove', () => { bench.moves++; }, true);
  document.addEventListener('pointerup', e => { bench.up = e.timeStamp; bench.agreed = null; }, true);
  new MutationObserver(() => {
    const now = read();
    if (now !== bench.seen) {
      bench.seen = now;
      bench.draws++;
      if (bench.at !== null) {
        const at = bench.at;
        bench.at = null;
        bench.times.push(performance.now() - at);
        requestAnimationFrame(() => setTimeout(() => bench.painted.push(performance.now() - at)));
      }
    }
    if (bench.up && bench.agreed === null && root.querySelector?.('.live')?.dataset.agrees === 'true')
      bench.agreed = performance.now() - bench.up;
  }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  const tick = now => { bench.frames.push(now); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""


def watch(page: Any, what: str) -> None:
    """Begin to take times; ``what``: "live" or "echo" (a line that begins with Echo)."""
    page.evaluate(WATCH, what)


def slider(page: Any, place: int = 0) -> Any:
    """A slider of the page."""
    return page.get_by_role("slider").nth(place)


def press(page: Any, times: int, rest: int = 450, patience: int = 120_000) -> None:
    """Press an arrow key so many times, waiting for the answer and a rest after each."""
    slider(page).focus()
    for turn in range(times):
        count = page.evaluate("bench.times.length")
        page.keyboard.press("ArrowRight" if turn % 2 else "ArrowLeft")
        page.wait_for_function("n => bench.times.length > n", arg=count, timeout=patience)
        page.wait_for_timeout(rest)


def times(page: Any) -> tuple[float, float]:
    """Median milliseconds until the DOM had the answer, and until it was drawn."""
    found = page.evaluate("[bench.times, bench.painted]")
    return statistics.median(found[0]), statistics.median(found[1])


def frames(page: Any, act: Any) -> float:
    """95th percentile of the time between frames while something is done."""
    start = page.evaluate("(bench.frames.length = 0, performance.now())")
    act()
    stamps = [f for f in page.evaluate("bench.frames") if f > start]
    gaps = sorted(b - a for a, b in zip(stamps, stamps[1:], strict=False))
    return gaps[int(0.95 * (len(gaps) - 1))]


def drag(page: Any, steps: int = 180) -> None:
    """Take a weight by hand and move it to and fro, a step about every frame; it is not let go."""
    box = slider(page, 3).bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 30, y)
    page.mouse.down()
    for step in range(steps):
        part = abs((step % 60) - 30) / 30
        page.mouse.move(box["x"] + 20 + part * (box["width"] - 60), y)
        page.wait_for_timeout(8)
