"""True, false or potential: what all tests together say about each account that buys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from kam.figures import Figure
from kam.knobs import KeyTests
from kam.segments import false_signs
from kam.segments.evidence import FALSE_TYPES, Evidence
from kam.segments.growing import Potential
from kam.units import Number, Percent
from kam.words import N_, Sentence, say, say_count

SETS: dict[str, str] = {
    "in_revenue": N_("By revenue"),
    "in_profit": N_("By profit"),
    "in_score": N_("By score"),
}
TICKS: dict[str, str] = {
    "frequent": N_("Orders often"),
    "large": N_("Buys much"),
    "rich": N_("Good margin"),
    "telling": N_("Counts in our result"),
}
# Which flag names an account that fails more than one test.
_FIRST = tuple(FALSE_TYPES)


@dataclass(frozen=True)
class Segments:
    """The verdict on every account with a line in the last twelve months.

    ``rows``, largest revenue first: account_id, account_name, verdict (a key of VERDICTS), type (a key
    of FALSE_TYPES or None), revenue, profit, the three SETS and the four TICKS (True, False or None for
    unknown), score_rank, acceptability, months_to_key, why (Sentence). ``evidence`` has the lines of
    each account's hearing.
    """

    rows: pd.DataFrame
    evidence: dict[str, tuple[Evidence, ...]]
    potentials: dict[str, Potential]
    profit_known: bool

    def among(self, accounts: pd.Index) -> Segments:
        """The same verdicts, told of some accounts only."""
        rows = self.rows[self.rows["account_id"].isin(accounts)].reset_index(drop=True)
        return replace(self, rows=rows)

    def count(self, verdict: str) -> int:
        """How many accounts have a verdict."""
        return int((self.rows["verdict"] == verdict).sum())

    @property
    def reading(self) -> Sentence:
        """The answer in a sentence: how many true, how many false, how many to come."""
        true, false = self.count("true"), self.count("false")
        big = true + false + self.count("contested")
        told = self._unproven(big, false) if not self.profit_known else say_count(
            "{true} of {big} big account is a true key account, {false} are big but not valuable.",
            "{true} of {big} big accounts are true key accounts, {false} are big but not valuable.",
            big, true=Number(true), big=Number(big), false=Number(false),
        )  # fmt: skip
        coming = self.count("potential")
        if not coming:
            return told
        return say_count(
            "{told} {n} small one is on the way to become key.",
            "{told} {n} small ones are on the way to become key.",
            coming, told=told, n=Number(coming),
        )  # fmt: skip

    def _unproven(self, big: int, false: int) -> Sentence:
        return say_count(
            "No file says what the goods cost, so the {n} big account cannot be proven true; {false}"
            " bought once in bulk or presses ever more out of us.",
            "No file says what the goods cost, so none of the {n} big accounts can be proven true;"
            " {false} bought once in bulk or press ever more out of us.",
            big, n=Number(big), false=Number(false),
        )  # fmt: skip

    def summary(self) -> tuple[Figure, ...]:
        """How many of each verdict."""
        share = self.rows.groupby("verdict")["revenue"].sum() / max(
            self.rows["revenue"].sum(), 1e-9
        )
        return tuple(
            Figure(
                name, _SHORT[name], Number(self.count(name)),
                say("{share} of revenue", share=Percent(share.get(name, 0.0))),
                about=_ABOUT[name],
            )
            for name in ("true", "contested", "false", "potential", "too_early")
        )  # fmt: skip

    def mends(self, account_id: str) -> tuple[Sentence, ...]:
        """What would make it a true key account."""
        return tuple(e.mend for e in self.evidence.get(account_id, ()) if e.mend is not None)


# As short as a figure's label must be.
_SHORT = {
    "true": N_("True"),
    "contested": N_("Contested"),
    "false": N_("Not valuable"),
    "potential": N_("Potential"),
    "too_early": N_("Under observation"),
}
_ABOUT = {
    "true": say("Big by revenue and profit, no sign of a false one, and high by score."),
    "contested": say("Big, but the tests do not agree; a person decides."),
    "false": say("Bought once in bulk, brings no profit, or presses ever more out of us."),
    "potential": say("Small, growing for sure, and at a key account's size before long."),
    "too_early": say("First order too short a time ago to judge."),
}


def judge(
    facts: pd.DataFrame, potentials: dict[str, Potential], rules: KeyTests, currency: str | None
) -> Segments:
    """Say what each account is, with the evidence for and against.

    Parameters
    ----------
    facts : DataFrame indexed by account_id, largest revenue first: account_name, revenue, profit,
        revenue_share, profit_share (of what all accounts with a gain bring), revenue_place,
        in_revenue, was_big (in the revenue set a year before), in_profit (None unknown), in_score,
        score_rank, scored (how many), acceptability, young, orders, usual_orders, margin,
        usual_margin, and what the tests ask for
    potentials : who may become key, by account_id

    Source: S2-1 to S2-4, S0-9; methods.md section 3.
    """
    evidence, told = {}, []
    for account_id, row in zip(facts.index, facts.to_dict("records"), strict=True):
        name = str(account_id)
        lines, verdict, kind = _judged(row, potentials.get(name), rules, currency)
        evidence[name] = tuple(lines)
        told.append(
            {
                "account_id": name,
                "account_name": row["account_name"],
                "verdict": verdict,
                "type": kind,
                "revenue": row["revenue"],
                "profit": row["profit"],
                **{s: row[s] for s in SETS},
                "frequent": bool(row["orders"] >= row["usual_orders"]),
                "large": bool(row["in_revenue"]),
                "rich": None
                if pd.isna(row["margin"])
                else bool(row["margin"] >= row["usual_margin"]),
                "telling": row["in_profit"],
                "score_rank": row["score_rank"],
                "acceptability": row["acceptability"],
                "months_to_key": potentials[name].months_to_key if name in potentials else None,
                "why": _why(lines, verdict, kind),
            }
        )
    columns = ["account_id", "account_name", "verdict", "type", "revenue", "profit", *SETS, *TICKS,
               "score_rank", "acceptability", "months_to_key", "why"]  # fmt: skip
    kept = {n: p for n, p in potentials.items() if n in evidence}
    rows = pd.DataFrame(told, columns=columns)
    return Segments(rows, evidence, kept, bool(facts["profit_share"].notna().any()))


def _judged(
    row: Mapping[str, Any], potential: Potential | None, rules: KeyTests, currency: str | None
) -> tuple[list[Evidence], str, str | None]:
    big = bool(row["in_revenue"] or row["was_big"])
    if row["young"]:
        return [_age(row, rules)], "too_early", None
    if not big:
        lines = list(potential.evidence) if potential is not None else [_size(row)]
        return lines, "potential" if potential is not None else "ordinary", None
    found = {
        "one_off_buyer": false_signs.one_off(row, rules),
        "squeezer": false_signs.squeezer(row, rules, currency),
        "profitless_volume": false_signs.profitless(row, rules, currency),
    }
    lines = [_size(row), *(e for e in found.values() if e is not None)]
    lines += [_profit(row), _score(row, rules)]
    flags = [n for n in _FIRST if (e := found[n]) is not None and e.speaks == "against"]
    if "squeezer" in flags and "profitless_volume" in flags and not row["leak"] > row["leak_line"]:
        flags.remove("squeezer")  # it loses money, but not by what it takes from us beyond others
    if flags:
        return lines, "false", flags[0]
    if not (row["in_revenue"] or row["in_profit"]):
        return lines, "ordinary", None
    sure = bool(row["in_score"]) and row["acceptability"] >= rules.sure
    return lines, "true" if sure and row["in_profit"] else "contested", None


def _age(row: Mapping[str, Any], rules: KeyTests) -> Evidence:
    return Evidence(
        "age", float(row["age"]), float(rules.young_months), "",
        say(
            "Its first order was less than {n} months ago: too early to judge.",
            n=Number(rules.young_months),
        ),
    )  # fmt: skip


def _size(row: Mapping[str, Any]) -> Evidence:
    inside, before = bool(row["in_revenue"]), bool(row["was_big"])
    place, cut = Number(row["revenue_place"]), Number(row["revenue_cut"])
    if inside:
        sentence = say("Place {place} by revenue; the set ends at {cut}.", place=place, cut=cut)
    elif before:
        sentence = say(
            "Place {place} by revenue; the set ends at {cut}, but a year ago it was inside.",
            place=place, cut=cut,
        )  # fmt: skip
    else:
        sentence = say("Place {place} by revenue; the set ends at {cut}.", place=place, cut=cut)
    return Evidence(
        "revenue_set", float(row["revenue_place"]), float(row["revenue_cut"]),
        "for" if inside else "against" if not before else "", sentence,
    )  # fmt: skip


def _profit(row: Mapping[str, Any]) -> Evidence:
    if row["in_profit"] is None:
        return Evidence(
            "profit_set", float("nan"), float(row["profit_cut"]), "",
            say("Its profit is unknown: no file says what the goods cost."),
        )  # fmt: skip
    return Evidence(
        "profit_set", float(row["profit_place"]), float(row["profit_cut"]),
        "for" if row["in_profit"] else "against",
        say(
            "Place {place} by gross profit; the set ends at {cut}.",
            place=Number(row["profit_place"]), cut=Number(row["profit_cut"]),
        ),
        None if row["in_profit"] else say(
            "Gross profit enough for place {cut}.", cut=Number(row["profit_cut"])
        ),
    )  # fmt: skip


def _score(row: Mapping[str, Any], rules: KeyTests) -> Evidence:
    share = float(row["acceptability"])
    sure = bool(row["in_score"]) and share >= rules.sure
    return Evidence(
        "score_set", share, rules.sure, "for" if sure else "against",
        say(
            "Place {rank} of {n} by score; among the first {cut} under {share} of reasonable weightings.",
            rank=Number(row["score_rank"]), n=Number(row["scored"]), cut=Number(row["score_cut"]),
            share=Percent(share),
        ),
        None if sure else say(
            "A score among the first {cut} whatever the exact weights.", cut=Number(row["score_cut"])
        ),
    )  # fmt: skip


def _why(lines: list[Evidence], verdict: str, kind: str | None) -> Sentence:
    """The line that decided."""
    if kind is not None:
        return next(e.sentence for e in lines if e.rule == kind)
    if verdict == "contested":
        doubts = [e for e in lines if e.speaks == "against"] + [e for e in lines if not e.speaks]
        return doubts[0].sentence if doubts else lines[-1].sentence
    if verdict == "true":
        return next(e.sentence for e in lines if e.rule == "profit_set")
    return lines[0].sentence
