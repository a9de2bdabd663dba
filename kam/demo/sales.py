"""Orders and order lines of the sample company, each account following its script."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kam.demo.days import DAYS, as_dates, months, to_workday, years
from kam.demo.dice import Dice, where_known
from kam.demo.names import MARKETS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Demand by month: quiet around the Spring Festival in China, in August and December elsewhere.
_CHINA = np.array([0.95, 0.50, 1.15, 1.15, 1.10, 1.0, 0.85, 0.90, 1.15, 1.15, 1.15, 0.95])
_ABROAD = np.array([0.95, 1.0, 1.15, 1.10, 1.05, 1.0, 0.90, 0.65, 1.15, 1.15, 1.10, 0.80])
_PRICE_OF_YEAR = {2023: 0.94, 2024: 0.96, 2025: 0.98, 2026: 1.0}
_REGULARITY = 5


@dataclass(frozen=True)
class Curves:
    """How each account's buying runs over the days: arrays of shape (accounts, days).

    ``rate`` orders a day, ``value`` money of an order, ``breadth`` share of its usual products.
    """

    rate: Floats
    value: Floats
    breadth: Floats
    changed: NDArray[np.bool_]  # the day its purchasing model or strategy has changed


def curves(accounts: pd.DataFrame) -> Curves:
    """The scripts of all accounts as curves over time.

    Source: rules.md S2-10 (the four signs), S0-9 (potential), S2-11 (regional and local purchase).
    """
    day = np.arange(DAYS)[None, :]
    column = {name: accounts[name].to_numpy()[:, None] for name in accounts.columns}
    kind, sign = column["kind"].astype(str), column["sign"].astype(str)
    start, leave = column["start"], column["leave"]
    to_go = (leave - day).astype(float)
    fade = np.clip(to_go / column["fade_days"], 0, 1)
    changed = to_go < column["fade_days"]

    freq = np.where(changed & ~column["abrupt"], 0.12 + 0.88 * fade, 1.0)
    size = np.where(changed, 0.6 + 0.4 * fade, 1.0)
    breadth = np.where(changed, 0.45 + 0.55 * fade, 1.0)
    for name in ("strategy_change", "purchasing_model_change"):
        mine = (sign == name) & changed
        size = np.where(mine, column["drop"], size)
        breadth = np.where(mine, 0.6, breadth)
        freq = np.where(mine, np.clip(to_go / 150, 0.3, 1), freq)
    conflict = (sign == "channel_conflict") & changed
    size, freq = np.where(conflict, 0.75, size), np.where(conflict, 0.2 + 0.75 * fade, freq)

    age = np.clip((day - start) / np.maximum(DAYS - 1 - start, 1), 0, 1)
    growth = 0.08 + 0.92 * age**1.25
    potential = kind == "potential"
    freq = np.where(potential, 0.45 + 0.55 * age, freq)
    size = np.where(potential, growth / (0.45 + 0.55 * age), size)

    season = np.where(
        column["language"] == "zh", _CHINA[months()][None, :], _ABROAD[months()][None, :]
    )
    # Half of the season is in how often they order, half in how much.
    tilt = np.where(potential, np.sqrt(season) ** 0.5, np.sqrt(season))
    freq, size = freq * tilt, size * tilt
    seasonal = np.isin(kind, ["seasonal", "seasonal_key"])
    away = np.abs((months()[None, :] - column["season_peak"] + 6) % 12 - 6)
    in_season = away <= column["season_months"] // 2
    in_season &= ~(
        (column["season_months"] % 2 == 0) & (months()[None, :] - column["season_peak"] == -2)
    )
    freq = np.where(seasonal, in_season * 12 / column["season_months"], freq)

    here = (day >= start) & (day < leave) & (kind != "one_off")
    trend = 1 + 0.05 * (day - DAYS / 2) / 365
    return Curves(
        rate=np.where(here, column["per_year"] / 365 * freq, 0.0),
        value=column["yearly"] / column["per_year"] * size * trend,
        breadth=breadth,
        changed=changed & (sign == "purchasing_model_change"),
    )


def _rhythm(dice: Dice, accounts: pd.DataFrame, course: Curves) -> tuple[Ints, Ints, Floats]:
    # Orders come when an account's summed-up rate passes the next waiting time.
    total = course.rate.cumsum(axis=1)
    most = int(total[:, -1].max() * 1.6) + 12
    waits = dice.wait((len(accounts), most), _REGULARITY)
    waits[:, 0] *= dice.uniform(len(accounts), 0.05, 1.0)
    moments = waits.cumsum(axis=1)
    known = moments < total[:, -1:]
    account = np.repeat(np.arange(len(accounts)), known.sum(axis=1))
    shift = (total[:, -1].max() + 1) * np.arange(len(accounts))
    flat = (total + shift[:, None]).ravel()
    day = np.searchsorted(flat, moments[known] + shift[account]) - account * DAYS
    quiet = np.isin(accounts["kind"].to_numpy().astype(str), ["potential"])
    sigma = np.where(quiet, 0.12, 0.30)[account]
    value = course.value[account, day] * dice.factor(len(day), sigma)
    return account, day, value


def _bulk(dice: Dice, accounts: pd.DataFrame) -> tuple[Ints, Ints, Floats]:
    # One-off buyers: two or three trial orders, then one very large order, or two close together.
    account, day, value = [], [], []
    for number, index in enumerate(np.flatnonzero(accounts["kind"] == "one_off")):
        start, total = int(accounts["start"][index]), float(accounts["yearly"][index])
        big = DAYS - 1 - int(dice.whole(1, 190, 320)[0])
        trials = dice.whole(3, start, big - 25)
        events = [(int(d), total * 0.012) for d in trials]
        if number % 3 == 2:
            events += [(big, total * 0.58), (big + 38, total * 0.38)]
        else:
            events += [(big, total * 0.96)]
        for when, money in events:
            account.append(int(index))
            day.append(when)
            value.append(money)
    return np.array(account), np.array(day), np.array(value)


def orders(seed: int, accounts: pd.DataFrame) -> pd.DataFrame:
    """Every order with what it will be worth, before its lines are drawn.

    Returns
    -------
    DataFrame
        By day: account (row number in ``accounts``), day, value (CNY), breadth, changed.
    """
    dice, course = Dice(seed, 4), curves(accounts)
    parts = [_rhythm(dice, accounts, course), _bulk(dice, accounts)]
    account, day, value = (np.concatenate(p) for p in zip(*parts, strict=True))
    placed = pd.DataFrame(
        {
            "account": account,
            "day": day,
            "value": value,
            "breadth": course.breadth[account, day],
            "changed": course.changed[account, day],
        }
    )
    latest = np.minimum(accounts["leave"].to_numpy()[account] - 1, DAYS - 1)
    moved = to_workday(day)
    placed["day"] = np.where(moved <= latest, moved, day)
    placed = placed.sort_values(["day", "account", "value"], kind="stable", ignore_index=True)
    placed["order_id"] = [f"SO{10001 + i}" for i in range(len(placed))]
    return placed


def lines(
    seed: int, accounts: pd.DataFrame, products: pd.DataFrame, placed: pd.DataFrame
) -> pd.DataFrame:
    """The lines of the orders: columns of order_line, and ``order`` (row number in ``placed``)."""
    dice, count = Dice(seed, 5), len(placed)
    assortment = _assortments(dice, accounts, products)
    account, day = placed["account"].to_numpy(), placed["day"].to_numpy()
    usual = accounts["kinds_per_order"].to_numpy()[account]
    breadth = placed["breadth"].to_numpy()
    wide = np.maximum(1, np.rint(accounts["assortment"].to_numpy()[account] * breadth))
    wanted = np.clip(1 + np.floor(dice.wait(count, 2) * (usual - 1) * breadth), 1, 8)
    # Each order takes those of the account's products that come first in a race.
    race = -np.log1p(-dice.uniform((count, assortment.shape[1]))) * (
        1 + 0.25 * np.arange(assortment.shape[1])
    )
    choice = assortment[account]
    barred = (np.arange(assortment.shape[1]) >= wide[:, None]) | (choice < 0)
    barred |= products["launch"].to_numpy()[choice] > day[:, None]
    race[barred] = np.inf
    first = np.argsort(race, axis=1, kind="stable")[:, :8]
    taken = (np.arange(8) < wanted[:, None]) & np.isfinite(np.take_along_axis(race, first, 1))
    taken[:, 0] = True
    order, place = np.nonzero(taken)
    product = np.take_along_axis(choice, first, 1)[taken]
    part = 0.25 + dice.wait(len(order), 2)
    part /= np.bincount(order, part, count)[order]
    return _priced(accounts, products, placed, order, place, product, part)


def _assortments(dice: Dice, accounts: pd.DataFrame, products: pd.DataFrame) -> Ints:
    # Which products an account buys, most wanted first; −1 beyond the end.
    widest = int(accounts["assortment"].max())
    weight = np.ones((len(accounts), len(products)))
    commodity = (products["unit_cost"] / products["list_price"] > 0.9).to_numpy()
    profitless = (accounts["kind"] == "profitless").to_numpy()
    late = (products["launch"] > 0).to_numpy()
    weight[:, commodity] = 0.02
    weight[:, late] = 0.6
    weight[profitless] = np.where(commodity, 1.0, 0.0)
    race = -np.log1p(-dice.uniform(weight.shape)) / np.maximum(weight, 1e-9)
    chosen = np.argsort(race, axis=1, kind="stable")[:, :widest]
    # What was there from the start comes first, so that every order finds a product.
    new = np.take_along_axis(np.broadcast_to(late, weight.shape), chosen, 1)
    size = accounts["assortment"].to_numpy()[:, None]
    size = np.where(profitless[:, None], np.minimum(size, commodity.sum()), size)
    beyond = np.arange(widest) >= size
    chosen = np.where(beyond, -1, chosen)
    again = np.argsort(np.where(beyond, 2, new), axis=1, kind="stable")
    return np.take_along_axis(chosen, again, 1)


def _priced(
    accounts: pd.DataFrame,
    products: pd.DataFrame,
    placed: pd.DataFrame,
    order: Ints,
    place: Ints,
    product: Ints,
    part: Floats,
) -> pd.DataFrame:
    account, day = placed["account"].to_numpy()[order], placed["day"].to_numpy()[order]
    then = np.array([_PRICE_OF_YEAR[y] for y in years()])[day]
    done = day / (DAYS - 1)
    course = {
        name: (
            accounts[name].to_numpy()[account]
            + (accounts[name + "_end"] - accounts[name]).to_numpy()[account] * done
        )
        for name in ("discount", "freight")
    }
    discount = np.round(course["discount"] * 200) / 200
    price = np.round(products["list_price"].to_numpy()[product] * then, 2)
    pack = products["pack"].to_numpy()[product]
    worth = placed["value"].to_numpy()[order] * part
    quantity = np.maximum(1, np.rint(worth / (price * (1 - discount)) / pack)) * pack
    cost = products["unit_cost"].to_numpy()[product] * then + price * course["freight"]
    return pd.DataFrame(
        {
            "order": order,
            "order_id": placed["order_id"].to_numpy()[order],
            "line_id": (place + 1).astype(str).astype(object),
            "product_id": products["product_id"].to_numpy()[product],
            "quantity": quantity,
            "unit_price": price,
            "discount": discount,
            "amount": np.round(quantity * price * (1 - discount), 2),
            "cost": np.round(quantity * cost, 2),
            "is_return": False,
        }
    )


def order_tables(
    seed: int, accounts: pd.DataFrame, placed: pd.DataFrame, sold: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The order headers and lines as stored, with deliveries, cancelled orders and returns."""
    dice, count = Dice(seed, 6), len(placed)
    of = {c: accounts[c].to_numpy()[placed["account"].to_numpy()] for c in accounts.columns}
    day = placed["day"].to_numpy()
    cancelled = dice.chance(count, 0.01) & ~np.isin(of["kind"].astype(str), ["one_off"])
    promised = day + dice.whole(count, 14, 35)
    late = np.where(dice.chance(count, 0.16), dice.whole(count, 3, 15), dice.whole(count, -4, 0))
    ready = np.maximum(promised + late, day + 3)
    # Some customers let finished goods wait for their truck or their letter of credit.
    slow = (placed["account"].to_numpy() * 7919 % 10) < 2
    waits = dice.chance(count, np.where(slow, 0.5, 0.08))
    wait = np.where(waits, dice.whole(count, 5, 21), dice.whole(count, 1, 4))
    ship = ready + wait
    blame = dice.pick(("ours", "supplier", "carrier"), count, (45, 30, 25))
    carrier = dice.chance(count, 0.2)
    cause = np.where(waits, np.where(carrier, "carrier", "customer"), where_known(late > 0, blame))
    shipped, made = (ship < DAYS) & ~cancelled, (ready < DAYS) & ~cancelled
    cause = where_known(shipped | (made & waits), cause)
    deposit = np.where(of["credit_days"] < 0, 1.0, np.where(of["credit_days"] == 0, 0.3, 0.0))
    region, country = of["region"].copy(), of["country"].copy()
    # S2-11: what head office bought is split over regional (60 %) and local (20 %) offices.
    split = placed["changed"].to_numpy() & dice.chance(count, 0.8)
    other = dice.whole(count, 1, 2)
    home = of["market"].astype(int)
    for i in np.flatnonzero(split):
        market = MARKETS[
            (home[i] + other[i]) % 3 if home[i] < 3 else 3 + (home[i] - 3 + other[i]) % 3
        ]
        region[i], country[i] = market.region, market.places[0][0]
    headers = pd.DataFrame(
        {
            "order_id": placed["order_id"],
            "account_id": of["account_id"],
            "order_date": as_dates(day),
            "promised_date": as_dates(promised),
            "ready_date": as_dates(ready, made),
            "ship_date": as_dates(ship, shipped),
            "delay_cause": cause,
            "deposit_share": deposit,
            "currency": "CNY",
            "owner": of["owner"],
            "region": region,
            "country": country,
            "status": np.select([cancelled, shipped], ["cancelled", "shipped"], "open"),
            "is_cancelled": cancelled,
            "is_return": False,
        }
    )
    return _with_returns(dice, headers, sold, ship, shipped, of["kind"], of["leave"])


