"""What names, ids and places in cells lead to: known, unknown, ambiguous, narrowed by place, withheld; several to a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from .ledger_cases import Case, edges_of, problems_of, read, verify

PLACES = """
区     | 街道     | 社区
清河区 | 东湖街道 | 湖滨社区
清河区 | 东湖街道 | 和平社区
清河区 | 西岭街道 | 和平社区
"""
LAKE, PEACE_EAST, PEACE_WEST = "清河区/东湖街道/湖滨社区", "清河区/东湖街道/和平社区", "清河区/西岭街道/和平社区"
EAST, WEST = "清河区/东湖街道", "清河区/西岭街道"
BODIES = {
    "社区.csv": PLACES,
    "社团名单.csv": """
组织编号 | 组织名称 | 街道
S1 | 湖滨商会 | 东湖街道
S2 | 青年联谊会 | 东湖街道
S3 | 青年联谊会 | 西岭街道
S4 | 清河区新的社会阶层人士联谊会 |
""",
}
FIRMS = {
    "社区.csv": PLACES,
    "企业台账.csv": """
企业编号 | 企业名称 | 街道 | 技术人员数
E1 | 甲公司 | 东湖街道 | 10
E2 | 乙公司 | 西岭街道 | 20
E3 | 丙（中国）有限公司 | 西岭街道 | 30
""",
}


def people(*rows: str) -> dict[str, str]:
    return {**BODIES, "人员台账.csv": "\n".join(["姓名 | 街道 | 参加组织", *rows])}


MEMBERSHIPS = (
    Case("a name that is known", people("张三 | 东湖街道 | 湖滨商会"), edges={"MEMBER_OF": {("张三", "湖滨商会")}}),
    Case("a name with inner blanks", people("张三 | 东湖街道 | 湖滨 商会"), edges={"MEMBER_OF": {("张三", "湖滨商会")}}),
    Case(
        "the short form of a long name",
        people("张三 | 东湖街道 | 清河区新联会"),
        edges={"MEMBER_OF": {("张三", "清河区新的社会阶层人士联谊会")}},
    ),
    *(
        Case(
            f"several to a cell, {name}",
            people(f"张三 | 东湖街道 | {cell}"),
            edges={"MEMBER_OF": {("张三", "湖滨商会"), ("张三", f"青年联谊会@{EAST}")}},
        )
        for name, cell in {
            "、": "湖滨商会、青年联谊会",
            "，": "湖滨商会，青年联谊会",
            ";": "湖滨商会;青年联谊会",
            "/": "湖滨商会/青年联谊会",
            "blank": "湖滨商会 青年联谊会",
            "numbered": "1.湖滨商会 2.青年联谊会",
            "and others": "湖滨商会、青年联谊会等",
        }.items()
    ),
    Case(
        "several on lines of one cell",
        {**BODIES, "人员台账.csv": [["姓名", "街道", "参加组织"], ["张三", "东湖街道", "湖滨商会\n青年联谊会"], ["李四", "东湖街道", None]]},
        edges={"MEMBER_OF": {("张三", "湖滨商会"), ("张三", f"青年联谊会@{EAST}")}},
    ),
    Case(
        "a name twice in one cell is one edge",
        people("张三 | 东湖街道 | 湖滨商会、湖滨 商会"),
        edges={"MEMBER_OF": {("张三", "湖滨商会")}},
    ),
    Case(
        "a name that fits two is narrowed by the street",
        people("张三 | 西岭街道 | 青年联谊会"),
        edges={"MEMBER_OF": {("张三", f"青年联谊会@{WEST}")}},
    ),
    Case(
        "without a place it is neither",
        people("张三 | | 青年联谊会"),
        edges={"MEMBER_OF": {("张三", "?青年联谊会")}},
        problems={("reference-ambiguous", 2, "参加组织", "青年联谊会")},
    ),
    Case(
        "an unknown name makes a placeholder",
        people("张三 | 东湖街道 | 湖宾商会", "李四 | 西岭街道 | 湖宾商会"),
        nodes={"Association": {"湖滨商会", f"青年联谊会@{EAST}", f"青年联谊会@{WEST}", "清河区新的社会阶层人士联谊会", "?湖宾商会"}},
        edges={"MEMBER_OF": {("张三", "?湖宾商会"), ("李四", "?湖宾商会")}},
        problems={("reference-unknown", 2, "参加组织", "湖宾商会"), ("reference-unknown", 3, "参加组织", "湖宾商会")},
    ),
    *(
        Case(
            f"a withheld name, {cell}",
            people(f"张三 | 东湖街道 | {cell}"),
            edges={"MEMBER_OF": {("张三", f"?{cell}")}},
            notes={"reference-withheld"},
        )
        for cell in ("保密", "**", "不详", "某商会")
    ),
    *(Case(f"none, {cell}", people(f"张三 | 东湖街道 | {cell}", "李四 | 东湖街道 | 湖滨商会"), edges={"MEMBER_OF": {("李四", "湖滨商会")}})
      for cell in ("无", "/", "-", "×", "否", "暂无", "")),
    Case(
        "a person's tie to a party is not recorded, and its text goes nowhere",
        people("张三 | 东湖街道 | 民革清河支部、湖滨商会", "李四 | 东湖街道 | 中国共产党"),
        nodes={"Association": {"湖滨商会", f"青年联谊会@{EAST}", f"青年联谊会@{WEST}", "清河区新的社会阶层人士联谊会"}},
        edges={"MEMBER_OF": {("张三", "湖滨商会")}},
        notes={"edge-refused"},
    ),
)  # fmt: skip

DETAILS = (
    Case(
        "memberships by id",
        {
            **BODIES,
            "人员台账.csv": "人员编号 | 姓名 | 街道\nP1 | 张三 | 东湖街道\nP2 | 张三 | 东湖街道",
            "参加组织明细.csv": """
