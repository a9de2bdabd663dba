"""Move one weight and let the others follow in proportion; locked ones stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def rescaled(
    shares: Mapping[str, float], moved: str, to: float, locked: Collection[str] = ()
) -> dict[str, float]:
    """The weights after one is moved: the unlocked others share the rest in proportion.

    The moved weight stops at what the locked ones leave free. Where all the others were 0 they share
    equally; where all others are locked, nothing moves.

    Source: methods.md 2.3.

    >>> rescaled({"a": 0.5, "b": 0.3, "c": 0.2}, "a", 0.75)
    {'a': 0.75, 'b': 0.15, 'c': 0.1}
    """
    total = sum(shares.values())
    held = {name: shares[name] / total for name in locked if name != moved}
    free = [name for name in shares if name != moved and name not in held]
    room = max(0.0, 1 - sum(held.values()))
    if not free:
        return {name: weight / total for name, weight in shares.items()}
    to = min(max(to, 0.0), room)
    old = sum(shares[name] for name in free)
    parts = {name: shares[name] / old if old > 0 else 1 / len(free) for name in free}
    found = held | {moved: to} | {name: (room - to) * part for name, part in parts.items()}
    return {name: round(found[name], 15) for name in shares}
