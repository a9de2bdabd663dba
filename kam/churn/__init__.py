"""Who is likely to stop ordering: a calibrated logistic model beside the order-rhythm rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kam.churn.evaluate import Evaluation, judge, metrics
from kam.churn.explain import Reason, reasons
from kam.churn.features import FEATURES, Snapshot, snapshot
from kam.churn.labels import TESTS, Events, Schedule, events_of, population, schedule, usual_horizon
from kam.churn.model import Training, lateness, single, together, train
from kam.units import Days
from kam.words import Sentence, say

__all__ = ["FEATURES", "Churn", "Evaluation", "Reason", "assess", "evaluate"]

Labelled = list[tuple[Snapshot, np.ndarray]]


@dataclass(frozen=True)
class Churn:
    """Who may leave, as of a day.

    ``rows`` is indexed by account_id, for every account that ever ordered: state (active; new: one
    order day; lapsed: silent for the horizon or longer), probability, low, high (NaN unknown),
    baseline (the rhythm rule's probability), recency_days, usual_gap_days.
    ``base_rate`` is the share that left in past horizons.
    """

    horizon_days: int
    label: Sentence
    verdict: str
    verdict_text: Sentence
    base_rate: float
    rows: pd.DataFrame
    evaluation: Evaluation
    effects: np.ndarray
    now: Snapshot | None
    places: dict[str, int]

    @property
    def horizon(self) -> Days:
        """The horizon as a quantity that can say itself."""
        return Days(self.horizon_days)

    def reasons_of(self, account_id: str) -> tuple[Reason, ...]:
        """Why this account's probability is what it is; empty where there is none."""
        place = self.places.get(str(account_id))
        if place is None or self.now is None or len(self.effects) == 0:
            return ()
        return reasons(self.effects, self.now, place)


def assess(purchases: pd.DataFrame, as_of: date, *, horizon_days: int | None = None) -> Churn:
    """Rate every active account's probability to leave, with the evaluation that backs it.

    Parameters
    ----------
    purchases : DataFrame[account_id, day, product_id, revenue]; days after ``as_of`` are not read
    horizon_days : days without an order that count as leaving; None takes it from the gaps

    Source: churn.md; S2-10, S2-17.
    """
    events = events_of(purchases[purchases["day"] <= pd.Timestamp(as_of)])
    horizon = horizon_days or usual_horizon(events)
    today = max((pd.Timestamp(as_of) - events.start).days, 0) if len(events.day) else 0
    plan = schedule(events.last, horizon)
    history = _history(events, plan)
    evaluation = _evaluate(history, plan)
    active, _ = population(events, today, horizon)
    rows = _states(events, today, horizon)
    effects, now = np.empty((0, 0)), None
    if len(active):
        warm = history[-1][0].rhythm if history else None
        now = snapshot(events, today, horizon, active, warm)
        ids = events.ids[active]
        rows.loc[ids, "usual_gap_days"] = now.usual_gap
        training = _known(history, today, horizon)
        if training is not None:
            rule = single(training.lateness, training.left)
            rows.loc[ids, "baseline"] = rule(lateness(now))
            if evaluation.verdict == "usable":
                model = train(training, intervals=True)
                rows.loc[ids, "probability"] = model.probability(now.x)
                rows.loc[ids, "low"], rows.loc[ids, "high"] = model.interval(now.x)
                effects = model.effects(now.x)
    return Churn(
        horizon,
        say(
            "Leaving means: no order for {horizon}. Rated are accounts with an order in the last"
            " {horizon}.",
            horizon=Days(horizon),
        ),
        evaluation.verdict,
        evaluation.verdict_text,
        evaluation.base_rate,
        rows,
        evaluation,
        effects,
        now,
        {str(a): i for i, a in enumerate(events.ids[active])} if len(active) else {},
    )


def evaluate(
    purchases: pd.DataFrame,
    as_of: date,
    *,
    horizon_days: int | None = None,
    history_days: int | None = None,
    step_days: int | None = None,
    tests: int = TESTS,
) -> Evaluation:
    """How the model and its rivals would have done on past snapshots.

    A test snapshot t is rated by models trained on snapshots s with s + H ≤ t only.

    Parameters
    ----------
    history_days, step_days, tests : the snapshots, see ``labels.schedule``; by default from H

    Source: churn.md section 1.
    """
    events = events_of(purchases[purchases["day"] <= pd.Timestamp(as_of)])
    horizon = horizon_days or usual_horizon(events)
    plan = schedule(events.last, horizon, history=history_days, step=step_days, tests=tests)
    return _evaluate(_history(events, plan), plan)


def _history(events: Events, plan: Schedule) -> Labelled:
    history: Labelled = []
    for day in plan.snapshots:
        codes, left = population(events, day, plan.horizon)
        if len(codes):
            warm = history[-1][0].rhythm if history else None
            history.append((snapshot(events, day, plan.horizon, codes, warm), left))
    return history


def _evaluate(history: Labelled, plan: Schedule) -> Evaluation:
    tests: list[tuple[np.ndarray, Snapshot, dict[str, np.ndarray]]] = []
    trained_on = 0
    for test, left in history[len(history) - plan.tests :] if plan.tests else []:
        rows = _known(history, test.day, plan.horizon)
        if rows is not None:
            tests.append((left.astype(int), test, _rated(test, rows)))
            trained_on = int(rows.left.sum())
    accounts = len(np.unique(np.concatenate([s.codes for s, _ in history]))) if history else 0
    if not tests:
        none = np.zeros(0)
        verdict, text = judge(none, none, none, float("nan"), 0)
        seen = [y.mean() for _, y in history]
        rate = float(np.mean(seen)) if seen else float("nan")
        return Evaluation(0, accounts, 0, rate, verdict, text, {})
    y = np.concatenate([left for left, _, _ in tests])
    codes = np.concatenate([test.codes for _, test, _ in tests])
    days = np.concatenate([np.full(len(left), test.day) for left, test, _ in tests])
    said = {name: np.concatenate([p[name] for _, _, p in tests]) for name in tests[0][2]}
    said["base_rate"] = np.full(len(y), y.mean())
    found = {name: metrics(y, p, days) for name, p in said.items()}
    verdict, text = judge(y, said["logistic"], codes, found["logistic"]["auc"], trained_on)
    return Evaluation(len(tests), accounts, int(y.sum()), float(y.mean()), verdict, text, found)


def _known(history: Labelled, day: int, horizon: int) -> Training | None:
    """What may be learnt from on a day: snapshots whose horizon was over; None when one-sided."""
    known = [(snap, left) for snap, left in history if snap.day + horizon <= day]
    rows = together(known) if known else None
    return rows if rows is not None and 0 < rows.left.sum() < len(rows.left) else None


def _rated(test: Snapshot, rows: Training) -> dict[str, np.ndarray]:
    """The probability to leave that the model and each rival give a test snapshot's accounts."""
    late, recent = single(rows.lateness, rows.left), single(rows.recency, rows.left)
    return {
        "logistic": train(rows).probability(test.x),
        "rhythm_rule": late(lateness(test)),
        "recency": recent(np.log1p(test.recency)),
        "bg_nbd": test.p0,
    }


def _states(events: Events, today: int, horizon: int) -> pd.DataFrame:
    n = len(events.ids)
    last = np.zeros(n, dtype=int)
    np.maximum.at(last, events.account, events.day)
    number = np.bincount(events.account, minlength=n)
    recency = today - last
    state = np.where(recency >= horizon, "lapsed", np.where(number < 2, "new", "active"))
    unknown = np.full(n, np.nan)
    return pd.DataFrame(
        {
            "state": state,
            "probability": unknown,
            "low": unknown,
            "high": unknown,
            "baseline": unknown,
            "recency_days": recency.astype(float),
            "usual_gap_days": unknown,
        },
        index=pd.Index(events.ids, name="account_id"),
    )
