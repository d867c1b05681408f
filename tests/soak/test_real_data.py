"""Public data sets, read by the mappings of examples/ and judged by their rules: every count is computed a second time, from the bare CSV."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import shutil
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xinlian
from xinlian.graph.integrity import check
from xinlian.graph.network import Network
from xinlian.loaders.load import Loaded, Options, read_ledgers
from xinlian.loaders.mappings import read_mappings
from xinlian.queries.findings import Verdict

from .conftest import DATA

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = datetime.date(2024, 1, 1)
PARKS = ("开发区", "园区", "新区")


@cache
def records(name: str) -> list[dict[str, str]]:
    """The records of a data file, as Python's csv module reads them."""
    path = DATA / name
    text = gzip.decompress(path.read_bytes()).decode() if name.endswith(".gz") else path.read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def load(example: str, directory: Path, *names: str) -> Loaded:
    """The network of some data files, read by an example's mapping."""
    for name in names:
        shutil.copy(DATA / name, directory)
    tables = tomllib.loads((EXAMPLES / example / "xinlian.toml").read_text("utf-8"))["table"]
    loaded = read_ledgers([directory], Options(mappings=read_mappings(tables)))
    assert [fault.text.en for fault in check(loaded.network)] == []
    assert {report.file: report.rows_read for report in loaded.files} == {Path(name).name: len(records(name)) for name in names}
    assert not any(report.rows_refused for report in loaded.files)
    return loaded


def verdicts(example: str, network: Network) -> dict[str, tuple[int, int, int]]:
    """Rule → met, unmet, unknown."""
    results = xinlian.gaps(network, packs=[EXAMPLES / example / "rules.toml"], as_of=AS_OF).results
    return {r.rule.id: (r.count(Verdict.MET), r.count(Verdict.UNMET), r.count(Verdict.UNKNOWN)) for r in results}


def split(marks: dict[str, bool]) -> tuple[int, int, int]:
    """Met, unmet and unknown of things that are decided."""
    return sum(marks.values()), len(marks) - sum(marks.values()), 0


def codes(loaded: Loaded) -> Counter[str]:
    return Counter(problem.code for problem in loaded.problems)


def test_six_districts(tmp_path: Path) -> None:
    name = "admin/six_districts_villages.csv"
    loaded = load("divisions", tmp_path, name)
    rows = records(name)
    streets = {row["street_code"]: row["street"] for row in rows}
    districts = {row["district_code"] for row in rows}
    assert len(rows) == 6_256
    assert loaded.network.size("Place") == len(rows) + len(streets) + len(districts)
    assert not codes(loaded)
    places = loaded.network.frames["Place"]
    assert Counter(places["level"].isin(("社区", "村"))) == {True: len(rows), False: len(streets) + len(districts)}
    below = Counter(row["street_code"] for row in rows)
    assert verdicts("divisions", loaded.network) == {
        "divisions.street": split(dict.fromkeys(streets, True)),
        "divisions.load": split({code: below[code] <= 30 for code, street in streets.items() if not street.endswith(PARKS)}),
    }


def test_paths_of_places(tmp_path: Path) -> None:
    network = load("divisions", tmp_path, "admin/six_districts_villages.csv").network
    paths = dict(zip(network.frames["Place"]["code"], network.place_paths, strict=True))
    assert paths["310115004001"] == "浦东新区/潍坊新村街道/潍坊一村社区"
    assert paths["320114"] == "雨花台区"
    rows = records("admin/six_districts_villages.csv")
    assert all(paths[row["village_code"]].startswith(f"{row['district']}/{paths[row['street_code']].partition('/')[2]}/") for row in rows)


def test_listed_companies(tmp_path: Path) -> None:
    posts, firms = records("boards/cn_listed_executives_2018.csv"), records("boards/cn_stock_industry.csv")
    loaded = load("listed-companies", tmp_path, "boards/cn_listed_executives_2018.csv", "boards/cn_stock_industry.csv")
    network = loaded.network
    persons = defaultdict(set)
    for post in posts:
        persons[post["code"]].add(post["name"])
    listed = {firm["code"] for firm in firms}
    assert (len(posts), len(persons)) == (24_775, 2_868)
    assert int(network.real("Enterprise").sum()) == len(listed)
    assert network.size("Enterprise") == len(listed | persons.keys())
    assert network.size("Person") == len({(post["name"], post["code"]) for post in posts}) == sum(map(len, persons.values()))
    assert sum(len(block) for block in network.blocks_of("WORKS_AT")) == len(posts)
    assert codes(loaded)["reference-unknown"] == sum(post["code"] not in listed for post in posts)
    assert verdicts("listed-companies", network) == {
        "listed.board": split({code: code in persons for code in listed}),
        "listed.small": split({code: len(persons[code]) >= 5 for code in listed & persons.keys()}),
    }


