"""From typed facts into the store: parents first, each record new, changed or the same."""

from __future__ import annotations

import time
import uuid
from typing import Any, Protocol

import duckdb
import pandas as pd
import pyarrow as pa

from kam.intake import checking, journal, order_totals, record, sql
from kam.intake.facts import Fed, Reading, Rejected
from kam.intake.findings import Entry, Finding, Report
from kam.intake.keys import keyed
from kam.intake.merged import land
from kam.intake.progress import SETTLING, Progress, Watch
from kam.schema import PARENTS, TABLES, Table

ORDER = tuple(TABLES)  # parents first
SHOWN = 20  # findings per code and file; the quarantine keeps every row


class Reader(Protocol):
    """A store, or a transaction of it."""

    def query(self, sql: str, params: Any = ()) -> pd.DataFrame:
        """Rows of a statement."""


class Writer(Protocol):
    """A transaction of the store."""

    def execute(self, sql: str, params: Any = ()) -> None:
        """Run a statement."""

    def query(self, sql: str, params: Any = ()) -> pd.DataFrame:
        """Rows of a statement."""

    def offered(self, **frames: Any) -> Any:
        """Make tables readable by name."""


def load(
    tx: Writer,
    readings: list[Reading],
    digests: dict[str, str],
    who: str,
    watch: Watch,
) -> Report:
    """Write everything a command brought; the caller's transaction makes it all or nothing.

    Returns
    -------
    The report: rows_read = inserted + updated + unchanged + rejected + skipped for each entry.

    Source: import-rules.md ("Keys that link", "Lines and repeats", "Unknown parents"); cli.md.
    """
    feds = sorted(
        (fed for reading in readings for fed in reading.feds),
        key=lambda f: (ORDER.index(f.table), f.derived),
    )
    journal.begin(tx)
    # Twelve letters stay within the bytes the engine keeps in place, in every row that names them.
    loading = _Loading(tx, uuid.uuid4().hex[:12], watch)
    loading.knew_accounts = bool(loading.number("SELECT count(*) AS n FROM account"))
    loading.knew_accounts |= any(fed.table == "account" for fed in feds)
    words_before = loading.number(_COUNT_WORDS)
    rejected = [r for reading in readings for r in reading.rejected]
    for fed in feds:
        refused = loading.put(fed)
        rejected += refused
        fed.entry.rejected += len(refused)
    _remember_codes(tx, readings)
    entries = [r.entry for r in readings] + [f.entry for f in feds if f.derived]
    checking.beside_store(tx, loading.import_id, entries)
    for entry in entries:
        _settle(entry)
    record.give_cells(readings, rejected)
    report = Report(entries, import_id=loading.import_id)
    corrected = record.clear_corrected(tx, loading.import_id, readings)
    learnt = loading.number(_COUNT_WORDS) != words_before
    report.changed = learnt or corrected or any(e.inserted or e.updated for e in entries)
    report.seen_before = bool(digests) and all(
        loading.number(_COUNT_SEEN, [digest]) for digest in digests.values()
    )
    record.remember(tx, loading.import_id, entries, rejected, digests, who, readings)
    return report


def known_codes(facts: Reader) -> dict[str, dict[str, str]]:
    """What codes of sellers, regions and product families mean, as files said before.

    Returns
    -------
    "column/header" → code → name; colleagues on file under "owner/" alone.
    """
    if facts.query(_HAS_CODES).empty:
        return {}  # a store of an earlier release, not written to since
    found: dict[str, dict[str, str]] = {}
    for key, code, name in facts.query(_CODES).itertuples(index=False):
        found.setdefault(key, {})[code] = name
    return found


_HAS_CODES = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'code_name'"
_CODES = (
    "SELECT column_name || '/' || header AS key, code, name FROM code_name UNION ALL"
    " SELECT 'owner/', owner, colleague_name FROM colleague"
    " WHERE colleague_name IS NOT NULL AND colleague_name <> owner ORDER BY ALL"
)


def _remember_codes(tx: Writer, readings: list[Reading]) -> None:
    rows = [
        (*key.split("/", 1), code, name)
        for reading in readings
        for key, told in reading.codes.items()
        for code, name in told.items()
    ]
    if rows:
        frame = pd.DataFrame(rows, columns=["column_name", "header", "code", "name"])
        with tx.offered(told=frame.drop_duplicates(["column_name", "header", "code"])):
            tx.execute(_FORGET_CODES)
            tx.execute("INSERT INTO code_name SELECT * FROM told")


