"""Drives the real app in-process, from app.py, on a store of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kam import imports, intake, periods
from kam.store import Store
from kam.ui import working
from tests.app.screen import to

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def filled(tmp_path: Path) -> Callable[[bytes | None], Path]:
    """Makes a store's file, empty or with one flat sales file in it."""

    def make(content: bytes | None) -> Path:
        path = tmp_path / "app.duckdb"
        store = Store.open(path)
        if content is not None:
            plan = intake.plan([intake.Upload("sales.csv", content)], periods.now().date())
            imports.carry_out(store, plan, "test")
        store.close()
        return path

    return make


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the app on a store, with query parameters as in a link."""

    def start(
        database: Path, page: str | None = None, patience: float = 60, **query: str
    ) -> AppTest:
        monkeypatch.setenv("KAM_DB", str(database))
        monkeypatch.delenv("KAM_MODE", raising=False)
        # Nothing looks again by itself here: a page waits for the work behind it.
        monkeypatch.setattr(working, "PATIENCE", patience)
        opened = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for key, value in query.items():
            opened.query_params[key] = value
        opened.run()
        return to(opened, page) if page else opened

    return start
