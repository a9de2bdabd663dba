"""The customer value score: frozen value functions, additive weights, ranks with intervals."""

from kam.scoring.explain import Explanation, explain
from kam.scoring.rank import Scores, Worths, add_up, indicator_worths, score
from kam.scoring.reading import moves, reading, summary
from kam.scoring.value_functions import piecewise, worth

__all__ = [
    "Explanation", "Scores", "Worths", "add_up", "explain", "indicator_worths", "moves", "piecewise",
    "reading", "score", "summary", "worth",
]  # fmt: skip
