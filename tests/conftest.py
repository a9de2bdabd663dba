"""What every test may ask for: the shared data sets, golden values, ready stores."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real data sets, beside the checkout; skips without it, but not in CI."""
    folder = Path(os.environ.get("KAM_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the shared data sets are not beside this checkout")
        pytest.skip("the shared data sets are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def golden() -> dict[str, Any]:
    """Published and recomputed values by name of the case."""
    return json.loads((Path(__file__).parent / "golden" / "golden.json").read_text())
