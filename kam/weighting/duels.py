"""Weights from duels between real accounts: "which of these two matters more to us?"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

SHARPNESS = 20.0  # a lead of 10 % of the score is preferred in about 88 of 100 duels
CAUTION = 2.0  # how many answers the present weights are worth


@dataclass(frozen=True)
class Duel:
    """One answer: the account at position ``winner`` was preferred to the one at ``loser``."""

    winner: int
    loser: int


@dataclass(frozen=True)
class Revealed:
    """``weights`` add up to 1; ``covariance`` (indicators, indicators) says how unsure they are;
    ``explained`` is the share of answers that they would give too.
    """

    weights: np.ndarray
    covariance: np.ndarray
    explained: float


def revealed(worths: np.ndarray, duels: Sequence[Duel], prior: np.ndarray) -> Revealed:
    """The weights that best explain the answers, staying near the present ones.

    A Bradley–Terry model on score differences: P(a beats b) = 1 / (1 + exp(−s·(S_a − S_b))), with
    weights on the simplex and a Dirichlet-like pull to the prior.

    Parameters
    ----------
    worths : shape (accounts, indicators)
    prior : shape (indicators,), adding up to 1

    Source: methods.md 2.3; Bradley & Terry 1952.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    prior = np.maximum(np.asarray(prior, dtype=float), 1e-6)
    prior = prior / prior.sum()
    m = len(prior)
    leads = np.array([worths[d.winner] - worths[d.loser] for d in duels]).reshape(-1, m)
    scale = _scale(prior)

    def _loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        away = (w - prior) / scale
        chance = expit(SHARPNESS * (leads @ w))
        value = -np.log(np.maximum(chance, 1e-12)).sum() + CAUTION / 2 * float(away @ away)
        slope = -SHARPNESS * leads.T @ (1 - chance) + CAUTION * away / scale
        return float(value), slope

    found = minimize(
        _loss,
        prior,
        jac=True,
        method="SLSQP",
        bounds=[(0.0, 1.0)] * m,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(m)},
        options={"ftol": 1e-12, "maxiter": 500},
    )
    weights = np.maximum(found.x, 0)
    weights = weights / weights.sum()
    explained = float((leads @ weights > 0).mean()) if len(leads) else float("nan")
    return Revealed(weights, _covariance(leads, weights, scale), explained)


def _scale(prior: np.ndarray) -> np.ndarray:
    return np.sqrt(prior * (1 - prior)) * 0.5


def _covariance(leads: np.ndarray, weights: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Inverse of the curvature along the simplex (weights can only move against each other)."""
    from scipy.special import expit

    chance = expit(SHARPNESS * (leads @ weights))
    information = SHARPNESS**2 * (leads.T * (chance * (1 - chance))) @ leads
    information = information + CAUTION * np.diag(1 / scale**2)
    m = len(weights)
    along = np.linalg.svd(np.ones((1, m)))[2][1:].T
    return along @ np.linalg.inv(along.T @ information @ along) @ along.T


def next_duel(
    worths: np.ndarray, so_far: Revealed, asked: Collection[frozenset[int]] = ()
) -> tuple[int, int] | None:
    """The pair whose answer is expected to tell most: close, and different in what is unsure.

    Largest expected information SHARPNESS² · p(1−p) · leadᵀ·Cov·lead among all pairs not asked yet;
    None where all are.
    """
    from scipy.special import expit

    first, second = np.triu_indices(len(worths), 1)
    leads = worths[first] - worths[second]
    chance = expit(SHARPNESS * (leads @ so_far.weights))
    worth = chance * (1 - chance) * np.einsum("ij,jk,ik->i", leads, so_far.covariance, leads)
    for at in np.argsort(-worth, kind="stable"):
        pair = int(first[at]), int(second[at])
        if frozenset(pair) not in asked and worth[at] > 0:
            return pair
    return None
