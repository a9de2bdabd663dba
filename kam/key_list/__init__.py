"""Key-account lists: one under its policy, several side by side."""

from kam.key_list.comparison import Comparison
from kam.key_list.tiered import KeyList

__all__ = ["Comparison", "KeyList"]
