"""The meaning of the language, one small network a case; the engine and the oracle must both say so.

Edges are written "MEMBER_OF t a"; with "?" behind where the reference is uncertain.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from xinlian.graph.network import Network
from xinlian.graph.values import Count, Form, Period, days
from xinlian.queries.findings import Verdict
from xinlian.queries.rules import Pack, parse_pack
from xinlian.queries.run import evaluate

from ..graph.samples import network
from .networks import AS_OF
from .oracle import Oracle

MET, UNMET, UNKNOWN, NOT_APPLICABLE = Verdict
KINDS = {"t": "Person", "u": "Person", "v": "Person", "a": "Association", "b": "Association", "c": "Association", "g": "Association"}
BLOCKS = [
    ("MEMBER_OF", "Person", "Association"),
    ("CONTACTS", "Liaison", "Person"),
    ("CONTACTS", "Association", "Association"),
    ("PART_OF", "Association", "Association"),
]


PACK = """
    [pack]
    name = "one"
    version = "1"
    region = "any"
    title = {{ zh = "一", en = "one" }}
    [[rule]]
    id = "R"
    title = {{ zh = "一", en = "one" }}
    source = {{ zh = "无", en = "none" }}
    force = "advised"
    each = "{each}"
    need = "{need}"
    gap = {{ zh = "{{name}}", en = "{{name}}" }}
