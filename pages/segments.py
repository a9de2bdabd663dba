"""Who is a true key account, who only looks like one, and who will be one."""

from kam import charts
from kam.ui import data, judging, show
from kam.ui.frame import begin

view = begin()
found = data.segments(view.portfolio)

show.reading(view, found.reading)
show.kpis(view, found.summary())
show.chart(
    view,
    charts.verdicts(found, view.portfolio.currency, view.portfolio.as_of, view.lang),
    key="verdicts",
)
judging.listed(view, found)
show.next_steps(view, ("hearing", "whale", "scoring"))
