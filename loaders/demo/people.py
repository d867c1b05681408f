"""The persons of the demo district: who is in which body, who contacts whom (A13, A14, A33), with their planted gaps.

Every representative is a case of the table below; what a case amounts to is found by `answers`, not stated here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from . import dates, names
from .bodies import CANCELLED, is_plain
from .district import (
    AS_OF,
    CATEGORIES,
    KEY_PERSONS,
    NO_DAY,
    REPRESENTATIVES,
    UNREADABLE_DAY,
    Association,
    Contact,
    Day,
    District,
    Enterprise,
    Ghost,
    Liaison,
    Membership,
    Person,
    Place,
)
from .settlement import WITHOUT_PERSONS, key

Member = Literal["", "live", "detail", "expired", "cancelled", "unknown", "withheld", "ambiguous", "party"]
Reached = Literal[
    "", "fresh", "undated", "visited", "stale", "365 days", "366 days", "month", "stale month", "year", "unreadable", "withheld", "alone"
]

# How often, membership, contact, and whether the person works at an enterprise that is connected.
CASES: tuple[tuple[int, Member, Reached, bool], ...] = (
    (7, "", "", False),
    (4, "", "", True),
    (12, "live", "", False),
    (3, "detail", "", False),
    (8, "", "fresh", False),
    (4, "", "undated", False),
    (4, "", "visited", False),
    (3, "", "alone", False),
    (5, "", "stale", False),
    (2, "", "stale month", False),
    (4, "live", "stale", False),
    (1, "", "365 days", False),
    (1, "", "366 days", False),
    (1, "", "month", False),
    (1, "", "year", False),
    (1, "live", "year", False),
    (1, "", "unreadable", False),
    (2, "live", "withheld", False),
    (3, "cancelled", "", False),
    (1, "cancelled", "fresh", False),
    (2, "expired", "", False),
    (3, "unknown", "", False),
    (1, "unknown", "fresh", False),
    (1, "withheld", "", False),
    (1, "ambiguous", "", False),
    (2, "party", "", False),
)
USUAL: tuple[Member, Reached, bool] = ("live", "fresh", False)
AMBIGUOUS = "和平社区新联会"  # in two streets, neither of them the person's
SMALLEST = 200
# Shares of the others who are in a body or contacted, as the people ledger or a ledger of its own tells, and who are employed.
MEMBERS, CONTACTED, VISITED, DETAILED, EMPLOYED = 0.14, 0.18, 0.05, 0.06, 0.35


@dataclass
class _Pools:
    """What edges are drawn from."""

    employers: list[Enterprise]
    liaisons: list[Liaison]
    own: dict[Place, list[Association]] = field(default_factory=dict)

    def body(self, person: Person, random: Random) -> Association:
        """A live body of the person's community, street or district."""
        place: Place | None = person.place if isinstance(person.place, Place) else None
        found: list[Association] = []
        while place is not None:
            found += self.own.get(place, [])
            place = place.parent
        return random.choice(found)


def populate(district: District, random: Random, people: Iterator[str], size: int) -> None:
    """Adds `size` key persons in the categories' proportions, the representatives among them, and their edges."""
    if size < SMALLEST:
        raise ValueError(f"a district has at least {SMALLEST} persons, not {size}")
    _settle(district, random, size)
    pools = _pools(district, random, people)
    reps = sorted(random.sample(district.persons, round(size * REPRESENTATIVES / KEY_PERSONS)), key=lambda person: person.id)
    for person in reps:
        person.rep = "yes"
    for person in district.persons:
        if person.rep == "no":
            _draw(district, random, pools, person)
    cases = [(member, reached, works) for number, member, reached, works in CASES for _ in range(number)][: len(reps)]
    cases += [USUAL] * (len(reps) - len(cases))
    random.shuffle(cases)
    _away_from_namesakes(district, reps, cases)
    for person, (member, reached, works) in zip(reps, cases, strict=True):
        if works:
            person.employer = _connected(district, random)
        _join(district, random, pools, person, member, bool(reached))
        _reach(district, random, people, pools, person, reached)
    _plant(district, random, pools)


def _away_from_namesakes(district: District, reps: list[Person], cases: list[tuple[Member, Reached, bool]]) -> None:
    """Moves the ambiguous membership to somebody whose own street has none of the bodies of that name."""
    streets = {a.place.street for a in district.associations if a.name == AMBIGUOUS and isinstance(a.place, Place)}
    for case in [position for position, (member, _, _) in enumerate(cases) if member == "ambiguous"]:
        free = next(i for i, p in enumerate(reps) if isinstance(p.place, Place) and p.place.street not in streets)
        cases[case], cases[free] = cases[free], cases[case]


