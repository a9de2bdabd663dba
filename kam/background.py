"""Work that goes on behind a page: in a thread of its own, watched, and stopped on request."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from kam.errors import KamError
from kam.intake import Cancelled, Progress, Watch
from kam.words import say

T = TypeVar("T")

AT_ONCE = 2  # pieces of work a server does at one time; others wait for their turn
TICK = 0.1  # seconds between two looks whether a waiting one is still wanted
_turns = threading.BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)


class Job(Generic[T]):
    """A piece of work and what became of it.

    Parameters
    ----------
    work : called in a thread with a watch that it tells how far it is and asks whether to go on

    >>> job = Job(lambda watch: 6 * 7)
    >>> job.wait(5), job.result()
    (True, 42)
    """

    def __init__(self, work: Callable[[Watch], T]) -> None:
        self._stop, self._ended = threading.Event(), threading.Event()
        self._told: Progress | None = None
        self._made: list[T] = []
        self._error: BaseException | None = None
        threading.Thread(target=self._run, args=(work,), name="kam-job", daemon=True).start()

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self._ended.is_set()

    @property
    def stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    @property
    def progress(self) -> Progress | None:
        """How far it is; None before its turn came."""
        return self._told

    def cancel(self) -> None:
        """Ask it to stop; it ends soon and leaves nothing behind."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end at most so long; whether it came."""
        return self._ended.wait(seconds)

    def result(self) -> T:
        """What was made of it.

        Raises
        ------
        Cancelled
            Somebody stopped it.
        KamError
            It was refused, or went wrong inside: then the log says how.
        """
        if self._error is None:
            return self._made[0]
        if isinstance(self._error, KamError):
            raise self._error
        raise KamError(
            say("This could not be finished because of a fault inside. Nothing was stored."),
            say("Try again; if it happens again, tell whoever looks after this server."),
            "E_INSIDE",
        ) from self._error

    def _run(self, work: Callable[[Watch], T]) -> None:
        try:
            while not _turns.acquire(timeout=TICK):
                if self.stopping:
                    raise Cancelled
            try:
                watch = Watch(self._hear, self._stop.is_set)
                watch.check()
                self._made.append(work(watch))
            finally:
                _turns.release()
        except KamError as error:
            self._error = error
        except BaseException as error:
            _log.exception("work behind a page failed")
            self._error = error
        finally:
            self._ended.set()

    def _hear(self, told: Progress) -> None:
        self._told = told
