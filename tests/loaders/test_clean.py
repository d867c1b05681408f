"""The cleaners, case by case. T3 and T5 are traps of the source documents."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xinlian.loaders import clean
from xinlian.loaders.clean import Flag
from xinlian.loaders.marks import words

# What ledgers are made of, so that random texts come near to what the cleaners look for.
PARTS = st.sampled_from(
    (
        *words(
            "张 三 林芳 李四 欧阳 王建国 和平 社区 居委会 村民委员会 街道办事处 有限公司 松涛 商会 无 否 × x / - — ～ 保密 不详 * "
            "** 某 约 近 余 多 几 左右 以上 不足 至 人 "
            "万 千 百 十 二 〇 0 1 12 300 1,260 ９９ 2024 2024- 2024. 年 6月 30日 上半年 一季度 至今 前 45473 199 0000 19900000000 "
            "990101197001010000 X "
            "（ ） ( ) 、 ， , ； ; ／ | · • ． . ： : 和 及 与 等 主任 1. 2. ① 其中： 台帐 A Smith Ltd. n/a % e 是 √ 有"
        ),
        " ", "\u3000", "\n", "\t", "\u200b", "\ufeff", "\ue000", "\U00020bb7", "e\u0301", "葛\U000e0100",
    )
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=8).map("".join))


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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "无",
        "否",
        "×",
        "✗",
        "x",
        "X",
        "/",
        "／",
        "-",
        "—",
        "－",
        "——",
        "N/A",
        "n/a",
        "没有",
        "暂无",
        "空缺",
        "待定",
        "未定",
        "待补",
        "（无）",
        "无。",
        "Null",
    ],
)
def test_is_none(text: str) -> None:
    assert clean.is_none(text)
    assert not clean.is_withheld(text)
    assert not clean.is_uncountable(text)


@pytest.mark.parametrize(
    "text",
    [
        "保密",
        "不提供",
        "不便提供",
        "不公开",
        "涉密",
        "*",
        "**",
        "***",
        "＊",
        "XX",
        "xx",
        "×××",
        "**人",
        "（略）",
        "张**",
        "张*芳",
        "**区",
        "李某",
        "王某某",
        "XX公司",
        "某某街道",
    ],
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
        ("990101197001010000", ""), ("99010119700101000X", ""), ("99010119700101000x", ""),
        ("９９０１０１１９７００１０１００００", ""),
        ("990101 19700101 0000", ""), ("9901 0119 7001 0100 00", ""), ("990101-19700101-0000", ""), ("990101\u200b197001010000", ""),
        ("990101700101000", ""), ("身份证号：990101700101000", ""), ("张三 990101197001010000", "张三"),
        ("张三990101197001010000李四", "张三李四"),
        ("19900000000", ""), ("１９９００００００００", ""), ("199-0000-0000", ""), ("199 0000 0000", ""), ("1990 0000 000", ""),
        ("1 9 9 0 0 0 0 0 0 0 0", ""), ("+8619900000000", ""), ("+86 199 0000 0000", ""), ("0086-19900000000", ""),
        ("8619900000000", ""), ("019900000000", ""),
        ("电话：19900000000", ""), ("张三（手机19900000000）", "张三"), ("张三（主任，19900000000）", "张三（主任，）"),
        ("张三/19900000000", "张三"),
        ("19900000000/19900000001", ""), ("99010119700101000019900000000", ""), ("99010119700101000X19900000000", ""),
        ("6222020000000000000", ""), ("199 0000 990101197001010000 0000", ""),
    ],
)  # fmt: skip
def test_cut_identity(text: str, wanted: str) -> None:
    assert clean.cut_identity(text) == (wanted, True)


@pytest.mark.parametrize(
    "text",
    ["", "张三", "  张三、", "2024-06-30 14:30:00", "320114001001", "91320114MA1XXXXX9K", "320100000012345", "1990000000",
    "1990000000000", "12345678901", "2019-12-31 15:00",
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
        assert one
        assert not clean.is_none(one)
    assert clean.is_none(text) + clean.is_withheld(text) + clean.is_uncountable(text) <= 1
