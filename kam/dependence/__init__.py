"""What hangs on single accounts: shares of a cut, and what goes with an account that leaves."""

from kam.dependence.cascade import Followers, Rates, followers, spread
from kam.dependence.cuts import CUTS, Cut, cut
from kam.dependence.loss import Loss, loss

__all__ = ["CUTS", "Cut", "Followers", "Loss", "Rates", "cut", "followers", "loss", "spread"]
