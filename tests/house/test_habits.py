"""Habits that keep the code safe and readable: banned calls, docstrings, lengths, settings."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KAM = sorted((ROOT / "kam").rglob("*.py"))
PRODUCT = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *KAM]
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|COPY|ATTACH)\b")
# Statements made from the schema's own names, never from a user's words.
SQL_MAKERS = {
    "kam/schema/storage.py",
    "kam/intake/sql.py",
    "kam/intake/journal_sql.py",
    "kam/intake/rows_sql.py",
    "kam/intake/flat_sql.py",
    "kam/intake/merged.py",
    "kam/merging/sql.py",
}
CLOCKS = {"kam/periods.py"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def calls(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_no_call_that_lets_data_become_code(path):
    for called, node in calls(path):
        where = f"{name(path)}:{node.lineno}"
        assert called not in {"eval", "exec", "pickle.loads", "pickle.load"}, where
        assert called not in {"duckdb.sql", "duckdb.query", "duckdb.execute"}, where
        assert called != "st.html", where
        assert "unsafe_allow_html" not in {k.arg for k in node.keywords}, where


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_only_periods_and_the_doors_look_at_the_clock(path):
    if name(path) in CLOCKS:
        return
    for called, node in calls(path):
        assert not called.endswith(("date.today", "datetime.now", "datetime.today", "time.time")), (
            f"{name(path)}:{node.lineno} asks the clock: let the day come in as an argument"
        )


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_no_sql_is_built_from_values(path):
    if name(path) in SQL_MAKERS:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr) and any(
            isinstance(p, ast.FormattedValue) for p in node.values
        ):
            text = "".join(p.value for p in node.values if isinstance(p, ast.Constant))
            assert not SQL.search(text), (
                f"{name(path)}:{node.lineno}: values go through ?, names come from schema.py"
            )


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_no_error_is_swallowed(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{name(path)}:{node.lineno}: bare except"
            broad = ast.unparse(node.type) in {"Exception", "BaseException"}
            silent = all(isinstance(n, ast.Pass) for n in node.body)
            assert not (broad and silent), f"{name(path)}:{node.lineno}: swallowed"


@pytest.mark.parametrize("path", KAM, ids=name)
def test_everything_public_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{name(path)} opens with one sentence"
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        assert ast.get_docstring(node), f"{name(path)}:{node.lineno} {node.name} has no docstring"


@pytest.mark.parametrize("path", KAM, ids=name)
def test_a_module_answers_one_question(path):
    assert path.stem not in {"utils", "helpers", "common", "misc", "manager"}
    lines = len(path.read_text(encoding="utf-8").splitlines())
    allowed = {"indicators.py": 500}.get(path.name, 420)
    assert lines <= allowed, f"{name(path)} has {lines} lines: look for the second question in it"


def test_the_server_is_set_up_safe_and_quick():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["runner"]["postScriptGC"] is False
    assert settings["runner"]["magicEnabled"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableStaticServing"] is False
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["maxUploadSize"] <= 200


def test_every_requirement_is_bounded_and_locked_with_a_hash():
    for wish, lock in (
        ("requirements.txt", "requirements.lock"),
        ("requirements-dev.txt", "requirements-dev.lock"),
    ):
        locked = (ROOT / lock).read_text(encoding="utf-8")
        for line in (ROOT / wish).read_text(encoding="utf-8").splitlines():
            line = line.partition("#")[0].strip()
            if not line or line.startswith("-r"):
                continue
            package = re.split(r"[<>=]", line)[0].lower()
            assert "<" in line, f"{line}: bound it above"
            assert ">=" in line, f"{line}: bound it below"
            assert re.search(rf"^{re.escape(package)}==", locked, re.M | re.I), f"{package}: {lock}"
        assert "--hash=sha256:" in locked
        assert "http" not in locked


def test_the_readme_names_the_two_commands_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "check", "docs", "bench", "shots"):
        assert re.search(rf"^{target}:", makefile, re.M)
    assert "make run" in readme
    assert "make test" in readme
