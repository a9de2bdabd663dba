"""The time machine: would the score have chosen well at past quarter ends, with what was known then."""

from kam.backtest.quarters import Quarter, quarters
from kam.backtest.replay import RULES, Backtest, backtest
from kam.backtest.telling import against, notes, reading

__all__ = [
    "RULES", "Backtest", "Quarter", "against", "backtest", "notes", "quarters", "reading",
]  # fmt: skip
