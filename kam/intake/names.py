"""Names for codes: what a list of colleagues, regions or product families says a code means."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from kam.intake.headers import key_of, normalised
from kam.intake.kinds import Assignment
from kam.intake.rows_sql import renamed
from kam.intake.sheets import Sheet


def name_codes(
    db: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    sheet: Sheet,
    assignment: Assignment,
    spare: Sequence[Sheet],
    known: Map[str, Map[str, str]],
) -> dict[str, dict[str, str]]:
    """Replace codes of sellers, regions and product families by the names a spare sheet gives.

    Without such a sheet ``known`` tells, which holds what earlier ones said: "column/header" → code
    → name.

    Returns
    -------
    What the sheets of this command say, for the next time.

    Source: import-rules.md ("employee files give names").
    """
    learnt = {}
    for name in ("owner", "region", "category"):
        if name not in assignment.columns or name not in names:
            continue
        header = sheet.headers[assignment.columns[name]]
        key = f"{name}/{key_of(header)}"
        told = lookups(spare, header)
        if told:
            learnt[key] = told
        told = told or {**known.get(f"{name}/", {}), **known.get(key, {})}
        if told:
            codes, meant = pa.array(list(told), pa.string()), pa.array(told.values(), pa.string())
            db.register("told", pa.table({"code": codes, "name": meant}))
            db.execute(renamed(name))
            db.unregister("told")
    return learnt


def lookups(sheets: Sequence[Sheet], header: str) -> dict[str, str]:
    """Code → name from a sheet that lists them: employees for the seller's number, and the like.

    Looks for a sheet whose header equals the code column's and whose codes are unique.
    """
    for sheet in sheets:
        keys = [i for i, h in enumerate(sheet.headers) if key_of(h) == key_of(header)]
        if not keys or len(sheet.cells) == 0:
            continue
        names = _name_columns(sheet, normalised(header))
        codes = [_code(v) for v in sheet.values(keys[0]).to_pylist()]
        if not names or len(set(codes)) != len(codes):
            continue
        columns = [sheet.values(i).to_pylist() for i in names]
        told = (
            " ".join(str(p).strip() for p in parts if p not in (None, ""))
            for parts in zip(*columns, strict=True)
        )
        return {code: name for code, name in zip(codes, told, strict=True) if code and name}
    return {}


def _code(value: Any) -> str:
    whole = isinstance(value, float) and value == int(value)
    return str(int(value)) if whole else str(value).strip()


def _name_columns(sheet: Sheet, wanted: str) -> list[int]:
    words = {normalised(h): i for i, h in enumerate(sheet.headers)}
    if {"first name", "last name"} <= set(words):
        return [words["first name"], words["last name"]]
    stem = wanted.removesuffix(" id").split()[-1]
    for ending in ("name", "region", "description", "名称", "姓名"):
        for header, position in words.items():
            if (
                header.endswith(ending)
                and header != wanted
                and (stem in header or header == ending)
            ):
                return [position]
    return []
