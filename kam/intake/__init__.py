"""Files in: read, mapped, checked; and then stored, all of a command or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb
import pyarrow as pa

from kam.intake import journal
from kam.intake.facts import Fed, Reading, Rejected, read_rows, scratch, without_totals
from kam.intake.filled import filled
from kam.intake.findings import CODES, Entry, Finding, Report
from kam.intake.flat import filled_down, split, unusable
from kam.intake.formats import date_samples, formats
from kam.intake.headers import FLAT, known_header
from kam.intake.kinds import Assignment, decide
from kam.intake.links import link_masters
from kam.intake.load import Writer, sold_ids
from kam.intake.load import load as _load
from kam.intake.mapping import Mapping, read_mapping
from kam.intake.names import named
from kam.intake.readers import read
from kam.intake.sheets import Sheet, Upload

__all__ = [
    "CODES",
    "Entry",
    "Finding",
    "Mapping",
    "Plan",
    "Report",
    "Upload",
    "journal",
    "load",
    "plan",
    "read_mapping",
    "sold_ids",
]

SHOWN_FINDINGS = 20  # per code and file; all rejected rows go to the quarantine


@dataclass
class Plan:
    """What a command's files are and bring, before anything is written.

    ``previews`` holds the first typed rows per file and table.
    """

    readings: list[Reading]
    digests: dict[str, str] = field(default_factory=dict)
    keep_repeats: bool = True
    previews: dict[str, pa.Table] = field(default_factory=dict)

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


def plan(
    uploads: Sequence[Upload],
    today: date,
    *,
    table: str | None = None,
    mapping: Mapping | None = None,
    sold: Map[str, set[str]] | None = None,
) -> Plan:
    """Read, map and type files; writes nothing.

    Parameters
    ----------
    today : dates later than a year from it are faults
    table, mapping : what a person decided about the files
    sold : ids the stored sales use, by table (``sold_ids``): a list of accounts goes by them

    Source: import-rules.md; S0-21.
    """
    mapping = mapping or Mapping()
    sheets = [sheet for upload in uploads for sheet in read(upload)]
    digests = {u.name: hashlib.sha256(u.read()).hexdigest() for u in uploads}
    assigned = decide(sheets, table, mapping)
    link_masters(sheets, assigned, sold or {})
    spare = [
        s
        for s, a in zip(sheets, assigned, strict=True)
        if a.table in (None, "colleague") and not s.refused
    ]
    together: dict[tuple[str, str], list[str]] = {}
    for sheet, a in zip(sheets, assigned, strict=True):
        for key, values in date_samples(sheet, a.table, a.columns).items() if a.table else ():
            together.setdefault(key, []).extend(values)
    found = Plan([], digests, mapping.options.get("duplicates", "keep") != "skip")
    with scratch() as db:
        for sheet, assignment in zip(sheets, assigned, strict=True):
            reading = Reading(_entry(sheet, assignment))
            found.readings.append(reading)
            if reading.entry.status == "loaded":
                _take(db, sheet, assignment, mapping, today, reading, together, spare)
            if reading.feds:
                shown = f"{reading.entry.file} → {reading.entry.table}"
                found.previews[shown] = reading.feds[0].rows.slice(0, 8)
    _all_or_nothing(found)
    return found


def load(tx: Writer, planned: Plan, who: str) -> Report:
    """Store what a plan brings, inside the caller's transaction."""
    return _load(tx, planned.readings, planned.digests, who, planned.keep_repeats)


def _entry(sheet: Sheet, a: Assignment) -> Entry:
    entry = Entry(sheet.file, a.table, findings=list(sheet.findings), source=sheet.source)
    entry.mapping = {n: sheet.headers[i] for n, i in a.columns.items()}
    entry.headers = list(sheet.headers)
    used = set(a.columns.values())
    entry.unmapped = [h for i, h in enumerate(sheet.headers) if i not in used]
    entry.rows_read = sheet.rows_read
    if sheet.refused:
        entry.status = "refused"
    elif a.missing:
        entry.status = "refused"
        entry.findings.append(Finding("E_MISSING_COLUMNS", value=", ".join(a.missing)))
    elif a.open:
        entry.status = "asks"
        column, headers = a.open
        entry.findings.append(Finding("Q_WHICH_COLUMN", column=column, value=", ".join(headers)))
    elif a.table is None:
        entry.status = "ignored"
        entry.findings.append(Finding("W_NOT_OURS"))
    else:
        entry.findings += _mapping_notes(entry, a)
    if entry.status != "loaded":
        entry.skipped = entry.rows_read
    return entry


def _mapping_notes(entry: Entry, a: Assignment) -> list[Finding]:
    notes = []
    if a.guessed:
        told = ", ".join(f"{c} = {entry.mapping[c]}" for c in a.guessed)
        notes.append(Finding("W_GUESSED", value=told))
    written = {c: h for c, h in entry.mapping.items() if c not in a.guessed}
    if any(not known_header(a.table or "", c, h) for c, h in written.items()):
        notes.append(Finding("W_HEADER_NORMALISED"))
    return notes


def _take(
    db: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    a: Assignment,
    mapping: Mapping,
    today: date,
    reading: Reading,
    together: dict[tuple[str, str], list[str]],
    spare: list[Sheet],
) -> None:
    entry, table = reading.entry, a.table or ""
    if a.flat:
        sheet = filled_down(sheet, a.columns)
        entry.findings = [*sheet.findings, *(f for f in entry.findings if f not in sheet.findings)]
    forms, findings = formats(sheet, table, a.columns, mapping.options, together)
    entry.findings += findings
    if any(f.severity == "ask" for f in findings):
        entry.status, entry.skipped = "asks", entry.rows_read
        return
    rows, rejected, ignored = read_rows(db, sheet, a, forms, mapping, today)
    entry.findings += ignored
    if table == FLAT:
        rows, wrong = unusable(rows, sheet, a.columns)
        rejected += wrong
    rejected, totals = without_totals(rejected)
    if totals:
        entry.skipped = totals
        entry.findings.append(Finding("W_TOTAL_SKIPPED", value=str(totals)))
    reading.rejected = rejected
    entry.rejected = len(rejected)
    entry.findings += _told(rejected)
    if len(rows) == 0:
        # Nothing of the file can be used: the fault is the file's, and nothing is stored.
        entry.status = "refused"
        entry.findings.append(Finding("E_NO_VALID_ROWS" if rejected else "E_NO_ROWS"))
        return
    rows = named(rows, sheet, a, spare)
    reading.feds = split(db, rows, entry) if table == FLAT else [Fed(table, entry, rows)]
    for fed in reading.feds:
        fed.rows = filled(fed.table, fed.rows, entry.mapping)


def _told(rejected: list[Rejected]) -> list[Finding]:
    shown: dict[str, int] = {}
    told = []
    for r in rejected:
        shown[r.code] = shown.get(r.code, 0) + 1
        if shown[r.code] <= SHOWN_FINDINGS:
            told.append(Finding(r.code, r.row, r.column, r.value))
    return told


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
