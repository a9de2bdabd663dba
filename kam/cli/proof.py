"""The commands that try a ranking: what it withstands, how it would have done, what is decided."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from typing import Any

from kam import backtest as time_machine
from kam.backtest import RULES
from kam.certificate import of_account, of_list
from kam.cli.answers import DONE, Answer, notices, plain, records
from kam.cli.judged import asked
from kam.cli.stores import opened
from kam.portfolio import Portfolio
from kam.selection import Selection
from kam.words import Sentence, translate


@contextlib.contextmanager
def selected(options: argparse.Namespace) -> Iterator[Selection]:
    """The list a command is about; its words are looked at before the store is."""
    asked(options)
    with opened(options) as store:
        wanted = asked(options, store)
        yield Selection(
            Portfolio(store, wanted.policy, wanted.as_of), options.top or wanted.policy.key_places
        )


def robustness(options: argparse.Namespace) -> Answer:
    """What the first k withstand when weights are other than chosen."""
    with selected(options) as chosen:
        found, names = chosen.robustness, chosen.names
        weights, ids = found.weights, found.accounts.index
        answer = _head(chosen, options.lang) | {
            "top1_intervals": _intervals(weights, "top1_low", "top1_high"),
            "top_k_intervals": _intervals(weights, "low", "high"),
            "top_k_changes": {
                str(name): {n: plain(row[n]) for n in _CHANGES} for name, row in weights.iterrows()
            },
            "reading": found.reading.in_language(options.lang),
            "rows": [
                {
                    "account_id": str(i),
                    "account_name": names[str(i)],
                    "rank": int(row["rank"]),
                    "inside": bool(row["inside"]),
                    "acceptability": float(row["acceptability"]),
                    "global_acceptability": float(row["global_acceptability"]),
                    "indicator": plain(row["indicator"]),
                    "interval": [float(row["low"]), float(row["high"])],
                    "rival": plain(row["rival"]),
                    "intervals": {
                        name: [float(found.low.at[i, name]), float(found.high.at[i, name])]
                        for name in found.low.columns
                    },
                }
                for i, row in zip(ids, found.accounts.to_dict("records"), strict=True)
            ],
        }
        lines = [answer["reading"]] + [
            f"{row['rank']:>5}  {names[str(i)]}: {found.told(i, names).in_language(options.lang)}"
            for i, row in found.accounts.head(chosen.top).iterrows()
        ]
    return answer, lines, DONE


_CHANGES = ("low_leaves", "low_enters", "high_leaves", "high_enters")


def _head(chosen: Selection, lang: str) -> dict[str, Any]:
    portfolio = chosen.portfolio
    return {
        "as_of": portfolio.as_of.isoformat(),
        "top": chosen.top,
        "weights": portfolio.policy.fractions,
        "warnings": notices(portfolio, lang),
    }


def _intervals(weights: Any, low: str, high: str) -> dict[str, list[float]]:
    return {str(n): [float(r[low]), float(r[high])] for n, r in weights.iterrows()}


def backtest(options: argparse.Namespace) -> Answer:
    """How the first k by score would have done at past quarter ends."""
    with selected(options) as chosen:
        found, currency = chosen.backtest, chosen.portfolio.currency
        told = [time_machine.reading(found, currency), *time_machine.notes(found, currency)]
        lines = [sentence.in_language(options.lang) for sentence in told]
        answer = _head(chosen, options.lang) | {
            "measure": found.amount,
            "currency": currency,
            "verdict": found.verdict,
            "verdict_text": lines[0],
            "notes": lines[1:],
            "rules": {
                rule: {k: plain(v) for k, v in found.rules.loc[rule].items()}
                for rule in RULES
                if len(found.quarters)
            },
            "without_facts": list(found.unheard),
            "fitted_weights": found.fitted,
            "rows": records(found.quarters),
        }
    return answer, lines, DONE


def certificate(options: argparse.Namespace) -> Answer:
    """What is decided about one account, or about the list, and what would change it."""
    with selected(options) as chosen:
        found = of_list(chosen) if options.id is None else of_account(chosen, options.id)
        lang = options.lang
        answer = _head(chosen, lang) | {
            "account_id": found.account_id,
            "title": found.title.in_language(lang),
            "verdict": found.verdict,
            "verdict_text": found.answer.in_language(lang),
            "preset": found.policy.preset,
            "fingerprint": found.fingerprint,
            "facts": found.facts,
            **found.figures,
            "sections": [
                {
                    "id": section.id,
                    "title": translate(section.title, lang),
                    "sentences": [s.in_language(lang) for s in section.sentences],
                    "rows": [
                        {k: v.in_language(lang) if isinstance(v, Sentence) else plain(v)
                         for k, v in row.items()}
                        for row in section.rows.to_dict("records")
                    ],
                }
                for section in found.sections
            ],
        }  # fmt: skip
        lines = [answer["title"], answer["verdict_text"]]
        for section in answer["sections"]:
            lines += ["", section["title"], *section["sentences"]]
    return answer, lines, DONE
