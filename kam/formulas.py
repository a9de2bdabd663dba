"""Which texts a spreadsheet would run, and how they are kept from it and given back."""

from __future__ import annotations

import unicodedata

# What makes a spreadsheet read a text as a formula; the full-width signs do so in Asian settings.
STARTERS = "=+-@＝＋－＠"
ALARMS = "\t\r\0"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might run a text: it starts, blanks apart, with a sign or control.

    >>> looks_like_formula("  =1+1"), looks_like_formula("A-1")
    (True, False)
    """
    for letter in text:
        if letter in STARTERS or letter in ALARMS:
            return True
        if unicodedata.category(letter)[0] not in "CZ":  # neither control, invisible nor blank
            return False
    return False


def guarded(text: str) -> str:
    """A text as a file holds it: with a leading ' where a spreadsheet would run it.

    A text that already begins so gets one more, so that ``unguarded`` gives back every text.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("O'Neill")
    ("'=1+1", "''=1+1", "O'Neill")
    """
    return f"'{text}" if looks_like_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """A text as it was before it was guarded.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and looks_like_formula(text.lstrip("'")) else text
