"""Sentences that are worked out in one place and said in any language.

A message id is the English text. Code marks it with ``say`` (a whole sentence with values) or
``N_`` (a label that is looked up later); pages, CLI and reports render it with a language.
"""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

LANGUAGES: dict[str, str] = {"en": "English", "zh_CN": "中文"}
LOCALE_FOLDER = Path(__file__).parent / "locale"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a label for translation and return it unchanged; ``translate`` looks it up later.

    >>> N_("Account")
    'Account'
    """
    return message


def language_of(tag: str | None) -> str:
    """The product's language for a browser's language tag; English when it has no better.

    Babel negotiates ``zh-CN`` to English, so every ``zh*`` is mapped here.

    >>> language_of("zh-Hant-TW"), language_of("de-DE"), language_of(None)
    ('zh_CN', 'en', 'en')
    """
    return "zh_CN" if (tag or "").lower().startswith("zh") else "en"


@lru_cache
def catalog(lang: str) -> gettext.NullTranslations:
    """The messages of one language, compiled in memory from its ``.po`` file."""
    path = LOCALE_FOLDER / lang / "LC_MESSAGES" / "kam.po"
    if lang == "en" or not path.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(message: str, lang: str) -> str:
    """A label in the reader's language; the English text where no translation exists."""
    return catalog(lang).gettext(message) if message else ""


def plain(text: str) -> str:
    """Text without control, bidirectional and zero-width characters, on one line."""
    kept = (" " if c in "\n\r\t" else c for c in str(text))
    return "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))


def _same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Sentence:
    """A sentence with its values, not yet in any language.

    ``values`` holds plain text (an account's name: somebody else's words), other sentences, or
    quantities that know how to say themselves (``units.Money`` …: they have ``in_language``).
    """

    message: str
    values: tuple[tuple[str, Any], ...] = ()
    plural: str = ""
    count: int | None = None

    def in_language(
        self,
        lang: str,
        text: Callable[[str], str] = _same,
        number: Callable[[str], str] = _same,
    ) -> str:
        """Render; ``text`` is applied to foreign words (escape them), ``number`` to quantities.

        >>> say("{name} owes money.", name="<b>").in_language("en", text=lambda s: s.strip("<>"))
        'b owes money.'
        """
        pattern = (
            catalog(lang).ngettext(self.message, self.plural, self.count)
            if self.plural and self.count is not None
            else translate(self.message, lang)
        )
        return pattern.format(**{k: _render(v, lang, text, number) for k, v in self.values})

    def __str__(self) -> str:
        return self.in_language("en")


def _render(value: Any, lang: str, text: Callable[[str], str], number: Callable[[str], str]) -> str:
    if isinstance(value, Sentence):
        return value.in_language(lang, text, number)
    if hasattr(value, "in_language"):
        return number(value.in_language(lang))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text(str(value))
    return number(str(value))


def say(message: str, **values: Any) -> Sentence:
    """A sentence to be said later, with its values by name.

    >>> str(say("{n} accounts", n=3))
    '3 accounts'
    """
    return Sentence(message, tuple(values.items()))


def say_count(singular: str, plural: str, count: int, **values: Any) -> Sentence:
    """A sentence whose wording depends on a count; ``{count}`` is available in both forms.

    >>> str(say_count("{count} account", "{count} accounts", 1))
    '1 account'
    """
    return Sentence(singular, (("count", count), *values.items()), plural, count)
