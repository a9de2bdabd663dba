"""Names for the sample company: coined, in the languages of its markets; no firm or person meant."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from kam.demo.dice import Dice


@dataclass(frozen=True)
class Market:
    """One sales region: share of accounts, its countries, cities, colleagues and name language."""

    region: str
    share: float
    places: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]
    language: str


# fmt: off
MARKETS: tuple[Market, ...] = (
    Market("East China", 0.25, (
        ("China", "杭州"), ("China", "苏州"), ("China", "宁波"), ("China", "上海"),
    ), ("陈雅婷", "林志远"), "zh"),
    Market("South China", 0.16, (
        ("China", "佛山"), ("China", "深圳"), ("China", "东莞"),
    ), ("周慕白", "何静怡"), "zh"),
    Market("North China", 0.10, (
        ("China", "天津"), ("China", "青岛"), ("China", "北京"),
    ), ("赵启航",), "zh"),
    Market("Germany", 0.13, (
        ("Germany", "Herford"), ("Germany", "Nürnberg"), ("Germany", "Stuttgart"),
    ), ("Anna Bergmann",), "de"),
    Market("France", 0.12, (
        ("France", "Lyon"), ("France", "Nantes"), ("France", "Lille"),
    ), ("Luc Fontenay",), "fr"),
    Market("Nordics", 0.09, (
        ("Sweden", "Jönköping"), ("Denmark", "Aarhus"), ("Norway", "Bergen"), ("Finland", "Lahti"),
    ), ("Ingrid Solheim",), "nordic"),
    Market("Middle East", 0.07, (
        ("United Arab Emirates", "Sharjah"), ("Saudi Arabia", "Jeddah"),
    ), ("Karim Nasser",), "gulf"),
    Market("North America", 0.08, (
        ("United States", "Grand Rapids"), ("United States", "Charlotte"),
    ), ("Emily Harper",), "en"),
)

# Word parts are combined into names; endings say what a firm does.
_PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "zh": (
        ("澜", "栖", "墨", "霁", "屿", "砚", "岑", "苒", "筠", "漪", "沐", "珂"),
        ("汀", "野", "岚", "川", "禾", "舟", "渚", "陌", "垣", "乔"),
        ("家居有限公司", "橱柜有限公司", "五金贸易有限公司", "木业有限公司", "家具股份有限公司",
         "装饰工程有限公司"),
    ),
    "de": (
        ("Tann", "Kiefer", "Lohe", "Wester", "Ahren", "Hasel", "Rodel", "Eichen", "Brombeer"),
        ("hövel", "brink", "moorer", "wede", "quell", "siepen"),
        (" Küchen GmbH", " Möbelwerke AG", " Beschlaghandel GmbH & Co. KG", " Ladenbau GmbH"),
    ),
    "fr": (
        ("Vau", "Cor", "Mar", "Bel", "Chante", "Roque", "Lam", "Sau"),
        ("drelle", "vigny", "sanne", "rivault", "loubet", "cœur"),
        (" Cuisines SAS", " Agencement SARL", " Quincaillerie SA", " Meubles SAS"),
    ),
    "nordic": (
        ("Fjäll", "Skov", "Nord", "Lind", "Sol", "Havs"),
        ("mora", "brink", "vika", "lunda", "tuna"),
        (" Kök AB", " Møbler A/S", " Interiør AS", " Keittiöt Oy"),
    ),
    "gulf": (
        ("Dar ", "Bayt ", "Noor ", "Wadi ", "Rawdat "),
        ("Zafeer", "Marwaan", "Sidraat", "Yasmeer", "Qamra"),
        (" Interiors LLC", " Trading Est.", " Fit-Out LLC", " Joinery Co."),
    ),
    "en": (
        ("Harrow", "Maple", "Alder", "Stone", "Wren", "Juniper"),
        ("gate", "field", "wick", "combe", "ridge"),
        (" Cabinet Co.", " Home Supply Inc.", " Millwork LLC", " Office Interiors Inc."),
    ),
}

_PEOPLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "zh": (
        ("王", "李", "张", "刘", "杨", "黄", "吴", "徐", "孙", "马", "朱", "胡", "郭", "罗"),
        ("晓东", "丽华", "建国", "雨桐", "志强", "美玲", "海涛", "欣怡", "国平", "文静", "俊杰"),
    ),
    "de": (
        ("Jonas ", "Katrin ", "Uwe ", "Sabine ", "Felix ", "Heike "),
        ("Brandner", "Lohmeier", "Voss", "Kettler", "Ahlers", "Reuter", "Pohl"),
    ),
    "fr": (
        ("Claire ", "Mathieu ", "Sophie ", "Julien ", "Élodie ", "Bruno "),
        ("Vasseur", "Morin", "Chevrel", "Lacombe", "Perrot", "Gaillard"),
    ),
    "nordic": (
        ("Maja ", "Erik ", "Sanna ", "Lars ", "Kirsten ", "Mikko "),
        ("Holm", "Lindqvist", "Aalto", "Dahl", "Sørensen", "Berg"),
    ),
    "gulf": (
        ("Omar ", "Layla ", "Hassan ", "Mariam ", "Faisal "),
        ("Al Zaabi", "Haddad", "Al Otaibi", "Mansour", "Saleh"),
    ),
    "en": (
        ("Grace ", "Tom ", "Rachel ", "Mark ", "Denise ", "Kevin "),
        ("Whitaker", "Olsen", "Barnes", "Delgado", "Foster", "Nguyen"),
    ),
}
# fmt: on


def company_names(dice: Dice, languages: list[str]) -> list[str]:
    """A different company name for each account, in its market's language."""
    waiting: dict[str, list[str]] = {}
    for language, (first, second, _) in _PARTS.items():
        stems = [a + b for a, b in product(first, second)]
        waiting[language] = [stems[i] for i in dice.order(len(stems))]
    used = dict.fromkeys(_PARTS, 0)
    names = []
    for language, draw in zip(languages, dice.uniform(len(languages)), strict=True):
        stems, endings = waiting[language], _PARTS[language][2]
        turn, place = divmod(used[language], len(stems))
        used[language] += 1
        # A stem used a second time gets the next ending, so no name comes twice.
        names.append(stems[place] + endings[(int(draw * 2) + 2 * turn + place) % len(endings)])
    return names


def people_names(dice: Dice, languages: list[str]) -> list[str]:
    """A person's name in the language of each place asked for."""
    draws = dice.uniform((len(languages), 2))
    names = []
    for language, (first, second) in zip(languages, draws, strict=True):
        given, family = _PEOPLE[language]
        names.append(given[int(first * len(given))] + family[int(second * len(family))])
    return names
