"""The one family of errors: each says what is wrong and how to mend it, in the reader's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kam.words import Sentence, say


class KamError(Exception):
    """Something the reader can mend.

    Parameters
    ----------
    problem : words.Sentence or str
        What is wrong and where.
    mend : words.Sentence or str
        What to do about it.
    code : str
        Stable code for machines (import findings use E_…, R_…, Q_…).

    ``str(error)`` is English; pages render both sentences in the reader's language.
    """

    def __init__(self, problem: Sentence | str, mend: Sentence | str, code: str = "") -> None:
        super().__init__(problem, mend)
        self.problem = problem
        self.mend = mend
        self.code = code

    def __str__(self) -> str:
        return f"{self.problem} {self.mend}".strip()


class DataError(KamError):
    """A file or a stored fact is not what it should be."""


class UnknownName(KamError):
    """A registry has no such id; the mend offers the nearest."""

    @classmethod
    def nearest(cls, kind: str, name: str, known: Iterable[str]) -> UnknownName:
        """The error for a name that is not among the known ones.

        >>> str(UnknownName.nearest("preset", "equall", ["equal", "growth"]))
        "There is no preset named 'equall'. Did you mean 'equal'?"
        """
        names = list(known)
        problem = say("There is no {kind} named '{name}'.", kind=kind, name=name)
        close = difflib.get_close_matches(name, names, n=1)
        if close:
            return cls(problem, say("Did you mean '{near}'?", near=close[0]), "E_UNKNOWN_NAME")
        listed = ", ".join(names[:12])
        return cls(problem, say("Known names: {names}.", names=listed), "E_UNKNOWN_NAME")


class NotEnoughData(KamError):
    """An answer needs more than the store holds."""


class NotMeaningful(KamError):
    """The question has no answer for these values (a share of a negative total, say)."""


class PolicyError(KamError):
    """A knob is outside its bounds."""


class StoreBusy(KamError):
    """Another program holds the database file."""


class NotAllowed(KamError):
    """The reader may not do this."""
