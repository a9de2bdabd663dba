"""The days of the sample company: 36 months that end on a fixed Friday."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

FIRST_DAY = date(2023, 9, 18)
LAST_DAY = date(2026, 9, 18)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
NEVER = 10_000  # a day that does not come

_START = np.datetime64(FIRST_DAY, "D")


def as_dates(days: ArrayLike, known: ArrayLike = True) -> NDArray[np.datetime64]:
    """Calendar days of day numbers (0 is the first day); unknown where ``known`` is false."""
    dates = _START + np.asarray(days).astype("timedelta64[D]")
    return np.where(known, dates, np.datetime64("NaT", "D")).astype("datetime64[s]")


def to_workday(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Saturdays move to Friday, Sundays to Monday; nothing moves past the last day."""
    weekday = days % 7  # the first day is a Monday
    return np.minimum(days - (weekday == 5) + (weekday == 6), DAYS - 1)


def months() -> NDArray[np.int64]:
    """The month (0 January … 11 December) of each day."""
    return (_START + np.arange(DAYS)).astype("datetime64[M]").astype(np.int64) % 12


def years() -> NDArray[np.int64]:
    """The calendar year of each day."""
    return (_START + np.arange(DAYS)).astype("datetime64[Y]").astype(np.int64) + 1970
