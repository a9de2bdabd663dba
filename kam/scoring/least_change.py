"""The smallest change of the whole weighting that brings an account in, or throws it out.

A change is Σ|Δweight|: 0.10 means that five points of a hundred move from some indicators to others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kam.scoring.exact import GRID

EVEN = 1 / (GRID * 10_000 * 10)  # scores closer than this are equal
SECONDS = 5.0  # per problem; reached only where many accounts lie in the way


@dataclass(frozen=True)
class Change:
    """The least total weight change and the weights it leads to; both None where none suffices.

    ``proven`` is False where the search ran out of time: then a smaller change may exist.
    """

    total: float | None
    weights: np.ndarray | None
    proven: bool = True

    @property
    def is_possible(self) -> bool:
        """Whether any weighting does it."""
        return self.total is not None


IMPOSSIBLE = Change(None, None)


def to_pass(account: np.ndarray, rival: np.ndarray, weights: np.ndarray) -> float:
    """The least change under which an account's score reaches one rival's; inf where none does.

    Weight goes to the indicator in which the account is furthest ahead, first from where it is
    furthest behind: the optimum of the linear programme.

    Parameters
    ----------
    account, rival, weights : shape (indicators,)

    Source: methods.md 2.5 ("least change").
    """
    lead = account - rival
    gap = -float(lead @ weights)
    if gap <= EVEN:
        return 0.0
    gain = lead.max() - lead
    if lead.max() < 0:
        return float("inf")
    moved = 0.0
    for k in np.argsort(-gain, kind="stable"):
        if gain[k] <= 0 or gap <= EVEN:
            break
        step = min(float(weights[k]), gap / float(gain[k]))
        moved, gap = moved + step, gap - step * float(gain[k])
    return 2 * moved if gap <= EVEN else float("inf")


def to_enter(values: np.ndarray, weights: np.ndarray, account: int, top: int = 1) -> Change:
    """The least change that brings an account among the first ``top`` (ties count as in).

    Accounts in the way are added as they show up; those it beats anyway never burden the problem.

    Source: methods.md 2.5.
    """
    lead = values[account] - values
    in_the_way = (lead @ weights < -EVEN) & (np.arange(len(values)) != account)
    while True:
        rows = np.flatnonzero(in_the_way)
        found = _solve(lead[rows], weights, must=len(rows) - (top - 1))
        if found.weights is None:
            return found
        ahead = lead @ found.weights < -1e-9
        if ahead.sum() < top or not (ahead & ~in_the_way).any():
            return found
        in_the_way |= ahead


def to_leave(values: np.ndarray, weights: np.ndarray, account: int, top: int = 1) -> Change:
    """The least change that lets ``top`` others reach or pass an account among the first ``top``.

    Source: methods.md 2.5.
    """
    lead = np.delete(values - values[account], account, axis=0)
    price = np.array([to_pass(row, np.zeros_like(row), weights) for row in lead])
    order = np.argsort(price, kind="stable")
    if len(order) < top or np.isinf(price[order[top - 1]]):
        return IMPOSSIBLE
    guess = _solve(lead[order[:top]], weights, must=top)
    limit = guess.total if guess.total is not None else 2.0
    rivals = order[price[order] <= limit + 1e-12]
    return _solve(lead[rivals], weights, must=top)


def dominators(values: np.ndarray, account: int) -> np.ndarray:
    """Positions of the accounts that are no worse in anything and better in something.

    Source: methods.md 2.5 (pairwise dominance).
    """
    ahead = values - values[account]
    return np.flatnonzero((ahead >= 0).all(axis=1) & (ahead > 0).any(axis=1))


def _solve(lead: np.ndarray, weights: np.ndarray, must: int) -> Change:
    """The least change under which at least ``must`` of the rows get lead · weights ≥ 0."""
    if must <= 0:
        return Change(0.0, weights.copy())
    never = lead.max(axis=1) < 0
    lead = lead[~never]
    if len(lead) < must:
        return IMPOSSIBLE
    return _all_rows(lead, weights) if len(lead) == must else _some_rows(lead, weights, must)


def _all_rows(lead: np.ndarray, weights: np.ndarray) -> Change:
    from scipy.optimize import linprog  # half a second to load: only who asks waits

    m = len(weights)
    found = linprog(
        np.ones(2 * m),
        A_ub=np.hstack([-lead, lead]),
        b_ub=lead @ weights,
        A_eq=np.concatenate([np.ones(m), -np.ones(m)])[None],
        b_eq=[0.0],
        bounds=[(0, None)] * m + [(0, w) for w in weights],
        method="highs",
    )
    if not found.success:
        return IMPOSSIBLE
    return Change(float(found.fun), weights + found.x[:m] - found.x[m:])


def _some_rows(lead: np.ndarray, weights: np.ndarray, must: int) -> Change:
    from scipy.optimize import Bounds, LinearConstraint, milp

    n, m = lead.shape
    worst = np.maximum(-lead.min(axis=1), 0)  # how far behind a row can ever be
    ones, none = np.ones(m), np.zeros(n)
    rules = [
        LinearConstraint(np.hstack([lead, -lead, -np.diag(worst)]), -lead @ weights - worst),
        LinearConstraint(np.concatenate([ones, -ones, none])[None], 0, 0),
        LinearConstraint(np.concatenate([0 * ones, 0 * ones, none + 1])[None], must),
    ]
    found = milp(
        np.concatenate([ones, ones, none]),
        integrality=np.concatenate([0 * ones, 0 * ones, none + 1]),
        bounds=Bounds(0, np.concatenate([np.full(m, 2.0), weights, none + 1])),
        constraints=rules,
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        return Change(None, None, proven=found.status == 2)
    return Change(float(found.fun), weights + found.x[:m] - found.x[m : 2 * m], found.status == 0)
