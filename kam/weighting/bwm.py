"""Best–worst method: the best against all, all against the worst; 21 judgements for 12 criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Largest possible ξ of the nonlinear model by the judgement of best against worst (1 to 9).
CONSISTENCY_INDEX = (0.0, 0.44, 1.0, 1.63, 2.30, 3.0, 3.73, 4.47, 5.23)


@dataclass(frozen=True)
class Bwm:
    """``weights`` add up to 1; ``xi`` is the largest departure from a judgement (0: none).

    ``consistency_ratio`` = ξ / index for the nonlinear model; NaN for the linear one.
    """

    weights: np.ndarray
    xi: float
    consistency_ratio: float


def linear(best_to: Sequence[float], to_worst: Sequence[float]) -> Bwm:
    """Weights whose largest |w_best − a·w_j| and |w_j − a·w_worst| is smallest; one solution.

    Parameters
    ----------
    best_to : how many times the best is as important as each criterion (1 for itself)
    to_worst : how many times each is as important as the worst (1 for itself)

    Source: Rezaei 2016.
    """
    from scipy.optimize import linprog

    rows = _departures(np.asarray(best_to, float), np.asarray(to_worst, float))
    n = rows.shape[1]
    slack = -np.ones((2 * len(rows), 1))
    found = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=np.hstack([np.vstack([rows, -rows]), slack]),
        b_ub=np.zeros(2 * len(rows)),
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * (n + 1),
        method="highs",
    )
    return Bwm(found.x[:n], float(found.x[n]), float("nan"))


def _departures(best_to: np.ndarray, to_worst: np.ndarray) -> np.ndarray:
    n, best, worst = len(best_to), int(best_to.argmin()), int(to_worst.argmin())
    unit = np.eye(n)
    ahead = [unit[best] - best_to[j] * unit[j] for j in range(n) if j != best]
    behind = [unit[j] - to_worst[j] * unit[worst] for j in range(n) if j != worst]
    return np.array(ahead + behind)


def nonlinear(best_to: Sequence[float], to_worst: Sequence[float]) -> Bwm:
    """Weights whose largest |w_best/w_j − a| and |w_j/w_worst − a| is smallest.

    For a given ξ the conditions are linear, so that the smallest ξ is found by halving. With more
    than three criteria many weightings share it; then the middle of their ranges is taken.

    Source: Rezaei 2015.
    """
    ahead, behind = np.asarray(best_to, float), np.asarray(to_worst, float)
    low, high = 0.0, float(max(ahead.max(), behind.max()))
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if _ranges(ahead, behind, middle, 1) else (middle, high)
    ranges = _ranges(ahead, behind, high + 1e-9, len(ahead))
    weights = np.array([sum(r) / 2 for r in ranges])
    index = CONSISTENCY_INDEX[int(round(ahead.max())) - 1]
    return Bwm(weights / weights.sum(), high, high / index if index else 0.0)


def _ranges(
    best_to: np.ndarray, to_worst: np.ndarray, xi: float, many: int
) -> list[tuple[float, float]]:
    """Least and largest value of the first ``many`` weights within ξ; empty where there is none."""
    from scipy.optimize import linprog

    n, best, worst = len(best_to), int(best_to.argmin()), int(to_worst.argmin())
    unit, rows = np.eye(n), []
    for j in range(n):
        if j != best:
            rows += [unit[best] - (best_to[j] + xi) * unit[j]]
            rows += [(best_to[j] - xi) * unit[j] - unit[best]]
        if j not in (worst, best):
            rows += [unit[j] - (to_worst[j] + xi) * unit[worst]]
            rows += [(to_worst[j] - xi) * unit[worst] - unit[j]]
    found = []
    for j in range(many):
        ends = [
            linprog(
                sign * unit[j],
                A_ub=np.array(rows),
                b_ub=np.zeros(len(rows)),
                A_eq=np.ones((1, n)),
                b_eq=[1.0],
                method="highs",
                options={"primal_feasibility_tolerance": 1e-10},
            )
            for sign in (1, -1)
        ]
        if not all(e.success for e in ends):
            return []
        found.append((float(ends[0].fun), float(-ends[1].fun)))
    return found
