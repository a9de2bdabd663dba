"""All a page may see: language, portfolio, the filters as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from kam.portfolio import Portfolio
from kam.ui.menu import Entry
from kam.ui.text import said
from kam.units import Day
from kam.words import Sentence, say, translate


@dataclass(frozen=True)
class View:
    """What the frame hands to a page.

    ``entry`` is the page's line in the menu; ``sample`` says that the facts are the sample company's.
    """

    entry: Entry
    lang: str
    portfolio: Portfolio
    sample: bool

    def label(self, message: str) -> str:
        """A label in the reader's language."""
        return translate(message, self.lang)

    def text(self, sentence: Sentence | str | None) -> str:
        """A sentence as markdown in the reader's language; foreign words are harmless in it."""
        return said(sentence, self.lang)

    def prose(self, *sentences: Sentence | str | None) -> str:
        """Sentences one after the other, as the language sets them: Chinese without blanks."""
        told = [self.text(s) for s in sentences if s is not None]
        return ("" if self.lang.startswith("zh") else " ").join(told)

    def plain(self, sentence: Sentence) -> str:
        """A sentence without any markup, for tooltips of tables, alt texts and files."""
        return sentence.in_language(self.lang)

    @property
    def currency(self) -> str | None:
        """The currency of the amounts; None where none is named or nothing is on file."""
        return None if self.portfolio.is_empty else self.portfolio.currency

    @property
    def stand(self) -> Sentence:
        """As of which day, for which part of the accounts: stands beside every answer."""
        chosen = [w for w in (self.portfolio.region, self.portfolio.manager) if w]
        day = Day(self.portfolio.as_of)
        told = say("Data to {day}. All accounts.", day=day)
        if chosen:
            told = say("Data to {day}. Only {chosen}.", day=day, chosen=" · ".join(chosen))
        if self.portfolio.rolled_up:
            return say("{stand} Groups count as one account.", stand=told)
        return told


# Not in the session's state: what is deleted there while a run is being stopped comes back.
_CURRENT: ContextVar[View | None] = ContextVar("view", default=None)


@contextmanager
def handed_over(view: View) -> Iterator[None]:
    """Let the page that runs inside the ``with`` find its view."""
    before = _CURRENT.set(view)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def current() -> View | None:
    """The view the frame has handed over; None outside the frame."""
    return _CURRENT.get()
