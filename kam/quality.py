"""How far the data can be trusted: what came in, what is odd about it, what is missing, what next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kam.figures import Figure
from kam.indicators import INDICATORS, MEASURES
from kam.intake.checks import CHECKS
from kam.schema import TABLES, count_filled_sql
from kam.store import Facts
from kam.units import Number, Percent
from kam.words import N_, Sentence, say, say_count

SEVERITIES: dict[str, str] = {"reject": N_("Rejected"), "warn": N_("Warning"), "note": N_("Note")}
WHOLE = 0.995  # measured part of an indicator from which nothing is worth telling

# Rejected rows wait until they are corrected; of anything else the latest import of a file tells.
_FOUND = """
    WITH latest AS (
        SELECT file, arg_max(import_id, (coalesce(revision, 0), made_at)) AS import_id
        FROM import_file WHERE undone_at IS NULL GROUP BY file
    )
    SELECT code, count(*) AS number, count(DISTINCT file) AS files FROM quarantine GROUP BY code
    UNION ALL
    SELECT code, CAST(sum(number) AS BIGINT), count(DISTINCT file)
    FROM import_finding JOIN latest USING (import_id, file)
    WHERE severity <> 'reject' GROUP BY code
"""
_TREND = """
    WITH warned AS (
        SELECT import_id, CAST(sum(number) AS BIGINT) AS warnings FROM import_finding
        WHERE severity = 'warn' GROUP BY import_id
    )
    SELECT CAST(max(f.made_at) AS DATE) AS day, count(DISTINCT f.file) AS files,
           CAST(sum(f.rows_read) AS BIGINT) AS rows_read, CAST(sum(f.rejected) AS BIGINT) AS rejected,
           sum(f.rejected) / nullif(sum(f.rows_read), 0) AS rejected_share,
           coalesce(any_value(w.warnings), 0) AS warnings
    FROM import_file f LEFT JOIN warned w USING (import_id)
    WHERE f.undone_at IS NULL AND len(f.headers) > 0
    GROUP BY f.import_id ORDER BY max(coalesce(f.revision, 0)) DESC, max(f.made_at) DESC
"""


@dataclass(frozen=True)
class Known:
    """What is known of the accounts that buy, as DataFrames by account_id.

    ``indicators`` is the measured part of each of the twelve (0 to 1), ``measures`` their values,
    ``revenue`` of each account; ``weights`` each indicator's part of the whole.
    """

    indicators: pd.DataFrame
    measures: pd.DataFrame
    revenue: pd.Series
    weights: Mapping[str, float]

    @property
    def weight(self) -> float:
        """The part of the score's weight that is measured, over all accounts."""
        weights = pd.Series(self.weights).reindex(self.indicators.columns)
        return float((self.indicators.mean() * weights).sum() / weights.sum())


@dataclass(frozen=True)
class Quality:
    """The state of the data.

    ``findings``: check, severity, number (of rows), files, mend, code; the worst first.
    ``trend``, one row per import, the latest first: day, files, rows_read, rejected,
    rejected_share, warnings. ``coverage``, the heaviest gap first: id, indicator, weight,
    accounts_share, revenue_share (of accounts and of revenue it is measured for), needs, gap.
    ``answers``, what is locked or weakened: feature, state, needs. ``next_files``, best first:
    table, columns (to export), unlocks, gain (points of the score's weight), name.
    """

    answer: Sentence
    figures: tuple[Figure, ...]
    findings: pd.DataFrame
    trend: pd.DataFrame
    coverage: pd.DataFrame
    answers: pd.DataFrame
    next_files: pd.DataFrame


def assess(
    facts: Facts,
    rows: Mapping[str, int],
    known: Known | None,
    answers: Sequence[tuple[str, str, tuple[str, ...]]],
) -> Quality:
    """Assess a store's data.

    Parameters
    ----------
    rows : rows by table
    known : what is known of the accounts; None without sales
    answers : id, label and what is still needed of everything the product answers

    Source: S0-21; features.md 3; issue "Any file in", section 6.
    """
    findings, trend = _findings(facts), facts.query(_TREND)
    covered = _coverage(known)
    empty = _empty_columns(facts, rows)
    following = _next_files(known, rows, empty, answers)
    return Quality(
        _answer(trend, findings, known, following),
        _figures(trend, findings, known),
        findings,
        trend,
        covered,
        _weakened(covered, answers),
        following,
    )


