"""How much of the business hangs on how few accounts."""

from kam import charts
from kam.portfolio import AMOUNTS
from kam.ui import filters, show
from kam.ui.frame import begin
from kam.words import N_, say

view = begin()
amount, window = filters.amount_and_window(view.lang, view.portfolio)
found = view.portfolio.concentration(amount, window)

show.reading(view, found.reading)
show.kpis(view, found.summary(view.portfolio.currency))
show.chart(
    view,
    charts.pareto(
        found,
        AMOUNTS[amount],
        view.portfolio.currency,
        view.portfolio.as_of,
        view.lang,
    ),
    key="pareto_curve",
)
show.table(
    view,
    found.rows,
    ("account_name", "rank", "value", "share", "cumulative_share", "class"),
    key="pareto",
    alt=say("Accounts by {amount}, largest first.", amount=found.amount),
    bar="value",
    labels={"value": view.label(AMOUNTS[amount])},
)
show.for_analysts(
    view,
    (
        (N_("Gini coefficient"), found.gini, "coefficient"),
        (N_("Gini coefficient, unbiased"), found.gini_unbiased, "coefficient"),
        (N_("Herfindahl index (HHI)"), found.hhi, "coefficient"),
        (N_("Accounts tied with the last one inside"), found.tied_at_cut, "count"),
    ),
)
show.next_steps(view, ("scoring", "churn"))