def _with_returns(
    dice: Dice,
    headers: pd.DataFrame,
    sold: pd.DataFrame,
    ship: Ints,
    shipped: NDArray[np.bool_],
    kind: NDArray[np.object_],
    leave: Ints,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    # A return is a credit note of its own some weeks later, over part of one line.
    back = ship + dice.whole(len(headers), 12, 45)
    odds = np.where(kind == "squeezer", 0.06, 0.014)
    returned = (
        shipped
        & (back < np.minimum(DAYS, leave))
        & dice.chance(len(headers), odds)
        & (kind != "one_off")
    )
    rows = np.flatnonzero(returned)
    first_line = sold[sold["line_id"] == "1"].set_index("order").loc[rows]
    share = dice.uniform(len(rows), 0.1, 0.6)
    pieces = np.maximum(1, np.floor(first_line["quantity"].to_numpy() * share))
    ids = [f"CN{5001 + i}" for i in range(len(rows))]
    credit_notes = headers.iloc[rows].assign(
        order_id=ids,
        order_date=as_dates(back[rows]),
        promised_date=pd.NaT,
        ready_date=pd.NaT,
        ship_date=pd.NaT,
        delay_cause=None,
        deposit_share=np.nan,
        status="returned",
        is_cancelled=False,
        is_return=True,
    )
    price, discount = first_line["unit_price"].to_numpy(), first_line["discount"].to_numpy()
    unit_cost = (first_line["cost"] / first_line["quantity"]).to_numpy()
    credited = first_line.reset_index(drop=True).assign(
        order_id=ids,
        line_id="1",
        quantity=-pieces,
        amount=-np.round(pieces * price * (1 - discount), 2),
        cost=-np.round(pieces * unit_cost, 2),
        is_return=True,
    )
    return (
        pd.concat([headers, credit_notes], ignore_index=True),
        pd.concat([sold.drop(columns="order"), credited], ignore_index=True),
    )
