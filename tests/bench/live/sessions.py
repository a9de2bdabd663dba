"""Many sessions at once on the live page: each rests its weights once a second, the server answers."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from scripts.server import dashboard

HERE = Path(__file__).parent
SECONDS = 20
COUNTS = (1, 5, 20, 50)
LARGEST = 400_000_000


class Session:
    """One browser without a browser: it speaks Streamlit's protocol."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.view, self.fragment, self.script = "", "", ""
        self.answers: list[float] = []

    async def until_finished(self) -> None:
        """Read messages until a run has ended; remembers the view and its fragment."""
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.socket.recv())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.script = message.new_session.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                told = element.WhichOneof("type") == "bidi_component" and element.bidi_component
                if told and told.component_name.endswith("_view"):
                    self.view, self.fragment = told.id, message.delta.fragment_id
            elif kind == "script_finished" and message.script_finished != 2:
                return

    async def open(self) -> None:
        """The first drawing of the page."""
        first = BackMsg()
        first.rerun_script.query_string = ""
        await self.socket.send(first.SerializeToString())
        await self.until_finished()

    async def rest(self, dice: random.Random) -> None:
        """Weights come to rest; the time until the page's answer is whole is noted."""
        units = [dice.randrange(1, 1000) for _ in range(11)]
        held = {"units": [*units, 10_000 - sum(units)], "preset": "balanced", "key": 20}
        message = BackMsg()
        run = message.rerun_script
        run.page_script_hash, run.fragment_id = self.script, self.fragment
        state = run.widget_states.widgets.add()
        state.id, state.json_value = self.view, json.dumps({"held": held})
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await self.until_finished()
        self.answers.append(1000 * (time.perf_counter() - start))


async def _one(address: str, start: asyncio.Event, ready: asyncio.Queue, seed: int) -> list[float]:
    dice = random.Random(seed)
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(url, subprotocols=["streamlit"], max_size=LARGEST) as socket:  # type: ignore[list-item]
        session = Session(socket)
        await session.open()
        await ready.put(seed)
        await start.wait()
        await asyncio.sleep(dice.random())
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            turn = time.monotonic()
            await session.rest(dice)
            await asyncio.sleep(max(0.0, 1 - (time.monotonic() - turn)))
    return session.answers


async def _together(address: str, count: int) -> list[list[float]]:
    start, ready = asyncio.Event(), asyncio.Queue()
    clients = [asyncio.create_task(_one(address, start, ready, seed)) for seed in range(count)]
    for _ in range(count):
        await ready.get()
    start.set()
    return await asyncio.gather(*clients)


def compared(accounts: int, counts: tuple[int, ...] = COUNTS) -> dict[str, Any]:
    """Server milliseconds by number of sessions: middle, 95th percentile, and the slowest session's."""
    found: dict[str, Any] = {"accounts": accounts}
    with (
        tempfile.TemporaryDirectory() as folder,
        dashboard(
            Path(folder) / "x.duckdb", script=str(HERE / "app_live.py"),
            KAM_BENCH_ACCOUNTS=str(accounts), PYTHONPATH=".",
        ) as address,
    ):  # fmt: skip
        asyncio.run(_together(address, 1))  # warm
        for count in counts:
            answers = asyncio.run(_together(address, count))
            everything = sorted(a for one in answers for a in one)
            found[str(count)] = {
                "p50": round(statistics.median(everything), 1),
                "p95": round(everything[int(0.95 * (len(everything) - 1))], 1),
                "slowest session's p50": round(max(statistics.median(one) for one in answers), 1),
                "fewest answers": min(len(one) for one in answers),
            }
    return found


if __name__ == "__main__":
    print(json.dumps(compared(100_000), indent=1))
