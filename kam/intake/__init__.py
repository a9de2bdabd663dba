"""Files in: read, mapped, checked; and then stored, all of a command or nothing."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from kam.intake import journal
from kam.intake.corrected import ID, MARK
from kam.intake.facts import Reading
from kam.intake.findings import CODES, Entry, Finding, Report
from kam.intake.headers import targets
from kam.intake.load import Writer, known_codes, sold_ids
from kam.intake.load import load as _load
from kam.intake.mapping import Mapping, answered, read_mapping, signature, written
from kam.intake.planning import Question
from kam.intake.progress import Cancelled, Progress, Watch
from kam.intake.record import how_read
from kam.intake.sheets import Upload
from kam.intake.shelf import Shelf
from kam.intake.worker import work_out

__all__ = [
    "CODES",
    "Cancelled",
    "ID",
    "MARK",
    "Entry",
    "Finding",
    "Mapping",
    "Plan",
    "Progress",
    "Report",
    "Upload",
    "Watch",
    "answered",
    "how_read",
    "journal",
    "known_codes",
    "load",
    "plan",
    "read_mapping",
    "signature",
    "sold_ids",
    "targets",
    "written",
]

PREVIEWED = 8  # rows


@dataclass
class Plan:
    """What a command's files are and bring, before anything is written.

    ``previews`` holds the first typed rows per file and table. The rows wait in a private folder
    that goes with the plan.
    """

    readings: list[Reading]
    digests: dict[str, str] = field(default_factory=dict)
    previews: dict[str, pa.Table] = field(default_factory=dict)
    shelf: Shelf | None = None

    @property
    def refused(self) -> bool:
        """Whether some file cannot be taken: then nothing is."""
        return any(r.entry.status == "refused" for r in self.readings)

    @property
    def asks(self) -> bool:
        """Whether a person must decide something first."""
        return any(r.entry.status == "asks" for r in self.readings)

    @property
    def report(self) -> Report:
        """The report of a command that stored nothing."""
        return Report([r.entry for r in self.readings])

    def let_go(self) -> None:
        """Forget the rows, once they are stored: they may be many."""
        for reading in self.readings:
            reading.feds = []


def plan(
    uploads: Sequence[Upload],
    today: date,
    *,
    table: str | None = None,
    mapping: Mapping | None = None,
    each: Map[str, Mapping] | None = None,
    saved: Map[str, Mapping] | None = None,
    sold: Map[str, set[str]] | None = None,
    codes: Map[str, Map[str, str]] | None = None,
    watch: Watch | None = None,
) -> Plan:
    """Read, map and type files in a process of its own; writes nothing to a store.

    Parameters
    ----------
    today : dates later than a year from it are faults
    table, mapping : what a person decided about the files
    each : what a person decided about single files or sheets, by the name their entry shows
    saved : what is saved for files with such headers, by ``signature``
    sold : ids the stored sales use, by table (``sold_ids``): a list of accounts goes by them
    codes : what codes of sellers, regions and product families mean (``known_codes``)
    watch : who is told how far it is, and may cancel

    Raises
    ------
    Cancelled

    Source: import-rules.md; S0-21; reliability.md promise 6.
    """
    mapping = mapping or Mapping()
    shelf = Shelf()
    question = Question(
        uploads, today, table, mapping, sold or {}, {}, each or {}, saved or {}, codes or {}
    )
    answer = work_out(question, shelf, watch or Watch())
    found = Plan(answer.readings, answer.digests, shelf=shelf)
    for reading in found.readings:
        if reading.feds:
            shown = f"{reading.entry.file} → {reading.entry.table}"
            found.previews[shown] = reading.feds[0].rows.slice(0, PREVIEWED)
    _all_or_nothing(found)
    return found


def load(tx: Writer, planned: Plan, who: str, watch: Watch | None = None) -> Report:
    """Store what a plan brings, inside the caller's transaction."""
    return _load(tx, planned.readings, planned.digests, who, watch or Watch())


def _all_or_nothing(found: Plan) -> None:
    """Where one file is refused or asks, none is stored: every entry says so."""
    if not (found.refused or found.asks):
        return
    status, code = ("refused", "E_OTHER_FILE") if found.refused else ("asks", "Q_OTHER_FILE")
    for reading in found.readings:
        entry = reading.entry
        if entry.status == "loaded":
            entry.status = status
            entry.findings.append(Finding(code))
        entry.skipped = entry.rows_read - entry.rejected
        reading.feds = []
