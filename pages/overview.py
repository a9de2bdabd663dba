"""What needs the director this week."""

from kam import charts
from kam.ui import show
from kam.ui.frame import begin

view = begin()
week = view.portfolio.week

show.reading(view, week.answer)
show.kpis(view, week.figures)
show.alerts(view, week)
show.chart(
    view,
    charts.barometer(
        view.portfolio.barometer, view.portfolio.currency, view.lang, as_of=view.portfolio.as_of
    ),
    key="barometer",
)
show.next_steps(view, ("churn", "scoring", "pareto"))
