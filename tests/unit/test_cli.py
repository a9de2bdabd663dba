"""The command line keeps its promises: one JSON object, exit codes, and no write while reading."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kam import scenarios
from kam.cli import main
from kam.store import Store

ROOT = Path(__file__).resolve().parents[2]
SALES = "customer,date,amount\nAcme,2024-01-05,100\nBeta,2024-02-06,50\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("KAM_DB", str(tmp_path / "kam.duckdb"))
    return tmp_path


def ask(capsys, *words):
    code = main([*map(str, words), "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def write(place, name, text):
    path = place / name
    path.write_text(text, encoding="utf-8")
    return path


def test_import_answers_as_cli_md_says(place, capsys):
    code, answer, _ = ask(capsys, "import", write(place, "x.csv", SALES))
    assert code == 0
    assert set(answer) >= {"files", "revision", "warnings"}
    entry = answer["files"][0]
    assert set(entry) >= {
        "file", "table", "status", "code", "rows_read", "inserted", "updated", "unchanged",
        "rejected", "skipped", "mapping", "findings",
    }  # fmt: skip
    assert entry["mapping"] == {"account_id": "customer", "order_date": "date", "amount": "amount"}


def test_exit_codes_of_an_import(place, capsys):
    good = write(place, "good.csv", SALES)
    assert ask(capsys, "import", good)[0] == 0
    assert ask(capsys, "import", good)[1]["files"][0]["status"] == "unchanged"
    some = write(place, "some.csv", SALES + "Gamma,never,5\n")
    assert ask(capsys, "import", some)[0] == 3
    bad = write(place, "bad.csv", "customer,date,amount\n")
    code, answer, err = ask(capsys, "import", bad, good)
    assert (code, answer["files"][0]["code"]) == (4, "E_NO_ROWS")
    assert "Export it with its data" in err
    asked = write(
        place,
        "ask.csv",
        SALES.replace("2024-01-05", "01/02/2024").replace("2024-02-06", "03/04/2024"),
    )
    assert ask(capsys, "import", asked)[0] == 4


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["import", "no-such-file.csv"],
        ["nonsense"],
        ["pareto", "--measure", "happiness"],
        ["pareto", "--as-of", "soon"],
        ["rank", "--weight", "payment_terms"],
        ["rank", "--weight", "paymnt_terms=3"],
        ["rank", "--preset", "equall"],
        ["robustness", "--top", "0"],
        ["backtest", "--weight", "tenur=1"],
    ],
)
def test_wrong_words_are_a_usage_error_and_still_one_json_object(place, capsys, words):
    code, answer, err = ask(capsys, *words)
    assert code == 2
    assert set(answer["error"]) == {"code", "problem", "mend"}
    assert err.strip()


def test_help_is_one_json_object_too(place, capsys):
    code, answer, _ = ask(capsys, "import", "--help")
    assert (code, "files or folders" in answer["help"]) == (0, True)


def test_an_unexpected_fault_is_one_json_object_with_the_trace_on_stderr(
    place, capsys, monkeypatch
):
    monkeypatch.setattr("kam.cli.commands.imports.plan", lambda *a, **k: 1 / 0)
    code, answer, err = ask(capsys, "import", write(place, "x.csv", SALES))
    assert (code, answer["error"]["code"]) == (1, "E_UNEXPECTED")
    assert "ZeroDivisionError" in err


READING = (["status"], ["pareto"], ["rank"], ["churn"], ["robustness"], ["backtest"])


@pytest.mark.parametrize("command", [*READING, ["account", "A"]])
def test_reading_creates_no_store(place, capsys, command):
    code, answer, _ = ask(capsys, *command)
    assert (code, answer["error"]["code"]) == (1, "E_NO_STORE")
    assert list(place.iterdir()) == []


def test_reading_and_trying_leave_every_byte(place, capsys):
    ask(capsys, "import", write(place, "x.csv", SALES))
    store = place / "kam.duckdb"
    before = store.read_bytes(), store.stat().st_mtime_ns
    for command in (*READING, ["account", "Acme"]):
        code, answer, _ = ask(capsys, *command)
        assert code == 0, answer
    more = write(place, "y.csv", SALES.replace("Acme", "New"))
    code, answer, _ = ask(capsys, "import", more, "--dry-run")
    assert (code, answer["files"][0]["inserted"], answer["revision"]) == (0, 1, 1)
    assert ask(capsys, "import", write(place, "bad.csv", "a"))[0] == 4
    assert (store.read_bytes(), store.stat().st_mtime_ns) == before
    assert sorted(p.name for p in place.iterdir() if p.suffix != ".csv") == [
        "kam.duckdb",
        "kam.duckdb.ledger",
    ]


def test_a_refused_or_tried_import_creates_no_store(place, capsys):
    assert ask(capsys, "import", write(place, "bad.csv", "a,b\n"))[1]["revision"] == 0
    assert ask(capsys, "import", write(place, "x.csv", SALES), "--dry-run")[0] == 0
    assert not (place / "kam.duckdb").exists()


def test_pareto_is_as_of_the_last_order_day_over_all_time(place, capsys):
    invoices = "invoice no,customer,invoice date,due date,amount\n1,Acme,2025-01-01,2025-03-01,9\n"
    ask(capsys, "import", write(place, "x.csv", SALES))
    ask(capsys, "import", write(place, "i.csv", invoices))
    _, answer, _ = ask(capsys, "pareto")
    assert (answer["as_of"], answer["window"]) == ("2024-02-06", "all")
    assert (answer["accounts"], answer["total"], answer["currency"]) == (2, 150.0, None)
    assert [r["account_id"] for r in answer["rows"]] == ["Acme", "Beta"]
    assert set(answer) >= {
        "k80", "share_top_20_percent", "gini", "gini_unbiased", "hhi", "n_eff", "warnings",
    }  # fmt: skip


def test_status_names_fact_tables_only(place, capsys):
    ask(capsys, "import", write(place, "x.csv", SALES))
    _, answer, _ = ask(capsys, "status")
    assert answer["tables"]["order_line"] == 2
    assert not {"audit", "import_file", "quarantine", "account_alias"} & set(answer["tables"])
    assert (answer["revision"], answer["as_of"]) == (1, "2024-02-06")


def test_a_mapping_file_decides_and_an_unknown_key_is_refused_by_name(place, capsys):
    text = "Supplier Name,Total\nA Ltd,100\nB Ltd,50\n"
    decided = write(
        place, "m.toml", 'table = "order_line"\n[constants]\norder_date = "2011-07-31"\n'
    )
    data = write(place, "2011-07.csv", text)
    assert ask(capsys, "import", data, "--map", decided)[0] == 0
    code, answer, _ = ask(capsys, "import", data, "--map", write(place, "n.toml", "tabel = 'x'\n"))
    assert (code, "tabel" in answer["error"]["problem"]) == (2, True)


def test_a_closed_pipe_is_no_fault(place):
    many = "".join(f"C{i},2024-01-05,{i + 1}\n" for i in range(20_000))
    data = write(place, "x.csv", "customer,date,amount\n" + many)
    run = [sys.executable, "-m", "kam"]
    subprocess.run([*run, "import", str(data)], cwd=ROOT, check=True, capture_output=True)
    pipe = subprocess.Popen(
        [*run, "pareto", "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ.copy(),
    )  # fmt: skip
    assert pipe.stdout is not None
    pipe.stdout.read(10)
    pipe.stdout.close()
    assert pipe.wait() == 0
    assert pipe.stderr is not None
    assert b"Traceback" not in pipe.stderr.read()


def test_robustness_answers_on_the_grid_of_worths(place, capsys):
    """Issue 4: the keys, and intervals that are those of brute force on q/65535."""
    assert ask(capsys, "demo")[0] == 0
    words = ["robustness", "--top", "3", "--weight", "tenure=6.1234"]
    code, answer, _ = ask(capsys, *words)
    assert code == 0
    assert set(answer) >= {"top1_intervals", "top_k_intervals", "rows", "as_of", "weights"}
    assert set(answer["top_k_intervals"]) == set(answer["weights"])
    row = answer["rows"][0]
    assert set(row) >= {"account_id", "acceptability", "interval", "rival"}
    for name, (low, high) in answer["top_k_intervals"].items():
        assert low <= answer["weights"][name] <= high
        first_low, first_high = answer["top1_intervals"][name]
        assert first_low <= answer["weights"][name] <= first_high
    name, (low, high) = row["indicator"], row["interval"]
    moved = high if high < 1 else low
    rest = {k: v for k, v in answer["weights"].items() if k != name}
    scale = (1 - moved) / sum(rest.values())
    for step, inside in ((-1e-6, True), (1e-6, False)):
        weights = {k: v * scale for k, v in rest.items()} | {
            name: moved + (step if high < 1 else -step)
        }
        given = [f"--weight={k}={v!r}" for k, v in weights.items()]
        _, ranked, _ = ask(capsys, "rank", "--top", "3", *given)
        ids = {r["account_id"] for r in ranked["rows"]}
        assert (row["account_id"] in ids) is inside
        assert (row["rival"] in ids) is not inside


def test_a_backtest_without_two_years_is_an_answer(place, capsys):
    ask(capsys, "import", write(place, "x.csv", SALES))
    code, answer, _ = ask(capsys, "backtest", "--lang", "en")
    assert (code, answer["verdict"], answer["rows"]) == (0, "too_little_history", [])
    assert "Too little history" in answer["verdict_text"]


def scenario_file(place, text):
    return write(place, "board.toml", text)


def test_rank_takes_a_scenario_from_a_file_and_from_the_store(place, capsys):
    ask(capsys, "import", write(place, "x.csv", SALES))
    path = scenario_file(
        place,
        'name = "Board"\nas_of = 2024-01-31\n[weights]\ntenure = 26\n[rules]\nkey_places = 1\n',
    )
    code, answer, _ = ask(capsys, "rank", "--scenario", path)
    assert (code, answer["scenario"], answer["as_of"]) == (0, "Board", "2024-01-31")
    assert answer["weights"]["tenure"] == pytest.approx(26 / 120)
    assert [(r["account_id"], r["tier"]) for r in answer["rows"]] == [("Acme", "key")]
    assert answer["rows"][0]["red_lines"] == []
    store = Store.open(place / "kam.duckdb")
    scenarios.save(store, scenarios.from_toml(path.read_text()), "Li")
    store.close()
    kept = ask(capsys, "rank", "--scenario", "Board")[1]
    assert kept == answer
    over = ask(
        capsys, "rank", "--scenario", "Board", "--as-of", "2024-02-06", "--weight", "tenure=0"
    )
    assert (over[1]["as_of"], over[1]["weights"]["tenure"]) == ("2024-02-06", 0)
    certificate = ask(capsys, "certificate", "--scenario", "Board")[1]
    assert (certificate["weights"], certificate["top"]) == (answer["weights"], 1)


@pytest.mark.parametrize(
    ("text", "named"), [("[weights]\ntenur = 1", "'tenur'"), ("color = 'red'", "'color'")]
)
def test_a_scenario_with_an_unknown_key_is_refused_by_name(place, capsys, text, named):
    code, answer, _ = ask(capsys, "rank", "--scenario", scenario_file(place, text))
    assert code == 2
    assert named in answer["error"]["problem"]


def test_a_scenario_that_is_not_there_is_refused(place, capsys):
    ask(capsys, "import", write(place, "x.csv", SALES))
    assert ask(capsys, "rank", "--scenario", "no.toml")[0] == 2
    assert ask(capsys, "rank", "--scenario", "Nobody's")[0] == 2


def test_a_store_is_checked_backed_up_and_restored_by_command(place, capsys):
    """cli.md: check, backup, restore, recover."""
    ask(capsys, "import", write(place, "x.csv", SALES))
    code, sound, _ = ask(capsys, "check")
    assert (code, sound["sound"], sound["findings"], sound["ledger_lines"]) == (0, True, [], 2)
    code, made, _ = ask(capsys, "backup", str(place / "copy.duckdb"))
    assert (code, made["digest"]) == (0, sound["digest"])
    assert ask(capsys, "backup", str(place / "copy.duckdb"))[1]["error"]["code"] == "E_FILE_EXISTS"
    ask(capsys, "import", write(place, "y.csv", SALES.replace("Acme", "New")))
    code, back, _ = ask(capsys, "restore", str(place / "copy.duckdb"))
    assert (code, back["digest"]) == (0, sound["digest"])
    assert ask(capsys, "check")[1]["sound"]
    (place / "kam.duckdb").write_bytes(b"damaged" * 5000)
    code, failed, _ = ask(capsys, "check")
    assert (code, failed["error"]["code"]) == (1, "E_STORE_DAMAGED")
    assert ask(capsys, "recover")[0] == 1
    code, back, _ = ask(capsys, "restore", str(place / "copy.duckdb"))
    assert (code, back["digest"]) == (0, sound["digest"])
    assert ask(capsys, "recover")[0] == 0
