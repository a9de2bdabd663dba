"""What an import has to say: one entry per code, with its severity, problem and mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kam.intake.checks import CHECKS, Code
from kam.words import N_, Sentence, say

CODES: dict[str, Code] = {
    "E_EMPTY_FILE": Code("refuse", N_("The file is empty."), N_("Export it again.")),
    "E_NO_ROWS": Code(
        "refuse", N_("The file has a header but no rows."), N_("Export it with its data.")
    ),
    "E_NOT_TEXT": Code(
        "refuse", N_("The file is neither text, Excel nor Parquet."),
        N_("Save it as CSV or XLSX."),
    ),
    "E_NOT_XLSX": Code(
        "refuse", N_("The file is no Excel workbook, whatever its name says."),
        N_("Open it in Excel and save it as XLSX or CSV."),
    ),
    "E_UNSUPPORTED_TYPE": Code(
        "refuse", N_("This old Excel file cannot be read."), N_("Save it as XLSX.")
    ),
    "E_ENCRYPTED": Code(
        "refuse", N_("The workbook has a password."), N_("Save it without a password.")
    ),
    "E_CORRUPT": Code(
        "refuse", N_("The file is damaged and cannot be read to its end."), N_("Export it again.")
    ),
    "E_TOO_LARGE_UNPACKED": Code(
        "refuse", N_("The workbook unpacks to more than 500 MB."), N_("Export it as CSV.")
    ),
    "E_TOO_LARGE": Code(
        "refuse", N_("Reading the file takes more memory than one file may."),
        N_("Export it as CSV, or in parts."),
    ),
    "E_TIMEOUT": Code(
        "refuse", N_("Reading the file takes longer than one file may."),
        N_("Export it as CSV, or in parts."),
    ),
    "E_READER_FAULT": Code(
        "refuse", N_("The file could not be read because of a fault of this program."),
        N_("Export it as CSV meanwhile, and report what the error output says."),
    ),
    "E_CODEC": Code(
        "refuse", N_("The Parquet file is packed in a way that is not read here: {value}."),
        N_("Write it with snappy, gzip, zstd or unpacked."),
    ),
    "E_ENCODING_UNKNOWN": Code(
        "refuse", N_("There is no encoding named {value}."), N_("Say utf-8, gb18030 or cp1252.")
    ),
    "E_NO_SHEET": Code(
        "refuse", N_("The workbook has no sheet named {value}."), N_("Check the mapping.")
    ),
    "E_XML_FORBIDDEN": Code(
        "refuse", N_("The workbook defines its own XML entities, which no export does."),
        N_("Save it again from Excel."),
    ),
    "E_DUPLICATE_COLUMN": Code(
        "refuse", N_("Two columns have the same header: {value}."), N_("Rename or remove one.")
    ),
    "E_TOO_MANY_COLUMNS": Code(
        "refuse", N_("The file has more than 500 columns."), N_("Export fewer columns.")
    ),
    "E_MISSING_COLUMNS": Code(
        "refuse", N_("These columns are missing: {value}."),
        N_("Export them too, or say with a mapping which column holds them."),
    ),
    "E_NO_VALID_ROWS": Code(
        "refuse", N_("No row of the file can be used."), N_("Correct what the rows below say.")
    ),
    "E_OTHER_FILE": Code(
        "refuse", N_("Another file of the same import cannot be taken, so nothing was stored."),
        N_("Mend that file or leave it out, then import again."),
    ),
    "Q_WHICH_COLUMN": Code(
        "ask", N_("More than one column may be {column}: {value}."),
        N_("Say which with a mapping: [columns] account_id = \"header\"."),
        sets="columns.{column}",
    ),
    "Q_OTHER_FILE": Code(
        "ask", N_("Another file of the same import asks a question, so nothing was stored."),
        N_("Answer it, then import again."),
    ),
    "Q_DAY_MONTH_ORDER": Code(
        "ask", N_("In {column} day and month cannot be told apart, for example {value}."),
        N_("Say which comes first: [options] date_format = \"%d/%m/%Y\" or \"%m/%d/%Y\"."),
        sets="options.date_format",
    ),
    "Q_TAX": Code(
        "ask", N_("Whether {column} includes tax cannot be told: {value}."),
        N_("Say whether it does not: [options] tax = \"net\" or \"gross\"."),
        sets="options.tax",
    ),
    "W_NOT_OURS": Code(
        "note", N_("Nothing in this file is used."), N_("Say with --table what it is, if it is.")
    ),
    "W_ENCODING": Code("note", N_("Read as {value}."), N_("Check a name with special letters.")),
    "W_HEADER_NORMALISED": Code(
        "note", N_("Headers were recognised in another spelling: {value}."),
        N_("Check the mapping."),
    ),
    "W_NO_HEADER": Code(
        "note", N_("The file has no header: its {value} columns are called column 1, column 2 …"),
        N_("Check the mapping."),
    ),
    "W_HEADER_ROW_FOUND": Code(
        "note", N_("The header was found in row {value}."), N_("Check the mapping.")
    ),
    "W_DECIMAL_COMMA": Code(
        "note", N_("{column} was read with a decimal comma."), N_("Check a total.")
    ),
    "W_DATE_SERIAL": Code(
        "note", N_("{column} holds Excel's day numbers."), N_("Check a date.")
    ),
    "W_UNIT_FACTOR": Code(
        "note", N_("{column} was multiplied by {value}, as its header says."), N_("Check a total.")
    ),
    "W_TAX_INCLUDED": Code(
        "warn", N_("{column} includes tax, and counts so."),
        N_("Export amounts without tax, or say its rate: [options] tax = 0.19."),
    ),
    "W_TAX_REMOVED": Code(
        "note", N_("Tax of {value} was taken out of {column}."), N_("Check a total.")
    ),
    "W_INVISIBLE_REMOVED": Code(
        "note", N_("Invisible characters were removed from names."), N_("Check similar names.")
    ),
    "W_LIST_PRICE": Code(
        "warn", N_("Lines without a price count with the product's list price."),
        N_("Export the price per line."),
    ),
    "W_ORDER_ID_BUILT": Code(
        "note", N_("No order number: one order per account and day was assumed."),
        N_("Export the order number too."),
    ),
    "W_LINKED": Code(
        "note", N_("{value} accounts were recognised by their name or another id."),
        N_("Check one of them."),
    ),
    "W_TOTAL_SKIPPED": Code(
        "note", N_("{value} rows only sum up others and were left out."), N_("Check a total.")
    ),
    "W_FILLED_DOWN": Code(
        "note", N_("{value} lines took order, account and day from the row above."),
        N_("Check an order."),
    ),
    "W_FUZZY_HEADER": Code(
        "warn", N_("Unknown headers were taken for the nearest known: {value}."),
        N_("Check the mapping."),
    ),
    "W_PASSED_OVER": Code(
        "note", N_("Columns that another one outdid are not used: {value}."),
        N_("Check the mapping."),
    ),
    "W_TOTALS_AND_LINES": Code(
        "note", N_("{value} orders came by their total and by their lines: the lines count."),
        N_("Check an order."),
    ),
    "W_MERGED": Code(
        "note", N_("{value} rows name an account that was merged into another, and count there."),
        N_("Undo the merge if they are two customers."),
    ),
    "W_PROFILE": Code(
        "note", N_("Mapped as saved under the name {value}."),
        N_("Forget the saved mapping if it is wrong."),
    ),
    "W_CORRECTED": Code(
        "note", N_("Rows of earlier imports that were kept aside and come back here: {value}."),
        N_("See which are left among the rejected rows."),
    ),
    "W_GUESSED": Code(
        "warn", N_("Some columns were taken by their content: {value}."), N_("Check the mapping.")
    ),
    **CHECKS,
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One fault: where it is and which code. ``row`` counts lines of the file from 1."""

    code: str
    row: int | None = None
    column: str = ""
    value: str = ""
    options: tuple[str, ...] = ()  # what may be answered to a question
    example: str = ""

    @property
    def severity(self) -> str:
        """How bad it is."""
        return CODES[self.code].severity

    @property
    def sets(self) -> str:
        """Which part of a mapping the answer to a question is, such as ``options.date_format``."""
        return CODES[self.code].sets.format(column=self.column)

    @property
    def number(self) -> int:
        """How many rows it speaks of."""
        check = CHECKS.get(self.code)
        counted = check is not None and check.severity != "reject" and self.value.isdigit()
        return int(self.value) if counted else 1

    @property
    def problem(self) -> Sentence:
        """What is wrong."""
        return say(
            CODES[self.code].problem, column=self.column, value=self.value, example=self.example
        )

    @property
    def mend(self) -> Sentence:
        """What to do."""
        return say(CODES[self.code].mend)

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The finding as JSON knows it."""
        return {
            "row": self.row,
            "column": self.column or None,
            "code": self.code,
            "severity": self.severity,
            "value": self.value or None,
            "problem": self.problem.in_language(lang),
            "mend": self.mend.in_language(lang),
            **({"options": list(self.options), "sets": self.sets} if self.options else {}),
        }


@dataclass
class Entry:
    """What happened to one file, sheet and table: the unit of the import's report."""

    file: str
    table: str | None
    status: str = "loaded"
    rows_read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)  # all, in the file's order
    samples: dict[str, list[str]] = field(default_factory=dict)  # some values, by header
    matches: dict[str, dict[str, Any]] = field(default_factory=dict)  # see kam.intake.matches
    findings: list[Finding] = field(default_factory=list)
    source: str = ""  # the upload a sheet came from

    @property
    def code(self) -> str | None:
        """The code that decides the status, where one does."""
        for severity in ("refuse", "ask"):
            for finding in self.findings:
                if finding.severity == severity:
                    return finding.code
        return "W_NOT_OURS" if self.status == "ignored" else None

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The entry as cli.md names its keys."""
        return {
            "file": self.file,
            "table": self.table,
            "status": self.status,
            "code": self.code,
            **{n: getattr(self, n) for n in COUNTS},
            "mapping": self.mapping,
            "unmapped": self.unmapped,
            "matches": self.matches,
            "findings": [f.as_dict(lang) for f in self.findings],
        }


COUNTS = ("rows_read", "inserted", "updated", "unchanged", "rejected", "skipped")


@dataclass
class Report:
    """The whole import: one entry per file, sheet and table, in the order they were given.

    ``changed`` says whether a fact is new or different, ``seen_before`` whether every file was
    imported before; ``import_id`` names a stored import.
    """

    entries: list[Entry]
    warnings: list[Finding] = field(default_factory=list)
    changed: bool = False
    seen_before: bool = False
    import_id: str = ""

    @property
    def stores_nothing(self) -> bool:
        """Whether a file is refused or a person must decide first: then all of it waits."""
        return any(e.status in ("refused", "asks") for e in self.entries)

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """The report as cli.md names its keys."""
        return {
            "files": [e.as_dict(lang) for e in self.entries],
            "warnings": [w.as_dict(lang) for w in self.warnings],
        }