人员编号 | 组织编号 | 职务 | 起始时间 | 截止时间
P1 | S1 | 会长 | 2020-01-01 |
P2 | S3 | | 2021年 | 2023-12-31
P9 | S1 | | |
P1 | S9 | | |
""",
        },
        sizes={"Person": 3},
        edges={
            "MEMBER_OF role since until": {
                (f"张三@{EAST}", "湖滨商会", "会长", "2020-01-01", ""),
                (f"张三@{EAST}", f"青年联谊会@{WEST}", "", "2021-01-01–2021-12-31", "2023-12-31"),
                ("?P9", "湖滨商会", "", "", ""),
                (f"张三@{EAST}", "?S9", "", "", ""),
            }
        },
        problems={("reference-unknown", 4, "人员编号", "P9"), ("reference-unknown", 5, "组织编号", "S9")},
    ),
    Case(
        "memberships by name; a row without an end is refused",
        {
            **BODIES,
            "人员台账.csv": "姓名 | 街道\n张三 | 东湖街道\n李四 | 东湖街道\n李四 | 西岭街道",
            "参加组织明细.csv": "姓名 | 组织名称\n张三 | 湖滨商会\n李四 | 湖滨商会\n | 湖滨商会\n张三 | ",
        },
        edges={"MEMBER_OF": {("张三", "湖滨商会"), ("?李四", "湖滨商会")}},
        problems={
            ("reference-ambiguous", 3, "姓名", "李四"),
            ("row-nameless", 4, "姓名", ""),
            ("row-nameless", 5, "组织名称", ""),
        },
    ),
    Case(
        "a party among the memberships is not recorded",
        {
            **BODIES,
            "人员台账.csv": "姓名 | 街道\n张三 | 东湖街道",
            "参加组织明细.csv": "姓名 | 组织名称 | 职务\n张三 | 湖滨商会 | 会长\n张三 | 民建清河区委 | 委员",
        },
        nodes={"Association": {"湖滨商会", f"青年联谊会@{EAST}", f"青年联谊会@{WEST}", "清河区新的社会阶层人士联谊会"}},
        edges={"MEMBER_OF role": {("张三", "湖滨商会", "会长")}},
        notes={"edge-refused"},
    ),
    Case(
        "contacts of all kinds",
        {
            **FIRMS,
            "人员台账.csv": "人员编号 | 姓名 | 街道\nP1 | 张三 | 东湖街道",
            "联系明细.csv": """
