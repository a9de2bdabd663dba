"""The first k by score against the first k by simpler rules, on the year that followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kam.backtest import drawing
from kam.backtest.quarters import Quarter
from kam.indicators import INDICATORS
from kam.policy import Policy
from kam.scoring import worths_of
from kam.scoring.exact import places
from kam.words import N_

# By what the first k may be chosen; the score under the reader's weights is the one on trial.
RULES: dict[str, str] = {
    "score": N_("Your weights"),
    "revenue": N_("Revenue of the year before"),
    "equal": N_("Equal weights"),
    "fitted": N_("Learned weights"),
}
_MEASURES = ("captured", "of_best", "spearman", "retained", "ahead", "gain")


@dataclass(frozen=True)
class Backtest:
    """How the first ``top`` by each rule did at past quarter ends.

    ``amount`` is what a list is judged by: "gross_profit", or "revenue" where costs are unknown.
    ``quarters``: day, rule, accounts, captured (money in the next twelve months), best (what the
    best list would have brought), spearman (rule against outcome, all accounts), retained (part of
    the list's revenue that came back; more than before does not count).
    ``rules``, indexed by rule: quarters, captured (money a year, on average), of_best (captured by
    what the best list would have), spearman and retained; and of the score against the rule, at the
    quarter ends that have it: wins, same (quarter ends at which both name the same accounts), ahead
    (money a year), gain (of what the rule captured; NaN where that is no gain) and verdict
    ("better", "even" or "worse"). Measures have _low and _high (95 % bootstrap over accounts).
    ``unheard`` are the indicators without any facts then; ``fitted`` the weights last learned.
    """

    top: int
    amount: str
    first_order: date
    as_of: date
    quarters: pd.DataFrame
    rules: pd.DataFrame
    unheard: tuple[str, ...]
    unheard_share: float
    fitted: dict[str, float] | None

    @property
    def verdict(self) -> str:
        """How the score did against revenue: better, even, worse, or too_little_history."""
        return (
            "too_little_history"
            if self.quarters.empty
            else str(self.rules.at["revenue", "verdict"])
        )


def backtest(
    known: Sequence[Quarter],
    policy: Policy,
    top: int,
    first_order: date,
    as_of: date,
    draws: int = drawing.DRAWS,
) -> Backtest:
    """Replay a policy at past quarter ends against revenue, equal and learned weights.

    Among the accounts with an order in the twelve months before. Intervals draw accounts, each with
    all its quarters, for the years that follow quarter ends overlap.

    Source: methods.md 8 (5); issue 4 (backtest); features.md 15.
    """
    judged = [q for q in known if q.is_judged and len(q.outcome)]
    amount = "gross_profit" if judged and all(q.knows_cost for q in judged) else "revenue"
    trials = [_trial(q, known, policy, amount) for q in judged]
    ids = sorted({str(i) for t in trials for i in t.ids})
    facts = [_told(t, top, _whole(t)) for t in trials]
    table = pd.DataFrame(
        [
            {"day": t.day, "rule": rule, "accounts": len(t.ids), **_measures(sums[0], rho[0])}
            for t, found in zip(trials, facts, strict=True)
            for rule, (sums, rho) in found.items()
        ],
        columns=["day", "rule", "accounts", "captured", "best", "spearman", "retained"],
    )
    heard = {name for t in trials for name in t.heard}
    unheard = tuple(name for name in INDICATORS if name not in heard) if trials else ()
    fitted = [t.fitted for t in trials if t.fitted is not None]
    return Backtest(
        top,
        amount,
        first_order,
        as_of,
        table,
        _rules(trials, facts, ids, top, draws),
        unheard,
        sum(policy.fractions[name] for name in unheard),
        dict(zip(INDICATORS, map(float, fitted[-1]), strict=True)) if fitted else None,
    )


@dataclass(frozen=True)
class _Trial:
    """One quarter end: accounts in order of id, what each rule makes of them, what followed."""

    day: date
    ids: np.ndarray
    points: dict[str, np.ndarray]
    outcome: np.ndarray
    revenue: np.ndarray
    past_revenue: np.ndarray
    heard: tuple[str, ...]
    fitted: np.ndarray | None


def _worths(quarter: Quarter, policy: Policy) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The active accounts' worths in order of id, and the indicators with any facts."""
    found = worths_of(quarter.values, quarter.yardstick, policy)
    worths = found.imputed.loc[quarter.outcome.index]
    heard = found.known.columns[found.known.max() > 0]
    order = np.argsort(worths.index.astype(str).to_numpy())
    return worths.iloc[order], tuple(str(name) for name in heard)


def _trial(quarter: Quarter, known: Sequence[Quarter], policy: Policy, amount: str) -> _Trial:
    worths, heard = _worths(quarter, policy)
    outcome = quarter.outcome.loc[worths.index]
    values = worths.to_numpy()
    weights = np.array([policy.fractions[name] for name in worths.columns])
    past = outcome["past_revenue"].to_numpy()
    points = {"score": values @ weights, "revenue": past, "equal": values.mean(axis=1)}
    # Only years that were over by then may teach.
    over = [q for q in known if q.ends <= quarter.day and len(q.outcome)]
    learned = learned_weights(
        [
            (_worths(q, policy)[0], q.outcome[amount])
            for q in over
            if amount == "revenue" or q.knows_cost
        ]
    )
    if learned is not None:
        points["fitted"] = values @ learned
    return _Trial(
        quarter.day,
        worths.index.astype(str).to_numpy(),
        points,
        outcome[amount].to_numpy(),
        outcome["revenue"].to_numpy(),
        past,
        heard,
        learned,
    )


def learned_weights(lessons: Sequence[tuple[pd.DataFrame, pd.Series]]) -> np.ndarray | None:
    """The weights, none negative, that best explain the order of what followed; they add up to 1.

    Parameters
    ----------
    lessons : per quarter end the worths (accounts, indicators) and what each account then brought

    Returns
    -------
    shape (indicators,); None where nothing can be learned.
    """
    from scipy.optimize import nnls

    features, targets = [], []
    for worths, outcome in lessons:
        order = outcome.reindex(worths.index).rank(pct=True).to_numpy()
        features.append(worths.to_numpy() - worths.to_numpy().mean(axis=0))
        targets.append(order - order.mean())
    if not features:
        return None
    found, _ = nnls(np.vstack(features), np.concatenate(targets))
    return found / found.sum() if found.sum() > 1e-12 else None


def _whole(trial: _Trial) -> np.ndarray:
    return np.ones((1, len(trial.ids)))


def _told(trial: _Trial, top: int, counts: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """By rule: captured, best, kept, had over the first ``top`` (draws, 4), Spearman's ρ (draws,)."""
    kept = np.minimum(np.maximum(trial.revenue, 0), np.maximum(trial.past_revenue, 0))
    amounts = np.vstack([trial.outcome, kept, np.maximum(trial.past_revenue, 0)])
    best = drawing.of_the_first(
        np.argsort(-trial.outcome, kind="stable"), counts, top, trial.outcome[None]
    )
    found = {}
    for rule, points in trial.points.items():
        order = np.argsort(places(points.round(12), list(trial.ids)))
        sums = drawing.of_the_first(order, counts, top, amounts)
        rho = drawing.rank_correlations(points.round(12), trial.outcome, counts)
        found[rule] = (np.column_stack([sums[:, :1], best, sums[:, 1:]]), rho)
    return found


def _measures(sums: np.ndarray, rho: float) -> dict[str, float]:
    captured, best, kept, had = (float(s) for s in sums)
    retained = kept / had if had > 0 else float("nan")
    return {"captured": captured, "best": best, "spearman": float(rho), "retained": retained}


def _rules(
    trials: Sequence[_Trial],
    facts: Sequence[dict[str, tuple[np.ndarray, np.ndarray]]],
    ids: list[str],
    top: int,
    draws: int,
) -> pd.DataFrame:
    if not trials:
        return pd.DataFrame(index=pd.Index(RULES, name="rule"))
    columns = [np.searchsorted(ids, t.ids) for t in trials]
    blocks: dict[str, list[dict[str, np.ndarray]]] = {rule: [] for rule in RULES}
    for counts in drawing.draws_of(len(ids), draws):
        drawn = [_told(t, top, counts[:, c]) for t, c in zip(trials, columns, strict=True)]
        for rule in RULES:
            blocks[rule].append(_pooled(drawn, rule))
    rows = {}
    for rule in RULES:
        point = {n: float(v[0]) for n, v in _pooled(facts, rule).items()}
        spread = {n: np.concatenate([b[n] for b in blocks[rule]]) for n in point}
        rows[rule] = _row(point, spread) | _against(trials, facts, rule, top)
        rows[rule]["verdict"] = _verdict(spread["ahead"], point["ahead"]) if rule != "score" else ""
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("rule")


def _pooled(
    facts: Sequence[dict[str, tuple[np.ndarray, np.ndarray]]], rule: str
) -> dict[str, np.ndarray]:
    """Measures over all quarter ends that have the rule, per draw."""
    with_rule = [f for f in facts if rule in f]
    if not with_rule:
        return {n: np.array([np.nan]) for n in _MEASURES}
    sums = np.sum([f[rule][0] for f in with_rule], axis=0)
    ours = np.sum([f["score"][0][:, 0] for f in with_rule], axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "of_best": np.where(sums[:, 1] > 0, sums[:, 0] / sums[:, 1], np.nan),
            "spearman": np.mean([f[rule][1] for f in with_rule], axis=0),
            "retained": np.where(sums[:, 3] > 0, sums[:, 2] / sums[:, 3], np.nan),
            "captured": sums[:, 0] / len(with_rule),
            "ahead": (ours - sums[:, 0]) / len(with_rule),
            "gain": np.where(sums[:, 0] > 0, ours / sums[:, 0] - 1, np.nan),
        }


def _row(point: dict[str, float], spread: dict[str, np.ndarray]) -> dict[str, object]:
    row: dict[str, object] = {}
    for name in _MEASURES:
        row[name] = point[name]
        row[f"{name}_low"], row[f"{name}_high"] = drawing.interval(spread[name])
    return row


def _against(
    trials: Sequence[_Trial],
    facts: Sequence[dict[str, tuple[np.ndarray, np.ndarray]]],
    rule: str,
    top: int,
) -> dict[str, object]:
    pairs = [(t, f) for t, f in zip(trials, facts, strict=True) if rule in f]
    ahead = [f["score"][0][0, 0] - f[rule][0][0, 0] for _, f in pairs]
    same = [_first(t, "score", top) == _first(t, rule, top) for t, _ in pairs]
    return {
        "quarters": len(pairs),
        "wins": int(sum(a > 0.005 for a in ahead)),
        "same": int(sum(same)),
    }


def _first(trial: _Trial, rule: str, top: int) -> frozenset[str]:
    order = np.argsort(places(trial.points[rule].round(12), list(trial.ids)))
    return frozenset(trial.ids[order[:top]])


def _verdict(draws: np.ndarray, point: float) -> str:
    low, high = drawing.interval(draws)
    if low > 0 and point > 0:
        return "better"
    return "worse" if high < 0 and point < 0 else "even"
