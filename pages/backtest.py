"""Whether these weights would have chosen well, had they been used at past quarter ends."""

from kam.ui import proof, show
from kam.ui.frame import begin

view = begin()
chosen = proof.selection(view, view.portfolio)
proof.time_travel(view, chosen)
show.next_steps(view, ("scoring", "certificate"))