_FORGET_CODES = (
    "DELETE FROM code_name c WHERE EXISTS (SELECT 1 FROM told t WHERE t.code = c.code"
    " AND t.column_name = c.column_name AND t.header = c.header)"
)


def sold_ids(facts: Reader) -> dict[str, set[str]]:
    """The ids stored sales use, by master table: a list that comes later must go by them."""
    return {
        table: set(facts.query(statement)["id"].dropna().astype(str))
        for table, statement in _SOLD.items()
    }


_SOLD = {
    "account": "SELECT DISTINCT account_id AS id FROM order_header",
    "product": "SELECT DISTINCT product_id AS id FROM order_line",
}
_COUNT_ORDERS = "SELECT count(*) AS n FROM order_header"
_COUNT_MERGED = "SELECT count(*) AS n FROM account_alias WHERE kind = 'merged'"
_COUNT_WORDS = "SELECT count(*) AS n FROM account_alias"
_COUNT_SEEN = "SELECT count(*) AS n FROM import_file WHERE sha256 = ? AND undone_at IS NULL"


def _settle(entry: Entry) -> None:
    if entry.status not in ("loaded", "partial", "unchanged"):
        return
    changed = entry.inserted or entry.updated
    if entry.rejected:
        entry.status = "partial"
    else:
        entry.status = "loaded" if changed or not entry.rows_read else "unchanged"


