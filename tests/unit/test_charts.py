"""Figures hold the numbers of their answers, say their message, and never run foreign text."""

import json
import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam import charts
from kam.charts import palette
from kam.charts.figure import MOST_MARKS, cut, shown, wrapped
from kam.charts.ticks import month_axis, rank_axis, round_steps
from kam.concentration import concentrate
from kam.indicators import INDICATORS
from kam.scoring import Scores, explain

DAY = date(2026, 9, 18)
EVIL = "<a href='http://evil.example'>Evil</a> & <b>Sons</b>\n%{x}"
ESCAPED = "&lt;a href='http://evil"
LANGUAGES = ["en", "zh_CN"]


def amounts(values, name="Account {}"):
    return pd.DataFrame(
        {
            "account_id": [f"A{i}" for i in range(len(values))],
            "account_name": [name.format(i) for i in range(len(values))],
            "value": np.asarray(values, dtype=float),
        }
    )


def pareto(values, lang="en", name="Account {}", currency="EUR"):
    return charts.pareto(concentrate(amounts(values, name)), "Revenue", currency, DAY, lang)


def traces(chart):
    return {t.name: t for t in chart.figure.data}


def marks(chart):
    return sum(len(t.x) for t in chart.figure.data)


def everything_written(chart):
    return json.dumps(chart.figure.to_plotly_json(), default=lambda a: np.asarray(a).tolist())


@pytest.fixture
def scores():
    ids = ["A", "B", "C"]
    points = pd.DataFrame(
        {name: [i.points * w for w in (0.9, 0.5, 0.1)] for name, i in INDICATORS.items()}, index=ids
    )
    total = points.sum(axis=1)
    table = pd.DataFrame(
        {
            "rank": [1, 2, 3],
            "score": total,
            "completeness": [1.0, 0.8, 1.0],
            "low": total - [0, 10, 0],
            "high": total + [0, 10, 0],
            "best_rank": [1, 2, 3],
            "worst_rank": [1, 2, 3],
        },
        index=ids,
    )
    return Scores(table, points, points, points, {})


@pytest.fixture
def rated():
    return pd.DataFrame(
        {
            "probability": [0.1, 0.62, np.nan, 0.3],
            "low": [0.05, 0.5, np.nan, 0.2],
            "high": [0.2, 0.8, np.nan, 0.4],
            "baseline": [0.1, 0.2, 0.1, 0.15],
        },
        index=["A", "B", "C", "D"],
    )


@pytest.fixture
def names():
    return pd.Series({"A": EVIL, "B": "筠禾家居有限公司", "C": "Same", "D": "Same"})


def monthly(first, revenue, profit=None):
    days = pd.date_range(first, periods=len(revenue), freq="MS").date
    unknown = [float("nan")] * len(revenue)
    return pd.DataFrame(
        {"month": days, "revenue": np.array(revenue, float), "gross_profit": profit or unknown}
    )


# --- pareto ----------------------------------------------------------------------------------


def test_pareto_bars_are_the_accounts_and_the_line_their_cumulative_share():
    drawn = traces(pareto([50, 30, 10, 6, 4]))
    assert drawn["accounts"].y.tolist() == [50, 30, 10, 6, 4]
    assert drawn["accounts"].x.tolist() == [1, 2, 3, 4, 5]
    assert drawn["cumulative"].y.tolist() == pytest.approx([0.5, 0.8, 0.9, 0.96, 1.0])


def test_pareto_marks_the_crossing_at_k80_and_says_so():
    chart = pareto([50, 30, 10, 6, 4])
    crossing = traces(chart)["crossing"]
    assert list(crossing.x) == [2]
    assert list(crossing.y) == pytest.approx([0.8])
    assert str(chart.title) == "Revenue: 80% comes from 2 of 5 accounts"
    assert any("2 accounts: 80%" in a.text for a in chart.figure.layout.annotations)


def test_pareto_colours_follow_the_classes():
    drawn = traces(pareto([80, 15, 5, -1]))["accounts"]
    assert list(drawn.marker.color) == [palette.ABC[c] for c in ("A", "B", "C", "Z")]


def test_pareto_of_thousands_stays_below_the_most_marks_and_says_what_it_averages():
    rng = np.random.default_rng(1)
    values = np.sort(rng.pareto(1.2, 5000) * 1e4)[::-1]
    chart = pareto(values)
    drawn = traces(chart)
    assert marks(chart) <= MOST_MARKS
    bars = drawn["accounts"]
    assert (bars.y * np.asarray(bars.width)).sum() == pytest.approx(values.sum())
    assert bars.y[:100].tolist() == values[:100].tolist()
    assert "of 5,000 accounts those after rank 100" in chart.figure.layout.title.text
    found = concentrate(amounts(values))
    assert list(drawn["crossing"].x) == [found.k80]


