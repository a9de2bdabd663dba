"""Doors: who is a true key account, who only looks like one, and who will be one."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
import pandas as pd

from kam import concentration, months, segments, service_cost, whale
from kam.periods import months_before
from kam.portfolio.ground import shared
from kam.portfolio.vital_few import VitalFew
from kam.portfolio.worth import Worth
from kam.scoring import smaa
from kam.scoring.robustness import in_order_of_id
from kam.segments import Cuts, Segments

YEAR = 12
_CELLS, _FEWEST_DRAWS = 4_000_000, 500  # weightings tried on many accounts: fewer, but enough
_ORDERS = """
    WITH placed AS (
        SELECT account_id, order_id, sum(revenue) AS revenue FROM placed_order
        WHERE order_date > $2 AND order_date <= $1 GROUP BY account_id, order_id
    )
    SELECT account_id, CAST(max(revenue) / nullif(sum(revenue), 0) AS DOUBLE) AS largest_order
    FROM placed GROUP BY account_id
"""


class Segmenting(VitalFew, Worth):
    """What each account is: true, false, potential."""

    @shared
    def leaks(self) -> pd.DataFrame:
        """What is lost between list price and pocket, this year and the year before, by account."""
        now = self.service_cost("12m").accounts
        then, since = (months_before(self.as_of, n) for n in (YEAR, 2 * YEAR))
        before = service_cost.service_cost(
            self.facts,
            then,
            since,
            pd.Series(dtype=float),
            self.policy.rates,
            self.policy.discount_rate,
        ).accounts
        name, money = whale.largest_leaks(now)
        return pd.DataFrame(
            {
                "leak": whale.leak_share(now),
                "leak_before": whale.leak_share(before).reindex(now.index),
                "largest_leak": name,
                "largest_leak_money": money,
                "granted": whale.discount_share(now),
                "granted_before": whale.discount_share(before).reindex(now.index),
                "net": now["net_profit"],
            },
            index=now.index,
        )

    @property
    def segments(self) -> Segments:
        """The verdict on every account chosen that bought in the last twelve months."""
        return self.all_segments.among(self.chosen)

    @cached_property
    def all_segments(self) -> Segments:
        """The verdict on every account that bought in the last twelve months, with its evidence.

        Source: S2-1 to S2-4, S0-9, S0-10, C15, C17, C19; methods.md section 3.
        """
        facts, cuts = self._tested()
        young = facts["young"].astype(bool)
        big = (facts["in_revenue"] | facts["was_big"]).astype(bool)
        back = self.months_on_file
        revenue = months.grid(self.monthly, "revenue", back)
        costed = bool(facts["profit_share"].notna().any())
        profit = months.grid(self.monthly, "gross_profit", back) if costed else None
        first = segments.judge(facts[big], {}, self.policy, self.currency)
        true = first.rows.loc[first.rows["verdict"] == "true", "account_id"]
        found = segments.potentials(
            facts[~young & ~big], revenue, profit, pd.Index(true), cuts, self.as_of.month,
            self.policy, self.currency,
        )  # fmt: skip
        found = {i: p.named(self.measures.accounts["account_name"]) for i, p in found.items()}
        return segments.judge(facts, found, self.policy, self.currency)

    def _tested(self) -> tuple[pd.DataFrame, Cuts]:
        """What the tests ask for, one row per buying account, and where the sets end."""
        accounts = self.measures.accounts
        rows = accounts[accounts["lines_12m"] > 0]
        facts = pd.DataFrame(
            {
                "account_name": rows["account_name"],
                "revenue": rows["revenue_12m"],
                "profit": rows["gross_profit_12m"],
                "orders": rows["orders_12m"],
            }
        ).sort_values("revenue", ascending=False, kind="stable")
        share, cut = self.policy.key_share, {}
        for name in ("revenue", "profit"):
            # Of the positive amounts alone: where much is lost elsewhere, a net total would make
            # the few that earn it look like all there is.
            amount = facts[name].dropna().clip(lower=0).sort_values(ascending=False, kind="stable")
            size = concentration.smallest_set(amount.to_numpy(), share) or 0
            cut[name] = float(amount.iloc[size - 1]) if size else float("nan")
            whole = amount.sum()
            facts[f"{name}_share"] = facts[name] / whole if whole > 0 else np.nan
            facts[f"{name}_place"] = pd.Series(range(1, len(amount) + 1), amount.index)
            facts[f"{name}_cut"] = size
            inside = facts.index.isin(amount.index[:size])
            facts[f"in_{name}"] = pd.Series(inside, facts.index, dtype=object)
        if facts["profit"].isna().all():
            facts["in_profit"] = None
        facts["margin"] = facts["profit"] / facts["revenue"].where(facts["revenue"] > 0)
        known = facts["profit"].notna()
        sold = facts.loc[known, "revenue"].sum()
        facts["usual_margin"] = facts["profit"].sum() / sold if sold > 0 else np.nan
        facts["usual_orders"] = facts["orders"].median()
        facts = facts.join(self._by_month_facts(facts.index)).join(self.leaks)
        facts["leak_line"] = facts["leak"].quantile(self.policy.leak_place)
        # Where hardly anybody leaks, no file tells what is lost between list price and pocket.
        facts["leak"] = facts["leak"].where(facts["leak_line"] > 0)
        start = months_before(self.as_of, YEAR)
        largest = self.facts.query(_ORDERS, [self.as_of, start]).set_index("account_id")
        facts["largest_order"] = largest["largest_order"].reindex(facts.index).fillna(0.0)
        facts["young"] = facts["age"] < self.policy.young_months
        return self._scored(facts), Cuts(cut["revenue"], cut["profit"])

    def _by_month_facts(self, ids: pd.Index) -> pd.DataFrame:
        back = max(self.months_on_file, 2 * YEAR)
        sales = months.grid(self.monthly, "revenue", back).reindex(ids).fillna(0.0)
        orders = months.grid(self.monthly, "orders", back).reindex(ids).fillna(0.0)
        year = sales.iloc[:, -YEAR:].clip(lower=0).to_numpy()
        before = sales.iloc[:, -2 * YEAR : -YEAR].clip(lower=0).to_numpy()
        placed = orders.iloc[:, -YEAR:].to_numpy() > 0
        total = year.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            even = total**2 / (year**2).sum(axis=1)
            # A season may come a month sooner or later.
            near = placed | np.roll(placed, 1, axis=1) | np.roll(placed, -1, axis=1)
            again = (before * near).sum(axis=1) / total
        previous = sales.iloc[:, -2 * YEAR : -YEAR].sum(axis=1)
        set_before = previous.sort_values(ascending=False, kind="stable")
        size = concentration.smallest_set(set_before.to_numpy(), self.policy.key_share) or 0
        first = pd.to_datetime(self.measures.accounts["first_order"].reindex(ids))
        days = (pd.Timestamp(self.as_of) - first).dt.days
        return pd.DataFrame(
            {
                "n_eff": even,
                "months": placed.sum(axis=1),
                "same_season": np.nan_to_num(again),
                "quarters": placed.reshape(len(ids), 4, 3).any(axis=2).sum(axis=1),
                "age": np.floor(days / 30.4375).fillna(0).to_numpy(),
                "was_big": ids.isin(set_before.index[:size]),
            },
            index=ids,
        )

    def _scored(self, facts: pd.DataFrame) -> pd.DataFrame:
        """The score's own set beside the others: the better half, and how sure that is."""
        table = self.scores.table
        size = max(1, min(len(table) - 1, math.ceil(self.policy.score_part * len(facts))))
        values, weights, ids = in_order_of_id(self.scores)
        draws = max(_FEWEST_DRAWS, min(smaa.DRAWS, _CELLS // max(len(ids), 1)))
        share = smaa.acceptance(values, smaa.local_draws(weights, draws), size).share
        rank = table["rank"].reindex(facts.index)
        return facts.assign(
            score_rank=rank,
            scored=len(table),
            score_cut=size,
            in_score=(rank <= size).to_numpy(),
            acceptability=pd.Series(share, ids).reindex(facts.index).fillna(0.0),
        )
