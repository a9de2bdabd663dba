"""The commands that keep a store whole: check, recover, backup, restore."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kam import health as healthy
from kam import keeping
from kam.cli.answers import DONE, FAILED, Answer
from kam.cli.stores import opened, store_path
from kam.errors import KamError
from kam.health import Health
from kam.store import Store


def check(options: argparse.Namespace) -> Answer:
    """Read every row and every seal; exit 1 when something does not hold."""
    health = healthy.check(store_path(options.db))
    return _told(health, options.lang), _lines(health, options.lang), _code(health)


def recover(options: argparse.Namespace) -> Answer:
    """Bring a store that does not open back to its last whole state."""
    done = healthy.recover(store_path(options.db))
    did = [s.in_language(options.lang) for s in done.did]
    answer = _told(done.health, options.lang) | {
        "kept": [str(p) for p in done.kept],
        "bytes_cut": done.cut,
        "did": did,
    }
    lines = [*did, *(f"{p.name}" for p in done.kept), *_lines(done.health, options.lang)]
    return answer, lines, _code(done.health)


def backup(options: argparse.Namespace) -> Answer:
    """Lay one whole copy of the store where asked."""
    with opened(options, read_only=False) as store:
        made = keeping.back_up(store, Path(options.file) if options.file else None)
        revision, digest = store.revision, store.digest()
    answer = {"backup": str(made), "bytes": made.stat().st_size}
    answer |= {"revision": revision, "digest": digest}
    return answer, [str(made)], DONE


def restore(options: argparse.Namespace) -> Answer:
    """Let the store hold what a backup holds; a copy of the present one is kept."""
    path, source = store_path(options.db), Path(options.file)
    try:
        store = Store.open(path)
    except KamError as error:
        if error.code not in ("E_STORE_DAMAGED", "E_STORE_TORN"):
            raise
        kept: Path | None = keeping.put_in_place(path, source)
        store = Store.open(path)
    else:
        kept = keeping.restore(store, source, "command line")
    with store.closing():
        answer: dict[str, Any] = {
            "store": str(path),
            "restored": str(source),
            "kept": None if kept is None else str(kept),
            "revision": store.revision,
            "digest": store.digest(),
        }
    return answer, [f"{source.name} → {path.name}"], DONE


def _told(health: Health, lang: str) -> dict[str, Any]:
    return {
        "store": str(health.path),
        "sound": health.sound,
        "revision": health.revision,
        "tables": health.rows,
        "digest": health.digest,
        "ledger_lines": health.confirmed,
        "audit_lines": health.audit_lines,
        "findings": [
            {
                "code": t.code,
                "problem": t.problem.in_language(lang),
                "mend": t.mend.in_language(lang),
            }
            for t in health.troubles
        ],
    }


def _lines(health: Health, lang: str) -> list[str]:
    found = [
        f"{t.code}: {t.problem.in_language(lang)} {t.mend.in_language(lang)}"
        for t in health.troubles
    ]
    rows = ", ".join(f"{n} {c}" for n, c in health.rows.items())
    return [f"revision {health.revision} · {rows}", *(found or ["sound"])]


def _code(health: Health) -> int:
    return DONE if health.sound else FAILED