def _findings(facts: Facts) -> pd.DataFrame:
    found = facts.query(_FOUND)
    found = found[found["code"].isin(CHECKS)]
    order = list(SEVERITIES)
    checks = [CHECKS[code] for code in found["code"]]
    return (
        found.assign(
            check=pd.Series([say(c.label) for c in checks], index=found.index, dtype=object),
            severity=pd.Series(
                [say(SEVERITIES[c.severity]) for c in checks], index=found.index, dtype=object
            ),
            mend=pd.Series([say(c.mend) for c in checks], index=found.index, dtype=object),
            place=[order.index(c.severity) for c in checks],
        )
        .sort_values(["place", "number", "code"], ascending=[True, False, True])
        .drop(columns="place")
        .reset_index(drop=True)
    )


# --- what is measured --------------------------------------------------------------------------------


def _coverage(known: Known | None) -> pd.DataFrame:
    rows = []
    for indicator in INDICATORS.values() if known else ():
        assert known is not None
        measured = known.indicators[indicator.id]
        weight = float(known.weights[indicator.id])
        rows.append(
            {
                "id": indicator.id,
                "indicator": say(indicator.label),
                "weight": weight,
                "accounts_share": float(measured.mean()),
                "revenue_share": _of_revenue(measured, known.revenue),
                "needs": _any_of(_tables(indicator.id)),
                "gap": weight * (1 - float(measured.mean())),
            }
        )
    columns = ["id", "indicator", "weight", "accounts_share", "revenue_share", "needs", "gap"]
    covered = pd.DataFrame(rows, columns=columns)
    return covered.sort_values("gap", ascending=False, kind="stable").reset_index(drop=True)


def _of_revenue(measured: pd.Series, revenue: pd.Series) -> float:
    positive = revenue.clip(lower=0).fillna(0)
    total = float(positive.sum())
    return float((measured * positive).sum() / total) if total else float(measured.mean())


def _tables(indicator_id: str) -> list[str]:
    """Tables any of which would measure an indicator."""
    parts = INDICATORS[indicator_id].parts
    return list(dict.fromkeys(table for part, _ in parts for table in MEASURES[part].needs))


def _any_of(tables: Sequence[str]) -> Sentence:
    first, *others = tables
    told = say(TABLES[first].label)
    return say("{first} or {rest}", first=told, rest=_any_of(others)) if others else told


def _weakened(
    covered: pd.DataFrame, answers: Sequence[tuple[str, str, tuple[str, ...]]]
) -> pd.DataFrame:
    """Answers that are locked, or rest on part of the accounts only."""
    share = dict(zip(covered["id"], covered["accounts_share"], strict=True))
    rows = []
    for name, label, needs in answers:
        part = share.get(name, 1.0)
        if needs:
            told = [say(n) for n in needs]
            needed = told[0] if len(told) == 1 else say(
                "{first} or {rest}", first=told[0], rest=told[1]
            )  # fmt: skip
            rows.append(
                {"feature": say(label), "state": say("Locked"), "needs": needed, "part": -1.0}
            )
        elif part < WHOLE:
            state = say("Known of {share} of the accounts", share=Percent(part))
            needed = _any_of(_tables(name))
            rows.append({"feature": say(label), "state": state, "needs": needed, "part": part})
    found = pd.DataFrame(rows, columns=["feature", "state", "needs", "part"])
    return found.sort_values("part", kind="stable").drop(columns="part").reset_index(drop=True)


# --- what to export next ------------------------------------------------------------------------------


def _empty_columns(facts: Facts, rows: Mapping[str, int]) -> dict[str, set[str]]:
    """Columns without any value, of the tables that measures read."""
    empty = {}
    for name in {t for m in MEASURES.values() for t in m.needs}:
        every = set(TABLES[name].by_name)
        if rows.get(name):
            filled = facts.query(count_filled_sql(TABLES[name])).iloc[0]
            every = {c for c in every if not int(filled[c])}
        empty[name] = every
    return empty


