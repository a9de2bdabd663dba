"""The charts of who earns, who is truly key and what hangs on whom: messages, marks, hostile names."""

import itertools
from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam import charts, imports
from kam.dependence import cut
from kam.portfolio import Portfolio
from kam.service_cost import LEAKS, ServiceCost
from kam.store import Store
from kam.whale import whale
from kam.words import say

DAY = date(2026, 9, 18)


def earned(profits: list[float]):
    frame = pd.DataFrame(0.0, index=[f"A{i}" for i in range(len(profits))], columns=list(LEAKS))
    frame["list_value"] = frame["revenue"] = 100.0
    frame["net_profit"] = frame["gross_profit"] = profits
    frame["goods"], frame["cost_to_serve"] = frame["revenue"] - frame["gross_profit"], 0.0
    names = pd.Series("<b>Acme</b>", index=frame.index)
    return whale(ServiceCost(frame, ()), names, 0.0, "EUR")


def marks(chart, name: str):
    return next(t for t in chart.figure.data if t.name == name)


def test_the_whale_climbs_to_its_peak_and_falls_to_what_is_left():
    drawn = charts.whale_curve(earned([60.0, 40.0, 0.0, -30.0]), DAY, "en")
    assert str(drawn.title) == "1 account takes €30 of the profit away again"
    assert list(marks(drawn, "start").y) == [0, 60, 100]
    assert list(marks(drawn, "end").y) == [100, 100, 70]
    assert (marks(drawn, "peak").x[0], marks(drawn, "peak").y[0]) == (2, 100)


def test_many_accounts_are_drawn_with_few_marks_and_keep_the_peak():
    drawn = charts.whale_curve(earned(list(np.linspace(50, -20, 5_000))), DAY, "en")
    assert sum(len(t.x) for t in drawn.figure.data) <= 1_010
    assert max(marks(drawn, "start").y) == pytest.approx(marks(drawn, "peak").y[0])


def test_nothing_sold_is_said_in_the_title():
    empty = earned([])
    assert "No account has a sale" in str(charts.whale_curve(empty, DAY, "en").title)
    steps = empty.waterfall()
    assert "Nothing was sold" in str(
        charts.waterfall(steps, say("All accounts"), None, DAY, "en").title
    )


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    imports.load_sample(store)
    return Portfolio(store)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_waterfalls_bars_hang_from_the_level_before(sample, lang):
    steps = sample.whale().waterfall()
    drawn = charts.waterfall(steps, say("All accounts"), "CNY", sample.as_of, lang)
    bars = marks(drawn, "steps")
    tops = np.asarray(bars.base) + np.asarray(bars.y)
    assert tops[1] == pytest.approx(bars.y[0])
    assert np.asarray(bars.y)[-1] == pytest.approx(sample.whale().total)
    assert len(bars.text) == len(steps)


def test_every_verdict_has_a_shape_of_its_own_and_false_ones_are_named(sample):
    found = sample.segments
    drawn = charts.verdicts(found, "CNY", sample.as_of, "en")
    assert {t.name for t in drawn.figure.data} == {"true", "contested", "false", "potential"}
    assert len({t.marker.symbol for t in drawn.figure.data}) == 4
    counts = {t.name: len(t.x) for t in drawn.figure.data}
    assert counts == {name: found.count(name) for name in counts}
    assert str(drawn.title) == "21 of 58 big accounts are big without being valuable"
    heights = sorted(a.y for a in drawn.figure.layout.annotations)
    assert len(heights) >= 3
    assert min(b - a for a, b in itertools.pairwise(heights)) > 0.01


def test_parts_mark_the_largest_account_and_escape_its_name():
    pairs = pd.DataFrame({"account_id": ["A", "B"], "part": ["N", "N"], "value": [90.0, 10.0]})
    found = cut(pairs, pd.Series({"A": "<a href='x'>A</a>", "B": "B"}), "region")
    drawn = charts.parts(found, "EUR", DAY, "en")
    assert list(marks(drawn, "largest").x) == [90.0]
    assert list(marks(drawn, "others").x) == [10.0]
    assert "&lt;a" in drawn.figure.layout.annotations[0].text
    assert str(drawn.title) == "N: 90% of sales from one account"
