"""Whose path a small account follows: its first quarters beside those of today's key accounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.units import Number
from kam.words import Sentence, say

QUARTER = 3
MOST, LEAST = 8, 3  # quarters compared
NEAR = 0.35  # paths that lie further apart on average are not alike
_CAUTION = 4.0  # so many average quarters are added before an account's own growth is believed


@dataclass(frozen=True)
class Lookalike:
    """The key account whose beginning was most like an account's, the role model.

    ``distance`` is how far the two indexed paths lie apart on average, as a ratio minus 1 (0 the
    same); ``usual`` the median distance to all key accounts; ``times_larger`` how large the role
    model was in those quarters, as a multiple of the account.
    """

    account_id: str
    quarters: int
    distance: float
    usual: float
    times_larger: float
    name: str = ""

    @property
    def sentence(self) -> Sentence:
        """The comparison in words, with the difference in size."""
        told = say(
            "Its first {n} quarters grew as those of {name} did, today a key account.",
            n=Number(self.quarters), name=self.name or self.account_id,
        )  # fmt: skip
        if self.times_larger < 1.5:
            return told
        return say(
            "{told} {name} was {times} times as large then.",
            told=told, name=self.name or self.account_id, times=Number(self.times_larger, 1),
        )  # fmt: skip


def beginnings(months: pd.DataFrame, quarters: int) -> pd.DataFrame:
    """Each account's sales in its first quarters.

    Accounts whose first month on file is the file's own first are left out: their beginning was
    earlier than the file's.

    Parameters
    ----------
    months : account × month, the oldest first, money

    Returns
    -------
    DataFrame, account_id down, quarter 0 … across; only accounts with so many quarters
    """
    x = months.to_numpy(dtype=float)
    first = np.argmax(x != 0, axis=1)
    wanted = quarters * QUARTER
    rows = np.flatnonzero((x != 0).any(axis=1) & (first > 0) & (x.shape[1] - first >= wanted))
    taken = x[rows[:, None], first[rows, None] + np.arange(wanted)]
    return pd.DataFrame(
        taken.reshape(len(rows), quarters, QUARTER).sum(axis=2), index=months.index[rows]
    )


def indexed(quarters: pd.DataFrame, caution: float = _CAUTION) -> pd.DataFrame:
    """Paths as logarithms around their own mean, drawn towards the average path.

    Few quarters say little: so many average ones are added, so that three orders do not make a star.
    """
    logs = np.log(quarters.clip(lower=1.0))
    own = logs.sub(logs.mean(axis=1), axis=0)
    count = quarters.shape[1]
    return (count * own + caution * own.mean()) / (count + caution)


def lookalike(account_id: str, months: pd.DataFrame, models: pd.Index) -> Lookalike | None:
    """The key account whose first quarters grew most like an account's; None where none is near.

    Source: S0-9, C19; features.md (lookalike potential finder).
    """
    own = months.loc[account_id].to_numpy()
    age = len(own) - int(np.argmax(own != 0))
    quarters = min(MOST, age // QUARTER)
    if quarters < LEAST:
        return None
    sales = beginnings(months, quarters)
    others = sales.index.intersection(models).drop(account_id, errors="ignore")
    if account_id not in sales.index or others.empty:
        return None
    drawn = indexed(sales)
    apart = (drawn.loc[others] - drawn.loc[account_id]).abs().mean(axis=1)
    distances = np.expm1(apart).sort_values(kind="stable")
    if distances.iloc[0] > NEAR:
        return None
    model = str(distances.index[0])
    mine = float(sales.loc[account_id].sum())
    return Lookalike(
        model, quarters, float(distances.iloc[0]), float(distances.median()),
        float(sales.loc[model].sum()) / mine if mine > 0 else float("inf"),
    )  # fmt: skip
