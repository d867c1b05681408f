"""The date that a ledger itself states: 填报时间, the 单位 line, the title, a footer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from ..graph.values import day
from .clean import period

DATE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:\s*[月./-]\s*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]?)?)?"
)
# 二O二四年 and 二○○八年, as they are often typed.
LETTER_O = re.compile(r"(?<=[一二三四五六七八九])[OoＯｏ○0]+(?=[一二三四五六七八九年])")
LONGEST = 31  # days; a year alone is no reporting date


def reporting_date(texts: Iterable[str]) -> datetime.date | None:
    """The latest day or month that texts around a table state; of a month its last day. None where there is none."""
    found: list[datetime.date] = []
    for text in texts:
        for match in DATE.finditer(LETTER_O.sub(lambda zeros: "〇" * len(zeros.group()), text.translate(FULL_WIDTH))):
            stated = period(re.sub(r"\s", "", match.group()).rstrip("./-"))
            if stated is not None and not stated.is_none and stated.hi - stated.lo < LONGEST:
                found.append(day(stated.hi))
    return max(found, default=None)


FULL_WIDTH = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
