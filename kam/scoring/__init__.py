"""The customer value score: frozen value functions, additive weights, ranks with intervals."""

from kam.scoring.audit import Audit, audit
from kam.scoring.board import Board, board
from kam.scoring.explain import Explanation, explain, told
from kam.scoring.missing import Gaps, gaps
from kam.scoring.rank import Scores, Worths, add_up, indicator_worths, score, worths_of
from kam.scoring.rank_change import RankChange, rank_change
from kam.scoring.reach import CAVEAT, Reach, reach
from kam.scoring.reading import TOP, moves, reading, standing, summary
from kam.scoring.red_lines import crossed, evidence_joined, evidence_of, untold
from kam.scoring.robustness import LOST, SAFE, Robustness, robustness
from kam.scoring.second_opinion import SecondOpinion, second_opinion
from kam.scoring.telling_apart import reading_of_worth, telling_apart
from kam.scoring.tiering import tiers
from kam.scoring.tornado import tornado
from kam.scoring.value_functions import piecewise, ruler, worth, worth_of

__all__ = [
    "CAVEAT", "LOST", "SAFE", "TOP", "Audit", "Board", "Explanation", "Gaps", "RankChange", "Reach",
    "Robustness", "Scores", "SecondOpinion", "Worths", "add_up", "audit", "board", "crossed",
    "evidence_joined", "evidence_of", "explain", "gaps", "indicator_worths", "moves",
    "piecewise", "rank_change", "reach", "reading", "reading_of_worth", "robustness", "ruler",
    "score", "second_opinion", "standing", "summary", "telling_apart", "tiers", "told", "tornado", "untold",
    "worth", "worth_of", "worths_of",
]  # fmt: skip
