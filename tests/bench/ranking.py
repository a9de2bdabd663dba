"""What a ranking withstands, for ten thousand accounts: everything a page tells, and a page's share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.indicators import INDICATORS
from kam.policy import Policy
from kam.scoring import Scores, Worths, add_up, audit, robustness, second_opinion
from kam.scoring.robustness import in_order_of_id
from kam.scoring.smaa import DRAWS, SEED, global_draws, local_draws
from tests.bench.timing import in_turn

TOP = 100


def scored(accounts: int) -> Scores:
    """Random accounts, worths on the grid."""
    dice = np.random.default_rng(4)
    q = dice.integers(0, 65_536, (accounts, len(INDICATORS)))
    worths = pd.DataFrame(
        q / 65_535, index=[f"A{i:05}" for i in range(accounts)], columns=list(INDICATORS)
    )
    whole = pd.DataFrame(1.0, index=worths.index, columns=worths.columns)
    return add_up(Worths(worths, worths, whole), Policy().fractions)


def plain_loop(values: np.ndarray, weightings: np.ndarray, top: int) -> np.ndarray:
    """In which share of the weightings each account is among the first, one weighting at a time."""
    counts = np.zeros(len(values))
    for weights in weightings:
        counts[np.argpartition(-(values @ weights), top - 1)[:top]] += 1
    return counts / len(weightings)


def bench_explaining_a_ranking_against_a_plain_loop_over_the_same_draws() -> tuple[
    float, float, str
]:
    """Intervals, rivals, local and global acceptability, audit and second opinion, 10,000 accounts."""
    scores = scored(10_000)
    values, weights, _ = in_order_of_id(scores)
    draws = local_draws(weights, DRAWS, SEED), global_draws(len(weights), DRAWS, SEED)
    found = robustness(scores, TOP)
    shares = found.accounts["acceptability"].sort_index().to_numpy()
    assert np.abs(shares - plain_loop(values, draws[0], TOP)).max() < 1e-3  # ties apart

    def everything() -> None:
        robustness(scores, TOP), audit(scores), second_opinion(scores, TOP)

    def rival() -> None:
        for drawn in draws:
            plain_loop(values, drawn, TOP)

    ours, theirs = in_turn(everything, rival, rounds=3)
    words = f"10,000 accounts, 12 indicators, 2 × {DRAWS:,} draws, first {TOP}; all that is told"
    return ours, theirs, f"{words} against a plain NumPy loop over the same draws"
