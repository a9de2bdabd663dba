"""What the sample company expects of its accounts: inquiries, judged grades, sales targets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.demo.days import DAYS, LAST_DAY, as_dates
from kam.demo.dice import Dice, where_known

# Inquiries over the whole time, and the part that becomes an order.
_INQUIRIES = {
    "key": (7, 0.62),
    "fading_key": (7, 0.6),
    "seasonal_key": (5, 0.6),
    "gone_key": (5, 0.5),
    "potential": (6, 0.75),
    "squeezer": (8, 0.35),
    "profitless": (3, 0.35),
    "one_off": (2, 0.5),
}
_JUDGED = 60
_RATERS = ("沈国栋", "Marie Lindauer", "邱思远")
_EVIDENCE = (
    "Named in two tenders as reference",
    "同行跟进下单",
    "Trade press article",
    "展会上同行推荐",
)


def opportunity_table(seed: int, accounts: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """Inquiries on their way to an order, with samples, wins and losses."""
    dice, kind = Dice(seed, 11), accounts["kind"].to_numpy()
    usual = np.array([_INQUIRIES.get(k, (1, 0.4)) for k in kind])
    many = np.rint(usual[:, 0] * dice.uniform(len(kind), 0.4, 1.5)).astype(int)
    place = np.repeat(np.arange(len(kind)), many)
    total = len(place)
    start = accounts["start"].to_numpy()[place]
    leave = accounts["leave"].to_numpy()[place]
    end = np.minimum(leave, DAYS)
    created = start + np.floor(dice.uniform(total) * np.maximum(end - start - 1, 1)).astype(
        np.int64
    )
    sample = created + dice.whole(total, 8, 40)
    closed = created + dice.whole(total, 35, 150)
    over = closed < DAYS
    # Before an account leaves, its inquiries are lost on price.
    near = (leave - created) < 240
    won = over & dice.chance(total, np.where(near, 0.15, usual[place, 1]))
    lost = over & ~won
    on_price = near | (kind[place] == "squeezer") | dice.chance(total, 0.25)
    reason = np.where(
        on_price,
        "price",
        dice.pick(("delivery time", "competitor", "no decision", "specification"), total),
    )
    product = np.floor(dice.uniform(total) * len(products)).astype(np.int64)
    launch = products["launch"].to_numpy()
    late = np.flatnonzero(launch > 0)
    fresh = late[np.floor(dice.uniform(total) * len(late)).astype(np.int64)]
    launched = (launch[fresh] <= created + 60) & dice.chance(total, 0.6)
    product = np.where(launched, fresh, np.where(launch[product] > created, 0, product))
    money = accounts["yearly"].to_numpy()[place] * dice.uniform(total, 0.02, 0.12)
    sampled = dice.chance(total, 0.75) & (sample < np.minimum(closed, DAYS))
    inquiries = pd.DataFrame(
        {
            "account_id": accounts["account_id"].to_numpy()[place],
            "opportunity_name": products["product_name"].to_numpy()[product],
            "product_id": products["product_id"].to_numpy()[product],
            "created_date": as_dates(created),
            "sample_date": as_dates(sample, sampled),
            "closed_date": as_dates(closed, over),
            "stage": np.select([won, lost, sampled], ["won", "lost", "sample"], "inquiry"),
            "is_won": pd.array(won, dtype="boolean"),
            "is_new_product": launched | dice.chance(total, 0.45),
            "amount": np.round(money, -2),
            "lost_reason": where_known(lost & dice.chance(total, 0.9), reason),
            "owner": accounts["owner"].to_numpy()[place],
        }
    )
    inquiries.loc[~over, "is_won"] = pd.NA
    inquiries = inquiries.sort_values(
        ["created_date", "account_id"], kind="stable", ignore_index=True
    )
    inquiries.insert(0, "opportunity_id", [f"N{6001 + i}" for i in range(total)])
    return inquiries


def _watched(accounts: pd.DataFrame) -> np.ndarray:
    # The accounts people pay attention to: the largest that still buy.
    still = accounts["leave"].to_numpy() > DAYS - 200
    order = np.argsort(-accounts["yearly"].to_numpy() * still, kind="stable")
    return np.sort(order[:_JUDGED])


def judged_score_table(seed: int, accounts: pd.DataFrame) -> pd.DataFrame:
    """Grades 1 to 5 by two or three colleagues for the most watched accounts.

    5 is the best behaviour of the scale: sets the buying trend, answers the same day, settles
    fairly. Source: rules.md S1-21 (5, 11, 12).
    """
    dice, watched = Dice(seed, 12), _watched(accounts)
    count = len(watched)
    kind = accounts["kind"].to_numpy()[watched]
    hours = accounts["reply_hours"].to_numpy()[watched]
    true_grades = {
        "industry_influence": accounts["influence"].to_numpy()[watched].astype(float),
        "communication": np.interp(hours, [2, 8, 16, 28, 40], [5, 4, 3, 2, 1]),
        "claim_reasonableness": np.where(kind == "squeezer", 1.4, dice.uniform(count, 3, 5)),
    }
    parts = []
    for indicator, truth in true_grades.items():
        for number, rater in enumerate(_RATERS):
            grade = np.clip(np.rint(truth + 0.45 * dice.normal(count)), 1, 5).astype(int)
            said = dice.chance(count, 0.95 if number < 2 else 0.5)
            proof = indicator == "industry_influence"
            parts.append(
                pd.DataFrame(
                    {
                        "account_id": accounts["account_id"].to_numpy()[watched],
                        "indicator_id": indicator,
                        "rater": rater,
                        "grade": grade,
                        "judged_on": as_dates(DAYS - 1 - dice.whole(count, 10, 200)),
                        "evidence": where_known(
                            proof & (grade > 3) & dice.chance(count, 0.7),
                            dice.pick(_EVIDENCE, count),
                        ),
                    }
                )[said]
            )
    grades = pd.concat(parts, ignore_index=True)
    return grades.sort_values(
        ["account_id", "indicator_id", "rater"], kind="stable", ignore_index=True
    )


def sales_target_table(seed: int, accounts: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Monthly targets of the watched accounts, from January of last year to the end of this year.

    Planned as last year's average month of the account, plus growth, in the company's season.
    """
    dice, watched = Dice(seed, 13), _watched(accounts)
    year = LAST_DAY.year
    starts = np.array(
        [f"{y}-{m:02d}-01" for y in (year - 1, year) for m in range(1, 13)], dtype="datetime64[s]"
    )
    day_of = as_dates(placed["day"].to_numpy()).astype("datetime64[Y]").astype(int) + 1970
    season = np.array([0.95, 0.7, 1.1, 1.1, 1.05, 1.0, 0.9, 0.85, 1.1, 1.15, 1.15, 0.95])
    parts = []
    for planned in (year - 1, year):
        before = placed[day_of == planned - 1].groupby("account")["value"].sum()
        base = before.reindex(watched).to_numpy() / 12
        unsold = np.isnan(base) | (base < 2_000)
        base = np.where(unsold, accounts["yearly"].to_numpy()[watched] * 0.5 / 12, base)
        raised = base * dice.uniform(len(watched), 1.02, 1.15)
        parts.append(raised[:, None] * season[None, :])
    money = np.round(np.concatenate(parts, axis=1), -3)
    return pd.DataFrame(
        {
            "account_id": np.repeat(accounts["account_id"].to_numpy()[watched], len(starts)),
            "owner": np.repeat(accounts["owner"].to_numpy()[watched], len(starts)),
            "month": np.tile(starts, len(watched)),
            "amount": money.ravel(),
        }
    )
