"""What a person waits for, against an app that does nothing."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from kam.ui.menu import ENTRIES
from scripts.server import browser, dashboard
from tests.bench.timing import seconds

EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'
ROUNDS = 3


def bench_first_paint_against_an_empty_app() -> tuple[float, float, str]:
    """From starting the server to the first title on the screen; nothing on file yet."""
    ours, rival = [], []
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        place = Path(folder)
        (place / "empty.py").write_text(EMPTY, encoding="utf-8")

        def paint(script: str) -> None:
            with dashboard(place / "bench.duckdb", script=script) as address:
                page = chrome.new_page()
                page.goto(address)
                page.wait_for_selector("h1")
                page.close()

        for _ in range(ROUNDS):
            ours.append(seconds(lambda: paint("app.py")))
            rival.append(seconds(lambda: paint(str(place / "empty.py"))))
    return (
        statistics.median(ours),
        statistics.median(rival),
        "server start to first title, this app against an empty one",
    )


ANSWER = "h4, [data-testid=stMetric], [data-testid=stDataFrame], [data-testid=stAlert]"


def bench_answer_of_the_slowest_page_against_an_empty_page() -> tuple[float, float, str]:
    """From asking for a page of the sample company to its answer, each page twice: the second time."""
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        place = Path(folder)
        (place / "empty.py").write_text(EMPTY, encoding="utf-8")
        with (
            dashboard(place / "bench.duckdb") as ours,
            dashboard(place / "bench.duckdb", script=str(place / "empty.py")) as empty,
        ):

            def opened(address: str, wanted: str) -> float:
                page = chrome.new_page()
                page.set_default_timeout(120_000)

                def go() -> None:
                    page.goto(address)
                    page.locator(wanted).first.wait_for()

                took = seconds(go)
                page.close()
                return took

            def middle(address: str, wanted: str) -> float:
                opened(address, wanted)
                return statistics.median(opened(address, wanted) for _ in range(ROUNDS))

            rival = middle(empty, "h1")
            times = {stem: middle(f"{ours}/{stem}?sample=true", ANSWER) for stem in ENTRIES}
    told = ", ".join(f"{stem} {took / rival:.2f}" for stem, took in times.items())
    return max(times.values()), rival, f"ratios by page: {told}"
