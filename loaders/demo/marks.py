"""What must be found in a population, by marks over its arrays; `answers` says the same by loops, and a test compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .population import (
    CANCELLED,
    DEDICATED,
    ENVOY,
    LIAISON,
    LIVE,
    NONE,
    PART_TIME,
    PREPARED,
    SCHOLARS,
    STALE_AFTER,
    UNDATED,
    UNITED,
    UNREADABLE,
    WITHHELD,
    Marks,
    Numbers,
    Population,
)

PERSONS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Found:
    """The targets of one rule that have a verdict: positions among the nodes of a kind."""

    rule: str
    kind: str  # district, street, community, person, enterprise, guide
    verdict: str
    nodes: NDArray[np.int64]


def findings(population: Population) -> Iterator[Found]:
    """All findings of the pack `base`, in the order of the rules."""
    yield from _bodies(population)
    yield from _representatives(population)
    yield from _enterprises(population)
    yield from _communities(population)


def _judged(rule: str, kind: str, target: tuple[Marks, Marks], met: tuple[Marks, Marks]) -> Iterator[Found]:
    """The findings where targets and requirements hold (certainly, possibly)."""
    unmet = target[0] & ~met[1]
    yield Found(rule, kind, "unknown", np.flatnonzero(target[1] & ~met[0] & ~unmet))
    yield Found(rule, kind, "unmet", np.flatnonzero(unmet))


def _marked(size: int, positions: NDArray[np.integer]) -> Marks:
    marks = np.zeros(size, dtype=bool)
    marks[positions] = True
    return marks


def _bodies(population: Population) -> Iterator[Found]:
    bodies, places = population.associations, population.places
    for rule, level, kind, size, named in (
        ("A16.community", 2, UNITED, len(places), "community"),
        ("A16.district", 0, UNITED, places.districts, "district"),
        ("A16.street", 1, UNITED, places.streets, "street"),
        ("A16.zhilianhui", 0, SCHOLARS, places.districts, "district"),
    ):
        here = (bodies.level == level) & (bodies.kind == kind)
        met = tuple(_marked(size, bodies.place[here & np.isin(bodies.state, states)]) for states in ((LIVE,), (LIVE, WITHHELD)))
        everywhere = np.ones(size, dtype=bool)
        yield from _judged(rule, named, (everywhere, everywhere), (met[0], met[1]))


def _representatives(population: Population) -> Iterator[Found]:
    persons, memberships, contacts = population.persons, population.memberships, population.contacts
    size = len(persons)
    target = persons.rep == 1, persons.rep != 0
    state = np.append(population.associations.state, WITHHELD)[memberships.target]
    member = [_marked(size, memberships.source[np.isin(state, states)]) for states in ((LIVE, PREPARED), (LIVE, PREPARED, WITHHELD))]
    fresh, maybe = _fresh(contacts.days)
    reached = _marked(size, contacts.target[fresh]), _marked(size, contacts.target[maybe])
    connected = _connected(population, surely=True), _connected(population, surely=False)
    yield from _judged("A33.component", "person", target, connected)
    yield from _judged("A33.contact", "person", target, reached)
    yield from _judged("A33.isolated", "person", target, (member[0] | reached[0], member[1] | reached[1]))


def _fresh(days: Numbers) -> tuple[Marks, Marks]:
    fresh = (days == UNDATED) | ((days >= 0) & (days <= STALE_AFTER))
    return fresh, fresh | (days == UNREADABLE)


def _connected(population: Population, surely: bool) -> Marks:
    """The persons that hang together with a live body.

    Persons are edges here, not nodes: whom a person ties together, hangs together. What remains are a tenth as many nodes.
    """
    persons, bodies = population.persons, population.associations
    communities, firms = len(population.places), len(population.enterprises)
    # Nodes: liaisons of persons, guides, enterprises, bodies, the body that nobody lists, communities.
    guide0, firm0 = communities, communities + population.guides
    body0 = firm0 + firms
    place0 = body0 + len(bodies) + 1
    size = place0 + communities
    live = np.zeros(size, dtype=bool)
    live[body0 : body0 + len(bodies)] = (bodies.state != CANCELLED) & ~((bodies.state == WITHHELD) & surely)
    live[place0 - 1] = not surely
    guided = population.guidance.target >= 0
    edges = [(guide0 + population.guidance.source[guided], place0 + population.guidance.target[guided])]
    for person, hub in _ties(population, surely, firm0, body0):
        order = np.argsort(person, kind="stable")
        person, hub = person[order], hub[order]
        same = person[1:] == person[:-1]
        pairs = np.unique(hub[:-1][same].astype(np.int64) * size + hub[1:][same])
        edges.append((pairs // size, pairs % size))
    one, other = (np.concatenate([edge[i] for edge in edges]).astype(np.int32) for i in (0, 1))
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    number, label = connected_components(graph, directed=False)
    good = _marked(number, label[live])
    found = np.zeros(len(persons), dtype=bool)
    for person, hub in _ties(population, surely, firm0, body0):
        found[person[good[label[hub]]]] = True
    return found


def _ties(population: Population, surely: bool, firm0: int, body0: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Persons with the nodes that they are tied to, some persons at a time."""
    persons, memberships, contacts = population.persons, population.memberships, population.contacts
    counted = _fresh(contacts.days)[0 if surely else 1]
    gone = np.append(population.associations.state == CANCELLED, surely)  # the body that nobody lists comes last, at -1
    unlisted = len(population.associations)
    for start in range(0, len(persons), PERSONS_AT_ONCE):
        stop = min(start + PERSONS_AT_ONCE, len(persons))
        joined = slice(*np.searchsorted(memberships.source, (start, stop)))
        met = slice(*np.searchsorted(contacts.target, (start, stop)))
        body = memberships.target[joined]
        valid = ~gone[body]
        fresh = counted[met]
        employed = np.flatnonzero(persons.employer[start:stop] != NONE)
        yield (
            np.concatenate([memberships.source[joined][valid], contacts.target[met][fresh], start + employed]).astype(np.int32),
            np.concatenate(
                [
                    body0 + np.where(body < 0, unlisted, body)[valid],
                    contacts.source[met][fresh],
                    firm0 + persons.employer[start:stop][employed],
                ]
            ).astype(np.int32),
        )


