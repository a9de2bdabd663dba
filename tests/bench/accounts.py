"""One customer, one account: among fifty thousand names the few pairs worth a look."""

from __future__ import annotations

import random

import pandas as pd

from kam.duplicates import candidates
from kam.duplicates.names import parse
from tests.bench.timing import seconds

NAMES, DOUBLED = 50_000, 5_000
AT_MOST = 60.0  # seconds on two cores: what was promised

_TWO_LETTERS = "ba be bi da de di ka ke ki la le li ma me mi na ne ni ra re ri sa se ta te va ve"
_SYLLABLES = _TWO_LETTERS.split()
_CHARACTERS = (
    "华兴盛隆泰恒瑞丰达通安康宏伟明远东方金龙海天信诚创新正大德美嘉宝裕顺利永久源汇联鑫亿万"
)
_TRADES = ("Trading", "Logistics", "Foods", "Steel", "Chemie", "Medical", "Textil", "Software")
_FORMS = ("GmbH", "AG", "Ltd", "Inc", "SARL", "SAS", "BV", "LLC", "")


def _name(dice: random.Random) -> str:
    if dice.random() < 0.6:
        word = "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4))).title()
        return f"{word} {dice.choice(_TRADES)} {dice.choice(_FORMS)}".strip()
    word = "".join(dice.choice(_CHARACTERS) for _ in range(dice.randint(2, 4)))
    place = dice.choice(("上海", "北京", "深圳市", "广东", "江苏省", ""))
    return (
        place + word + dice.choice(("科技", "贸易", "实业")) + dice.choice(("有限公司", "集团", ""))
    )


def accounts() -> pd.DataFrame:
    """Made-up names in two scripts, a tenth of them once more with another case or a slip."""
    dice = random.Random(7)
    names = [_name(dice) for _ in range(NAMES - DOUBLED)]
    for name in dice.sample(names, DOUBLED):
        cut = dice.randrange(1, len(name))
        names.append(name.upper() if dice.random() < 0.5 else name[:cut] + name[cut + 1 :])
    return pd.DataFrame({"account_id": [f"A{i:05}" for i in range(NAMES)], "account_name": names})


def bench_duplicates_against_taking_names_apart() -> tuple[float, float, str]:
    """All candidate pairs, against only taking every name apart."""
    book = accounts()
    ours = seconds(lambda: candidates(book))
    rival = seconds(lambda: [parse(n) for n in book["account_name"]])
    assert ours < AT_MOST, f"{ours:.0f} s"
    return ours, rival, f"{NAMES:,} names; ranked pairs against taking the names apart"
