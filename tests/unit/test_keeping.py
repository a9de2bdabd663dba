"""Keeping a store whole: what is confirmed stays, backups come back, damage is found and mended."""

import json
import shutil

import duckdb
import pytest

from kam import confirmed, copies, health, imports, intake, keeping, periods
from kam.errors import DataError
from kam.portfolio import Portfolio
from kam.schema import KEPT_TABLES, OWN_TABLES
from kam.store import Store

SALES = b"account id,order date,order id,amount\nA,2024-01-05,1,10.5\nB,2024-02-01,2,20\n"
MORE = b"account id,order date,order id,amount\nC,2024-03-05,3,7\n"


def bring(store, data, name="sales.csv"):
    return imports.carry_out(store, imports.plan(store, [intake.Upload(name, data)]), "test")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kam.duckdb"


@pytest.fixture
def store(path):
    opened = Store.open(path)
    yield opened
    opened.close()


def test_a_closed_store_is_complete_in_its_one_file(path):
    """Reliability promise 2."""
    store = Store.open(path)
    bring(store, SALES)
    digest = store.digest()
    assert not path.with_name("kam.duckdb.wal").exists()
    alone = path.with_name("alone.duckdb")
    shutil.copyfile(path, alone)
    store.close()
    moved = Store.open(alone)
    assert moved.digest() == digest
    moved.close()


def test_every_import_is_sealed_before_it_is_told(store, path):
    first, second = bring(store, SALES), bring(store, MORE, "more.csv")
    lines = confirmed.read(path).lines
    assert [x.what for x in lines] == ["start", "import", "import"]
    assert [x.import_id for x in lines[1:]] == [first.import_id, second.import_id]
    assert [x.revision for x in lines] == [1, 1, 2]


def test_the_same_file_again_confirms_nothing_and_leaves_no_copy(store, path):
    bring(store, SALES)
    before = confirmed.read(path).lines, copies.of(path)
    bring(store, SALES)
    assert (confirmed.read(path).lines, copies.of(path)) == before


def test_a_cancelled_import_leaves_no_copy_behind(store, path):
    bring(store, SALES)
    planned = imports.plan(store, [intake.Upload("more.csv", MORE)])
    with pytest.raises(intake.Cancelled):
        imports.carry_out(store, planned, "test", intake.Watch(cancelled=lambda: True))
    assert not copies.of(path)
    assert store.revision == 1


def test_a_store_put_back_by_hand_is_noticed_and_said_beside_every_result(path):
    store = Store.open(path)
    bring(store, SALES)
    old = path.with_name("old.duckdb")
    store.copy_to(old)
    bring(store, MORE, "more.csv")
    store.close()
    shutil.copyfile(old, path)
    store = Store.open(path)
    assert [x.revision for x in keeping.missing(store)] == [2]
    assert [n.code for n in Portfolio(store).notices] == ["E_CONFIRMED_MISSING"]
    store.close()
    assert [t.code for t in health.check(path).troubles] == ["E_CONFIRMED_MISSING"]


def test_undoing_and_emptying_are_no_loss(store, path):
    done = bring(store, SALES)
    imports.undo(store, done.import_id, "test")
    assert not keeping.missing(store)
    imports.empty(store, "test")
    assert not keeping.missing(store)
    assert [x.what for x in confirmed.read(path).lines][-2:] == ["undo", "empty"]


def test_a_torn_last_line_was_never_confirmed(store, path):
    bring(store, SALES)
    ledger = confirmed.path_of(path)
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + b'{"n": 3, "at": "2024-')
    assert len(confirmed.read(path).lines) == 2
    assert confirmed.read(path).altered_at is None
    bring(store, MORE, "more.csv")
    assert [x.n for x in confirmed.read(path).lines] == [1, 2, 3]


def test_any_altered_byte_of_the_ledger_is_found(store, path):
    """Reliability promise 13."""
    bring(store, SALES)
    bring(store, MORE, "more.csv")
    ledger = confirmed.path_of(path)
    whole = ledger.read_bytes()
    for place in range(0, len(whole) - 1, 7):
        altered = bytearray(whole)
        altered[place] ^= 1
        ledger.write_bytes(bytes(altered))
        chain = confirmed.read(path)
        assert chain.altered_at is not None or len(chain.lines) < 3, place
    ledger.write_bytes(whole)
    assert len(confirmed.read(path).lines) == 3


def test_an_order_that_stands_twice_is_found(store, path):
    bring(store, SALES)
    assert health.examine(store).sound
    with store.transaction("test", "harm") as tx:
        tx.execute("INSERT INTO order_header SELECT * FROM order_header LIMIT 1")
    assert [t.code for t in health.examine(store).troubles if t.code == "E_KEY_TWICE"]


def test_any_altered_audit_line_is_found(path):
    """Reliability promise 13."""
    store = Store.open(path)
    for data in (SALES, MORE):
        bring(store, data)
    store.close()
    assert health.check(path).sound
    for column, value in (
        ("who", "'eve'"),
        ("what", "'nothing'"),
        ("made_at", "TIMESTAMP '2020-01-01'"),
    ):
        kept = path.read_bytes()
        with duckdb.connect(str(path)) as raw:
            raw.execute(f"UPDATE audit SET {column} = {value} WHERE revision = 1")
        assert [t.code for t in health.check(path).troubles] == ["E_AUDIT_ALTERED"], column
        path.write_bytes(kept)