class _Loading:
    """One import under way: the transaction, and what was learnt about each file's accounts."""

    def __init__(self, tx: Writer, import_id: str, watch: Watch) -> None:
        self.tx = tx
        self.watch = watch
        self.import_id = import_id
        self.knew_accounts = False
        self.new_orders: set[str] = set()  # files none of whose orders was on file
        self.accounts_of: dict[str, dict[str, str]] = {}  # per file: word → account

    def number(self, statement: str, params: Any = ()) -> int:
        """The one number a counting statement gives."""
        return int(self.tx.query(statement, params)["n"].iloc[0])

    def put(self, fed: Fed) -> list[Rejected]:
        """Write one sheet's rows of one table; returns what had to be kept aside."""
        table, entry, tx = TABLES[fed.table], fed.entry, self.tx
        master = table.name in ("account", "product") and not fed.derived
        if not master and "account_id" in fed.rows.column_names:
            self._find_accounts(fed)
        rows = keyed(fed.rows, table)
        if self._all_new(fed):
            return self._append(fed, table)
        self._read(sql.take(table, rows.column_names), rows, entry)
        land(tx, table, entry)
        if fed.derived:
            entry.rows_read += len(rows)
        refused = self._orphans(table, fed)
        refused += self._conflicts(table, entry, folded=table.name == "account" and master)
        self.watch.check()
        names = [c for c in rows.column_names if c in table.by_name]
        others = [n for n in names if n not in table.key]
        if table.name == "account":
            tx.execute(_LISTED)
            if fed.derived and others:
                tx.execute(sql.keep_older_words(others))
        if table.name == "order_line":
            self._once_by_total_or_lines(entry, names)
        self._store(table, entry, names, others)
        if table.name == "account":
            self._learn_words(fed, rows)
        tx.execute("DROP TABLE fresh")
        return refused

    def _all_new(self, fed: Fed) -> bool:
        """Whether rows can be stored as they come: orders where none is on file, and their lines."""
        if fed.table == "order_header":
            alone = (
                fed.derived and not self.number(_COUNT_ORDERS) and not self.number(_COUNT_MERGED)
            )
            self.new_orders |= {fed.entry.file} if alone else set()
            return alone
        if not (fed.sound and not fed.skip_repeats and fed.entry.file in self.new_orders):
            return False
        told = ("order_id", "line_id", "amount")
        return all(n in fed.rows.column_names and not fed.rows[n].null_count for n in told)

    def _append(self, fed: Fed, table: Table) -> list[Rejected]:
        """Store rows as they come, without laying them side by side with those on file."""
        names = [c for c in fed.rows.column_names if c in table.by_name]
        rows = fed.rows.select(names)
        self._read(sql.append(table, names), rows, fed.entry, [self.import_id])
        fed.entry.inserted += len(rows)
        fed.entry.rows_read += len(rows) if fed.derived else 0
        return []

    def _read(self, statement: str, rows: pa.Table, entry: Entry, params: Any = ()) -> None:
        """Run a statement over incoming rows, which says how far it is and can be stopped."""
        try:
            with self.tx.offered(incoming=self.watch.follow(rows, entry.file, time.monotonic)):
                self.tx.execute(statement, params)
            self.watch.say(Progress(SETTLING, entry.file, len(rows), len(rows)))
        except duckdb.Error:
            self.watch.check()  # the engine's word for a stream that somebody stopped
            raise

    def _store(self, table: Table, entry: Entry, names: list[str], others: list[str]) -> None:
        known = self.tx.query(sql.count_known(table, others)).iloc[0]
        if table.name == "order_header":
            # Files of one name in several folders count as one.
            if int(known["n"]):
                self.new_orders.discard(entry.file)
            else:
                self.new_orders.add(entry.file)
        if int(known["changed"]) and others:
            journal.note_former(self.tx, self.import_id, table, others)
            self.tx.execute(sql.update(table, others), [self.import_id])
        self.tx.execute(sql.insert(table, names), [self.import_id])
        entry.inserted += int(known["total"]) - int(known["n"])
        entry.updated += int(known["changed"])
        entry.unchanged += int(known["n"]) - int(known["changed"])

    # --- accounts by other words ------------------------------------------------------------------

    def _find_accounts(self, fed: Fed) -> None:
        """Give a file's accounts the ids the store knows them by, where it names most otherwise."""
        file = fed.entry.file
        if file not in self.accounts_of:
            with self.tx.offered(incoming=fed.rows):
                words = self.tx.query(sql.ACCOUNT_WORDS)
            other = words[~words["is_id"] & words["account_id"].notna()]
            found = dict(zip(other["word"], other["account_id"], strict=True))
            self.accounts_of[file] = found if len(found) > int(words["is_id"].sum()) else {}
            if self.accounts_of[file]:
                fed.entry.findings.append(Finding("W_LINKED", value=str(len(found))))
        found = self.accounts_of[file]
        if found:
            ids = [found.get(v, v) for v in fed.rows["account_id"].to_pylist()]
            place = fed.rows.column_names.index("account_id")
            fed.rows = fed.rows.set_column(place, "account_id", pa.array(ids, pa.string()))
            if fed.table == "account":
                fed.rows = _once(fed.rows)

    def _learn_words(self, fed: Fed, rows: pa.Table) -> None:
        """Remember the names and other ids accounts go by."""
        if not fed.derived:
            self.tx.execute(_FORGET_OWN_NAME)
            if "alternate_id" in rows.column_names:
                self.tx.execute(_LEARN_ALTERNATE)
        elif fed.names is not None:
            found = self.accounts_of.get(fed.entry.file, {})
            ids = [found.get(v, v) for v in fed.names["account_id"].to_pylist()]
            names = pa.table(
                {"account_id": pa.array(ids, pa.string()), "alias": fed.names["alias"]}
            )
            with self.tx.offered(names=names):
                self.tx.execute(_LEARN_NAMES)

    # --- rows that cannot stay --------------------------------------------------------------------

    def _orphans(self, table: Table, fed: Fed) -> list[Rejected]:
        """Rows whose parent nobody knows; unknown products become stubs with a note."""
        entry = fed.entry
        if table.name == "order_line":
            return self._unknown_orders(entry, fed.skip_repeats)
        has = self._columns()
        refused = []
        column, parent = PARENTS.get(table.name, ("", ""))
        if column in has:
            condition = sql.no_parent(column, parent)
            refused = self._set_aside(entry, condition, column, "R_UNKNOWN_PARENT")
        if "account_id" not in has or table.name == "account":
            return refused
        if table.name == "order_header" or not self.knew_accounts:
            self.tx.execute(sql.MAKE_ACCOUNTS, [self.import_id])
            return refused
        orphans = self._set_aside(entry, sql.NO_ACCOUNT, "account_id", "R_UNKNOWN_CUSTOMER")
        return refused + orphans

    def _unknown_orders(self, entry: Entry, skip_repeats: bool) -> list[Rejected]:
        refused = self._set_aside(entry, sql.NO_ORDER, "order_id", "R_UNKNOWN_ORDER")
        new = self.number(sql.COUNT_NEW_PRODUCTS)
        if new:
            entry.findings.append(Finding("W_UNKNOWN_PRODUCT", value=str(new)))
            self.tx.execute(sql.MAKE_PRODUCTS, [self.import_id])
        if skip_repeats:
            entry.skipped += self._drop(sql.REPEATED_LINE)
        priced = self.number(sql.count(sql.LIST_PRICED))
        if priced:
            entry.findings.append(Finding("W_LIST_PRICE", value=str(priced)))
        return refused + self._set_aside(entry, sql.NO_AMOUNT, "amount", "R_AMOUNT_MISSING")

    def _once_by_total_or_lines(self, entry: Entry, names: list[str]) -> None:
        """A sale told by its order's total and by its lines counts by its lines."""
        if order_totals.tell_totals(names):
            told = self._drop(order_totals.TOLD_BY_LINES)
            entry.skipped += told
        else:
            told = order_totals.give_way(self.tx, self.import_id, names)
        if told:
            entry.findings.append(Finding("W_TOTALS_AND_LINES", value=str(told)))

    def _conflicts(self, table: Table, entry: Entry, folded: bool) -> list[Rejected]:
        """Several rows of one key: repeats are skipped, contradictions kept aside, all of them."""
        clash = sql.clashing(table, folded)
        if not self.number(sql.count(clash)):
            return []
        gone = self._drop(sql.repeated(table, self._columns(), folded))
        if gone:
            entry.skipped += gone
            entry.findings.append(Finding("W_DUPLICATE_ROW", value=str(gone)))
        return self._set_aside(entry, clash, table.key[0], "R_KEY_CONFLICT")

    def _columns(self) -> list[str]:
        return self.tx.query(sql.COLUMNS_OF_FRESH)["column_name"].tolist()

    def _set_aside(self, entry: Entry, condition: str, column: str, code: str) -> list[Rejected]:
        bad = self.tx.query(sql.matching(condition))
        if bad.empty:
            return []
        self._drop(condition)
        header = entry.mapping.get(column, column)
        column_of = {h: c for c, h in entry.mapping.items() if c in bad.columns}
        refused = []
        for told in bad.to_dict("records"):
            # As typed; where the file itself is still at hand, its own cells take their place.
            cells = [_text(told[column_of[h]]) if h in column_of else None for h in entry.headers]
            row, value = int(told["_row"]), _text(told[column]) or ""
            refused.append(Rejected(entry.file, row, header, value, code, "", cells))
        entry.findings += [Finding(code, r.row, header, r.value) for r in refused[:SHOWN]]
        return refused

    def _drop(self, condition: str) -> int:
        gone = self.number(sql.count(condition))
        if gone:
            self.tx.execute(sql.delete(condition))
        return gone


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


