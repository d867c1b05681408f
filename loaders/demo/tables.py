"""A population as plain CSV ledgers with ids, of any size, and its answers. Written column by column, some rows at a time."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from . import names
from .district import AS_OF, CATEGORIES
from .marks import Found, findings
from .population import (
    COMMUNITIES_PER_STREET,
    DEDICATED,
    ENVOY,
    FORMS,
    KINDS,
    LIAISON,
    NONE,
    PART_TIME,
    STATES,
    STREETS_PER_DISTRICT,
    UNDATED,
    UNREADABLE,
    Population,
)
from .writing import Planted

ROWS_AT_ONCE = 500_000
PLACES, PERSONS, ENTERPRISES, ASSOCIATIONS = "places.csv", "persons.csv", "enterprises.csv", "associations.csv"
MEMBERSHIPS, CONTACTS, LIAISONS, GUIDANCE, BRANCHES = "memberships.csv", "contacts.csv", "liaisons.csv", "guidance.csv", "branches.csv"
FILES = (PLACES, ENTERPRISES, ASSOCIATIONS, BRANCHES, LIAISONS, GUIDANCE, PERSONS, MEMBERSHIPS, CONTACTS)

UNREADABLE_REP, UNREADABLE_DATE = "副会长", "去年底"
UNLISTED_PLACE, UNLISTED_BODY, UNLISTED_FIRM = "990000000000", "Z99999999", "E99999999"

Positions = NDArray[np.integer]

# Two characters of a trade name; two of these make one of five million names.
PAIRS = [a + b for a in names.FIRST + names.GIVEN[:20] for b in names.FIRST + names.GIVEN[:20]]
GIVEN = names.GIVEN + "".join(c for c in names.FIRST if c not in names.GIVEN)
FULL_NAMES = [s + a + b for s in names.SURNAMES for a in GIVEN for b in GIVEN]
WORKER_NAMES = 200_000  # the first names are for those whom a cell only names; persons with ids share the others


def write_tables(directory: Path, population: Population) -> list[Planted]:
    """Writes the ledgers into `directory` and returns the problems that a reader must report."""
    writer = _Writer(directory, population)
    for name in FILES:
        writer.write(name)
    return writer.planted


class _Writer:
    """Columns of every file, made for a range of rows."""

    def __init__(self, directory: Path, population: Population) -> None:
        self.directory, self.population = directory, population
        self.planted: list[Planted] = []
        self.days = pa.array([(AS_OF - datetime.timedelta(days=n)).isoformat() for n in range(4000)] + [UNREADABLE_DATE, ""])
        self.full_names = pa.array(FULL_NAMES)

    def write(self, name: str) -> None:
        """Writes one file and notes its problems."""
        population = self.population
        makers: Mapping[str, tuple[int, Callable[[int, int], dict[str, pa.Array]]]] = {
            PLACES: (len(population.places), self._places),
            ENTERPRISES: (len(population.enterprises), self._enterprises),
            ASSOCIATIONS: (len(population.associations), self._associations),
            BRANCHES: (len(population.branches), self._branches),
            LIAISONS: (len(population.places) + population.guides + len(self._served), self._liaisons),
            GUIDANCE: (len(population.guidance), self._guidance),
            PERSONS: (len(population.persons), self._persons),
            MEMBERSHIPS: (len(population.memberships), self._memberships),
            CONTACTS: (len(population.contacts), self._contacts),
        }
        size, make = makers[name]
        with (self.directory / name).open("wb") as out:
            for start in range(0, size, ROWS_AT_ONCE):
                table = pa.table(make(start, min(start + ROWS_AT_ONCE, size)))
                if start == 0:
                    out.write(",".join(table.column_names).encode() + b"\n")
                csv.write_csv(table, out, csv.WriteOptions(include_header=False, quoting_style="none"))
            if name == PERSONS:
                self._refused_persons(out, size)

    def _plant(self, name: str, column: str, code: str, rows: Positions) -> None:
        self.planted += [Planted(name, "", int(row) + 2, column, code) for row in rows]

    # -- places and bodies -----------------------------------------------------------------------------------------------

    def _place_names(self, communities: Positions) -> tuple[pa.Array, pa.Array, pa.Array]:
        places = self.population.places
        return (
            district_names(places.district[communities]),
            street_names(places.street[communities]),
            community_names(communities, places.village[communities]),
        )

    def _places(self, start: int, stop: int) -> dict[str, pa.Array]:
        at = np.arange(start, stop)
        district, street, community = self._place_names(at)
        worker = self.full_names.take(pa.array(at * 7919 % WORKER_NAMES))
        return {
            "区": district,
            "街道": street,
            "社区": community,
            "社区代码": codes(at),
            "专人": pc.if_else(pa.array(self.population.places.worker[start:stop]), worker, ""),
        }

    def _enterprises(self, start: int, stop: int) -> dict[str, pa.Array]:
        firms = self.population.enterprises
        rows = slice(start, stop)
        form = firms.form[rows]
        written = pa.array(["" if f.text is None else str(f.text).replace(",", "") for f in FORMS])
        exact = pc.cast(pa.array(firms.lo[rows]), pa.string())
        faulty = np.array([bool(f.fault) for f in FORMS])
        self._plant(ENTERPRISES, "技术人员数", "count-unreadable", start + np.flatnonzero((form >= 0) & faulty[form]))
        at = np.arange(start, stop)
        industries = pa.array([industry for _, industry in names.TRADES])
        return {
            "企业编号": ids("E", at),
            "企业名称": enterprise_names(at),
            "社区代码": codes(firms.community[rows]),
            "行业": industries.take(pa.array(at % len(names.TRADES))),
            "技术人员数": pc.if_else(pa.array(form >= 0), written.take(pa.array(np.maximum(form, 0))), exact),
            "内设机构": pc.if_else(pa.array(firms.unit[rows]), "统战工作室", ""),
        }

    def _associations(self, start: int, stop: int) -> dict[str, pa.Array]:
        bodies = self.population.associations
        rows = slice(start, stop)
        level, place = bodies.level[rows], bodies.place[rows]
        above = np.array([COMMUNITIES_PER_STREET * STREETS_PER_DISTRICT, COMMUNITIES_PER_STREET, 1])
        inside = place * above[level]  # the first community of the body's place
        district, street, community = self._place_names(inside)
        street = pc.if_else(pa.array(level >= 1), street, "")
        community = pc.if_else(pa.array(level == 2), community, "")
        kind = pa.array(KINDS).take(pa.array(bodies.kind[rows]))
        owner = pc.if_else(pa.array(level == 2), community, pc.if_else(pa.array(level == 1), street, district))
        at = np.arange(start, stop)
        return {
            "组织编号": ids("Z", at),
            "组织名称": pc.binary_join_element_wise(owner, kind, ""),
            "组织类型": kind,
            "所属区": district,
            "所属街道": street,
            "所属社区": community,
            "状态": pa.array(STATES).take(pa.array(bodies.state[rows])),
            "会员数": pc.cast(pa.array(12 + at * 7 % 90), pa.string()),
            "成立时间": self._dates(200 + at * 37 % 3000),
        }

    def _branches(self, start: int, stop: int) -> dict[str, pa.Array]:
        branches, firms = self.population.branches, self.population.enterprises
        rows = slice(start, stop)
        self._plant(BRANCHES, "覆盖企业编号", "reference-unknown", start + np.flatnonzero(branches.enterprise[rows] < 0))
        at = branches.at[rows]
        return {
            "党组织名称": pc.binary_join_element_wise("云澜", coined(at), "公司党支部", ""),
            "党组织类别": pa.array(["党支部"] * len(at)),
            "社区代码": codes(firms.community[at]),
            "覆盖企业编号": ids("E", branches.enterprise[rows]),
            "党员数": pc.cast(pa.array(branches.members[rows]), pa.string()),
            "组建形式": pa.array(["单独"] * len(at)),
        }

    # -- liaisons ----------------------------------------------------------------------------------------------------------

    @property
    def _served(self) -> Positions:
        return np.flatnonzero(self.population.enterprises.liaison > 0)

    def _liaisons(self, start: int, stop: int) -> dict[str, pa.Array]:
        """First the communities' contacts for persons, then the guides, then the enterprises' liaisons."""
        communities, served = len(self.population.places), self._served
        at = np.arange(start, stop)
        guide = (at >= communities) & (at < communities + self.population.guides)
        number = at - communities - self.population.guides
        firm = np.where(number >= 0, served[np.maximum(number, 0)], -1)
        liaison = np.where(number >= 0, self.population.enterprises.liaison[firm], LIAISON)
        kinds = {ENVOY: "特派员", DEDICATED: "专人"}
        titles = pa.array([kinds.get(code, "联络员") for code in range(PART_TIME + 1)])
        duties = pa.array(["兼职" if code == PART_TIME else "专职" for code in range(PART_TIME + 1)])
        return {
            "联络员编号": ids("L", at),
            "姓名": liaison_names(at, self.full_names),
            "人员类别": pc.if_else(pa.array(guide), "指导员", titles.take(pa.array(liaison))),
            "专兼职": pc.if_else(pa.array(number >= 0), duties.take(pa.array(liaison)), ""),
            "联系企业编号": pc.if_else(pa.array(number >= 0), ids("E", firm), ""),
        }

    def _guidance(self, start: int, stop: int) -> dict[str, pa.Array]:
        guidance = self.population.guidance
        target = guidance.target[start:stop]
        self._plant(GUIDANCE, "社区代码", "place-unknown", start + np.flatnonzero(target < 0))
        return {"指导员编号": ids("L", len(self.population.places) + guidance.source[start:stop]), "社区代码": codes(target)}

    # -- persons -----------------------------------------------------------------------------------------------------------

    def _persons(self, start: int, stop: int) -> dict[str, pa.Array]:
        persons = self.population.persons
        rows = slice(start, stop)
        rep, lost = persons.rep[rows], persons.lost[rows]
        self._plant(PERSONS, "是否代表人士", "flag-unreadable", start + np.flatnonzero(rep < 0))
        self._plant(PERSONS, "社区代码", "place-unknown", start + np.flatnonzero(lost))
        at = np.arange(start, stop)
        categories = pa.array([name for name, _ in CATEGORIES])
        return {
            "人员编号": ids("P", at),
            "姓名": self.full_names.take(pa.array(at * 7919 % len(FULL_NAMES))),
            "人员类别": categories.take(pa.array(persons.category[rows])),
            "是否重点人士": pa.array(["是"]).take(pa.array(np.zeros(len(at), np.int8))),
            "是否代表人士": pa.array(["否", "是", UNREADABLE_REP]).take(pa.array(rep % 3)),
            "企业编号": ids("E", persons.employer[rows]),
            "社区代码": codes(np.where(lost, -1, persons.community[rows])),
        }

    def _refused_persons(self, out: pa.NativeFile, size: int) -> None:
        """Rows that bear another person's id, and one that bears nothing."""
        persons = self.population.persons
        category = CATEGORIES[5][0]
        for row, person in enumerate(persons.repeated.tolist()):
            name = FULL_NAMES[(person * 7919 + 1) % len(FULL_NAMES)]
            out.write(f"P{person:08d},{name},{category},是,否,,{code(int(persons.community[person]))}\n".encode())
            self._plant(PERSONS, "人员编号", "duplicate-id", np.array([size + row]))
        out.write(f",,{category},是,否,,{code(0)}\n".encode())
        self._plant(PERSONS, "姓名", "row-nameless", np.array([size + len(persons.repeated)]))

    def _memberships(self, start: int, stop: int) -> dict[str, pa.Array]:
        memberships = self.population.memberships
        target = memberships.target[start:stop]
        self._plant(MEMBERSHIPS, "组织编号", "reference-unknown", start + np.flatnonzero(target < 0))
        at = np.arange(start, stop)
        return {
            "人员编号": ids("P", memberships.source[start:stop]),
            "组织编号": ids("Z", target),
            "职务": pa.array(["会员", "理事", "会员", "会员"]).take(pa.array(at % 4)),
            "起始时间": self._dates(memberships.days[start:stop]),
        }

    def _contacts(self, start: int, stop: int) -> dict[str, pa.Array]:
        contacts = self.population.contacts
        days = contacts.days[start:stop]
        self._plant(CONTACTS, "联系时间", "date-unreadable", start + np.flatnonzero(days == UNREADABLE))
        return {
            "联系人编号": ids("L", contacts.source[start:stop]),
            "人员编号": ids("P", contacts.target[start:stop]),
            "联系时间": self._dates(days),
        }

    def _dates(self, days: Positions) -> pa.Array:
        where = np.where(days == UNDATED, len(self.days) - 1, np.where(days == UNREADABLE, len(self.days) - 2, days))
        return self.days.take(pa.array(where))