def test_a_backup_comes_back_to_the_letter(store, path):
    """Reliability promise 14."""
    bring(store, SALES)
    digest = store.digest()
    backup = keeping.back_up(store)
    bring(store, MORE, "more.csv")
    later, revision = store.digest(), store.revision
    kept = keeping.restore(store, backup, "test")
    assert store.digest() == digest
    assert store.revision == revision + 1, "what pages keep by revision must not be mistaken"
    assert not keeping.missing(store)
    assert imports.history(store)["import_id"].nunique() == 1
    # And back again, from the copy made before.
    keeping.restore(store, kept, "test")
    assert store.digest() == later
    assert health.examine(store).sound


def test_a_restore_from_something_else_changes_nothing(store, path, tmp_path):
    bring(store, SALES)
    digest = store.digest()
    other = tmp_path / "holiday.duckdb"
    other.write_bytes(b"no database at all" * 1000)
    with pytest.raises(DataError) as refused:
        keeping.restore(store, other, "test")
    assert refused.value.code == "E_STORE_DAMAGED"
    assert store.digest() == digest
    assert not list(tmp_path.glob(".restore*"))


def test_a_restore_brings_back_every_table(store):
    there = set(
        store.query(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'main' AND table_type = 'BASE TABLE'"
        )["table_name"]
    )
    assert there == set(KEPT_TABLES) | set(OWN_TABLES)


def test_automatic_copies_are_few_and_those_by_hand_stay(store, path):
    bring(store, SALES)
    keeping.back_up(store)
    for number in range(8):
        bring(
            store,
            MORE.replace(b"C,", f"C{number},".encode()).replace(b",3,", f",{number + 3},".encode()),
        )
    made = [c.reason for c in copies.of(path)]
    assert made.count("before-import") == copies.KEEP_COPIES
    assert made.count("backup") == 1


def test_an_older_store_is_copied_before_it_is_brought_up_to_date(path):
    """Reliability promise 15."""
    store = Store.open(path)
    bring(store, SALES)
    digest = store.digest()
    store.close()
    with duckdb.connect(str(path)) as raw:
        raw.execute("DELETE FROM migration WHERE name = '0005_chain_audit'")
    store = Store.open(path)
    assert store.digest() == digest
    store.close()
    assert [c.reason for c in copies.of(path)] == ["before-upgrade"]


def test_a_store_of_a_newer_version_is_left_alone(path):
    Store.open(path).close()
    with duckdb.connect(str(path)) as raw:
        raw.execute("INSERT INTO migration VALUES ('9999_later', now()::TIMESTAMP)")
    before = path.read_bytes()
    with pytest.raises(DataError) as refused:
        Store.open(path)
    assert refused.value.code == "E_STORE_NEWER"
    assert path.read_bytes() == before


def test_a_full_disk_is_told_before_anything_is_read(store, monkeypatch):
    bring(store, SALES)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 100))
    with pytest.raises(DataError) as refused:
        bring(store, MORE)
    assert refused.value.code == "E_NO_ROOM"
    assert store.revision == 1


def torn_store(path):
    """A store whose last transaction stands in its write-ahead file, unchecked; and its content."""
    store = Store.open(path)
    bring(store, SALES)
    digest = store.digest()
    store.close()
    with duckdb.connect(str(path), config={"checkpoint_threshold": "1GB"}) as raw:
        raw.execute("SET debug_skip_checkpoint_on_commit = true")
        raw.execute("PRAGMA disable_checkpoint_on_shutdown")
        for number in range(3):
            raw.execute("INSERT INTO account (account_id) VALUES (?)", [f"W{number}"])
    return digest


def test_a_torn_write_ahead_file_is_cut_and_what_came_before_is_back(path):
    """Reliability promise 3."""
    torn_store(path)
    wal = path.with_name("kam.duckdb.wal")
    whole = wal.read_bytes()
    flipped = bytearray(whole)
    flipped[-60] ^= 1
    wal.write_bytes(bytes(flipped))
    with pytest.raises(DataError) as refused:
        Store.open(path)
    assert refused.value.code == "E_STORE_TORN"
    done = health.recover(path)
    assert done.cut > 0
    assert [p.exists() for p in done.kept] == [True, True]
    assert done.kept[1].read_bytes() == bytes(flipped)
    store = Store.open(path)
    names = set(store.query("SELECT account_id FROM account")["account_id"])
    assert {"A", "B", "W0", "W1"} <= names
    store.close()


@pytest.mark.parametrize("slot", [1, 2])
def test_a_damaged_header_is_replaced_by_its_twin_and_what_that_lost_is_named(path, slot):
    store = Store.open(path)
    bring(store, SALES)
    digest = store.digest()
    store.close()
    whole = bytearray(path.read_bytes())
    whole[slot * 4096 + 8 : slot * 4096 + 64] = bytes(range(56))
    path.write_bytes(bytes(whole))
    found = health.recover(path).health
    # The twin is the state of the checkpoint before: either all is there, or the ledger says no.
    lost = [t.code for t in found.troubles]
    assert found.digest == digest or lost == ["E_CONFIRMED_MISSING"]


def test_what_cannot_be_brought_back_stays_as_it_was(path):
    path.write_bytes(b"x" * 100_000)
    before = path.read_bytes()
    with pytest.raises(DataError):
        health.recover(path)
    assert path.read_bytes() == before


def test_the_moment_of_a_line_is_told(store, path):
    bring(store, SALES)
    line = confirmed.read(path).lines[-1]
    assert periods.moment(json.loads(json.dumps(line.at))) <= periods.now()