def apportioned(size: int) -> list[int]:
    """How many persons each category has, by largest remainders."""
    shares = [size * number / KEY_PERSONS for _, number in CATEGORIES]
    parts = [int(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
    for i in order[: size - sum(parts)]:
        parts[i] += 1
    return parts


def _settle(district: District, random: Random, size: int) -> None:
    """Persons in ledger order, street by street; nobody shares name and place by accident."""
    categories = [name for (name, _), number in zip(CATEGORIES, apportioned(size), strict=True) for _ in range(number)]
    random.shuffle(categories)
    inhabited = [place for place in district.communities if key(place) not in WITHOUT_PERSONS]
    weights = [1 + 4 * random.random() ** 2 for _ in inhabited]
    homes = inhabited + random.choices(inhabited, weights, k=size - len(inhabited))
    order = {place: position for position, place in enumerate(inhabited)}
    homes.sort(key=order.__getitem__)
    taken: set[tuple[str, Place]] = set()
    for category, home in zip(categories, homes, strict=True):
        name = _name(random)
        while (name, home) in taken:
            name = _name(random)
        taken.add((name, home))
        district.persons.append(Person(f"R{len(district.persons) + 1:05d}", name, category, True, "no", home))


def _name(random: Random) -> str:
    given = random.choice(names.GIVEN) + (random.choice(names.GIVEN) if random.random() < 0.6 else "")
    return random.choice(names.SURNAMES) + given


def _pools(district: District, random: Random, people: Iterator[str]) -> _Pools:
    liaisons = [Liaison(next(people), "联络员") for _ in range(110)]
    # Some who guide or serve communities are persons' contacts, too: one person under one name.
    liaisons += [liaison for liaison in district.liaisons if liaison.kind in ("指导员", "领导")][::4]
    employers = [e for e in district.enterprises if is_plain(district, e)]
    pools = _Pools(employers, liaisons)
    listed = [a for a in district.associations if a.state not in (*CANCELLED, "不详") and a.repeats is None]
    for body in listed:
        if isinstance(body.place, Place) and body.name != AMBIGUOUS and sum(a.name == body.name for a in listed) == 1:
            pools.own.setdefault(body.place, []).append(body)
    return pools


def _connected(district: District, random: Random) -> Enterprise | None:
    """An enterprise where a colleague is a member of a live body; None in a district too small to have one."""
    found = [m.person.employer for m in district.memberships if m.sure and isinstance(m.person.employer, Enterprise)]
    return random.choice(found) if found else None


def _join(district: District, random: Random, pools: _Pools, person: Person, member: Member, reached: bool = False) -> None:
    add = district.memberships.append
    match member:
        case "":
            return
        case "live":
            body = pools.body(person, random)
            add(Membership(person, body, body.name))
        case "detail" | "expired":
            body = pools.body(person, random)
            until = dates.written(random, datetime.date(2023, 12, 31)) if member == "expired" else NO_DAY
            add(Membership(person, body, body.name, "memberships", _start(random), until, "会员"))
        case "cancelled":
            # Who is contacted is in another one, so that nobody hangs together with the rest through a body that is gone.
            gone = [a for a in district.associations if a.state in CANCELLED]
            body = gone[-1 if reached else 0]
            add(Membership(person, body, body.name))
        case "unknown":
            name = f"{person.place.name}青年创业促进会"
            add(Membership(person, Ghost("Association", name), name, fault="reference-unknown"))
        case "withheld":
            add(Membership(person, Ghost("Association", "**"), "**", fault="reference-withheld"))
        case "ambiguous":
            add(Membership(person, Ghost("Association", AMBIGUOUS), AMBIGUOUS, fault="reference-ambiguous"))
        case "party":
            # A person's tie to a party organisation is never recorded (docs/architecture.md, privacy), so that this is no membership.
            name = random.choice(district.branches).name
            add(Membership(person, Ghost("PartyBranch", name), name, fault="edge-refused"))


def _start(random: Random) -> Day:
    return dates.written(random, dates.days_before(random.randint(400, 2000)))


def _reach(district: District, random: Random, people: Iterator[str], pools: _Pools, person: Person, reached: Reached) -> None:
    if not reached:
        return
    liaison: Liaison | Ghost = random.choice(pools.liaisons)
    if reached == "alone":
        liaison = Liaison(next(people), "联络员")
    if reached == "withheld":
        withheld = Ghost("Liaison", "**")
        district.contacts.append(Contact(withheld, person, "联系人", "people", text="**", fault="reference-withheld"))
        return
    day = {
        "undated": NO_DAY,
        "365 days": dates.exact(dates.days_before(365)),
        "366 days": dates.exact(dates.days_before(366), "2023.6.30"),
        "month": dates.month(dates.days_before(340)),
        "stale month": dates.month(dates.days_before(500)),
        "year": dates.year(AS_OF.year - 1),
        "unreadable": UNREADABLE_DAY,
        "stale": dates.written(random, dates.days_before(random.randint(380, 900)), workbook=True),
    }.get(reached) or dates.written(random, dates.days_before(random.randint(3, 330)), workbook=True)
    district.contacts.append(Contact(liaison, person, "联系人", "visits" if reached == "visited" else "people", day=day))


def _draw(district: District, random: Random, pools: _Pools, person: Person) -> None:
    """The edges of somebody who is no representative."""
    if person.category != "个体工商户" and random.random() < EMPLOYED:
        person.employer = random.choice(pools.employers)
    chance = random.random()
    if chance < MEMBERS:
        _join(district, random, pools, person, "live")
    elif chance < MEMBERS + DETAILED:
        _join(district, random, pools, person, "detail")
    chance = random.random()
    if chance < CONTACTED:
        liaison = random.choice(pools.liaisons)
        day = dates.written(random, dates.days_before(random.randint(3, 700)), workbook=True) if chance > CONTACTED / 6 else NO_DAY
        district.contacts.append(Contact(liaison, person, "联系人", "people", day=day))
    elif chance < CONTACTED + VISITED:
        day = dates.written(random, dates.days_before(random.randint(3, 700)), workbook=True)
        district.contacts.append(Contact(random.choice(pools.liaisons), person, "联系人", "visits", day=day))


def _plant(district: District, random: Random, pools: _Pools) -> None:
    """Faults of single rows, in persons of whom no rule asks, and two of whom nobody can say whether they are representatives."""
    linked = {m.person for m in district.memberships} | {c.target for c in district.contacts}
    bare = [p for p in district.persons if p.rep == "no" and p.employer is None and p not in linked]
    chosen = iter(random.sample(bare, min(len(bare), 20)))

    for member in ("", "live"):
        person = next(chosen)
        person.rep, person.faults = "unknown", {"是否代表人士": "flag-unreadable"}
        _join(district, random, pools, person, member)
    for name in ("大柳社区", "湖东社区"):
        person = next(chosen)
        assert isinstance(person.place, Place)
        person.written_place, person.faults = (person.place.street.name, name), {"所在社区": "place-unknown"}
        person.place = Ghost("Place", name)
    person = next(chosen)
    person.written_place, person.faults, person.place = ("", "和平社区"), {"所在社区": "place-ambiguous"}, Ghost("Place", "和平社区")
    for name in ("云澜大江机械厂", "云澜老字号布庄", "望湖渔具店"):
        person = next(chosen)
        person.employer, person.faults = Ghost("Enterprise", name), {"工作单位": "reference-unknown"}
    for name in ("云澜青年摄影社", "云澜读书会"):
        district.memberships.append(Membership(next(chosen), Ghost("Association", name), name, fault="reference-unknown"))
    liaison = pools.liaisons[0]
    number = f"{liaison.name} 19900000456"
    day = dates.exact(dates.days_before(90))
    district.contacts.append(Contact(liaison, next(chosen), "联系人", "people", day=day, text=number, fault="identity-cut"))
    future = dates.days_before(-200)
    district.contacts.append(Contact(liaison, next(chosen), "联系人", "people", day=Day(future.isoformat(), future, future, "date-future")))
    person = next(chosen)
    body = pools.body(person, random)
    since, until = dates.exact(datetime.date(2022, 5, 1)), dates.exact(datetime.date(2021, 5, 1))
    until = Day(until.text, until.lo, until.hi, "date-order")
    district.memberships.append(Membership(person, body, body.name, "memberships", since, until, "会员"))
    _add_rows(district, random, [next(chosen) for _ in range(2)])


def _add_rows(district: District, random: Random, owners: list[Person]) -> None:
    """Rows beyond the key persons: some in nobody's census, some listed twice, some that cannot be kept."""
    extra: list[tuple[Person, Person]] = []
    for owner in owners:
        clash = Person(owner.id, _unused(district, random, owner.place), owner.category, True, "no", owner.place, refused=True)
        clash.faults = {"人员编号": "duplicate-id"}
        extra.append((owner, clash))
    others = []
    for number, neighbour in enumerate(random.sample([p for p in district.persons if isinstance(p.place, Place)], 8)):
        name = _unused(district, random, neighbour.place)
        others.append(Person(f"R8{number + 1:04d}", name, neighbour.category, False, "no", neighbour.place))
        extra.append((neighbour, others[-1]))
    *_, once, streamer, nameless = others
    streamer.category, streamer.faults = "网络主播", {"人员类别": "code-unlisted"}
    nameless.id, nameless.name, nameless.faults, nameless.refused = "", "", {"姓名": "row-nameless"}, True
    # Two rows without an id that may be one person.
    once.id = ""
    twice = replace(once, faults={"姓名": "duplicate-person"})
    extra.append((once, twice))
    for before, person in extra:
        district.persons.insert(district.persons.index(before) + 1, person)


def _unused(district: District, random: Random, place: Place | Ghost) -> str:
    taken = {person.name for person in district.persons if person.place is place}
    return next(name for name in iter(lambda: _name(random), "") if name not in taken)
