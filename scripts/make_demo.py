"""Write the sample company as files: ``python -m scripts.make_demo``."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from kam import demo

DATA = Path(__file__).resolve().parent.parent / "data"


def write(folder: Path, seed: int = demo.SEED) -> list[Path]:
    """Write one CSV per table into ``folder``/demo, and the truth beside that folder.

    The truth stands apart so that whoever imports every file of data/demo imports facts only.
    """
    (folder / "demo").mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in demo.tables(seed).items():
        path = folder / "demo_truth.csv" if name == demo.TRUTH else folder / "demo" / f"{name}.csv"
        dates = {c: frame[c].dt.strftime("%Y-%m-%d") for c in frame.select_dtypes("datetime")}
        plain = frame.assign(**dates)
        # Whole amounts need no decimals: 500.0 would only make the files larger.
        for column in plain.select_dtypes("float"):
            known = plain[column].dropna()
            if (known == known.round()).all():
                plain[column] = plain[column].astype(pd.Int64Dtype())
        plain.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
        written.append(path)
    return written


def main() -> int:
    """Write data/demo/*.csv and data/demo_truth.csv, and say how large they are."""
    for path in write(DATA):
        print(f"{path.relative_to(DATA.parent)}: {path.stat().st_size / 1000:,.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
