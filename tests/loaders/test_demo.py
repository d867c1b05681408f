"""The demo ledgers: their totals, their sameness, and that the answers tell what stands in the files."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from stdnum.cn import uscc
from xinlian.loaders.demo import ANSWERS, DemoSummary, layouts, write_demo
from xinlian.loaders.demo import answers as oracle
from xinlian.loaders.demo.district import CATEGORIES, District, Enterprise
from xinlian.loaders.demo.making import make_district
from xinlian.loaders.demo.population import FORMS
from xinlian.loaders.problems import KINDS

RULES = {
    *("A16.district", "A16.street", "A16.community", "A16.zhilianhui", "A33.isolated", "A33.contact", "A33.component"),
    *("A34", "A35", "A36", "A37", "A38", "E09.community", "E09.guide"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return write_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def district() -> District:
    return make_district()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return write_demo(tmp_path_factory.mktemp("tables"), 10_000, format="csv")


def answers_in(summary: DemoSummary) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((summary.directory / ANSWERS).read_text(encoding="utf-8"))
    return found


def digests(summary: DemoSummary) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in summary.files}


# -- totals ------------------------------------------------------------------------------------------------------------


def test_totals_are_those_of_the_source_documents(district: District) -> None:
    kept = [p for p in district.persons if p.key and not p.refused]
    assert Counter(p.category for p in kept) == dict(CATEGORIES)
    assert len(kept) == 5419 == 295 + 149 + 3676 + 985 + 128 + 186
    assert sum(p.rep == "yes" for p in district.persons) == 184
    assert (len(district.branches), sum(b.members for b in district.branches)) == (139, 891)
    assert Counter(p.level for p in district.communities) == {"社区": 53, "村": 13}
    assert len(district.streets) == 9


def test_tiers_are_skewed_and_some_counts_are_withheld(district: District) -> None:
    numbers = [e.technicians for e in district.enterprises if not e.repeats]
    assert sum(n.lo >= 1000 for n in numbers) >= 14
    assert sum(n.lo >= 100 and n.hi < 1000 for n in numbers) >= 60
    assert sum(n.lo >= 1 and n.hi < 100 for n in numbers) >= 240
    assert sum(n.hi == 0 for n in numbers) == 20
    assert {"保密", "**", "不详", None} <= {n.text for n in numbers}


def test_credit_codes_are_valid_but_for_the_planted_ones(district: District) -> None:
    invalid = [e for e in district.enterprises if not uscc.is_valid(str(e.uscc.text))]
    assert [e.uscc.fault for e in invalid] == ["credit-code-invalid"] * 2


def test_csv_has_the_same_totals_at_the_same_size(tmp_path: Path) -> None:
    write_demo(tmp_path, format="csv")
    persons = rows_of(tmp_path, "persons.csv")
    branches = rows_of(tmp_path, "branches.csv")
    assert sum(row["是否代表人士"] == "是" for row in persons) == 184
    assert (len(branches), sum(int(row["党员数"]) for row in branches)) == (139, 891)


# -- sameness and refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, form: Any) -> None:
    one, two = (write_demo(tmp_path / name, 600, 7, form) for name in "ab")
    assert digests(one) == digests(two)
    assert digests(one) != digests(write_demo(tmp_path / "c", 600, 8, form))


def test_an_earlier_demo_is_replaced_and_foreign_files_are_refused(tmp_path: Path) -> None:
    write_demo(tmp_path, 300, 1)
    summary = write_demo(tmp_path, 300, 2)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in summary.files)
    (tmp_path / "名单.csv").write_text("姓名\n", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"名单\.csv"):
        write_demo(tmp_path, 300, 2)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(("persons", "form"), [(100, "xlsx"), (100, "csv"), (1_000_001, "xlsx"), (10_000_001, "csv")])
def test_sizes_out_of_range_are_refused(tmp_path: Path, persons: int, form: Any) -> None:
    with pytest.raises(ValueError, match="persons"):
        write_demo(tmp_path, persons, format=form)


@pytest.mark.parametrize("seed", range(4))
def test_small_districts_of_other_seeds_can_be_made(seed: int) -> None:
    assert oracle.expected(make_district(250, seed))


# -- answers -----------------------------------------------------------------------------------------------------------


def test_findings_are_of_the_pack_base_and_of_every_rule(demo: DemoSummary) -> None:
    told = answers_in(demo)
    assert told["as_of"] == "2024-06-30"
    # The district has a 新联会 of its own: the one rule without a gap.
    assert {f["rule"] for f in told["findings"]} == RULES - {"A16.district"}
    assert {f["verdict"] for f in told["findings"]} == {"unmet", "unknown"}
    keys = [(f["rule"], f["node"]) for f in told["findings"]]
    assert len(keys) == len(set(keys))
    assert sum(demo.findings.values()) == len(keys)


def test_problems_name_cells_that_exist(demo: DemoSummary) -> None:
    """Each stands in a file, sheet, row and column of the demo, and its code is declared."""
    sheets: dict[tuple[str, str], list[list[Any]]] = {}
    for path in demo.files:
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            sheets |= {(path.name, sheet.title): [[c.value for c in row] for row in sheet.iter_rows()] for sheet in book}
        elif path.suffix == ".csv":
            text = path.read_bytes().decode("gb18030" if path.name == layouts.ASSOCIATIONS else "utf-8-sig")
            sheets[path.name, ""] = list(csv.reader(text.splitlines()))
    problems = answers_in(demo)["problems"]
    assert {p["code"] for p in problems} <= KINDS.keys()
    assert sum(demo.problems.values()) == len(problems)
    for problem in problems:
        if problem["code"] == "file-ignored":
            assert problem["file"] == ANSWERS
            continue
        rows = sheets[problem["file"], problem["sheet"]]
        assert 0 <= problem["row"] <= len(rows)
        leaf = problem["column"].removesuffix("(J)").split("/")[-1]
        assert not leaf or any(leaf in row for row in rows[:5])


def test_person_findings_name_rows_of_representatives(demo: DemoSummary) -> None:
    sheet = openpyxl.load_workbook(demo.directory / layouts.PEOPLE).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    column = rows[3].index("是否代表人士")
    findings = [f for f in answers_in(demo)["findings"] if f["rule"].startswith("A33")]
    assert findings
    for finding in findings:
        assert finding["node"] == f"{layouts.PEOPLE}:{finding['row']}"
        assert rows[finding["row"] - 1][column] in ("是", "√", "副会长")


def test_columns_that_are_never_read_are_there(demo: DemoSummary) -> None:
    sheet = openpyxl.load_workbook(demo.directory / layouts.PEOPLE).active
    assert sheet is not None
    header, first = list(sheet.iter_rows(min_row=4, max_row=5, values_only=True))
    cells = dict(zip(header, first, strict=True))
    assert str(cells["身份证号"]).startswith("990101")
    assert len(str(cells["身份证号"])) == 18
    assert str(cells["手机号码"]).startswith("1990000")
    assert str(cells["思想动态"]).startswith("机密词")


@pytest.mark.parametrize("surely", [True, False])
def test_no_answer_depends_on_paths_through_cancelled_bodies(district: District, surely: bool) -> None:
    reps = {p for p in district.persons if p.rep != "no"}
    assert reps & oracle.connected(district, surely) == reps & oracle.connected(district, surely, through_cancelled=True)


def test_names_are_repeated_only_on_purpose(district: District) -> None:
    firms = Counter(e.name for e in district.enterprises if e.name and not e.repeats)
    assert [name for name, number in firms.items() if number > 1] == ["云澜万舟连锁超市有限公司"]
    liaisons = {c.liaison for c in district.contacts if c.sure} | {g.liaison for g in district.guidances}
    assert max(Counter(liaison.name for liaison in liaisons if liaison.name.strip("*")).values()) == 1
    assert any(isinstance(c.target, Enterprise) for c in district.contacts)


# -- the tables, judged by loops over the written files ----------------------------------------------------------------


def rows_of(directory: Path, name: str) -> list[dict[str, str]]:
    with (directory / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Loops:
    """The findings of the pack `base` by loops over the CSV files, as somebody would count them by hand."""

    def __init__(self, directory: Path) -> None:
        names = ["places", "persons", "enterprises", "associations", "memberships", "contacts", "liaisons", "guidance"]
        self.rows = {name: rows_of(directory, f"{name}.csv") for name in names}
        self.found: set[tuple[str, str, str]] = set()
        self.firms = {row["企业编号"]: row for row in self.rows["enterprises"]}
        self.bodies = {row["组织编号"]: row for row in self.rows["associations"]}
        self.numbers = {str(f.text or "").replace(",", ""): (f.lo, f.hi) for f in FORMS}

    def judge(self, rule: str, node: str, target: tuple[bool, bool], met: tuple[bool, bool]) -> None:
        if target[1] and not met[0]:
            self.found.add((rule, node, "unmet" if target[0] and not met[1] else "unknown"))

    def all(self) -> set[tuple[str, str, str]]:
        self.places()
        self.enterprises()
        self.persons()
        return self.found

    def places(self) -> None:
        placed: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.rows["associations"]:
            placed[row["组织类型"], row["所属社区"] or row["所属街道"] or row["所属区"]].append(row["状态"])
        codes = {row["社区代码"] for row in self.rows["places"]}
        inhabited = {row["社区代码"] for row in self.rows["persons"] if row["姓名"]}
        guides: dict[str, set[str]] = defaultdict(set)
        for row in self.rows["guidance"]:
            guides[row["指导员编号"]].add(row["社区代码"])
        guided = set().union(*guides.values())
        levels = {"A16.district": "区", "A16.street": "街道", "A16.community": "社区", "A16.zhilianhui": "区"}
        for rule, level in levels.items():
            kind = "知联会" if rule == "A16.zhilianhui" else "新联会"
            for name in {row[level] for row in self.rows["places"]}:
                states = placed[kind, name]
                self.judge(rule, name, (True, True), ("成立" in states, "成立" in states or "不详" in states))
        for row in self.rows["places"]:
            lived = row["社区代码"] in inhabited
            self.judge("A38", row["社区"], (lived, lived), (bool(row["专人"]),) * 2)
            self.judge("E09.community", row["社区"], (True, True), (row["社区代码"] in guided,) * 2)
        names = {row["联络员编号"]: row["姓名"] for row in self.rows["liaisons"]}
        for guide, places in guides.items():
            sure = len(places & codes)
            self.judge("E09.guide", names[guide], (sure >= 1, True), (len(places) <= 2, sure <= 2))

    def enterprises(self) -> None:
        liaisons: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self.rows["liaisons"]:
            liaisons[row["联系企业编号"]].append((row["人员类别"], row["专兼职"]))
        for number, row in self.firms.items():
            text = row["技术人员数"]
            lo, hi = self.numbers[text] if text in self.numbers else (int(text), int(text))
            mine = liaisons[number]
            envoy = any(kind in ("联络员", "特派员") for kind, _ in mine) and bool(row["内设机构"])
            own = any(duty != "兼职" for _, duty in mine)
            tiers = (("A34", 1000, 10**10, envoy), ("A35", 100, 999, own), ("A36", 1, 99, bool(mine)))
            for rule, least, most, met in tiers:
                self.judge(rule, row["企业名称"], (least <= lo and hi <= most, lo <= most and hi >= least), (met, met))
            known = any(least <= lo and hi <= most for least, most in ((1000, 10**10), (100, 999), (0, 99)))
            self.judge("A37", row["企业名称"], (True, True), (known, True))

    def persons(self) -> None:
        stale = (datetime.date(2024, 6, 30) - datetime.timedelta(days=365)).isoformat()
        member: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
        reached: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
        links: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        for row in self.rows["memberships"]:
            state = self.bodies[row["组织编号"]]["状态"] if row["组织编号"] in self.bodies else None
            holds = (state in ("成立", "筹备"), state != "注销")
            member[row["人员编号"]].append(holds)
            ties = (state is not None and state != "注销", state != "注销")
            self.tie(links, row["人员编号"], row["组织编号"], ties)
        for row in self.rows["contacts"]:
            day = row["联系时间"]
            fresh = not day or (day[0].isdigit() and day >= stale)
            reached[row["人员编号"]].append((fresh, fresh or not day[0].isdigit()))
            self.tie(links, row["人员编号"], row["联系人编号"], reached[row["人员编号"]][-1])
        codes = {row["社区代码"] for row in self.rows["places"]}
        for row in self.rows["guidance"]:
            if row["社区代码"] in codes:
                self.tie(links, row["指导员编号"], row["社区代码"], (True, True))
        for row in self.rows["persons"]:
            if row["企业编号"]:
                self.tie(links, row["人员编号"], row["企业编号"], (True, True))
        connected = [self.connected(links[mode], surely=mode == 0) for mode in (0, 1)]
        seen: set[str] = set()
        for position, row in enumerate(self.rows["persons"]):
            number, node = row["人员编号"], f"persons.csv:{position + 2}"
            if number in seen or not row["姓名"]:
                continue
            seen.add(number)
            target = (row["是否代表人士"] == "是", row["是否代表人士"] != "否")
            contact = tuple(any(holds[mode] for holds in reached[number]) for mode in (0, 1))
            body = tuple(any(holds[mode] for holds in member[number]) for mode in (0, 1))
            self.judge("A33.contact", node, target, (contact[0], contact[1]))
            self.judge("A33.isolated", node, target, (contact[0] or body[0], contact[1] or body[1]))
            self.judge("A33.component", node, target, (number in connected[0], number in connected[1]))

    @staticmethod
    def tie(links: tuple[list[tuple[str, str]], list[tuple[str, str]]], one: str, other: str, holds: tuple[bool, bool]) -> None:
        for mode in (0, 1):
            if holds[mode]:
                links[mode].append((one, other))

    def connected(self, links: list[tuple[str, str]], surely: bool) -> set[str]:
        near: dict[str, list[str]] = defaultdict(list)
        for one, other in links:
            near[one].append(other)
            near[other].append(one)
        good = ("成立", "筹备") if surely else ("成立", "筹备", "不详")
        waiting = [number for number, row in self.bodies.items() if row["状态"] in good]
        waiting += [] if surely else ["Z99999999"]
        reached: set[str] = set()
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached.add(node)
                waiting += near[node]
        return reached


def test_tables_are_judged_as_loops_over_the_files_judge_them(tables: DemoSummary) -> None:
    told = {(f["rule"], f["node"], f["verdict"]) for f in answers_in(tables)["findings"]}
    assert told == Loops(tables.directory).all()
    assert {rule for rule, _, _ in told} >= RULES - {"A16.district", "A16.zhilianhui"}
    assert sum(tables.findings.values()) == len(told)


def test_tables_answers_name_the_planted_cells(tables: DemoSummary) -> None:
    files = {path.name: rows_of(tables.directory, path.name) for path in tables.files if path.suffix == ".csv"}
    problems = answers_in(tables)["problems"]
    planted: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
    for problem in problems:
        planted[problem["code"]].add((problem["file"], problem["column"], problem["row"]))

    def cells(file: str, column: str, wrong: Any) -> set[tuple[str, str, int]]:
        return {(file, column, at + 2) for at, row in enumerate(files[file]) if wrong(row[column])}

    people, bodies = "persons.csv", {row["组织编号"] for row in files["associations.csv"]}
    codes = {row["社区代码"] for row in files["places.csv"]}
    firms = {row["企业编号"] for row in files["enterprises.csv"]}
    assert planted["flag-unreadable"] == cells(people, "是否代表人士", lambda text: text not in ("是", "否"))
    assert planted["date-unreadable"] == cells("contacts.csv", "联系时间", lambda text: text == "去年底")
    assert planted["count-unreadable"] == cells("enterprises.csv", "技术人员数", lambda text: text in ("见附件", "很多"))
    assert planted["place-unknown"] == cells(people, "社区代码", lambda text: text not in codes) | cells(
        "guidance.csv", "社区代码", lambda text: text not in codes
    )
    assert planted["reference-unknown"] == cells("memberships.csv", "组织编号", lambda text: text not in bodies) | cells(
        "branches.csv", "覆盖企业编号", lambda text: text not in firms
    )
    ids: set[str] = set()
    repeated = set()
    for at, row in enumerate(files[people]):
        if row["人员编号"] in ids:
            repeated.add((people, "人员编号", at + 2))
        ids.add(row["人员编号"])
    assert planted["duplicate-id"] == repeated
    assert planted["row-nameless"] == cells(people, "姓名", lambda text: not text)
    assert sum(map(len, planted.values())) == len(problems)
