"""Arrays as one block of bytes: a JSON head says where each of them lies."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

_TYPES = {"uint8": "u1", "uint16": "u2", "uint32": "u4", "int32": "i4"}
ALIGNED = 8


def packed(head: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    r"""The head's length (4 bytes), the head as JSON, then every array on a multiple of 8.

    >>> packed({"n": 1}, {"a": np.array([7], dtype=np.uint16)})[-2:]
    b'\x07\x00'
    """
    places: dict[str, list[Any]] = {
        name: [_TYPES[a.dtype.name], 0, a.size] for name, a in arrays.items()
    }
    # Offsets are written into the head, so its length is fixed first, with room for the longest.
    room = len(json.dumps({**head, "arrays": places}).encode()) + 16 * len(places)
    at = _up(4 + room)
    for name, array in arrays.items():
        places[name][1] = at
        at = _up(at + array.nbytes)
    text = json.dumps({**head, "arrays": places}).encode().ljust(room)
    whole = bytearray(at if arrays else 4 + room)
    whole[:4] = room.to_bytes(4, "little")
    whole[4 : 4 + room] = text
    for name, array in arrays.items():
        start = places[name][1]
        whole[start : start + array.nbytes] = np.ascontiguousarray(array).tobytes()
        end = start + array.nbytes
    return bytes(whole[:end] if arrays else whole)


def _up(offset: int) -> int:
    return -(-offset // ALIGNED) * ALIGNED
