"""Who is a true key account, who only looks like one, and who will be one."""

from kam.segments.evidence import FALSE_TYPES, VERDICTS, Evidence
from kam.segments.growing import Cuts, Potential, potentials
from kam.segments.lookalike import Lookalike, lookalike
from kam.segments.trend import Trend, season, trend
from kam.segments.verdicts import SETS, TICKS, Segments, judge

__all__ = [
    "FALSE_TYPES", "SETS", "TICKS", "VERDICTS", "Cuts", "Evidence", "Lookalike", "Potential",
    "Segments", "Trend", "judge", "lookalike", "potentials", "season", "trend",
]  # fmt: skip
