"""The customer value score: frozen value functions, additive weights, ranks with intervals."""

from kam.scoring.audit import Audit, audit
from kam.scoring.board import Board, board
from kam.scoring.explain import Explanation, explain, told
from kam.scoring.missing import Gaps, gaps
from kam.scoring.rank import Scores, Worths, add_up, indicator_worths, score, worths_of
from kam.scoring.reach import CAVEAT, Reach, reach
from kam.scoring.reading import TOP, moves, reading, standing, summary
from kam.scoring.robustness import LOST, SAFE, Robustness, robustness
from kam.scoring.second_opinion import SecondOpinion, second_opinion
from kam.scoring.tornado import tornado
from kam.scoring.value_functions import piecewise, worth

__all__ = [
    "CAVEAT", "LOST", "SAFE", "TOP",
    "Audit", "Board", "Explanation", "Gaps", "Reach", "Robustness", "Scores", "SecondOpinion", "Worths",
    "add_up", "audit", "board", "explain", "gaps", "indicator_worths", "moves", "piecewise", "reach",
    "reading", "robustness", "score", "second_opinion", "standing", "summary",
    "told", "tornado", "worth", "worths_of",
]  # fmt: skip
