"""Which rows are one node: by id, by credit code, by name and place; persons never by name alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from .ledger_cases import Case, read, verify

PLACES = """
区     | 街道     | 社区
清河区 | 东湖街道 | 湖滨社区
清河区 | 东湖街道 | 和平社区
清河区 | 西岭街道 | 和平社区
"""
FIRST, SECOND, THIRD = "清河区/东湖街道/湖滨社区", "清河区/东湖街道/和平社区", "清河区/西岭街道/和平社区"
EAST, WEST = "清河区/东湖街道", "清河区/西岭街道"

BODIES = (
    Case(
        "rows with one id are one body, whatever else they say",
        {
            "社区.csv": PLACES,
            "企业台账.csv": """
企业编号 | 企业名称 | 街道 | 社区 | 技术人员数
E1 | 甲公司 | 东湖街道 | 湖滨社区 | 10
E1 | 甲 公 司 | 东湖街道 | 湖滨社区 | 10
""",
        },
        nodes={"Enterprise technicians": {("甲公司", "10")}},
        edges={"LOCATED_IN": {("甲公司", FIRST), *((p, p.rpartition("/")[0]) for p in (FIRST, SECOND, THIRD, EAST, WEST))}},
        problems={("duplicate-row", 3, "企业名称", "甲公司")},
    ),
    Case(
        "one id for two names: the second row is refused",
        {"企业台账.csv": "企业编号 | 企业名称\nE1 | 甲公司\nE1 | 乙公司\nE2 | 丙公司"},
        nodes={"Enterprise": {"甲公司", "丙公司"}},
        problems={("duplicate-id", 3, "企业编号", "E1")},
    ),
    Case(
        "one name with two ids is two bodies",
        {"企业台账.csv": "企业编号 | 企业名称 | 技术人员数\nE1 | 甲公司 | 1\nE2 | 甲公司 | 2"},
        nodes={"Enterprise id technicians": {("甲公司", "Enterprise:E1", "1"), ("甲公司", "Enterprise:E2", "2")}},
    ),
    Case(
        "one name in two places is two bodies",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 街道 | 社区\n甲公司 | 东湖街道 | 和平社区\n甲公司 | 西岭街道 | 和平社区"},
        nodes={"Enterprise": {f"甲公司@{SECOND}", f"甲公司@{THIRD}"}},
    ),
    Case(
        "a place within the other contradicts nothing, and the narrower one is told",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 街道 | 社区\n甲公司 | 东湖街道 | \n甲公司 | 东湖街道 | 湖滨社区"},
        nodes={"Enterprise": {"甲公司"}},
        edges={"LOCATED_IN": {("甲公司", FIRST), *((p, p.rpartition("/")[0]) for p in (FIRST, SECOND, THIRD, EAST, WEST))}},
        problems={("duplicate-row", 3, "企业名称", "甲公司")},
    ),
    Case(
        "a row without a place is the body of that name, where there is one",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 街道\n甲公司 | 东湖街道\n甲公司 | "},
        nodes={"Enterprise": {"甲公司"}},
        problems={("duplicate-row", 3, "企业名称", "甲公司")},
    ),
    Case(
        "values that differ: the first one stands",
        {"企业台账.csv": "企业名称 | 技术人员数 | 行业\n甲公司 | 10 | \n甲公司 | 20 | 工业"},
        nodes={"Enterprise technicians industry": {("甲公司", "10", "工业")}},
        problems={("duplicate-row", 3, "企业名称", "甲公司"), ("value-conflict", 3, "技术人员数", "20")},
    ),
    Case(
        "a value that an earlier row lacks is taken from a later one",
        {"企业台账.csv": "企业名称 | 技术人员数\n甲公司 | \n甲公司 | 20"},
        nodes={"Enterprise technicians": {("甲公司", "20")}},
        problems={("duplicate-row", 3, "企业名称", "甲公司")},
    ),
    Case(
        "a valid credit code tells that two names are one body",
        {"企业台账.csv": "企业名称 | 统一社会信用代码\n甲公司 | 91110000600037341L\n甲股份公司 | 9111 0000 6000 3734 1l"},
        nodes={"Enterprise uscc": {("甲公司", "91110000600037341L")}},
        problems={("value-conflict", 3, "企业名称", "甲股份公司")},
    ),
    Case(
        "an invalid credit code tells nothing",
        {"企业台账.csv": "企业名称 | 统一社会信用代码\n甲公司 | 91110000600037341X\n乙公司 | 91110000600037341X\n丙公司 | 无"},
        nodes={"Enterprise": {"甲公司", "乙公司", "丙公司"}},
        problems={
            ("credit-code-invalid", 2, "统一社会信用代码", "91110000600037341X"),
            ("credit-code-invalid", 3, "统一社会信用代码", "91110000600037341X"),
        },
    ),
    Case(
        "different credit codes are different bodies of one name",
        {"企业台账.csv": "企业名称 | 统一社会信用代码\n甲公司 | 91110000600037341L\n甲公司 | 91350100M000100Y43"},
        nodes={"Enterprise uscc": {("甲公司", "91110000600037341L"), ("甲公司", "91350100M000100Y43")}},
    ),
    Case(
        "the long and the short form of an association's name are one",
        {
            "社区.csv": PLACES,
            "社团名单.csv": """