联系人 | 联系人类别 | 联系对象类别 | 联系对象编号 | 联系对象 | 联系时间
林芳 | 联络员 | 人员 | P1 | 张三 | 2024-05-01
林芳 | 兼职联络员 | 企业 | | 甲公司 | 2024年4月
王五 | 联系领导 | 社区 | | 湖滨社区 | 无
""",
        },
        edges={
            "CONTACTS role duty date": {
                ("林芳", "张三", "联络员", "", "2024-05-01"),
                ("林芳", "甲公司", "联络员", "兼职", "2024-04-01–2024-04-30"),
                ("王五", LAKE, "联系领导", "", ""),
            }
        },
    ),
    Case(
        "guidance by street and community",
        {
            "社区.csv": PLACES,
            "指导明细.csv": "指导员 | 街道 | 社区 | 起始时间\n林芳 | 东湖街道 | 和平社区 | 2023-03-01\n林 芳 | 西岭街道 | 和平社区 |",
        },
        edges={"GUIDES since": {("林芳", PEACE_EAST, "2023-03-01"), ("林芳", PEACE_WEST, "")}},
        sizes={"Liaison": 1},
    ),
)

CONTACTS = (
    Case(
        "roles by header",
        {
            "社区.csv": PLACES,
            "企业台账.csv": """
企业名称 | 街道 | 联络员 | 特派员 | 专人 | 联系领导 | 兼职联络员
甲公司 | 东湖街道 | 林芳 | 王五 | 赵六 | 钱七 | 孙八
""",
        },
        edges={
            "CONTACTS role duty": {
                ("林芳", "甲公司", "联络员", ""),
                ("王五", "甲公司", "特派员", ""),
                ("赵六", "甲公司", "专人", "专职"),
                ("钱七", "甲公司", "联系领导", ""),
                ("孙八", "甲公司", "联络员", "兼职"),
            }
        },
        nodes={"Liaison kind": {("林芳", "联络员"), ("王五", "特派员"), ("赵六", "专人"), ("钱七", "领导"), ("孙八", "联络员")}},
    ),
    Case(
        "roles by the category beside the name",
        {
            "社区.csv": PLACES,
            "企业台账.csv": """
企业名称 | 街道 | 联络员姓名 | 联络员类别 | 最近联系时间
甲公司 | 东湖街道 | 林芳 | 兼职 | 2024-05-01
乙公司 | 东湖街道 | 林芳 | 特派员 |
丙公司 | 东湖街道 | 王五 | 专人 | 2024年5月
丁公司 | 东湖街道 | 王五 | | 不详
戊公司 | 东湖街道 | 王五 | 专职联络员 | 2024.5.1
""",
        },
        edges={
            "CONTACTS role duty date": {
                ("林芳", "甲公司", "联络员", "兼职", "2024-05-01"),
                ("林芳", "乙公司", "特派员", "", ""),
                ("王五", "丙公司", "专人", "专职", "2024-05-01–2024-05-31"),
                ("王五", "丁公司", "联络员", "", "?"),
                ("王五", "戊公司", "联络员", "专职", "2024-05-01"),
            }
        },
    ),
    Case(
        "a note behind a name may say that the duty is a side job",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 街道 | 联络员\n甲公司 | 东湖街道 | 林芳（兼职）\n乙公司 | 东湖街道 | 林芳"},
        edges={"CONTACTS role duty": {("林芳", "甲公司", "联络员", "兼职"), ("林芳", "乙公司", "联络员", "")}},
    ),
    Case(
        "guides and other liaisons of one ledger",
        {
            **FIRMS,
            "联络员名单.csv": """