def test_congress(tmp_path: Path) -> None:
    names = [f"affiliation/us_congress/{name}.csv" for name in ("committees", "legislators", "memberships")]
    network = load("congress", tmp_path, *names).network
    committees, legislators, memberships = map(records, names)
    members, seats = defaultdict(set), Counter(row["bioguide"] for row in memberships)
    for row in memberships:
        members[row["committee_id"]].add(row["bioguide"])
    parents = {row["committee_id"]: row["parent_id"] for row in committees if row["parent_id"]}
    assert (len(committees), len(legislators), len(memberships)) == (230, 537, 3_879)
    assert (network.size("Association"), network.size("Person")) == (230, 537)
    assert sum(len(block) for block in network.blocks_of("MEMBER_OF")) == 3_879
    assert verdicts("congress", network) == {
        "congress.members": split({row["committee_id"]: bool(members[row["committee_id"]]) for row in committees}),
        "congress.seat": split({row["bioguide"]: row["bioguide"] in seats for row in legislators}),
        "congress.parent": split({code: bool(members[code] & members[parent]) for code, parent in parents.items() if members[code]}),
    }


def test_danish_boards(tmp_path: Path) -> None:
    name = "affiliation/danish_elite_2013.csv.gz"
    network = load("danish-boards", tmp_path, name).network
    rows = records(name)
    bodies, members = defaultdict(set), defaultdict(set)
    for row in rows:
        # Fifteen persons and two bodies are written in two ways, which differ in blanks only.
        person, body = (" ".join(row[column].split()) for column in ("NAME", "AFFILIATION"))
        bodies[person].add(body)
        members[body].add(person)
    assert (len(rows), len(bodies), len(members)) == (56_536, 37_750 - 15, 5_079 - 2)
    assert (network.size("Person"), network.size("Association")) == (len(bodies), len(members))
    assert sum(len(block) for block in network.blocks_of("MEMBER_OF")) == 56_536
    assert verdicts("danish-boards", network) == {
        "boards.linked": split({person: len(inside) >= 2 for person, inside in bodies.items()}),
        "boards.shared": split({body: any(len(bodies[person]) > 1 for person in inside) for body, inside in members.items()}),
    }


MESSY = """
[[table]]
sheet = "D. *"
[[table.node]]
kind = "Person"
id = ["Name", "House "]
name = "Name"
"""


@pytest.mark.parametrize("name", ["appg_beer.xlsx", "appg_fusion-energy.xlsx"])
def test_the_table_under_the_instructions(name: str, tmp_path: Path) -> None:
    """The members of a group, in a sheet that begins with questions and guidance; the other seven sheets hold no ledger."""
    shutil.copy(DATA / "messy_xlsx" / name, tmp_path)
    loaded = read_ledgers([tmp_path], Options(mappings=read_mappings(tomllib.loads(MESSY)["table"])))
    book = openpyxl.load_workbook(DATA / "messy_xlsx" / name, read_only=True)
    sheet = next(sheet for sheet in book if sheet.title.startswith("D. "))
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    header = next(at for at, row in enumerate(rows) if row[0] == "Name")
    members = {" ".join(str(row[0]).split()) for row in rows[header + 1 :] if row[0] and any(row[1:])}
    assert len(members) > 15
    # In one of the files that line stands between the members, where nothing tells it from a name.
    assert members <= set(loaded.network.frames["Person"]["name"]) <= members | {"Add more rows as needed"}
    (report,) = [report for report in loaded.files if report.sheet.startswith("D. ")]
    assert report.rows_kept == report.rows_read >= len(members)
    assert "Conservative" not in loaded.network.frames["Person"].to_csv()


@pytest.mark.parametrize("name", ["appg_beer.xlsx", "appg_fusion-energy.xlsx"])
def test_foreign_workbooks_without_a_mapping_end_in_problems(name: str, tmp_path: Path) -> None:
    shutil.copy(DATA / "messy_xlsx" / name, tmp_path)
    loaded = read_ledgers([tmp_path])
    assert check(loaded.network) == []
    assert codes(loaded)["sheet-ignored"] >= 5
