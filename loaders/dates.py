"""Dates as people write them, as intervals of days: 2024.6.1, 2024年8月, 45473, 二〇二四年, 2024年上半年, 2019年3月至今."""

from __future__ import annotations

import calendar
import datetime
import math
import re

from ..graph.values import ANY_DATE, NO_DATE, Period, day, days
from .amounts import numeral
from .marks import DASHES, either, fold, is_none, is_uncountable, is_withheld, mark, words

FIRST_YEAR, LAST_YEAR = 1900, 2100
PIVOT = 50  # 24年 is 2024, 85年 is 1985
_SERIAL_ZERO = datetime.date(1899, 12, 30)  # of Excel's date serials; right from March 1900 on
_SERIALS = range(18264, 73416)  # 1950-01-01 to 2100-12-31

# An end that is not reached is no date: the relation still holds.
_OPEN = frozenset(words("至今 今 现在 目前 现任 在任 长期 长期有效 永久 永久有效 无期限 now present"))

_SIGN = rf"\s*[{DASHES}/.\\,，、。_年]\s*"
_BETWEEN = rf"(?:{_SIGN}|\s+)"
_TIME = r"[t\s]\s*[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2}(?:\.[0-9]+)?)?\s*(?:z|[+-][0-9]{2}:?[0-9]{2})?"
_WORDS = words(
    "成立 设立 注册 登记 批准 批复 组建 建立 创建 创办 换届 挂牌 建成 启用 开业 投产 召开 举办 开展 开始 结束 "
    "加入 入会 任职 当选 选举 到期 届满 联系 走访 起 开始 止 的 时 更新 填报 发布 印发 上午 下午 晚上"
)
_WRITTEN = re.compile(
    rf"(?:{either(_WORDS)}*[于:：]|自|从|于)?\s*(?P<year>[0-9]{{4}}|'?[0-9]{{2}})"
    rf"(?:{_BETWEEN}(?P<month>[0-9]{{1,2}})(?![0-9]*季)(?:(?:{_BETWEEN}|\s*月份?\s*)(?P<day>[0-9]{{1,2}})\s*[日号]?|\s*月份?)?|\s*年度?)?"
    rf"(?:{_TIME}|\s*[-\s]?(?P<part>[^0-9\s:].*|q[1-4]|[1-4]季度))?\s*"
)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?(?:\.0+)?")
_NUMBER = re.compile(r"([0-9]{4,5})(?:\.([0-9]+))?")
_AMERICAN = re.compile(r"'?(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/[0-9]{2}(?![0-9])")
_MASKED_PART = re.compile(r"[*×x]+\s*[月日号]")
_CHINESE_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=\s*年)|(?<![〇○零一二三四五六七八九])[〇○零一二三四五六七八九]{2}(?=\s*年)")
_CHINESE_PART = re.compile(r"[一二三四五六七八九十]{1,3}(?=\s*[月日号])")

_QUARTER = re.compile(r"(?:第?([一二三四1-4])季度?|q([1-4]))")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12)}
_ABOUT_YEAR = frozenset(words("初 底 末 中 年初 年底 年末 年中 春 夏 秋 冬 春季 夏季 秋季 冬季 全年 年度 度"))
_TENS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_ABOUT_MONTH = frozenset(words("初 中 底 末 月初 月中 月底 月末"))
_BEFORE = frozenset(words("前 之前 以前 底前 底之前 年底前 月底前 末前"))
_AFTER = frozenset(words("后 之后 以后"))
_SINCE = re.compile(r"(?:以来|至今|开始|起)$")
_TAIL = re.compile(rf"{either(_WORDS)}+$")


# 二O二四年, as it is often typed.
LETTER_O = re.compile(r"(?<=[一二三四五六七八九])[oο○0]+(?=[一二三四五六七八九年])")


def _in_digits(text: str) -> str:
    """`text` folded, in lower case, with Chinese numerals of years, months and days as digits."""
    text = LETTER_O.sub(lambda zeros: "〇" * len(zeros.group()), fold(text).casefold().strip().replace("元月", "1月"))

    def year(match: re.Match[str]) -> str:
        return "".join(str("〇一二三四五六七八九".index(c)) for c in match[0].replace("○", "〇").replace("零", "〇"))

    def part(match: re.Match[str]) -> str:
        value = numeral(match[0])
        return match[0] if value is None else str(value)

    return _CHINESE_PART.sub(part, _CHINESE_YEAR.sub(year, text))


def _whole_year(text: str) -> int | None:
    """A year of four digits, or of two by the pivot."""
    number = int(text.lstrip("'"))
    if len(text.lstrip("'")) == 2:
        return number + (2000 if number < PIVOT else 1900)
    return number if FIRST_YEAR <= number <= LAST_YEAR else None


def _months(year: int, first: int, last: int) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period.between(datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1]))


def _days(year: int, month: int, first: int, last: int) -> Period | None:
    if not 1 <= month <= 12 or not 1 <= first <= calendar.monthrange(year, month)[1]:
        return None
    return Period.between(datetime.date(year, month, first), datetime.date(year, month, min(last, calendar.monthrange(year, month)[1])))


def _exact(year: int, month: int | None, number: int | None) -> Period | None:
    if month is None:
        return _months(year, 1, 12)
    if number is None:
        return _months(year, month, month)
    return None if number > calendar.monthrange(year, max(1, min(month, 12)))[1] else _days(year, month, number, number)


