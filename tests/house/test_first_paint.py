"""What stands on the screen first needs nothing heavy; a page loads a model or charts when it uses them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("pandas", "numpy", "duckdb", "scipy", "sklearn", "plotly.graph_objects", "babel.numbers")


def loaded_by(code: str) -> set[str]:
    """Which of the heavy packages a piece of code loads."""
    program = f"import sys; {code}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_door_loads_nothing_heavy():
    assert loaded_by("import streamlit, kam.ui.door") <= loaded_by("import streamlit")


@pytest.mark.parametrize("module", ["kam.ui.frame", "kam.ui.live", "kam.charts", "kam.churn"])
def test_models_and_charts_are_loaded_when_they_are_used(module):
    found = loaded_by(f"import streamlit, {module}") - loaded_by("import streamlit")
    assert not found & {"scipy", "sklearn", "plotly.graph_objects"}
