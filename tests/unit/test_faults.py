"""A short run of the fault tests: the product's own import, killed at random moments."""

from tests.faults.kills import kill_imports


def test_a_kill_loses_nothing_that_was_told_and_leaves_nothing_half_done():
    """Reliability promises 1 and 2."""
    toll = kill_imports(6, seed=7)
    assert toll.told > 0, "the kills came before any import: nothing was tried"
    assert (toll.lost, toll.partial, toll.unsound, toll.unopened) == (0, 0, 0, 0)
