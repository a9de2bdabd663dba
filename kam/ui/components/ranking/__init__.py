"""The live ranking in the browser: weights move, all accounts re-rank under the hand.

Its script is plain JavaScript in modules of its own, read once and joined here: no build, nothing
fetched. docs/live.md explains how it works.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from kam.ui.components.ranking.block import packed

FOLDER = Path(__file__).parent
# In the order they need one another; index.js holds what Streamlit calls.
MODULES = (
    "dom", "core", "shares", "block", "accounts", "sliders", "controls",
    "hand", "curve", "figures", "list", "live", "index",
)  # fmt: skip
NAME = "kam_ranking"

__all__ = ["MODULES", "block", "packed", "script", "view"]


@lru_cache
def script() -> str:
    """All modules as one, with the style sheet; imports among them and exports are left out."""
    whole = "\n".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    whole = re.sub(r"^import \{[^}]*\} from \"\./\w+\.js\";\n", "", whole, flags=re.MULTILINE)
    whole = re.sub(r"^export (?!default)", "", whole, flags=re.MULTILINE)
    style = (FOLDER / "style.css").read_text(encoding="utf-8")
    return f"const STYLE = {json.dumps(style)};\n{whole}"


@lru_cache
def _view_script() -> str:
    return (FOLDER / "view.js").read_text(encoding="utf-8")


def block(content: bytes, key: str) -> None:
    """Hand a block of bytes over; drawn outside the fragment that reruns, it travels once."""
    st.components.v2.component(NAME, js=script())(data=content, key=key)


def view(data: dict[str, Any], key: str, on: dict[str, Callable[[], None]]) -> Any:
    """Draw the ranking.

    Parameters
    ----------
    data : what ``kam.ui.live`` says: labels, weights, what the page ranks first
    on : callbacks by event: ``held`` (a state that stays), ``chosen`` and ``failed`` (happen once)
    """
    events: dict[str, Any] = {f"on_{name}_change": act for name, act in on.items()}
    return st.components.v2.component(f"{NAME}_view", js=_view_script())(
        data=data, key=key, **events
    )
