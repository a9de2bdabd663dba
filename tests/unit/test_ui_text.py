"""Foreign text on a page shows exactly its letters; our own numbers are bold in every language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam.ui.text import md, plain, said
from kam.units import Money, Percent
from kam.words import say


@pytest.mark.parametrize(
    "hostile",
    ["![x](http://evil.example/a.png)", "[a](javascript:alert(1))", "<b>x</b>", "$x^2$",
     ":red[x]", "# x", "https://evil.example", "www.evil.example", "a@evil.example", "`x`", "a|b"],
)  # fmt: skip
def test_no_mark_of_markdown_stays_active(hostile):
    shown = md(hostile)
    for sign in "![]()<>$#`|:_*":
        assert shown.count(sign) == shown.count("\\" + sign)
    assert "http:" not in shown.replace("\\", "")
    assert "www." not in shown.replace("\\", "")


def test_invisible_and_turning_characters_are_removed():
    assert plain("A\u202eB\u200bC\nD\x00") == "ABC D"


@given(st.text(alphabet="ab!*[](){}`$:@.\\/中"))
def test_only_escapes_and_joiners_are_added(text):
    shown = md(text).replace("\u2060", "")
    letters, escaped = [], False
    for letter in shown:
        if letter == "\\" and not escaped:
            escaped = True
            continue
        letters.append(letter)
        escaped = False
    assert "".join(letters) == plain(text)


def test_a_bold_amount_between_chinese_letters_has_room_for_its_stars():
    told = said(say("{money}", money=Money(1_830_000, "CNY")), "zh_CN")
    assert told == "\u200a**¥183万**"
    assert said(say("{p}", p=Percent(0.2)), "zh_CN") == "**20\\%**\u200a"
    assert said(say("{p}", p=Percent(0.2)), "en") == "**20\\%**"


def test_a_name_in_a_sentence_is_escaped_but_our_words_are_not():
    told = said(say("{name} owes {money}.", name="*A*", money=Money(5)), "en")
    assert told == "\\*A\\* owes **5**."
