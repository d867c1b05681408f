"""The plain model of a demo district: what is true, and beside each value how the ledger writes it.

Nothing here reads or judges: `making` fills a district, `faults` spoils it, `writing` renders it and `answers` says by plain
loops what must be found. Each edge is listed once and both renders its cell and counts in the answers, so that the two
cannot drift apart.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

AS_OF = datetime.date(2024, 6, 30)

# How many key persons, of which category (row A13), and how the ledger writes it.
CATEGORIES: tuple[tuple[str, int], ...] = (
    ("民营科技企业创业人员和技术人员", 295),
    ("外资企业管理技术人员", 149),
    ("个体工商户", 3676),
    ("私营企业主", 985),
    ("中介组织从业人员", 128),
    ("自由职业人员", 186),
)
KEY_PERSONS = 5419
REPRESENTATIVES = 184
BRANCHES = 139
BRANCH_MEMBERS = 891

INFINITE = 10**9


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, and the code of the problem that a reader must report at it, if any."""

    text: str | int | float | datetime.date | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A count as written, and the numbers lo..hi that it can mean."""

    text: str | int | None
    lo: int
    hi: int
    fault: str = ""


def exactly(number: int) -> Number:
    return Number(number, number, number)


def unknown_number(text: str | None, fault: str = "") -> Number:
    return Number(text, 0, INFINITE, fault)


# Counts as people write them. Withheld and unreadable ones are unknown, never 0.
UNKNOWN_NUMBERS = (
    *(unknown_number(text) for text in ("保密", "**", "不详", None, "—", "不提供", "无法统计", "*")),
    unknown_number("见附件", "count-unreadable"),
    unknown_number("很多", "count-unreadable"),
)
LARGE_NUMBERS = (
    Number("1,260", 1260, 1260),
    Number("1200余", 1200, 1299),
    Number("２３５０", 2350, 2350),
    Number("1000以上", 1000, INFINITE),
    exactly(1000),
    Number("1100多人", 1100, 1199),
    Number("1500—1800", 1500, 1800),
)
MIDDLE_NUMBERS = (
    exactly(100),
    Number("近200", 180, 199),
    Number("300余", 300, 399),
    Number("320人", 320, 320),
    Number("约500", 450, 550),
    Number("近1000", 900, 999),
    Number("１５０", 150, 150),
    Number("200多", 200, 299),
    Number("400-450", 400, 450),
    exactly(999),
)
SMALL_NUMBERS = (exactly(99), Number("近100", 90, 99), Number("９９", 99, 99), Number("20余", 20, 29), Number("约30", 27, 33), exactly(1))
CROSSING_NUMBERS = (
    Number("约1000", 900, 1100),
    Number("约100", 90, 110),
    Number("90—120", 90, 120),
    Number("50以上", 50, INFINITE),
    Number("900~1100", 900, 1100),
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written, and the days lo..hi that it can mean; None for no date at all."""

    text: str | int | datetime.date | None
    lo: datetime.date | None
    hi: datetime.date | None
    fault: str = ""


NO_DAY = Day(None, None, None)
UNREADABLE_DAY = Day("去年底", datetime.date.min, datetime.date.max, "date-unreadable")


@dataclass(eq=False, slots=True)
class Place:
    name: str
    level: str
    parent: Place | None
    type: str = ""
    pilot: bool = False
    code: str = ""
    staff: int = 0
    secretary: str = ""

    @property
    def street(self) -> Place:
        """The street that a community lies in; a street itself, and the district."""
        return self.parent if self.parent is not None and self.level in ("社区", "村") else self


@dataclass(eq=False, slots=True)
class Liaison:
    name: str
    kind: str
    post: str = ""
    unit: str = ""
    id: str = ""


@dataclass(eq=False, slots=True)
class Ghost:
    """What a reference leads to that no ledger can tell."""

    kind: str
    name: str


@dataclass(eq=False, slots=True)
class Enterprise:
    name: str
    place: Place | Ghost
    street: Place
    technicians: Number
    ownership: str
    industry: str
    uscc: Cell
    unit: str = ""
    repeats: Enterprise | None = None  # the enterprise that this row lists a second time
    written_community: str = ""  # where not the name of `place`
    place_fault: str = ""


@dataclass(eq=False, slots=True)
class Association:
    name: str
    kind: str
    place: Place | Ghost
    state: str = "成立"
    founded: Day = NO_DAY
    members: str = ""
    industry: str = ""
    supervisor: str = ""
    written_kind: str = ""
    written_place: tuple[str, str, str] | None = None  # district, street, community as written, where not those of `place`
    joint: tuple[Place, ...] = ()  # the communities of which it is the joint body
    faults: dict[str, str] = field(default_factory=dict)  # header → problem code
    repeats: Association | None = None

    @property
    def listed(self) -> Association:
        """The body that this row tells of."""
        return self.repeats or self


@dataclass(eq=False, slots=True)
class Branch:
    name: str
    kind: str
    place: Place
    covers: list[Enterprise | Ghost]
    members: int
    form: str
    founded: Day


@dataclass(eq=False, slots=True)
class Person:
    id: str
    name: str
    category: str
    key: bool
    rep: Literal["yes", "no", "unknown"]
    place: Place | Ghost
    employer: Enterprise | Ghost | None = None
    written_place: tuple[str, str] | None = None  # street, community as written, where not those of `place`
    faults: dict[str, str] = field(default_factory=dict)  # header → problem code
    refused: bool = False
    row: int = 0  # set when the ledger is written


@dataclass(eq=False, slots=True)
class Membership:
    """MEMBER_OF; `sure` is false where the reference does not resolve. `ledger` says which file lists it."""

    person: Person
    body: Association | Ghost
    text: str
    ledger: Literal["people", "memberships"] = "people"
    since: Day = NO_DAY
    until: Day = NO_DAY
    role: str = ""
    fault: str = ""

    @property
    def sure(self) -> bool:
        return isinstance(self.body, Association)


@dataclass(eq=False, slots=True)
class Contact:
    """CONTACTS from a liaison (or a ghost) to a person, an enterprise or a place."""

    liaison: Liaison | Ghost
    target: Person | Enterprise | Place
    role: str
    ledger: Literal["people", "visits", "enterprises", "places", "leaders", "liaisons"]
    duty: str = ""
    day: Day = NO_DAY
    text: str = ""  # what stands for the liaison (in the ledger of liaisons: for the target), where not the name
    written_role: str = ""
    fault: str = ""

    @property
    def sure(self) -> bool:
        return isinstance(self.liaison, Liaison)


@dataclass(eq=False, slots=True)
class Guidance:
    """GUIDES from a liaison (or a ghost) to a place (or a ghost)."""

    liaison: Liaison | Ghost
    place: Place | Ghost
    ledger: Literal["places", "liaisons"]
    text: str = ""
    fault: str = ""

    @property
    def sure(self) -> bool:
        return isinstance(self.liaison, Liaison) and isinstance(self.place, Place)


@dataclass
class District:
    """Everything in the order of the ledgers."""

    name: str
    root: Place
    streets: list[Place] = field(default_factory=list)
    communities: list[Place] = field(default_factory=list)
    liaisons: list[Liaison] = field(default_factory=list)  # those with a row in the ledger of liaisons
    enterprises: list[Enterprise] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    guidances: list[Guidance] = field(default_factory=list)

    def communities_of(self, street: Place) -> list[Place]:
        """The communities and villages of a street, in ledger order."""
        return [place for place in self.communities if place.parent is street]

    def place(self, street: str, community: str) -> Place:
        """The community of that name in that street."""
        return next(p for p in self.communities if p.name == community and p.street.name == street)
