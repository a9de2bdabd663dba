"""The certificate of one account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kam.card import Card
from kam.certificate.form import Certificate, Section, fingerprint
from kam.errors import NotEnoughData
from kam.indicators import INDICATORS, MEASURES
from kam.scoring import CAVEAT
from kam.selection import Selection
from kam.units import UNITS, Number, Percent, is_unknown
from kam.words import N_, Sentence, say


def of_account(chosen: Selection, account_id: str) -> Certificate:
    """What is decided about an account, on what evidence, and what would change it.

    Raises
    ------
    UnknownName, NotEnoughData
        No such account; or it never bought, so that it has no score.

    Source: issue 4 (the decision certificate); methods.md 8 (1).
    """
    portfolio = chosen.portfolio
    card = Card(portfolio, account_id)
    if account_id not in portfolio.scores.table.index:
        raise NotEnoughData(
            say("{account} never bought, so it has no score.", account=card.name),
            say("Import its sales, or choose another account."),
            "E_NO_SALES",
        )
    verdict = str(chosen.verdicts[account_id])
    reach, least = chosen.reach(account_id), chosen.least_change(account_id)
    row = chosen.robustness.accounts.loc[account_id]
    table = _indicators(chosen, card)
    sections = (
        Section(
            "evidence", N_("Evidence"), (*_evidence(card), *_red_line(chosen, account_id)), table,
            ("indicator", "fact", "weight", "points", "weight_low", "weight_high"),
        ),
        Section(
            "robustness", N_("Other weights"),
            (
                chosen.robustness.told(account_id, chosen.names),
                least.sentence,
                *_dominance(chosen, account_id),
            ),
        ),
        Section("change", N_("What would change it"), (reach.sentence, say(CAVEAT))),
        Section("missing", N_("What is not known"), (chosen.gaps.told(account_id), *card.missing)),
    )  # fmt: skip
    return Certificate(
        account_id,
        say("Decision certificate: {account}", account=card.name),
        verdict,
        _answer(chosen, account_id, verdict),
        sections,
        {
            "account_name": card.name,
            "score": _plain(portfolio.scores.table.loc[account_id]),
            "acceptability": float(row["acceptability"]),
            "deciding_weight": {
                "indicator": row["indicator"],
                "interval": [float(row["low"]), float(row["high"])],
                "rival": row["rival"],
            },
            "weight_intervals": {
                name: [
                    float(chosen.robustness.low.at[account_id, name]),
                    float(chosen.robustness.high.at[account_id, name]),
                ]
                for name in chosen.robustness.low.columns
            },
            "least_weight_change": {
                "total": least.change.total,
                "proven": least.change.proven,
                "moves": {str(k): float(v) for k, v in least.moves.items()},
            },
            "reach": {
                "enters": reach.enters,
                "gap": reach.gap,
                "changes": [
                    {str(k): _one(v) for k, v in change.items()}
                    for change in reach.changes.to_dict("records")
                ],
            },
            "coverage": float(chosen.gaps.accounts.at[account_id, "coverage"]),
        },
        portfolio.as_of,
        chosen.top,
        portfolio.currency,
        portfolio.policy,
        fingerprint(chosen),
        portfolio.store.digest()[:16],
    )


def _plain(row: pd.Series) -> dict[str, Any]:
    return {str(k): _one(v) for k, v in row.items()}


def _one(value: Any) -> Any:
    return None if is_unknown(value) else value.item() if hasattr(value, "item") else value


def _answer(chosen: Selection, account_id: str, verdict: str) -> Sentence:
    table = chosen.portfolio.scores.table
    rank = int(table.at[account_id, "rank"])
    values = {"rank": Number(rank), "count": Number(len(table)), "top": Number(chosen.top)}
    if verdict == "key":
        return say(
            "Key account: number {rank} of {count} by score, among the first {top}.", **values
        )
    if verdict == "ordinary":
        return say(
            "Not a key account: number {rank} of {count} by score; the list has {top}.", **values
        )
    if verdict == "vetoed":
        return say(
            "Not a key account, whatever its score: {evidence}.",
            evidence=chosen.red_line(account_id),
        )
    if verdict == "undecided":
        return say(
            "Number {rank} of {count} by score. {open}",
            open=chosen.gaps.told(account_id),
            rank=values["rank"],
            count=values["count"],
        )
    if rank <= chosen.top:
        return say(
            "Contested: number {rank} of {count} by score and among the first {top}, but not under"
            " all reasonable weights.",
            **values,
        )
    return say(
        "Contested: number {rank} of {count} by score and outside the first {top}, but inside under"
        " some reasonable weights.",
        **values,
    )


def _red_line(chosen: Selection, account_id: str) -> Iterator[Sentence]:
    """Where a red line holds although nothing hangs on it, it is evidence all the same."""
    evidence = chosen.red_line(account_id)
    if evidence is not None:
        yield say("A red line: {evidence}.", evidence=evidence)


def _evidence(card: Card) -> Iterator[Sentence]:
    yield _size(card)
    yield card.explanation.sentence


def _size(card: Card) -> Sentence:
    """Where the account stands by revenue and by profit: a big one without profit shows here."""
    everybody = card.portfolio.within()
    revenue = _place(everybody.concentration("revenue", "12m").rows, card.account_id)
    if revenue is None:
        return say("No sale in the last twelve months.")
    values = {"rank": Number(int(revenue["rank"])), "share": Percent(float(revenue["share"]), 1)}
    try:
        profit = _place(everybody.concentration("gross_profit", "12m").rows, card.account_id)
    except NotEnoughData:
        profit = None
    if profit is not None and is_unknown(profit["share"]):  # all accounts together lose money
        return say(
            "Number {rank} by revenue of twelve months ({share} of all), number {second} by gross"
            " profit; all accounts together made a loss.",
            second=Number(int(profit["rank"])),
            **values,
        )
    if profit is None:
        return say(
            "Number {rank} by revenue of twelve months ({share} of all); its profit is unknown.",
            **values,
        )
    told = say(
        "Number {rank} by revenue of twelve months ({share} of all), number {second} by gross profit"
        " ({part}).",
        second=Number(int(profit["rank"])),
        part=Percent(float(profit["share"]), 1),
        **values,
    )
    if revenue["class"] == "A" and profit["class"] != "A":
        return say(
            "{told} It is among the accounts that bring {most} of revenue, but not among those that"
            " bring {most} of gross profit.",
            told=told,
            most=Percent(card.portfolio.policy.key_share),
        )
    return told


def _place(rows: pd.DataFrame, account_id: str) -> pd.Series | None:
    mine = rows[rows["account_id"] == account_id]
    return None if mine.empty else mine.iloc[0]


def _indicators(chosen: Selection, card: Card) -> pd.DataFrame:
    """What is on record for each indicator, its points, and how far its weight may move."""
    low, high = (getattr(chosen.robustness, end).loc[card.account_id] for end in ("low", "high"))
    return pd.DataFrame(
        [
            {
                "indicator": say(i.label),
                "fact": _fact(card, i.id),
                "weight": chosen.portfolio.scores.fractions[i.id],
                "points": float(card.contributions[i.id]),
                "weight_low": float(low[i.id]),
                "weight_high": float(high[i.id]),
            }
            for i in INDICATORS.values()
        ]
    )


def _fact(card: Card, indicator_id: str) -> Sentence | None:
    indicator = INDICATORS[indicator_id]
    names = [n for n, _ in indicator.parts if not is_unknown(card.measured[n])]
    if not names and indicator.fallback and not is_unknown(card.measured[indicator.fallback]):
        names = [indicator.fallback]
    told: Sentence | None = None
    for name in reversed(names):
        unit = UNITS[MEASURES[name].unit]
        one = say(
            "{measure} {value}",
            measure=say(MEASURES[name].label),
            value=unit.quantity(float(card.measured[name]), card.portfolio.currency),
        )
        told = one if told is None else say("{first}; {rest}", first=one, rest=told)
    return told


def _dominance(chosen: Selection, account_id: str) -> Iterator[Sentence]:
    better = chosen.better_in_everything(account_id)
    if better:
        yield say(
            "{account} is better in everything: no weights put it behind.",
            account=chosen.names[better[0]],
        )
