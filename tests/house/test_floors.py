"""The house's floors: imports point down, and each library lives where it belongs."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Floor of each module or package of kam; a package's own modules may know each other.
FLOORS = {
    "words": 0, "periods": 0, "formulas": 0,
    "errors": 1, "units": 1, "schema": 1, "figures": 1, "merge_tables": 1, "copies": 1,
    "store": 2, "confirmed": 2, "indicators": 2, "curves": 2, "red_lines": 2, "tiers": 2,
    "knobs": 2, "measure_sql": 2,
    "measure": 3, "ledger": 3, "intake": 3, "demo": 3, "policy": 3, "columns": 3,
    "families": 3, "past": 3, "rates": 3, "months": 3, "service_cost": 3,
    "scoring": 4, "weighting": 4, "concentration": 4, "whale": 4, "churn": 4, "duplicates": 4,
    "background": 4, "profiles": 4, "keeping": 4, "scenarios": 4,
    "health": 5, "week": 5, "dependence": 5, "segments": 5, "leaving": 5, "stock": 5,
    "quality": 5, "backtest": 5,
    "portfolio": 6, "imports": 6, "quarantine": 6, "merging": 6,
    "card": 7, "selection": 7, "key_list": 7, "snapshots": 7,
    "charts": 8, "exports": 8, "method": 8, "certificate": 8,
    "cli": 9, "__main__": 10,
    "ui": 10,
}  # fmt: skip

HOMES = {
    "streamlit": ("kam/ui/", "pages/", "app.py"),
    "plotly": ("kam/charts/",),
    "sklearn": ("kam/churn/",),
    "duckdb": ("kam/store/", "kam/intake/"),
}
FORBIDDEN_IN_PAGES = {"pandas", "numpy", "duckdb", "sklearn", "plotly", "scipy", "pyarrow"}

SOURCES = sorted((ROOT / "kam").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))


def imports_of(path: Path) -> set[str]:
    """Dotted names a file imports, at any depth; ``from kam import x`` gives kam.x."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name}: write imports in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def unit_of(path: Path) -> str:
    return path.relative_to(ROOT / "kam").parts[0].removesuffix(".py")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_kam_looks_only_down(path):
    unit = unit_of(path)
    if unit == "__init__":
        return
    assert unit in FLOORS, (
        f"{name(path)} has no floor: add {unit!r} to FLOORS in tests/house/test_floors.py and to"
        " the picture in docs/house.md"
    )
    for dotted in imports_of(path):
        parts = dotted.split(".")
        if parts[0] != "kam" or len(parts) < 2 or parts[1] == unit:
            continue
        target = parts[1]
        assert target in FLOORS, f"{name(path)} imports kam.{target}, which has no floor"
        assert FLOORS[target] < FLOORS[unit], (
            f"{name(path)} (floor {FLOORS[unit]}) imports kam.{target} (floor {FLOORS[target]}):"
            " imports point down, and neighbours do not know each other"
        )


def test_no_package_imports_in_a_circle():
    graph = {}
    for path in SOURCES:
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        graph[dotted] = imports_of(path)
    modules = set(graph)

    def targets(module):
        for imported in graph[module]:
            if imported in modules and imported != module:
                yield imported
            parent = imported.rpartition(".")[0]
            if imported not in modules and parent in modules and parent != module:
                yield parent

    done, path = set(), []

    def walk(module):
        assert module not in path, "circle: " + " → ".join([*path[path.index(module) :], module])
        if module in done:
            return
        path.append(module)
        for target in targets(module):
            walk(target)
        path.pop()
        done.add(module)

    for module in sorted(modules):
        walk(module)


@pytest.mark.parametrize("path", [*SOURCES, *PAGES, ROOT / "app.py"], ids=name)
def test_a_library_is_imported_only_where_it_belongs(path):
    for dotted in imports_of(path):
        library = dotted.split(".")[0]
        if library in HOMES:
            assert name(path).startswith(HOMES[library]), (
                f"{name(path)} imports {library}, which belongs into {', '.join(HOMES[library])}"
            )


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_shows_and_never_computes(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not {d.split(".")[0] for d in imports_of(path)} & FORBIDDEN_IN_PAGES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.decorator_list, f"{name(path)}: only fragments and dialogs may be functions"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_begins_with_begin(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    first = next(
        n for n in body[1:] if not isinstance(n, ast.Import | ast.ImportFrom)
    )  # body[0] is the docstring
    assert ast.unparse(first) == "view = begin()"


def test_the_menu_is_the_folder():
    from kam.ui.menu import MENU

    stems = [entry.stem for section in MENU for entry in section.entries]
    assert sorted(stems) == sorted(p.stem for p in PAGES)
    assert len(set(stems)) == len(stems)
    assert all(stem.isidentifier() and stem.isascii() for stem in stems)
