"""What files bring: read, mapped and typed, all in one place that knows no store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from kam.intake import taxes
from kam.intake.checking import over_file
from kam.intake.corrected import Corrected, own_columns
from kam.intake.facts import Fed, Reading, Rejected, read_rows, scratch
from kam.intake.filled import filled
from kam.intake.findings import Entry, Finding
from kam.intake.flat import filled_down, split
from kam.intake.formats import common_forms, date_samples, formats
from kam.intake.headers import FLAT
from kam.intake.kinds import Assignment, decide
from kam.intake.links import link_masters
from kam.intake.mapping import Mapping, signature
from kam.intake.matches import matches, notes_on
from kam.intake.names import name_codes
from kam.intake.readers import read
from kam.intake.rows_sql import EVERY_ROW, texts
from kam.intake.sheets import Sheet, Upload, refused
from kam.intake.shelf import Shelf
from kam.intake.totals import drop_totals, without_totals
from kam.intake.values import Format

LOOKED_AT, SAMPLED, SAMPLE_LENGTH = 50, 3, 40  # rows, values and letters shown of a column
SHOWN_FINDINGS = 20  # per code and file; all rejected rows go to the quarantine


@dataclass(frozen=True)
class Question:
    """What to plan: the files, and what a person and the store already said about them.

    ``lost`` names files that brought a reader down, with the code of how; ``each`` holds what was said
    of one file or sheet, by its shown name; ``saved`` what was saved, by the signature of headers.
    """

    uploads: Sequence[Upload]
    today: date
    table: str | None = None
    mapping: Mapping = field(default_factory=Mapping)
    sold: Map[str, set[str]] = field(default_factory=dict)
    lost: Map[str, str] = field(default_factory=dict)
    each: Map[str, Mapping] = field(default_factory=dict)
    saved: Map[str, Mapping] = field(default_factory=dict)
    codes: Map[str, Map[str, str]] = field(default_factory=dict)

    def said_of(self, corrected: Corrected) -> Mapping:
        """What holds for a sheet: what was said of it, else of the whole command, else what is saved."""
        sheet = corrected.sheet
        own = self.each.get(sheet.file) or self.each.get(sheet.source)
        if own is not None or self.table or self.mapping != Mapping():
            return own or self.mapping
        before = corrected.as_read_before(self.saved)
        return before or self.saved.get(signature(sheet.headers)) or self.mapping


@dataclass
class Answer:
    """What the files are and bring, and the digest of each."""

    readings: list[Reading]
    digests: dict[str, str]


Tell = Callable[[str, str], None]  # stage, file


def answer(question: Question, shelf: Shelf, tell: Tell) -> Answer:
    """Read, map and type files.

    Source: import-rules.md; S0-21.
    """
    sheets: list[Sheet] = []
    digests: dict[str, str] = {}
    for upload in question.uploads:
        tell("read", upload.name)
        digests[upload.name] = _digest(upload)
        if upload.name in question.lost:
            lost = refused(upload.name, Finding(question.lost[upload.name]))
            lost.source = upload.name
            sheets.append(lost)
        else:
            own = question.each.get(upload.name, question.mapping)
            sheets += read(upload, own.options, shelf)
    kept = [own_columns(s) for s in sheets]
    sheets = [k.sheet for k in kept]
    told = [question.said_of(k) for k in kept]
    assigned = decide(sheets, question.table, question.mapping, told)
    link_masters(sheets, assigned, question.sold)
    spare = [
        s
        for s, a in zip(sheets, assigned, strict=True)
        if a.table in (None, "colleague") and not s.refused
    ]
    together: dict[tuple[str, str], list[str]] = {}
    for sheet, a in zip(sheets, assigned, strict=True):
        for key, values in date_samples(sheet, a.table, a.columns).items() if a.table else ():
            together.setdefault(key, []).extend(values)
    found = Answer([], digests)
    files = [s.stream.path for s in sheets if s.stream]
    with scratch(shelf.folder, files) as db:
        for k, assignment, mapping in zip(kept, assigned, told, strict=True):
            sheet = k.sheet
            tell("type", sheet.source or sheet.file)
            reading = Reading(_entry(sheet, assignment, mapping), corrects=k.ids)
            found.readings.append(reading)
            if reading.entry.status == "loaded":
                taking = _Taking(db, sheet, assignment, mapping, question, reading, shelf)
                taking.take(together, spare)
    return found


def _digest(upload: Upload) -> str:
    if isinstance(upload.data, Path):
        with upload.data.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return hashlib.sha256(upload.data).hexdigest()


def _entry(sheet: Sheet, a: Assignment, mapping: Mapping) -> Entry:
    entry = Entry(sheet.file, a.table, findings=list(sheet.findings), source=sheet.source)
    entry.mapping = {n: sheet.headers[i] for n, i in a.columns.items()}
    entry.headers = list(sheet.headers)
    entry.samples = _samples(sheet)
    entry.matches = matches(a.table or "", entry.mapping, a.guessed, mapping.columns)
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
        entry.findings.append(
            Finding("Q_WHICH_COLUMN", column=column, value=", ".join(headers), options=headers)
        )
    elif a.table is None:
        entry.status = "ignored"
        entry.findings.append(Finding("W_NOT_OURS"))
    else:
        entry.findings += _mapping_notes(entry, a)
    if entry.status == "loaded":
        entry.findings += taxes.told(sheet, a.table or "", a.columns, mapping.options.get("tax"))
        if any(f.severity == "ask" for f in entry.findings):
            entry.status = "asks"
    if mapping.name:
        entry.findings.append(Finding("W_PROFILE", value=mapping.name))
    if entry.status != "loaded":
        entry.skipped = entry.rows_read
    return entry


def _samples(sheet: Sheet) -> dict[str, list[str]]:
    """The first different values of each column, short enough to be shown."""
    found = {}
    for position, header in enumerate(sheet.headers):
        cells = sheet.values(position).slice(0, LOOKED_AT)
        values = dict.fromkeys(str(v).strip() for v in cells.to_pylist() if v is not None)
        found[header] = [v[:SAMPLE_LENGTH] for v in values if v][:SAMPLED]
    return found


def _mapping_notes(entry: Entry, a: Assignment) -> list[Finding]:
    notes = []
    if a.guessed:
        told = ", ".join(f"{c} = {entry.mapping[c]}" for c in a.guessed)
        notes.append(Finding("W_GUESSED", value=told))
    notes += notes_on(a.table or "", entry.matches, entry.unmapped)
    return notes


@dataclass
class _Taking:
    """One sheet on its way into tables."""

    db: duckdb.DuckDBPyConnection
    sheet: Sheet
    assigned: Assignment
    mapping: Mapping
    question: Question
    reading: Reading
    shelf: Shelf

    def take(self, together: dict[tuple[str, str], list[str]], spare: list[Sheet]) -> None:
        """Type the sheet's rows and lay them down by table."""
        entry, a, db = self.reading.entry, self.assigned, self.db
        table, mapping = a.table or "", self.mapping
        sheet = self.sheet
        if a.flat and sheet.stream is None:
            sheet = filled_down(sheet, a.columns)
            entry.findings = [
                *sheet.findings,
                *(f for f in entry.findings if f not in sheet.findings),
            ]
        forms, findings = formats(sheet, table, a.columns, mapping.options, together)
        entry.findings += findings
        _ask_once(entry)
        if any(f.severity == "ask" for f in findings):
            entry.status, entry.skipped = "asks", entry.rows_read
            return
        read = read_rows(db, sheet, a, forms, mapping, self.question.today)
        entry.findings += read.findings
        entry.rows_read = read.rows_read
        rejected = read.rejected
        if mapping.options.get("skip_totals", True):
            rejected, entry.skipped = without_totals(rejected)
            entry.skipped += drop_totals(db, read.names, read.line) if a.flat else 0
        if entry.skipped:
            entry.findings.append(Finding("W_TOTAL_SKIPPED", value=str(entry.skipped)))
        self.reading.rejected = rejected
        entry.rejected = len(rejected)
        entry.findings += _told(rejected)
        if entry.rows_read == entry.rejected + entry.skipped:
            # Nothing of the file can be used: the fault is the file's, and nothing is stored.
            entry.status = "refused"
            entry.findings.append(Finding("E_NO_VALID_ROWS" if rejected else "E_NO_ROWS"))
            return
        entry.findings += over_file(db, table, read.names)
        self.reading.codes = name_codes(db, read.names, sheet, a, spare, self.question.codes)
        if table == FLAT:
            self.reading.feds = split(db, read.names, entry, self.shelf)
        else:
            rows = self.shelf.keep(db, EVERY_ROW)
            self.reading.feds = [Fed(table, entry, rows)]
        self._keep_as_read(sheet, forms)
        for fed in self.reading.feds:
            rows = filled(fed.table, fed.rows, entry.mapping)
            fed.rows = fed.rows if rows is fed.rows else self.shelf.lay(rows)
            fed.skip_repeats = mapping.options.get("duplicates") == "skip"

    def _keep_as_read(self, sheet: Sheet, forms: dict[str, Format]) -> None:
        """Keep what rejected rows need to come back: their own cells, and how they were read."""
        if sheet.stream is None:
            self.db.register("sheet", sheet.cells)
            self.reading.cells = self.shelf.keep(self.db, texts(len(sheet.headers)))
            self.db.unregister("sheet")
        said, entry = self.mapping, self.reading.entry
        options = said.options | common_forms(
            sheet, entry.table or "", self.assigned.columns, forms
        )
        if options.get("thousands") == options.get("decimal"):
            options.pop("thousands", None)  # numbers of a typed file come back with a point
        constants = said.constants_of(entry.table or "")
        self.reading.mapping = Mapping(entry.table, entry.mapping, options, constants)


def _ask_once(entry: Entry) -> None:
    """One question per answer: what is said of one column holds for the file."""
    asked: set[str] = set()
    for finding in [f for f in entry.findings if f.severity == "ask"]:
        if finding.sets in asked:
            entry.findings.remove(finding)
        asked.add(finding.sets)


def _told(rejected: list[Rejected]) -> list[Finding]:
    shown: dict[str, int] = {}
    told = []
    for r in rejected:
        shown[r.code] = shown.get(r.code, 0) + 1
        if shown[r.code] <= SHOWN_FINDINGS:
            told.append(Finding(r.code, r.row, r.column, r.value))
    return told
