"""How the lines of a text fall into fields: by a delimiter, by blanks or by places."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

DELIMITERS = (",", ";", "\t", "|")
NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|"}
BLANKS = "blanks"  # fields stand apart by blanks only, or always at the same places
HEAD_LINES = 60
# What stands in names and numbers is no delimiter, however regular.
_RARE = re.compile(r"[^\w\s\"'.\-+,;|/()%€$£¥:@&#*=<>?!]")

csv.field_size_limit(2**31 - 1)


def delimiter_of(text: str, told: str | None = None) -> str:
    r"""The delimiter of a text: what a person said, or under which most lines agree.

    >>> delimiter_of("a;b\n1,5;2\n"), delimiter_of("a~b~c\n1~2~3\n"), delimiter_of("a  b\n1  2\n")
    (';', '~', 'blanks')
    """
    if told:
        return BLANKS if told == BLANKS else NAMED.get(told.lower(), told[:1])
    head = [line for line in text[:65536].splitlines() if line.strip()][:HEAD_LINES]
    best = max(DELIMITERS, key=lambda d: _fit(head, d))
    if _fit(head, best)[0] >= 0.5:
        return best
    rare = [d for d, n in Counter(_RARE.findall("".join(head))).most_common(5) if n >= len(head)]
    chosen = max((d for d in rare if ord(d) < 0x2000), key=lambda d: _fit(head, d), default="")
    if chosen and _fit(head, chosen)[0] > 0.8:
        return chosen
    return BLANKS if len(head) > 1 and _blanks(head) else best


def _fit(head: Sequence[str], delimiter: str) -> tuple[float, int]:
    widths = Counter(len(r) for r in csv.reader(head, delimiter=delimiter) if r)
    width, lines = max(widths.items(), key=lambda w: (w[1] * (w[0] > 1), w[0]), default=(0, 0))
    return (lines / widths.total() if width > 1 else 0.0), width


def _blanks(head: Sequence[str]) -> bool:
    widths = {len(line.split()) for line in head}
    return (len(widths) == 1 and widths.pop() > 1) or len(_places(head)) > 1


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Line and fields of every record that is not empty."""
    if delimiter == BLANKS:
        yield from _by_blanks(text)
        return
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    for record in reader:
        if any(cell.strip() for cell in record):
            yield reader.line_num, record


def _by_blanks(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    head = [line for _, line in lines[:HEAD_LINES]]
    if len({len(line.split()) for line in head}) == 1:
        for number, line in lines:
            yield number, line.split()
        return
    places = _places(head)
    ends = [*places[1:], None]
    for number, line in lines:
        yield number, [line[a:b].strip() for a, b in zip(places, ends, strict=True)]


def _places(head: Sequence[str]) -> list[int]:
    """Where fields begin: behind places that are blank in every line."""
    width = max(map(len, head))
    filled = [any(len(line) > i and line[i] != " " for line in head) for i in range(width)]
    return [i for i in range(width) if filled[i] and (i == 0 or not filled[i - 1])]
