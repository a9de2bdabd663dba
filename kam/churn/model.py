"""A logistic model whose weights keep the signs the trade expects, and simple rivals beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kam.churn.features import FEATURES, Snapshot

STRENGTHS = (3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 1.0)
TOLERANCE = 0.0035  # .2 to .5 % do as well on all sets of churn.md
REPLICATES = 24
STEPS = 40  # usually five are enough
SEED = 20_260_918
SIGNS = np.array([f.sign for f in FEATURES.values()])


@dataclass(frozen=True)
class Training:
    """Rows of all training snapshots together: features, who left, account codes, snapshot day."""

    x: np.ndarray
    left: np.ndarray
    account: np.ndarray
    day: np.ndarray
    lateness: np.ndarray
    recency: np.ndarray


def lateness(snap: Snapshot) -> np.ndarray:
    """How late an account is: log of recency over its usual gap, the others' where it has none."""
    gaps = snap.usual_gap
    known = gaps[~np.isnan(gaps)]
    usual = np.where(np.isnan(gaps), np.median(known) if len(known) else 30.0, gaps)
    return np.log((snap.recency + 1) / (usual + 1))


def together(snaps: list[tuple[Snapshot, np.ndarray]]) -> Training:
    """Stack labelled snapshots."""
    return Training(
        np.vstack([s.x for s, _ in snaps]),
        np.concatenate([left for _, left in snaps]).astype(int),
        np.concatenate([s.codes for s, _ in snaps]),
        np.concatenate([np.full(len(s.codes), s.day) for s, _ in snaps]),
        np.concatenate([lateness(s) for s, _ in snaps]),
        np.concatenate([np.log1p(s.recency) for s, _ in snaps]),
    )


@dataclass(frozen=True)
class Model:
    """A fitted model: η = intercept + Σ weight × (feature, winsorised and standardised).

    No weight has the wrong sign; one that would have it is 0. ``replicates`` are weights of models
    fitted to resampled accounts, intercept last.
    """

    low: np.ndarray
    high: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    intercept: float
    strength: float
    replicates: np.ndarray

    def standardised(self, x: np.ndarray) -> np.ndarray:
        """Features as the weights expect them, shape (accounts, 7)."""
        return (np.clip(x, self.low, self.high) - self.mean) / self.scale

    def probability(self, x: np.ndarray) -> np.ndarray:
        """Probability to leave within the horizon."""
        return _expit(self.intercept + self.standardised(x) @ self.weights)

    def interval(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The probability's 95 % interval from models fitted to resampled accounts."""
        z = self.standardised(x)
        eta = self.intercept + z @ self.weights
        if len(self.replicates) == 0:
            return np.full(len(x), np.nan), np.full(len(x), np.nan)
        spread = (self.replicates[:, -1:] + self.replicates[:, :-1] @ z.T).std(axis=0, ddof=1)
        return _expit(eta - 1.96 * spread), _expit(eta + 1.96 * spread)

    def effects(self, x: np.ndarray) -> np.ndarray:
        """Each feature's part of the log-odds against the average account, shape (accounts, 7).

        With the intercept they add up to the log-odds of ``probability``.
        """
        return self.standardised(x) * self.weights


def train(rows: Training, *, intervals: bool = False) -> Model:
    """Fit the model; its strength is chosen by cross-validation that keeps an account in one part.

    No class weights: they would spoil the probabilities. The intercept stays where all snapshots
    put it: moved to the latest one it made AdventureWorks worse (log-loss .39 against .34), for
    seasons differ more than years.

    Source: churn.md section 3; methods.md section 4.
    """
    low, high = np.percentile(rows.x, [1, 99], axis=0)
    clipped = np.clip(rows.x, low, high)
    mean, scale = clipped.mean(axis=0), clipped.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    z = (clipped - mean) / scale
    strength = _best_strength(z, rows)
    found = _fit(z, rows.left, strength)
    replicates = np.empty((0, len(found)))
    if intervals:
        replicates = _resampled(z, rows, strength, found)
    return Model(low, high, mean, scale, found[:-1], float(found[-1]), strength, replicates)


def _fit(
    z: np.ndarray,
    left: np.ndarray,
    strength: float,
    times: np.ndarray | None = None,
    begin: np.ndarray | None = None,
) -> np.ndarray:
    """Weights of the logistic model that keep SIGNS, intercept last; rows count ``times``.

    Projected Newton: a weight that would turn its sign stays at 0 while its slope pushes it there.

    Source: Bertsekas (1982), Projected Newton methods.
    """
    count = np.ones(len(left)) if times is None else times
    x = np.column_stack([z * SIGNS, np.ones(len(left))])  # so that every weight is ≥ 0
    restraint = np.append(np.full(len(SIGNS), 1 / strength), 0.0)
    least = np.append(np.zeros(len(SIGNS)), -np.inf)
    signs = np.append(SIGNS, 1)
    if begin is None:
        rate = np.clip((count * left).sum() / count.sum(), 1e-3, 1 - 1e-3)
        begin = np.append(np.zeros(len(SIGNS)), np.log(rate / (1 - rate)))
    b = begin * signs

    def _loss(b: np.ndarray) -> float:
        eta = x @ b
        return float((count * (np.logaddexp(0, eta) - left * eta)).sum() + restraint @ b**2 / 2)

    now = _loss(b)
    for _ in range(STEPS):
        p = _expit(x @ b)
        slope = x.T @ (count * (p - left)) + restraint * b
        bend = (x * (count * p * (1 - p))[:, None]).T @ x + np.diag(restraint)
        free = (b > least + 1e-9) | (slope < 0)
        step = np.zeros_like(b)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], -slope[free])
        part, after = 1.0, np.maximum(b + step, least)
        while (then := _loss(after)) > now and part > 1e-6:
            part /= 2
            after = np.maximum(b + part * step, least)
        if now - then < 1e-9 * max(abs(now), 1.0):
            break
        b, now = after, then
    return b * signs


