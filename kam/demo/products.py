"""What the sample company sells: furniture fittings in seven families, one of them a commodity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam.demo.days import DAYS
from kam.demo.dice import Dice

# fmt: off
# Family: code, how many, list price from and to (CNY), names.
_FAMILIES = (
    ("Hinges", "HG", 10, 6.0, 28.0, ("Soft-close hinge", "Corner hinge", "阻尼铰链")),
    ("Drawer slides", "DS", 9, 24.0, 110.0, ("Full-extension slide", "Undermount slide", "抽屉滑轨")),
    ("Handles", "HD", 10, 8.0, 60.0, ("Bar handle", "Profile handle", "橱柜拉手")),
    ("Lift systems", "LS", 8, 60.0, 240.0, ("Flap lift", "Parallel lift", "上翻支撑")),
    ("Storage", "ST", 8, 80.0, 420.0, ("Corner carousel", "Pull-out basket", "转角拉篮")),
    ("Lighting", "LT", 8, 35.0, 160.0, ("LED strip", "Cabinet spotlight", "橱柜灯")),
    ("Screws and dowels", "SC", 7, 0.4, 2.5, ("Confirmat screw", "Wood dowel", "连接件")),
)
# fmt: on
COMMODITY = "Screws and dowels"
_LAUNCHED_LATE = 6


def product_plan(seed: int) -> pd.DataFrame:
    """The products with what the price list does not say: pack size and day of launch.

    Returns
    -------
    DataFrame
        product_id, product_name, category, list_price and unit_cost (CNY), pack (units), launch
        (day of the calendar, 0 for those that were always there).
    """
    dice = Dice(seed, 3)
    rows = []
    for family, code, count, low, high, names in _FAMILIES:
        prices = np.round(low * (high / low) ** np.sort(dice.uniform(count)), 2)
        for number, price in enumerate(prices):
            rows.append(
                (
                    f"{code}-{101 + 7 * number}",
                    f"{names[number % 3]} {code}{101 + 7 * number}",
                    family,
                    price,
                )
            )
    products = pd.DataFrame(rows, columns=["product_id", "product_name", "category", "list_price"])
    commodity = (products["category"] == COMMODITY).to_numpy()
    share = np.where(
        commodity,
        dice.uniform(len(products), 0.935, 0.955),
        dice.uniform(len(products), 0.51, 0.57),
    )
    products["unit_cost"] = np.round(products["list_price"] * share, 3)
    products["pack"] = np.select(
        [commodity, products["list_price"] < 30, products["list_price"] < 100], [500, 50, 10], 2
    )
    launch = np.zeros(len(products), dtype=np.int64)
    late = np.flatnonzero(~commodity)[dice.order(int((~commodity).sum()))[:_LAUNCHED_LATE]]
    launch[late] = DAYS - dice.whole(_LAUNCHED_LATE, 150, 540)
    products["launch"] = launch
    return products


def product_table(products: pd.DataFrame) -> pd.DataFrame:
    """The price list: one row per product."""
    return products[["product_id", "product_name", "category", "list_price", "unit_cost"]]
