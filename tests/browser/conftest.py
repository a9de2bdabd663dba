"""A real server and a real browser; skipped without Chromium, but never in CI."""

from __future__ import annotations

import os

import pytest

from scripts import server


@pytest.fixture(scope="session")
def chrome():
    """A headless Chromium for the session."""
    if server.chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium: .ci/run installs it")
        pytest.skip("there is no Chromium on this machine")
    with server.browser() as started:
        yield started


@pytest.fixture
def served(tmp_path):
    """A dashboard just started on an empty store: its address."""
    with server.dashboard(tmp_path / "served.duckdb") as address:
        yield address


class Watch:
    """What a page asked the network for and what it complained about."""

    def __init__(self, page, address):
        self.foreign, self.complaints = [], []
        page.on("request", lambda r: self._asked(r.url, address))
        page.on("websocket", lambda w: self._asked(w.url.replace("ws", "http", 1), address))
        page.on("console", self._said)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def _said(self, message):
        where = message.location.get("url") or ""
        # On a deep link Streamlit's client looks for its server below the page's path first.
        if message.type == "error" and not where.endswith(("/health", "/host-config")):
            self.complaints.append(f"{message.text} {where}")

    def _asked(self, url, address):
        if not url.startswith((address, "data:", "blob:")):
            self.foreign.append(url)


@pytest.fixture
def watched(chrome, served):
    """A page at 1366 × 768 with its watch."""
    context = chrome.new_context(viewport={"width": 1366, "height": 768}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page, Watch(page, served), served
    context.close()
