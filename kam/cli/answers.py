"""What a command answers: exit codes, and values as JSON knows them."""

from __future__ import annotations

import contextlib
import sys
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from kam.portfolio import Portfolio
from kam.units import is_unknown

DONE, FAILED, USAGE, REJECTED, REFUSED = 0, 1, 2, 3, 4

# What goes to JSON, the lines for people, and the exit code.
Answer = tuple[dict[str, Any], list[str], int]


def tell(message: str) -> None:
    """Say something to the person; stdout is the answer's alone."""
    with contextlib.suppress(BrokenPipeError):
        print(message, file=sys.stderr)


def notices(portfolio: Portfolio, lang: str) -> list[dict[str, str]]:
    """What every reader of a result must know, as JSON knows it."""
    return [{"code": n.code, "text": n.text.in_language(lang)} for n in portfolio.notices]


def known(value: float) -> float | None:
    """A number; unknown as null."""
    return None if is_unknown(value) else float(value)


def cents(value: float) -> float:
    """An amount to the cent, half a cent away from zero: lines hold four decimals, a float not.

    >>> cents(110277.305), cents(-0.125)
    (110277.31, -0.13)
    """
    exact = Decimal(repr(round(float(value), 4)))
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def plain(value: Any) -> Any:
    """A value as JSON knows it; unknown as null."""
    if is_unknown(value):
        return None
    if isinstance(value, pd.Timestamp | date):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON knows them."""
    return [{k: plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
