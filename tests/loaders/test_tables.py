"""Tables found in sheets as people lay them out.

Each case is drawn: a messy sheet, named by its defect, and its clean twin, which holds what has to be found in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.cell_range import CellRange
from xinlian.loaders.cells import Grid
from xinlian.loaders.grids import read_grids
from xinlian.loaders.tables import RawTable, find_tables

KNOWN_TEXTS = """
序号 编号 企业名称 所在街道 所在社区 街道 社区 联络员 姓名 类别 技术人员 总数 高级职称 备注
组织名称 会员数 状态 name party house
"""
KNOWN = frozenset(KNOWN_TEXTS.split())


def knows(text: str) -> bool:
    return "".join(text.split()).lower() in KNOWN


def drawn(drawing: str) -> list[list[str | None]]:
    """The cells of a drawing: one row to a line, cells between bars, ``_`` for a cell with blanks only."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip("\n").splitlines()]
    width = max(map(len, lines))
    return [
        [{"": None, "_": " \u3000"}.get(cell, cell.replace("\\n", "\n")) for cell in line] + [None] * (width - len(line)) for line in lines
    ]


def grid_of(drawing: str, merges: str = "", first_column: int = 0) -> Grid:
    rows = drawn(drawing)
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    ranges = [CellRange(merge) for merge in merges.split()]
    return Grid(
        Path("a.xlsx"),
        "a.xlsx",
        "Sheet1",
        pa.Table.from_arrays(columns, names=[str(number) for number in range(len(columns))]),
        first_column,
        tuple((r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in ranges),
    )


def shown(table: RawTable) -> list[list[str | None]]:
    """A table as its clean twin shows it: one header row with the texts joined by /, then the data."""
    header: list[str | None] = ["/".join(texts) or None for texts in table.headers]
    return [header, *map(list, zip(*(column.to_pylist() for column in table.columns), strict=True))]


@dataclass(frozen=True)
class Case:
    defect: str
    messy: str
    clean: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    merges: str = ""
    above: tuple[str, ...] | None = None
    footer: tuple[str, ...] | None = None
    letters: str = ""
    sections: tuple[str, ...] = field(default=())


PLAIN = """
序号 | 企业名称   | 所在社区
1    | 甲电子公司 | 湖滨社区
2    | 乙食品厂   | 荷花社区
"""
GROUPED = """
序号 | 企业名称   | 技术人员/总数 | 技术人员/高级职称 | 联络员/姓名 | 联络员/类别 | 备注
1    | 甲电子公司 | 1,260         | 85                | 李文        | 特派员      |
2    | 乙食品厂   | 近200         |                   |             |             | 新设
"""

CASES = [
    Case("none", PLAIN, (PLAIN,), ((2, 3),), above=(), footer=(), letters="A B C"),
    Case(
        "title-and-unit-lines",
        "清河区企业台帐\n（内部资料 注意保存）\n单位：清河区委统战部 | | 填报时间：2024.6.30\n" + PLAIN.lstrip("\n"),
        (PLAIN,),
        ((5, 6),),
        above=("清河区企业台帐", "（内部资料 注意保存）", "单位：清河区委统战部", "填报时间：2024.6.30"),
    ),
    Case(
        "instructions-above",
        """
填表说明：请各街道于6月底前填报企业名称、所在社区等
一、序号按街道顺序填写
二、联络员填写姓名

序号 | 企业名称   | 所在社区
1    | 甲电子公司 | 湖滨社区
2    | 乙食品厂   | 荷花社区
""",
        (PLAIN,),
        ((6, 7),),
    ),
    Case("leading-blank-rows-and-columns", "|\n|\n" + PLAIN.lstrip("\n"), (PLAIN,), ((4, 5),)),
    Case(
        "two-header-rows-merged",
        """
清河区企业台帐
序号 | 企业名称   | 技术人员 |          | 联络员 |        | 备注
     |            | 总数     | 高级职称 | 姓名   | 类别   |
1    | 甲电子公司 | 1,260    | 85       | 李文   | 特派员 |
2    | 乙食品厂   | 近200    |          |        |        | 新设
""",
        (GROUPED,),
        ((4, 5),),
        merges="A1:G1 A2:A3 B2:B3 C2:D2 E2:F2 G2:G3",
        above=("清河区企业台帐",),
    ),
    Case(
        "two-header-rows-without-merges",
        """
序号 | 企业名称   | 技术人员 |          | 联络员 |        | 备注
     |            | 总数     | 高级职称 | 姓名   | 类别   |
1    | 甲电子公司 | 1,260    | 85       | 李文   | 特派员 |
2    | 乙食品厂   | 近200    |          |        |        | 新设
""",
        (GROUPED,),
        ((3, 4),),
    ),
    Case(
        "two-header-rows-repeated-instead-of-merged",
        """
序号 | 企业名称   | 技术人员 | 技术人员 | 联络员 | 联络员 | 备注
序号 | 企业名称   | 总数     | 高级职称 | 姓名   | 类别   | 备注
1    | 甲电子公司 | 1,260    | 85       | 李文   | 特派员 |
2    | 乙食品厂   | 近200    |          |        |        | 新设
""",
        (GROUPED,),
        ((3, 4),),
    ),
    Case(
        "three-header-rows",
        """
序号 | 企业名称   | 基本情况 |          |        |        | 备注
     |            | 技术人员 |          | 联络员 |        |
     |            | 总数     | 高级职称 | 姓名   | 类别   |
1    | 甲电子公司 | 1,260    | 85       | 李文   | 特派员 |
2    | 乙食品厂   | 近200    |          |        |        | 新设
""",
        (
            """
序号 | 企业名称 | 基本情况/技术人员/总数 | 基本情况/技术人员/高级职称 | 基本情况/联络员/姓名 | 基本情况/联络员/类别 | 备注
1    | 甲电子公司 | 1,260    | 85       | 李文   | 特派员 |
2    | 乙食品厂   | 近200    |          |        |        | 新设
""",
        ),
        ((4, 5),),
        merges="A1:A3 B1:B3 C1:F1 C2:D2 E2:F2 G1:G3",
    ),
    Case(
        "unknown-headings-above-the-known-row",
        """
基本信息 |          |          | 人员情况 |
序号     | 企业名称 | 所在社区 | 技术人员 | 备注
1        | 甲       | 湖滨     | 12       |
""",
        ("基本信息/序号 | 基本信息/企业名称 | 基本信息/所在社区 | 人员情况/技术人员 | 人员情况/备注\n1 | 甲 | 湖滨 | 12 |",),
        ((3,),),
        merges="A1:C1 D1:E1",
    ),
    Case(
        "years-as-sub-headings",
        "序号 | 企业名称 | 技术人员 |      | 备注\n     |          | 2023年   | 2024年 |\n1 | 甲 | 12 | 13 |",
        ("序号 | 企业名称 | 技术人员/2023年 | 技术人员/2024年 | 备注\n1 | 甲 | 12 | 13 |",),
        ((3,),),
    ),
    Case(
        "one-unknown-heading-merged-over-some-columns",
        "企业台账\n | | 对接情况 |\n序号 | 企业名称 | 姓名 | 类别\n1 | 甲 | 李文 | 专人",
        ("序号 | 企业名称 | 对接情况/姓名 | 对接情况/类别\n1 | 甲 | 李文 | 专人",),
        ((4,),),
        merges="A1:D1 C2:D2",
    ),
    Case(
        "repeated-header-with-one-more-column",
        "序号 | 企业名称\n1 | 甲\n序号 | 企业名称\n2 | 乙 | 新设",
        ("序号 | 企业名称 |\n1 | 甲 |\n2 | 乙 | 新设",),
        ((2, 4),),
    ),
    Case(
        "data-merged-across-under-a-full-header",
        "序号 | 企业名称 | 类别 | 备注\n甲组 | 甲 | | 无需\n乙组 | 乙 | 外资 |",
        ("序号 | 企业名称 | 类别 | 备注\n甲组 | 甲 | | 无需\n乙组 | 乙 | 外资 |",),
        ((2, 3),),
        merges="B2:C2",
    ),
    Case(
        "column-numbers",
        "序号 | 企业名称 | 所在社区\n1 | 2 | 3\n1 | 甲电子公司 | 湖滨社区\n2 | 乙食品厂 | 荷花社区",
        (PLAIN,),
        ((3, 4),),
    ),
    Case(
        "column-numbers-in-stems",
        "序号 | 企业名称 | 所在社区\n甲 | 乙 | 1\n1 | 甲电子公司 | 湖滨社区\n2 | 乙食品厂 | 荷花社区",
        (PLAIN,),
        ((3, 4),),
    ),
    Case(
        "repeated-header-of-printed-pages",
        "清河区企业台帐\n"
        "序号 | 企业名称 | 所在社区\n1 | 甲电子公司 | 湖滨社区\n本页小计 | 1家 |\n"
        "清河区企业台帐\n序号 | 企业名称 | 所在社区\n2 | 乙食品厂 | 荷花社区",
        (PLAIN,),
        ((3, 7),),
        above=("清河区企业台帐",),
    ),
    Case("repeated-header-without-title", PLAIN.replace("2    |", "序号 | 企业名称 | 所在社区\n2    |"), (PLAIN,), ((2, 4),)),
    Case(
        "total-rows",
        """
序号   | 企业名称   | 所在社区 | 技术人员
1      | 甲电子公司 | 湖滨社区 | 12
小 计  |            |          | 12
2      | 乙食品厂   | 荷花社区 | 3
       | 小计       |          | 3
3      | 合计       |          | 15
东湖街道小计 | 2家  |          | 15
合计   | 2家        |          | 15
Total  |            |          | 15
""",
        ("序号 | 企业名称 | 所在社区 | 技术人员\n1 | 甲电子公司 | 湖滨社区 | 12\n2 | 乙食品厂 | 荷花社区 | 3",),
        ((2, 4),),
    ),
    Case(
        "names-like-totals",
        "序号 | 企业名称 | 所在社区\n1 | 合计众会计师事务所 | 湖滨社区\n2 | 总计科技设计公司 | 荷花社区\n3 | Total Energies | 荷花社区",
        ("序号 | 企业名称 | 所在社区\n1 | 合计众会计师事务所 | 湖滨社区\n2 | 总计科技设计公司 | 荷花社区\n3 | Total Energies | 荷花社区",),
        ((2, 3, 4),),
    ),
    Case(
        "footers",
        PLAIN + "填表人：李某 审核人：王某 | | 日期：2024年6月\n备注：本表一式两份\n1.报区委统战部一份；\n2.自存一份。",
        (PLAIN,),
        ((2, 3),),
        footer=("填表人：李某 审核人：王某", "日期：2024年6月", "备注：本表一式两份", "1.报区委统战部一份；", "2.自存一份。"),
    ),
    Case("footer-in-full-cells", PLAIN + "填表人： 李某 | 审核人：王某 | 2024.6", (PLAIN,), ((2, 3),)),
    Case(
        "remark-that-is-data",
        "企业名称 | 备注 | 所在社区\n甲 | 说明：已注销 | 湖滨\n乙 | 注：待核实 |",
        ("企业名称 | 备注 | 所在社区\n甲 | 说明：已注销 | 湖滨\n乙 | 注：待核实 |",),
        ((2, 3),),
    ),
    Case(
        "blank-rows-and-cells",
        "序号 | 企业名称 | 所在社区\n|\n1 | 甲电子公司 | 湖滨社区\n_ | _ | _\n2 | 乙食品厂 | 荷花社区\n" + "_ | | \n" * 5,
        (PLAIN,),
        ((3, 5),),
    ),
    Case(
        "vertically-merged-data",
        """
街道     | 所在社区 | 企业名称
东湖街道 | 湖滨     | 甲
         |          | 乙
         | 荷花     | 丙
西岭街道 | 松涛     | 丁
""",
        ("街道 | 所在社区 | 企业名称\n东湖街道 | 湖滨 | 甲\n东湖街道 | 湖滨 | 乙\n东湖街道 | 荷花 | 丙\n西岭街道 | 松涛 | 丁",),
        ((2, 3, 4, 5),),
        merges="A2:A4 B2:B3",
    ),
    Case(
        "subtotal-within-merged-street",
        "街道 | 企业名称 | 技术人员\n东湖街道 | 甲 | 12\n | 小计 | 12\n合计 | | 12\n | | 1家",
        ("街道 | 企业名称 | 技术人员\n东湖街道 | 甲 | 12",),
        ((2,),),
        merges="A2:A3 A4:A5",
    ),
    Case(
        "section-lines",
        "序号 | 企业名称 | 所在社区\n一、东湖街道 | |\n1 | 甲电子公司 | 湖滨社区\n2 | 乙食品厂 | 荷花社区",
        (PLAIN,),
        ((3, 4),),
        merges="A2:C2",
        sections=("一、东湖街道",),
    ),
    Case(
        "two-tables-below-each-other",
        PLAIN + "填表人：李某\n\n清河区社团名单\n组织名称 | 会员数 | 状态\n东湖商会 | 60余 | 成立",
        (PLAIN, "组织名称 | 会员数 | 状态\n东湖商会 | 60余 | 成立"),
        ((2, 3), (8,)),
        footer=("填表人：李某",),
    ),
    Case(
        "two-tables-without-gap",
        PLAIN + "二、社团名单\n单位：区委统战部 | | 2024年6月\n组织名称 | 会员数 | 状态\n东湖商会 | 60余 | 成立",
        (PLAIN, "组织名称 | 会员数 | 状态\n东湖商会 | 60余 | 成立"),
        ((2, 3), (7,)),
    ),
    Case(
        "same-header-under-another-title",
        "东湖街道\n序号 | 企业名称\n1 | 甲\n西岭街道\n序号 | 企业名称\n1 | 乙",
        ("序号 | 企业名称\n1 | 甲", "序号 | 企业名称\n1 | 乙"),
        ((3,), (6,)),
    ),
    Case(
        "two-tables-side-by-side",
        """
序号 | 企业名称   | 所在社区 | | 组织名称 | 会员数
1    | 甲电子公司 | 湖滨社区 | | 东湖商会 | 60余
2    | 乙食品厂   | 荷花社区 | | 北桥商会 | 22
     |            |          | | 合计     | 82
""",
        (PLAIN, "组织名称 | 会员数\n东湖商会 | 60余\n北桥商会 | 22"),
        ((2, 3), (2, 3)),
    ),
    Case("narrow-table", "企业名称\n甲\n乙", ("企业名称\n甲\n乙",), ((2, 3),)),
    Case("form-instead-of-table", "会议通知\n社区 | 湖滨社区\n联络员 | 周敏", (), ()),
    Case("narrow-header-before-a-value", "联络员 | 2024年6月\n甲 | 乙", (), ()),
    Case("header-only", "序号 | 企业名称 | 所在社区", ("序号 | 企业名称 | 所在社区",), ((),)),
    Case("column-without-header", "序号 | 企业名称 | | 备注\n1 | 甲 | 湖滨 |", ("序号 | 企业名称 | | 备注\n1 | 甲 | 湖滨 |",), ((2,),)),
    Case("instructions-only", "填表说明\n一、请填写企业名称和所在社区。\n二、联络员请填写姓名。", (), ()),
    Case(
        "two-data-rows-that-look-like-a-header",
        "企业名称 | 联络员 | 类别\n甲 | 周敏 | 联络员\n乙 | 姓名 | 联络员",
        ("企业名称 | 联络员 | 类别\n甲 | 周敏 | 联络员\n乙 | 姓名 | 联络员",),
        ((2, 3),),
    ),
]


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.defect)


