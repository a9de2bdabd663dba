"""How likely two records are one company, and the sentences that say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from kam.duplicates.names import TRADE, Name, stem
from kam.words import N_, Sentence, say

# How far one kind of evidence alone makes two records one company: 0 not at all, 1 surely.
SAME_NAME, SAME_BUT_FORM, OTHER_FORM, SAME_BUT_PLACE = 0.93, 0.9, 0.72, 0.62
SAME_BUT_TRADE, INITIALS, BRANCH, SAME_TAX = 0.6, 0.55, 0.6, 0.97
ALIKE = 0.9  # times how alike, squared
SHARED: dict[str, float] = {"email": 0.5, "domain": 0.35, "phone": 0.4, "street": 0.25}
OTHER_TAX, OTHER_COUNTRY, OTHER_CITY = 0.35, 0.7, 0.9  # what speaks against it multiplies
TYPO = 82  # two words this alike may be one, mistyped
_NUMERALS = frozenset("一二三四五六七八九十甲乙丙")


_SHARED_MARK: dict[str, str] = {
    "email": N_("The same mail address: {value}."),
    "domain": N_("The same mail or web domain: {value}."),
    "phone": N_("The same telephone number."),
    "street": N_("The same street."),
}
_OTHER_MARK: dict[str, str] = {
    "country": N_("Another country."),
    "city": N_("Another city."),
}


@dataclass
class Judgement:
    """``likeness`` 0 to 1, with what speaks for it and against it."""

    likeness: float = 0.0
    evidence: list[Sentence] = field(default_factory=list)
    against: list[Sentence] = field(default_factory=list)

    def adds(self, share: float, sentence: Sentence) -> None:
        """Independent evidence: what was open before is halved, say, by one half."""
        self.likeness = 1 - (1 - self.likeness) * (1 - share)
        self.evidence.append(sentence)

    def loses(self, factor: float, sentence: Sentence) -> None:
        """Something that speaks against it."""
        self.likeness *= factor
        self.against.append(sentence)


def by_name(a: Name, b: Name) -> Judgement:
    """What two names alone say; the order of the two does not matter."""
    found = Judgement()
    if not a.core or not b.core:
        return found
    if a.plain == b.plain:
        found.adds(SAME_NAME, say("The same name."))
        return found
    told = _core(a, b)
    if told is None:
        return found
    share, sentence = told
    found.adds(share, sentence)
    _places(a, b, found)
    _forms(a, b, found, share)
    return found


def _core(a: Name, b: Name) -> tuple[float, Sentence] | None:
    if a.core == b.core:
        same_form = a.kinds - {"group"} == b.kinds - {"group"} and bool(a.kinds)
        if a.places == b.places and not same_form:
            return SAME_BUT_FORM, say("The same name but for the legal form.")
        if a.places == b.places:
            return SAME_BUT_FORM, say("The same name, written otherwise.")
        return SAME_BUT_FORM, say("The same name apart from the place.")
    if _digits(a) != _digits(b):
        return None
    initials = {_initials(a), _initials(b)} & {a.core, b.core}
    if initials:
        return INITIALS, say("{word} may be the initials of the other name.", word=min(initials))
    if stem(a) == stem(b) and len(stem(a)) > 1:
        if stem(a) in (a.core, b.core):
            return SAME_BUT_TRADE, say("One name is the other with a word for the trade added.")
        return 0.3, say("The same name with other words for the trade.")
    alike = _alike(a, b)
    if alike < 0.72:
        return None
    return ALIKE * alike**2, say("The names are alike to {share} %.", share=round(100 * alike))


def _digits(name: Name) -> list[str]:
    """The numbers in a name: branch 12 is not branch 13, 第一机床厂 not 第二机床厂."""
    counts = "".join(c if c.isdigit() or c in _NUMERALS else " " for c in name.core)
    return sorted(counts.split())


def _initials(name: Name) -> str:
    return "".join(w[0] for w in name.words) if len(name.words) > 1 else "?"


def _alike(a: Name, b: Name) -> float:
    """How much of two names is one, 0 to 1: word by word, a mistyped word nearly counts whole."""
    whole = fuzz.ratio(a.core, b.core) / 100
    if a.chinese or b.chinese:
        # Another character is another word; one left out may be a slip.
        shorter, longer = sorted((stem(a), stem(b)), key=len)
        slip = len(longer) - len(shorter) == 1 and len(shorter) > 2 and _within(shorter, longer)
        return whole if slip or whole > 0.87 else 0.0
    left, right = list(a.words), list(b.words)
    matched = total = 0.0
    for word in a.words:
        if word in right:
            left.remove(word)
            right.remove(word)
            matched += _weight(word)
    total = matched
    pairs = sorted(
        ((fuzz.ratio(v, w), v, w) for v in left for w in right if min(len(v), len(w)) > 3),
        key=lambda p: (-p[0], sorted(p[1:])),
    )
    for ratio, v, w in pairs:
        if ratio >= TYPO and v in left and w in right:
            left.remove(v)
            right.remove(w)
            weight = max(_weight(v), _weight(w))
            matched, total = matched + weight * ratio / 100, total + weight
    total += sum(_weight(w) for w in (*left, *right))
    by_words = matched / total if total else 0.0
    # Words run together or apart: "Micro Soft" is nearly Microsoft.
    return max(by_words, whole if whole >= 0.93 and not _other_word(left, right) else 0.0)


def _within(shorter: str, longer: str) -> bool:
    rest = iter(longer)
    return all(c in rest for c in shorter)


def _other_word(left: Sequence[str], right: Sequence[str]) -> bool:
    return len(left) == len(right) and bool(left)


def _weight(word: str) -> float:
    return 0.3 if word in TRADE else 1.0


def _places(a: Name, b: Name, found: Judgement) -> None:
    if a.places & b.places or a.places == b.places:
        return
    one, other = (", ".join(sorted(p.title() for p in n.places)) for n in (a, b))
    generic = a.generic or b.generic
    if a.places and b.places:
        first, second = sorted((one, other))
        sentence = say("Another place: {place} and {other}.", place=first, other=second)
        found.loses(0.2 if generic else 0.35, sentence)
    else:
        sentence = say("Only one name says {place}.", place=one or other)
        found.loses(0.2 if generic else SAME_BUT_PLACE / SAME_BUT_FORM, sentence)


def _forms(a: Name, b: Name, found: Judgement, share: float) -> None:
    if ("branch" in a.kinds) != ("branch" in b.kinds):
        found.loses(BRANCH / SAME_BUT_FORM, say("One of them is a branch."))
        return
    one, other = a.kinds - {"group", "branch"}, b.kinds - {"group", "branch"}
    if one and other and one != other and share == SAME_BUT_FORM:
        found.loses(OTHER_FORM / SAME_BUT_FORM, say("Another kind of company by its legal form."))


def by_marks(a: dict[str, str], b: dict[str, str], found: Judgement) -> Judgement:
    """What tax number, mail domain, telephone, street, city and country add; "" is unknown."""
    if a.get("tax_id") and b.get("tax_id"):
        if a["tax_id"] == b["tax_id"]:
            found.adds(SAME_TAX, say("The same tax number."))
        else:
            found.loses(OTHER_TAX, say("Different tax numbers."))
    for mark, sentence in _SHARED_MARK.items():
        value = a.get(mark, "")
        if value and value == b.get(mark):
            found.adds(SHARED[mark], say(sentence, value=value))
    for mark, factor in (("country", OTHER_COUNTRY), ("city", OTHER_CITY)):
        one, other = a.get(mark, ""), b.get(mark, "")
        if not one or not other:
            continue
        if one == other and mark == "city" and found.likeness:
            found.adds(0.1, say("The same city."))
        elif one != other:
            found.loses(factor, say(_OTHER_MARK[mark]))
            return found
    return found
