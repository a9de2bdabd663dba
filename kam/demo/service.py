"""People of the sample company's accounts, the talks with them, and their complaints."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.demo.days import DAYS, FIRST_DAY, as_dates, to_workday
from kam.demo.dice import Dice, where_known
from kam.demo.names import people_names

_TITLES = {
    "executive": ("Managing director", "Vice president purchasing", "总经理"),
    "middle": ("Purchasing manager", "Project manager", "采购经理"),
    "base": ("Buyer", "Storekeeper", "Shop assistant", "仓库主管"),
}
_DEPARTMENTS = {"executive": "Management", "middle": "Purchasing", "base": "Operations"}
_ROLES = {"executive": "decider", "middle": "buyer", "base": "user"}
# Talks a year by kind of account; a squeezer takes twice the time of a key account.
_TALKS = {
    "key": 14,
    "fading_key": 14,
    "seasonal_key": 10,
    "gone_key": 11,
    "squeezer": 28,
    "profitless": 12,
    "potential": 8,
    "one_off": 5,
    "seasonal": 5,
}
_NOTES = (
    "Forecast for the next quarter",
    "新产品样品讨论",
    "Delivery plan agreed",
    "价格谈判",
    "Asked for drawings",
    "年度框架协议",
    "Visited the show room",
    "Payment reminder",
)
# What people were told: the declared half of each sign.
_SAID = {
    "falling_orders": ("Buyer says they test a second supplier", "客户表示正在引入新供应商"),
    "strategy_change": ("Board wants an own brand, range is cut", "客户调整战略，收缩产品线"),
    "purchasing_model_change": (
        "Tender notice: regional offices buy themselves from now on",
        "客户通知重新招标",
    ),
    "channel_conflict": (
        "Complains that our online shop sells below his price",
        "客户投诉渠道窜货",
    ),
}
_SQUEEZE = ("Demands another price cut before the next order", "要求再降价并承担运费")


def contact_table(seed: int, accounts: pd.DataFrame) -> pd.DataFrame:
    """People at the accounts on three levels; some accounts lack one level (S0-15)."""
    dice, count = Dice(seed, 8), len(accounts)
    big = accounts["yearly"].to_numpy() > 450_000
    people = np.column_stack(
        [
            dice.chance(count, np.where(big, 0.62, 0.3)).astype(int),
            np.where(big, dice.whole(count, 1, 2), 1),
            np.where(big, dice.whole(count, 0, 3), dice.whole(count, 0, 1)),
        ]
    )
    account = np.repeat(np.arange(count), people.sum(axis=1))
    level = np.repeat(np.tile(np.array(list(_TITLES), dtype=object), count), people.ravel())
    total = len(account)
    draws = dice.uniform(total)
    language = accounts["language"].to_numpy()[account]
    leaving = accounts["sign"].notna().to_numpy()[account]
    attitude = np.where(
        leaving,
        dice.pick(("for us", "neutral", "against"), total, (25, 45, 30)),
        dice.pick(("for us", "neutral", "against"), total, (50, 43, 7)),
    )
    owner = accounts["owner"].to_numpy()[account]
    return pd.DataFrame(
        {
            "contact_id": [f"P{3001 + i}" for i in range(total)],
            "account_id": accounts["account_id"].to_numpy()[account],
            "contact_name": people_names(dice, list(language)),
            "title": [
                _TITLES[one][int(u * len(_TITLES[one]))]
                for one, u in zip(level, draws, strict=True)
            ],
            "department": [_DEPARTMENTS[one] for one in level],
            "email": [f"person{3001 + i}@customer.example" for i in range(total)],
            "contact_level": level,
            "buying_role": [_ROLES[one] for one in level],
            "attitude": where_known(~dice.chance(total, 0.25), attitude),
            "our_counterpart": np.where(
                (level == "executive") & dice.chance(total, 0.5), "沈国栋", owner
            ),
        }
    )


def _end(accounts: pd.DataFrame) -> np.ndarray:
    return np.minimum(accounts["leave"].to_numpy(), DAYS)


def interaction_table(seed: int, accounts: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """Visits, calls and messages while an account buys; fewer and slower before it leaves."""
    dice, count = Dice(seed, 9), len(accounts)
    kind = accounts["kind"].to_numpy()
    a_year = np.array([_TALKS.get(k, 4) for k in kind])
    stay = np.maximum(_end(accounts) - accounts["start"].to_numpy(), 30)
    talks = np.maximum(1, np.rint(a_year * stay / 365 * dice.uniform(count, 0.75, 1.3))).astype(int)
    account = np.repeat(np.arange(count), talks)
    start = accounts["start"].to_numpy()[account]
    day = start + np.floor(dice.uniform(len(account)) * stay[account]).astype(np.int64)
    to_go = (accounts["leave"].to_numpy()[account] - day).astype(float)
    near = np.clip(1 - to_go / accounts["fade_days"].to_numpy()[account], 0, 1)
    kept = dice.chance(len(account), 1 - 0.6 * near) & (day < DAYS)
    account, day, near = account[kept], to_workday(day[kept]), near[kept]
    total = len(account)
    channel = dice.pick(("visit", "call", "email", "video", "fair"), total, (24, 28, 37, 8, 3))
    hours = accounts["reply_hours"].to_numpy()[account] * dice.factor(total, 0.5) * (1 + 2.2 * near)
    note = where_known(dice.chance(total, 0.2), dice.pick(_NOTES, total))
    told = near > 0.45
    second = dice.whole(total, 0, 1)
    sign = accounts["sign"].to_numpy()[account]
    for name, said in _SAID.items():
        heard = told & (sign == name) & dice.chance(total, 0.35)
        note = np.where(heard, np.array(said, dtype=object)[second], note)
    pressed = (kind[account] == "squeezer") & dice.chance(total, 0.25)
    note = np.where(pressed, np.array(_SQUEEZE, dtype=object)[second], note)
    # Each talk is with one of the account's people.
    first = pd.Index(contacts["account_id"]).searchsorted(accounts["account_id"])
    people = contacts.groupby("account_id").size().reindex(accounts["account_id"]).to_numpy()
    person = first[account] + np.floor(dice.uniform(total) * people[account]).astype(np.int64)
    talked = pd.DataFrame(
        {
            "account_id": accounts["account_id"].to_numpy()[account],
            "interaction_date": as_dates(day),
            "channel": channel,
            "contact_name": contacts["contact_name"].to_numpy()[person],
            "owner": accounts["owner"].to_numpy()[account],
            "contact_level": contacts["contact_level"].to_numpy()[person],
            "reply_hours": np.where(channel == "email", np.round(hours, 1), np.nan),
            "note": note,
        }
    )
    talked = talked.sort_values(
        ["interaction_date", "account_id"], kind="stable", ignore_index=True
    )
    talked.insert(0, "interaction_id", [f"V{4001 + i}" for i in range(len(talked))])
    return talked


def complaint_table(
    seed: int, accounts: pd.DataFrame, headers: pd.DataFrame, sold: pd.DataFrame
) -> pd.DataFrame:
    """Complaints with cause, claim and settlement; a third party pays part back (S0-27 … S0-29)."""
    dice = Dice(seed, 10)
    shipped = headers[headers["ship_date"].notna()].reset_index(drop=True)
    value = sold.groupby("order_id")["amount"].sum().reindex(shipped["order_id"]).to_numpy()
    place = pd.Index(accounts["account_id"]).get_indexer(shipped["account_id"])
    sent = shipped["ship_date"].to_numpy().astype("datetime64[D]")
    day = (sent - np.datetime64(FIRST_DAY, "D")).astype(np.int64) + dice.whole(len(shipped), 6, 40)
    squeezing = (accounts["kind"] == "squeezer").to_numpy()[place]
    done = np.clip(day / DAYS, 0, 1)
    odds = np.where(squeezing, 0.12 + 0.32 * done, 0.028)
    raised = dice.chance(len(shipped), odds) & (day < DAYS)
    place, day, value, done = place[raised], day[raised], value[raised], done[raised]
    squeezing = squeezing[raised]
    share = np.where(
        squeezing,
        (0.10 + 0.26 * done) * dice.factor(len(day), 0.2),
        dice.uniform(len(day), 0.01, 0.09),
    )
    category = dice.pick(
        ("quality", "delivery", "packaging", "short shipment", "documents"),
        len(day),
        (42, 22, 14, 14, 8),
    )
    conflict_place, conflict_day = _conflicts(dice, accounts)
    quiet = np.zeros(len(conflict_day))
    place, day = np.concatenate([place, conflict_place]), np.concatenate([day, conflict_day])
    claim = np.concatenate([np.round(value * share, 2), quiet])
    category = np.concatenate([category, np.full(len(quiet), "channel conflict", dtype=object)])
    calm = np.arange(len(day)) < len(squeezing)  # a channel conflict cannot be calmed
    generous = np.concatenate([squeezing, quiet > 0])
    return _handled(dice, accounts, place, day, claim, category, calm, generous)


def _conflicts(dice: Dice, accounts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    angry = np.flatnonzero(accounts["sign"] == "channel_conflict")
    leave = accounts["leave"].to_numpy()[angry]
    since = leave - accounts["fade_days"].to_numpy()[angry]
    spots = dice.uniform((len(angry), 4))
    until = np.minimum(leave, DAYS - 1)
    days = np.floor(since[:, None] + spots * (until - since)[:, None]).astype(np.int64)
    return np.repeat(angry, 4), days.ravel()


def _handled(
    dice: Dice,
    accounts: pd.DataFrame,
    place: np.ndarray,
    day: np.ndarray,
    claim: np.ndarray,
    category: np.ndarray,
    calm: np.ndarray,
    generous: np.ndarray,
) -> pd.DataFrame:
    total = len(day)
    major = (claim > 15_000) | ~calm
    cause = dice.pick(("ours", "supplier", "carrier", "customer"), total, (42, 22, 22, 14))
    cause = np.where(category == "delivery", np.where(cause == "supplier", "carrier", cause), cause)
    cause = np.where(calm, cause, "ours")
    took = np.where(major, dice.whole(total, 15, 70), dice.whole(total, 2, 25))
    took = np.where(dice.chance(total, 0.04), 400, took)
    closed = day + took
    solved = calm & (closed < DAYS)
    settle = np.where(generous, dice.uniform(total, 0.75, 0.95), dice.uniform(total, 0.3, 0.9)) * (
        cause != "customer"
    ) + 0.7 * generous * (cause == "customer")
    settled = np.round(claim * settle, 2)
    third = np.isin(cause.astype(str), ["supplier", "carrier"]) & dice.chance(total, 0.65)
    recovered = np.round(settled * dice.uniform(total, 0.4, 0.95), 2)
    last_word = np.minimum(np.minimum(day + dice.whole(total, 1, 30), closed), DAYS - 1)
    told = dice.chance(total, 0.9)
    complaints = pd.DataFrame(
        {
            "account_id": accounts["account_id"].to_numpy()[place],
            "opened_date": as_dates(day),
            "closed_date": as_dates(closed, solved),
            "category": category,
            "severity": np.where(major, "major", "ordinary"),
            "cause_party": where_known(solved | dice.chance(total, 0.6), cause),
            "status": np.where(solved, "closed", "open"),
            "claim_amount": np.where(calm & ~((claim < 600) & ~generous), claim, np.nan),
            "settled_amount": np.where(solved, settled, np.nan),
            "recovered_amount": np.where(solved & third, recovered, np.nan),
            "last_feedback_date": as_dates(last_word, told),
            "note": where_known(~calm, np.array(_SAID["channel_conflict"], dtype=object)[day % 2]),
        }
    )
    complaints = complaints.sort_values(
        ["opened_date", "account_id"], kind="stable", ignore_index=True
    )
    complaints.insert(0, "complaint_id", [f"Q{7001 + i}" for i in range(total)])
    return complaints
