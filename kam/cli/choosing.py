"""The commands about who carries the business, who hangs on whom, and who is truly key."""

from __future__ import annotations

import argparse
from typing import Any

from kam import dependence
from kam.cli.answers import DONE, Answer, cents, known, notices, plain, records
from kam.cli.judged import asked, told_in
from kam.cli.stores import opened
from kam.errors import KamError
from kam.policy import Policy
from kam.portfolio import AMOUNTS, Portfolio
from kam.segments import SETS, TICKS, VERDICTS, Evidence, Potential
from kam.units import Money, Percent
from kam.words import translate


def pareto(options: argparse.Namespace) -> Answer:
    """How few accounts carry how much."""
    with opened(options) as store:
        portfolio = Portfolio(store, told_in(Policy(), options), options.as_of)
        found = portfolio.concentration(options.measure, options.window)
        currency = portfolio.currency
        answer = {
            "as_of": portfolio.as_of.isoformat(),
            "window": options.window,
            "measure": options.measure,
            "currency": currency,
            "warnings": notices(portfolio, options.lang),
            "accounts": found.accounts,
            "accounts_on_file": found.on_file,
            "total": cents(found.total),
            "k80": found.k80,
            "share_top_20_percent": known(found.share_top_20_percent),
            "share_top_20_percent_of_all": known(found.share_top_20_percent_of_all),
            "gini": known(found.gini),
            "gini_unbiased": known(found.gini_unbiased),
            "gini_returns": known(found.gini_returns),
            "hhi": known(found.hhi),
            "n_eff": known(found.n_eff),
            "tied_at_cut": found.tied_at_cut,
            "returns": {
                "negative": found.negative,
                "gross_total": cents(found.gross_total),
                "k80_gross": found.k80_gross,
                "peak_share": known(found.peak_share),
            },
            "rows": records(
                found.rows.drop(columns="rank").assign(value=found.rows["value"].map(cents))
            ),
        }
        if options.by:
            answer["by"] = options.by
            answer["groups"] = _groups(portfolio.cut(options.by, options.measure, options.window))
        if options.compare:
            answer["compare"] = _compared(portfolio, options.measure, options.window, options.lang)
    lines = [found.reading.in_language(options.lang)] + [
        f"{row.rank:>5}  {row.account_name}  {Money(row.value, currency).in_language(options.lang)}"
        f"  {Percent(row.cumulative_share, 1).in_language(options.lang)}"
        for row in found.rows.head(20).itertuples()
    ]
    lines += [
        f"{g['group']}: {Percent(g['share'], 1).in_language(options.lang)}"
        f"  {g['largest_name']} {Percent(g['largest_share'], 1).in_language(options.lang)}"
        for g in answer.get("groups", [])
    ]
    return answer, lines, DONE


def _groups(found: dependence.Cut) -> list[dict[str, Any]]:
    parts = found.parts.rename(
        columns={
            "part": "group",
            "value": "total",
            "largest_id": "largest_account_id",
            "largest_name": "largest_name",
        }
    )
    return records(parts.assign(total=parts["total"].map(cents)))


def _compared(portfolio: Portfolio, measure: str, window: str, lang: str) -> dict[str, Any]:
    """The other measures beside this one, how sure the cut is, and the year before."""
    told: dict[str, Any] = {"measures": [], "k80_interval": None, "change": None}
    for name in AMOUNTS:
        try:
            found = portfolio.concentration(name, window)
        except KamError:
            continue
        told["measures"].append(
            {
                "measure": name,
                "accounts": found.accounts,
                "total": cents(found.total),
                "k80": found.k80,
                "share_top_20_percent": known(found.share_top_20_percent),
                "n_eff": known(found.n_eff),
            }
        )
    if measure == "net_profit":
        return told
    sure = portfolio.boundary(measure, window)
    told["k80_interval"] = [sure.low, sure.high]
    drift = portfolio.drift(measure)
    if drift is not None:
        moves = drift.moves.assign(why=[w.in_language(lang) for w in drift.moves["why"]])
        told["change"] = {
            "k": drift.k,
            "share_before": drift.share_before,
            "share_now": drift.share_now,
            "by_growth": drift.by_growth,
            "by_exchange": drift.by_exchange,
            "flows": records(drift.flows),
            "moves": records(moves),
        }
    return told


