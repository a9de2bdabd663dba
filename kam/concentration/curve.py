"""How much of an amount hangs on how few accounts: Pareto curve, k80, Gini, ABC classes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam.errors import NotMeaningful
from kam.figures import Figure
from kam.units import Money, Number, Percent
from kam.words import N_, Sentence, say, say_count

# Sums of shares miss 0.80 by rounding: ten equal accounts must give 8, not 9.
TOLERANCE = 1e-9

CLASSES: dict[str, str] = {
    "A": N_("A: carries the key share"),
    "B": N_("B: the next accounts"),
    "C": N_("C: the many small ones"),
    "Z": N_("Z: zero or negative"),
}


@dataclass(frozen=True)
class Concentration:
    """The Pareto answer for one measure over one universe of accounts.

    ``rows`` has one row per account in rank order: rank, account_id, account_name, value, share,
    cumulative_share (fractions of the net total; NaN when the total is not positive), class.
    Gini is taken with negative values clipped to zero; ``tied_at_cut`` counts accounts outside
    the smallest set whose value equals the last one inside; ``profitless`` the accounts inside it
    that bring no profit (None: unknown). ``amount`` is what was ranked, in words. ``on_file`` counts
    all accounts on file, the second universe of a "top 20 %". Where ``negative`` accounts are below
    zero, ``k80_gross`` is the same count of ``gross_total``, the positive amounts alone,
    ``peak_share`` is their share of the net total, and ``gini_returns`` the Gini coefficient that
    keeps the negative ones.
    """

    accounts: int
    total: float
    key_share: float
    k80: int | None
    share_top_20_percent: float
    gini: float
    gini_unbiased: float
    hhi: float
    n_eff: float
    tied_at_cut: int
    rows: pd.DataFrame
    amount: Sentence
    profitless: int | None = None
    on_file: int = 0
    share_top_20_percent_of_all: float = float("nan")
    gini_returns: float = float("nan")
    negative: int = 0
    gross_total: float = 0.0
    k80_gross: int | None = None
    peak_share: float = float("nan")

    def fewest(self, share: float) -> int | None:
        """How many accounts it takes to bring a share of the net total; None: never reached."""
        return smallest_set(self.rows["value"].to_numpy(dtype=float), share)

    def brought_by(self, count: int) -> float:
        """Which share of the net total the first ``count`` accounts bring; NaN without a total."""
        if not self.accounts or self.k80 is None:
            return float("nan")
        place = min(max(count, 0), self.accounts)
        return float(self.rows["cumulative_share"].iloc[place - 1]) if place else 0.0

    @property
    def universe(self) -> Sentence:
        """Of which accounts every percentage speaks.

        Source: methods.md section 1 (the universe is printed next to every percentage).
        """
        told = say_count(
            "{n} account with a sale or return in the period",
            "{n} accounts with a sale or return in the period",
            self.accounts, n=Number(self.accounts),
        )  # fmt: skip
        if self.on_file <= self.accounts:
            return told
        return say("{told}, of {n} on file", told=told, n=Number(self.on_file))

    @property
    def tie(self) -> Sentence | None:
        """That others are as large as the last account inside; None where the set is unique."""
        if not self.tied_at_cut or self.k80 is None:
            return None
        return say_count(
            "{n} account outside is exactly as large as the last one inside; older accounts come first.",
            "{n} accounts outside are exactly as large as the last one inside; older accounts come first.",
            self.tied_at_cut, n=Number(self.tied_at_cut),
        )  # fmt: skip

    @property
    def returns(self) -> Sentence | None:
        """The three readings where some accounts are negative on balance; None where none is.

        Source: methods.md section 1 (returns: net, gross positive, peak).
        """
        if not self.negative or self.k80 is None:
            return None
        return say(
            "{negative} Of the net total it takes {net} to reach {share}, of the positive amounts"
            " alone {gross}; together the positive ones come to {peak} of the net total.",
            negative=say_count(
                "{n} account is below zero.", "{n} accounts are below zero.",
                self.negative, n=Number(self.negative),
            ),
            net=Number(self.k80), share=Percent(self.key_share), gross=Number(self.k80_gross),
            peak=Percent(self.peak_share, 1),
        )  # fmt: skip

    @property
    def reading(self) -> Sentence:
        """The answer in one sentence, for the head of a page or a report."""
        if self.accounts == 0:
            return say("No account has a sale in this period.")
        if self.k80 is None:
            return say("The total is not positive, so shares of it have no meaning.")
        told = say_count(
            "{k} of {count} account brings {share} of {amount}.",
            "{k} of {count} accounts bring {share} of {amount}.",
            self.accounts,
            k=Number(self.k80),
            share=Percent(self.key_share),
            amount=self.amount,
        )
        if not self.profitless:
            return told
        return say(
            "{few} {profitless}",
            few=told,
            profitless=say_count(
                "{n} of them brings no profit.",
                "{n} of them bring no profit.",
                self.profitless,
                n=Number(self.profitless),
            ),
        )

    def summary(self, currency: str | None) -> tuple[Figure, ...]:
        """The head figures of the page; ``currency`` as the portfolio names it.

        Source: S0-1, S0-5; methods.md section 1 (N_eff is the best lay number).
        """
        top = self.rows["share"].iloc[0] if self.accounts else float("nan")
        return (
            Figure(
                "k80", N_("Vital few"), Number(self.k80),
                say("of {n} accounts", n=Number(self.accounts)),
                about=say(
                    "Fewest accounts that together bring {share} of {amount}.",
                    share=Percent(self.key_share), amount=self.amount,
                ),
            ),
            Figure(
                "total", N_("Total"), Money(self.total, currency),
                self.amount,
                about=say("Net of returns, all accounts with a line in the period."),
            ),
            Figure(
                "share_top_20_percent", N_("Top fifth brings"),
                Percent(self.share_top_20_percent, 1), self._fifth_of_all(),
                about=say(
                    "Share of the largest 20% of {universe}; between two counts interpolated.",
                    universe=self.universe,
                ),
            ),
            Figure(
                "largest", N_("Largest account"), Percent(top, 1),
                say("{name}", name=str(self.rows["account_name"].iloc[0])) if self.accounts else None,
                about=say("Share of the largest account in {amount}.", amount=self.amount),
            ),
            Figure(
                "n_eff", N_("Equal customers"), Number(_round_half_up(self.n_eff)),
                say("of the same size"),
                about=say("1 ÷ sum of squared shares: so many equal accounts would be as concentrated."),
            ),
        )  # fmt: skip

    def _fifth_of_all(self) -> Sentence:
        if self.on_file <= self.accounts or math.isnan(self.share_top_20_percent_of_all):
            return say("of {amount}", amount=self.amount)
        return say(
            "{share} by a fifth of all {n} on file",
            share=Percent(self.share_top_20_percent_of_all, 1), n=Number(self.on_file),
        )  # fmt: skip


def _round_half_up(value: float) -> float:
    return float("nan") if math.isnan(value) else math.floor(value + 0.5)


def gini(values: pd.Series | np.ndarray) -> float:
    """How unequally an amount is spread over accounts: 0 equal, near 1 one account holds all.

    Parameters
    ----------
    values : shape (accounts,)
        Money or counts, not negative. Unknown values are left out.

    Returns
    -------
    float in [0, 1); NaN when nothing is left or all are zero.

    Raises
    ------
    NotMeaningful
        If a value is negative.

    Source: Gini (1912); methods.md section 1.

    >>> round(gini(pd.Series([1, 1, 1, 97])), 2)
    0.72
    """
    x = np.sort(np.asarray(values, dtype=float))
    x = x[~np.isnan(x)]
    if (x < 0).any():
        raise NotMeaningful(
            say("A Gini coefficient of negative amounts has no meaning."),
            say("Set negative amounts to zero first."),
        )
    n, total = len(x), x.sum()
    if n == 0 or total == 0:
        return float("nan")
    return float(2 * (np.arange(1, n + 1) * x).sum() / (n * total) - (n + 1) / n)


def gini_with_returns(values: pd.Series | np.ndarray) -> float:
    """How unequally an amount is spread when some accounts are negative: 0 equal, at most 1.

    Without a negative value it is the unbiased Gini coefficient. Unknown values are left out.

    Returns
    -------
    float in [0, 1]; NaN for fewer than two values or when all are zero.

    Source: Raffinetti, Siletti and Vernizzi (2015); methods.md section 1.

    >>> round(gini_with_returns(np.array([100, 60, 30, 10, -20, -30])), 3)
    0.728
    """
    x = np.sort(np.asarray(values, dtype=float))
    x = x[~np.isnan(x)]
    n, gross = len(x), np.abs(x).sum()
    if n < 2 or gross == 0:
        return float("nan")
    pairs = 2 * ((2 * np.arange(1, n + 1) - n - 1) * x).sum()
    return float(pairs / (2 * (n - 1) * gross))


def smallest_set(values: np.ndarray, share: float) -> int | None:
    """How many of the largest values reach ``share`` of the net total (k80 for 0.8).

    Parameters
    ----------
    values : shape (accounts,), sorted from large to small, no NaN
    share : fraction of the total

    Returns
    -------
    The count; None when the total is not positive.

    Source: S0-1, S1-22; methods.md section 1 (tolerance trap).

    >>> smallest_set(np.full(10, 0.1), 0.8)
    8
    """
    total = values.sum()
    if not total > 0:
        return None
    reached = np.flatnonzero(np.cumsum(values) / total >= share - TOLERANCE)
    return int(reached[0]) + 1


def top_share(values: np.ndarray, part: float, universe: int | None = None) -> float:
    """What share of the total the top ``part`` of accounts hold.

    Between two whole counts the share is interpolated on the curve (the ceiling would give
    another number). ``values`` sorted from large to small; NaN when the total is not positive.
    ``universe`` counts accounts that brought nothing too: their part is larger, the total is not.

    Source: S0-1; methods.md section 1.

    >>> round(top_share(np.array([5.0, 3.0, 2.0]), 0.5), 2)
    0.65
    """
    total = values.sum()
    if not total > 0:
        return float("nan")
    gains = (
        np.concatenate([values, np.zeros((universe or 0) - len(values))]) if universe else values
    )
    curve = np.concatenate([[0.0], np.cumsum(np.sort(gains)[::-1]) / total])
    return float(np.interp(part * len(gains), np.arange(len(curve)), curve))


def n_eff(values: np.ndarray) -> float:
    """As if there were so many equal accounts: 1 ÷ sum of squared shares; NaN without a total.

    Source: methods.md section 1 (the best lay number).

    >>> n_eff(np.array([50.0, 50.0]))
    2.0
    """
    total = values.sum()
    return float(total**2 / (values**2).sum()) if total > 0 else float("nan")


def classes(values: np.ndarray, key_share: float, b_share: float) -> np.ndarray:
    """A, B, C by the cumulative share *before* each account; Z for zero or negative values.

    ``values`` sorted from large to small. Counting before the item keeps a single account with
    90 % in class A.

    Source: methods.md section 1.

    >>> "".join(classes(np.array([90.0, 6.0, 4.0, -1.0]), 0.8, 0.95))
    'ABCZ'
    """
    total = values.sum()
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]])
    reached = before / total if total > 0 else np.full(len(values), np.inf)
    graded = np.where(
        reached < key_share - TOLERANCE, "A", np.where(reached < b_share - TOLERANCE, "B", "C")
    )
    return np.where(values <= 0, "Z", graded)


def concentrate(
    amounts: pd.DataFrame,
    key_share: float = 0.8,
    b_share: float = 0.95,
    amount: Sentence | None = None,
    on_file: int = 0,
) -> Concentration:
    """Rank accounts by an amount and say how few carry how much.

    Parameters
    ----------
    amounts : DataFrame, one row per account of the universe
        account_id, account_name, value (net of returns; money), in the order that breaks ties.
        Rows with unknown value are left out. A column profit, where there is one, is counted.
    key_share, b_share : fractions
        Where class A and class B end.
    amount : what is ranked, in words ("revenue")
    on_file : how many accounts there are with those that bought nothing; 0 where unknown

    Source: S0-1, S0-2, S1-22, S2-5; methods.md section 1.
    """
    known = amounts[amounts["value"].notna()]
    ranked = known.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
    x = ranked["value"].to_numpy(dtype=float)
    n, total = len(x), float(x.sum())
    unknown = float("nan")
    shares = x / total if total > 0 else np.full(n, unknown)
    k = smallest_set(x, key_share)
    hhi = float((shares**2).sum()) if total > 0 else unknown
    gains = np.clip(x, 0, None)
    g = gini(gains)
    rows = pd.DataFrame(
        {
            "rank": np.arange(1, n + 1),
            "account_id": ranked["account_id"],
            "account_name": ranked["account_name"],
            "value": x,
            "share": shares,
            "cumulative_share": np.cumsum(shares),
            "class": classes(x, key_share, b_share),
        }
    )
    return Concentration(
        accounts=n,
        total=total,
        key_share=key_share,
        k80=k,
        share_top_20_percent=top_share(x, 0.2),
        gini=g,
        gini_unbiased=g * n / (n - 1) if n > 1 else unknown,
        hhi=hhi,
        n_eff=1 / hhi if hhi > 0 else unknown,
        tied_at_cut=int((x[k:] == x[k - 1]).sum()) if k else 0,
        rows=rows,
        amount=amount or say("the total"),
        profitless=_profitless(ranked, k),
        on_file=max(on_file, n),
        share_top_20_percent_of_all=top_share(x, 0.2, max(on_file, n)),
        gini_returns=gini_with_returns(x),
        negative=int((x < 0).sum()),
        gross_total=float(gains.sum()),
        k80_gross=smallest_set(gains, key_share),
        peak_share=float(gains.sum() / total) if total > 0 else unknown,
    )


def _profitless(ranked: pd.DataFrame, k: int | None) -> int | None:
    if k is None or "profit" not in ranked or ranked["profit"].isna().all():
        return None
    return int((ranked["profit"].iloc[:k] <= 0).sum())