组织名称 | 街道 | 社区
湖滨社区新联会 | 东湖街道 | 湖滨社区
湖滨社区新的社会阶层人士联谊会 | 东湖街道 | 湖滨社区
""",
        },
        nodes={"Association": {"湖滨社区新联会"}},
        problems={("duplicate-row", 3, "组织名称", "湖滨社区新的社会阶层人士联谊会")},
    ),
    Case(
        "two ledgers that list one body are no duplicate",
        {"企业台账.csv": "企业名称 | 技术人员数\n甲公司 | 10", "结对明细.csv": "结对企业 | 社区\n甲公司 | 湖滨社区", "社区.csv": PLACES},
        nodes={"Enterprise": {"甲公司"}},
        edges={"PAIRED_WITH": {("甲公司", FIRST)}},
    ),
    Case(
        "a row without a name makes nothing",
        {"企业台账.csv": "企业名称 | 技术人员数 | 行业\n甲公司 | 10 | 工业\n | 20 | 工业\n无 | 30 | 工业"},
        nodes={"Enterprise": {"甲公司"}},
        problems={("row-nameless", 3, "企业名称", ""), ("row-nameless", 4, "企业名称", "")},
    ),
)

PERSONS = (
    Case(
        "persons of one name, place and unit are told and stay apart",
        {
            "社区.csv": PLACES,
            "人员台账.csv": """
