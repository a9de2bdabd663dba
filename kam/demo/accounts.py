"""Who the accounts of the sample company are, and what each of them will do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.demo.days import DAYS, NEVER, as_dates
from kam.demo.dice import Dice
from kam.demo.names import MARKETS, company_names

# How many accounts follow each script; keys come in by size, see _KEY_ORDER.
KINDS: dict[str, int] = {
    "key": 28,
    "fading_key": 6,
    "seasonal_key": 3,
    "gone_key": 12,
    "one_off": 7,
    "profitless": 7,
    "squeezer": 7,
    "potential": 14,
    "seasonal": 4,
    "newcomer": 3,
    "ordinary": 58,
    "leaver": 46,
    "fading": 5,
}
SIGNS = ("falling_orders", "strategy_change", "purchasing_model_change", "channel_conflict")
IS_KEY = ("key", "fading_key", "seasonal_key")
FALSE_TYPES = {
    "one_off": "one_off_buyer",
    "profitless": "profitless_volume",
    "squeezer": "squeezer",
}
# From the largest key account down; which of them fade or buy by season.
_FADING_PLACES, _SEASONAL_PLACES = (3, 6, 9, 12, 15, 18), (11, 17, 23)
_LARGEST = 11_000_000.0

INDUSTRIES = ("Trade", "Production", "Service", "Education", "Law", "Military", "Government")
SOURCES = ("Referral", "Trade fair", "B2B site", "Search engine", "Parent company", "Cold visit")


def plan(seed: int) -> pd.DataFrame:
    """What each account is and will do: one row per account, in order of account_id.

    Parameters
    ----------
    seed : int
        Which company to make.

    Returns
    -------
    DataFrame
        account_id, kind (a key of KINDS), sign, yearly (money a year at full strength), per_year
        (orders a year), start and leave (days of the calendar; leave is NEVER for those who
        stay), fade_days, drop, and the habits that sales and service are drawn from.

    Source: rules.md S2-1 … S2-4, S2-10, S0-9, S2-19.
    """
    dice = Dice(seed, 1)
    kind = np.repeat(np.array(list(KINDS), dtype=object), list(KINDS.values()))
    accounts = pd.DataFrame({"kind": kind})
    count = len(accounts)
    accounts["yearly"] = _yearly(dice, kind)
    accounts["per_year"] = _per_year(dice, kind)
    accounts["start"], accounts["leave"] = _stay(dice, kind)
    accounts["sign"] = _signs(dice, kind)
    accounts["abrupt"] = (kind == "leaver") & accounts["sign"].isna() & dice.chance(count, 0.5)
    accounts["fade_days"] = np.select(
        [accounts["abrupt"], accounts["sign"] == "falling_orders", accounts["sign"].notna()],
        [np.ones(count), dice.uniform(count, 270, 340), dice.uniform(count, 170, 230)],
        dice.uniform(count, 110, 200),
    )
    accounts["drop"] = dice.uniform(count, 0.42, 0.58)
    _habits(dice, accounts)
    _links(dice, accounts)
    return _numbered(dice, accounts)


def _is(kind: np.ndarray, *names: str) -> np.ndarray:
    return np.isin(kind.astype(str), names)


def _yearly(dice: Dice, kind: np.ndarray) -> np.ndarray:
    count = len(kind)
    ranges = {
        "one_off": (1.5e6, 2.7e6),
        "profitless": (1.5e6, 3.0e6),
        "squeezer": (1.4e6, 2.4e6),
        "potential": (0.8e6, 1.05e6),
        "seasonal": (0.4e6, 0.6e6),
        "newcomer": (0.5e6, 0.9e6),
    }
    yearly = np.clip(190_000 * dice.factor(count, 0.75), 40_000, 600_000)
    for name, (low, high) in ranges.items():
        mine = kind == name
        yearly[mine] = dice.uniform(int(mine.sum()), low, high)
    gone = np.flatnonzero(kind == "gone_key")
    # The large ones of those who left did so more than a year ago, the others lately.
    yearly[gone] = np.where(
        np.arange(len(gone)) < 7,
        dice.uniform(len(gone), 1.3e6, 2.6e6),
        dice.uniform(len(gone), 0.8e6, 1.2e6),
    )
    places = np.arange(sum(KINDS[k] for k in IS_KEY))
    sizes = _LARGEST * (places + 1.0) ** -0.6 * dice.factor(len(places), 0.04)
    yearly[kind == "fading_key"] = sizes[list(_FADING_PLACES)]
    yearly[kind == "seasonal_key"] = sizes[list(_SEASONAL_PLACES)]
    rest = ~np.isin(places, _FADING_PLACES + _SEASONAL_PLACES)
    yearly[kind == "key"] = sizes[rest]
    return yearly


def _per_year(dice: Dice, kind: np.ndarray) -> np.ndarray:
    ranges = {
        "key": (14, 26),
        "fading_key": (16, 26),
        "seasonal_key": (14, 20),
        "gone_key": (14, 24),
        "one_off": (1, 1),
        "profitless": (18, 30),
        "squeezer": (14, 22),
        "potential": (16, 24),
        "seasonal": (8, 11),
        "newcomer": (12, 16),
    }
    per_year = dice.uniform(len(kind), 3, 7.5)
    for name, (low, high) in ranges.items():
        mine = kind == name
        per_year[mine] = dice.uniform(int(mine.sum()), low, high)
    return per_year


def _stay(dice: Dice, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count, last = len(kind), DAYS - 1
    start = np.where(dice.chance(count, 0.55), 0, dice.whole(count, 20, 850))
    start[_is(kind, *IS_KEY, "profitless", "squeezer")] //= 4
    start[_is(kind, "gone_key", "seasonal")] = 0
    for name, young, old in (
        ("potential", 540, 760),
        ("newcomer", 70, 150),
        ("one_off", 430, 560),
        ("fading", 500, 900),
    ):
        mine = kind == name
        start[mine] = last - dice.whole(int(mine.sum()), young, old)
    leave = np.full(count, NEVER)
    gone = np.flatnonzero(kind == "gone_key")
    leave[gone] = last - np.where(
        np.arange(len(gone)) < 7, dice.whole(len(gone), 395, 530), dice.whole(len(gone), 110, 240)
    )
    mine = kind == "leaver"
    leave[mine] = dice.whole(int(mine.sum()), 330, last - 30)
    start[mine] = np.clip(np.minimum(start[mine], leave[mine] - 450), 0, None)
    leave[kind == "fading_key"] = last + dice.whole(KINDS["fading_key"], 3, 40)
    leave[kind == "fading"] = last + dice.whole(KINDS["fading"], 3, 40)
    return start, leave


def _signs(dice: Dice, kind: np.ndarray) -> np.ndarray:
    signs = np.full(len(kind), None, dtype=object)
    for name in ("gone_key", "fading_key"):
        mine = np.flatnonzero(kind == name)
        signs[mine] = [SIGNS[i % 4] for i in range(len(mine))]
    signs[np.flatnonzero(kind == "leaver")[:4]] = "falling_orders"
    return signs


def _habits(dice: Dice, accounts: pd.DataFrame) -> None:
    kind, count = accounts["kind"].to_numpy(), len(accounts)
    key, squeezer = _is(kind, *IS_KEY, "gone_key"), kind == "squeezer"
    profitless, one_off = kind == "profitless", kind == "one_off"
    potential = kind == "potential"
    cases = [squeezer, profitless, one_off, key]
    first = np.select(
        cases,
        [
            dice.uniform(count, 0.06, 0.09),
            dice.uniform(count, 0.005, 0.025),
            dice.uniform(count, 0.14, 0.19),
            dice.uniform(count, 0.05, 0.11),
        ],
        dice.uniform(count, 0.02, 0.07),
    )
    accounts["discount"] = first
    accounts["discount_end"] = np.where(squeezer, dice.uniform(count, 0.22, 0.27), first)
    accounts["freight"] = np.select(
        [squeezer, key],
        [dice.uniform(count, 0.02, 0.03), dice.uniform(count, 0.005, 0.02)],
        dice.uniform(count, 0.0, 0.02),
    )
    accounts["freight_end"] = np.where(
        squeezer, dice.uniform(count, 0.06, 0.08), accounts["freight"]
    )
    accounts["assortment"] = np.where(
        one_off, 5, np.where(key, dice.whole(count, 10, 22), dice.whole(count, 5, 16))
    )
    accounts["kinds_per_order"] = np.where(
        key | squeezer, dice.uniform(count, 2.2, 4.8), dice.uniform(count, 1.4, 4.0)
    )
    credit = dice.pick((-30, 0, 15, 30, 45, 60, 90), count, (12, 6, 10, 32, 18, 16, 6))
    credit[squeezer] = dice.pick((90, 120), int(squeezer.sum()))
    accounts["credit_days"] = credit.astype(int)
    late_payer = dice.chance(count, 0.14) | (squeezer & dice.chance(count, 0.7))
    accounts["late_days"] = np.where(
        late_payer, dice.uniform(count, 16, 42), dice.uniform(count, -3, 7)
    )
    accounts["reply_hours"] = np.where(
        key | potential, dice.uniform(count, 2, 14), dice.uniform(count, 3, 36)
    )
    # 1 unknown … 5 sets a buying trend
    accounts["influence"] = np.select(
        [_is(kind, *IS_KEY), potential, kind == "gone_key"],
        [dice.whole(count, 3, 5), dice.whole(count, 2, 4), dice.whole(count, 3, 5)],
        dice.whole(count, 1, 3),
    )
    accounts["season_peak"] = dice.whole(count, 2, 9)  # month in the middle of the season
    accounts["season_months"] = np.where(kind == "seasonal", 3 + dice.whole(count, 0, 1), 5)


def _links(dice: Dice, accounts: pd.DataFrame) -> None:
    kind, count = accounts["kind"].to_numpy(), len(accounts)
    market = np.searchsorted(
        np.cumsum([m.share for m in MARKETS])[:-1], dice.uniform(count), side="right"
    )
    industry = dice.pick(INDUSTRIES, count, (40, 38, 10, 4, 2, 1, 5))
    parent = np.full(count, -1)
    reference = np.full(count, -1)
    small = np.flatnonzero(_is(kind, "ordinary"))[dice.order(KINDS["ordinary"])]
    keys = np.flatnonzero(kind == "key")
    # Six groups, each a key account with one to three smaller ones and once a second key account.
    heads = np.repeat(keys[[1, 3, 6, 8, 12, 20]], (3, 2, 1, 3, 2, 2))
    parent[small[: len(heads)]] = heads
    parent[keys[23]] = keys[3]
    # Three benchmarks; one of them left, and two of its followers went after it.
    gone = int(np.flatnonzero(kind == "gone_key")[0])
    leavers = np.flatnonzero((kind == "leaver") & accounts["sign"].isna().to_numpy())
    left_after = leavers[:2]
    accounts.loc[left_after, "leave"] = int(accounts.loc[gone, "leave"]) + np.array([55, 120])
    accounts.loc[left_after, "start"] = 60
    for head, followers in (
        (int(keys[0]), small[-4:]),
        (int(keys[2]), small[-7:-4]),
        (gone, [*left_after, *small[-9:-7]]),
    ):
        reference[followers] = head
        industry[followers] = industry[head]
        market[followers] = market[head]
    accounts["market"], accounts["industry"] = market, industry
    accounts["parent"], accounts["reference"] = parent, reference


def _numbered(dice: Dice, accounts: pd.DataFrame) -> pd.DataFrame:
    # Shuffled before numbering, so that an id says nothing about its account.
    order = dice.order(len(accounts))
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    ids = np.array([f"A{1001 + i}" for i in range(len(order))], dtype=object)
    for column in ("parent", "reference"):
        linked = accounts[column].to_numpy()
        accounts[column + "_id"] = np.where(linked < 0, None, ids[place[linked]])
    accounts = accounts.iloc[order].drop(columns=["parent", "reference"]).reset_index(drop=True)
    accounts.insert(0, "account_id", ids)
    markets = [MARKETS[m] for m in accounts["market"]]
    accounts["language"] = [m.language for m in markets]
    accounts["region"] = [m.region for m in markets]
    draws = dice.uniform((len(markets), 2))
    places = [m.places[int(u * len(m.places))] for m, u in zip(markets, draws[:, 0], strict=True)]
    accounts["country"] = [p[0] for p in places]
    accounts["city"] = [p[1] for p in places]
    accounts["owner"] = [
        m.owners[int(u * len(m.owners))] for m, u in zip(markets, draws[:, 1], strict=True)
    ]
    return accounts


def account_table(seed: int, accounts: pd.DataFrame) -> pd.DataFrame:
    """The account list as the company keeps it: one row per account, with gaps here and there."""
    dice, count = Dice(seed, 2), len(accounts)
    yearly = accounts["yearly"].to_numpy()
    # The company classes its accounts by sales alone, the habit the articles warn of.
    seen = yearly * dice.factor(count, 0.25)
    tier = np.select([seen > 1.2e6, seen > 0.45e6], ["KA", "Major"], "Ordinary").astype(object)
    tier[(accounts["kind"] == "potential").to_numpy() & dice.chance(count, 0.3)] = "Potential"
    kinds = ("Distributor", "Regional agent", "Core market customer", "Industrial firm")
    gone_long = accounts["leave"].to_numpy() < DAYS - 300
    credit = accounts["credit_days"].astype("Int64")
    created = np.minimum(accounts["start"].to_numpy(), DAYS - 60) - np.where(
        accounts["start"] == 0, dice.whole(count, 60, 3200), dice.whole(count, 5, 90)
    )
    own_sales = np.round(yearly * dice.uniform(count, 8, 60), -5)
    table = pd.DataFrame(
        {
            "account_id": accounts["account_id"],
            "account_name": company_names(dice, list(accounts["language"])),
            "parent_id": accounts["parent_id"],
            "account_type": dice.pick(kinds, count, (34, 14, 20, 32)),
            "tier": tier,
            "industry": accounts["industry"].mask(dice.chance(count, 0.06)),
            "country": accounts["country"],
            "region": accounts["region"].mask(dice.chance(count, 0.03)),
            "city": accounts["city"].mask(dice.chance(count, 0.08)),
            "owner": accounts["owner"],
            "source": dice.pick(SOURCES, count, (26, 26, 16, 12, 10, 10)),
            "employees": pd.array(dice.whole(count, 2, 80) * 10, dtype="Int64"),
            "annual_revenue": np.where(dice.chance(count, 0.3), np.nan, own_sales),
            "created_at": as_dates(created),
            "credit_limit": np.where(credit > 0, np.ceil(yearly * 0.25 / 10_000) * 10_000, 0.0),
            "credit_days": credit.mask(dice.chance(count, 0.05)),
            "status": np.where(gone_long & dice.chance(count, 0.7), "Inactive", "Active"),
        }
    )
    table.loc[dice.chance(count, 0.15), "employees"] = pd.NA
    table.loc[dice.chance(count, 0.05), "source"] = None
    return table
