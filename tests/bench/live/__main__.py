"""``python -m tests.bench.live [ACCOUNTS ...] [--lineup FOLDER] [--no-naive]``: one run, one table.

FOLDER holds LineUpJS.js and LineUpJS.css (``npm pack lineupjs``, its build folder); without it that
rival is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import json
import shutil
import statistics
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kam.ui.components.ranking import packed
from scripts.server import browser, dashboard
from tests.bench.live import company, hand, sessions
from tests.node import answer

HERE = Path(__file__).parent
# .streamlit/config.toml sets the opposite, for every page started here.
STOCK = ("--runner.postScriptGC=true",)
PAUSE = 250  # milliseconds the live page waits for the hand to rest
ROUNDS, PRESSES = 4, 6
WEIGHTINGS = 200


@contextlib.contextmanager
def page_of(
    chrome: Any, name: str, accounts: int, *, mended: bool = False
) -> Iterator[tuple[Any, dict]]:
    """A page of one of the apps, drawn, with what its socket carried."""
    with (
        tempfile.TemporaryDirectory() as folder,
        dashboard(
            Path(folder) / "x.duckdb", script=str(HERE / f"app_{name}.py"),
            flags=() if mended else STOCK, KAM_BENCH_ACCOUNTS=str(accounts), PYTHONPATH=".",
            KAM_BENCH_MENDED="1" if mended else "",
        ) as address,
    ):  # fmt: skip
        page = chrome.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(180_000)
        carried: dict[str, Any] = {"sent": 0, "received": 0, "address": address}

        def count(socket: Any) -> None:
            socket.on("framesent", lambda _: carried.update(sent=carried["sent"] + 1))
            socket.on(
                "framereceived", lambda f: carried.update(received=carried["received"] + len(f))
            )

        page.on("websocket", count)
        page.goto(address)
        if name == "live":
            page.locator('.live[data-agrees="true"]').wait_for()
            page.locator(".row .who-name:not(.waiting)").first.wait_for()
        else:
            page.get_by_text("Echo").wait_for()
        page.wait_for_timeout(1500)
        hand.watch(page, "live" if name == "live" else "echo")
        try:
            yield page, carried
        finally:
            page.close()


def compared(chrome: Any, accounts: int, naive: bool) -> dict[str, Any]:
    """All pages of one size, pressed in turn."""
    with contextlib.ExitStack() as stack:
        live, carried = stack.enter_context(page_of(chrome, "live", accounts, mended=True))
        once = carried["received"]
        f12, _ = stack.enter_context(page_of(chrome, "f12", accounts))
        mended, _ = stack.enter_context(page_of(chrome, "f12", accounts, mended=True))
        stock, _ = stack.enter_context(page_of(chrome, "stock", accounts))
        for _ in range(ROUNDS):
            for page in (live, f12, mended, stock):
                page.bring_to_front()
                hand.press(page, PRESSES)
        found: dict[str, Any] = {"accounts": accounts, "bytes": once}
        found["live"], found["live_painted"] = hand.times(live)
        found["f12"], found["f12_painted"] = hand.times(f12)
        found["mended"], _ = hand.times(mended)
        found["stock"], _ = hand.times(stock)
        live.bring_to_front()
        found |= dragged(live, carried)
    if naive:
        with page_of(chrome, "naive", accounts) as (page, _):
            hand.press(page, 2 if accounts > 200_000 else 5)
            found["naive"], _ = hand.times(page)
    return found


def dragged(page: Any, carried: dict[str, Any]) -> dict[str, Any]:
    """Frames, messages and values while the hand moves, and the echo after it rests."""
    page.wait_for_timeout(1000)
    idle = hand.frames(page, lambda: page.wait_for_timeout(3000))
    sent, before = carried["sent"], page.evaluate("[bench.moves, bench.draws]")
    moving = hand.frames(page, lambda: hand.drag(page))
    messages = carried["sent"] - sent
    after = page.evaluate("[bench.moves, bench.draws]")
    page.mouse.up()
    page.wait_for_function("bench.agreed !== null")
    echoes = [page.evaluate("bench.agreed")]
    for _ in range(6):
        hand.drag(page, 10)
        page.mouse.up()
        page.wait_for_function("bench.agreed !== null")
        echoes.append(page.evaluate("bench.agreed"))
        page.wait_for_timeout(500)
    return {
        "idle_p95": idle,
        "drag_p95": moving,
        "messages": messages,
        "reranked": (after[1] - before[1]) / max(1, after[0] - before[0]),
        "echo": statistics.median(echoes) - PAUSE,
    }


def ids_equal(accounts: int) -> float:
    """The part of random weightings under which browser and server have the same first hundred."""
    board = company.blocks(accounts).board
    dice = np.random.default_rng(5)
    asked = []
    for turn in range(WEIGHTINGS):
        units = np.floor(dice.dirichlet(np.full(12, [0.1, 1, 20][turn % 3])) * 10_000).astype(int)
        units[int(np.argmax(units))] += 10_000 - units.sum()
        asked.append({"units": units.tolist(), "from": 0, "to": 100})
    head = {"set": "x", "part": "accounts", "n": accounts, "levels": board.levels.tolist()}
    with tempfile.TemporaryDirectory() as folder:
        block, questions = Path(folder) / "block", Path(folder) / "asked.json"
        block.write_bytes(packed(head, {"worth": board.q.reshape(-1), "known": board.known}))
        questions.write_text(json.dumps(asked))
        found = answer("rank.mjs", str(block), str(questions))
    same = [
        f["rows"] == board.best(board.scores(a["units"]), 100).tolist()
        for a, f in zip(asked, found, strict=True)
    ]
    return sum(same) / len(same)


def lineup(chrome: Any, folder: Path, accounts: int) -> tuple[float, float]:
    """Milliseconds LineUp.js takes from changed weights to the new order, and to showing it."""
    with tempfile.TemporaryDirectory() as place:
        for name in ("LineUpJS.js", "LineUpJS.css"):
            shutil.copy(folder / name, place)
        shutil.copy(HERE / "lineup.html", place)
        handler = functools.partial(_Quiet, directory=place)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = chrome.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(180_000)
        page.goto(f"http://127.0.0.1:{server.server_port}/lineup.html")
        page.evaluate("n => begin(n)", accounts)
        page.wait_for_timeout(5000)
        found = [page.evaluate("turn => change(turn)", turn) for turn in range(1, 9)]
        page.close()
        server.shutdown()
    orders = [f["order"] for f in found if f["order"] is not None]
    return statistics.median(orders), statistics.median(f["shown"] for f in found if f["shown"])


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Nothing."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accounts", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--lineup", type=Path)
    parser.add_argument("--no-naive", action="store_true")
    options = parser.parse_args()
    with browser() as chrome:
        for accounts in options.accounts:
            found = compared(chrome, accounts, not options.no_naive)
            found["ids_equal"] = ids_equal(accounts)
            if options.lineup and accounts <= 100_000:
                found["lineup_order"], found["lineup"] = lineup(chrome, options.lineup, accounts)
            report(found)
    print(json.dumps(sessions.compared(100_000), indent=1), flush=True)


def report(found: dict[str, Any]) -> None:
    """One size as a table: milliseconds, and ratios to F12 of the same run."""
    f12 = found["mended"]
    print(f"\n{found['accounts']:,} accounts; ids equal {found['ids_equal']:.0%}", flush=True)
    lines = [
        ("F12 (empty fragment, 12 sliders), mended", found["mended"]),
        ("F12 as Streamlit ships it", found["f12"]),
        ("live: input to DOM", found["live"]),
        ("live: input to drawn", found["live_painted"]),
        ("live: server echo after the pause", found["echo"]),
        ("st.slider, kept matrix, 50 rows", found["stock"]),
        ("naive: query, pandas, whole frame", found.get("naive")),
        ("LineUp.js: weights to new order", found.get("lineup_order")),
        ("LineUp.js: weights to drawn", found.get("lineup")),
    ]
    for label, value in lines:
        if value is None:
            print(f"  {label:45} not measured")
        else:
            print(f"  {label:45} {value:10.1f} ms  {value / f12:8.3f} of F12")
    print(
        f"  frames p95: {found['drag_p95']:.1f} ms dragging, {found['idle_p95']:.1f} idle"
        f" = {found['drag_p95'] / found['idle_p95']:.2f}"
    )
    print(
        f"  values re-ranked {found['reranked']:.0%}, messages while dragging {found['messages']}"
    )
    print(f"  sent once: {found['bytes'] / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
