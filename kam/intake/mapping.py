"""The mapping file: what a person decided about a file, written down to be used again."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kam.errors import DataError, UnknownName
from kam.intake.findings import Finding
from kam.intake.headers import targets
from kam.intake.options import check
from kam.schema import TABLES
from kam.words import say


@dataclass(frozen=True)
class Mapping:
    """A mapping file: what a person decided about a file.

    ``columns`` maps target columns to headers; ``options`` see kam.intake.options; ``constants``
    give target columns one value for every row, whatever the file says. ``name`` is that of a saved
    one.

    Raises
    ------
    UnknownName, DataError
        A table, column or option that does not exist, or a value an option cannot have.
    """

    table: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    name: str = ""

    def __post_init__(self) -> None:
        if self.table is not None and self.table not in TABLES:
            raise UnknownName.nearest("table", self.table, TABLES)
        known = {c for t in ([self.table] if self.table else TABLES) for c in targets(t)}
        for key in (*self.columns, *self.constants):
            if key not in known:
                raise UnknownName.nearest("column", key, sorted(known))
        check(self.options)

    def constants_of(self, table: str) -> dict[str, str]:
        """The constants for columns a table has; all amounts in one currency is one of them."""
        own = targets(table)
        said = dict(self.constants)
        if "currency" in self.options:
            said["currency"] = self.options["currency"]
        return {c: v for c, v in said.items() if c in own}

    @property
    def alone(self) -> bool:
        """Whether no column is used but those it names."""
        return bool(self.options.get("only"))


def answered(mapping: Mapping, finding: Finding, answer: str) -> Mapping:
    """A mapping with the answer to a question in it.

    >>> answered(Mapping(), Finding("Q_TAX"), "net").options
    {'tax': 'net'}
    """
    part, name = finding.sets.split(".")
    return replace(mapping, **{part: getattr(mapping, part) | {name: answer}})


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
    """Read a mapping file (TOML); an unknown key is refused by its name, with the nearest known.

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
    parts = ("table", "columns", "options", "constants")
    for key in content:
        if key not in parts:
            raise UnknownName.nearest("mapping key", key, parts)
    for key in parts[1:]:
        if not isinstance(content.get(key, {}), dict):
            raise DataError(
                say("The mapping file {file} has no part [{part}].", file=path.name, part=key),
                say("See docs/guide.md for an example."),
                "E_MAPPING",
            )
    return Mapping(
        content.get("table"),
        {k: str(v) for k, v in content.get("columns", {}).items()},
        dict(content.get("options", {})),
        {k: str(v) for k, v in content.get("constants", {}).items()},
    )
