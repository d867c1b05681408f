"""Counts, case by case. T4, T5 and T10 are traps of the source documents."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xinlian.graph.values import MASKED, MISSING, UNCOUNTABLE, Count, Form
from xinlian.loaders import clean

INF = math.inf


def exact(number: float) -> Count:
    return Count(number, number, Form.EXACT)


def approximate(lo: float, hi: float) -> Count:
    return Count(lo, hi, Form.APPROXIMATE)


def bound(lo: float, hi: float) -> Count:
    return Count(lo, hi, Form.BOUND)


def between(lo: float, hi: float) -> Count:
    return Count(lo, hi, Form.RANGE)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0", exact(0)), ("无", exact(0)), ("没有", exact(0)), ("320", exact(320)), ("320人", exact(320)), ("共320名", exact(320)),
        ("1,260", exact(1260)), ("1，260", exact(1260)), ("1 260", exact(1260)), ("９９", exact(99)), ("２３５０", exact(2350)),
        ("12.0", exact(12)), ("1e3", exact(1000)), ("1.26E+03", exact(1260)), ("1.2万", exact(12000)), ("3千", exact(3000)),
        ("二十", exact(20)), ("十", exact(10)), ("一百二十", exact(120)), ("一百零五", exact(105)), ("两千三", exact(2300)),
        ("一千零一", exact(1001)), ("3万5千", exact(35000)), ("一亿二千万", exact(120_000_000)), ("二〇二四", exact(2024)),
        ("320（含外聘12人）", exact(320)), ("100 人", exact(100)), ("零", exact(0)),
        ("1200余", approximate(1200, 1299)), ("1200余人", approximate(1200, 1299)), ("300余", approximate(300, 399)),
        ("300多", approximate(300, 399)), ("10余", approximate(10, 19)), ("60余", approximate(60, 69)), ("105余",
        approximate(105, 105)),
        ("1.2万余", approximate(12000, 12999)), ("万余", approximate(10000, 19999)), ("十余", approximate(10, 19)),
        ("百余人", approximate(100, 199)), ("两百余", approximate(200, 299)), ("30多万", approximate(300_000, 399_999)),
        ("约300余", approximate(300, 399)), ("几十", approximate(20, 99)), ("数百", approximate(200, 999)), ("几人", approximate(2, 9)),
        ("十几", approximate(11, 19)), ("二十几人", approximate(21, 29)), ("上百", approximate(100, 999)),
        ("近200", approximate(180, 199)), ("近100人", approximate(90, 99)), ("近1", approximate(0, 0)), ("近5", approximate(4, 4)),
        ("约30", approximate(27, 33)), ("30左右", approximate(27, 33)), ("30人左右", approximate(27, 33)), ("约45人",
        approximate(41, 49)),
        ("320人（约）", approximate(288, 352)),
        ("100以上", bound(100, INF)), ("100人以上", bound(100, INF)), ("不少于50", bound(50, INF)), ("≥100", bound(100, INF)),
        ("100+", bound(100, INF)),
        ("超100", bound(101, INF)), ("超过100", bound(101, INF)), (">100", bound(101, INF)), ("＞１００", bound(101, INF)),
        ("100以下", bound(0, 100)), ("不超过100人", bound(0, 100)), ("≤100", bound(0, 100)), ("可达100", bound(0, 100)),
        ("不足100", bound(0, 99)), ("<100", bound(0, 99)), ("不到100", bound(0, 99)), ("不足百人", bound(0, 99)),
        ("2—3", between(2, 3)), ("2-3人", between(2, 3)), ("2－3", between(2, 3)), ("2–3", between(2, 3)), ("40~50", between(40, 50)),
        ("5至10", between(5, 10)), ("100人-200人", between(100, 200)), ("5-50万", between(50_000, 500_000)), ("500-1万",
        between(500, 10_000)),
        ("二三十", between(20, 30)), ("三五个", between(3, 5)), ("一、二个", between(1, 2)), ("7-7", exact(7)),
        ("", MISSING), ("-", MISSING), ("—", MISSING), ("/", MISSING), ("／", MISSING), ("×", MISSING), ("待定", MISSING),
        ("N/A", MISSING),
        ("保密", MASKED), ("不提供", MASKED), ("*", MASKED), ("**", MASKED), ("**人", MASKED), ("1**", MASKED), ("×××", MASKED),
        ("不详", UNCOUNTABLE), ("无法统计", UNCOUNTABLE), ("若干", UNCOUNTABLE),
    ],
)  # fmt: skip
def test_count(text: str, wanted: Count) -> None:
    assert clean.count(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["-5", "－5", "abc", "张三", "0.4", "45%", "12 34", "1,2", "100①", "第3", "3-2", "12.5", "1e99", "1e999999999", "近", "余",
    "0余", "多支", "1.5.2", ".5", "9" * 30, "19900000000", "2024-06-30"],
)  # fmt: skip
def test_count_unreadable(text: str) -> None:
    assert clean.count(text) is None


@pytest.mark.parametrize(
    ("text", "lo", "hi", "form"),
    [
        ("0.4", 0.4, 0.4, Form.EXACT),
        ("45%", 0.45, 0.45, Form.EXACT),
        ("４５％", 0.45, 0.45, Form.EXACT),
        ("百分之四十五", 0.45, 0.45, Form.EXACT),
        ("40-50%", 0.4, 0.5, Form.RANGE),
        ("40%—50%", 0.4, 0.5, Form.RANGE),
        ("约40%", 0.36, 0.44, Form.APPROXIMATE),
        ("2.6万元", 26000, 26000, Form.EXACT),
        ("12", 12, 12, Form.EXACT),
        ("不足0.5", 0, 0.5, Form.BOUND),
    ],
)
def test_number(text: str, lo: float, hi: float, form: Form) -> None:
    assert clean.number(text) == Count(lo, hi, form)


@given(st.integers(0, 10**9))
def test_count_round_trip(number: int) -> None:
    for text in (
        str(number),
        f"{number:,}",
        f"{number}人",
        f"{number}.0",
        str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        assert clean.count(text) == exact(number)


def spoken(number: int) -> str:
    """A whole number under 10,000 in Chinese."""
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit
    return text or "零"


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_spoken_count_round_trip(low: int, high: int) -> None:
    assert clean.count(spoken(low)) == exact(low)
    myriads = f"{spoken(high)}万" + ("零" if 0 < low < 1000 else "") + (spoken(low) if low else "")
    if high:
        assert clean.count(myriads) == exact(high * 10_000 + low)


@given(st.integers(1, 10**6))
def test_vague_counts_hold_the_number_that_they_are_made_of(number: int) -> None:
    for text in (f"{number}余", f"约{number}", f"{number}以上", f"{number}以下", f"{number}左右"):
        found = clean.count(text)
        assert found is not None
        assert found.lo <= number <= found.hi
    for text in (f"近{number}", f"不足{number}"):
        found = clean.count(text)
        assert found is not None
        assert found.lo <= found.hi == number - 1
    assert clean.count(f"超过{number}") == bound(number + 1, INF)