def _enterprises(population: Population) -> Iterator[Found]:
    firms = population.enterprises
    liaison = firms.liaison

    def tier(lo: int, hi: int) -> tuple[Marks, Marks]:
        return (lo <= firms.lo) & (firms.hi <= hi), (firms.lo <= hi) & (lo <= firms.hi)

    envoy = np.isin(liaison, (LIAISON, ENVOY, PART_TIME)) & firms.unit
    own = np.isin(liaison, (LIAISON, ENVOY, DEDICATED))
    some = liaison != 0
    known = (firms.lo >= 1000) | ((firms.lo >= 100) & (firms.hi < 1000)) | (firms.hi < 100)
    everywhere = np.ones(len(firms), dtype=bool)
    yield from _judged("A34", "enterprise", tier(1000, 10**12), (envoy, envoy))
    yield from _judged("A35", "enterprise", tier(100, 999), (own, own))
    yield from _judged("A36", "enterprise", tier(1, 99), (some, some))
    yield from _judged("A37", "enterprise", (everywhere, everywhere), (known, everywhere))


def _communities(population: Population) -> Iterator[Found]:
    places, persons, guidance = population.places, population.persons, population.guidance
    inhabited = _marked(len(places), persons.community[~persons.lost])
    yield from _judged("A38", "community", (inhabited, inhabited), (places.worker, places.worker))
    surely = guidance.target >= 0
    guided = _marked(len(places), guidance.target[surely])
    everywhere = np.ones(len(places), dtype=bool)
    yield from _judged("E09.community", "community", (everywhere, everywhere), (guided, guided))
    least, most = (np.bincount(rows, minlength=population.guides) for rows in (guidance.source[surely], guidance.source))
    yield from _judged("E09.guide", "guide", (least >= 1, most >= 1), (most <= 2, least <= 2))
