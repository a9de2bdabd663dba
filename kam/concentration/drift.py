"""How concentration changed: twelve months against the twelve before, who came in, who went, why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.concentration.curve import classes, smallest_set
from kam.units import Money, Number, Percent
from kam.words import N_, Sentence, say, say_count

YEAR = 12
ABSENT = "–"  # the class of an account without a line in that year
_HELD = 0.05  # own sales that moved by less did not move the account; the others did

FLOWS: dict[str, str] = {
    "stayed": N_("Among the vital few in both years"),
    "came": N_("Came in"),
    "went": N_("Went out"),
    "others": N_("All others"),
}


@dataclass(frozen=True)
class Drift:
    """Twelve months beside the twelve before, over the same kind of universe.

    ``rolling`` has one row per month end, the oldest first: month (0 the newest), accounts, total,
    k80, top_share (what today's number k of largest accounts brought then). ``flows`` has the rows of
    FLOWS: flow, accounts, before, now, change (money; they sum to the whole change). ``moves`` has one
    row per account that changed its class: account_id, was, is, before, now, change, why. Of the
    change of the k largest accounts' share, ``by_growth`` comes from those that were among them in
    both years and ``by_exchange`` from those that came and went.
    """

    k: int
    share_before: float
    share_now: float
    by_growth: float
    by_exchange: float
    rolling: pd.DataFrame
    flows: pd.DataFrame
    moves: pd.DataFrame

    @property
    def reading(self) -> Sentence:
        """What changed against a year before, in a sentence."""
        came, went = (
            int(self.flows.loc[self.flows["flow"] == f, "accounts"].sum()) for f in ("came", "went")
        )
        head = say_count(
            "The largest account brings {now}; a year before the largest brought {before}.",
            "The {k} largest accounts bring {now}; a year before the {k} largest brought {before}.",
            self.k, k=Number(self.k), now=Percent(self.share_now, 1),
            before=Percent(self.share_before, 1),
        )  # fmt: skip
        return say(
            "{head} {came} came into the vital few, {went} went out.",
            head=head, came=Number(came), went=Number(went),
        )  # fmt: skip


def drift(
    values: pd.DataFrame,
    orders: pd.DataFrame,
    lines: pd.DataFrame,
    key_share: float = 0.8,
    b_share: float = 0.95,
    currency: str | None = None,
) -> Drift | None:
    """Compare the last twelve months with the twelve before; None without 24 months or a total.

    Parameters
    ----------
    values, orders, lines : DataFrame, account_id down, months across (oldest first, 24 or more)
        Money net of returns; orders placed; whether there was any line.

    Source: S2-17; methods.md section 1 (time evolution).
    """
    if values.shape[1] < 2 * YEAR:
        return None
    before, now = _year(values, YEAR), _year(values, 0)
    k_before, k_now = (_count(year, key_share) for year in (before, now))
    if k_before is None or k_now is None:
        return None
    there = [_year(lines, back) > 0 for back in (YEAR, 0)]
    was = _classes(before[there[0]], key_share, b_share).reindex(values.index).fillna(ABSENT)
    is_ = _classes(now[there[1]], key_share, b_share).reindex(values.index).fillna(ABSENT)
    placed = [_year(orders, back) for back in (YEAR, 0)]
    share = [year / year.sum() for year in (before, now)]
    few = [set(year.sort_values(ascending=False, kind="stable").index[:k_now])
           for year in (before, now)]  # fmt: skip
    both = list(few[0] & few[1])
    growth = float(share[1][both].sum() - share[0][both].sum())
    whole = [float(share[i][list(few[i])].sum()) for i in (0, 1)]
    return Drift(
        k=k_now,
        share_before=whole[0],
        share_now=whole[1],
        by_growth=growth,
        by_exchange=whole[1] - whole[0] - growth,
        rolling=_rolling(values, lines, key_share, k_now),
        flows=_flows(before, now, was, is_),
        moves=_moves(before, now, was, is_, placed, currency),
    )


def _year(table: pd.DataFrame, back: int) -> pd.Series:
    """The sum of the twelve months that end ``back`` months ago."""
    end = table.shape[1] - back
    return table.iloc[:, end - YEAR : end].sum(axis=1)


def _count(year: pd.Series, key_share: float) -> int | None:
    return smallest_set(np.sort(year.to_numpy())[::-1], key_share)


def _classes(year: pd.Series, key_share: float, b_share: float) -> pd.Series:
    ranked = year.sort_values(ascending=False, kind="stable")
    return pd.Series(classes(ranked.to_numpy(), key_share, b_share), ranked.index)


def _rolling(
    values: pd.DataFrame, lines: pd.DataFrame, key_share: float, k: int
) -> pd.DataFrame:  # fmt: skip
    rows = []
    for back in range(values.shape[1] - YEAR, -1, -1):
        year = _year(values, back)
        total = float(year.sum())
        largest = np.sort(year.to_numpy())[::-1][:k].sum()
        rows.append(
            {
                "month": back,
                "accounts": int((_year(lines, back) > 0).sum()),
                "total": total,
                "k80": _count(year, key_share),
                "top_share": float(largest / total) if total > 0 else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def _flows(before: pd.Series, now: pd.Series, was: pd.Series, is_: pd.Series) -> pd.DataFrame:
    flow = np.select(
        [(was == "A") & (is_ == "A"), is_ == "A", was == "A"], ["stayed", "came", "went"], "others"
    )
    rows = [
        {
            "flow": name,
            "accounts": int(((flow == name) & ((was != ABSENT) | (is_ != ABSENT))).sum()),
            "before": float(before[flow == name].sum()),
            "now": float(now[flow == name].sum()),
        }
        for name in FLOWS
    ]
    told = pd.DataFrame(rows)
    return told.assign(change=told["now"] - told["before"])


def _moves(
    before: pd.Series,
    now: pd.Series,
    was: pd.Series,
    is_: pd.Series,
    placed: list[pd.Series],
    currency: str | None,
) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"was": was, "is": is_, "before": before, "now": now, "change": now - before}
    )
    rows = rows[was != is_]
    rows = rows.reindex(rows["change"].abs().sort_values(ascending=False, kind="stable").index)
    why = [
        _why(row.before, row.now, int(placed[0][i]), int(placed[1][i]), currency)
        for i, row in zip(rows.index, rows.itertuples(), strict=True)
    ]
    rows["why"] = pd.Series(why, index=rows.index, dtype=object)
    return rows.reset_index(names="account_id")


def _why(
    before: float, now: float, orders_before: int, orders: int, currency: str | None
) -> Sentence:
    """What moved an account most; the two parts of its change, orders and their size, add up."""
    if orders == 0:
        return say("No order in twelve months.")
    if orders_before == 0:
        return say("New, or back after a year without an order.")
    if abs(now - before) <= _HELD * abs(before):
        return say("Its own sales held; the others moved the cut.")
    sizes = before / orders_before, now / orders
    by_orders = (orders - orders_before) * sum(sizes) / 2
    by_size = (sizes[1] - sizes[0]) * (orders + orders_before) / 2
    if abs(by_orders) >= abs(by_size):
        return say(
            "{now} orders instead of {before}.", now=Number(orders), before=Number(orders_before)
        )
    return say(
        "{now} per order instead of {before}.",
        now=Money(sizes[1], currency), before=Money(sizes[0], currency),
    )  # fmt: skip
