"""The reader's own process: ``python -m kam.intake.child`` answers questions laid down in folders.

It waits for lines of JSON, forks for each so that a crash or a limit takes down that one reading
only, and says on its output how it went. Where a system cannot fork, it reads by itself: a crash
then ends it, and the next question finds a new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kam.errors import KamError
from kam.intake.handover import FAULT, OUT_OF_MEMORY, read_question, write_answer
from kam.intake.planning import answer
from kam.intake.shelf import Shelf

_WORDS_OF_MEMORY = (
    "bad_alloc",
    "Out of Memory",
    "malloc of size",
    "realloc of size",
    "Cannot allocate",
)


def main() -> None:
    """Serve until the input ends."""
    with _own_output() as say:
        for line in sys.stdin:
            order = json.loads(line)
            if not hasattr(os, "fork"):
                say({"end": _work(order, say), "signal": 0, "memory": 0})
                continue
            pid = os.fork()
            if pid == 0:
                os._exit(_work(order, say))
            say({"pid": pid})
            _, status, used = os.wait4(pid, 0)
            signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            end = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1
            say({"end": end, "signal": signal, "memory": used.ru_maxrss * 1024})


@contextlib.contextmanager
def _own_output() -> Iterator[Any]:
    """Words to whoever asks; anything else that prints goes to the error output."""
    out = os.dup(1)
    os.dup2(2, 1)

    def _say(told: dict[str, Any]) -> None:
        os.write(out, (json.dumps(told) + "\n").encode())

    yield _say
    os.close(out)


def _work(order: dict[str, Any], say: Any) -> int:
    folder = Path(order["folder"])
    _limit(order.get("memory"), order.get("seconds"))
    shelf = Shelf(folder)
    try:
        found = answer(
            read_question(folder), shelf, lambda stage, file: say({"stage": stage, "file": file})
        )
        write_answer(found, shelf)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # told to whoever asked, by its kind
        if any(words in str(error) for words in _WORDS_OF_MEMORY):
            return OUT_OF_MEMORY
        if isinstance(error, KamError):
            _leave_error(folder, error)
            return 1
        traceback.print_exc()
        return FAULT
    return 0


def _leave_error(folder: Path, error: KamError) -> None:
    told: dict[str, Any] = {
        "kind": type(error).__name__, "code": error.code,
        "problem": _parts(error.problem), "mend": _parts(error.mend),
    }  # fmt: skip
    (folder / "error.json").write_text(json.dumps(told), encoding="utf-8")


def _parts(sentence: Any) -> dict[str, Any]:
    return {"message": getattr(sentence, "message", str(sentence)),
            "values": dict(getattr(sentence, "values", {}))}  # fmt: skip


def _limit(memory: int | None, seconds: float | None) -> None:
    """Bound this process; the systems that cannot are bounded by the clock of who asked alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if seconds:
        whole = int(seconds) * 2 + 1
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))


if __name__ == "__main__":
    main()