def _next_files(
    known: Known | None,
    rows: Mapping[str, int],
    empty: Mapping[str, set[str]],
    answers: Sequence[tuple[str, str, tuple[str, ...]]],
) -> pd.DataFrame:
    found = []
    for name, lacking in empty.items():
        gains = _gains(name, bool(rows.get(name)), lacking, known)
        label = TABLES[name].label
        opened = [lab for i, lab, needs in answers if i not in INDICATORS and label in needs]
        if not gains and not opened:
            continue
        reads = [c for _, columns in gains.values() for c in columns]
        required = [c.name for c in TABLES[name].columns if c.required and c.name in lacking]
        wanted = dict.fromkeys([*reads, *required])  # what tells most is read first
        found.append(
            {
                "table": say("{table}, with more columns", table=say(label))
                if rows.get(name)
                else say(label),
                "columns": _listed([TABLES[name].column(c).meaning for c in wanted]),
                "unlocks": _listed([*opened, *(INDICATORS[i].label for i in gains)]),
                "gain": 100 * sum(points for points, _ in gains.values()),
                "name": name,
                "opened": len(opened),
            }
        )
    columns = ["table", "columns", "unlocks", "gain", "name", "opened"]
    ranked = pd.DataFrame(found, columns=columns)
    by_hand = ranked["name"] == "judged_score"  # no system exports what somebody must judge
    ranked = ranked.assign(by_hand=by_hand).sort_values(
        ["by_hand", "gain", "opened", "name"], ascending=[True, False, False, True]
    )
    return ranked.drop(columns=["by_hand", "opened"]).reset_index(drop=True)


def _gains(
    table: str, on_file: bool, lacking: set[str], known: Known | None
) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Indicators a table would measure better: part of the whole weight, columns still needed."""
    gains: dict[str, tuple[float, tuple[str, ...]]] = {}
    for indicator in INDICATORS.values():
        for part, share in indicator.parts:
            measure = MEASURES[part]
            columns = tuple(c for c in measure.reads.get(table, ()) if c in lacking)
            if table not in measure.needs or (on_file and not columns):
                continue
            unknown, weight = 1.0, indicator.points / 100
            if known is not None:
                unknown = float(known.measures[part].isna().mean())
                weight = float(known.weights[indicator.id])
            if unknown > 1 - WHOLE:
                points, before = gains.get(indicator.id, (0.0, ()))
                more = tuple(c for c in columns if c not in before)
                gains[indicator.id] = (points + weight * share * unknown, before + more)
    return gains


def _listed(labels: Sequence[str]) -> Sentence:
    """Labels one after the other, in the reader's language."""
    first, *others = list(dict.fromkeys(labels))
    told = say(first)
    return say("{first} · {rest}", first=told, rest=_listed(others)) if others else told


# --- the answer in words ------------------------------------------------------------------------------


def _waiting(findings: pd.DataFrame) -> int:
    rejects = findings["code"].map(lambda code: CHECKS[code].severity == "reject")
    return int(findings.loc[rejects.astype(bool), "number"].sum())


def _taken(trend: pd.DataFrame) -> float | None:
    read = int(trend["rows_read"].sum()) if len(trend) else 0
    return 1 - int(trend["rejected"].sum()) / read if read else None


def _answer(
    trend: pd.DataFrame, findings: pd.DataFrame, known: Known | None, following: pd.DataFrame
) -> Sentence:
    if known is None:
        return say("Nothing is on file yet: import a sales file, or load the sample company.")
    told = say("{share} of the score's weight is measured.", share=Percent(known.weight))
    if len(following):
        told = say(
            "{share} of the score's weight is measured; the file that would add most: {file}.",
            share=Percent(known.weight),
            file=following["table"].iloc[0],
        )
    taken, waiting = _taken(trend), _waiting(findings)
    if taken is None:
        return told
    if not waiting:
        return say("No row waits to be corrected. {told}", told=told)
    return say_count(
        "{n} rejected row waits to be corrected. {told}",
        "{n} rejected rows wait to be corrected. {told}",
        waiting,
        n=Number(waiting),
        told=told,
    )


def _figures(
    trend: pd.DataFrame, findings: pd.DataFrame, known: Known | None
) -> tuple[Figure, ...]:
    taken, waiting = _taken(trend), _waiting(findings)
    imported = None if taken is not None else say("No file was imported.")
    heard = int((known.indicators.max() > 0).sum()) if known else 0
    none = say("No sales on file yet.") if known is None else None
    return (
        Figure(
            "waiting", N_("Rows to correct"), Number(None if taken is None else waiting), missing=imported,
            about=say("Rows that imports kept aside and that did not come back since."),
        ),
        Figure(
            "taken", N_("Rows taken"), Percent(taken, 1), missing=imported,
            about=say("Part of all rows read that was not rejected, over all imports."),
        ),
        Figure(
            "weight", N_("Data completeness"), Percent(known.weight if known else None), missing=none,
            about=say("Part of the score's weight that files measure, mean over accounts that buy."),
        ),
        Figure(
            "heard", N_("Indicators measured"), Number(heard if known else None),
            say("of {n}", n=Number(len(INDICATORS))), missing=none,
            about=say("Indicators that a file measures for at least one account."),
        ),
    )  # fmt: skip