def test_pareto_zero_stands_at_the_same_height_on_both_axes_when_accounts_are_negative():
    layout = pareto([60, 50, -10, -20]).figure.layout
    (low, high), (low2, high2) = layout.yaxis.range, layout.yaxis2.range
    assert low < 0
    assert low / high == pytest.approx(low2 / high2)


@pytest.mark.parametrize("values", [[-1, -2], [5, -5], [0, 0], [3, -10, -20]])
def test_pareto_of_a_total_that_is_not_positive_has_bars_and_no_line(values):
    chart = pareto(values)
    assert set(traces(chart)) == {"accounts"}
    assert "not positive" in str(chart.title)


def test_pareto_names_the_largest_and_their_names_are_escaped():
    chart = pareto([1000, *[1.0] * 40], name=EVIL.replace("{x}", "x") + "{}")
    written = everything_written(chart)
    assert "<a href" not in written
    assert ESCAPED in written


@pytest.mark.parametrize("count", [1, 2, 9, 11, 400, 401])
def test_pareto_draws_any_number_of_accounts(count):
    chart = pareto(np.linspace(count, 1, count))
    assert marks(chart) <= MOST_MARKS


# --- scores ----------------------------------------------------------------------------------


def test_score_bars_hold_the_contributions_and_end_in_the_total(scores, names):
    chart = charts.score_bars(scores, names, 10, DAY, "en")
    segments = {t.meta: t for t in chart.figure.data if t.type == "bar"}
    assert set(segments) == set(INDICATORS)
    for name, segment in segments.items():
        assert segment.x.tolist() == scores.contributions[name].tolist()
        assert segment.marker.color == palette.INDICATOR_HUES[name]
    assert traces(chart)["total"].x.tolist() == scores.table["score"].tolist()


def test_score_bars_show_an_interval_only_where_something_is_unknown(scores, names):
    interval = traces(charts.score_bars(scores, names, 10, DAY, "en"))["interval"]
    assert list(interval.x) == [40, 60, None]


def test_score_bars_keep_to_the_accounts_they_are_given_names_of(scores, names):
    chart = charts.score_bars(scores, names.loc[["B", "C"]], 1, DAY, "en")
    assert traces(chart)["total"].x.tolist() == [50]
    assert chart.figure.layout.yaxis.ticktext[0].startswith("2  ")


def test_equal_names_stay_two_rows(scores, names):
    chart = charts.score_bars(scores, names.replace(EVIL, "Same"), 3, DAY, "en")
    assert len(set(chart.figure.layout.yaxis.tickvals)) == 3


def test_breakdown_holds_the_differences_in_order(scores):
    explanation = explain(scores, "A")
    chart = charts.breakdown(explanation, scores.table.loc["A"], "en")
    drawn = traces(chart)["difference"]
    assert drawn.x.tolist() == explanation.differences.tolist()
    assert drawn.x.sum() == pytest.approx(90 - explanation.average_score)
    assert str(chart.title) == "90.0 of 100 points: 40.0 above the average account"


def test_breakdown_says_what_the_unknown_could_do(scores):
    chart = charts.breakdown(explain(scores, "B"), scores.table.loc["B"], "en")
    assert "at worst 40.0, at best 60.0" in chart.figure.layout.title.text


# --- risk ------------------------------------------------------------------------------------


def test_risk_is_sorted_and_leaves_out_the_unknown(rated, names):
    drawn = traces(charts.risk(rated, names, 60, "en"))
    assert drawn["probability"].x.tolist() == [0.62, 0.3, 0.1]
    assert list(drawn["interval"].x) == [0.5, 0.8, None, 0.2, 0.4, None, 0.05, 0.2, None]
    assert drawn["baseline"].x.tolist() == [0.2, 0.15, 0.1]


def test_high_risk_differs_in_shape_and_not_in_colour_alone(rated, names):
    marker = traces(charts.risk(rated, names, 60, "en"))["probability"].marker
    assert list(marker.symbol) == ["diamond", "circle", "circle"]
    assert list(marker.color) == [palette.RED, palette.ORANGE, palette.AMBER]


def test_risk_without_any_known_probability_says_so(rated, names):
    chart = charts.risk(rated.assign(probability=np.nan), names, 60, "en")
    assert len(chart.figure.data) == 0
    assert str(chart.title) == "No account has a known probability to leave."


# --- sales by month --------------------------------------------------------------------------


