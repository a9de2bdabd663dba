"""Two things timed in turn, so that a busy machine is unfair to neither."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def seconds(act: Callable[[], Any]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def in_turn(
    ours: Callable[[], Any], rival: Callable[[], Any], rounds: int = 5
) -> tuple[float, float]:
    """Median seconds of both, called alternately after one warm-up each."""
    ours(), rival()
    pairs = [(seconds(ours), seconds(rival)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
