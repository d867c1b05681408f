"""Dates, case by case. T10 and T14 are traps of the source documents."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xinlian.graph.values import ANY_DATE, NO_DATE, Period, days
from xinlian.loaders import clean

INF = math.inf


def span(first: str, last: str) -> Period:
    return Period.between(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


DAY = span("2024-06-01", "2024-06-01")
JUNE = span("2024-06-01", "2024-06-30")
YEAR = span("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *[
            (text, DAY)
            for text in (
                "2024-06-01", "2024/6/1", "2024.6.1", "2024.06.01", "2024年6月1日", "2024年6月1号", "2024年6月1",
                "2024 年 6 月 1 日", "20240601", "20240601.0",
                "２０２４．６．１", "2024-06-01 00:00:00", "2024-06-01T08:30:00", "2024年6月1日 14:30", "2024年6月1日上午",
                "24.6.1", "24年6月1日", "24/6/1",
                "二〇二四年六月一日", "二○二四年六月一日", "二零二四年六月一日", "45444", "45444.0", "45444.75",
                "2024.6.1（成立）", "2024— 6—1", "2024.06.01.",
            )
        ],
        *[(text, JUNE) for text in ("2024-06", "2024.6", "2024/6", "2024年6月", "2024年6月份", "202406", "202406.0", "24年6月",
        "2024年6月成立", "成立于2024年6月", "自2024年6月起", "2024年6月底")],
        *[(text, YEAR) for text in ("2024", "2024年", "2024.0", "2024年度", "2024年初", "2024年底", "2024年年底", "2024年春季",
        "24年", "2024年*月*日", "二〇二四年")],
        ("1985年", span("1985-01-01", "1985-12-31")), ("85年", span("1985-01-01", "1985-12-31")), ("八五年", span("1985-01-01",
        "1985-12-31")),
        ("2018年5月成立", span("2018-05-01", "2018-05-31")), ("2024年8月", span("2024-08-01", "2024-08-31")),
        ("二〇二三年十二月三十一日", span("2023-12-31", "2023-12-31")),
        ("45473", span("2024-06-30", "2024-06-30")), ("45473.0", span("2024-06-30", "2024-06-30")), ("18264", span("1950-01-01",
        "1950-01-01")),
        ("2024-02-29", span("2024-02-29", "2024-02-29")), ("2024.10", span("2024-10-01", "2024-10-31")),
        ("2024年上半年", span("2024-01-01", "2024-06-30")), ("2024年下半年", span("2024-07-01", "2024-12-31")),
        *[(text, span("2024-04-01", "2024-06-30")) for text in ("2024年第二季度", "2024年二季度", "2024年2季度", "2024年Q2",
        "2024Q2", "2024-Q2")],
        ("2024年2月下旬", span("2024-02-21", "2024-02-29")), ("2024年6月上旬", span("2024-06-01", "2024-06-10")),
        ("2024年前", Period(-INF, YEAR.hi)), ("2024年6月以前", Period(-INF, JUNE.hi)), ("2024年6月1日之后", Period(DAY.lo, INF)),
        ("不详", ANY_DATE), ("保密", ANY_DATE), ("**", ANY_DATE),
    ],
)  # fmt: skip
def test_period(text: str, wanted: Period) -> None:
    assert clean.period(text) == wanted


@pytest.mark.parametrize("text", ["", " ", "无", "/", "—", "待定", "至今", "长期"])
def test_period_none(text: str) -> None:
    assert clean.period(text) is NO_DATE


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "2023-02-29", "2024-13", "2024-13-01", "2024-00-01", "2024年6月31日", "0", "5", "24.6", "12/1/24", "240601",
    "73416", "99999", "1899-01-01",
     "今年", "去年", "上半年", "2024的2.7倍", "张三", "2019年3月-2021年5月", "2019-2021", "2024年5季度", "2024-06-30 25", "六月",
     "19900000000"],
)  # fmt: skip
def test_period_unreadable(text: str) -> None:
    assert clean.period(text) is None


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)))
def test_period_round_trip(day: datetime.date) -> None:
    wanted = Period(days(day), days(day))
    y, m, d = day.year, day.month, day.day
    serial = (day - datetime.date(1899, 12, 30)).days
    for text in (day.isoformat(), f"{y}.{m}.{d}", f"{y}/{m}/{d}", f"{y}年{m}月{d}日", day.strftime("%Y%m%d"), str(serial)):
        assert clean.period(text) == wanted
    month = clean.period(f"{y}.{m}")
    year = clean.period(f"{y}")
    assert month is not None
    assert year is not None
    assert year.lo <= month.lo <= days(day) <= month.hi <= year.hi


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019年3月-2021年5月", span("2019-03-01", "2019-03-31"), span("2021-05-01", "2021-05-31")),
        ("2019.3—2021.5", span("2019-03-01", "2019-03-31"), span("2021-05-01", "2021-05-31")),
        ("2019-03-2021-05", span("2019-03-01", "2019-03-31"), span("2021-05-01", "2021-05-31")),
        ("2019-2021", span("2019-01-01", "2019-12-31"), span("2021-01-01", "2021-12-31")),
        ("2019至2021年", span("2019-01-01", "2019-12-31"), span("2021-01-01", "2021-12-31")),
        ("2020-01-01 至 2020-12-31", span("2020-01-01", "2020-01-01"), span("2020-12-31", "2020-12-31")),
        ("2019年3月-5月", span("2019-03-01", "2019-03-31"), span("2019-05-01", "2019-05-31")),
        ("2024年6月1日-3日", DAY, span("2024-06-03", "2024-06-03")),
        ("2024.6.1-6.3", DAY, span("2024-06-03", "2024-06-03")),
    ],
)
def test_periods(text: str, first: Period, last: Period) -> None:
    assert clean.periods(text) == (first, last)


@pytest.mark.parametrize("text", ["2024年6月至今", "2024.6—", "2024.6-至今", "2024年6月起"])
def test_periods_that_last(text: str) -> None:
    found = clean.periods(text)
    assert found is not None
    assert found[0] == JUNE
    assert found[1] is NO_DATE


@pytest.mark.parametrize("text", ["", "2024-06-30", "2024-06", "2024", "2021-2019", "不详", "张三-李四", "-", "至今"])
def test_periods_unreadable(text: str) -> None:
    assert clean.periods(text) is None