def single(x: np.ndarray, left: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A rival with one number: its logistic curve, never falling: later is no safer.

    Returns
    -------
    Function of the number at other accounts; their probability to leave.
    """
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=1e6, max_iter=500).fit(x[:, None], left)
    if curve.coef_[0, 0] < 0:
        return lambda other: np.full(len(other), left.mean())
    return lambda other: curve.predict_proba(other[:, None])[:, 1]


def _best_strength(z: np.ndarray, rows: Training) -> float:
    """The most cautious strength whose loss is within TOLERANCE of the best.

    Rows of one account repeat from snapshot to snapshot, so their number overstates what is known,
    and the weakest restraint comes out too sure of itself on the next months.
    """
    from sklearn.model_selection import GroupKFold

    parts = min(5, len(np.unique(rows.account)))
    if parts < 2:
        return 0.01
    losses = dict.fromkeys(STRENGTHS, 0.0)
    for inside, outside in GroupKFold(parts).split(z, rows.left, rows.account):
        found = None
        for strength in STRENGTHS:
            found = _fit(z[inside], rows.left[inside], strength, begin=found)
            eta = z[outside] @ found[:-1] + found[-1]
            losses[strength] += (np.logaddexp(0, eta) - rows.left[outside] * eta).sum()
    enough = min(losses.values()) * (1 + TOLERANCE)
    return min(s for s in STRENGTHS if losses[s] <= enough)


def _resampled(z: np.ndarray, rows: Training, strength: float, begin: np.ndarray) -> np.ndarray:
    dice = np.random.default_rng(SEED)
    codes, inverse = np.unique(rows.account, return_inverse=True)
    found = []
    for _ in range(REPLICATES):
        times = np.bincount(dice.integers(0, len(codes), len(codes)), minlength=len(codes))[inverse]
        if 0 < (times * rows.left).sum() < times.sum():
            found.append(_fit(z, rows.left, strength, times.astype(float), begin))
    return np.array(found) if len(found) > 1 else np.empty((0, z.shape[1] + 1))


def _expit(eta: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(eta, -35, 35)))
