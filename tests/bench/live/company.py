"""Made-up accounts for the pages that are compared: the same for each of them."""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from kam.errors import NotEnoughData
from kam.indicators import INDICATORS
from kam.policy import Policy
from kam.scoring import Board, Worths, board
from kam.ui.blocks import Blocks
from kam.words import say

SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "sa", "te", "vi", "zo"]


def accounts() -> int:
    """How many, from the environment."""
    return int(os.environ["KAM_BENCH_ACCOUNTS"])


@lru_cache
def worths(n: int) -> pd.DataFrame:
    """Worths in [0, 1] with the skew of real ones; a tenth of the accounts equal others exactly."""
    dice = np.random.default_rng(n)
    found = dice.beta(2, 3, size=(n, len(INDICATORS)))
    found[: n // 10] = found[n // 10 : 2 * (n // 10)]
    ids = [f"A{i:07}" for i in range(n)]
    return pd.DataFrame(found, index=ids, columns=list(INDICATORS))


@lru_cache
def facts(n: int) -> pd.DataFrame:
    """Names, regions, managers and a year's money."""
    dice = np.random.default_rng(n + 1)
    words = dice.integers(0, len(SYLLABLES), size=(n, 4))
    revenue = dice.lognormal(10, 1.6, n)
    profit = revenue * dice.normal(0.2, 0.12, n)
    region = np.array(["North", "East", "South", "West"])[dice.integers(0, 4, n)]
    return pd.DataFrame(
        {
            "account_name": ["".join(SYLLABLES[w] for w in row).title() for row in words.tolist()],
            "region": region,
            "manager": [f"Manager {m}" for m in dice.integers(0, 20, n)],
            "tier": [None] * n,
            "revenue": revenue,
            "gross_profit": profit,
        },
        index=worths(n).index,
    )


def portfolio(n: int) -> Any:
    """As much of a portfolio as the live page asks for."""
    return SimpleNamespace(
        measures=SimpleNamespace(accounts=facts(n)),
        store=SimpleNamespace(revision=1),
        policy=Policy(red_lines=()),
        churn=SimpleNamespace(verdict="none"),
        amount_of=lambda name, window: _amount(n, name),
        as_of=date(2026, 1, 1),
        is_empty=False,
        currency=None,
        notices=(),
        region=None,
        manager=None,
    )


def _amount(n: int, name: str) -> pd.DataFrame:
    if name not in facts(n):
        raise NotEnoughData(say("There is no such amount here."), say("Take another."))
    return pd.DataFrame({"account_id": facts(n).index, "value": facts(n)[name].to_numpy()})


def blocks(n: int) -> Blocks:
    """The accounts as the browser takes them."""
    known = pd.DataFrame(1.0, index=worths(n).index, columns=worths(n).columns)
    return Blocks(portfolio(n), whole(worths(n), known))


def whole(imputed: pd.DataFrame, known: pd.DataFrame) -> Board:
    """Worths as whole numbers."""
    return board(Worths(imputed, imputed, known))
