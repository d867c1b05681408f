"""The cleaners, case by case. T3, T4, T5, T10 and T14 are the traps of the source documents."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xinlian.graph.values import ANY_DATE, MASKED, MISSING, NO_DATE, UNCOUNTABLE, Count, Form, Period, days
from xinlian.loaders import clean
from xinlian.loaders.clean import Flag

INF = math.inf

# What ledgers are made of, so that random texts come near to what the cleaners look for.
PARTS = st.sampled_from(
    "张 三 林芳 李四 欧阳 王建国 和平 社区 居委会 村民委员会 街道办事处 有限公司 松涛 商会 无 否 × x / - — ～ 保密 不详 * ** 某 约 近 余 多 几 左右 以上 不足 至 人 "
    "万 千 百 十 二 〇 0 1 12 300 1,260 ９９ 2024 2024- 2024. 年 6月 30日 上半年 一季度 至今 前 45473 199 0000 19900000000 990101197001010000 X "
    "（ ） ( ) 、 ， , ； ; ／ | · • ． . ： : 和 及 与 等 主任 1. 2. ① 其中： 台帐 A Smith Ltd. n/a % e 是 √ 有".split()
    + [" ", "\u3000", "\n", "\t", "\u200b", "\ufeff", "\ue000", "\U00020bb7", "e\u0301", "葛\U000e0100"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=8).map("".join))


def exact(number: float) -> Count:
    return Count(number, number, Form.EXACT)


def approximate(lo: float, hi: float) -> Count:
    return Count(lo, hi, Form.APPROXIMATE)


def bound(lo: float, hi: float) -> Count:
    return Count(lo, hi, Form.BOUND)


def between(lo: float, hi: float) -> Count:
    return Count(lo, hi, Form.RANGE)


# Texts and names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ＡＢＣ１２３", "ABC123"),
        ("（一）", "(一)"),
        ("甲，乙；丙：丁！", "甲，乙；丙：丁！"),
        ("  a \t b\n\nc　d ", "a b c d"),
        ("\ufeff张\u200b三\x00", "张三"),
        ("100①㎡", "100①㎡"),
        ("⽂化", "文化"),
        ("e\u0301", "é"),
    ],
)
def test_plain(text: str, wanted: str) -> None:
    assert clean.plain(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("林 芳", "林芳"),
        ("林　芳", "林芳"),
        (" 码头 社区 ", "码头社区"),
        ("John  Boozman", "John Boozman"),
        ("IT 家园", "IT家园"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("J. Smith", "J. Smith"),
        ("华荷(中国)有限公司", "华荷（中国）有限公司"),
        ("华荷（中国）有限公司", "华荷（中国）有限公司"),
        ("Foo （Bar） Ltd", "Foo (Bar) Ltd"),
        ("𠮷 野", "𠮷野"),
        ("葛\U000e0100", "葛"),
        ("", ""),
    ],
)
def test_name(text: str, wanted: str) -> None:
    assert clean.name(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("潍坊一村居委会", "潍坊一村社区"),
        ("多福巷社区居委会", "多福巷社区"),
        ("多福巷社区居民委员会", "多福巷社区"),
        ("文联社区居员会", "文联社区"),
        ("湖滨居民委员会", "湖滨社区"),
        ("湖滨 社区", "湖滨社区"),
        ("和平村委会", "和平村"),
        ("和平村村委会", "和平村"),
        ("和平村村民委员会", "和平村"),
        ("团结村民委员会", "团结村"),
        ("新村村委会", "新村"),
        ("刘南社区村委会", "刘南社区"),
        ("敖包嘎查村委会", "敖包嘎查"),
        ("和平行政村", "和平村"),
        ("东湖街道办事处", "东湖街道"),
        ("东湖街道办", "东湖街道"),
        ("南门办事处", "南门街道"),
        ("开发区办事处", "开发区"),
        ("北桥镇人民政府", "北桥镇"),
        ("清河区东湖街道办事处湖滨社区居委会", "清河区东湖街道湖滨社区"),
        ("中国（南京）软件谷", "中国（南京）软件谷"),
        ("居委会", "居委会"),
        ("村委会", "村委会"),
        ("驻京办事处", "驻京办事处"),
    ],
)
def test_place_name(text: str, wanted: str) -> None:
    assert clean.place_name(text) == wanted


# Marks (T3)


@pytest.mark.parametrize("text", ["", "  ", "无", "否", "×", "✗", "x", "X", "/", "／", "-", "—", "－", "——", "N/A", "n/a", "没有", "暂无", "空缺", "待定", "未定", "待补", "（无）", "无。", "Null"])
def test_is_none(text: str) -> None:
    assert clean.is_none(text)
    assert not clean.is_withheld(text)
    assert not clean.is_uncountable(text)


@pytest.mark.parametrize(
    "text",
    ["保密", "不提供", "不便提供", "不公开", "涉密", "*", "**", "***", "＊", "XX", "xx", "×××", "**人", "（略）", "张**", "张*芳", "**区", "李某", "王某某", "XX公司", "某某街道"],
)
def test_is_withheld(text: str) -> None:
    assert clean.is_withheld(text)
    assert not clean.is_none(text)


@pytest.mark.parametrize("text", ["×", "x", "*ST海润", "张三", "江某镇", "MAXX", "无", "5*8小时"])
def test_is_not_withheld(text: str) -> None:
    assert not clean.is_withheld(text)


@pytest.mark.parametrize("text", ["不详", "无法统计", "不清楚", "未统计", "未知", "不明", "？"])
def test_is_uncountable(text: str) -> None:
    assert clean.is_uncountable(text)
    assert not clean.is_none(text)


# Counts (T4, T5, T10)


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
        ("300多", approximate(300, 399)), ("10余", approximate(10, 19)), ("60余", approximate(60, 69)), ("105余", approximate(105, 105)),
        ("1.2万余", approximate(12000, 12999)), ("万余", approximate(10000, 19999)), ("十余", approximate(10, 19)),
        ("百余人", approximate(100, 199)), ("两百余", approximate(200, 299)), ("30多万", approximate(300_000, 399_999)),
        ("约300余", approximate(300, 399)), ("几十", approximate(20, 99)), ("数百", approximate(200, 999)), ("几人", approximate(2, 9)),
        ("十几", approximate(11, 19)), ("二十几人", approximate(21, 29)), ("上百", approximate(100, 999)),
        ("近200", approximate(180, 199)), ("近100人", approximate(90, 99)), ("近1", approximate(0, 0)), ("近5", approximate(4, 4)),
        ("约30", approximate(27, 33)), ("30左右", approximate(27, 33)), ("30人左右", approximate(27, 33)), ("约45人", approximate(41, 49)),
        ("320人（约）", approximate(288, 352)),
        ("100以上", bound(100, INF)), ("100人以上", bound(100, INF)), ("不少于50", bound(50, INF)), ("≥100", bound(100, INF)), ("100+", bound(100, INF)),
        ("超100", bound(101, INF)), ("超过100", bound(101, INF)), (">100", bound(101, INF)), ("＞１００", bound(101, INF)),
        ("100以下", bound(0, 100)), ("不超过100人", bound(0, 100)), ("≤100", bound(0, 100)), ("可达100", bound(0, 100)),
        ("不足100", bound(0, 99)), ("<100", bound(0, 99)), ("不到100", bound(0, 99)), ("不足百人", bound(0, 99)),
        ("2—3", between(2, 3)), ("2-3人", between(2, 3)), ("2－3", between(2, 3)), ("2–3", between(2, 3)), ("40~50", between(40, 50)),
        ("5至10", between(5, 10)), ("100人-200人", between(100, 200)), ("5-50万", between(50_000, 500_000)), ("500-1万", between(500, 10_000)),
        ("二三十", between(20, 30)), ("三五个", between(3, 5)), ("一、二个", between(1, 2)), ("7-7", exact(7)),
        ("", MISSING), ("-", MISSING), ("—", MISSING), ("/", MISSING), ("／", MISSING), ("×", MISSING), ("待定", MISSING), ("N/A", MISSING),
        ("保密", MASKED), ("不提供", MASKED), ("*", MASKED), ("**", MASKED), ("**人", MASKED), ("1**", MASKED), ("×××", MASKED),
        ("不详", UNCOUNTABLE), ("无法统计", UNCOUNTABLE), ("若干", UNCOUNTABLE),
    ],
)  # fmt: skip
def test_count(text: str, wanted: Count) -> None:
    assert clean.count(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["-5", "－5", "abc", "张三", "0.4", "45%", "12 34", "1,2", "100①", "第3", "3-2", "12.5", "1e99", "1e999999999", "近", "余", "0余", "多支", "1.5.2", ".5", "9" * 30, "19900000000", "2024-06-30"],
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
    for text in (str(number), f"{number:,}", f"{number}人", f"{number}.0", str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))):
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
        assert found is not None and found.lo <= number <= found.hi
    for text in (f"近{number}", f"不足{number}"):
        found = clean.count(text)
        assert found is not None and found.lo <= found.hi == number - 1
    assert clean.count(f"超过{number}") == bound(number + 1, INF)


# Dates (T10, T14)


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
                "2024-06-01", "2024/6/1", "2024.6.1", "2024.06.01", "2024年6月1日", "2024年6月1号", "2024年6月1", "2024 年 6 月 1 日", "20240601", "20240601.0",
                "２０２４．６．１", "2024-06-01 00:00:00", "2024-06-01T08:30:00", "2024年6月1日 14:30", "2024年6月1日上午", "24.6.1", "24年6月1日", "24/6/1",
                "二〇二四年六月一日", "二○二四年六月一日", "二零二四年六月一日", "45444", "45444.0", "45444.75", "2024.6.1（成立）", "2024— 6—1", "2024.06.01.",
            )
        ],
        *[(text, JUNE) for text in ("2024-06", "2024.6", "2024/6", "2024年6月", "2024年6月份", "202406", "202406.0", "24年6月", "2024年6月成立", "成立于2024年6月", "自2024年6月起", "2024年6月底")],
        *[(text, YEAR) for text in ("2024", "2024年", "2024.0", "2024年度", "2024年初", "2024年底", "2024年年底", "2024年春季", "24年", "2024年*月*日", "二〇二四年")],
        ("1985年", span("1985-01-01", "1985-12-31")), ("85年", span("1985-01-01", "1985-12-31")), ("八五年", span("1985-01-01", "1985-12-31")),
        ("2018年5月成立", span("2018-05-01", "2018-05-31")), ("2024年8月", span("2024-08-01", "2024-08-31")), ("二〇二三年十二月三十一日", span("2023-12-31", "2023-12-31")),
        ("45473", span("2024-06-30", "2024-06-30")), ("45473.0", span("2024-06-30", "2024-06-30")), ("18264", span("1950-01-01", "1950-01-01")),
        ("2024-02-29", span("2024-02-29", "2024-02-29")), ("2024.10", span("2024-10-01", "2024-10-31")),
        ("2024年上半年", span("2024-01-01", "2024-06-30")), ("2024年下半年", span("2024-07-01", "2024-12-31")),
        *[(text, span("2024-04-01", "2024-06-30")) for text in ("2024年第二季度", "2024年二季度", "2024年2季度", "2024年Q2", "2024Q2", "2024-Q2")],
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
    ["2024-02-30", "2023-02-29", "2024-13", "2024-13-01", "2024-00-01", "2024年6月31日", "0", "5", "24.6", "12/1/24", "240601", "73416", "99999", "1899-01-01",
     "今年", "去年", "上半年", "2024的2.7倍", "张三", "2019年3月-2021年5月", "2019-2021", "2024年5季度", "2024-06-30 25", "六月", "19900000000"],
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
    assert month is not None and year is not None
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


# Flags and codes


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        (Flag.YES, "是 √ ✓ ☑ ✔ ✔\ufe0f 有 Y yes YES true TRUE 1 1.0 １ 已 对 已建 是（2021年）"),
        (Flag.NO, "否 × 无 N no false 0 ✗ 未 没有 - — / 未建 □ x"),
        (Flag.UNKNOWN, "不详 保密 ** 未知"),
        (None, "2 也许 部分 张三 是否 ○"),
    ],
)
def test_flag(wanted: Flag | None, texts: str) -> None:
    assert {text: clean.flag(text) for text in texts.split(" ")} == dict.fromkeys(texts.split(" "), wanted)
    assert clean.flag("") is Flag.NO


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("91110000600037341L", ("91110000600037341L", True)),
        ("９１１１００００６０００３７３４１l", ("91110000600037341L", True)),
        ("9111 0000 6000 3734 1L", ("91110000600037341L", True)),
        ("91110000-600037341-L", ("91110000600037341L", True)),
        ("91110000600037341M", ("91110000600037341M", False)),
        ("320100000012345", ("320100000012345", False)),
        ("abc", ("ABC", False)),
        ("", ("", True)),
        ("无", ("", True)),
        ("保密", ("", True)),
        ("990101197001010000", ("", False)),
        ("99010119700101000x", ("", False)),
        ("19900000000", ("", False)),
    ],
)
def test_credit_code(text: str, wanted: tuple[str, bool]) -> None:
    assert clean.credit_code(text) == wanted


# Several values in one cell


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("张三", "张三"),
        ("张三、李四", "张三 李四"),
        ("张三，李四,王五；赵六;钱七／孙八/郑九|周十\n吴甲", "张三 李四 王五 赵六 钱七 孙八 郑九 周十 吴甲"),
        ("张三 李四", "张三 李四"),
        ("张三　李四  王建国", "张三 李四 王建国"),
        ("林 芳", "林芳"),
        ("周　敏", "周敏"),
        ("诸 葛 亮", "诸葛亮"),
        ("周 敏 吴 强", "周敏 吴强"),
        ("李 文  钱丽", "李文 钱丽"),
        ("王 建国 李四", "王建国 李四"),
        ("欧阳 锋", "欧阳锋"),
        ("欧阳 建国", "欧阳建国"),
        ("张三和李四", "张三 李四"),
        ("张三、李四及王五", "张三 李四 王五"),
        ("张和平", "张和平"),
        ("王和平、李及人", "王和平 李及人"),
        ("努尔和买提", "努尔和买提"),
        ("张三（主任）", "张三（主任）"),
        ("张三（主任、书记）、李四", "张三（主任、书记） 李四"),
        ("张三(主任) 李四(书记)", "张三（主任） 李四（书记）"),
        ("张三 主任", "张三（主任）"),
        ("张三 主任 李四 书记", "张三（主任） 李四（书记）"),
        ("1.张三 2.李四", "张三 李四"),
        ("1、张三2、李四", "张三 李四"),
        ("（1）张三\n（2）李四", "张三 李四"),
        ("①张三②李四", "张三 李四"),
        ("买买提·艾力、张三", "买买提·艾力 张三"),
        ("张三、李四等", "张三 李四"),
        ("张三等5人", "张三"),
        ("无", ""),
        ("无、张三", "张三"),
        ("、，", ""),
        ("", ""),
    ],
)
def test_persons(text: str, wanted: str) -> None:
    assert clean.persons(text) == wanted.split()


def test_persons_with_latin_names() -> None:
    assert clean.persons("John Boozman, Mary  Smith") == ["John Boozman", "Mary Smith"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("松涛建材有限公司；岭南食品厂", ["松涛建材有限公司", "岭南食品厂"]),
        ("清河区新的社会阶层人士联谊会、东湖商会", ["清河区新的社会阶层人士联谊会", "东湖商会"]),
        ("和平社区、及第村", ["和平社区", "及第村"]),
        ("和平社区", ["和平社区"]),
        ("华荷（中国）有限公司", ["华荷（中国）有限公司"]),
        ("华荷(南京、上海)公司、岭南厂", ["华荷（南京、上海）公司", "岭南厂"]),
        ("松涛公司 岭南公司", ["松涛公司", "岭南公司"]),
        ("星河 软件有限公司", ["星河软件有限公司"]),
        ("星河集团 有限公司", ["星河集团有限公司"]),
        ("湖滨社区 荷花社区", ["湖滨社区", "荷花社区"]),
        ("湖滨社区\n荷花社区", ["湖滨社区", "荷花社区"]),
        ("东湖街道 湖滨社区", ["东湖街道湖滨社区"]),
        ("湖滨社区 新联会", ["湖滨社区新联会"]),
        ("1.松涛公司2.岭南厂", ["松涛公司", "岭南厂"]),
        ("松涛公司等3家企业", ["松涛公司"]),
        ("Foo Co., Ltd., Bar Inc", ["Foo Co., Ltd.", "Bar Inc"]),
        ("NOVO NORDISK A/S", ["NOVO NORDISK A/S"]),
        ("东湖商会/西岭商会", ["东湖商会", "西岭商会"]),
        ("3M公司", ["3M公司"]),
        ("无", []),
    ],
)
def test_bodies(text: str, wanted: list[str]) -> None:
    assert clean.bodies(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("张三（主任）", ("张三", "主任")),
        ("张三 (主任) ", ("张三", "主任")),
        ("张三（）", ("张三", "")),
        ("张三", ("张三", "")),
        ("（主任）", ("（主任）", "")),
        ("中国（南京）软件谷", ("中国（南京）软件谷", "")),
    ],
)
def test_without_note(text: str, wanted: tuple[str, str]) -> None:
    assert clean.without_note(text) == wanted


SURNAMES = "王李张刘陈杨黄赵周吴"
GIVEN = "芳伟娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"
PERSON = st.builds(lambda a, b: a + b, st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=2))


@given(st.lists(PERSON, min_size=1, max_size=5), st.sampled_from(["、", "，", ",", "；", ";", "/", "|", "\n", " ", "　", "、 ", "和"]))
def test_persons_are_found_whatever_divides_them(names: list[str], divider: str) -> None:
    if divider == "和" and len(names) > 2:
        names = names[:2]
    assert clean.persons(divider.join(names)) == names


@given(st.lists(PERSON, min_size=1, max_size=5))
def test_persons_with_inner_blanks(names: list[str]) -> None:
    assert clean.persons("、".join(" ".join(name) for name in names)) == names


@given(st.text(SURNAMES + GIVEN + " 、，;/\n（）", max_size=20))
def test_splitting_loses_no_character_of_a_name(text: str) -> None:
    letters = [c for c in text if c in SURNAMES + GIVEN]
    for split in (clean.persons, clean.bodies):
        assert [c for c in "".join(split(text)) if c in SURNAMES + GIVEN] == letters


# Identity and mobile numbers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("990101197001010000", ""), ("99010119700101000X", ""), ("99010119700101000x", ""), ("９９０１０１１９７００１０１００００", ""),
        ("990101 19700101 0000", ""), ("9901 0119 7001 0100 00", ""), ("990101-19700101-0000", ""), ("990101\u200b197001010000", ""),
        ("990101700101000", ""), ("身份证号：990101700101000", ""), ("张三 990101197001010000", "张三"), ("张三990101197001010000李四", "张三李四"),
        ("19900000000", ""), ("１９９００００００００", ""), ("199-0000-0000", ""), ("199 0000 0000", ""), ("1990 0000 000", ""),
        ("1 9 9 0 0 0 0 0 0 0 0", ""), ("+8619900000000", ""), ("+86 199 0000 0000", ""), ("0086-19900000000", ""), ("8619900000000", ""), ("019900000000", ""),
        ("电话：19900000000", ""), ("张三（手机19900000000）", "张三"), ("张三（主任，19900000000）", "张三（主任，）"), ("张三/19900000000", "张三"),
        ("19900000000/19900000001", ""), ("99010119700101000019900000000", ""), ("99010119700101000X19900000000", ""),
        ("6222020000000000000", ""), ("199 0000 990101197001010000 0000", ""),
    ],
)  # fmt: skip
def test_cut_identity(text: str, wanted: str) -> None:
    assert clean.cut_identity(text) == (wanted, True)


@pytest.mark.parametrize(
    "text",
    ["", "张三", "  张三、", "2024-06-30 14:30:00", "320114001001", "91320114MA1XXXXX9K", "320100000012345", "1990000000", "1990000000000", "12345678901", "2019-12-31 15:00",
     "第15 2019-12-31 1", "990101199913010000", "025-52880000", "1,260", "100000 200000 300000"],
)  # fmt: skip
def test_cut_identity_leaves_the_rest(text: str) -> None:
    assert clean.cut_identity(text) == (text, False)


@given(
    st.text(st.sampled_from("张三李四、（）: "), max_size=6),
    st.dates(datetime.date(1920, 1, 1), datetime.date(2020, 12, 31)),
    st.integers(0, 999),
    st.sampled_from("0123456789Xx"),
    st.text(st.sampled_from("张三李四、（）: "), max_size=6),
    st.sampled_from(["", " ", "-"]),
)
def test_no_identity_number_survives(before: str, birth: datetime.date, serial: int, last: str, after: str, gap: str) -> None:
    number = gap.join(["990101", birth.strftime("%Y%m%d"), f"{serial:03}{last}"])
    text, cut = clean.cut_identity(before + number + after)
    assert cut
    assert not any(c.isdigit() for c in text)


# Headers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("技术人员（人）", ["技术人员(人)", "技术人员人", "技术人员"]),
        ("街道（镇）", ["街道(镇)", "街道镇", "街道"]),
        ("是否试点【是/否】", ["是否试点(是/否)", "是否试点是/否", "是否试点"]),
        ("其中：高级职称", ["高级职称"]),
        ("姓　 名", ["姓名"]),
        ("企业\n名称*", ["企业名称"]),
        ("＊姓名：", ["姓名"]),
        ("统战工作台帐", ["统战工作台账"]),
        ("Enterprise Name", ["enterprisename"]),
        ("enterprise_name", ["enterprisename"]),
        ("1.企业名称", ["企业名称"]),
        ("三、企业名称", ["企业名称"]),
        ("人数/人", ["人数/人", "人数"]),
        ("（名称）", ["(名称)", "名称"]),
        ("其中", ["其中"]),
        ("no.", ["no."]),
        ("2024年人数", ["2024年人数"]),
        ("", [""]),
    ],
)
def test_header_forms(text: str, wanted: list[str]) -> None:
    assert clean.header_forms(text) == wanted
    assert clean.header(text) == wanted[0]


# For every text


@settings(max_examples=300)
@given(TEXTS)
@example("\ud800")
@example("(" * 200)
def test_nothing_raises_and_normal_forms_are_stable(text: str) -> None:
    for normal in (clean.plain, clean.name, clean.place_name, clean.header, clean.fold, clean.squeeze):
        once = normal(text)
        assert normal(once) == once, normal
    once, _ = clean.cut_identity(text)
    assert clean.cut_identity(once) == (once, False)
    for read in (clean.count, clean.number):
        count = read(text)
        assert count is None or 0 <= count.lo <= count.hi
    period = clean.period(text)
    assert period is None or period.is_none or period.lo <= period.hi
    clean.periods(text), clean.flag(text), clean.credit_code(text), clean.header_forms(text), clean.without_note(text)
    for one in clean.persons(text) + clean.bodies(text):
        assert one and not clean.is_none(one)
    assert clean.is_none(text) + clean.is_withheld(text) + clean.is_uncountable(text) <= 1
