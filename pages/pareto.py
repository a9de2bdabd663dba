"""How much of the business hangs on how few accounts."""

import streamlit as st

from kam import charts
from kam.portfolio import AMOUNTS
from kam.ui import choosing, filters, show
from kam.ui.frame import begin
from kam.words import N_, say

view = begin()
with st.container(horizontal=True, vertical_alignment="bottom"):
    amount, window = filters.amount_and_window(view.lang, view.portfolio)
    portfolio = choosing.key_share(view)
found = portfolio.concentration(amount, window)

show.reading(view, found.reading)
show.kpis(view, found.summary(portfolio.currency))
show.chart(
    view,
    charts.pareto(found, AMOUNTS[amount], portfolio.currency, portfolio.as_of, view.lang),
    key="pareto_curve",
)
choosing.universe(view, found)
choosing.both_ways(view, found)
choosing.compared(view, portfolio, window)
show.table(
    view,
    found.rows,
    ("account_name", "rank", "value", "share", "cumulative_share", "class"),
    key="pareto",
    alt=say("Accounts by {amount}, largest first.", amount=found.amount),
    bar="value",
    labels={"value": view.label(AMOUNTS[amount])},
)
choosing.change(view, portfolio, amount)
choosing.certainty(view, portfolio, amount, window)
show.for_analysts(
    view,
    (
        (N_("Gini coefficient"), found.gini, "coefficient"),
        (N_("Gini coefficient, unbiased"), found.gini_unbiased, "coefficient"),
        (N_("Gini coefficient that keeps returns"), found.gini_returns, "coefficient"),
        (N_("Herfindahl index (HHI)"), found.hhi, "coefficient"),
        (N_("Accounts tied with the last one inside"), found.tied_at_cut, "count"),
    ),
)
show.next_steps(view, ("segments", "whale", "dependence"))
