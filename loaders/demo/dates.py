"""Dates as people write them, with the days that each can mean."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from random import Random

from .district import AS_OF, Day

EXCEL_EPOCH = datetime.date(1899, 12, 30)
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def days_before(number: int) -> datetime.date:
    """The day that lies `number` days before the reporting date."""
    return AS_OF - datetime.timedelta(days=number)


def exact(day: datetime.date, text: str | int | datetime.date | None = None) -> Day:
    """One day, written as `text` or as 2024-06-30."""
    return Day(day.isoformat() if text is None else text, day, day)


def month(day: datetime.date) -> Day:
    """Only the month is told."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Day(f"{day.year}年{day.month}月", day.replace(day=1), day.replace(day=last))


def year(number: int) -> Day:
    """Only the year is told."""
    return Day(f"{number}年", datetime.date(number, 1, 1), datetime.date(number, 12, 31))


# How a day can be written in any ledger.
TEXT_FORMS: tuple[Callable[[datetime.date], Day], ...] = (
    lambda day: exact(day, f"{day.year}.{day.month}.{day.day}"),
    lambda day: exact(day, f"{day.year}年{day.month}月{day.day}日"),
    exact,
    lambda day: exact(day, f"{day.year}/{day.month}/{day.day}"),
    lambda day: exact(day, f"{day.year}-{day.month}-{day.day}"),
    lambda day: exact(day, f"{day.year}.{day.month}.{day.day}".translate(WIDE)),
)
# And in a workbook: as a date, and as the number that is left of it where the cell's format was lost.
WORKBOOK_FORMS: tuple[Callable[[datetime.date], Day], ...] = (
    *TEXT_FORMS,
    lambda day: exact(day, day),
    lambda day: exact(day, (day - EXCEL_EPOCH).days),
)


def written(random: Random, day: datetime.date, workbook: bool = False) -> Day:
    """`day` in one of the usual forms."""
    return random.choice(WORKBOOK_FORMS if workbook else TEXT_FORMS)(day)
