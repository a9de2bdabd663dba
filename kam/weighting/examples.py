"""Weights from examples: accounts that somebody knows to be key, ordinary or not worth it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

HINGE = 0.05  # by how much of the score a better bin should be ahead


@dataclass(frozen=True)
class Learnt:
    """``weights`` add up to 1; ``margin`` is the least lead of a better bin over a worse one in the
    score (0 to 1; below 0 the examples contradict each other). ``contradictions`` are the pairs
    (better, worse) that the weights still put the wrong way round.
    """

    weights: np.ndarray
    margin: float
    contradictions: tuple[tuple[int, int], ...]


def by_example(worths: np.ndarray, bins: Sequence[int], prior: np.ndarray | None = None) -> Learnt:
    """The weights that keep the bins furthest apart: a max-margin linear programme.

    Where no weights keep them apart the violations are made smallest. Of equally good weightings
    the one nearest to ``prior`` is taken: examples say nothing about what they do not touch.

    Parameters
    ----------
    worths : shape (examples, indicators)
    bins : each example's bin, higher is better (2 key, 1 ordinary, 0 no)
    prior : the weights to stay near to; equal ones by default

    Source: methods.md 2.3; Kuhlman et al. 2019 (binning); Joachims 2002 (pairs).
    """
    worths, places = np.asarray(worths, dtype=float), np.asarray(bins)
    m = worths.shape[1]
    prior = np.full(m, 1 / m) if prior is None else np.asarray(prior, dtype=float)
    pairs = [
        (a, b) for a in range(len(places)) for b in range(len(places)) if places[a] > places[b]
    ]
    if not pairs:
        return Learnt(prior.copy(), float("nan"), ())
    leads = np.array([worths[a] - worths[b] for a, b in pairs])
    margin = _widest(leads)
    wanted = min(margin, HINGE) if margin > 0 else 0.0
    weights = _nearest(leads, prior, wanted)
    found = leads @ weights
    wrong = tuple(p for p, lead in zip(pairs, found, strict=True) if lead < -1e-9)
    return Learnt(weights, float(found.min()), wrong)


def _widest(leads: np.ndarray) -> float:
    """The largest lead that every pair can have at the same time."""
    from scipy.optimize import linprog

    m = leads.shape[1]
    found = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.hstack([-leads, np.ones((len(leads), 1))]),
        b_ub=np.zeros(len(leads)),
        A_eq=np.append(np.ones(m), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, None)] * m + [(None, None)],
        method="highs",
    )
    return float(found.x[m])


def _nearest(leads: np.ndarray, prior: np.ndarray, margin: float) -> np.ndarray:
    """The weights nearest to the prior (Σ|Δ|) among those that violate the margin least."""
    from scipy.optimize import linprog

    n, m = leads.shape
    toll = 1000.0  # a violated pair costs far more than any distance from the prior
    found = linprog(
        np.concatenate([np.zeros(m), np.ones(m), np.full(n, toll)]),
        A_ub=np.block(
            [
                [-leads, np.zeros((n, m)), -np.eye(n)],
                [np.eye(m), -np.eye(m), np.zeros((m, n))],
                [-np.eye(m), -np.eye(m), np.zeros((m, n))],
            ]
        ),
        b_ub=np.concatenate([np.full(n, -margin), prior, -prior]),
        A_eq=np.concatenate([np.ones(m), np.zeros(m + n)])[None],
        b_eq=[1.0],
        method="highs",
    )
    return np.maximum(found.x[:m], 0) / np.maximum(found.x[:m], 0).sum()
