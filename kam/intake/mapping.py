"""The mapping file: what a person decided about a file, written down to be used again."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
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
    columns one value for every row. ``name`` is that of a saved one.
    """

    table: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def alone(self) -> bool:
        """Whether no column is used but those it names."""
        return bool(self.options.get("only"))


# only: no column of the file is used but those named.
OPTIONS = frozenset({"date_format", "decimal", "unit_factor", "duplicates", "only"})


def signature(headers: Iterable[str]) -> str:
    """By which a file's headers are known again, whatever their order.

    >>> signature(["a", "b "]) == signature(["b", "a"])
    True
    """
    told = json.dumps(sorted(h.strip() for h in headers), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def written(mapping: Mapping) -> str:
    r"""A mapping as a mapping file (TOML), for ``--map``.

    >>> print(written(Mapping("account", {"account_id": 'No "1"'})))
    table = "account"
    <BLANKLINE>
    [columns]
    account_id = "No \"1\""
    <BLANKLINE>
    """
    lines = [f"table = {_toml(mapping.table)}"] if mapping.table else []
    parts = {"columns": mapping.columns, "options": mapping.options, "constants": mapping.constants}
    for title, values in parts.items():
        if values:
            lines += ["", f"[{title}]", *(f"{k} = {_toml(v)}" for k, v in values.items())]
    return "\n".join(lines).lstrip("\n") + "\n"


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


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
