"""Which known header an unknown one nearly is: the same words in another order, or mistyped."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

THRESHOLD = 85  # below this two headers are two headers
WORD = 84  # a mistyped word is at least this alike
SHORT = 4  # letters; a shorter word is never mistyped, it is another word
SHORT_CHINESE = 6  # a character is a word
IN_ANOTHER_ORDER = 0.9

# Words of their own, however near they are to one of ours.
_OTHER_WORDS = frozenset(
    {
        "contract", "contrat", "contracts", "county", "religion", "prize", "shipper", "shippers",
        "quality", "payable", "receivable", "principal", "statement", "complaint", "update",
        "updated", "unpaid", "uncategory", "subcategory", "costumes", "marketing", "weight",
        "height", "unitary", "sample", "staff", "creditor", "creditors", "editor", "currently",
    }
)  # fmt: skip
_OTHERWISE = frozenset("不未无非免含除")


@dataclass(frozen=True)
class Near:
    """The known header another one is near to: its key, how ("token", "fuzzy"), and how near."""

    key: str
    how: str
    confidence: float


def nearest(words: str, known: Mapping[str, Collection[str]]) -> Near | None:
    """The known header that one nearly is; None where none is near or two are equally near.

    Parameters
    ----------
    words : the header, normalised, words parted by blanks
    known : normalised headers and the columns each may feed

    >>> nearest("date order", {"order date": ["order_date"]})
    Near(key='orderdate', how='token', confidence=0.9)
    >>> nearest("custmer name", {"customer name": ["account_name"]}).confidence
    0.96
    >>> nearest("contract id", {"contact id": ["contact_id"]}) is None
    True
    """
    key = words.replace(" ", "")
    turned = sorted(words.split())
    same = [w for w in known if sorted(w.split()) == turned] if len(turned) > 1 else []
    if same:
        return _only([(w, 0.0) for w in same], known, "token", IN_ANOTHER_ORDER)
    chinese = _is_chinese(key)
    if len(key) < (SHORT_CHINESE if chinese else SHORT):
        return None
    by_key = {w.replace(" ", ""): w for w in known}
    found = process.extract(key, list(by_key), scorer=fuzz.ratio, score_cutoff=THRESHOLD, limit=8)
    fits = _chinese_fit if chinese else _fit
    near = [(by_key[k], score) for k, score, _ in found if fits(words, by_key[k], score)]
    if not near:
        return None
    best = max(score for _, score in near)
    return _only([n for n in near if n[1] == best], known, "fuzzy", round(best / 100, 2))


def _only(
    near: list[tuple[str, float]], known: Mapping[str, Collection[str]], how: str, confidence: float
) -> Near | None:
    """The nearest, unless equally near ones mean different columns."""
    shared = set.intersection(*(set(known[w]) for w, _ in near))
    if not shared:
        return None
    return Near(min(w for w, _ in near).replace(" ", ""), how, confidence)


def _is_chinese(text: str) -> bool:
    return any("\u2e80" < c < "\ua000" for c in text)


def _chinese_fit(header: str, known: str, score: float) -> bool:
    if not _is_chinese(known) or len(known.replace(" ", "")) < SHORT_CHINESE:
        return False
    return not (set(header) ^ set(known)) & _OTHERWISE


def _fit(header: str, known: str, score: float) -> bool:
    """Word by word: equal, or both long and mistyped; numbers never are."""
    if _is_chinese(known) or re.findall(r"\d", header) != re.findall(r"\d", known):
        return False
    mine, theirs = header.split(), known.split()
    if len(mine) != len(theirs):
        whole = header.replace(" ", "")
        return len(whole) >= 8 and score >= 92 and whole not in _OTHER_WORDS and "id" not in theirs
    left = [w for w in mine if w not in theirs]
    right = [w for w in theirs if w not in mine]
    return len(left) == len(right) and all(
        any(_mistyped(word, other) for other in right) for word in left
    )


def _mistyped(word: str, known: str) -> bool:
    if min(len(word), len(known)) < SHORT or word in _OTHER_WORDS or known in _OTHER_WORDS:
        return False
    return fuzz.ratio(word, known) >= WORD