def _narrowed(year: int, month: int | None, number: int | None, part: str) -> Period | None:
    """The period that a word after a date makes of it: 上半年, 一季度, 上旬, 初, 以前; or a word that says what happened."""
    whole = _exact(year, month, number)
    if whole is None or not part:
        return whole
    if part in _BEFORE:
        return Period(-math.inf, whole.hi)
    if part in _AFTER:
        return Period(whole.lo, math.inf)
    if month is None:
        quarter = _QUARTER.fullmatch(part)
        if quarter:
            third = "一二三四1234".index(quarter[1] or quarter[2]) % 4
            return _months(year, 3 * third + 1, 3 * third + 3)
        if part in _HALVES:
            return _months(year, *_HALVES[part])
        return whole if part in _ABOUT_YEAR else None
    if number is None:
        if part in _TENS:
            return _days(year, month, *_TENS[part])
        return whole if part in _ABOUT_MONTH else None
    return None


def _numeric(text: str) -> Period | None:
    """20240601, 202406, 2024.0 and Excel's serials; spreadsheets write whole numbers with .0, and times as fractions."""
    compact = _COMPACT.fullmatch(text)
    if compact:
        year = _whole_year(compact["year"])
        return _exact(year, int(compact["month"]), int(compact["day"]) if compact["day"] else None) if year else None
    number = _NUMBER.fullmatch(text)
    if number and len(number[1]) == 5 and int(number[1]) in _SERIALS:
        return Period(*[float(days(_SERIAL_ZERO) + int(number[1]))] * 2)
    if number and len(number[1]) == 4 and not (number[2] or "").strip("0"):
        year = _whole_year(number[1])
        return _exact(year, None, None) if year else None
    return None


def period(text: str) -> Period | None:
    """A date as the days that it can mean; None for what is no date, or an impossible one (2024-02-30), or a range (see `periods`).

    - 2024-06-30, 2024/6/1, 2024.6.1, 2024年6月1日, 20240601, with a time or not: that day. 2024.6, 202406: the month. 2024: the year.
    - 45473 and 45473.0: Excel serials of five digits, 1950 to 2100. Years of two digits need 年 or a day (24.6.1): below 50 they are 20xx.
      12/1/24 can be read two ways and is None.
    - 2024年上半年, 第一季度, Q1: those months. 6月上旬: ten days. 年初, 年底, 春季: the whole year, for they are vague.
    - 2018年前: up to its end. 2018年后: from its start.
    - A word that says what happened may follow: 2018年5月成立.
    - Blank, 无, dashes, 至今 and 长期 are NO_DATE; 不详 and 保密 are ANY_DATE. 今年 and 上半年 without a year are None.

    >>> period("2024年6月") == period("2024-06")
    True
    """
    if is_none(text) or mark(text) in _OPEN:
        return NO_DATE
    if is_withheld(text) or is_uncountable(text):
        return ANY_DATE
    text = _MASKED_PART.sub("", _in_digits(text)).removesuffix(")").replace("(", " ").strip().rstrip(".。")
    found = _numeric(text)
    if found is not None or not text or text.isdecimal():
        return found
    match = _WRITTEN.fullmatch(text)
    if not match or _AMERICAN.match(text):
        return None
    short = len(match["year"]) < 4
    if short and not match["day"] and "年" not in text:
        return None
    part = (match["part"] or "").strip()
    part = part if part in _BEFORE or part in _ABOUT_YEAR else _TAIL.sub("", _SINCE.sub("", part))
    year = _whole_year(match["year"])
    month, number = (int(match[group]) if match[group] else None for group in ("month", "day"))
    return _narrowed(year, month, number, part) if year is not None else None


_FROM = re.compile(r"(?:至今|到今|起|以来|至现在|至目前|[-–—~～]+(?:至今|今|现在|目前)?)$")
_TO = re.compile(rf"[{DASHES}~～至到]+")


def _ending(first: Period, text: str) -> Period | None:
    """The end of a range, which may leave out the year, or year and month, of its start: 2019年3月-5月, 6月1日-3日."""
    found = period(text)
    if found is not None or math.isinf(first.lo):
        return found
    start = day(first.lo)
    if re.match(r"[0-9]{1,2}(?:\s*月|\.[0-9])", text):
        return period(f"{start.year}年{text}")
    return period(f"{start.year}年{start.month}月{text}") if re.match(r"[0-9]{1,2}\s*[日号]", text) else None


def periods(text: str) -> tuple[Period, Period] | None:
    """The start and end of a range of dates: 2019年3月-2021年5月, 2019.3—2021.5, 2019至2021年; the end of 2019年3月至今 is NO_DATE.

    None for a single date, for what is no range, and where the end comes before the start.
    """
    text = _in_digits(text)
    still = _FROM.search(text)
    if still:
        first = period(text[: still.start()])
        return None if first is None or first.is_none else (first, NO_DATE)
    for cut in _TO.finditer(text):
        first = period(text[: cut.start()])
        if first is None or first.is_none:
            continue
        last = _ending(first, text[cut.end() :])
        if last is not None and not last.is_none and first.lo <= last.hi:
            return first, last
    return None
