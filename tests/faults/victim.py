"""Imports one file after another until somebody kills it; says each one it was told is done.

``python -m tests.faults.victim STORE FIRST``: FIRST is the number of the first import.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kam import imports, intake
from kam.store import Store

LINES = 40


def content(number: int) -> bytes:
    """A sales file of LINES lines whose amounts are all its number."""
    lines = "".join(
        f"A{number}-{n},2024-01-{1 + n % 28:02d},{number}-{n},{number}\n" for n in range(LINES)
    )
    return f"account id,order date,order id,amount\n{lines}".encode()


def main() -> None:
    """Import for ever."""
    path, number = Path(sys.argv[1]), int(sys.argv[2])
    store = Store.open(path)
    print("open", flush=True)
    while True:
        upload = intake.Upload(f"{number}.csv", content(number))
        report = imports.carry_out(store, imports.plan(store, [upload]), "victim")
        assert report.changed
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    main()
