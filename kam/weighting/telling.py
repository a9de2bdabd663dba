"""Where the weights somebody states differ from those his answers reveal, in words."""

from __future__ import annotations

from collections.abc import Sequence

from kam.indicators import INDICATORS
from kam.units import Percent
from kam.words import Sentence, say

NOTABLE = 0.01  # of the whole weight


def stated_and_revealed(stated: Sequence[float], revealed: Sequence[float]) -> Sentence:
    """Which indicator the answers weigh most above, and which most below what is stated.

    Parameters
    ----------
    stated, revealed : shares by indicator in declared order

    Source: issue 4, section 2 ("where stated and revealed weights differ").

    >>> now = [i.points / 100 for i in INDICATORS.values()]
    >>> str(stated_and_revealed(now, now))
    'Your answers agree with the weights in use.'
    """
    moved = {
        name: (after - before, before, after)
        for name, before, after in zip(INDICATORS, stated, revealed, strict=True)
    }
    up = max(moved, key=lambda n: moved[n][0])
    down = min(moved, key=lambda n: moved[n][0])
    if moved[up][0] < NOTABLE and moved[down][0] > -NOTABLE:
        return say("Your answers agree with the weights in use.")
    return say(
        "Your answers give more weight to {up} ({a} → {b}) and less to {down} ({c} → {d}).",
        up=say(INDICATORS[up].label), a=Percent(moved[up][1]), b=Percent(moved[up][2]),
        down=say(INDICATORS[down].label), c=Percent(moved[down][1]), d=Percent(moved[down][2]),
    )  # fmt: skip
