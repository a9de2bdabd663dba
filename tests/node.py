"""Running JavaScript in tests: Playwright brings a node along, so nothing has to be installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import playwright

JS = Path(__file__).parent / "js"


def node() -> str:
    """The path of a node: Playwright's own, else the machine's."""
    bundled = Path(playwright.__file__).parent / "driver" / "node"
    found = str(bundled) if bundled.exists() else shutil.which("node")
    assert found, "there is no node: pip install playwright brings one"
    return found


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """node with some words."""
    return subprocess.run(
        [node(), *words], capture_output=True, text=True, timeout=300, check=False
    )


def answer(program: str, *words: str) -> Any:
    """What one of our programs prints, read as JSON."""
    done = run(str(JS / program), *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
