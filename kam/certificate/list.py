"""The certificate of the whole list."""

from __future__ import annotations

import pandas as pd

from kam import backtest as time_machine
from kam.certificate.form import Certificate, Section, fingerprint
from kam.indicators import INDICATORS
from kam.scoring import explain
from kam.selection import VERDICTS, Selection
from kam.units import Number, Percent, is_unknown
from kam.words import N_, Sentence, say


def of_list(chosen: Selection) -> Certificate:
    """The list with reasons and weights: who is in, how firmly, and what would change it.

    Source: issue 4 (the decision certificate); journey J2 (a list with reasons and weights).
    """
    portfolio = chosen.portfolio
    rows, intervals = listed(chosen), weight_table(chosen)
    found, currency = chosen.backtest, portfolio.currency
    sections = (
        Section(
            "accounts", N_("The list"), (chosen.gaps.reading,), rows,
            ("account_name", "rank", "score", "acceptability", "verdict", "drivers"),
        ),
        Section(
            "weights", N_("Weights"),
            (say("The list stays as it is while one weight moves between these ends."),),
            intervals, ("indicator", "weight", "weight_low", "weight_high", "changes"),
        ),
        Section(
            "past", N_("Tried on the past"),
            (time_machine.reading(found, currency), *time_machine.notes(found, currency)),
        ),
    )  # fmt: skip
    weights = chosen.robustness.weights
    return Certificate(
        None,
        say("Decision certificate: the first {top} accounts", top=Number(chosen.top)),
        "list",
        _answer(chosen),
        sections,
        {
            "accounts": [
                {
                    "account_id": str(i),
                    "account_name": chosen.names[str(i)],
                    "rank": int(row["rank"]),
                    "acceptability": float(row["acceptability"]),
                    "verdict": str(chosen.verdicts[i]),
                }
                for i, row in chosen.robustness.accounts.iterrows()
                if row["rank"] <= chosen.top or chosen.verdicts[i] != "ordinary"
            ],
            "weight_intervals": {
                str(n): [float(r["low"]), float(r["high"])] for n, r in weights.iterrows()
            },
            "backtest": found.verdict,
        },
        portfolio.as_of,
        chosen.top,
        currency,
        portfolio.policy,
        fingerprint(chosen),
        portfolio.store.digest()[:16],
    )


def _answer(chosen: Selection) -> Sentence:
    accounts = chosen.portfolio.measures.accounts.reindex(chosen.accounts.index)
    everybody = chosen.portfolio.measures.accounts
    told = chosen.robustness.reading
    for column, message in (
        ("gross_profit_12m", N_("The first {top} bring {share} of gross profit. {told}")),
        ("revenue_12m", N_("The first {top} bring {share} of revenue. {told}")),
    ):
        whole = everybody[column].sum(min_count=1)
        if not is_unknown(whole) and whole > 0 and not accounts[column].isna().any():
            share = Percent(accounts[column].sum() / whole)
            return say(message, top=Number(chosen.top), share=share, told=told)
    return told


def listed(chosen: Selection) -> pd.DataFrame:
    """The first k, then whoever is contested or undecided; each with its reason.

    Returns
    -------
    DataFrame[account_id, account_name, rank, score, acceptability, verdict, drivers]
    """
    accounts = chosen.robustness.accounts
    shown = accounts[(accounts["rank"] <= chosen.top) | (chosen.verdicts != "ordinary")]
    scores = chosen.portfolio.scores
    return pd.DataFrame(
        [
            {
                "account_id": str(i),
                "account_name": chosen.names[str(i)],
                "rank": int(row["rank"]),
                "score": float(scores.table.at[i, "score"]),
                "acceptability": float(row["acceptability"]),
                "verdict": say(VERDICTS[str(chosen.verdicts[i])]),
                "drivers": _drivers(explain(scores, str(i)).differences),
            }
            for i, row in shown.iterrows()
        ]
    )


def _drivers(differences: pd.Series) -> Sentence:
    """The strongest lift and the strongest drag against the average account, in a few words."""
    lift, drag = differences.index[0], differences.index[-1]
    return say(
        "{lift} {up}, {drag} {down}",
        lift=say(INDICATORS[str(lift)].label),
        up=_signed(float(differences[lift])),
        drag=say(INDICATORS[str(drag)].label),
        down=_signed(float(differences[drag])),
    )


def _signed(points: float) -> Sentence:
    number = Number(abs(points), 1)
    return say("+{n}", n=number) if points > 0 else say("−{n}", n=number)


def weight_table(chosen: Selection) -> pd.DataFrame:
    """Each weight, between which ends the list stays, and who changes places at the nearer one.

    Returns
    -------
    DataFrame[indicator, weight, weight_low, weight_high, changes]
    """
    return pd.DataFrame(
        [
            {
                "indicator": say(INDICATORS[str(name)].label),
                "weight": float(row["weight"]),
                "weight_low": float(row["low"]),
                "weight_high": float(row["high"]),
                "changes": _change(chosen, row),
            }
            for name, row in chosen.robustness.weights.iterrows()
        ]
    )


def _change(chosen: Selection, row: pd.Series) -> Sentence | None:
    now = float(row["weight"])
    room = {
        end: abs(float(row[end]) - now)
        for end in ("low", "high")
        if row[f"{end}_leaves"] is not None
    }
    if not room:
        return None
    end = min(room, key=lambda name: room[name])
    return say(
        "{leaves} leaves, {enters} enters",
        leaves=chosen.names[str(row[f"{end}_leaves"])],
        enters=chosen.names[str(row[f"{end}_enters"])],
    )
