"""Foreign tables read by a mapping: the shipped examples on small excerpts, and mappings that cannot be used."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from xinlian.loaders.load import Options
from xinlian.loaders.mappings import MappingError, read_mappings

from .ledger_cases import Case, Content, read, verify

EXAMPLES = Path(__file__).parents[2] / "examples"


def mapping(text: str) -> Options:
    return Options(mappings=read_mappings(tomllib.loads(text).get("table", ())))


def example(name: str) -> Options:
    return mapping((EXAMPLES / name / "xinlian.toml").read_text("utf-8"))


def commas(text: str) -> bytes:
    return text.strip().encode()


DIVISIONS: dict[str, Content] = {
    "six_districts_villages.csv": commas("""
scope,province_code,province,city_code,city,district_code,district,street_code,street,village_code,village
雨花台区,32,江苏省,3201,南京市,320114,雨花台区,320114001,宁南街道,320114001001,翠岛花城社区居委会
雨花台区,32,江苏省,3201,南京市,320114,雨花台区,320114001,宁南街道,320114001002,和平村委会
雨花台区,32,江苏省,3201,南京市,320114,雨花台区,320114400,雨花经济开发区,320114400498,和平村委会
禹州市,41,河南省,4110,许昌市,411081,禹州市,411081100,火龙镇,411081100200,上庄村民委员会
""")
}
NATIONAL: dict[str, Content] = {
    "national_districts_2023.csv": commas(
        "district_code,district,city_code,city,province_code,province\n320114,雨花台区,3201,南京市,32,江苏省\n411081,禹州市,4110,许昌市,41,河南省\n"
    ),
    "national_streets_2023.csv": commas("code,name\n320114001,宁南街道\n411081100,火龙镇\n"),
    "national_villages_2023.csv": commas(
        "code,name\n320114001001,翠岛花城社区居委会\n411081100200,和平村委会\n999999999001,无主社区居委会\n"
    ),
}
LISTED: dict[str, Content] = {
    "cn_listed_executives_2018.csv": commas(
        "name,gender,code,jobs\n张三,男,000001,董事长/董事\n张三,男,000001,总经理\n张三,男,000002,董事\n李四,女,600000,监事\n"
    ),
    "cn_stock_industry.csv": commas("code,name,c_name\n000001,平安银行,金融行业\n000002,*ST万科,房地产\n000003,无人公司,房地产\n"),
}
CONGRESS: dict[str, Content] = {
    "committees.csv": commas(
        "committee_id,name,type,parent_id\nHSAG,Committee on Agriculture,house,\nHSAG22,Subcommittee on Nutrition,house,HSAG\n"
    ),
    "legislators.csv": commas(
        "bioguide,name,chamber,state,district,party,start\nA1,John Boozman,senate,AR,,Republican,2001-01-01\nB2,Ann O'Neil,house,TX,3,Democrat,2020\n"
    ),
    "memberships.csv": commas(
        "committee_id,bioguide,name,party,rank,title\nHSAG,A1,John Boozman,majority,1,Chairman\nHSAG22,A1,John Boozman,majority,2,\n"
    ),
}
BOARDS: dict[str, Content] = {
    "danish_elite_2013.csv": commas(
        "NAME,AFFILIATION,ROLE,GENDER,SOURCE,CVR,TAGS\nÅge Østergård,Møller A/S (Bestyrelse),Formand,m,Virksomheder,123,\n"
        "Åge Østergård,Dansk Industri,Medlem,m,Organisationer,,\nÅge Østergård,Dansk Industri,Næstformand,m,Organisationer,,\n"
        "Bo Madsen,Dansk Industri,Medlem,m,Organisationer,,\n"
    )
}

CASES = (
    Case(
        "places by code, with those above them",
        DIVISIONS,
        options=example("divisions"),
        nodes={
            "Place code level": {
                ("雨花台区", "320114", "区"), ("雨花台区/宁南街道", "320114001", "街道"), ("雨花台区/雨花经济开发区", "320114400", "开发区"),
                ("雨花台区/宁南街道/翠岛花城社区", "320114001001", "社区"), ("雨花台区/宁南街道/和平村", "320114001002", "村"),
                ("雨花台区/雨花经济开发区/和平村", "320114400498", "村"), ("禹州市", "411081", "县级市"), ("禹州市/火龙镇", "411081100", "镇"),
                ("禹州市/火龙镇/上庄村", "411081100200", "村"),
            }
        },
    ),
    Case(
        "places of three files; one whose street no file lists has none above it",
        NATIONAL,
        options=example("divisions"),
        nodes={
            "Place level": {
                ("", "省"), ("", "市"), ("雨花台区", "区"), ("禹州市", "县级市"), ("雨花台区/宁南街道", "街道"), ("禹州市/火龙镇", "镇"),
                ("雨花台区/宁南街道/翠岛花城社区", "社区"), ("禹州市/火龙镇/和平村", "村"), ("无主社区", "社区"),
            }
        },
        sizes={"Place": 11},
    ),
    Case(
        "posts in companies; one name in two companies is two persons",
        LISTED,
        options=example("listed-companies"),
        nodes={
            "Enterprise id industry": {
                ("平安银行", "Enterprise:000001", "金融行业"), ("*ST万科", "Enterprise:000002", "房地产"), ("无人公司", "Enterprise:000003", "房地产"),
                ("?600000", "Enterprise:?600000", ""),
            }
        },
        edges={
            "WORKS_AT role": {
                ("张三", "平安银行", "董事长/董事"), ("张三", "平安银行", "总经理"), ("张三", "*ST万科", "董事"), ("李四", "?600000", "监事"),
            }
        },
        problems={("reference-unknown", 5, "code", "600000")},
        sizes={"Person": 3},
    ),
    Case(
        "committees and their members",
        CONGRESS,
        options=example("congress"),
        nodes={"Person id": {("John Boozman", "Person:A1"), ("Ann O'Neil", "Person:B2")}},
        edges={
            "PART_OF": {("Subcommittee on Nutrition", "Committee on Agriculture")},
            "MEMBER_OF role": {("John Boozman", "Committee on Agriculture", "Chairman"), ("John Boozman", "Subcommittee on Nutrition", "")},
        },
    ),
    Case(
        "two terms on one board are two edges",
        BOARDS,
        options=example("danish-boards"),
        nodes={"Association kind": {("Møller A/S (Bestyrelse)", "Virksomheder"), ("Dansk Industri", "Organisationer")}},
        edges={
            "MEMBER_OF role": {
                ("Åge Østergård", "Møller A/S (Bestyrelse)", "Formand"), ("Åge Østergård", "Dansk Industri", "Medlem"),
                ("Åge Østergård", "Dansk Industri", "Næstformand"), ("Bo Madsen", "Dansk Industri", "Medlem"),
            }
        },
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_mapped(case: Case, tmp_path: Path) -> None:
    verify(case, tmp_path)


def test_the_rows_of_a_mapped_table_count_once(tmp_path: Path) -> None:
    counts = {r.file: (r.rows_read, r.rows_kept, r.rows_refused) for r in read(tmp_path / "1", LISTED, example("listed-companies")).files}
    assert counts == {"cn_listed_executives_2018.csv": (4, 4, 0), "cn_stock_industry.csv": (3, 3, 0)}
    (report,) = read(tmp_path / "2", BOARDS, example("danish-boards")).files
    assert (report.rows_read, report.rows_kept, report.rows_refused) == (4, 4, 0)
    assert dict(report.columns) == {
        "NAME": "id", "AFFILIATION": "id", "ROLE": "role", "GENDER": None, "SOURCE": "kind", "CVR": None, "TAGS": None,
    }  # fmt: skip


PEOPLE = '[[table]]\nfile = "a.csv"\n[[table.node]]\nkind = "Person"\nname = "{0}"\n'


def test_a_mapping_lacks_its_column(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        {"a.csv": "who | where\n张三 | 甲\n李四 | 乙"},
        mapping(PEOPLE.format("whom") + 'constants = { rep = "是" }\n[table.node.attributes]\ncategory = "where"'),
    )
    assert [(p.code, p.row) for p in loaded.problems] == [("column-lacking", 1)]
    assert next(iter(loaded.problems)).message.zh == "缺少必需的列：whom"
    assert loaded.files == ()


def test_a_mapping_does_not_open_a_denied_column(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        {"a.csv": "who | 思想动态\n张三 | 绝密之事\n李四 | 绝密之事"},
        mapping(PEOPLE.format("who") + 'attributes = { category = "思想动态" }'),
    )
    assert [p.code for p in loaded.problems] == ["column-lacking"]
    assert "绝密之事" not in loaded.network.frames["Person"].to_csv()


def test_a_mapping_reads_only_its_files(tmp_path: Path) -> None:
    files = {"a.csv": "who | x\n张三 | 1\n李四 | 2", "企业台账.csv": "企业名称 | 行业\n甲公司 | 工业"}
    loaded = read(tmp_path, files, mapping(PEOPLE.format("who")))
    assert {report.file: report.ledger for report in loaded.files} == {"a.csv": "Person", "企业台账.csv": "enterprises"}


NODE = '[[table]]\n[[table.node]]\nas = "a"\nkind = "{kind}"\nid = "x"\n'
UNUSABLE = {
    "unknown kind": (NODE.format(kind="Persn"), "did you mean 'Person'"),
    "unknown key": ("[[table]]\nfiles = 'a.csv'\n[[table.node]]\nkind = 'Person'\nid = 'x'", "did you mean 'file'"),
    "unknown attribute": (NODE.format(kind="Enterprise") + "attributes = { technician = 'y' }", "did you mean 'technicians'"),
    "neither node nor edge": ("[[table]]\nfile = 'a.csv'", "neither a node nor an edge"),
    "neither id nor name": ("[[table]]\n[[table.node]]\nkind = 'Person'", "needs an id or a name"),
    "a place without a tier": (NODE.format(kind="Place"), "tier must be one of"),
    "an unknown part of a place": (NODE.format(kind="Person") + "place = { streets = 'y' }", "did you mean 'street'"),
    "no column": ("[[table]]\n[[table.node]]\nkind = 'Person'\nid = 5", "expected a header"),
    "an end that is no node": (NODE.format(kind="Person") + "[[table.edge]]\nkind = 'WORKS_AT'\nsource = 'b'\ntarget = 'a'", "no node of this table"),
    "an edge that cannot be": (
        NODE.format(kind="Person") + "[[table.edge]]\nkind = 'WORKS_AT'\nsource = 'a'\ntarget = { kind = 'Place', id = 'y' }",
        "cannot lead from Person to Place",
    ),
    "a person and a party": (
        NODE.format(kind="Person") + "[[table.edge]]\nkind = 'MEMBER_OF'\nsource = 'a'\ntarget = { kind = 'PartyBranch', id = 'y' }",
        "cannot lead from Person to PartyBranch",
    ),
    "a node that is no table": ("[[table]]\nnode = 'x'", "node"),
    "a place that is no table": (NODE.format(kind="Person") + "place = 'x'", "place"),
    "attributes that are no table": (NODE.format(kind="Person") + "attributes = ['x']", "attributes"),
    "constants that are no table": (NODE.format(kind="Person") + "constants = 'x'", "constants"),
    "the first characters, not as a number": ("[[table]]\n[[table.node]]\nkind = 'Person'\nid = { column = 'x', first = 'y' }", "first"),
    "none of the characters": ("[[table]]\n[[table.node]]\nkind = 'Person'\nid = { column = 'x', first = 0 }", "first"),
    "an end without id": (NODE.format(kind="Person") + "[[table.edge]]\nkind = 'WORKS_AT'\nsource = 'a'\ntarget = { kind = 'Enterprise' }", "needs an id or a name"),
    "an edge without ends": (NODE.format(kind="Person") + "[[table.edge]]\nkind = 'WORKS_AT'", "source"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_mappings_say_what_would_be_right(name: str) -> None:
    text, said = UNUSABLE[name]
    with pytest.raises(MappingError, match=said.replace("(", r"\(")):
        mapping(text)


def test_a_coded_place_tree_with_a_circle(tmp_path: Path) -> None:
    text = '[[table]]\n[[table.node]]\nkind = "Place"\ntier = "community"\nid = "code"\nname = "name"\nparent = "up"\n'
    loaded = read(
        tmp_path,
        {"a.csv": "code | name | up\n1 | 甲社区 | 3\n2 | 乙社区 | 1\n3 | 丙社区 | 2\n4 | 丁社区 | 4\n5 | 戊社区 | 1"},
        mapping(text),
    )
    assert sorted((p.code, p.row, p.value) for p in loaded.problems) == [("place-cycle", 2, "甲社区"), ("place-cycle", 5, "丁社区")]
    assert loaded.network.size("Place") == 5
