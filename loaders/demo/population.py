"""A region of any size as plain arrays, with planted faults: what `tables` writes and `marks` judges.

Persons, enterprises and bodies stand in the order of their communities, so that whatever belongs together lies together.
A reference of -1 stands for an id that no ledger has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .district import (
    BRANCH_MEMBERS,
    BRANCHES,
    CROSSING_NUMBERS,
    KEY_PERSONS,
    LARGE_NUMBERS,
    MIDDLE_NUMBERS,
    REPRESENTATIVES,
    SMALL_NUMBERS,
    UNKNOWN_NUMBERS,
)
from .people import SMALLEST, apportioned

Numbers = NDArray[np.int32]
Codes = NDArray[np.int8]
Marks = NDArray[np.bool_]

PERSONS_PER_COMMUNITY = 100
COMMUNITIES_PER_STREET = STREETS_PER_DISTRICT = 8
ENTERPRISES_PER_PERSON = 0.06

FORMS = (*UNKNOWN_NUMBERS, *CROSSING_NUMBERS, *LARGE_NUMBERS, *MIDDLE_NUMBERS, *SMALL_NUMBERS)
STATES = ("成立", "筹备", "注销", "不详")
LIVE, PREPARED, CANCELLED, WITHHELD = range(4)
KINDS = ("新联会", "知联会", "商会", "行业协会")
UNITED, SCHOLARS, CHAMBER, TRADE = range(4)
NOBODY, LIAISON, ENVOY, DEDICATED, PART_TIME = range(5)
UNDATED, UNREADABLE = -1, -2
STALE_AFTER = 365


@dataclass
class Places:
    """Communities; `street` and `district` of each. `worker` marks those that have a named one."""

    street: Numbers
    district: Numbers
    village: Marks
    worker: Marks

    def __len__(self) -> int:
        return len(self.street)

    @property
    def streets(self) -> int:
        return int(self.street[-1]) + 1

    @property
    def districts(self) -> int:
        return int(self.district[-1]) + 1


@dataclass
class Persons:
    """`rep`: 1 yes, 0 no, -1 unreadable. `lost` marks those whose community no ledger has."""

    community: Numbers
    category: Codes
    rep: Codes
    employer: Numbers  # NONE where there is none
    lost: Marks
    repeated: Numbers  # persons whose id a further row, to be refused, bears again

    def __len__(self) -> int:
        return len(self.community)


NONE = -9


@dataclass
class Enterprises:
    """`form` is a position in FORMS, or -1 where the count is the exact number `lo`."""

    community: Numbers
    form: Numbers
    lo: NDArray[np.int64]
    hi: NDArray[np.int64]
    liaison: Codes
    unit: Marks

    def __len__(self) -> int:
        return len(self.community)


@dataclass
class Associations:
    """`level` is 0 for a district's, 1 for a street's, 2 for a community's body; `place` counts within the level."""

    kind: Codes
    level: Codes
    place: Numbers
    state: Codes
    first: Numbers  # by street the first of its bodies; one more at the end

    def __len__(self) -> int:
        return len(self.kind)


@dataclass
class Edges:
    """Rows of a ledger of relations; `days` before the reporting date, or UNDATED or UNREADABLE."""

    source: Numbers
    target: Numbers
    days: Numbers

    def __len__(self) -> int:
        return len(self.source)


@dataclass
class Branches:
    enterprise: Numbers  # -1 where no ledger has the enterprise
    at: Numbers  # the enterprise that the branch is named for
    members: Numbers

    def __len__(self) -> int:
        return len(self.at)


@dataclass
class Population:
    """Everything. A contact's source and a community have one number: each community has one liaison for persons."""

    places: Places
    persons: Persons
    enterprises: Enterprises
    associations: Associations
    memberships: Edges
    contacts: Edges
    guidance: Edges  # guide → community
    branches: Branches
    guides: int


