"""Headers of two rows: merged cells above, a word for each column below."""

from __future__ import annotations

import re
from collections.abc import Sequence

Merged = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0
TOP = 8  # a header stands among the first filled rows


def one_header(
    laid: list[tuple[int, list[str]]], merged: Sequence[Merged]
) -> list[tuple[int, list[str]]]:
    """Lay a header of two rows into its lower row.

    A word over several columns stands before the words below it where those alone are no names;
    one that spans both rows is the column's own.

    >>> rows = [(1, ["客户", "一月", ""]), (2, ["", "数量", "金额"]), (3, ["A", "1", "2"])]
    >>> one_header(rows, [((0, 0), (1, 0)), ((0, 1), (0, 2))])[0]
    (2, ['客户', '数量', '金额'])
    """
    at = {line: i for i, (line, _) in enumerate(laid)}
    for (top, left), (bottom, right) in merged:
        upper, lower = at.get(top + 1), at.get(top + 2)
        if upper is None or lower is None or upper > TOP or top != bottom or right == left:
            continue
        over, under = laid[upper][1], laid[lower][1]
        if not all(c.strip() for c in under[left : right + 1]) or re.search(r"\d", "".join(under)):
            continue
        if sum(bool(c.strip()) for c in over) < 2 or all(c.strip() for c in under):
            continue  # a title over the whole table
        return [
            *laid[:upper],
            (laid[lower][0], _joined(over, under, merged, top)),
            *laid[lower + 1 :],
        ]
    return laid


def _joined(
    over: Sequence[str], under: Sequence[str], merged: Sequence[Merged], top: int
) -> list[str]:
    told = list(over)
    for (first, left), (_, right) in merged:
        if first == top:
            told[left : right + 1] = [over[left]] * (right - left + 1)
    twice = {c for c in under if c.strip() and list(under).count(c) > 1}
    return [
        low if low.strip() and low not in twice else f"{up} {low}".strip()
        for up, low in zip(told, under, strict=True)
    ]