"""


def small(*edges: str) -> Network:
    """Persons t, u, v; associations a 甲, b 乙, c ?, g a placeholder; liaisons l, m; the given edges."""
    nodes: dict[str, list[dict[str, Any]]] = {
        "Person": [{"id": "t", "name": "林", "rep": None}, {"id": "u", "name": "何", "rep": True}, {"id": "v", "name": "", "rep": False}],
        "Association": [
            {"id": "a", "kind": "甲", "state": None, "basis": None, "members": 10, "date": "2024-01-01"},
            {"id": "b", "kind": "乙", "state": None, "members": Count(5, 9, Form.RANGE), "date": Period(days(AS_OF) - 9, days(AS_OF) + 9)},
            {"id": "c", "kind": "?", "state": "?", "members": None, "date": None},
            {"id": "g", "kind": "甲", "state": "甲", "members": 1, "date": "2024-01-01", "placeholder": True},
        ],
        "Liaison": [{"id": "l", "kind": "专人"}, {"id": "m", "kind": "?"}],
    }
    return network(nodes, [as_edge(text) for text in edges], BLOCKS)


def as_edge(text: str) -> dict[str, Any]:
    kind, source, target, *rest = text.split()
    role = next((r for r in rest if r != "?"), None)
    return {"kind": kind, "source": source, "target": target, "sure": "?" not in rest, "role": role}


def one_rule(need: str, each: str = "Person") -> Pack:
    return parse_pack(PACK.format(need=need, each=each), "one.toml")


def verdict(found: Network, need: str, node: str = "t") -> Verdict:
    """What both engines say of a node."""
    kind = KINDS[node]
    pack = one_rule(need, kind)
    position = found.frame(kind)["id"].tolist().index(node)
    findings = evaluate(found, [pack], AS_OF)
    assert Oracle(found, pack, AS_OF).verdicts(pack.rules[0], kind) == findings.results[0].by_kind[0].verdicts.tolist()
    assert all(f.have is not None for f in findings)
    return Verdict(int(findings.results[0].by_kind[0].verdicts[position]))


MEMBERS = ("MEMBER_OF t a 会员", "MEMBER_OF t a 理事", "MEMBER_OF t b 会员", "MEMBER_OF u a 会员")
CHAIN = ("CONTACTS l t", "CONTACTS l u", "MEMBER_OF u a")

CASES = [
    # Ends are distinct, and the target is never its own end
    (MEMBERS, "count(>MEMBER_OF Association <MEMBER_OF Person) = 1", MET),
    (MEMBERS, "count(>MEMBER_OF Association) = 2", MET),
    (MEMBERS, "count(>MEMBER_OF Association[count(<MEMBER_OF Person[is x]) = 1]) = 2", MET),
    (MEMBERS, "count(>MEMBER_OF[role = '理事'] Association) = 1", MET),
    (MEMBERS, "count(>MEMBER_OF[role = '会员'] Association) = 2", MET),
    (MEMBERS, "count(~MEMBER_OF+) = 3", MET),
    (MEMBERS, "count(~MEMBER_OF+ Person) = 1", MET),
    (MEMBERS, "count(~MEMBER_OF{1,2} Person) = 1", MET),
    # Tests for one end at least are quick; all others count
    (("MEMBER_OF t a",), "count(>MEMBER_OF Association) < 2 and count(>MEMBER_OF Association) <= 1.5", MET),
    (
        ("MEMBER_OF t a",),
        "count(>MEMBER_OF Association) < 1 or count(>MEMBER_OF Association) <= 0 or count(>MEMBER_OF Association) > 1",
        UNMET,
    ),
    (
        ("MEMBER_OF t a",),
        "count(>MEMBER_OF Association) > 0.5 and count(>MEMBER_OF Association) != 0 and count(>MEMBER_OF Association) >= 0",
        MET,
    ),
    # Sums
    (MEMBERS, "sum(>MEMBER_OF Association.members) >= 15", MET),
    (MEMBERS, "sum(>MEMBER_OF Association.members) > 15", UNKNOWN),
    (MEMBERS, "sum(>MEMBER_OF Association.members) > 19", UNMET),
    # None equals nothing, not even none; unknown may be anything but none
    (MEMBERS, "count(>MEMBER_OF Association[kind = state]) = 0", MET),
    (MEMBERS, "count(>MEMBER_OF Association[kind != state]) = 2", MET),
    (MEMBERS, "count(>MEMBER_OF Association[basis = state]) = 0", MET),
    (MEMBERS, "count(>MEMBER_OF Association[basis != state]) = 2", MET),
    (("MEMBER_OF t c",), "count(>MEMBER_OF Association[kind = state]) = 0", UNKNOWN),
    (("MEMBER_OF t a",), "count(>MEMBER_OF Association[date > as_of]) = 0", MET),
    (("MEMBER_OF t b",), "count(>MEMBER_OF Association[date > as_of]) = 0", UNKNOWN),
    (("MEMBER_OF t c",), "count(>MEMBER_OF Association[date > as_of or date <= as_of]) = 0", MET),
    # Division by what is certainly zero is none, by what may be zero anything
    (MEMBERS, "count(>MEMBER_OF Association) / count(<CONTACTS Liaison) > 0", UNMET),
    (MEMBERS, "not count(>MEMBER_OF Association) / count(<CONTACTS Liaison) > 0", MET),
    ((*MEMBERS, "CONTACTS l t ?"), "count(>MEMBER_OF Association) / count(<CONTACTS Liaison) > 0", UNKNOWN),
    # No ledger tells where people work; what begins nowhere leads nowhere
    (MEMBERS, "count(>WORKS_AT Enterprise) >= 0", MET),
    (MEMBERS, "count(>WORKS_AT Enterprise) >= 1", UNKNOWN),
    (MEMBERS, "count(>MEMBER_OF Association <PART_OF Committee) >= 1", UNKNOWN),
    ((), "count(>MEMBER_OF Association <PART_OF Committee) = 0", MET),
    ((), "count(~WORKS_AT|CONTACTS+ Enterprise) = 0", UNKNOWN),
    # Known
    ((), "category known", UNKNOWN),
    ((), "name known", MET),
    ((), "rep known", UNMET),
    (("MEMBER_OF t a", "MEMBER_OF t b"), "count(>MEMBER_OF Association[members known and date known]) = 2", MET),
    (("MEMBER_OF t c",), "count(>MEMBER_OF Association[members known or date known or kind known]) = 0", MET),
    # A placeholder may be anything, however its row reads
    (("MEMBER_OF t g ?",), "count(>MEMBER_OF Association[kind = '乙']) = 0", UNKNOWN),
    (("MEMBER_OF t g ?",), "count(>MEMBER_OF Association[members > 5]) = 0", UNKNOWN),
    (("MEMBER_OF t g ?",), "count(>MEMBER_OF Association[members < 5]) = 0", UNKNOWN),
    (("MEMBER_OF t g ?",), "count(>MEMBER_OF Association[date > as_of]) = 0", UNKNOWN),
    (("MEMBER_OF t g ?",), "count(>MEMBER_OF Association[not kind known]) = 0", UNKNOWN),
    (("MEMBER_OF t g ?",), "count(>MEMBER_OF Association[kind known]) = 0", UNKNOWN),
    (("MEMBER_OF t g ?",), "count(>MEMBER_OF Association[name = 'x']) = 0", UNKNOWN),
    # Avoiding
    (CHAIN, "count(~MEMBER_OF|CONTACTS+ Association) = 1", MET),
    (CHAIN, "count(~MEMBER_OF|CONTACTS+ Association avoid Liaison) = 0", MET),
    (CHAIN, "count(~MEMBER_OF|CONTACTS+ Association avoid Liaison[kind = '别的']) = 1", MET),
    ([c.replace("l", "m") for c in CHAIN], "count(~MEMBER_OF|CONTACTS+ Association avoid Liaison[kind = '专人']) = 1", UNKNOWN),
    ((*MEMBERS, "MEMBER_OF u c"), "count(~MEMBER_OF+ Association[kind = '丙' or not kind = '甲'] avoid Association[kind = '甲']) = 1", MET),
    (MEMBERS, "count(>MEMBER_OF Association <MEMBER_OF Person avoid Association[kind = '甲']) = 0", MET),
    (MEMBERS, "count(>MEMBER_OF Association avoid Association[kind = '甲']) = 1", MET),
    (MEMBERS, "count(~MEMBER_OF{1,3} Person avoid Association[kind = '乙']) = 1", MET),
    (MEMBERS, "count(~MEMBER_OF{1,3} Person avoid Association[kind = '甲']) = 0", MET),
    # A component that a path comes to in its middle: it leads back to where it begins, if there is an edge
    (("MEMBER_OF t a",), "count(>MEMBER_OF Association ~CONTACTS+ Association) = 0", MET),
    (("MEMBER_OF t a", "CONTACTS a b"), "count(>MEMBER_OF Association ~CONTACTS+ Association) = 2", MET),
    (("MEMBER_OF t a", "CONTACTS a b ?"), "count(>MEMBER_OF Association ~CONTACTS+ Association) = 0", UNKNOWN),
    (("MEMBER_OF t a", "CONTACTS a b ?"), "count(>MEMBER_OF Association ~CONTACTS+ Association) = 2", UNKNOWN),
    (("MEMBER_OF t a ?", "CONTACTS a b"), "count(>MEMBER_OF Association ~CONTACTS+ Association) >= 1", UNKNOWN),
    (("MEMBER_OF t a", "CONTACTS b a"), "count(>MEMBER_OF Association ~CONTACTS+ Association[kind = x.name or kind = '乙']) = 1", MET),
    # One certain way is enough, and all uncertain ways are not
    (("MEMBER_OF t a ?", "MEMBER_OF t a"), "count(>MEMBER_OF Association) = 1", MET),
    (("MEMBER_OF t a ?", "MEMBER_OF t a ?"), "count(>MEMBER_OF Association) = 0", UNKNOWN),
    (("MEMBER_OF t a ?", "PART_OF a b"), "count(>MEMBER_OF Association >PART_OF Association) = 1", UNKNOWN),
    (("MEMBER_OF t a", "PART_OF a b", "PART_OF b c ?"), "count(>MEMBER_OF Association >PART_OF+ Association) >= 1", MET),
    (("MEMBER_OF t a", "PART_OF a b", "PART_OF b c ?"), "count(>MEMBER_OF Association >PART_OF+ Association) = 1", UNKNOWN),
    (("MEMBER_OF t a", "PART_OF a b", "PART_OF b a"), "count(>MEMBER_OF Association >PART_OF+ Association) = 2", MET),
    (("MEMBER_OF t a", "PART_OF a b", "PART_OF b c"), "count(>MEMBER_OF Association >PART_OF{1,1} Association) = 1", MET),
    (("MEMBER_OF t a", "PART_OF a b", "PART_OF b c"), "count(>MEMBER_OF Association >PART_OF{1,2} Association) = 2", MET),
    (("CONTACTS l t", "CONTACTS l u ?", "MEMBER_OF u a"), "count(~MEMBER_OF|CONTACTS+ Association) = 1", UNKNOWN),
]


@pytest.mark.parametrize(("edges", "need", "expected"), CASES)
def test_meaning(edges: tuple[str, ...], need: str, expected: Verdict) -> None:
    assert verdict(small(*edges), need) is expected


def test_bounded_steps_end_where_they_should() -> None:
    found = small("PART_OF a b", "PART_OF b c")
    assert verdict(found, "count(>PART_OF{1,1} Association) = 1", "a") is MET
    assert verdict(found, "count(>PART_OF{1,2} Association) = 2", "a") is MET
    assert verdict(small("PART_OF a b", "PART_OF b c", "PART_OF c g ?"), "count(>PART_OF{1,2} Association) = 2", "a") is MET


def placed(*nodes: tuple[str, str | None], edges: tuple[str, ...] = (), persons: tuple[str, ...] = ("t", "u")) -> Network:
    """Places with their levels (None: a placeholder), and persons in them."""
    places = [{"id": id, "level": level, "placeholder": level is None} for id, level in nodes]
    people = [{"id": p, "placeholder": p == "幽"} for p in persons]
    return network({"Place": places, "Person": people, "Association": [{"id": "a"}]}, [as_edge(e) for e in edges])


SAME_STREET = "count(>MEMBER_OF Association <MEMBER_OF Person[street = x.street]) = 1"
JOINT = ("MEMBER_OF t a", "MEMBER_OF u a")


@pytest.mark.parametrize(
    ("places", "edges", "expected"),
    [
        ((("街", "街道"), ("社", "社区")), ("LOCATED_IN 社 街", "LOCATED_IN t 社", "LOCATED_IN u 街"), MET),
        ((("街", "街道"), ("乙", "街道")), ("LOCATED_IN t 乙", "LOCATED_IN u 街"), UNMET),
        ((("街", "街道"), ("社", "社区")), ("LOCATED_IN t 社", "LOCATED_IN u 街"), UNMET),  # a community without a street
        ((("街", "街道"), ("社", "社区")), ("LOCATED_IN 社 街 ?", "LOCATED_IN t 社", "LOCATED_IN u 街"), UNKNOWN),
        (
            (("街", "街道"), ("社", "社区"), ("乙", "街道")),
            ("LOCATED_IN 社 街", "LOCATED_IN 社 乙 ?", "LOCATED_IN t 社", "LOCATED_IN u 街"),
            MET,
        ),
        ((("街", "街道"), ("无", None)), ("LOCATED_IN t 无 ?", "LOCATED_IN u 街"), UNKNOWN),
        ((("街", "街道"), ("区", "区")), ("LOCATED_IN 街 区 ?", "LOCATED_IN t 街", "LOCATED_IN u 街"), MET),
        ((("街", "街道"),), ("LOCATED_IN t 街",), UNMET),  # the ledgers tell of no place for u
        ((("街", "街道"),), (), UNKNOWN),  # no ledger tells where anybody is
    ],
)
def test_places_of_a_level(places: tuple[tuple[str, str | None], ...], edges: tuple[str, ...], expected: Verdict) -> None:
    assert verdict(placed(*places, edges=(*edges, *JOINT)), SAME_STREET) is expected


def test_a_placeholder_may_be_anywhere() -> None:
    found = placed(("街", "街道"), edges=("LOCATED_IN t 街", "MEMBER_OF t a", "MEMBER_OF 幽 a ?"), persons=("t", "幽"))
    assert verdict(found, SAME_STREET) is UNKNOWN


def test_dates_in_periods() -> None:
    """At 30 June 2024 the four quarters begin on 1 July 2023; dates that may lie before them are in none for sure."""
    begin, end = days(datetime.date(2023, 7, 1)), days(AS_OF)
    for first, last, expected in (
        (begin, begin + 30, MET),
        (begin - 9, begin + 9, UNKNOWN),
        (end - 9, end, MET),
        (end - 9, end + 9, UNKNOWN),
        (begin - 9, begin - 1, UNMET),
        (end + 1, end + 9, UNMET),
    ):
        nodes = {"Place": [{"id": "t"}], "Event": [{"id": "e", "date": Period(first, last)}]}
        text = PACK.format(each="Place", need="count(>HELD Event[date in q]) >= 1")
        pack = parse_pack(text + 'for = { q = "@quarters" }\nat_least = 1', "one.toml")
        found = network(nodes, [as_edge("HELD t e")])
        result = evaluate(found, [pack], AS_OF).results[0]
        assert Verdict(int(result.by_kind[0].verdicts[0])) is expected
        assert Oracle(found, pack, AS_OF).verdicts(pack.rules[0], "Place") == [expected]
