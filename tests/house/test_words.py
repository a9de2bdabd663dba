"""Both languages are whole: every message translated, none left over, placeholders kept."""

import re

import pytest

from kam.words import LANGUAGES
from scripts.messages import full_width, messages, translated, untranslated

OTHERS = [lang for lang in LANGUAGES if lang != "en"]
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")


def ids(catalog):
    return {m.id if isinstance(m.id, str) else m.id[0] for m in catalog if m.id}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_message_is_translated_and_none_is_left_over(lang):
    catalog, code = translated(lang), messages()
    assert ids(code) - ids(catalog) == set(), "run make messages, then translate"
    assert ids(catalog) - ids(code) == set(), "run make messages: these are no longer used"
    assert untranslated(catalog) == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_keeps_its_placeholders(lang):
    for message in translated(lang):
        if not message.id:
            continue
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set().union(*(set(PLACEHOLDER.findall(o)) for o in originals))
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) <= wanted, message.id
            assert wanted - {"count"} <= set(PLACEHOLDER.findall(string)), message.id


def test_chinese_is_set_with_chinese_punctuation():
    for message in translated("zh_CN"):
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for string in strings if message.id else []:
            assert string == full_width(string), "run make messages"
