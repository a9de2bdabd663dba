"""Sentences and quantities in both languages."""

from datetime import date

import pytest

from kam.units import Day, Days, Money, Number, Percent
from kam.words import language_of, say, say_count


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (120_000_000, "¥120M", "¥1.2亿"),
        (4_200_000, "¥4.2M", "¥420万"),
        (-38_600, "-¥38.6K", "-¥3.9万"),
        (999, "¥999", "¥999"),
    ],
)
def test_money_is_compact_in_the_units_of_the_language(value, english, chinese):
    assert Money(value, "CNY").in_language("en") == english
    assert Money(value, "CNY").in_language("zh_CN") == chinese


def test_money_without_one_currency_shows_the_bare_number():
    assert Money(1_265_793, None).in_language("en") == "1.3M"
    assert Money(1_265_793, "mixed").in_language("zh_CN") == "127万"


def test_exact_money_keeps_its_cents():
    assert Money(1265793.04, "EUR", exact=True).in_language("en") == "€1,265,793.04"


@pytest.mark.parametrize("quantity", [Money, Percent, Number, Days, Day])
def test_unknown_is_a_dash_never_zero(quantity):
    assert quantity(None).in_language("en") == "–"
    assert quantity(float("nan")).in_language("zh_CN") == "–"


def test_a_day_and_a_span_follow_the_language():
    assert Day(date(2026, 9, 18)).in_language("zh_CN") == "2026年9月18日"
    assert Days(1).in_language("en") == "1 day"
    assert Days(61).in_language("zh_CN") == "61天"


def test_every_chinese_browser_gets_chinese():
    assert {language_of(t) for t in ("zh", "zh-CN", "zh-TW", "zh-Hans-CN")} == {"zh_CN"}
    assert language_of("fr") == "en"


def test_foreign_words_and_quantities_can_be_marked_apart():
    told = say("{name} owes {sum}.", name="*Evil*", sum=Money(5, "EUR"))
    shown = told.in_language(
        "en", text=lambda t: t.replace("*", "\\*"), number=lambda n: f"**{n}**"
    )
    assert shown == "\\*Evil\\* owes **€5**."


def test_braces_in_a_name_stay_text():
    assert str(say("{name} left.", name="{0} {x!r}")) == "{0} {x!r} left."


def test_a_count_chooses_its_form():
    assert str(say_count("{count} account", "{count} accounts", 2)) == "2 accounts"
