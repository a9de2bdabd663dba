"""Statements that type a sheet: c0, c1 … become typed columns, and rows that cannot stay are told.

No word of a file is ever part of a statement; values go through ``?`` or stand in tables.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kam.intake.checks import Fault, faults
from kam.intake.headers import FLAT
from kam.intake.sheets import MAX_FIELD
from kam.intake.values import Typed
from kam.schema import SQL_TYPES, Column


@dataclass(frozen=True)
class Wanted:
    """What is to be made of a sheet's cells.

    ``words`` are the cells whose length is still to be checked; ``counts`` names columns a fault
    in which costs the row; ``required`` those that may not be empty; ``constants`` columns with
    one value for all rows; ``sale`` a flat sales file.
    """

    width: int
    words: Collection[int]
    positions: dict[str, int]
    typed: dict[str, Typed]
    columns: dict[str, Column]
    required: Collection[str]
    counts: Sequence[str]
    constants: Sequence[str] = ()
    sale: bool = False

    def fault(self, name: str) -> str:
        """SQL for the code of what is wrong with a column's value, or NULL; reads f, x and value."""
        told = self.typed[name].fault
        if name not in self.required:
            return told
        kind = self.columns[name].type
        code = {"date": "R_DATE_MISSING", "text": "R_VALUE_MISSING"}.get(kind, "R_AMOUNT_MISSING")
        empty = f"CASE WHEN {name} IS NULL THEN '{code}' END"
        return empty if told == "NULL" else f"coalesce({told}, {empty})"

    @property
    def lenient(self) -> list[str]:
        """Columns whose unreadable values are left empty and counted."""
        return [n for n in self.typed if n not in self.counts and self.fault(n) != "NULL"]


def csv_source(width: int) -> str:
    """Delimited text as c0, c1 …; parameters: path, delimiter, lines above the first row."""
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    return (
        "(SELECT * FROM read_csv(?, delim=?, skip=?, header=false, auto_detect=false, quote='\"',"
        f" escape='\"', columns={{{columns}}}, store_rejects=true, max_line_size=2097152,"
        " strict_mode=true))"
    )


def parquet_source(width: int, worded: Collection[int]) -> str:
    """A Parquet file as c0, c1 …; parameter: path. ``worded`` columns come as words."""
    cells = ", ".join(
        (f"CAST(#{i + 1} AS VARCHAR)" if i in worded else f"#{i + 1}") + f" AS c{i}"
        for i in range(width)
    )
    return f"(SELECT {cells} FROM read_parquet(?))"


def fence(folder: str, files: Sequence[str]) -> list[str]:
    """Statements that leave a database one folder and these files of all the disk, for good."""

    def _listed(paths: Sequence[str]) -> str:
        return ", ".join("'" + p.replace("'", "''") + "'" for p in paths)

    return [
        f"SET allowed_directories = [{_listed([folder])}]",
        f"SET allowed_paths = [{_listed(files)}]",
        f"SET temp_directory = {_listed([folder])}",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ]


FORGET_CSV_REJECTS = ("DROP TABLE IF EXISTS reject_errors", "DROP TABLE IF EXISTS reject_scans")
CSV_REJECTS = (
    "SELECT line, min(error_type::VARCHAR), min(csv_line) FROM reject_errors"
    " GROUP BY line ORDER BY line"
)
COUNT_ASIDE = "SELECT count(*) FROM read_rows WHERE _aside IS NOT NULL"
COUNT_ROWS = "SELECT count(*) FROM read_rows"
ASIDE = "SELECT _row, _aside FROM typed_rows WHERE _aside IS NOT NULL ORDER BY _row"


