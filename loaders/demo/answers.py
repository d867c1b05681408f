"""What must be found in a demo district, by plain loops over its model: no reader, no rule engine, no network.

Every edge has two readings, certainly and possibly; a requirement is met where it certainly holds, unmet where it does not
even possibly hold for what certainly is a target, and unknown in between (docs/rules.md).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import layouts
from .bodies import CANCELLED, LIVE, WITHHELD_STATE
from .district import (
    AS_OF,
    Association,
    Contact,
    District,
    Enterprise,
    Ghost,
    Liaison,
    Membership,
    Number,
    Person,
    Place,
)

STALE = datetime.timedelta(days=365)
NO_UNIT = ("", "/", "无", "—")


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that the rules must give. `node` is a name, street/name where names repeat, or file:row for a person."""

    rule: str
    node: str
    verdict: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Maybe:
    """Whether something certainly and whether it possibly holds."""

    surely: bool
    possibly: bool

    def __or__(self, other: Maybe) -> Maybe:
        return Maybe(self.surely or other.surely, self.possibly or other.possibly)

    def __and__(self, other: Maybe) -> Maybe:
        return Maybe(self.surely and other.surely, self.possibly and other.possibly)


def is_surely(value: bool) -> Maybe:
    return Maybe(value, value)


def anything(values: Iterable[Maybe]) -> Maybe:
    """Whether any of the values holds."""
    found = is_surely(False)
    for value in values:
        found = found | value
    return found


def verdict(target: Maybe, met: Maybe) -> str:
    """The verdict where a target that is one `target` meets its requirement `met`; "" for no finding."""
    if not target.possibly or met.surely:
        return ""
    return "unmet" if target.surely and not met.possibly else "unknown"


def expected(district: District) -> list[Expected]:
    """All findings of the pack `base`, sorted."""
    found = [*_bodies(district), *_representatives(district), *_enterprises(district), *_communities(district)]
    return sorted(found, key=lambda e: (e.rule, e.verdict, e.row, e.node))


# -- readings of single facts ------------------------------------------------------------------------------------------


def covers(body: Association) -> Maybe:
    """Whether a body in its state covers anybody (A16)."""
    return Maybe(body.state in LIVE, body.state in LIVE or body.state == WITHHELD_STATE)


def reaches(contact: Contact) -> Maybe:
    """Whether a contact counts: a dated one is stale after a year, an undated one counts."""
    fresh = Maybe(True, True)
    if contact.day.lo is not None and contact.day.hi is not None:
        fresh = Maybe(contact.day.lo >= AS_OF - STALE, contact.day.hi >= AS_OF - STALE)
    return Maybe(contact.sure, True) & fresh


def belongs(membership: Membership) -> Maybe:
    """Whether a membership counts: not in a cancelled body, not past its end, and not to a party organisation."""
    if isinstance(membership.body, Ghost):
        return Maybe(False, membership.body.kind == "Association")
    ended = membership.until.hi is not None and membership.until.hi < AS_OF
    if ended or membership.body.state in CANCELLED:
        return is_surely(False)
    return Maybe(membership.body.state != WITHHELD_STATE, True)


def between(number: Number, lo: int, hi: int) -> Maybe:
    """Whether a count lies in lo..hi."""
    return Maybe(lo <= number.lo and number.hi <= hi, number.lo <= hi and lo <= number.hi)


# -- A16 ---------------------------------------------------------------------------------------------------------------


def _bodies(district: District) -> Iterator[Expected]:
    places = {"A16.district": [district.root], "A16.street": district.streets, "A16.community": district.communities}
    for rule, targets in places.items():
        for place in targets:
            there = [a for a in district.associations if a.kind == "新联会" and (a.place is place or place in a.joint)]
            yield from _finding(rule, _name(district, place), verdict(is_surely(True), anything(map(covers, there))))
    scholars = [a for a in district.associations if a.kind == "知联会" and a.place is district.root]
    yield from _finding("A16.zhilianhui", district.name, verdict(is_surely(True), anything(map(covers, scholars))))


def _finding(rule: str, node: str, found: str, row: int = 0) -> Iterator[Expected]:
    if found:
        yield Expected(rule, node, found, row)


def _name(district: District, place: Place) -> str:
    repeated = sum(p.name == place.name for p in district.communities) > 1
    return f"{place.street.name}/{place.name}" if repeated else place.name


# -- A33 ---------------------------------------------------------------------------------------------------------------