姓名 | 类别 | 联系社区 | 联系企业
林芳 | 指导员 | 湖滨社区 | 甲公司
王五 | 联络员 | 东湖街道和平社区、湖滨社区 | 甲公司、丙(中国)有限公司
赵六 | 兼职联络员 | | 乙公司
""",
        },
        edges={
            "GUIDES": {("林芳", LAKE)},
            "CONTACTS role duty": {
                ("林芳", "甲公司", "指导员", ""),
                ("王五", PEACE_EAST, "联络员", ""),
                ("王五", LAKE, "联络员", ""),
                ("王五", "甲公司", "联络员", ""),
                ("王五", "丙（中国）有限公司", "联络员", ""),
                ("赵六", "乙公司", "联络员", "兼职"),
            },
        },
    ),
    Case(
        "contacts of persons",
        {
            "社区.csv": PLACES,
            "人员台账.csv": "姓名 | 街道 | 联系人 | 联系领导 | 最近联系时间\n张三 | 东湖街道 | 林芳、王五 | 赵六 | 2024-05-01\n李四 | 东湖街道 | 无 | | ",
        },
        edges={
            "CONTACTS role date": {
                ("林芳", "张三", "联系人", "2024-05-01"),
                ("王五", "张三", "联系人", "2024-05-01"),
                ("赵六", "张三", "联系领导", "2024-05-01"),
            }
        },
    ),
    Case(
        "guides of communities",
        {
            "社区.csv": "区 | 街道 | 社区 | 指导员 | 联络员\n清河区 | 东湖街道 | 湖滨社区 | 林芳 王五 | 赵六\n清河区 | 东湖街道 | 和平社区 | 林芳 | 无"
        },
        edges={"GUIDES": {("林芳", LAKE), ("王五", LAKE), ("林芳", PEACE_EAST)}, "CONTACTS role": {("赵六", LAKE, "联络员")}},
        nodes={"Liaison kind": {("林芳", "指导员"), ("王五", "指导员"), ("赵六", "联络员")}},
    ),
)

OTHERS = (
    Case(
        "employers by name and by id",
        {
            **FIRMS,
            "人员台账.csv": "姓名 | 街道 | 工作单位 | 企业编号\n张三 | 东湖街道 | 丙(中国)有限公司 | \n李四 | 东湖街道 | | E2\n王五 | 东湖街道 | 丁公司 | \n赵六 | 东湖街道 | | E9",
        },
        edges={"WORKS_AT": {("张三", "丙（中国）有限公司"), ("李四", "乙公司"), ("王五", "?丁公司"), ("赵六", "?E9")}},
        problems={("reference-unknown", 4, "工作单位", "丁公司"), ("reference-unknown", 5, "企业编号", "E9")},
    ),
    Case(
        "a branch covers several enterprises",
        {**FIRMS, "党组织.csv": "党组织名称 | 街道 | 覆盖企业 | 组建形式 | 党员数\n甲公司党支部 | 东湖街道 | 甲公司 | 单独组建 | 5\n东湖联合党支部 | 东湖街道 | 甲公司、乙公司 | 联合 | 12"},
        edges={"COVERS form": {("甲公司党支部", "甲公司", "单独"), ("东湖联合党支部", "甲公司", "联合"), ("东湖联合党支部", "乙公司", "联合")}},
        nodes={"PartyBranch members": {("甲公司党支部", "5"), ("东湖联合党支部", "12")}},
    ),
    Case(
        "an inner unit belongs to its enterprise alone",
        {"企业台账.csv": "企业名称 | 行业 | 内设机构\n甲公司 | 工业 | 统战部\n乙公司 | 工业 | 统战部\n丙公司 | 工业 | 有\n丁公司 | 工业 | 无"},
        edges={"PART_OF": {("统战部", "甲公司"), ("统战部", "乙公司"), ("部门", "丙公司")}},
        sizes={"Department": 3},
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", [*MEMBERSHIPS, *DETAILS, *CONTACTS, *OTHERS], ids=str)
def test_references(case: Case, tmp_path: Path) -> None:
    verify(case, tmp_path)


def test_a_problem_names_the_candidates(tmp_path: Path) -> None:
    loaded = read(tmp_path, people("张三 | | 青年联谊会", "李四 | 东湖街道 | 湖宾商会"))
    said = {problem.code: problem.message for problem in loaded.problems if problem.code.startswith("reference")}
    assert said["reference-ambiguous"].zh == "社团组织“青年联谊会”不止一个：青年联谊会（清河区/东湖街道）；青年联谊会（清河区/西岭街道）"
    assert said["reference-unknown"].zh == "找不到社团组织“湖宾商会”；是否为：湖滨商会（清河区/东湖街道）"
    assert said["reference-unknown"].en == "no association “湖宾商会”; perhaps 湖滨商会（清河区/东湖街道）"


def test_a_reference_reads_the_same_whatever_the_files_are_called(tmp_path: Path) -> None:
    first = read(tmp_path / "1", people("张三 | 西岭街道 | 青年联谊会"))
    second = read(
        tmp_path / "2", {f"{9 - at}{name}": content for at, (name, content) in enumerate(people("张三 | 西岭街道 | 青年联谊会").items())}
    )
    assert edges_of(first.network, "MEMBER_OF") == edges_of(second.network, "MEMBER_OF") != set()
    assert problems_of(first) == problems_of(second) == set()
