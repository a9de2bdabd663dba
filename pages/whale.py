"""Who really earns: accounts by what they leave after service."""

from kam import charts
from kam.ui import choosing, show
from kam.ui.frame import begin

view = begin()
found = view.portfolio.whale(choosing.window(view))

show.reading(view, found.reading)
show.kpis(view, found.summary())
show.chart(view, charts.whale_curve(found, view.portfolio.as_of, view.lang), key="whale_curve")
choosing.earners(view, found)
choosing.below_the_line(view, found)
choosing.pocket(view, found)
show.next_steps(view, ("segments", "pareto", "method"))