def whatif_loss(options: argparse.Namespace) -> Answer:
    """What goes with an account that leaves, and who may follow."""
    with opened(options) as store:
        portfolio = Portfolio(store, told_in(Policy(), options), options.as_of)
        rates = dependence.Rates(
            **{n: v for n in dependence.LINKS if (v := getattr(options, f"{n}_rate")) is not None}
        )
        found = portfolio.loss(options.id, rates)
        names = portfolio.measures.accounts["account_name"]
        follow = found.followers.rows
        answer = {
            "as_of": portfolio.as_of.isoformat(),
            "account_id": found.account_id,
            "account_name": found.name,
            "currency": found.currency,
            "warnings": notices(portfolio, options.lang),
            "reading": found.reading.in_language(options.lang),
            "revenue": cents(found.revenue),
            "gross_profit": known(found.margin),
            "share": known(found.share),
            "region": found.region,
            "region_share": known(found.region_share),
            "receivables": known(found.owed),
            "families": records(found.families[["part", "value", "share"]]),
            "rates": {name: getattr(rates, name) for name in dependence.LINKS},
            "followers": {
                "expected": cents(found.followers.expected),
                "expected_gross_profit": known(found.follower_margin),
                "exact": found.followers.exact,
                "rows": records(
                    follow.assign(account_name=names.reindex(follow["account_id"]).to_numpy())
                ),
            },
            "losses_until_no_profit": found.bearable,
            "word_of_mouth": {
                "tells": dependence.TELLS,
                "influences": dependence.INFLUENCES,
                "satisfied_to_balance": dependence.break_even(),
            },
        }
    lines = [answer["reading"]]
    if found.rings is not None:
        lines.append(found.rings.in_language(options.lang))
    return answer, lines, DONE


def segments(options: argparse.Namespace) -> Answer:
    """True, false and potential key accounts, with the evidence for and against."""
    asked(options)
    with opened(options) as store:
        wanted = asked(options, store)
        portfolio = Portfolio(store, wanted.policy, wanted.as_of)
        found = portfolio.segments
        answer = {
            "as_of": portfolio.as_of.isoformat(),
            "currency": portfolio.currency,
            "warnings": notices(portfolio, options.lang),
            "reading": found.reading.in_language(options.lang),
            "rows": [
                {
                    "account_id": row.account_id,
                    "account_name": row.account_name,
                    "verdict": row.verdict,
                    "type": plain(row.type),
                    "evidence": _evidence(found.evidence[row.account_id], options.lang),
                    "sets": {name.removeprefix("in_"): plain(getattr(row, name)) for name in SETS},
                    "ticks": {name: plain(getattr(row, name)) for name in TICKS},
                    "would_make_it_true": [
                        m.in_language(options.lang) for m in found.mends(row.account_id)
                    ],
                    "potential": _potential(found.potentials.get(row.account_id)),
                }
                for row in found.rows.itertuples()
            ],
        }
    big = [r for r in answer["rows"] if r["verdict"] not in ("ordinary", "too_early")]
    lines = [answer["reading"]] + [
        f"{translate(VERDICTS[r['verdict']], options.lang)}: {r['account_name']}" for r in big
    ]
    return answer, lines, DONE


def _evidence(lines: tuple[Evidence, ...], lang: str) -> list[dict[str, Any]]:
    return [
        {
            "rule": line.rule,
            "value": known(line.value),
            "threshold": known(line.threshold),
            "speaks": line.speaks,
            "sentence": line.sentence.in_language(lang),
        }
        for line in lines
    ]


def _potential(found: Potential | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "slope": found.trend.slope,
        "low": found.trend.low,
        "high": found.trend.high,
        "months_to_key": found.months_to_key,
        "lookalike": found.lookalike.account_id if found.lookalike is not None else None,
    }