def check(case: Case, tables: list[RawTable]) -> None:
    assert [shown(table) for table in tables] == [drawn(clean) for clean in case.clean]
    assert [tuple(table.rows.tolist()) for table in tables] == list(case.rows)
    if not tables:
        return
    assert all(table.rows.dtype == np.int32 for table in tables)
    if case.above is not None:
        assert tuple(text for _, text in tables[0].above) == case.above
    if case.footer is not None:
        assert tuple(text for _, text in tables[0].footer) == case.footer
    if case.letters:
        assert tables[0].letters == tuple(case.letters.split())
    assert tuple(text for _, text in tables[0].sections) == case.sections


@every_case
def test_messy_sheet_gives_its_clean_twin(case: Case) -> None:
    check(case, find_tables(grid_of(case.messy, case.merges), knows))


@every_case
def test_same_from_a_workbook(case: Case, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(drawn(case.messy), 1):
        for column, cell in enumerate(row, 1):
            sheet.cell(number, column, cell)
    for merge in case.merges.split():
        sheet.merge_cells(merge)
    book.save(tmp_path / "a.xlsx")
    (grid,), problems = read_grids(tmp_path / "a.xlsx")
    assert not list(problems)
    check(case, find_tables(grid, knows))


def test_letters_count_from_the_file_s_first_column() -> None:
    table = find_tables(grid_of(PLAIN, first_column=25), knows)[0]
    assert table.letters == ("Z", "AA", "AB")


def test_merges_count_in_the_file_s_columns() -> None:
    (table,) = find_tables(grid_of("街道 | 企业名称\n东湖 | 甲\n | 乙", "C2:C3", first_column=2), knows)
    assert table.columns[0].to_pylist() == ["东湖", "东湖"]


def test_thousands_of_formatted_blank_rows() -> None:
    (table,) = find_tables(grid_of(PLAIN + "_ | | \n" * 5000), knows)
    assert table.rows.tolist() == [2, 3]


def test_every_case_is_collected() -> None:
    assert len({case.defect for case in CASES}) == len(CASES) >= 30


cells = st.sampled_from(
    [None, " ", "1", "甲公司", "合计", "企业名称", "所在社区", "序号", "填表人：李某", "备注", "2024.6", "一、东湖", "联络员"]
)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=14)), st.data())
def test_any_sheet_is_read_and_no_row_twice(rows: list[list[str | None]], data: st.DataObject) -> None:
    width = len(rows[0]) if rows else 1
    columns = [pa.array([row[number] for row in rows], pa.string()) for number in range(width)]
    corner = st.tuples(st.integers(0, len(rows) + 1), st.integers(0, width))
    merges = [
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for a, b in data.draw(st.lists(st.tuples(corner, corner), max_size=3))
    ]
    grid = Grid(Path("a"), "a", "", pa.Table.from_arrays(columns, names=[str(n) for n in range(width)]), 0, tuple(merges))
    seen: set[tuple[int, str]] = set()
    for table in find_tables(grid, knows):
        assert len(table.columns) == len(table.headers) == len(table.letters)
        assert all(len(column) == len(table.rows) for column in table.columns)
        assert list(table.rows) == sorted(set(table.rows.tolist()))
        assert all(row > table.header_rows[1] for row in table.rows)
        places = {(int(row), letter) for row in table.rows for letter in table.letters}
        assert not places & seen
        seen |= places
