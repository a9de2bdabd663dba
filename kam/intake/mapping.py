"""The mapping file: what a person decided about a file, written down to be used again."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kam.errors import DataError, UnknownName
from kam.intake.headers import HELPERS
from kam.schema import TABLES
from kam.words import say


@dataclass(frozen=True)
class Mapping:
    """A mapping file: what a person decided about a file.

    ``columns`` maps target columns to headers; ``options`` see OPTIONS; ``constants`` give target
    columns one value for every row.
    """

    table: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)


OPTIONS = frozenset({"date_format", "decimal", "unit_factor", "duplicates"})


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file (TOML); an unknown key is refused by its name.

    Raises
    ------
    DataError, UnknownName
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(
            say("The mapping file {file} cannot be read.", file=path.name),
            say("See docs/guide.md for an example."),
            "E_MAPPING",
        ) from error
    for key in content:
        if key not in {"table", "columns", "options", "constants"}:
            raise UnknownName.nearest(
                "mapping key", key, ["table", "columns", "options", "constants"]
            )
    for key in content.get("options", {}):
        if key not in OPTIONS:
            raise UnknownName.nearest("mapping option", key, sorted(OPTIONS))
    table = content.get("table")
    if table is not None and table not in TABLES:
        raise UnknownName.nearest("table", table, TABLES)
    known = {c for t in TABLES.values() for c in t.by_name}
    known |= {c.name for helpers in HELPERS.values() for c in helpers}
    for key in (*content.get("columns", {}), *content.get("constants", {})):
        if key not in known:
            raise UnknownName.nearest("column", key, sorted(known))
    return Mapping(
        table,
        dict(content.get("columns", {})),
        dict(content.get("options", {})),
        {k: str(v) for k, v in content.get("constants", {}).items()},
    )
