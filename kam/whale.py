"""Who really earns: the curve of cumulative profit, the way from list price to pocket, the bottom line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kam.errors import NotEnoughData
from kam.figures import Figure
from kam.service_cost import LEAKS, PRESSED, ServiceCost
from kam.units import Money, Number, Percent
from kam.words import N_, Sentence, say, say_count

TENTHS = 10
# What is saved at once when service is cut or an account goes; our people's time is not.
CASH = ("rebate", "freight", "claims", "credit", "samples")
_LIGHTER = 0.5  # part of visits, contacts and samples that lighter service saves

STEPS: dict[str, str] = {
    "reprice": N_("Reprice"),
    "serve_less": N_("Reduce service"),
    "prepay": N_("Prepay only"),
    "exit": N_("Give up"),
}


@dataclass(frozen=True)
class Whale:
    """Accounts by what they leave us after cost to serve, the best first.

    ``rows``: rank, account_id, account_name, revenue, gross_profit, cost_to_serve, net_profit,
    net_margin, cumulative (money), tenth (1 the best). Accounts whose cost of goods is unknown are
    left out and counted in ``unknown``. ``peak`` accounts earn ``peak_profit`` together; those after
    them take some of it away again.
    """

    rows: pd.DataFrame
    total: float
    peak: int
    peak_profit: float
    unknown: int
    floor: float
    steps: pd.DataFrame
    missing: tuple[Sentence, ...]
    currency: str | None

    @property
    def peak_ratio(self) -> float:
        """The peak as a share of the total; NaN where the total is not positive: then money speaks."""
        return self.peak_profit / self.total if self.total > 0 else float("nan")

    @property
    def losers(self) -> pd.DataFrame:
        """Accounts that cost more than they bring, the worst first."""
        return self.rows[self.rows["net_profit"] < 0].iloc[::-1]

    @property
    def reading(self) -> Sentence:
        """Who earns and who takes it away again, in a sentence."""
        if self.rows.empty:
            return say("No account has a sale in this period.")
        lost = self.peak_profit - self.total
        if self.losers.empty:
            return say(
                "Every account earns its service: together {total} of net profit.",
                total=Money(self.total, self.currency),
            )
        told = say_count(
            "The profitable accounts earn {peak}; {n} at a loss takes {lost} of it away again.",
            "The profitable accounts earn {peak}; {n} at a loss take {lost} of it away again.",
            len(self.losers), n=Number(len(self.losers)), peak=Money(self.peak_profit, self.currency),
            lost=Money(lost, self.currency),
        )  # fmt: skip
        if self.total <= 0:
            return say(
                "{told} In all that is a loss of {loss}.",
                told=told, loss=Money(-self.total, self.currency),
            )  # fmt: skip
        return say("{told} {total} is left.", told=told, total=Money(self.total, self.currency))

    def summary(self) -> tuple[Figure, ...]:
        """The head figures: net profit, its peak, loss makers, cost to serve, the best fifth."""
        revenue = float(self.rows["revenue"].sum())
        served = float(self.rows["cost_to_serve"].sum())
        fifth = self.rows["net_profit"].head(math.ceil(0.2 * len(self.rows))).sum()
        return (
            Figure(
                "net_profit", N_("Net profit"), Money(self.total, self.currency),
                say("{share} of revenue", share=Percent(self.total / revenue if revenue > 0 else None, 1)),
                about=say("Gross profit less cost to serve, before fixed costs."),
            ),
            Figure(
                "peak", N_("Peak of the curve"), Percent(self.peak_ratio),
                say("by {k} accounts", k=Number(self.peak)),
                about=say(
                    "What would be earned if no account cost more than it brings,"
                    " as a part of net profit."
                ),
            ),
            Figure(
                "losers", N_("Accounts at a loss"), Number(len(self.losers)),
                say("of {n} accounts", n=Number(len(self.rows))),
                about=say("Cost to serve is above gross profit."),
            ),
            Figure(
                "cost_to_serve", N_("Cost to serve"), Money(served, self.currency),
                say("{share} of revenue", share=Percent(served / revenue if revenue > 0 else None, 1)),
                about=say("Service, complaints, credit, samples: by the files and the rates in the rules."),
            ),
            Figure(
                "top_fifth", N_("Best fifth earns"), Percent(fifth / self.total if self.total > 0 else None),
                say("of net profit"),
                about=say("Share of the best 20% of accounts, their number rounded up."),
            ),
        )  # fmt: skip

    @cached_property
    def tenths(self) -> pd.DataFrame:
        """Ten groups of accounts of nearly equal number, the best first.

        Returns
        -------
        DataFrame[tenth, accounts, revenue, net_profit, share (of net profit)]; sums are exact
        """
        told = self.rows.groupby("tenth", as_index=False).agg(
            accounts=("account_id", "size"), revenue=("revenue", "sum"),
            net_profit=("net_profit", "sum"),
        )  # fmt: skip
        return told.assign(share=told["net_profit"] / self.total if self.total > 0 else np.nan)

    def waterfall(self, account_id: str | None = None) -> pd.DataFrame:
        """The way from list value to net profit, of one account or of all; the steps add up.

        Returns
        -------
        DataFrame[step, label, amount (below 0: taken off), level (what is left after it), total
        (whether the row is a level of its own)]
        """
        chosen = self.steps if account_id is None else self.steps.loc[[account_id]]
        sums = chosen.sum()
        rows = [("list_value", N_("List value"), float(sums["list_value"]), True)]
        for name, label in LEAKS.items():
            rows.append((name, label, -float(sums[name]), False))
            if name == "returns":
                rows.append(("revenue", N_("Revenue"), float(sums["revenue"]), True))
            if name == "goods":
                rows.append(("gross_profit", N_("Gross profit"), float(sums["gross_profit"]), True))
        rows.append(("net_profit", N_("Net profit"), float(sums["net_profit"]), True))
        told = pd.DataFrame(rows, columns=["step", "label", "amount", "total"])
        level = told["amount"].where(~told["total"], 0).cumsum() + rows[0][2]
        told["level"] = level.mask(told["total"], told["amount"])
        return told[(told["amount"] != 0) | told["total"]].reset_index(drop=True)

    def ladder(self, account_id: str) -> Ladder:
        """The steps for an account below the service bottom line, from mild to final."""
        others = self.steps.drop(index=account_id)
        cash = others["gross_profit"] - others[list(CASH)].sum(axis=1)
        usual = float(cash.sum() / others["revenue"].sum()) if len(others) else float("nan")
        name = str(self.rows.loc[self.rows["account_id"] == account_id, "account_name"].iloc[0])
        return ladder(self.steps.loc[account_id], name, self.floor, usual, self.currency)


@dataclass(frozen=True)
class Ladder:
    """What can be done about an account below its floor, and what each step brings.

    ``gap`` is what it lacks to the floor (money a year; 0 where it lies above). ``steps``: step (a
    key of STEPS), effect (money more a year), net_margin (after it), enough (whether the floor is
    reached), volume (for a step: revenue that may be lost before the step costs more than it
    brings; for giving up: revenue to be won elsewhere in its place).
    """

    name: str
    floor: float
    gap: float
    net_profit: float
    net_margin: float
    steps: pd.DataFrame
    currency: str | None

    @property
    def reading(self) -> Sentence:
        """Where the account stands against its floor.

        Source: S2-22, C17.
        """
        if self.gap <= 0:
            return say(
                "{name} leaves {profit} after service, {margin} of revenue: above the bottom line.",
                name=self.name, profit=Money(self.net_profit, self.currency),
                margin=Percent(self.net_margin, 1),
            )  # fmt: skip
        return say(
            "{name} leaves {profit} after service; {gap} a year are missing to the bottom line of"
            " {floor}.",
            name=self.name, profit=Money(self.net_profit, self.currency),
            gap=Money(self.gap, self.currency), floor=Percent(self.floor),
        )  # fmt: skip


def ladder(
    steps: pd.Series, name: str, floor: float, usual_margin: float, currency: str | None
) -> Ladder:
    """The exit ladder of one account: reprice, reduce service, prepay only, give up.

    Parameters
    ----------
    steps : the account's row of ``ServiceCost.accounts``
    floor : least net margin, a fraction of revenue
    usual_margin : what other accounts leave of revenue before our people's time

    Source: S2-22, C17.
    """
    revenue, net = float(steps["revenue"]), float(steps["net_profit"])
    gap = max(0.0, floor * revenue - net)
    contribution = float(steps["gross_profit"]) - float(steps[list(CASH)].sum())
    effects = {
        "reprice": gap,
        "serve_less": _LIGHTER * float(steps[["visits", "contacts", "samples"]].sum()),
        "prepay": max(0.0, float(steps["credit"])),
        "exit": -net,
    }
    rows = []
    for step, effect in effects.items():
        after = 0.0 if step == "exit" else net + effect
        higher = revenue + effect if step == "reprice" else revenue
        if step == "exit":
            volume = max(0.0, contribution) / usual_margin if usual_margin > 0 else float("nan")
        else:
            # So much volume at the new contribution is worth what the step brings.
            new = contribution + effect
            volume = revenue * effect / new if new > 0 else float("nan")
        rows.append(
            {
                "step": step,
                "effect": effect,
                "net_margin": after / higher if higher > 0 and step != "exit" else float("nan"),
                "enough": step == "exit" or after >= floor * revenue - 1e-9,
                "volume": volume,
            }
        )
    return Ladder(
        name, floor, gap, net, net / revenue if revenue > 0 else float("nan"),
        pd.DataFrame(rows), currency,
    )  # fmt: skip


def whale(
    found: ServiceCost, names: pd.Series, floor: float, currency: str | None
) -> Whale:  # fmt: skip
    """Sort accounts by net profit and cumulate.

    Parameters
    ----------
    found : what each account leaves
    names : account_id → name
    floor : the service bottom line, a net margin

    Raises
    ------
    NotEnoughData
        No account's cost of goods is known.

    Source: methods.md section 3 (whale curve); Kaplan and Narayanan (2001).
    """
    known = found.accounts[found.accounts["net_profit"].notna()]
    if known.empty and len(found.accounts):
        raise NotEnoughData(
            say("No file says what the goods cost, so profit is unknown."),
            say("Import order lines with a cost, or products with a unit cost."),
            "E_NO_COST",
        )
    ranked = known.sort_values(["net_profit", "revenue"], ascending=False, kind="stable")
    profit = ranked["net_profit"].to_numpy()
    revenue = ranked["revenue"].to_numpy()
    curve = np.cumsum(profit)
    count = len(ranked)
    peak = int((profit > 0).sum())
    rows = pd.DataFrame(
        {
            "rank": np.arange(1, count + 1),
            "account_id": ranked.index.astype(str),
            "account_name": names.reindex(ranked.index).fillna("").to_numpy(),
            "revenue": revenue,
            "gross_profit": ranked["gross_profit"].to_numpy(),
            "cost_to_serve": ranked["cost_to_serve"].to_numpy(),
            "net_profit": profit,
            "net_margin": np.divide(profit, revenue, out=np.full(count, np.nan), where=revenue > 0),
            "cumulative": curve,
            "tenth": np.arange(count) * TENTHS // max(count, 1) + 1,
        }
    )
    return Whale(
        rows=rows,
        total=float(profit.sum()),
        peak=peak,
        peak_profit=float(profit[:peak].sum()),
        unknown=len(found.accounts) - count,
        floor=floor,
        steps=known,
        missing=found.missing,
        currency=currency,
    )


def leak_share(found: pd.DataFrame) -> pd.Series:
    """What is lost between list price and pocket, as a part of list value; NaN without one.

    Parameters
    ----------
    found : ``ServiceCost.accounts``

    Source: S2-4; methods.md section 3 (squeezer).
    """
    return found[list(PRESSED)].sum(axis=1) / found["list_value"].where(found["list_value"] > 0)


def discount_share(found: pd.DataFrame) -> pd.Series:
    """What is taken off as discount, as a part of list value; NaN without one."""
    return found["discount"] / found["list_value"].where(found["list_value"] > 0)


def largest_leaks(found: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The step that takes most from each account, the goods apart, and how much: to negotiate about."""
    taken = found[list(PRESSED)].astype(float)
    return taken.idxmax(axis=1), taken.max(axis=1)