def read_rows(source: str, wanted: Wanted, numbered: bool) -> str:
    """Make ``read_rows`` from a source of cells.

    One column per target column; ``_aside`` (column, code, value, all cells) for a row that cannot
    stay, else NULL; ``bad_NAME`` for values left empty. ``numbered`` sources bring each row's line.
    """
    cells = [f"c{i}" for i in range(wanted.width)]
    typed = wanted.typed
    kept = ", ".join((["row"] if numbered else []) + cells)
    fast = "".join(f", {t.fast} AS f_{n}" for n, t in typed.items() if t.fast)
    slow = "".join(
        f", CASE WHEN f_{n} IS NULL THEN {t.prepared} END AS x_{n}"
        if t.fast
        else f", {t.prepared} AS x_{n}"
        for n, t in typed.items()
    )
    values = "".join(f", {t.value} AS {n}" for n, t in typed.items())
    given = "".join(f", (SELECT v FROM constant_{n}) AS {n}" for n in wanted.constants)
    bad = "".join(
        f", CASE WHEN ({wanted.fault(n)}) IS NOT NULL THEN true END AS bad_{n}"
        for n in wanted.lenient
    )
    texts = ", ".join(f"CAST({c} AS VARCHAR)" for c in cells)
    wrong = f"CASE {' '.join(_wrongs(wanted))} ELSE NULL END"
    return (
        f"CREATE OR REPLACE TEMP TABLE read_rows AS SELECT {'row AS _row, ' if numbered else ''}"
        f"CASE WHEN _wrong IS NOT NULL THEN list_concat(_wrong, [{texts}]) END AS _aside"
        f"{''.join(f', {n}' for n in typed)}{given}{bad}"
        f" FROM (SELECT *, {wrong} AS _wrong FROM (SELECT *{values} FROM (SELECT *{slow}"
        f" FROM (SELECT {kept}{fast} FROM {source}))))"
    )


def _wrongs(wanted: Wanted) -> list[str]:
    wrong = ["WHEN false THEN CAST(NULL AS VARCHAR[])"]
    if wanted.words:
        long = " OR ".join(f"strlen(c{p}) > {MAX_FIELD}" for p in sorted(wanted.words))
        wrong.append(f"WHEN {long} THEN ['', 'R_FIELD_TOO_LONG', '']")
    for n in wanted.typed:
        fault = wanted.fault(n)
        if n in wanted.counts and fault != "NULL":
            cell = f"CAST(c{wanted.positions[n]} AS VARCHAR)"
            wrong.append(f"WHEN ({fault}) IS NOT NULL THEN ['{n}', {fault}, {cell}]")
    have = set(wanted.typed) | set(wanted.constants)
    for code, looked in faults("row", FLAT) if wanted.sale else ():
        if set(looked.reads) <= have:
            told = " || ' / ' || ".join(f"CAST({n} AS VARCHAR)" for n in looked.reads)
            wrong.append(f"WHEN {looked.sql} THEN ['{looked.reads[-1]}', '{code}', {told}]")
    if wanted.sale and {"amount", "unit_price"} & have:
        empty = [f"{n} IS NULL" for n in ("quantity", "unit_price") if n in have]
        factors = " OR ".join(empty) if len(empty) == 2 else "true"
        amount = "amount IS NULL" if "amount" in have else "true"
        column = "amount" if "amount" in have else "unit_price"
        wrong.append(f"WHEN {amount} AND ({factors}) THEN ['{column}', 'R_AMOUNT_MISSING', '']")
    return wrong


LINE = "_row"  # of rows that know the line of the file they came from


def line_below(above: int) -> str:
    """SQL for the line of rows that lie as they stand in the file, below so many lines."""
    return f"rowid + {above + 1}"


# Rows below lines that were no rows stand further down: ``lost`` says from which on, and how far.
NUMBERED = (
    "CREATE OR REPLACE TEMP TABLE numbered_rows AS"
    " SELECT r.rowid + ? + coalesce(l.lines, 0) AS _row, r.*"
    " FROM read_rows r ASOF LEFT JOIN lost l ON r.rowid >= l.first",
    "DROP TABLE read_rows",
    "ALTER TABLE numbered_rows RENAME TO read_rows",
)


def typed_rows(line: str) -> str:
    """Make ``typed_rows``: the rows with ``_row``, the line of the file each came from."""
    row = "" if line == LINE else f"{line} AS _row, "
    return f"CREATE OR REPLACE TEMP VIEW typed_rows AS SELECT {row}* FROM read_rows"


