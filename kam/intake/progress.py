"""How far a long import is, and whether somebody wants it to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from kam.errors import KamError
from kam.words import N_, say

READING, CHECKING, STORING, COMPARING = "reading", "checking", "storing", "comparing"
SETTLING = "settling"  # the rows are in; what they change is worked out
STAGES: dict[str, str] = {
    READING: N_("Reading"), CHECKING: N_("Checking"), STORING: N_("Storing"),
    COMPARING: N_("Comparing with what is on file"), SETTLING: N_("Working out what changes"),
}  # fmt: skip
SETTLED = 0.5  # seconds after which a speed can be told
BATCH = 100_000  # rows between two words of progress


@dataclass(frozen=True)
class Progress:
    """Where an import stands: a key of STAGES, the file, rows done and rows in all if known."""

    stage: str
    file: str = ""
    done: int = 0
    total: int | None = None
    seconds: float = 0.0

    @property
    def speed(self) -> float | None:
        """Rows a second in this stage; unknown at its start, where it would say nothing."""
        return self.done / self.seconds if self.done and self.seconds >= SETTLED else None

    @property
    def remaining(self) -> float | None:
        """Seconds to the end of this stage; unknown where its rows are."""
        if self.total is None or not self.speed:
            return None
        return max(self.total - self.done, 0) / self.speed


class Cancelled(KamError):
    """Somebody stopped the import: nothing of it is left."""

    def __init__(self) -> None:
        super().__init__(say("The import was stopped."), say("Nothing was stored."), "E_CANCELLED")


@dataclass(frozen=True)
class Watch:
    """Who is told how far an import is, and who may stop it."""

    progress: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None

    def say(self, told: Progress) -> None:
        """Pass a word of progress on; raises Cancelled where somebody wants to stop."""
        if self.progress is not None:
            self.progress(told)
        self.check()

    def comparing(self) -> Watch:
        """The same watch of a trial: what is stored there is only compared."""

        def _told(told: Progress) -> None:
            if self.progress is not None:
                stage = COMPARING if told.stage == STORING else told.stage
                self.progress(replace(told, stage=stage))

        return Watch(_told, self.cancelled)

    def check(self) -> None:
        """Raise Cancelled where somebody wants to stop."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled

    def follow(self, rows: pa.Table, file: str, clock: Callable[[], float]) -> pa.RecordBatchReader:
        """Rows as a stream that says how many have gone by."""

        def _batches() -> Iterator[pa.RecordBatch]:
            begin, done = clock(), 0
            for batch in rows.to_batches(max_chunksize=BATCH):
                self.say(Progress(STORING, file, done, len(rows), clock() - begin))
                yield batch
                done += len(batch)

        return pa.RecordBatchReader.from_batches(rows.schema, _batches())
