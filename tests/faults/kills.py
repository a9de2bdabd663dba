"""Kills the product's own import at random moments and looks at what is left.

``python -m tests.faults.kills [KILLS] [SEED]`` prints a table; ``make test-faults`` runs 200.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from kam import confirmed, copies, health
from kam.store import Store
from tests.faults.victim import LINES

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Toll:
    """What the kills did: counts of imports told, lost and stored in part, and of refused opens."""

    kills: int = 0
    told: int = 0
    lost: int = 0
    partial: int = 0
    unsound: int = 0
    unopened: int = 0
    untold: int = 0
    slowest_open: float = 0.0


def kill_imports(kills: int, seed: int = 1, within: float = 6.0) -> Toll:
    """Start the victim, kill it, look at what is left; again.

    Every other kill waits for an import to be told, so that something was confirmed however slow the
    machine is; the others count from the opening of the store, up to ``within`` seconds.
    """
    toll, dice = Toll(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kam.duckdb"
        told: set[int] = set()
        for turn in range(kills):
            first = max(told, default=0) + 1000
            told |= _one_kill(path, first, dice.uniform(0, within), told_first=turn % 2 == 0)
            toll.kills += 1
            _look(path, told, toll)
            for copy in copies.of(path):
                copy.path.unlink()
        toll.told = len(told)
    return toll


def _one_kill(path: Path, first: int, after: float, *, told_first: bool) -> set[int]:
    victim = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.victim", str(path), str(first)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    told: set[int] = set()
    assert victim.stdout is not None
    assert victim.stdout.readline() == "open\n"
    if told_first:
        told.add(int(victim.stdout.readline()))
    timer = threading.Timer(after, victim.kill)
    timer.start()
    for line in victim.stdout:
        told.add(int(line))
    victim.wait()
    timer.join()
    return told


def _look(path: Path, told: set[int], toll: Toll) -> None:
    began = time.perf_counter()
    try:
        store = Store.open(path)
    except Exception:
        toll.unopened += 1
        return
    toll.slowest_open = max(toll.slowest_open, time.perf_counter() - began)
    with store.closing():
        rows = store.query(
            "SELECT CAST(split_part(order_id, '-', 1) AS INTEGER) AS number, count(*) AS lines,"
            " sum(revenue) AS revenue FROM sale GROUP BY ALL"
        )
        there = set(rows["number"])
        files = set(store.query("SELECT DISTINCT file FROM import_file")["file"])
        whole = rows["lines"].eq(LINES) & rows["revenue"].astype(float).eq(rows["number"] * LINES)
        toll.lost += len(told - there)
        toll.partial += int((~whole).sum()) + len({f"{n}.csv" for n in there} ^ files)
        toll.untold = len(there - told)
        toll.unsound += not health.examine(store).sound
        named = {x.import_id for x in confirmed.read(path).standing}
        kept = set(store.query("SELECT import_id FROM import_file")["import_id"])
        toll.lost += len(named - kept)


def main() -> None:
    """Kill, and print what came of it."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    toll = kill_imports(kills, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for name, value in vars(toll).items():
        print(f"{name:14} {value:.2f}" if isinstance(value, float) else f"{name:14} {value}")
    raise SystemExit(bool(toll.lost or toll.partial or toll.unsound or toll.unopened))


if __name__ == "__main__":
    main()
