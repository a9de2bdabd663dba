"""The engine reaches neither files nor the network, nor can it be talked into it.

Reliability promise 8: every probe runs on the product's own connection; what remains allowed is
listed with the reason it does no harm (docs/security.md tells the same list).
"""

import duckdb
import pytest

from kam.store import Store

SHUT = {
    "read a text": "SELECT * FROM read_text('{file}')",
    "read bytes": "SELECT * FROM read_blob('{file}')",
    "read CSV": "SELECT * FROM read_csv('{file}')",
    "read CSV by name": "SELECT * FROM '{file}.csv'",
    "read CSV, guessing": "SELECT * FROM read_csv_auto('{file}')",
    "read JSON": "SELECT * FROM read_json('{file}')",
    "read JSON lines": "SELECT * FROM read_ndjson('{file}')",
    "read Parquet": "SELECT * FROM read_parquet('{file}')",
    "read Parquet by name": "SELECT * FROM '{file}.parquet'",
    "look into Parquet": "SELECT * FROM parquet_metadata('{file}')",
    "schema of Parquet": "SELECT * FROM parquet_schema('{file}')",
    "list a folder": "SELECT * FROM glob('{folder}/*')",
    "guess a CSV": "SELECT * FROM sniff_csv('{file}')",
    "another store by name": "SELECT * FROM '{folder}/other.duckdb'",
    "by query_table": "SELECT * FROM query_table('{file}.csv')",
    "by query": "SELECT * FROM query('SELECT * FROM read_text(''{file}'')')",
    "attach": "ATTACH '{folder}/other.duckdb' AS other",
    "attach, reading": "ATTACH '{folder}/other.duckdb' AS other (READ_ONLY)",
    "attach SQLite": "ATTACH '{folder}/other.sqlite' AS other (TYPE sqlite)",
    "write CSV": "COPY (SELECT 1) TO '{folder}/out.csv'",
    "write Parquet": "COPY (SELECT 1) TO '{folder}/out.parquet' (FORMAT parquet)",
    "write over the file": "COPY (SELECT 1) TO '{file}'",
    "load a CSV": "COPY account FROM '{file}'",
    "export": "EXPORT DATABASE '{folder}/all'",
    "import": "IMPORT DATABASE '{folder}/all'",
    "the web": "SELECT * FROM read_csv('https://example.com/a.csv')",
    "the web, plainly": "SELECT * FROM read_text('http://127.0.0.1:1/')",
    "a bucket": "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    "up the tree": "SELECT * FROM read_text('{folder}/../../etc/hosts')",
    "a device": "SELECT * FROM read_text('/dev/stdin')",
    "the process": "SELECT * FROM read_text('/proc/self/environ')",
    "install httpfs": "INSTALL httpfs",
    "load httpfs": "LOAD httpfs",
    "load a library": "LOAD '{folder}/evil.duckdb_extension'",
    "force an install": "FORCE INSTALL spatial FROM community",
    "other repository": "INSTALL x FROM 'http://example.com'",
    "update extensions": "UPDATE EXTENSIONS",
    "open the gates": "SET enable_external_access = true",
    "open a folder": "SET allowed_directories = ['{folder}']",
    "open a path": "SET allowed_paths = ['{file}']",
    "unlock": "SET lock_configuration = false",
    "reset the lock": "RESET lock_configuration",
    "more memory": "SET memory_limit = '1TB'",
    "more threads": "SET threads = 64",
    "other temporary folder": "SET temp_directory = '{folder}'",
    "more temporary room": "SET max_temp_directory_size = '10TB'",
    "longer questions": "SET max_execution_time = 0",
    "profile into a file": "SET profiling_output = '{folder}/p.json'",
    "profile": "PRAGMA enable_profiling = 'json'",
    "log into a file": "CALL enable_logging(storage = 'file')",
    "log": "PRAGMA enable_logging",
    "unsigned extensions": "SET allow_unsigned_extensions = true",
    "automatic install": "SET autoinstall_known_extensions = true",
    "automatic load": "SET autoload_known_extensions = true",
    "community extensions": "SET allow_community_extensions = true",
    "other home": "SET home_directory = '{folder}'",
    "other extension folder": "SET extension_directory = '{folder}'",
    "list extensions": "SELECT * FROM duckdb_extensions()",
    "frames of Python": "SELECT * FROM a_frame",
    "a secret": "CREATE PERSISTENT SECRET s (TYPE s3)",
}

# What remains, and why it does no harm.
OPEN = {
    "SELECT name FROM duckdb_settings()": "tells settings; no page and no command shows it",
    "SELECT path FROM duckdb_databases()": "tells the store's own place; no page shows it",
    "ATTACH ':memory:' AS aside": "memory only, bounded by memory_limit, gone with the connection",
    "SET VARIABLE x = 1": "a value of this cursor",
    "SET schema = 'main'": "this cursor's default schema; our statements name no other",
    "SELECT * FROM query('SELECT 1')": "runs what the same connection may run",
    "SELECT 1; SELECT 2": "several statements, each as allowed as alone",
    "SELECT version()": "a number that the release notes tell, too",
    "CHECKPOINT": "brings the store to the disk",
    "CREATE TEMP TABLE mine AS SELECT 1": "memory of this cursor, bounded",
    "PRAGMA database_size": "tells the store's size",
    "EXPLAIN SELECT 1": "tells a plan",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lock")
    (folder / "secret").write_text("a,b\n1,2\n")
    opened = Store.open(folder / "kam.duckdb")
    yield opened
    opened.close()


@pytest.mark.parametrize("probe", SHUT)
def test_a_way_out_is_shut(store, probe):
    a_frame = [1]  # noqa: F841 - what a replacement scan would find
    statement = SHUT[probe].format(file=store.path.parent / "secret", folder=store.path.parent)
    with pytest.raises(duckdb.Error):
        store.query(statement)
    left = {p.name for p in store.path.parent.iterdir()} - {"secret", "kam.duckdb"}
    assert left <= {"kam.duckdb.wal"}, left


@pytest.mark.parametrize("statement", OPEN)
def test_what_remains_is_listed_with_its_reason(store, statement):
    assert OPEN[statement]
    with store._connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_bounds_are_set(store):
    rows = store.query("SELECT name, value FROM duckdb_settings()").set_index("name")["value"]
    assert rows["lock_configuration"] == "true"
    assert rows["enable_external_access"] == "false"
    assert int(rows["max_execution_time"]) == 1_800_000
    assert rows["max_temp_directory_size"] == "59.6 GiB"


def test_after_all_probes_the_store_still_answers(store):
    assert store.query("SELECT count(*) AS n FROM account")["n"].iloc[0] == 0