def fine_rows(names: Sequence[str], filtered: bool) -> str:
    """Make ``flat``: the rows that stay, with their line and target columns only."""
    listed = ", ".join(["_row", *names])
    fine = " WHERE _aside IS NULL" if filtered else ""
    return f"CREATE OR REPLACE TEMP VIEW flat AS SELECT {listed} FROM typed_rows{fine}"


def constant(name: str, typed: Typed) -> str:
    """Make ``constant_NAME`` from the one value in ``constant``."""
    fast = typed.fast or "NULL"
    return (
        f"CREATE OR REPLACE TEMP TABLE constant_{name} AS SELECT {typed.value} AS v FROM"
        f" (SELECT *, {typed.prepared} AS x_k FROM (SELECT c, {fast} AS f_k FROM constant))"
    )


def count_known(name: str) -> str:
    """Whether a constant could be read."""
    return f"SELECT count(v) FROM constant_{name}"


FILL_CURRENCY = "UPDATE read_rows SET currency = ? WHERE currency IS NULL"


def renamed(name: str) -> str:
    """Replace the codes of a column by what ``told`` (code, name) says they mean."""
    return f"UPDATE read_rows SET {name} = told.name FROM told WHERE read_rows.{name} = told.code"


def count_faults(names: Sequence[str]) -> str:
    """How many values of each column could not be read."""
    return f"SELECT {', '.join(f'count(bad_{n})' for n in names)} FROM read_rows"


def checked(columns: Sequence[Column], have: Collection[str]) -> str:
    """Make ``checked``: the rows that stay; of the columns given those the file lacks are empty."""
    lacking = "".join(
        f", CAST(NULL AS {SQL_TYPES[c.type]}) AS {c.name}" for c in columns if c.name not in have
    )
    return f"CREATE OR REPLACE TEMP VIEW checked AS SELECT *{lacking} FROM flat"


def at_fault(looked_for: Sequence[Fault]) -> str:
    """For each fault how many rows of ``checked`` have it, and the first of them."""
    seen, told, beside = [], [], []
    for i, fault in enumerate(looked_for):
        seen.append(f"({fault.sql}) AS bad_{i}")
        told.append(f"[count(*) FILTER (WHERE bad_{i}), min(_row) FILTER (WHERE bad_{i})]")
        if fault.against:
            beside.append(f", ({fault.against}) AS against_{i}")
    rows = f"SELECT _row, {', '.join(seen)} FROM checked{''.join(beside)}"
    return f"SELECT {', '.join(told)} FROM ({rows})"


def example_of(fault: Fault) -> str:
    """What is shown of the row at fault, whose line is the parameter."""
    return f"SELECT CAST({fault.example} AS VARCHAR) FROM checked WHERE _row = ?"


def texts(width: int) -> str:
    """The cells of ``sheet`` as words, each row with its line."""
    cells = "".join(f", CAST(c{i} AS VARCHAR) AS c{i}" for i in range(width))
    return f"SELECT row{cells} FROM sheet"


EVERY_ROW = "SELECT * FROM flat ORDER BY _row"
ACCOUNTS = "SELECT DISTINCT account_id FROM flat WHERE length(account_id) < 40"


def drop_row(line: str) -> str:
    """Remove the row of one line."""
    return f"DELETE FROM read_rows WHERE {line} = ?"


def sums_above(amount: str) -> str:
    """Rows of one account with their amount, and the sums of all other rows above and in all."""
    return (
        f"SELECT t._row, t.{amount}, (SELECT sum(a.{amount}) FROM flat a WHERE a._row < t._row"
        " AND a.account_id <> t.account_id AND a._row > coalesce((SELECT max(b._row) FROM flat b"
        " WHERE b.account_id = t.account_id AND b._row < t._row), 0)),"
        f" (SELECT sum(a.{amount}) FROM flat a WHERE a.account_id <> t.account_id)"
        " FROM flat t WHERE t.account_id = ? ORDER BY t._row LIMIT 1000"
    )
