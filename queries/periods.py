"""Calendar periods that rules run through: quarters and half-years.

A period that is still running cannot be late, so the periods are the last complete ones: the four quarters, or the two
half-years, that had ended when the rules are evaluated; one whose last day is that very day has ended.
"""

from __future__ import annotations

import calendar
import datetime
import itertools

from ..graph.text import Text


def months_after(date: datetime.date, months: int) -> datetime.date:
    """The same day `months` calendar months later (earlier where negative), or the last day of that month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def _complete(as_of: datetime.date, length: int, number: int) -> list[tuple[datetime.date, datetime.date]]:
    """The last `number` complete periods of `length` months, the oldest first."""
    tomorrow = as_of + datetime.timedelta(days=1)
    running = datetime.date(tomorrow.year, (tomorrow.month - 1) // length * length + 1, 1)
    firsts = [months_after(running, -length * n) for n in range(number, -1, -1)]
    return [(first, after - datetime.timedelta(days=1)) for first, after in itertools.pairwise(firsts)]


def quarters(as_of: datetime.date) -> list[tuple[datetime.date, datetime.date, Text]]:
    """The last four complete quarters up to `as_of` as (first day, last day, title)."""
    return [
        (first, last, Text(f"{first.year}年第{last.month // 3}季度", f"Q{last.month // 3} {first.year}"))
        for first, last in _complete(as_of, 3, 4)
    ]


def halves(as_of: datetime.date) -> list[tuple[datetime.date, datetime.date, Text]]:
    """The last two complete half-years up to `as_of` as (first day, last day, title)."""
    titles = {6: ("上半年", "first half of"), 12: ("下半年", "second half of")}
    return [
        (first, last, Text(f"{first.year}年{titles[last.month][0]}", f"{titles[last.month][1]} {first.year}"))
        for first, last in _complete(as_of, 6, 2)
    ]


PERIODS = {"quarters": quarters, "halves": halves}
