"""Legal forms: the words of a company's name that say how it is owned, not who it is."""

from __future__ import annotations

import re

# What a word at the end (or the start) of a name says; words of one kind mean the same form.
_LATIN: dict[str, str] = {
    "limited": "ltd limited pte pty pvt private co company cie compagnie companies sdn bhd"
    " llc lc gmbh mbh ggmbh ug haftungsbeschrankt sarl sarlu eurl srl srls sl slu sll bv bvba"
    " lda ltda limitada kft sro doo ood eood oy aps spzoo zoo ooo tov ks ltdsti sti as kk gk yk",
    "stock": "inc incorporated corp corporation plc public ag sa sau sas sasu spa nv se ab asa oyj"
    " zrt nyrt ad oao pao zao ao jsc pjsc tbk sab kgaa",
    "partnership": "kg ohg gbr ek ekfr lp llp lllp snc scs cv vof cvba dba eg",
    "group": "group gruppe groupe grupo gruppo holding holdings konzern",
    "branch": "branch niederlassung zweigniederlassung succursale sucursal filiale",
}  # fmt: skip
LATIN: dict[str, str] = {word: kind for kind, words in _LATIN.items() for word in words.split()}
# In front of a name these say the same: "SARL Dupont", "PT Maju".
LEADING: frozenset[str] = frozenset({"sarl", "sas", "sa", "eurl", "snc", "ooo", "oao", "pao", "pt"})
# Several words that are one form once they stand together; Mexico's "S.A. de C.V." and the like.
TOGETHER: dict[str, str] = {
    "sp zoo": "spzoo", "sa de cv": "sa", "s de rl de cv": "srl", "s de rl": "srl",
    "societe anonyme": "sa", "societe a responsabilite limitee": "sarl",
    "societe par actions simplifiee": "sas", "gesellschaft mit beschrankter haftung": "gmbh",
    "aktiengesellschaft": "ag", "sociedad anonima": "sa", "sociedad limitada": "sl",
    "kommanditgesellschaft": "kg", "kabushiki kaisha": "kk", "public limited company": "plc",
}  # fmt: skip

# Longest first: one is taken off the end again and again while something is left of the name.
CHINESE: tuple[tuple[str, str], ...] = (
    ("股份有限责任公司", "stock"), ("股份有限公司", "stock"), ("有限责任公司", "limited"),
    ("有限合伙企业", "partnership"), ("(有限合伙)", "partnership"), ("有限合伙", "partnership"),
    ("(普通合伙)", "partnership"), ("普通合伙", "partnership"), ("股份公司", "stock"),
    ("有限公司", "limited"), ("株式会社", "stock"), ("合伙企业", "partnership"),
    ("控股公司", "group"), ("集团公司", "group"), ("总公司", "group"), ("分公司", "branch"),
    ("办事处", "branch"), ("子公司", "branch"), ("集团", "group"), ("控股", "group"),
    ("公司", "limited"),
)  # fmt: skip
_TOGETHER = re.compile(r"\b(" + "|".join(sorted(TOGETHER, key=len, reverse=True)) + r")(?= |$)")


def joined(text: str) -> str:
    """Legal forms of several words as one word.

    >>> joined("kowalski sp zoo")
    'kowalski spzoo'
    """
    return _TOGETHER.sub(lambda found: TOGETHER[found[1]], text)


def without_latin_form(words: list[str]) -> tuple[list[str], frozenset[str]]:
    """A name's words without its legal form, and the kinds of form it had.

    >>> without_latin_form(["bosch", "gmbh", "co", "kg"])[0]
    ['bosch']
    """
    kinds: set[str] = set()
    rest = list(words)
    while len(rest) > 1 and rest[-1] in LATIN:
        kinds.add(LATIN[rest.pop()])
    while len(rest) > 1 and rest[0] in LEADING:
        kinds.add(LATIN.get(rest.pop(0), "stock"))
    return rest, frozenset(kinds)


def without_chinese_form(text: str) -> tuple[str, frozenset[str]]:
    """A Chinese name without its legal form, and the kinds of form it had.

    >>> without_chinese_form("中兴通讯股份有限公司")[0]
    '中兴通讯'
    """
    kinds: set[str] = set()
    while True:
        for ending, kind in CHINESE:
            if text.endswith(ending) and len(text) - len(ending) >= 2:
                text = text.removesuffix(ending)
                kinds.add(kind)
                break
        else:
            return text, frozenset(kinds)
