"""The store: a write is all or nothing, readers are never in the way, files outside are shut."""

import contextlib
import threading

import duckdb
import pandas as pd
import pytest

from kam import imports
from kam.errors import DataError, StoreBusy
from kam.store import Store


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "kam.duckdb")
    yield opened
    opened.close()


def add_accounts(store, *ids):
    with store.transaction("test", "add accounts") as tx:
        tx.execute("INSERT INTO account (account_id) SELECT unnest(?)", [list(ids)])


def test_a_write_raises_the_revision_and_leaves_a_line_in_the_audit(store):
    before = store.revision
    add_accounts(store, "A", "B")
    assert store.revision == before + 1
    audit = store.query("SELECT revision, who, what FROM audit")
    assert audit.to_dict("records") == [
        {"revision": before + 1, "who": "test", "what": "add accounts"}
    ]


def test_what_was_written_is_there_after_a_restart(tmp_path):
    path = tmp_path / "kam.duckdb"
    first = Store.open(path)
    add_accounts(first, "A")
    name, revision = first.id, first.revision
    first.close()
    second = Store.open(path)
    assert (second.id, second.revision) == (name, revision)
    assert second.rows_by_table()["account"] == 1
    second.close()


def test_a_failing_write_changes_nothing(store):
    add_accounts(store, "A")
    revision = store.revision
    with pytest.raises(duckdb.ConstraintException):
        add_accounts(store, "B", "A")
    assert store.rows_by_table()["account"] == 1
    assert store.revision == revision


def test_a_swallowed_error_cannot_look_like_success(store):
    add_accounts(store, "A")

    def swallow():
        with store.transaction("test", "swallowed") as tx:
            tx.execute("INSERT INTO account (account_id) VALUES ('B')")
            with contextlib.suppress(duckdb.ConstraintException):
                tx.execute("INSERT INTO account (account_id) VALUES ('A')")

    with pytest.raises(duckdb.Error, match="aborted"):
        swallow()
    assert store.rows_by_table()["account"] == 1


def test_values_are_text_never_sql(store):
    add_accounts(store, "x'); DROP TABLE account; --")
    assert store.rows_by_table()["account"] == 1


def test_the_engine_reaches_no_file(store):
    with pytest.raises(duckdb.PermissionException):
        store.query("SELECT * FROM read_csv('/etc/hosts')")
    with pytest.raises(duckdb.Error, match="locked"):
        store.query("SET memory_limit = '1GB'")


def test_sixteen_threads_lose_no_write_and_read_no_nonsense(store):
    wrong = []

    def work(number):
        for step in range(5):
            add_accounts(store, f"{number}-{step}")
            count = store.query("SELECT count(*) AS n FROM account")["n"].iloc[0]
            if not 1 <= count <= 80:
                wrong.append(count)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert store.rows_by_table()["account"] == 80
    assert store.revision == 80


def test_a_reader_sees_the_state_before_or_after_never_between(store):
    with store.transaction("test", "half way") as tx:
        tx.execute("INSERT INTO account (account_id) VALUES ('A')")
        assert store.rows_by_table()["account"] == 0
    assert store.rows_by_table()["account"] == 1


def test_frames_are_handed_over_by_name(store):
    incoming = pd.DataFrame({"account_id": ["A"], "account_name": ["Ada"]})
    with store.transaction("test", "hand over") as tx, tx.offered(incoming=incoming):
        tx.execute("INSERT INTO account BY NAME SELECT * FROM incoming")
    assert store.query("SELECT account_name FROM account")["account_name"].tolist() == ["Ada"]


def test_reading_a_store_that_is_not_there_says_what_to_do(tmp_path):
    with pytest.raises(DataError, match="Import a file"):
        Store.open(tmp_path / "nothing.duckdb", read_only=True)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_store_is_named_without_its_folder(tmp_path):
    path = tmp_path / "letter.duckdb"
    path.write_text("Dear customer" * 500)
    with pytest.raises(DataError) as caught:
        Store.open(path)
    assert "letter.duckdb" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_file_held_by_another_program_names_the_process(tmp_path):
    import subprocess
    import sys

    path = tmp_path / "kam.duckdb"
    Store.open(path).close()
    held = "import duckdb,sys; c=duckdb.connect(sys.argv[1]); print('held',flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", held, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(StoreBusy, match=str(holder.pid)):
            Store.open(path)
    finally:
        holder.communicate("\n", timeout=20)


def test_emptying_a_store_keeps_a_copy_that_opens(tmp_path):
    store = Store.open(tmp_path / "kam.duckdb")
    imports.load_sample(store)
    rows = store.rows_by_table()
    copy = imports.empty(store, "test")
    assert set(store.rows_by_table().values()) == {0}
    assert (
        store.query("SELECT what FROM audit ORDER BY revision")["what"].iloc[-1]
        == "empty the store"
    )
    assert Store.open(copy).rows_by_table() == rows
