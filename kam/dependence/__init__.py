"""What hangs on single accounts: shares of a cut, and what goes with an account that leaves."""

from kam.dependence.cascade import LINKS, Followers, Rates, followers, spread
from kam.dependence.cuts import CUTS, Cut, cut
from kam.dependence.loss import INFLUENCES, TELLS, Loss, break_even, loss, word_of_mouth

__all__ = [
    "CUTS", "INFLUENCES", "LINKS", "TELLS", "Cut", "Followers", "Loss", "Rates", "break_even", "cut",
    "followers", "loss", "spread", "word_of_mouth",
]  # fmt: skip