def test_months_without_sales_are_months_of_zero():
    frame = monthly("2026-01-01", [5, 0, 7]).drop(index=1)
    assert traces(charts.months(frame, "EUR", "en"))["revenue"].y.tolist() == [5, 0, 7]


def test_a_quiet_account_ends_in_zeros_up_to_the_day():
    chart = charts.months(monthly("2026-01-01", [5]), "EUR", "en", as_of=date(2026, 4, 30))
    assert traces(chart)["revenue"].y.tolist() == [5, 0, 0, 0]


def test_the_year_before_is_outlined_and_the_last_twelve_months_are_solid():
    chart = charts.months(monthly("2024-10-01", range(1, 25)), "EUR", "en", as_of=date(2026, 9, 30))
    colours = list(traces(chart)["revenue"].marker.color)
    assert colours == ["rgba(0,0,0,0)"] * 12 + [palette.ACCENT] * 12
    assert str(chart.title) == "€222 revenue in 12 whole months: 185% more than a year before"


def test_a_month_that_is_cut_off_says_so_and_is_in_no_sum():
    frame = monthly("2024-09-01", [10] * 24 + [3])
    chart = charts.months(frame, "EUR", "en", as_of=DAY)
    assert traces(chart)["revenue"].y.tolist()[-1] == 3
    assert str(chart.title) == "€120 revenue in 12 whole months: as much as a year before"
    assert [a.text for a in chart.figure.layout.annotations] == ["to Sep 18"]


def test_gross_profit_is_a_line_where_known():
    known = traces(charts.months(monthly("2026-01-01", [5, 6], [2.0, float("nan")]), None, "en"))
    assert known["gross profit"].y[0] == 2
    assert math.isnan(known["gross profit"].y[1])
    assert "gross profit" not in traces(charts.months(monthly("2026-01-01", [5]), None, "en"))


def test_a_long_history_shows_its_last_two_years():
    chart = charts.months(monthly("2010-01-01", range(120)), "EUR", "en")
    assert len(traces(chart)["revenue"].y) == 24


def barometer(revenue, before, **more):
    frame = monthly("2025-10-01", revenue).assign(revenue_last_year=before)
    return charts.barometer(frame, "EUR", "en", **more)


def test_barometer_holds_both_years_and_their_difference():
    drawn = traces(barometer([10, 20, 30], [12, 15, float("nan")]))
    assert drawn["revenue"].y.tolist() == [10, 20, 30]
    assert drawn["last year"].y[:2].tolist() == [12, 15]
    assert drawn["difference"].y[:2].tolist() == [-2, 5]
    assert list(drawn["difference"].marker.color)[:2] == [palette.RED, palette.GREEN]
    assert drawn["last year"].marker.color == "rgba(0,0,0,0)"


def test_barometer_measures_differences_on_the_scale_of_the_months():
    layout = barometer([10, 20, 30], [12, 15, 45]).figure.layout
    scale = [(a.range[1] - a.range[0]) / (a.domain[1] - a.domain[0])
             for a in (layout.yaxis, layout.yaxis2)]  # fmt: skip
    assert scale[0] == pytest.approx(scale[1])


def test_barometer_without_a_last_year_has_no_differences():
    assert set(traces(barometer([1, 2], [np.nan] * 2))) == {"revenue", "last year"}


def test_barometer_leaves_the_cut_off_month_out_of_the_sums():
    chart = barometer([10] * 11 + [1], [8] * 12, as_of=DAY)
    assert str(chart.title) == "€110 revenue in 11 whole months: 25% more than a year before"
    assert chart.figure.layout.xaxis.ticktext[-1] == "Sep<br>to Sep 18"


@pytest.mark.parametrize("sign", [1, -1, 0])
def test_negative_and_zero_months_are_drawn(sign):
    revenue = [sign * 5.0, sign * -3.0]
    assert len(traces(barometer(revenue, revenue))["revenue"].y) == 2
    assert charts.months(monthly("2026-01-01", revenue), "EUR", "en").alt


# --- all charts ------------------------------------------------------------------------------


