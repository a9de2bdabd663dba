"""Who is likely to stop ordering, why, and what that would cost."""

from kam import charts
from kam.ui import show
from kam.ui.frame import begin
from kam.words import say

view = begin()
leaving, churn = view.portfolio.leaving, view.portfolio.churn

show.reading(view, leaving.answer)
show.kpis(view, leaving.figures)
if churn.verdict == "usable":
    show.chart(
        view,
        charts.risk(
            leaving.rated,
            leaving.rated["account_name"],
            churn.horizon_days,
            view.lang,
            as_of=view.portfolio.as_of,
        ),
        key="risk",
    )
show.table(
    view,
    leaving.rows,
    leaving.columns,
    key="churn",
    alt=say("Active accounts, the most likely to leave first."),
    bar=leaving.columns[1],
)
show.evaluation(view, churn)
show.next_steps(view, ("account", "overview", "method"))
