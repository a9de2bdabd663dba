"""What a person waits for, against an app that does nothing."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

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
