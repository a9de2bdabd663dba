"""Charts of scenarios: who is drawn, in which colour, and what the title says."""

import numpy as np
import pandas as pd
import pytest

from kam import charts
from kam.charts.palette import ACCENT, AMBER, NEUTRAL
from kam.imports import load_sample
from kam.key_list import Comparison, KeyList
from kam.policy import PRESETS, Policy
from kam.portfolio import Portfolio
from kam.scoring import ruler
from kam.store import Store


@pytest.fixture(scope="module")
def sample():
    store = Store.open(None)
    load_sample(store)
    return Portfolio(store)


def compared(sample, *presets):
    return Comparison({p: KeyList(sample.judged_by(Policy().with_preset(p))) for p in presets})


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_slope_graph_colours_who_enters_and_who_leaves(sample, lang):
    found = compared(sample, "cash_safe", "growth")
    drawn = charts.slopes(found, lang).figure
    colors = {t.meta: t.line.color for t in drawn.data}
    assert set(colors) == set(found.inside.index[found.inside.any(axis=1)])
    for account, color in colors.items():
        was, now = found.inside.loc[account]
        assert color == (NEUTRAL if was and now else ACCENT if now else AMBER)
    sides = [[t.y[side] for t in drawn.data] for side in (0, 1)]
    assert all(sorted(s) == list(range(1, len(colors) + 1)) for s in sides), "no two on one spot"


def test_many_people_s_weights_are_dots_beside_the_consensus(sample):
    found = compared(sample, *PRESETS)
    drawn = charts.opinions(found, "en").figure
    dots = {t.meta: t for t in drawn.data if t.meta}
    assert set(dots) == {*PRESETS, "consensus"}
    assert dots["consensus"].x == pytest.approx(found.spread["geometric"].to_numpy())


def test_a_value_function_counts_who_is_beyond_its_anchors(sample):
    marks = ruler(sample.yardstick, Policy())
    values = sample.measures.values["days_past_due"]
    chart = charts.value_function("days_past_due", values, marks.loc["days_past_due"], "CNY", "en")
    late, early = int((values > 45).sum()), int((values < 0).sum())
    assert f"{early} beyond the best value, {late} beyond the worst" in str(chart.title)
    line = next(t for t in chart.figure.data if t.name == "worth")
    assert line.y[0] == 1
    assert (np.diff(line.y) <= 1e-9).all()


def test_a_measure_that_is_the_same_for_all_says_so():
    flat = pd.Series({"worst": 3.0, "typical": 3.0, "best": 3.0, "shape": "linear"})
    chart = charts.value_function("npd_count", pd.Series([3.0, 3.0]), flat, None, "en")
    assert "does not tell accounts apart" in str(chart.title)
