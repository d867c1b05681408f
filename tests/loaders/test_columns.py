"""What headers mean: which ledger a table is, which columns are read, dropped, denied or doubled, and what exists only where a ledger has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from xinlian.graph.network import Network
from xinlian.graph.schema import SCHEMA
from xinlian.graph.snapshot import save

from .ledger_cases import edges_of, nodes_of, read, workbook

# Headers of a table → the ledger, and what each column gives.
RECOGNISED: dict[str, tuple[str, tuple[str | None, ...]]] = {
    "区 | 街道（镇） | 社区（村） | 社区代码 | 社区类型 | 是否试点 | 工作人员数 | 指导员": ("places", ("district", "street", "community", "code", "type", "pilot", "staff", "GUIDES")),
    "企业编号 | 企业名称 | 统一社会信用代码 | 所在街道 | 企业性质 | 行业 | 经营状态 | 技术人员数（人） | 联络员": ("enterprises", ("id", "name", "uscc", "street", "ownership", "industry", "status", "technicians", "CONTACTS")),
    "序号 | 单位名称 | 属地街道 | 技术人员 | 统战联络员 | 联络员类别": ("enterprises", (None, "name", "street", "technicians", "CONTACTS", "role")),
    "enterprise name | street | community | technicians | credit code": ("enterprises", ("name", "street", "community", "technicians", "uscc")),
    "人员编号 | 姓名 | 人员类别 | 是否代表人士 | 工作单位 | 参加组织 | 联系人 | 最近联系时间": ("people", ("id", "name", "category", "rep", "WORKS_AT", "MEMBER_OF", "CONTACTS", "date")),
    "组织编号 | 组织名称 | 组织类型 | 所属街道 | 会员数 | 状态 | 成立时间 | 业务指导单位": ("associations", ("id", "name", "kind", "street", "members", "state", "date", "GUIDES")),
    "党组织名称 | 党组织类别 | 街道 | 覆盖企业 | 党员数 | 组建形式": ("party_branches", ("name", "kind", "street", "COVERS", "members", "form")),
    "指导员姓名 | 所在单位 | 联系社区 | 起始时间": ("liaisons", ("name", "unit", "CONTACTS", "since")),
    "人员编号 | 组织编号 | 职务 | 起始时间 | 截止时间": ("memberships", ("source_id", "target_id", "role", "since", "until")),
    "联系人 | 联系人类别 | 联系对象类别 | 联系对象 | 联系时间": ("contacts", ("source_name", "role", "target_kind", "target_name", "date")),
    "指导员 | 社区代码 | 起始时间": ("guidance", ("source_name", "target_code", "since")),
    "小组名称 | 小组类别 | 所在街道": ("committees", ("name", "kind", "street")),
    "活动名称 | 活动类别 | 日期 | 主办单位": ("events", ("name", "kind", "date", "HELD")),
    "部门名称 | 部门类别 | 编制": ("departments", ("name", "kind", "posts")),
}  # fmt: skip


def cells(headers: str) -> str:
    """Two rows of other cells under headers."""
    return "\n".join([headers, *(" | ".join(f"{row}{at}" for at in range(headers.count("|") + 1)) for row in "甲乙")])


@pytest.mark.parametrize("headers", RECOGNISED)
def test_recognised(headers: str, tmp_path: Path) -> None:
    ledger, gives = RECOGNISED[headers]
    (report,) = read(tmp_path, {"表.csv": cells(headers)}).files
    assert report.ledger == ledger
    assert dict(report.columns) == dict(zip(map(str.strip, headers.split("|")), gives, strict=True))


SPELLINGS = (
    "企业名称", " 企 业 名 称 ", "企业\n名称", "＊企业名称", "*企业名称", "1.企业名称", "企业名称：", "企业名称（全称）", "企业全称", "公司名称", "Enterprise Name",
)  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_a_header(spelling: str, tmp_path: Path) -> None:
    content: list[list[str | None]] = [[spelling, "行业", "技术人员数"], ["甲公司", "工业", "5"]]
    assert nodes_of(read(tmp_path, {"台帐.xlsx": content}).network, "Enterprise technicians") == {("甲公司", "5")}


def test_two_row_headers(tmp_path: Path) -> None:
    content: list[list[str | None]] = [
        ["企业名称", "技术人员", None, "联络员", None],
        [None, "总数", "其中：高级", "姓名", "类别"],
        ["甲公司", "120", "3", "林芳", "兼职"],
    ]
    loaded = read(tmp_path, {"企业台账.xlsx": content})
    assert nodes_of(loaded.network, "Enterprise technicians") == {("甲公司", "120")}
    assert edges_of(loaded.network, "CONTACTS role duty") == {("林芳", "甲公司", "联络员", "兼职")}


def test_near_misses_are_proposed_and_never_taken(tmp_path: Path) -> None:
    loaded = read(tmp_path, {"企业台账.csv": "企业名称 | 行业 | 技木人员数\n甲公司 | 工业 | 5"})
    (problem,) = loaded.problems
    assert (problem.code, problem.row, problem.column) == ("column-unknown", 1, "技木人员数")
    assert "技术人员数" in problem.message.zh
    assert "technicians_lo" not in loaded.network.frames["Enterprise"]


def test_a_repeated_column_is_told_and_the_first_is_read(tmp_path: Path) -> None:
    loaded = read(tmp_path, {"企业台账.csv": "企业名称 | 技术人员数 | 行业 | 技术人员数\n甲公司 | 5 | 工业 | 9"})
    assert nodes_of(loaded.network, "Enterprise technicians") == {("甲公司", "5")}
    assert [(p.code, p.column) for p in loaded.problems] == [("column-repeated", "技术人员数(D)")]
    assert list(loaded.files[0].columns) == ["企业名称", "技术人员数(B)", "行业", "技术人员数(D)"]


UNCLEAR = {
    "each liaison once": ("企业.csv", "企业名称 | 街道 | 联络员\n甲公司 | 东湖街道 | 林芳\n乙公司 | 西岭街道 | 王五", "enterprises"),
    "each enterprise once": ("联络员.csv", "联络员 | 街道 | 联系企业\n林芳 | 东湖街道 | 甲公司\n王五 | 西岭街道 | 乙公司", "liaisons"),
    "persons and units": ("人员.csv", "姓名 | 街道 | 社区 | 工作单位\n张三 | 东湖街道 | 湖滨社区 | 甲公司\n李四 | 西岭街道 | 和平社区 | 乙公司", "people"),
    "branches and enterprises": ("党组织.csv", "党组织名称 | 覆盖企业 | 党员数\n甲公司党支部 | 甲公司 | 5\n乙公司党支部 | 乙公司 | 6", "party_branches"),
    "a roster of members": ("会员.csv", "姓名 | 组织名称 | 职务\n张三 | 湖滨商会 | 会长\n李四 | 湖滨商会 | 理事", "memberships"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNCLEAR)
def test_a_row_is_about_what_stands_first_or_what_the_file_is_called(name: str, tmp_path: Path) -> None:
    file, content, ledger = UNCLEAR[name]
    assert [report.ledger for report in read(tmp_path, {file: content}).files] == [ledger]


def test_two_ledgers_fit_alike_and_nothing_but_ids_stands_in_the_table(tmp_path: Path) -> None:
    loaded = read(tmp_path, {"表.csv": "人员编号 | 类别 | 备注\nP1 | 甲类 | \nP2 | 乙类 | "})
    assert [problem.code for problem in loaded.problems if problem.severity == "error"] == ["ledger-unclear"]
    assert loaded.files == ()


DENIED = (
    "身份证号", "身份证号码", "手机", "手机号码", "联系电话", "办公电话", "家庭住址", "思想动态", "思想状况", "政治态度", "政治面貌", "民族", "宗教信仰", "年收入",
    "纳税额", "出生年月", "年龄", "性别", "学历", "籍贯", "现实表现", "配偶姓名", "微信号", "电子邮箱", "邮箱", "健康状况", "党派", "入党时间", "考察评价", "gender", "phone",
)  # fmt: skip
SECRET = "绝密之事"


@pytest.mark.parametrize("header", DENIED)
def test_denied_columns_are_never_read(header: str, tmp_path: Path) -> None:
    loaded = read(tmp_path, {"人员台账.csv": f"姓名 | {header} | 是否代表人士\n张三 | {SECRET} | 是"})
    assert [(p.code, p.column) for p in loaded.problems] == [("column-denied", header)]
    assert dict(loaded.files[0].columns) == {"姓名": "name", header: None, "是否代表人士": "rep"}
    assert SECRET not in everything(loaded.network)


def everything(network: Network) -> str:
    """All texts that a network holds."""
    frames = [*network.frames.values(), *(block.attributes for block in network.blocks.values())]
    return "\n".join(frame.to_csv() for frame in frames) + repr(network.tables)


def test_denied_under_a_heading_and_in_snapshots(tmp_path: Path) -> None:
    content: list[list[str | None]] = [
        ["姓名", "联系方式", None, "是否代表人士"],
        [None, "地址", "微信", None],
        ["张三", SECRET, SECRET, "是"],
    ]
    loaded = read(tmp_path / "in", {"人员台账.xlsx": content})
    assert [p.code for p in loaded.problems] == ["column-denied", "column-denied"]
    save(loaded.network, tmp_path / "out")
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


NUMBERS = {
    "identity number": "110101199003074477",
    "identity number with X": "11010119900307447X",
    "spaced": "110101 19900307 4477",
    "mobile": "13812345678",
    "grouped mobile": "138-1234-5678",
    "full width": "１３８１２３４５６７８",
    "with a label": "电话：13812345678",
}


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("column", ["姓名", "工作单位", "参加组织", "联系人", "街道", "社区", "人员编号", "人员类别"])
def test_numbers_of_persons_are_cut_from_every_column(name: str, column: str, tmp_path: Path) -> None:
    number = NUMBERS[name]
    headers = ["姓名", "人员编号", "街道", "社区", "人员类别", "是否代表人士", "工作单位", "参加组织", "联系人", "最近联系时间"]
    rows: list[list[str | None]] = [
        [*headers],
        ["张三" if h == "姓名" else None for h in headers],
        ["李四" if h == "姓名" else None for h in headers],
    ]
    at = headers.index(column)
    rows[1][at] = f"{rows[1][at] or '某某'}{number}"
    loaded = read(tmp_path, {"人员台账.xlsx": rows})
    told = everything(loaded.network) + "\n".join(repr(p) + p.message.zh for p in loaded.problems)
    digits = "".join(c for c in told if c.isalnum())
    assert not [form for form in ("13812345678", "110101199003074477", "11010119900307447X", "１３８１２３４５６７８") if form in digits]
    assert ("identity-cut", 2, column) in {(p.code, p.row, p.column) for p in loaded.problems}


def test_numbers_of_persons_are_cut_from_headers_and_sheets(tmp_path: Path) -> None:
    sheets = {
        "林芳13812345678": [["名册 联系人：林芳 13812345678"], ["姓名（13812345678）", "是否代表人士", "13812345678"], ["张三", "是", "x"]]
    }
    loaded = read(tmp_path, {"人员台账.xlsx": workbook(sheets)})
    assert loaded.network.frames["Person"]["name"].tolist() == ["张三"]
    assert "13812345678" not in everything(loaded.network) + repr(loaded.files) + repr(list(loaded.problems))


EVIDENCE = {
    "企业名称 | 行业": ({"name", "industry"}, set()),
    "企业名称 | 行业 | 技术人员数": ({"name", "industry", "technicians"}, set()),
    "企业名称 | 行业 | 联络员": ({"name", "industry"}, {("CONTACTS", "Liaison", "Enterprise")}),
    "企业名称 | 行业 | 内设机构": ({"name", "industry"}, {("PART_OF", "Department", "Enterprise")}),
    "企业名称 | 行业 | 参加组织": ({"name", "industry"}, {("MEMBER_OF", "Enterprise", "Association")}),
    "企业名称 | 行业 | 是否重点": ({"name", "industry", "key"}, set()),
}


@pytest.mark.parametrize("headers", EVIDENCE)
def test_columns_and_blocks_exist_where_a_ledger_has_them(headers: str, tmp_path: Path) -> None:
    """Blank cells throughout: the column alone is what tells that there could have been something."""
    attributes, blocks = EVIDENCE[headers]
    blank = " | ".join(["甲公司", *[""] * headers.count("|")])
    network = read(tmp_path, {"企业台账.csv": f"{headers}\n{blank}\n乙{blank[1:]}"}).network
    columns = {c for a in SCHEMA.nodes["Enterprise"].attributes for c in a.columns if c in network.frames["Enterprise"]}
    assert columns == {c for a in SCHEMA.nodes["Enterprise"].attributes if a.name in attributes for c in a.columns}
    assert {tuple(key) for key in network.blocks if key.edge != "LOCATED_IN"} == blocks
    assert not any(len(block) for block in network.blocks.values())


def test_a_ledger_without_a_column_says_no_where_another_has_it(tmp_path: Path) -> None:
    files = {
        "人员台账1.csv": "姓名 | 人员类别 | 是否代表人士\n张三 | 个体工商户 | 是",
        "人员台账2.csv": "姓名 | 人员类别\n李四 | 个体工商户",
    }
    assert nodes_of(read(tmp_path, files).network, "Person rep") == {("张三", "1"), ("李四", "0")}


def test_a_title_says_what_all_rows_are(tmp_path: Path) -> None:
    content: list[list[str | None]] = [["清河区代表人士名册"], ["姓名", "人员类别"], ["张三", "个体工商户"], ["李四", "不详"]]
    network = read(tmp_path, {"名册.xlsx": content}).network
    assert nodes_of(network, "Person rep category") == {("张三", "1", "个体工商户"), ("李四", "1", "?")}


VALUES = {
    "技术人员数": {"1260": "1260", "1,260": "1260", "１２０": "120", "1200余": "1200–1299", "近200": "180–199", "100以上": "≥100", "2-3": "2–3", "保密": "?", "": "?", "无": "0", "0": "0", "**": "?", "120人": "120"},
    "经营状态": {"在营": "经营", "正常经营": "经营", "已注销": "注销", "吊销": "吊销", "": "", "保密": "?"},
    "是否重点": {"是": "1", "√": "1", "否": "0", "×": "0", "": "0", "不详": "-1", "有": "1"},
    "企业性质": {"民营科技": "民营科技", "中外合资": "合资", "外商独资": "外资", "私营企业": "私营"},
}  # fmt: skip


@pytest.mark.parametrize("header", VALUES)
def test_values(header: str, tmp_path: Path) -> None:
    key = {"技术人员数": "technicians", "经营状态": "status", "是否重点": "key", "企业性质": "ownership"}[header]
    rows: list[list[str | None]] = [["企业名称", "行业", header]]
    rows += [[f"公司{at}", "工业", cell] for at, cell in enumerate(VALUES[header])]
    loaded = read(tmp_path, {"企业台账.xlsx": rows})
    assert nodes_of(loaded.network, f"Enterprise {key}") == {(f"公司{at}", value) for at, value in enumerate(VALUES[header].values())}
    assert not [p for p in loaded.problems if p.severity != "note"]


def test_sheets_that_are_no_ledgers_are_listed(tmp_path: Path) -> None:
    sheets = {"填表说明": "请认真填写\n如有问题请联系统战部", "企业": "企业名称 | 行业\n甲公司 | 工业", "空": [[None]]}
    loaded = read(tmp_path, {"企业台账.xlsx": workbook(sheets)})
    assert {(p.code, p.sheet) for p in loaded.problems} >= {("sheet-ignored", "填表说明")}
    assert [report.sheet for report in loaded.files] == ["企业"]
