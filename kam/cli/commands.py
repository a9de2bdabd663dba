"""The commands: each returns what goes to JSON, the lines for people, and the exit code."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kam import imports, intake
from kam.card import Card
from kam.cli.answers import (
    DONE,
    REFUSED,
    REJECTED,
    Answer,
    known,
    notices,
    plain,
    records,
    tell,
)
from kam.cli.judged import asked, told_in
from kam.cli.stores import opened, scratch_copy, store_path
from kam.errors import KamError, UnknownName
from kam.key_list import KeyList
from kam.policy import Policy
from kam.portfolio import Portfolio
from kam.schema import TABLES
from kam.store import Store
from kam.units import UNKNOWN, Percent
from kam.words import say, translate


def demo(options: argparse.Namespace) -> Answer:
    """Make the sample company in a store of its own."""
    with opened(options, read_only=False) as store:
        if any(store.rows_by_table().values()):
            raise KamError(
                say("{file} already holds data.", file=str(store.path)),
                say("Give the sample company a file of its own with --db."),
                "E_STORE_NOT_EMPTY",
            )
        imports.load_sample(store)
        rows = store.rows_by_table()
        answer = {"store": str(store.path), "revision": store.revision, "tables": rows}
        return answer, [f"{name}: {count}" for name, count in rows.items()], DONE


def bring(options: argparse.Namespace) -> Answer:
    """Import files: one transaction, one report entry per file, sheet and table fed."""
    mapping = intake.read_mapping(Path(options.map)) if options.map else None
    uploads = [intake.Upload(path.name, path) for path in _files(options.file)]
    path = store_path(options.db)
    existing = Store.open(path, read_only=True) if path.exists() else None
    try:
        plan = imports.plan(existing, uploads, table=options.table, mapping=mapping)
        revision = existing.revision if existing else 0
    finally:
        if existing:
            existing.close()
    report = plan.report
    if not report.stores_nothing:
        with scratch_copy(path) if options.dry_run else opened(options, read_only=False) as store:
            report = imports.carry_out(store, plan, "command line")
            revision = revision if options.dry_run else store.revision
    answer = report.as_dict(options.lang) | {"revision": revision, "dry_run": options.dry_run}
    lines = []
    for entry in answer["files"]:
        lines.append(
            f"{entry['file']} → {entry['table'] or '–'}: {entry['status']}"
            f" (read {entry['rows_read']}, inserted {entry['inserted']},"
            f" updated {entry['updated']}, unchanged {entry['unchanged']},"
            f" rejected {entry['rejected']}, skipped {entry['skipped']})"
        )
        for f in entry["findings"]:
            if f["severity"] in ("refuse", "ask", "reject"):
                place = f" {f['row']}" if f["row"] else ""
                tell(f"{entry['file']}{place}: {f['problem']} {f['mend']}")
    if report.stores_nothing:
        return answer, lines, REFUSED
    rejected = any(entry["rejected"] for entry in answer["files"])
    return answer, lines, REJECTED if rejected else DONE


def _files(names: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.is_file() and p.name[0] != ".")
        elif path.exists():
            found.append(path)
        else:
            raise UnknownName(
                say("There is no file {file}.", file=name),
                say("Check the name and the folder."),
                "E_NO_FILE",
            )
    return found


def status(options: argparse.Namespace) -> Answer:
    """What the store holds, what that answers, and what else needs."""
    with opened(options) as store:
        portfolio = Portfolio(store)
        rows = store.rows_by_table()
        answer = {
            "store": str(store.path),
            "revision": store.revision,
            "as_of": None if portfolio.is_empty else portfolio.as_of.isoformat(),
            "tables": rows,
            "digest": store.digest(),
            "unlocked": [f.id for f in portfolio.features if not f.needs],
            "locked": [
                {"feature": f.id, "needs": " / ".join(translate(n, options.lang) for n in f.needs)}
                for f in portfolio.features
                if f.needs
            ],
        }
    lines = [f"{translate(TABLES[n].label, options.lang)}: {c}" for n, c in rows.items()]
    return answer, [f"{answer['store']} ({answer['as_of'] or UNKNOWN})", *lines], DONE


def rank(options: argparse.Namespace) -> Answer:
    """Accounts by their value score, under a preset or given weights."""
    asked(options)
    with opened(options) as store:
        wanted = asked(options, store)
        portfolio = Portfolio(store, wanted.policy, wanted.as_of)
        scores, listed = portfolio.scores, KeyList(portfolio)
        top = scores.table.sort_values("rank").head(options.top or len(scores.table))
        names = portfolio.measures.accounts["account_name"]
        rows = [
            {
                "rank": int(row.rank),
                "account_id": str(row.Index),
                "account_name": names[row.Index],
                "score": row.score,
                "completeness": row.completeness,
                "low": row.low,
                "high": row.high,
                "tier": listed.tiers[row.Index],
                "red_lines": _crossed(listed, str(row.Index), options.lang),
                "contributions": scores.contributions.loc[row.Index].to_dict(),
            }
            for row in top.itertuples()
        ]
        answer = {
            "as_of": portfolio.as_of.isoformat(),
            "scenario": wanted.name if options.scenario else None,
            "currency": portfolio.currency,
            "weights": wanted.policy.fractions,
            "warnings": notices(portfolio, options.lang),
            "rows": rows,
        }
    lines = [f"{r['rank']:>5}  {r['score']:5.1f}  {r['account_name']}" for r in rows[:20]]
    return answer, lines, DONE


def _crossed(listed: KeyList, account_id: str, lang: str) -> list[dict[str, Any]]:
    mine = listed.crossed[listed.crossed["account_id"] == account_id]
    return [
        {
            "line": row.line,
            "found": row.found,
            "limit": row.limit,
            "evidence": row.evidence.in_language(lang),
        }
        for row in mine.itertuples()
    ]


def account(options: argparse.Namespace) -> Answer:
    """Everything known about one account."""
    with opened(options) as store:
        portfolio = Portfolio(store, told_in(Policy(), options), options.as_of)
        card = Card(portfolio, options.id)
        risk = card.risk
        answer = {
            "as_of": portfolio.as_of.isoformat(),
            "account_id": card.account_id,
            "account_name": card.name,
            "currency": portfolio.currency,
            "warnings": notices(portfolio, options.lang),
            "answer": card.answer.in_language(options.lang),
            "record": {k: plain(v) for k, v in card.record.items()},
            "figures": {k: plain(v) for k, v in card.figures.items()},
            "score": {k: plain(v) for k, v in card.score.items()},
            "contributions": {k: plain(v) for k, v in card.contributions.items()},
            "risk": None if risk is None else {k: plain(v) for k, v in risk.items()},
            "reasons": [r.in_language(options.lang) for r in card.reasons],
            "missing": [m.in_language(options.lang) for m in card.missing],
            "timeline": records(card.timeline),
        }
    return answer, [card.name, answer["answer"], *answer["reasons"]], DONE


def churn(options: argparse.Namespace) -> Answer:
    """Who is likely to leave, with the rhythm rule beside each probability."""
    policy = told_in(Policy(churn_horizon=options.horizon or None), options)
    with opened(options) as store:
        portfolio = Portfolio(store, policy, options.as_of)
        found = portfolio.churn
        answer: dict[str, Any] = {
            "as_of": portfolio.as_of.isoformat(),
            "horizon_days": found.horizon_days,
            "currency": portfolio.currency,
            "label": found.label.in_language(options.lang),
            "verdict": found.verdict,
            "verdict_text": found.verdict_text.in_language(options.lang),
            "warnings": notices(portfolio, options.lang),
            "rows": [
                {
                    "account_id": row.account_id,
                    "account_name": row.account_name,
                    "probability": known(row.probability),
                    "low": known(row.probability_low),
                    "high": known(row.probability_high),
                    "baseline": known(row.baseline),
                    "reasons": [
                        {"feature": r.feature, "effect": r.effect}
                        for r in found.reasons_of(row.account_id)
                    ],
                    "expected_loss": known(row.expected_loss),
                }
                for row in portfolio.leaving.rows.itertuples()
            ],
        }
        if options.evaluate:
            answer["evaluation"] = found.evaluation.as_dict(options.lang)
    lines = [answer["label"], answer["verdict_text"]] + [
        f"{Percent(r['probability']).in_language(options.lang):>5}  {r['account_name']}"
        for r in answer["rows"][:20]
    ]
    return answer, lines, DONE