def _representatives(district: District) -> Iterator[Expected]:
    memberships: dict[Person, list[Membership]] = defaultdict(list)
    contacts: dict[object, list[Contact]] = defaultdict(list)
    for membership in district.memberships:
        memberships[membership.person].append(membership)
    for contact in district.contacts:
        contacts[contact.target].append(contact)
    surely, possibly = connected(district, surely=True), connected(district, surely=False)
    for person in district.persons:
        if person.rep == "no" or person.refused:
            continue
        target = Maybe(person.rep == "yes", True)
        member = anything(map(belongs, memberships[person]))
        reached = anything(map(reaches, contacts[person]))
        node = f"{layouts.PEOPLE}:{person.row}"
        yield from _finding("A33.isolated", node, verdict(target, member | reached), person.row)
        yield from _finding("A33.contact", node, verdict(target, reached), person.row)
        yield from _finding("A33.component", node, verdict(target, Maybe(person in surely, person in possibly)), person.row)


def connected(district: District, surely: bool, through_cancelled: bool = False) -> set[object]:
    """Everything that hangs together with a live body over membership, contact, guidance, work place and coverage.

    Args:
        surely: over edges that certainly hold, else over all that possibly do.
        through_cancelled: whether members of a cancelled body hang together. No answer may depend on it.
    """
    neighbours: dict[object, list[object]] = defaultdict(list)
    for one, other, holds in _edges(district, through_cancelled):
        if holds.surely if surely else holds.possibly:
            neighbours[one].append(other)
            neighbours[other].append(one)
    reached: set[object] = set()
    waiting = [node for node in neighbours if _is_live(node, surely)]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(neighbours[node])
    return reached


def _is_live(node: object, surely: bool) -> bool:
    if isinstance(node, Association):
        return node.state not in CANCELLED and not (surely and node.state == WITHHELD_STATE)
    return isinstance(node, Ghost) and node.kind == "Association"


def _edges(district: District, through_cancelled: bool) -> Iterator[tuple[object, object, Maybe]]:
    for membership in district.memberships:
        past = isinstance(membership.body, Association) and membership.body.state in CANCELLED
        yield membership.person, membership.body, is_surely(True) if past and through_cancelled else belongs(membership)
    for contact in district.contacts:
        yield contact.liaison, contact.target, reaches(contact)
    for guidance in district.guidances:
        yield guidance.liaison, guidance.place, Maybe(guidance.sure, True)
    for body in district.associations:
        if body.supervisor:
            yield body.supervisor, body.repeats or body, is_surely(True)
        for place in body.joint:
            yield body, place, is_surely(True)
    for person in district.persons:
        if person.employer is not None:
            yield person, person.employer, Maybe(isinstance(person.employer, Enterprise), True)
    for branch in district.branches:
        for enterprise in branch.covers:
            yield branch, enterprise, Maybe(isinstance(enterprise, Enterprise), True)


# -- A34 to A37 --------------------------------------------------------------------------------------------------------


def _enterprises(district: District) -> Iterator[Expected]:
    contacts: dict[object, list[Contact]] = defaultdict(list)
    for contact in district.contacts:
        target = contact.target
        contacts[target.repeats or target if isinstance(target, Enterprise) else target].append(contact)
    for enterprise in district.enterprises:
        if enterprise.repeats or not enterprise.name:
            continue
        number = enterprise.technicians
        reached = [(contact, reaches(contact)) for contact in contacts[enterprise]]
        envoy = anything(holds for c, holds in reached if c.role in ("联络员", "特派员"))
        own = anything(holds for c, holds in reached if c.role in ("联络员", "特派员", "专人") and c.duty != "兼职")
        unit = is_surely(enterprise.unit not in NO_UNIT)
        several = sum(e.name == enterprise.name and not e.repeats for e in district.enterprises) > 1
        node = f"{enterprise.street.name}/{enterprise.name}" if several else enterprise.name
        large, middle, small = between(number, 1000, 10**12), between(number, 100, 999), between(number, 1, 99)
        tier_known = large.surely or middle.surely or number.hi < 100
        yield from _finding("A34", node, verdict(large, envoy & unit))
        yield from _finding("A35", node, verdict(middle, own))
        yield from _finding("A36", node, verdict(small, anything(holds for _, holds in reached)))
        yield from _finding("A37", node, "" if tier_known else "unknown")


# -- A38 and E09 -------------------------------------------------------------------------------------------------------


def _communities(district: District) -> Iterator[Expected]:
    inhabited = {person.place for person in district.persons if not person.refused}
    for place in district.communities:
        workers = [reaches(c) for c in district.contacts if c.target is place and c.role == "专人"]
        yield from _finding("A38", _name(district, place), verdict(is_surely(place in inhabited), anything(workers)))
        guides = [Maybe(g.sure, True) for g in district.guidances if g.place is place]
        yield from _finding("E09.community", _name(district, place), verdict(is_surely(True), anything(guides)))
    for liaison in dict.fromkeys(g.liaison for g in district.guidances if isinstance(g.liaison, Liaison)):
        mine = [g for g in district.guidances if g.liaison is liaison]
        most, least = len({g.place for g in mine}), len({g.place for g in mine if g.sure})
        yield from _finding("E09.guide", liaison.name, verdict(Maybe(least >= 1, True), Maybe(most <= 2, least <= 2)))
