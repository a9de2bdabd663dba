"""Days and windows: the only place below the doors that may look at the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

WINDOWS: tuple[str, ...] = ("all", "12m")


def now() -> datetime:
    """The present moment in UTC, without sub-seconds. Doors pass it on; judgements never ask."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def moment(text: str) -> datetime:
    """The moment (UTC) an ISO text names.

    >>> moment("2026-01-02T08:10:00")
    datetime.datetime(2026, 1, 2, 8, 10)
    """
    return datetime.fromisoformat(text)


def months_before(day: date, months: int) -> date:
    """The same day of the month, ``months`` earlier; the month's last day where it has none.

    >>> months_before(date(2024, 3, 31), 1)
    datetime.date(2024, 2, 29)
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _days_in_month(year, month + 1)))


def _days_in_month(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days


def window_start(window: str, as_of: date) -> date | None:
    """The day *after* which a window's facts count; None means from the first fact on.

    A window is half open: ``window_start < day <= as_of``.

    >>> window_start("12m", date(2024, 2, 29)), window_start("all", date(2024, 2, 29))
    (datetime.date(2023, 2, 28), None)
    """
    return months_before(as_of, 12) if window == "12m" else None
