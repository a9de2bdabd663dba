"""Foreign text made harmless: what a user typed is never markdown, a link or a picture."""

from __future__ import annotations

import re

from kam.words import Sentence, plain

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# A word joiner breaks what the browser's markdown would turn into a link by itself.
_SELF_LINKING = re.compile(r"(https?|ftp|mailto)(?=:)|(www)(?=\.)|(\w)(?=@)", re.IGNORECASE)


def md(text: str) -> str:
    r"""Text as markdown that shows exactly these letters.

    Source: reliability.md 5.2.

    >>> print(md("![x]"))
    \!\[x\]
    """
    safe = _SELF_LINKING.sub(lambda m: m.group(0) + "\u2060", plain(text))
    return _PUNCTUATION.sub(r"\\\1", safe)


def said(sentence: Sentence | str | None, lang: str) -> str:
    """A sentence as markdown, its quantities bold, foreign words harmless."""
    if sentence is None:
        return ""
    if isinstance(sentence, str):
        return md(sentence)
    bold = _bold_between_letters if lang.startswith("zh") else _bold
    return sentence.in_language(lang, text=md, number=bold)


def _bold(words: str) -> str:
    return f"**{md(words)}**"


def _bold_between_letters(words: str) -> str:
    """Bold text that markdown takes as such between Chinese letters, which have no blanks.

    Stars before a sign (¥) or after one (%) open and close nothing beside a letter, only beside a
    blank: a hair space is one.
    """
    before = "" if words[:1].isalnum() else "\u200a"
    after = "" if words[-1:].isalnum() else "\u200a"
    return f"{before}{_bold(words)}{after}"
