"""The walk: the facts, as of a day, judged by a policy. Pages, CLI and reports ask this."""

from __future__ import annotations

from kam.portfolio.dependence import Depending
from kam.portfolio.ground import Notice
from kam.portfolio.keeping import Keeping
from kam.portfolio.on_file import OnFile
from kam.portfolio.segmenting import Segmenting
from kam.portfolio.vital_few import AMOUNTS

__all__ = ["AMOUNTS", "Notice", "Portfolio"]


class Portfolio(Depending, Segmenting, Keeping, OnFile):
    """All accounts of a store on one day under one policy; each answer is worked out when asked.

    One class for the reader, one file a subject for the writer: each base holds the doors of one
    subject and stands on ``Ground``. A door that needs another subject's inherits from that one.

    Parameters
    ----------
    store : the facts
    policy : every judgement a manager may change
    as_of : the day whose end is "now"; by default the last order day in the store
    region, manager : keep only accounts of this region or account manager in lists and
        concentration; scores do not depend on it, for their anchors are frozen
    rolled_up : let accounts count for their topmost parent, each fact once
    """