def every_chart(lang, scores, rated, names):
    year = monthly("2025-10-01", range(12), [1.0] * 12).assign(revenue_last_year=5.0)
    return [
        pareto([50, 30, 10, 6, 4], lang),
        charts.score_bars(scores, names, 10, DAY, lang),
        charts.breakdown(explain(scores, "A"), scores.table.loc["A"], lang),
        charts.risk(rated, names, 60, lang, as_of=DAY),
        charts.months(year, "CNY", lang, as_of=DAY),
        charts.barometer(year, "CNY", lang, as_of=DAY),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_says_its_message_for_eyes_and_ears(lang, scores, rated, names):
    for chart in every_chart(lang, scores, rated, names):
        assert chart.alt.in_language(lang).strip()
        heading = chart.figure.layout.title.text
        assert shown(chart.title.in_language(lang)) in heading.replace("<br>", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_foreign_text_never_becomes_html(lang, scores, rated, names):
    for chart in every_chart(lang, scores, rated, names):
        written = everything_written(chart)
        assert "<a href" not in written
        assert "<b>Sons" not in written
    assert ESCAPED in everything_written(charts.risk(rated, names, 60, lang))


def test_no_figure_brings_ink_or_paper_of_its_own(scores, rated, names):
    for chart in every_chart("en", scores, rated, names):
        layout = chart.figure.layout
        assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert layout.font.color is None
        assert layout.title.font.color is None
        written = everything_written(chart)
        for ink in ("#fff", "#000", "white", "black"):
            assert ink not in written


def test_no_figure_leaves_numbers_to_hover_templates(scores, rated, names):
    for chart in every_chart("en", scores, rated, names):
        assert all(getattr(t, "hovertemplate", None) is None for t in chart.figure.data)


def test_nothing_to_draw_is_a_sentence(scores, names):
    empty = concentrate(amounts([]))
    none = pd.Series([], dtype=str)
    drawn = [
        charts.pareto(empty, "Revenue", None, DAY, "en"),
        charts.score_bars(scores, none, 10, DAY, "en"),
        charts.risk(pd.DataFrame({"probability": []}), names, 60, "en"),
        charts.months(monthly("2026-01-01", []), None, "en"),
        charts.barometer(monthly("2026-01-01", []).assign(revenue_last_year=[]), None, "en"),
    ]
    for chart in drawn:
        assert len(chart.figure.data) == 0
        assert str(chart.title)
        assert str(chart.title) in chart.figure.layout.title.text


# --- palette, ticks, text --------------------------------------------------------------------


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


MARKS = {
    **{k: v for k, v in vars(palette).items() if isinstance(v, str) and v.startswith("#")},
    **palette.ABC,
    **palette.INDICATOR_HUES,
}


@pytest.mark.parametrize("paper", ["#ffffff", "#0e1117"])
@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_stands_out_from_both_themes(mark, paper):
    assert contrast(MARKS[mark], paper) >= 3


def test_every_indicator_has_one_hue_of_its_own():
    assert set(palette.INDICATOR_HUES) == set(INDICATORS)
    assert len(set(palette.INDICATOR_HUES.values())) == 12
    families = [INDICATORS[name].family for name in palette.INDICATOR_HUES]
    assert families == sorted(families, key=["value", "cash", "growth", "ease"].index)


@pytest.mark.parametrize(("low", "high"), [(0, 31.3), (-5, 5), (0, 1e9), (-2e6, 1), (0, 0.004)])
def test_ticks_are_round_few_and_inside(low, high):
    steps = round_steps(low, high)
    assert 2 <= len(steps) <= 11
    assert low - 1e-9 <= steps[0]
    assert steps[-1] <= high + 1e-9


@pytest.mark.parametrize("high", [0, -1, float("nan"), float("inf")])
def test_ticks_of_no_span_are_zero(high):
    assert round_steps(0, high) == [0.0]


def test_rank_ticks_begin_at_one():
    assert rank_axis(89, "en")["tickvals"] == [1, 10, 20, 30, 40, 50, 60, 70, 80]
    assert rank_axis(1, "en")["tickvals"] == [1]


def test_months_are_named_in_the_language():
    days = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert month_axis(days, "en")["ticktext"] == ["Dec<br>2025", "Jan<br>2026", "Feb"]
    assert month_axis(days, "zh_CN")["ticktext"] == ["12月<br>2025年", "1月<br>2026年", "2月"]


def test_of_many_months_every_second_is_named_with_january():
    days = [d.date() for d in pd.date_range("2024-10-01", periods=24, freq="MS")]
    ticks = month_axis(days, "en")
    assert ticks["ticktext"][:3] == ["Nov<br>2024", "Jan<br>2025", "Mar"]
    assert ticks["tickvals"][:3] == [1, 3, 5]


def test_text_is_cleaned_of_what_nobody_sees():
    assert shown("a\u202eb\u200bc\nd") == "abc d"


def test_wide_letters_count_double_when_cut_and_wrapped():
    assert cut("岑野装饰工程", 7) == "岑野装…"
    assert wrapped("岑野装饰，工程", 8) == ["岑野装", "饰，工程"]
    assert wrapped("two words & more", 9) == ["two words", "&amp; more"]
