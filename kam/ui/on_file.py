"""What is on file, as a table: the data page and the quality page show the same one."""

from __future__ import annotations

from kam.ui import show
from kam.ui.view import View
from kam.words import say


def tables(view: View) -> None:
    """Tables with their rows and days; a sentence while there is none."""
    stock = view.portfolio.stock
    if stock.tables.empty:
        show.nothing(view, say("No table has a row yet."))
        return
    show.table(
        view, stock.tables, ("table", "rows", "first_day", "last_day"), key="stock",
        alt=say("Tables on file with their rows and days."),
    )  # fmt: skip
