"""How well a model does on the past: metrics, and the verdict whether it is of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kam.units import Number, is_unknown
from kam.words import Sentence, say

METRICS = ("auc", "brier", "log_loss", "ece", "calibration_slope", "top_decile_lift")
FEWEST_EVENTS = 20
RESAMPLES = 500
SEED = 7


@dataclass(frozen=True)
class Evaluation:
    """Metrics of the model and its rivals over the test snapshots, and what follows from them.

    ``verdict``: usable, no_signal (does not beat the base rate) or too_few_events.
    """

    slices: int
    accounts: int
    events: int
    base_rate: float
    verdict: str
    verdict_text: Sentence
    models: dict[str, dict[str, float]]

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """The evaluation as cli.md names its keys; unknown is None."""
        return {
            "slices": self.slices,
            "accounts": self.accounts,
            "events": self.events,
            "base_rate": None if is_unknown(self.base_rate) else self.base_rate,
            "verdict": self.verdict,
            "verdict_text": self.verdict_text.in_language(lang),
            "models": {
                name: {k: None if is_unknown(v) else v for k, v in found.items()}
                for name, found in self.models.items()
            },
        }


def auc(y: np.ndarray, p: np.ndarray) -> float:
    """Chance that one who left was rated riskier than one who stayed; NaN with one class only."""
    from scipy.stats import rankdata

    positives = int(y.sum())
    negatives = len(y) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    ranks = rankdata(p)
    return float((ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def log_losses(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """The log-loss of each prediction, probabilities kept off 0 and 1."""
    q = np.clip(p, 1e-6, 1 - 1e-6)
    return -(y * np.log(q) + (1 - y) * np.log(1 - q))


def calibration_error(y: np.ndarray, p: np.ndarray, bins: int = 10) -> float:
    """Mean distance between said and seen shares over bins of equal width, weighted by counts."""
    place = np.clip((p * bins).astype(int), 0, bins - 1)
    said = np.bincount(place, weights=p, minlength=bins)
    seen = np.bincount(place, weights=y, minlength=bins)
    return float(np.abs(said - seen).sum() / len(y))


def calibration_slope(y: np.ndarray, p: np.ndarray) -> float:
    """Slope of seen against said log-odds: below 1 too sure, above 1 too timid; NaN unknown."""
    q = np.clip(p, 1e-6, 1 - 1e-6)
    eta = np.log(q / (1 - q))
    if len(np.unique(y)) < 2 or np.ptp(eta) < 1e-9:
        return float("nan")
    from sklearn.linear_model import LogisticRegression

    return float(LogisticRegression(C=1e9, max_iter=500).fit(eta[:, None], y).coef_[0, 0])


def lift(y: np.ndarray, p: np.ndarray, part: float = 0.1) -> float:
    """How many times more leavers the riskiest ``part`` holds than the average account.

    Accounts of equal probability share their places: a rival that tells nobody apart has lift 1.
    """
    if y.mean() == 0:
        return float("nan")
    size = max(1, round(part * len(y)))
    edge = np.sort(p)[-size]
    above, level = p > edge, p == edge
    found = y[above].sum() + y[level].mean() * (size - above.sum())
    return float(found / size / y.mean())


def metrics(y: np.ndarray, p: np.ndarray, snapshot: np.ndarray) -> dict[str, float]:
    """All metrics of one model: AUC is the mean over snapshots, the rest is pooled.

    Source: churn.md section 1.
    """
    by_day = [auc(y[snapshot == d], p[snapshot == d]) for d in np.unique(snapshot)]
    known = [a for a in by_day if not is_unknown(a)]
    return {
        "auc": float(np.mean(known)) if known else float("nan"),
        "brier": float(((p - y) ** 2).mean()),
        "log_loss": float(log_losses(y, p).mean()),
        "ece": calibration_error(y, p),
        "calibration_slope": calibration_slope(y, p),
        "top_decile_lift": lift(y, p),
    }


def judge(
    y: np.ndarray, model: np.ndarray, account: np.ndarray, auc_: float, trained_on: int
) -> tuple[str, Sentence]:
    """Whether the model says more than the base rate, by a bootstrap over accounts.

    It is usable when its log-loss is below the base rate's in 95 of 100 resamples. The base rate is
    the tests' own, which nobody knew beforehand: a model that only knows how many leave, not who,
    does not pass.

    Parameters
    ----------
    y, model, account : shape (tested rows,); who left, the model's probability, account codes
    auc_ : the model's AUC, for the sentence
    trained_on : leavers the last model had learnt from

    Source: churn.md sections 3 (7) and 4.
    """
    seen = min(trained_on, int(y.sum()))
    if seen < FEWEST_EVENTS:
        return "too_few_events", say(
            "Too few accounts left in the past to learn from: {n} seen, {needed} needed.",
            n=Number(seen),
            needed=Number(FEWEST_EVENTS),
        )
    gain = log_losses(y, np.full(len(y), y.mean())) - log_losses(y, model)
    codes, inverse = np.unique(account, return_inverse=True)
    sums = np.bincount(inverse, weights=gain)
    dice = np.random.default_rng(SEED)
    draws = dice.integers(0, len(codes), (RESAMPLES, len(codes)))
    if np.percentile(sums[draws].sum(axis=1), 5) <= 0:
        return "no_signal", say(
            "No usable signal: on the past the model is not clearly better than the average rate of"
            " leaving."
        )
    return "usable", say(
        "On the past the model tells leavers from others: {auc} of 100 pairs in the right order.",
        auc=Number(100 * auc_),
    )