# -- names and ids -----------------------------------------------------------------------------------------------------


def ids(prefix: str, positions: Positions) -> pa.Array:
    """Ids of a letter and eight digits; "" for NONE, an id that no ledger has for -1."""
    digits = pc.utf8_lpad(pc.cast(pa.array(np.where(positions < 0, 99_999_999, positions)), pa.string()), 8, "0")
    found = pc.binary_join_element_wise(prefix, digits, "")
    return pc.if_else(pa.array(positions == NONE), "", found)


def codes(communities: Positions) -> pa.Array:
    """Division codes of communities; one that no ledger has for -1."""
    digits = pc.utf8_lpad(pc.cast(pa.array(np.where(communities < 0, 0, 100_000 + communities)), pa.string()), 10, "0")
    return pc.binary_join_element_wise("99", digits, "")


def code(community: int) -> str:
    """The division code of one community."""
    return str(codes(np.array([community]))[0])


def coined(numbers: Positions) -> pa.Array:
    """A name of four characters for each number below five million, all different."""
    pairs = pa.array(PAIRS)
    mixed = (numbers.astype(np.int64) * 1_299_709 + 777_777) % len(PAIRS) ** 2
    first, second = (pairs.take(pa.array(part)) for part in (mixed // len(PAIRS), mixed % len(PAIRS)))
    return pc.binary_join_element_wise(first, second, "")


def district_names(numbers: Positions) -> pa.Array:
    """Names of districts, all different."""
    return pc.binary_join_element_wise(pa.array(PAIRS).take(pa.array((numbers * 601 + 101) % len(PAIRS))), "区", "")


def street_names(numbers: Positions) -> pa.Array:
    """Names of streets, all different; they count from the far end of the coined names."""
    return pc.binary_join_element_wise(coined(1_000_000 + numbers), "街道", "")


def community_names(numbers: Positions, village: NDArray[np.bool_]) -> pa.Array:
    """Names of communities and villages, all different."""
    endings = pa.array(["社区", "村"]).take(pa.array(village.astype(np.int8)))
    return pc.binary_join_element_wise(coined(numbers), endings, "")


def enterprise_names(numbers: Positions) -> pa.Array:
    """Names of enterprises, all different."""
    trades = pa.array([trade for trade, _ in names.TRADES]).take(pa.array(numbers % len(names.TRADES)))
    return pc.binary_join_element_wise("云澜", coined(numbers), trades, "有限公司", "")


def liaison_names(numbers: Positions, full_names: pa.Array) -> pa.Array:
    """Names of liaisons with ids: none of them is a worker's."""
    free = len(FULL_NAMES) - WORKER_NAMES
    return full_names.take(pa.array(WORKER_NAMES + numbers * 7919 % free))


# -- answers -----------------------------------------------------------------------------------------------------------


def findings_lines(population: Population) -> Iterator[tuple[Found, pa.Array]]:
    """The findings of `marks`, each with its lines of JSON."""
    full_names = pa.array(FULL_NAMES)
    places = population.places
    nodes: Mapping[str, Callable[[Positions], pa.Array]] = {
        "district": district_names,
        "street": street_names,
        "community": lambda at: community_names(at, places.village[at]),
        "enterprise": enterprise_names,
        "guide": lambda at: liaison_names(len(places) + at, full_names),
        "person": lambda at: pc.binary_join_element_wise(f"{PERSONS}:", pc.cast(pa.array(at + 2), pa.string()), ""),
    }
    for found in findings(population):
        node = nodes[found.kind](found.nodes)
        tail = f'", "verdict": "{found.verdict}"'
        parts = [f'{{"rule": "{found.rule}", "node": "', node, tail]
        if found.kind == "person":
            parts += [f', "file": "{PERSONS}", "row": ', pc.cast(pa.array(found.nodes + 2), pa.string())]
        yield found, pc.binary_join_element_wise(*parts, "}", "")
