"""Figures that say their message: answers in, ``Chart(figure, title, alt)`` out.

Show them with Streamlit's own theme (it brings the font colour and the background):
``st.plotly_chart(chart.figure, theme="streamlit", height="content", alt=…)``. Nothing to draw gives
a chart without marks whose title says so; no function raises on an empty answer.

pareto(found, amount_label, currency, as_of, lang)
score_bars(scores, names, top, as_of, lang)
breakdown(explanation, score, lang)
risk(rows, names, horizon_days, lang, *, as_of=None, top=15)
months(frame, currency, lang, *, as_of=None)
barometer(frame, currency, lang, *, as_of=None)
tornado(table, name, score, lang)
lists(found, currency, lang)
slopes(found, lang)
opinions(found, lang)
value_function(measure, values, mark, currency, lang)
coverage(covered, lang, *, as_of=None)
whale_curve(found, as_of, lang)
waterfall(steps, whose, currency, as_of, lang)
verdicts(found, currency, as_of, lang)
parts(found, currency, as_of, lang)
"""

from kam.charts.choosing import parts, verdicts
from kam.charts.concentration import pareto
from kam.charts.coverage import coverage
from kam.charts.figure import Chart
from kam.charts.proof import lists, tornado
from kam.charts.risks import risk
from kam.charts.sales import barometer, months
from kam.charts.scenarios import opinions, slopes, value_function
from kam.charts.scores import breakdown, score_bars
from kam.charts.whale import waterfall, whale_curve

__all__ = [
    "Chart", "barometer", "breakdown", "coverage", "lists", "months", "opinions", "pareto", "parts",
    "risk", "score_bars", "slopes", "tornado", "value_function", "verdicts", "waterfall", "whale_curve",
]  # fmt: skip