姓名 | 街道 | 社区 | 是否代表人士
张三 | 东湖街道 | 湖滨社区 | 是
张 三 | 东湖街道 | 湖滨社区 | 是
张三 | 西岭街道 | 和平社区 | 是
""",
        },
        nodes={"Person rep": {(f"张三@{FIRST}", "1"), (f"张三@{THIRD}", "1")}},
        sizes={"Person": 3},
        problems={("duplicate-person", 3, "姓名", "张三")},
    ),
    Case(
        "a person's id tells the rows of one person",
        {"人员台账.csv": "人员编号 | 姓名 | 是否代表人士\nP1 | 张三 | 是\nP1 | 张 三 | 是\nP2 | 张三 | 否"},
        nodes={"Person id rep": {("张三", "Person:P1", "1"), ("张三", "Person:P2", "0")}},
        problems={("duplicate-row", 3, "姓名", "张三")},
    ),
    Case(
        "an id of two persons: the second row is refused",
        {"人员台账.csv": "人员编号 | 姓名\nP1 | 张三\nP1 | 李四"},
        nodes={"Person": {"张三"}},
        problems={("duplicate-id", 3, "人员编号", "P1")},
    ),
    Case(
        "persons of one name with ids of their own are no matter",
        {"人员台账.csv": "人员编号 | 姓名\nP1 | 张三\nP2 | 张三"},
        nodes={"Person id": {("张三", "Person:P1"), ("张三", "Person:P2")}},
    ),
)

LIAISONS = (
    Case(
        "a liaison is one node per blank-free name within a district",
        {
            "社区.csv": PLACES,
            "企业台账.csv": "企业名称 | 街道 | 联络员\n甲公司 | 东湖街道 | 林 芳\n乙公司 | 西岭街道 | 林芳、王五\n丙公司 | 东湖街道 | 林　芳",
        },
        nodes={"Liaison": {"林芳", "王五"}},
        edges={"CONTACTS": {("林芳", "甲公司"), ("林芳", "乙公司"), ("林芳", "丙公司"), ("王五", "乙公司")}},
    ),
    Case(
        "in two districts they are two",
        {
            "社区.csv": "区 | 街道 | 社区\n清河区 | 东湖街道 | 湖滨社区\n白山区 | 北桥街道 | 青石社区",
            "企业台账.csv": "企业名称 | 街道 | 联络员\n甲公司 | 东湖街道 | 林芳\n乙公司 | 北桥街道 | 林芳",
        },
        edges={"CONTACTS": {("林芳", "甲公司"), ("林芳", "乙公司")}},
        sizes={"Liaison": 2},
    ),
    Case(
        "a liaison of the ledger is the one that others name",
        {
            "社区.csv": PLACES,
            "联络员名单.csv": "姓名 | 类别 | 所在单位\n林芳 | 特派员 | 统战部",
            "企业台账.csv": "企业名称 | 街道 | 联络员\n甲公司 | 东湖街道 | 林芳",
        },
        nodes={"Liaison kind unit": {("林芳", "特派员", "统战部")}},
        edges={"CONTACTS": {("林芳", "甲公司")}},
    ),
    Case(
        "unit tells two liaisons of one name apart, and then a name alone names neither",
        {
            "社区.csv": PLACES,
            "联络员名单.csv": "姓名 | 类别 | 所在单位\n林芳 | 联络员 | 工商联\n林芳 | 联络员 | 科技局",
            "企业台账.csv": "企业名称 | 街道 | 联络员\n甲公司 | 东湖街道 | 林芳",
        },
        nodes={"Liaison unit": {("林芳", "工商联"), ("林芳", "科技局"), ("?林芳", "")}},
        edges={"CONTACTS": {("?林芳", "甲公司")}},
        problems={("reference-ambiguous", 2, "联络员", "林芳")},
    ),
    Case(
        "so does an id",
        {"联络员名单.csv": "编号 | 姓名 | 类别\nL1 | 林芳 | 联络员\nL2 | 林芳 | 联络员\nL2 | 林 芳 | 联络员"},
        nodes={"Liaison id": {("林芳", "Liaison:L1"), ("林芳", "Liaison:L2")}},
        problems={("duplicate-row", 4, "姓名", "林芳")},
    ),
)


@pytest.mark.parametrize("case", [*BODIES, *PERSONS, *LIAISONS], ids=str)
def test_identity(case: Case, tmp_path: Path) -> None:
    verify(case, tmp_path)


def test_ids_name_no_person_and_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = ["张三 | 东湖街道 | 林芳", "李四 | 西岭街道 | 王五", "张三 | 西岭街道 | 林芳"]
    ids = []
    for number, order in enumerate((rows, rows[::-1])):
        files = {"社区.csv": PLACES, "人员台账.csv": "\n".join(["姓名 | 街道 | 联系人", *order])}
        network = read(tmp_path / str(number), files).network
        ids.append({kind: set(network.frames[kind]["id"]) for kind in ("Person", "Liaison", "Place")})
    assert ids[0] == ids[1]
    assert not any(name in id for kind in ("Person", "Liaison") for id in ids[0][kind] for name in ("张三", "李四", "林芳", "王五"))
