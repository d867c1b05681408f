"""Where things lie: every way of writing a place, what the sheet, the title and the file's name say, and what is never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from xinlian.loaders.load import Options

from .ledger_cases import Case, Content, edges_of, nodes_of, read, titled, verify

PLACES = """
区     | 街道     | 社区         | 社区代码
清河区 | 东湖街道 | 湖滨社区     | 330101001001
清河区 | 东湖街道 | 和平社区     | 330101001002
清河区 | 西岭街道 | 和平社区     | 330101002001
清河区 | 北桥镇   | 青石村       | 330101103201
"""
LAKE, PEACE_EAST, PEACE_WEST = "清河区/东湖街道/湖滨社区", "清河区/东湖街道/和平社区", "清河区/西岭街道/和平社区"
STONE = "清河区/北桥镇/青石村"
EAST, WEST = "清河区/东湖街道", "清河区/西岭街道"


def located(network_edges: set[tuple[str, ...]], names: set[str]) -> dict[str, str]:
    return {source: target for source, target in network_edges if source in names}


# header and cells of one enterprise → where it lies
WRITTEN = {
    "three columns": ("所在区 | 街道 | 社区", "清河区 | 东湖街道 | 湖滨社区", LAKE),
    "street and community": ("街道 | 社区", "东湖街道 | 湖滨社区", LAKE),
    "community alone, of one street only": ("社区", "湖滨社区", LAKE),
    "street alone": ("街道", "东湖街道", EAST),
    "district alone": ("所在区", "清河区", "清河区"),
    "a path in one cell": ("所在地", "清河区东湖街道湖滨社区", LAKE),
    "a path with slashes": ("所在地", "清河区/东湖街道/和平社区", PEACE_EAST),
    "a path from the street down": ("所在地", "西岭街道和平社区", PEACE_WEST),
    "a path with blanks": ("所在地", "西岭街道 和平社区", PEACE_WEST),
    "a path below a city": ("所在地", "云江市清河区东湖街道湖滨社区", LAKE),
    "a path in the community's column": ("社区", "东湖街道和平社区", PEACE_EAST),
    "a code": ("社区代码", "330101002001", PEACE_WEST),
    "居委会": ("街道 | 社区", "东湖街道 | 湖滨居委会", LAKE),
    "居民委员会": ("街道 | 社区", "东湖街道 | 湖滨社区居民委员会", LAKE),
    "村民委员会": ("街道 | 社区", "北桥镇 | 青石村民委员会", STONE),
    "村委会": ("街道 | 社区", "北桥镇 | 青石村委会", STONE),
    "街道办事处": ("街道 | 社区", "东湖街道办事处 | 湖滨社区", LAKE),
    "镇人民政府": ("街道 | 社区", "北桥镇人民政府 | 青石村", STONE),
    "names without endings": ("街道 | 社区", "东湖 | 湖滨", LAKE),
    "inner blanks": ("街道 | 社区", "东湖 街道 | 湖 滨 社 区", LAKE),
    "full-width blanks": ("街道 | 社区", "东湖街道　| 湖滨　社区", LAKE),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_written_places(name: str, tmp_path: Path) -> None:
    headers, cells, wanted = WRITTEN[name]
    files = {"社区.csv": PLACES, "企业台账.csv": f"企业名称 | 行业 | {headers}\n甲公司 | 工业 | {cells}\n乙公司 | 工业 | {cells}"}
    network = read(tmp_path, files).network
    assert located(edges_of(network, "LOCATED_IN"), {"甲公司", "乙公司"}) == {"甲公司": wanted, "乙公司": wanted}


WRONG = (
    Case(
        "a community that the street does not have leads nowhere, though another street has it",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 街道 | 社区\n甲公司 | 西岭街道 | 湖滨社区\n乙公司 | 东湖街道 | 湖滨社区"},
        nodes={"Place": {"清河区", EAST, WEST, "清河区/北桥镇", LAKE, PEACE_EAST, PEACE_WEST, STONE, f"?{WEST}/湖滨社区"}},
        problems={("place-unknown", 2, "社区", "湖滨社区")},
    ),
    Case(
        "a name of two communities without a street is neither",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 社区\n甲公司 | 和平社区\n乙公司 | 湖滨社区"},
        problems={("place-ambiguous", 2, "社区", "和平社区")},
    ),
    Case(
        "what only looks alike is proposed, never taken",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 街道 | 社区\n甲公司 | 东湖街道 | 湖宾社区\n乙公司 | 东胡街道 | 湖滨社区"},
        problems={("place-unknown", 2, "社区", "湖宾社区"), ("place-unknown", 3, "街道", "东胡街道")},
    ),
    Case(
        "a text in which no place can be seen",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 行业 | 所在地\n甲公司 | 工业 | 火星\n乙公司 | 工业 | 东湖街道湖滨社区"},
        problems={("place-unknown", 2, "所在地", "火星")},
    ),
    Case(
        "of several places one that is no place",
        {"社区.csv": PLACES, "社团名单.csv": "组织名称 | 所在地\n联合新联会 | 东湖街道湖滨社区、1900-02-29\n商会 | 东湖街道湖滨社区"},
        problems={("place-unknown", 2, "所在地", "1900-02-29")},
    ),
    Case(
        "of several places one that cannot be told",
        {
            "社区.csv": PLACES,
            "社团名单.csv": "组织名称 | 街道 | 社区\n联合新联会 | 东湖街道 | 湖滨社区、没有社区\n商会 | 东湖街道 | 湖滨社区",
        },
        nodes={"Place": {"清河区", EAST, WEST, "清河区/北桥镇", LAKE, PEACE_EAST, PEACE_WEST, STONE, f"?{EAST}/没有社区"}},
        problems={("place-unknown", 2, "社区", "没有社区")},
    ),
    Case(
        "an unknown code",
        {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 社区代码\n甲公司 | 330101001009\n乙公司 | 330101001001"},
        problems={("place-unknown", 2, "社区代码", "330101001009")},
    ),
)


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_wrong_places(case: Case, tmp_path: Path) -> None:
    verify(case, tmp_path)


def test_the_problem_names_the_candidates(tmp_path: Path) -> None:
    files = {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 社区\n甲公司 | 和平社区\n乙公司 | 湖宾社区"}
    said = {problem.code: problem.message.zh for problem in read(tmp_path, files).problems}
    assert said["place-ambiguous"] == f"地点“和平社区”不止一处：{PEACE_EAST}；{PEACE_WEST}"
    assert said["place-unknown"] == f"找不到地点“湖宾社区”；是否为：{LAKE}"


def test_an_alias_of_the_configuration(tmp_path: Path) -> None:
    files = {"社区.csv": PLACES, "企业台账.csv": "企业名称 | 街道 | 社区\n甲公司 | 东湖街道 | 老城社区\n乙公司 | 东湖街道 | 老城居委会"}
    loaded = read(tmp_path, files, Options(aliases={"老城社区": "湖滨社区"}))
    assert located(edges_of(loaded.network, "LOCATED_IN"), {"甲公司", "乙公司"}) == {"甲公司": LAKE, "乙公司": LAKE}
    assert not [p for p in loaded.problems if p.severity != "note"]


FIRM = "企业名称 | 行业 | 社区\n甲公司 | 工业 | 和平社区\n乙公司 | 工业 | 和平社区"
CONTEXTS: dict[str, dict[str, Content]] = {
    "the sheet's name": {"企业台账.xlsx": {"西岭街道": FIRM}},
    "the sheet's name with more words": {"企业台账.xlsx": {"西岭街道企业": FIRM}},
    "the title": {"企业台账.xlsx": {"Sheet1": titled(FIRM, ["西岭街道企业台账"], [])}},
    "the unit line": {"企业台账.xlsx": {"Sheet1": titled(FIRM, ["企业台账"], ["单位：西岭街道办事处"])}},
    "the file's name": {"西岭街道企业台账.csv": FIRM},
    "the title before the file's name": {"企业台账（东湖街道）.xlsx": {"Sheet1": titled(FIRM, ["西岭街道企业台账"])}},
}  # fmt: skip


@pytest.mark.parametrize("name", CONTEXTS)
def test_the_street_of_all_rows(name: str, tmp_path: Path) -> None:
    network = read(tmp_path, {"社区.csv": PLACES, **CONTEXTS[name]}).network
    assert located(edges_of(network, "LOCATED_IN"), {"甲公司", "乙公司"}) == {"甲公司": PEACE_WEST, "乙公司": PEACE_WEST}


def test_a_sheet_for_each_street(tmp_path: Path) -> None:
    sheets = {
        street: f"企业名称 | 行业 | 社区\n{street}甲公司 | 工业 | 和平社区\n{street}乙公司 | 工业 | " for street in ("东湖街道", "西岭街道")
    }
    network = read(tmp_path, {"社区.csv": PLACES, "企业台账.xlsx": sheets}).network
    wanted = {"东湖街道甲公司": PEACE_EAST, "东湖街道乙公司": EAST, "西岭街道甲公司": PEACE_WEST, "西岭街道乙公司": WEST}
    assert located(edges_of(network, "LOCATED_IN"), set(wanted)) == wanted


def test_a_column_wins_over_the_sheet(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "社区.csv": PLACES,
        "企业台账.xlsx": {"东湖街道": "企业名称 | 街道 | 社区\n甲公司 | 西岭街道 | 和平社区\n乙公司 | 西岭街道 | 和平社区"},
    }
    assert located(edges_of(read(tmp_path, files).network, "LOCATED_IN"), {"甲公司"}) == {"甲公司": PEACE_WEST}


LISTS = (
    Case(
        "one community to a row, with those above it made once",
        {"社区.csv": PLACES},
        nodes={"Place level": {("清河区", "区"), (EAST, "街道"), (WEST, "街道"), ("清河区/北桥镇", "镇"), (LAKE, "社区"), (PEACE_EAST, "社区"), (PEACE_WEST, "社区"), (STONE, "村")}},
        edges={"LOCATED_IN": {(p, p.rpartition("/")[0]) for p in (LAKE, PEACE_EAST, PEACE_WEST, STONE, EAST, WEST, "清河区/北桥镇")}},
    ),
    Case(
        "long forms are kept as aliases",
        {"社区.csv": "区 | 街道 | 社区\n清河区 | 东湖街道办事处 | 湖滨社区居民委员会\n清河区 | 东湖街道 | 青石村村民委员会"},
        nodes={"Place alias": {("清河区", ""), (EAST, "东湖街道办事处"), (LAKE, "湖滨社区居民委员会"), (f"{EAST}/青石村", "青石村村民委员会")}},
    ),
    Case(
        "no column of districts: the title's",
        {"社区.xlsx": [["清河区社区（村）基本情况"], ["街道", "社区"], ["东湖街道", "湖滨社区"], ["东湖街道", "和平社区"]]},
        nodes={"Place": {"清河区", EAST, LAKE, PEACE_EAST}},
    ),
    Case(
        "counties, county cities, towns and parks have their levels",
        {"社区.csv": "区 | 街道 | 社区\n禹州市 | 火龙镇 | 上庄村\n湖口县 | 双钟镇 | 三里社区\n湖口县 | 流泗乡 | 棠山村"},
        nodes={
            "Place level": {
                ("禹州市", "县级市"), ("禹州市/火龙镇", "镇"), ("禹州市/火龙镇/上庄村", "村"), ("湖口县", "县"), ("湖口县/双钟镇", "镇"),
                ("湖口县/双钟镇/三里社区", "社区"), ("湖口县/流泗乡", "乡"), ("湖口县/流泗乡/棠山村", "村"),
            }
        },
    ),
    Case(
        "a repeated row is one place",
        {"社区.csv": "区 | 街道 | 社区\n清河区 | 东湖街道 | 湖滨社区\n清河区 | 东湖街道 | 湖滨 居委会"},
        nodes={"Place": {"清河区", EAST, LAKE}},
        problems={("duplicate-row", 3, "社区", "湖滨社区")},
    ),
    Case(
        "what is left of merged cells in a text file",
        {"社区.csv": "区 | 街道 | 社区\n清河区 | 东湖街道 | 湖滨社区\n | | 和平社区\n | 西岭街道 | 和平社区"},
        nodes={"Place": {"清河区", EAST, WEST, LAKE, PEACE_EAST, PEACE_WEST}},
        notes={"place-continued"},
    ),
    Case(
        "attributes of places",
        {"社区.csv": "区 | 街道 | 社区 | 社区类型 | 是否试点 | 工作人员数\n清河区 | 东湖街道 | 湖滨社区 | 新城型 | √ | 8\n清河区 | 东湖街道 | 和平社区 | | | 约10人"},
        nodes={"Place type pilot staff": {("清河区", "", "0", "?"), (EAST, "", "0", "?"), (LAKE, "新城", "1", "8"), (PEACE_EAST, "", "0", "9–11")}},
    ),
    Case(
        "no ledger lists places: they are made of what the cells say",
        {"企业台账.csv": "企业名称 | 所在区 | 街道 | 社区\n甲公司 | 清河区 | 东湖街道 | 湖滨社区\n乙公司 | 清河区 | 东湖街道 | 湖滨居委会"},
        nodes={"Place": {"清河区", EAST, LAKE}},
        notes={"place-created"},
    ),
    Case(
        "a body without a place lies where its name says, else in the only district",
        {"社区.csv": PLACES, "社团名单.csv": "组织名称 | 会员数\n湖滨社区新联会 | 5\n东湖街道商会 | 6\n西岭街道和平社区联谊会 | 7\n汽车行业协会 | 8"},
        edges={
            "LOCATED_IN": {
                ("湖滨社区新联会", LAKE), ("东湖街道商会", EAST), ("西岭街道和平社区联谊会", PEACE_WEST), ("汽车行业协会", "清河区"),
                *((p, p.rpartition("/")[0]) for p in (LAKE, PEACE_EAST, PEACE_WEST, STONE, EAST, WEST, "清河区/北桥镇")),
            }
        },
        notes={"place-from-name"},
    ),
    Case(
        "a joint body lies in several places",
        {"社区.csv": PLACES, "社团名单.csv": "组织名称 | 街道 | 社区\n联合新联会 | 东湖街道 | 湖滨社区、和平社区\n商会 | 东湖街道 | 湖滨社区"},
        edges={
            "LOCATED_IN": {
                ("联合新联会", LAKE), ("联合新联会", PEACE_EAST), ("商会", LAKE),
                *((p, p.rpartition("/")[0]) for p in (LAKE, PEACE_EAST, PEACE_WEST, STONE, EAST, WEST, "清河区/北桥镇")),
            }
        },
    ),
    Case(
        "since when a body is in its place",
        {"社区.csv": PLACES, "社团名单.csv": "组织名称 | 街道 | 社区 | 成立时间\n新联会 | 东湖街道 | 湖滨社区 | 2019年5月"},
        edges={
            "LOCATED_IN since": {
                ("新联会", LAKE, "2019-05-01–2019-05-31"),
                *((p, p.rpartition("/")[0], "-") for p in (LAKE, PEACE_EAST, PEACE_WEST, STONE, EAST, WEST, "清河区/北桥镇")),
            }
        },
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", LISTS, ids=str)
def test_lists_of_places(case: Case, tmp_path: Path) -> None:
    verify(case, tmp_path)


CODED = """
代码 | 名称 | 上级代码 | 层级
1 | 清河区 | | 区
11 | 东湖街道 | 1 | 街道
111 | 湖滨社区 | 11 | 社区
"""


def test_places_by_their_codes_in_any_order(tmp_path: Path) -> None:
    head, *rows = CODED.strip().split("\n")
    for number, order in enumerate((rows, rows[::-1])):
        network = read(tmp_path / str(number), {"区划.csv": "\n".join([head, *order])}).network
        assert nodes_of(network, "Place code") == {("清河区", "1"), (EAST, "11"), (LAKE, "111")}


CODES_TWICE = (
    Case(
        "one code for two places: the second row is refused",
        {"区划.csv": CODED + "11 | 西岭街道 | 1 | 街道"},
        nodes={"Place": {"清河区", EAST, LAKE}},
        problems={("duplicate-id", 5, "代码", "11")},
    ),
    Case(
        "so it is where places stand in columns",
        {
            "社区.csv": "区 | 街道 | 社区 | 社区代码\n清河区 | 东湖街道 | 湖滨社区 | 5\n清河区 | 东湖街道 | 和平社区 | 5\n清河区 | 东湖街道 | 和平社区 | 6"
        },
        nodes={"Place code": {("清河区", ""), (EAST, ""), (LAKE, "5"), (PEACE_EAST, "6")}},
        problems={("duplicate-id", 3, "社区代码", "5")},
    ),
    Case(
        "a code without a name is no place",
        {"区划.csv": CODED + "12 | | 1 | 街道"},
        nodes={"Place": {"清河区", EAST, LAKE}},
        problems={("row-nameless", 5, "名称", "")},
    ),
)


@pytest.mark.parametrize("case", CODES_TWICE, ids=str)
def test_codes_of_places(case: Case, tmp_path: Path) -> None:
    verify(case, tmp_path)


@pytest.mark.parametrize(
    "loop",
    ["1 | 清河区 | 1 | 区", "1 | 清河区 | 111 | 区", "1 | 清河区 | 2 | 区\n2 | 白山区 | 1 | 区"],
    ids=["itself", "around", "each-other"],
)
def test_places_that_lie_in_themselves(loop: str, tmp_path: Path) -> None:
    loaded = read(tmp_path, {"区划.csv": CODED.replace("1 | 清河区 | | 区", loop)})
    assert [problem.code for problem in loaded.problems if problem.severity == "error"] == ["place-cycle"]
    assert len(nodes_of(loaded.network, "Place")) == 3 + loop.count("\n")
