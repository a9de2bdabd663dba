"""Which pairs of records are worth comparing: fifty thousand names make a billion pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from scipy import sparse

from kam.duplicates.names import Name, stem

CROWD = 12  # a mark more records share than this (a mail provider, a switchboard) tells nothing
COMMON = 250  # a piece of a name that more names have finds nobody
NEAR = 0.42  # how much of their rare pieces two names must share
NEAREST = 12  # of each name's neighbours so many are looked at
CHUNK = 4000


def pairs(names: Sequence[Name], marks: Iterable[Sequence[str]]) -> list[tuple[int, int]]:
    """Positions of records that share a core, a mark, initials or rare pieces of their names.

    Parameters
    ----------
    names : the records' names, taken apart
    marks : per kind of mark (tax number, domain …) one value per record, "" where unknown

    Returns
    -------
    Each pair once, the smaller position first, in ascending order.
    """
    found: set[tuple[int, int]] = set()
    found |= _sharing([n.core for n in names], crowd=3 * CROWD)
    found |= _sharing([stem(n) for n in names], crowd=CROWD)
    for values in marks:
        found |= _sharing(values, crowd=CROWD)
    found |= _initials(names)
    found |= _near([n.core for n in names])
    return sorted(found)


def _sharing(values: Sequence[str], crowd: int) -> set[tuple[int, int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for position, value in enumerate(values):
        if value:
            members[value].append(position)
    return {p for who in members.values() if 1 < len(who) <= crowd for p in combinations(who, 2)}


def _initials(names: Sequence[Name]) -> set[tuple[int, int]]:
    short: dict[str, list[int]] = defaultdict(list)
    long: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        if len(name.words) == 1 and 2 < len(name.core) <= 5 and not name.chinese:
            short[name.core].append(i)
        elif 2 < len(name.words) <= 5:
            long["".join(w[0] for w in name.words)].append(i)
    return {
        (min(i, j), max(i, j))
        for word, those in short.items()
        if len(those) <= CROWD and len(long.get(word, ())) <= CROWD
        for i in those
        for j in long.get(word, ())
    }


def _pieces(core: str) -> set[str]:
    """Runs of three letters with both ends marked; of two characters in Chinese."""
    size = 2 if any(c > "\u2fff" for c in core) else 3
    told = f"^{core}$"
    return {told[i : i + size] for i in range(max(1, len(told) - size + 1))}


def _near(cores: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs whose rare pieces agree: cosine of pieces weighted by how rare they are."""
    distinct = sorted(set(cores) - {""})
    if len(distinct) < 2:
        return set()
    pieces = [sorted(_pieces(c)) for c in distinct]
    often = Counter(p for those in pieces for p in those)
    column = {p: i for i, p in enumerate(sorted(p for p, n in often.items() if n > 1))}
    rows, columns, weights = [], [], []
    norms = np.zeros(len(distinct))
    for i, those in enumerate(pieces):
        for piece in those:
            weight = np.log(1 + len(distinct) / often[piece])
            norms[i] += weight**2
            if 1 < often[piece] <= COMMON:
                rows.append(i)
                columns.append(column[piece])
                weights.append(weight)
    matrix = sparse.csr_matrix(
        (weights, (rows, columns)), shape=(len(distinct), max(1, len(column)))
    )
    matrix = sparse.diags(1 / np.sqrt(norms)) @ matrix
    members: dict[str, list[int]] = defaultdict(list)
    for position, core in enumerate(cores):
        members[core].append(position)
    found = set()
    for i, j in _neighbours(sparse.csr_matrix(matrix)):
        one, other = members[distinct[i]][:CROWD], members[distinct[j]][:CROWD]
        found |= {(min(a, b), max(a, b)) for a in one for b in other}
    return found


def _neighbours(matrix: sparse.csr_matrix) -> Iterable[tuple[int, int]]:
    turned = sparse.csr_matrix(matrix.T)
    for start in range(0, matrix.shape[0], CHUNK):
        near = sparse.csr_matrix(matrix[start : start + CHUNK] @ turned)
        for row in range(near.shape[0]):
            begin, end = near.indptr[row], near.indptr[row + 1]
            values, others = near.data[begin:end], near.indices[begin:end]
            close = np.flatnonzero(values >= NEAR)
            if len(close) > NEAREST + 1:
                # The nearest; equals by position, so that the same names give the same pairs.
                close = close[np.lexsort((others[close], -values[close]))[: NEAREST + 1]]
            for other in others[close]:
                if other != start + row:
                    yield start + row, int(other)