_LISTED = (
    "CREATE OR REPLACE TEMP TABLE listed AS SELECT t.account_id FROM account t WHERE "
    + sql.KEEP_LISTED
)
_FORGET_OWN_NAME = (
    "DELETE FROM account_alias WHERE kind = 'name' AND (account_id, alias) IN"
    " (SELECT a.account_id, a.account_name FROM account a JOIN fresh USING (account_id))"
)
_LEARN_ALTERNATE = (
    "INSERT INTO account_alias SELECT DISTINCT account_id, alternate_id, 'alternate_id' FROM fresh"
    " WHERE alternate_id IS NOT NULL AND alternate_id <> account_id ON CONFLICT DO NOTHING"
)
_LEARN_NAMES = (
    "INSERT INTO account_alias SELECT DISTINCT n.account_id, n.alias, 'name' FROM names n"
    " JOIN account a ON a.account_id = n.account_id WHERE n.alias <> n.account_id"
    " AND (a.account_name IS DISTINCT FROM n.alias"
    " OR n.account_id NOT IN (SELECT account_id FROM listed)) ON CONFLICT DO NOTHING"
)


def _once(rows: pa.Table) -> pa.Table:
    """One row per account where two words of a file mean the same one; the first is kept."""
    seen: set[str] = set()
    first = []
    for value in rows["account_id"].to_pylist():
        first.append(value not in seen)
        seen.add(value)
    return rows.filter(pa.array(first, pa.bool_()))
