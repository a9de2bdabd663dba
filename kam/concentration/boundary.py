"""How sure the cut is: the months are drawn again, and the smallest set is counted each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.concentration.curve import TOLERANCE
from kam.units import Number, Percent
from kam.words import Sentence, say

SEED = 20260918
DRAWS = 2_000
FEWEST_DRAWS = 200
AT_ONCE = 20_000_000  # numbers held at one time
_CERTAIN = 0.975


@dataclass(frozen=True)
class Boundary:
    """The interval of k80, and each account's probability of being in the smallest set.

    ``probability`` is indexed by account_id. ``low`` and ``high`` hold 95 % of the draws; None where
    no draw had a positive total. ``undecided`` counts the accounts that are neither surely in
    nor surely out (2.5 % to 97.5 %).
    """

    low: int | None
    high: int | None
    probability: pd.Series
    draws: int
    share: float

    @property
    def undecided(self) -> int:
        """How many accounts are neither surely inside nor surely outside."""
        p = self.probability
        return int(((p > 1 - _CERTAIN) & (p < _CERTAIN)).sum())

    @property
    def reading(self) -> Sentence:
        """How sure the cut is, in a sentence."""
        if self.low is None:
            return say("The total is too close to zero to say how sure the cut is.")
        return say(
            "Had other months been typical, it would take {low} to {high} accounts to reach {share};"
            " {n} accounts stand so close to the cut that chance decides.",
            low=Number(self.low), high=Number(self.high), share=Percent(self.share),
            n=Number(self.undecided),
        )  # fmt: skip


def redraw(
    months: pd.DataFrame,
    share: float = 0.8,
    draws: int | None = None,
    seed: int = SEED,
    heard: Callable[[int, int], None] | None = None,
) -> Boundary:
    """Draw the months again, with replacement, and see who is in the smallest set each time.

    Whole months are drawn, the same for all accounts: what belongs together (a season, a large
    order with its return) stays together.

    Parameters
    ----------
    months : DataFrame, one row per account, one column per month; money, net of returns
    share : what the smallest set brings of the net total
    draws : how often; by default 2,000, fewer for very many accounts
    heard : told after each step how many draws of how many are done; may raise to stop

    Source: methods.md section 1 (bootstrap for membership); S2-5.
    """
    x = months.to_numpy(dtype=float)
    accounts, periods = x.shape
    wanted = draws or max(FEWEST_DRAWS, min(DRAWS, AT_ONCE // max(accounts, 1)))
    step = max(1, min(wanted, AT_ONCE // 10 // max(accounts, 1)))
    dice = np.random.default_rng(seed)
    times_in, counts, done = np.zeros(accounts), [], 0
    while done < wanted and accounts:
        many = min(step, wanted - done)
        weights = dice.multinomial(periods, np.full(periods, 1 / periods), size=many)
        for totals in weights @ x.T:
            order = np.argsort(-totals, kind="stable")
            whole = totals.sum()
            if not whole > 0:
                continue
            k = int(np.argmax(np.cumsum(totals[order]) / whole >= share - TOLERANCE)) + 1
            counts.append(k)
            times_in[order[:k]] += 1
        done += many
        if heard is not None:
            heard(done, wanted)
    if not counts:
        return Boundary(None, None, pd.Series(np.nan, months.index), wanted, share)
    low, high = np.percentile(counts, [2.5, 97.5], method="nearest")
    chance = pd.Series(times_in / len(counts), index=months.index)
    return Boundary(int(low), int(high), chance, len(counts), share)
