"""Which encoding a text is in, told by its bytes; what cannot be told is noted."""

from __future__ import annotations

import codecs
import re

from kam.intake.sheets import Refused

SAMPLE = 1 << 20
# Signs that stand inside a word only where letters of another code page were meant.
_ODD = frozenset("³¹²¿¼½¾¥£¢¦¬ðþŸœø¤†‡‰ºª")


def encoding_of(data: bytes, told: str | None = None) -> str:
    """The encoding of a text: what a person said, its mark, or what its bytes most likely are.

    ``utf-8 with faults`` is UTF-8 of which single lines are something else.

    >>> encoding_of("北京华联集团".encode("gb18030")), encoding_of("Müller".encode("cp1252"))
    ('gb18030', 'cp1252')
    >>> encoding_of("中興通訊股份有限公司".encode("big5")), encoding_of("カネヤ商事の".encode("cp932"))
    ('big5', 'cp932')
    """
    if told:
        try:
            return codecs.lookup(told).name
        except LookupError as error:
            raise Refused("E_ENCODING_UNKNOWN", told) from error
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    wide = utf_16(data)
    if wide:
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8 with faults" if _mostly_utf_8(data) else _old(data)
    return "utf-8"


def decoded(data: bytes, told: str | None = None) -> tuple[str, str]:
    """The text of bytes and the encoding it was read in; unreadable bytes become surrogates."""
    encoding = encoding_of(data, told)
    if encoding == "utf-8 with faults":
        return data.decode("utf-8", "surrogateescape"), "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-16"):
            raise Refused("E_CORRUPT") from error
        return data.decode(encoding, "surrogateescape"), encoding


def utf_16(data: bytes) -> str | None:
    """The kind of UTF-16 bytes are in: by their mark, or by the zeros beside every plain letter."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[:8192]
    first, second = head[0::2], head[1::2]
    if second.count(0) > len(second) / 20 and first.count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if first.count(0) > len(first) / 20 and second.count(0) == 0 else None


def _mostly_utf_8(data: bytes) -> bool:
    """Whether more lines with letters beyond ASCII are UTF-8 than are not."""
    good = bad = 0
    for line in data.splitlines():
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            bad += 1
    return good > bad


def _old(data: bytes) -> str:
    """Which old code page bytes beyond ASCII are most likely in.

    Chinese and Japanese come in pairs; a Western letter stands alone between ASCII ones; Cyrillic
    comes in whole words of high bytes.
    """
    sample = data[:SAMPLE] if not data[:SAMPLE].isascii() else data
    runs = re.findall(rb"[\x80-\xff]+", sample)
    alone = sum(len(r) == 1 for r in runs) / len(runs)
    kana = _share(sample, "cp932", "\u3041", "\u30fe")
    if kana > 0.15 and _share(sample, "cp932", "\uff61", "\uff9f") < 0.1:
        return "cp932"
    # Pairs in a row whose second byte is a plain letter look alone, but stand side by side.
    paired = b"".join(re.findall(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe]){2,}", sample))
    beside = sum(b > 127 for b in paired) / sum(map(len, runs))
    if alone > 0.3 and beside < 0.6:
        return _western(sample)
    low = re.findall(rb"[\xa1-\xf9][\x40-\x7e]", sample)
    pairs = re.findall(rb"[\xa1-\xf9][\x40-\x7e\xa1-\xfe]", sample)
    if pairs and len(low) > 0.15 * len(pairs) and _share(sample, "big5", "\u4e00", "\u9fff") > 0.8:
        return "big5"
    high = b"".join(runs)
    leads = b"".join(r[0::2] for r in runs)
    frequent = sum(0xA1 <= b <= 0xD7 for b in leads) / len(leads)
    cyrillic = sum(b >= 0xC0 for b in high) / len(high)
    if frequent <= 0.6 and cyrillic > 0.8 and len(high) / len(runs) > 2:
        return "cp1251"
    return "gb18030"


def _share(sample: bytes, encoding: str, low: str, high: str) -> float:
    """Which share of the letters beyond ASCII lies between two, if all of it can be read."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    beyond = [c for c in text if ord(c) > 127]
    return sum(low <= c <= high for c in beyond) / len(beyond) if beyond else 0.0


def _western(sample: bytes) -> str:
    """Windows 1252, unless its reading puts signs into words where 1250 has letters."""
    west = sample.decode("cp1252", "replace")
    inside = re.findall(r"[A-Za-z]([^\x00-\x7f])|([^\x00-\x7f])[A-Za-z]", west)
    odd = sum((a or b) in _ODD for a, b in inside)
    return "cp1250" if odd > 0.25 * max(len(inside), 1) else "cp1252"
