"""The tornado and the course of lists hold the numbers of their answers and never run foreign text."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam import charts
from kam.backtest import backtest
from kam.indicators import INDICATORS
from kam.policy import Policy
from tests.unit.test_backtest import FIRST, LAST, MARGINS, ONLY_MARGIN, quarter

LANGUAGES = ["en", "zh_CN"]


@pytest.fixture(scope="module")
def tried():
    known = [
        quarter(date(2024, month, 28), MARGINS, 100 - 50 * MARGINS, month * 1000 * MARGINS)
        for month in (3, 6)
    ]
    return backtest(known, ONLY_MARGIN, 3, FIRST, LAST, draws=50)


@pytest.fixture
def swings():
    names = list(INDICATORS)[:3]
    return pd.DataFrame(
        {
            "score_less": [48.0, 50.5, 50.0], "score_more": [53.0, 49.0, 50.0],
            "rank_less": [9, 5, 6], "rank_more": [2, 7, 6],
        },
        index=names,
    )  # fmt: skip


def written(chart):
    return json.dumps(chart.figure.to_plotly_json(), default=lambda a: np.asarray(a).tolist())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tornado_moves_from_the_present_score(swings, lang):
    drawn = charts.tornado(swings, "<b>Evil</b>", 50.0, lang)
    found = {t.name: t for t in drawn.figure.data}
    assert list(found["less"].x) == [-2.0, 0.5]
    assert list(found["more"].x) == [3.0, -1.0]
    assert "2" in drawn.title.in_language(lang)
    assert "9" in drawn.title.in_language(lang)
    assert "<b>Evil" not in written(drawn)


def test_a_score_that_no_weight_moves_says_so(swings):
    assert not charts.tornado(swings.iloc[2:], "A", 50.0, "en").figure.data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_rule_has_its_line_and_its_name_at_the_end(tried, lang):
    drawn = charts.lists(tried, "EUR", lang)
    found = {t.name: t for t in drawn.figure.data}
    assert set(found) == {"best", "score", "revenue", "equal"}
    wanted = tried.quarters.query("rule == 'score'")["captured"].tolist()
    assert list(found["score"].y) == pytest.approx(wanted)
    assert len(drawn.figure.layout.annotations) == 4
    heights = sorted(a.y for a in drawn.figure.layout.annotations)
    low, high = drawn.figure.layout.yaxis.range
    assert low < heights[0]
    assert heights[-1] < high, "no name outside the picture"
    assert min(np.diff(heights)) > 0


def test_without_a_quarter_end_a_sentence_stands_instead():
    empty = backtest([], Policy(), 3, FIRST, LAST)
    assert not charts.lists(empty, None, "en").figure.data
