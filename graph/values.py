"""Values that are not always one number: counts and dates as intervals.

A ledger says 1200余, 近200, 保密 or 2017年 and means a set of numbers or days. Every count and every date is kept as a
closed interval [lo, hi]; rules then ask whether a test holds *certainly* (for every member) or *possibly* (for some).

- Counts: an unknown count is [0, inf]. `Form` says how it was written. Whole numbers, so "under 300" is [.., 299].
- Dates: days since 1970-01-01. An unknown date is [-inf, inf]; *no* date is NaN, which fails every comparison.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from enum import IntEnum

EPOCH = datetime.date(1970, 1, 1)


class Form(IntEnum):
    """How a count was written. The last three are unknown, never 0."""

    EXACT = 0
    APPROXIMATE = 1
    BOUND = 2
    RANGE = 3
    MASKED = 4
    UNCOUNTABLE = 5
    MISSING = 6


@dataclass(frozen=True, slots=True)
class Count:
    """A count as the closed interval [lo, hi] of numbers that it can mean."""

    lo: float
    hi: float
    form: Form

    @property
    def known(self) -> bool:
        """Whether the ledger says anything about the number at all."""
        return self.form < Form.MASKED

    @classmethod
    def exact(cls, number: float) -> Count:
        return cls(number, number, Form.EXACT)


MASKED = Count(0, math.inf, Form.MASKED)
UNCOUNTABLE = Count(0, math.inf, Form.UNCOUNTABLE)
MISSING = Count(0, math.inf, Form.MISSING)


@dataclass(frozen=True, slots=True)
class Period:
    """A date as the closed interval [lo, hi] of days since 1970-01-01 that it can mean; NaN for "no date"."""

    lo: float
    hi: float

    @classmethod
    def between(cls, first: datetime.date, last: datetime.date) -> Period:
        return cls(days(first), days(last))

    @property
    def is_none(self) -> bool:
        return math.isnan(self.lo)


NO_DATE = Period(math.nan, math.nan)
ANY_DATE = Period(-math.inf, math.inf)


def days(day: datetime.date) -> int:
    """`day` as days since 1970-01-01."""
    return (day - EPOCH).days


def day(number: float) -> datetime.date:
    """The date that is `number` days after 1970-01-01."""
    return EPOCH + datetime.timedelta(days=int(number))


def show_count(lo: float, hi: float) -> str:
    """A count interval as text: ``12``, ``300–399``, ``≥100`` or ``?``."""
    if lo == hi:
        return f"{lo:g}" if abs(lo) < 1e6 else f"{lo:.0f}"
    if math.isinf(hi):
        return "?" if lo <= 0 else f"≥{lo:g}"
    return f"{lo:g}–{hi:g}"


def show_period(lo: float, hi: float) -> str:
    """A date interval as text: ``2024-06-30``, ``2017-01-01–2017-12-31``, ``?`` or an empty text for no date."""
    if math.isnan(lo):
        return ""
    if math.isinf(lo) or math.isinf(hi):
        return "?"
    return day(lo).isoformat() if lo == hi else f"{day(lo)}–{day(hi)}"
