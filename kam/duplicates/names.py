"""What a company's name says, apart from how it is written: core, place and legal form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kam.duplicates import forms, places
from kam.duplicates.script import simplified

_LINKING_WORDS = """
and und et y e of the de des du der die das del dela la le les los el for fur von da di do dos
"""
_LINKING = frozenset(_LINKING_WORDS.split())
# Words that say what a company does, not which one it is.
_TRADE_WORDS = """
international trading trade handel handels handelsgesellschaft commerce comercial services service
solutions systems system systeme technologies technology technologie tech industries industrie
industry industrial products produkte production vertrieb vertriebs sales distribution logistics
logistik import export consulting management enterprises enterprise entreprise engineering software
digital global worldwide manufacturing
"""
TRADE = frozenset(_TRADE_WORDS.split())
TRADE_CHINESE = (
    "科技", "技术", "贸易", "实业", "国际", "电子", "工业", "商贸", "信息", "网络", "机械", "设备", "制造",
    "发展", "投资", "股份", "企业", "工贸", "智能", "软件", "材料", "生物", "医药", "服饰", "食品", "物流",
)  # fmt: skip
# What is left of many names once their place is gone: here the place is the name.
_GENERIC_WORDS = """
bank banque banco sparkasse volksbank telecom telekom university universitat hospital airport
flughafen airways airlines stadtwerke steel water railways chemical insurance motors messe 银行
农商银行 商业银行 农村商业银行 大学 医院 机场 航空 地铁 燃气 自来水 电力 供电 烟草 汽车 钢铁 移动
电信 联通 石油 石化 铁路 港务 证券 保险 电视台 日报 工商 建设 人民医院 城投 建工 百货 化工 水务 热力
啤酒
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_BRACKETED = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
_SINGLE_LETTERS = re.compile(r"\b(\w) (?=\w(?: |$))")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    ``plain`` is the whole name in one spelling, ``core`` its words without place and legal form
    run together, ``words`` the core's words (a Chinese core is one word).
    """

    plain: str
    core: str
    words: tuple[str, ...]
    places: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    chinese: bool = False

    @property
    def generic(self) -> bool:
        """Whether the core says a trade only, so that the place makes the company."""
        return self.core in GENERIC


def fold(text: str) -> str:
    """A name in one spelling: case, accents, widths, punctuation, traditional characters.

    >>> fold("Ｍüller & Söhne G.m.b.H."), fold("鴻海精密工業（股）"), fold("L'Oréal S.A.")
    ('muller sohne gmbh', '鸿海精密工业(股)', 'loreal sa')
    """
    text = simplified(unicodedata.normalize("NFKC", text)).casefold()
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    # Case and simplification once more: decomposing may have uncovered something.
    text = simplified(unicodedata.normalize("NFKC", text)).casefold()
    text = re.sub(r"['’`´]", "", text)
    if _CJK.search(text):
        text = re.sub(r"[【〔\[]", "(", re.sub(r"[】〕\]]", ")", text))
        return re.sub(r"[^\w()]|_", "", text)
    text = " ".join(re.sub(r"[\W_]+", " ", text).split())
    return _SINGLE_LETTERS.sub(r"\1", text)


def parse(text: str) -> Name:
    """Take a name apart.

    >>> name = parse("广东省深圳市大族激光科技产业集团股份有限公司")
    >>> name.core, sorted(name.places)
    ('大族激光科技产业', ['guangdong', 'shenzhen'])
    >>> parse("Robert Bosch GmbH & Co. KG").core
    'robertbosch'
    """
    plain = fold(text)
    return _chinese(plain) if _CJK.search(plain) else _latin(plain)


def _latin(plain: str) -> Name:
    text = forms.joined(places.joined(plain))
    told = [w for w in text.split() if w not in _LINKING] or text.split()
    rest, where = places.without_latin_place(told)
    if all(w in forms.LATIN for w in rest):
        rest, where = told, frozenset()
    words, kinds = forms.without_latin_form(rest)
    words = [re.sub(r"([aou])e+", r"\1", w) for w in words]  # Mueller is Müller
    return Name(plain, "".join(words), tuple(words), where, kinds)


def _chinese(plain: str) -> Name:
    where: set[str] = set()

    def _place_or_words(found: re.Match[str]) -> str:
        inside = re.sub(r"(?:省|市)$", "", found[1])
        if inside in places.CHINESE:
            where.add(inside)
            return ""
        return found[0] if "合伙" in inside else found[1]

    text = _BRACKETED.sub(_place_or_words, plain)
    text = re.sub(r"^株式会社(?=..)", "", text)
    text, kinds = forms.without_chinese_form(text)
    if "branch" in kinds:
        for place in places.CHINESE:
            if text.endswith(place) and len(text) > len(place) + 1:
                where.add(place)
                text, more = forms.without_chinese_form(text.removesuffix(place))
                kinds |= more
                break
    core, before = places.without_chinese_place(text)
    if len(core) < 2:
        core, before = text, frozenset()
    core = re.sub(r"[()]", "", core)
    told = frozenset(places.BOTH_SCRIPTS.get(p, p) for p in where | before)
    return Name(plain, core, (core,), told, kinds, chinese=True)


def stem(name: Name) -> str:
    """The core without the words for what a company does; the core where nothing else is left.

    >>> stem(parse("华为技术有限公司")), stem(parse("Acme Trading Ltd"))
    ('华为', 'acme')
    """
    if not name.chinese:
        return "".join(w for w in name.words if w not in TRADE) or name.core
    rest = name.core
    while True:
        ending = next((e for e in TRADE_CHINESE if rest.endswith(e) and len(rest) > len(e) + 1), "")
        if not ending:
            return rest
        rest = rest.removesuffix(ending)
