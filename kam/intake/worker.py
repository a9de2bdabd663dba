"""Who asks the reader's process, watches it, and makes a finding of whatever happens to it there."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from kam import errors
from kam.intake.columnar import is_parquet
from kam.intake.handover import FAULT, OUT_OF_MEMORY, read_answer, write_question
from kam.intake.packed import is_gzip
from kam.intake.planning import Answer, Question
from kam.intake.progress import CHECKING, READING, Progress, Watch
from kam.intake.sheets import Upload
from kam.intake.shelf import Shelf
from kam.words import Sentence

ROOT = Path(__file__).resolve().parents[2]
SMALL = 64 * 1024 * 1024  # bytes of a command's files; beyond, only the command line brings them
PACKED = 16  # times its bytes such a file may hold
TICK = 0.1  # seconds between two looks at the clock and at who may cancel


@dataclass(frozen=True)
class Limits:
    """What one reading may take: bytes of address space and seconds; None is no bound."""

    memory: int | None
    seconds: float | None


def limits_for(uploads: Sequence[Upload]) -> Limits:
    """The bounds of a command: tight for what a page takes, wide for large files by path.

    Source: reliability.md promise 6; import-rules.md ("Limits").
    """
    packed = [_is_packed(u) for u in uploads]
    size = sum(u.size * (PACKED if p else 1) for u, p in zip(uploads, packed, strict=True))
    if size <= SMALL:
        # A few packed megabytes may be half a million rows, and others may use the machine, too.
        return Limits(1 << 30, 60.0 if any(packed) else 20.0)
    if any(isinstance(u.data, bytes) for u in uploads):
        return Limits(2 << 30, 120.0)
    return Limits(None, None)


def _is_packed(upload: Upload) -> bool:
    """Whether a file is columns or one packed text: far more rows than its bytes suggest."""
    if isinstance(upload.data, bytes):
        head = upload.data[:4]
    else:
        with upload.data.open("rb") as stream:
            head = stream.read(4)
    return is_parquet(head) or is_gzip(head)


def work_out(
    question: Question, shelf: Shelf, watch: Watch, limits: Limits | None = None
) -> Answer:
    """What files bring, read in a process of its own; a file that brings it down is refused.

    Raises
    ------
    Cancelled, DataError, UnknownName
    """
    uploads = question.uploads
    bounds = limits or limits_for(uploads)
    while True:
        write_question(question, shelf)
        lost = _ask(shelf, bounds, watch)
        if lost is None:
            return read_answer(shelf)
        file, code = lost
        if not file or file in question.lost:
            file = next(u.name for u in uploads if u.name not in question.lost)
        question = replace(question, lost={**question.lost, file: code})


# --- one question ---------------------------------------------------------------------------------


def _ask(shelf: Shelf, limits: Limits, watch: Watch) -> tuple[str, str] | None:
    """Have a folder's question answered; returns the file that went wrong and its code."""
    with _reader() as reader:
        reader.send(
            {"folder": str(shelf.folder), "memory": limits.memory, "seconds": limits.seconds}
        )
        begin, file, stage, pid = time.monotonic(), "", READING, 0
        while True:
            told = reader.hear(TICK)
            if told is None:
                late = limits.seconds is not None and time.monotonic() - begin > limits.seconds
                try:
                    watch.say(Progress(stage, file, seconds=time.monotonic() - begin))
                except BaseException:
                    reader.stop(pid)
                    raise
                if late:
                    reader.stop(pid)
                    return file, "E_TIMEOUT"
            elif "pid" in told:
                pid = told["pid"]
            elif "file" in told:
                file = told["file"]
                stage = READING if told["stage"] == "read" else CHECKING
                try:
                    watch.say(Progress(stage, file, seconds=time.monotonic() - begin))
                except BaseException:
                    reader.stop(pid)
                    raise
            else:
                return _outcome(told, file, shelf)


def _outcome(told: dict[str, Any], file: str, shelf: Shelf) -> tuple[str, str] | None:
    LAST.update(told)
    if told["end"] == 0:
        return None
    error = shelf.folder / "error.json"
    if error.exists():
        raise _error(json.loads(error.read_text(encoding="utf-8")))
    if told["end"] == OUT_OF_MEMORY or told["signal"] == getattr(signal, "SIGKILL", -1):
        return file, "E_TOO_LARGE"
    if told["signal"] == getattr(signal, "SIGXCPU", -1):
        return file, "E_TIMEOUT"
    return file, "E_READER_FAULT" if told["end"] == FAULT else "E_CORRUPT"


# What the last reading took, for whoever measures.
LAST: dict[str, Any] = {}


def _error(told: dict[str, Any]) -> errors.KamError:
    kind = getattr(errors, told["kind"], errors.KamError)
    problem, mend = (
        Sentence(told[p]["message"], tuple(told[p]["values"].items())) for p in ("problem", "mend")
    )
    return kind(problem, mend, told["code"])


# --- the processes --------------------------------------------------------------------------------


class _Reader:
    """One process that reads, one question at a time."""

    def __init__(self) -> None:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
            # Address space is bounded: no arenas laid by for threads, no pool of Arrow's own.
            "MALLOC_ARENA_MAX": "2",
            "ARROW_DEFAULT_MEMORY_POOL": "system",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kam.intake.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._words: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(
            target=_listen, args=(self.process.stdout, self._words), daemon=True
        ).start()

    def send(self, order: dict[str, Any]) -> None:
        """Lay a question before the process."""
        assert self.process.stdin is not None
        self.process.stdin.write((json.dumps(order) + "\n").encode())
        self.process.stdin.flush()

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """The next word, or None if there is none for so long; its end is a word too."""
        try:
            told = self._words.get(timeout=seconds)
        except queue.Empty:
            return None
        if told is None:
            status = self.process.wait()
            return {"end": status or 1, "signal": max(-status, 0), "memory": 0}
        return told

    def stop(self, pid: int) -> None:
        """End a reading at once, and the process with it."""
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self.process.kill()
        self.process.wait()

    @property
    def alive(self) -> bool:
        """Whether it can take another question."""
        return self.process.poll() is None


def _listen(stream: IO[bytes], words: queue.Queue[dict[str, Any] | None]) -> None:
    for line in stream:
        words.put(json.loads(line))
    words.put(None)


_idle: list[_Reader] = []
_idle_lock = threading.Lock()


@contextlib.contextmanager
def _reader() -> Iterator[_Reader]:
    """A process that waits for a question: one at rest, or a new one."""
    with _idle_lock:
        reader = _idle.pop() if _idle else None
    if reader is None or not reader.alive:
        reader = _Reader()
    heard = False
    try:
        yield reader
        heard = True
    except errors.KamError:
        heard = True  # an answer, if not the one hoped for
        raise
    finally:
        if not heard:
            reader.stop(0)
        elif reader.alive:
            with _idle_lock:
                _idle.append(reader)


@atexit.register
def _send_home() -> None:
    with _idle_lock:
        while _idle:
            reader = _idle.pop()
            reader.process.kill()
            reader.process.wait()
