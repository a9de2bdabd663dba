"""Question and answer as files: plain JSON and Arrow, nothing that could run."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

from kam.intake.facts import Fed, Reading, Rejected
from kam.intake.findings import Entry, Finding
from kam.intake.mapping import Mapping
from kam.intake.planning import Answer, Question
from kam.intake.sheets import Upload
from kam.intake.shelf import Shelf

QUESTION, ANSWER = "question.json", "answer.json"
OUT_OF_MEMORY, FAULT = 77, 78  # exit states of a reader: no room, an error nobody foresaw


def write_question(question: Question, shelf: Shelf) -> None:
    """Lay a question down in its folder; uploads in memory become files there."""
    uploads = []
    for upload in question.uploads:
        path = upload.data
        if isinstance(path, bytes):
            path = shelf.place(".upload")
            path.write_bytes(upload.read())
        uploads.append({"name": upload.name, "path": str(path.absolute())})
    told = {
        "uploads": uploads,
        "today": question.today.isoformat(),
        "table": question.table,
        "mapping": dataclasses.asdict(question.mapping),
        "each": {n: dataclasses.asdict(m) for n, m in question.each.items()},
        "saved": {s: dataclasses.asdict(m) for s, m in question.saved.items()},
        "sold": {table: sorted(ids) for table, ids in question.sold.items()},
        "lost": dict(question.lost),
        "codes": {key: dict(told) for key, told in question.codes.items()},
    }
    _write(shelf.folder / QUESTION, told)


def read_question(folder: Path) -> Question:
    """The question that lies in a folder."""
    told = json.loads((folder / QUESTION).read_text(encoding="utf-8"))
    return Question(
        [Upload(u["name"], Path(u["path"])) for u in told["uploads"]],
        date.fromisoformat(told["today"]),
        told["table"],
        Mapping(**told["mapping"]),
        {table: set(ids) for table, ids in told["sold"].items()},
        told["lost"],
        {n: Mapping(**m) for n, m in told["each"].items()},
        {s: Mapping(**m) for s, m in told["saved"].items()},
        told["codes"],
    )


def write_answer(answer: Answer, shelf: Shelf) -> None:
    """Lay an answer down; the rows of its feds lie there already."""
    readings = [
        {
            "entry": dataclasses.asdict(reading.entry),
            "feds": [_fed(fed, reading.entry, shelf) for fed in reading.feds],
            "rejected": [dataclasses.astuple(r) for r in reading.rejected],
            "cells": None if reading.cells is None else shelf.name_of(reading.cells),
            "corrects": list(reading.corrects.items()),
            "mapping": dataclasses.asdict(reading.mapping),
            "codes": reading.codes,
        }
        for reading in answer.readings
    ]
    _write(shelf.folder / ANSWER, {"readings": readings, "digests": answer.digests})


def read_answer(shelf: Shelf) -> Answer:
    """The answer that lies in a folder."""
    told = json.loads((shelf.folder / ANSWER).read_text(encoding="utf-8"))
    readings = []
    for reading in told["readings"]:
        entry = _entry(reading["entry"])
        feds = [
            Fed(
                fed["table"],
                _entry(fed["entry"]) if fed["entry"] else entry,
                shelf.fetch(fed["rows"]),
                fed["derived"],
                shelf.fetch(fed["names"]) if fed["names"] else None,
                fed["sound"],
                fed["skip_repeats"],
            )
            for fed in reading["feds"]
        ]
        readings.append(
            Reading(
                entry,
                feds,
                [Rejected(*r) for r in reading["rejected"]],
                shelf.fetch(reading["cells"]) if reading["cells"] else None,
                dict(reading["corrects"]),
                Mapping(**reading["mapping"]),
                reading["codes"],
            )
        )
    return Answer(readings, told["digests"])


def _fed(fed: Fed, own: Entry, shelf: Shelf) -> dict[str, Any]:
    return {
        "table": fed.table,
        "entry": None if fed.entry is own else dataclasses.asdict(fed.entry),
        "rows": shelf.name_of(fed.rows),
        "derived": fed.derived,
        "names": None if fed.names is None else shelf.name_of(fed.names),
        "sound": fed.sound,
        "skip_repeats": fed.skip_repeats,
    }


def _entry(told: dict[str, Any]) -> Entry:
    findings = [Finding(**{**f, "options": tuple(f["options"])}) for f in told["findings"]]
    return Entry(**{**told, "findings": findings})


def _write(path: Path, told: dict[str, Any]) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")