def make_population(size: int, seed: int) -> Population:
    """A region with `size` key persons."""
    if size < SMALLEST:
        raise ValueError(f"a district has at least {SMALLEST} persons, not {size}")
    random = np.random.Generator(np.random.PCG64(seed))
    faults = max(2, size // 20_000)  # of each kind
    count = max(20, size // PERSONS_PER_COMMUNITY)
    weights = random.random(count) ** 2 + 0.2
    weights[random.choice(count, max(1, count // 100), replace=False)] = 0
    sizes = random.multinomial(size, weights / weights.sum())
    places = _places(random, sizes > 0)
    enterprises = _enterprises(random, size, count)
    persons = _persons(random, sizes, enterprises, faults)
    associations = _associations(random, places)
    memberships = _memberships(random, places, persons, associations, faults)
    contacts = _contacts(random, persons, count, faults)
    guides, guidance = _guidance(random, count, faults)
    return Population(
        places, persons, enterprises, associations, memberships, contacts, guidance, _branches(random, size, enterprises, faults), guides
    )


def _places(random: np.random.Generator, inhabited: Marks) -> Places:
    count = len(inhabited)
    street = np.arange(count, dtype=np.int32) // COMMUNITIES_PER_STREET
    return Places(street, street // STREETS_PER_DISTRICT, random.random(count) < 0.2, inhabited & (random.random(count) < 0.95))


def _enterprises(random: np.random.Generator, size: int, communities: int) -> Enterprises:
    count = max(60, int(size * ENTERPRISES_PER_PERSON))
    community = np.sort(random.integers(0, communities, count, dtype=np.int32))
    form = np.where(random.random(count) < 0.07, random.integers(0, len(FORMS), count), -1).astype(np.int32)
    exact = np.clip(np.exp(random.normal(3.2, 1.4, count)), 1, 9000).astype(np.int64)
    exact[random.random(count) < 0.05] = 0
    lo = np.where(form >= 0, np.array([f.lo for f in FORMS])[form], exact)
    hi = np.where(form >= 0, np.array([f.hi for f in FORMS])[form], exact)
    liaison = np.searchsorted([0.25, 0.45, 0.55, 0.75], random.random(count), side="right").astype(np.int8)
    # Whether a part-time liaison could serve a large enterprise is then no question: it lacks the unit anyway.
    unit = (random.random(count) < np.where(hi >= 1000, 0.7, 0.02)) & (liaison != PART_TIME)
    return Enterprises(community, form, lo, hi, liaison, unit)


def _persons(random: np.random.Generator, sizes: NDArray[np.int64], enterprises: Enterprises, faults: int) -> Persons:
    community = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    size = len(community)
    category = np.repeat(np.arange(6, dtype=np.int8), apportioned(size))
    random.shuffle(category)
    chosen = random.choice(size, round(size * REPRESENTATIVES / KEY_PERSONS) + 3 * faults, replace=False)
    rep = np.zeros(size, dtype=np.int8)
    rep[chosen[3 * faults :]] = 1
    rep[chosen[:faults]] = -1
    lost = np.zeros(size, dtype=bool)
    lost[chosen[faults : 2 * faults]] = True
    first = np.searchsorted(enterprises.community, community).astype(np.int32)
    employer = np.minimum(first + random.integers(0, 8, size, dtype=np.int32), len(enterprises) - 1)
    employer[random.random(size) >= 0.6] = NONE
    return Persons(community, category, rep, employer, lost, np.sort(chosen[2 * faults : 3 * faults]).astype(np.int32))


def _associations(random: np.random.Generator, places: Places) -> Associations:
    """Bodies street by street; those of a district stand with its first street, and each street begins with its chamber."""
    streets = np.arange(places.streets, dtype=np.int32)
    seats = streets[::STREETS_PER_DISTRICT]
    founded = random.random(len(places)) < 0.45
    united = streets[random.random(len(streets)) < 0.7]
    districts = [seats[random.random(len(seats)) < share] for share in (0.9, 0.7)]
    parts = [  # street, kind, level, place
        (streets, CHAMBER, 1, streets),
        (streets, TRADE, 1, streets),
        (united, UNITED, 1, united),
        (districts[0], UNITED, 0, districts[0] // STREETS_PER_DISTRICT),
        (districts[1], SCHOLARS, 0, districts[1] // STREETS_PER_DISTRICT),
        (places.street[founded], UNITED, 2, np.flatnonzero(founded)),
    ]
    street = np.concatenate([part[0] for part in parts])
    order = np.argsort(street, kind="stable")
    kind, level = (np.concatenate([np.full(len(part[0]), part[i], np.int8) for part in parts])[order] for i in (1, 2))
    place = np.concatenate([part[3] for part in parts])[order].astype(np.int32)
    state = np.searchsorted([0.93, 0.96, 0.99], random.random(len(order)), side="right").astype(np.int8)
    state[kind == CHAMBER] = LIVE
    first = np.searchsorted(street[order], np.arange(places.streets + 1)).astype(np.int32)
    return Associations(kind, level, place, state, first)


def _memberships(random: np.random.Generator, places: Places, persons: Persons, associations: Associations, faults: int) -> Edges:
    number = np.searchsorted([0.4, 0.82], random.random(len(persons)), side="right")
    source = np.repeat(np.arange(len(persons), dtype=np.int32), number)
    street = places.street[persons.community[source]]
    first, last = associations.first[street], associations.first[street + 1]
    target = (first + (random.random(len(source)) * (last - first)).astype(np.int32)).astype(np.int32)
    # A cancelled body keeps one member: nobody is to hang together with others through a body that is gone.
    gone = np.flatnonzero(associations.state[target] == CANCELLED)
    kept = gone[np.unique(target[gone], return_index=True)[1]]
    moved = np.setdiff1d(gone, kept, assume_unique=True)
    target[moved] = first[moved]
    again = np.zeros(len(source), dtype=bool)
    again[1:] = (source[1:] == source[:-1]) & (target[1:] == target[:-1])
    source, target = source[~again], target[~again]
    target[random.choice(len(target), faults, replace=False)] = -1
    return Edges(source, target, random.integers(200, 3000, len(source), dtype=np.int32))


def _contacts(random: np.random.Generator, persons: Persons, communities: int, faults: int) -> Edges:
    target = np.flatnonzero(random.random(len(persons)) < np.where(persons.rep == 0, 0.5, 0.85)).astype(np.int32)
    source = persons.community[target]
    days = (500 * random.random(len(target)) ** 2).astype(np.int32)
    days[random.random(len(target)) < 0.08] = UNDATED
    days[random.choice(len(target), faults, replace=False)] = UNREADABLE
    days[np.flatnonzero(persons.rep[target] == 1)[:2]] = STALE_AFTER, STALE_AFTER + 1
    days[0] = 0  # where no ledger states its date, the latest one in them is taken
    return Edges(source, target, days)


def _guidance(random: np.random.Generator, communities: int, faults: int) -> tuple[int, Edges]:
    """A guide for each two communities; some of them have two more, some also one that no ledger has."""
    guided = np.flatnonzero(random.random(communities) >= 0.04).astype(np.int32)
    guides = (communities + 1) // 2
    busy = random.choice(guides - 1, max(2, guides // 40), replace=False).astype(np.int32)
    unsure = random.choice(guides, faults, replace=False).astype(np.int32)
    further = np.concatenate([2 * busy + 2, np.minimum(2 * busy + 3, communities - 1)]).astype(np.int32)
    source = np.concatenate([guided // 2, np.tile(busy, 2), unsure]).astype(np.int32)
    target = np.concatenate([guided, further, np.full(faults, -1, np.int32)])
    rows = np.unique(np.stack([source, target], axis=1), axis=0)
    return guides, Edges(rows[:, 0].copy(), rows[:, 1].copy(), np.zeros(len(rows), np.int32))


def _branches(random: np.random.Generator, size: int, enterprises: Enterprises, faults: int) -> Branches:
    count = min(round(size * BRANCHES / KEY_PERSONS), len(enterprises))
    at = np.sort(random.choice(len(enterprises), count, replace=False)).astype(np.int32)
    enterprise = at.copy()
    enterprise[random.choice(count, min(faults, count), replace=False)] = -1
    spare = round(size * BRANCH_MEMBERS / KEY_PERSONS) - 3 * count
    return Branches(enterprise, at, (3 + random.multinomial(max(spare, 0), np.full(count, 1 / count))).astype(np.int32))
