"""What every rule of the base pack says of small ledgers, one case a line, and what its findings say."""

from __future__ import annotations

import datetime
import math
from pathlib import Path
from typing import Any

import pytest
from xinlian.graph.network import Network
from xinlian.graph.values import ANY_DATE, MASKED, MISSING, Count, Form, Period
from xinlian.queries.findings import Finding, Findings, Verdict, Waiver
from xinlian.queries.rules import Pack, load_pack
from xinlian.queries.run import evaluate

from ..graph.samples import network
from .networks import AS_OF
from .oracle import Oracle

BASE = load_pack("base")
CORPUS = load_pack(Path(__file__).with_name("corpus.toml"))
MET, UNMET, UNKNOWN, NOT_APPLICABLE = Verdict
LONG_AGO, LATELY, FUTURE = "2022-03-01", "2024-05-01", "2024-07-01"


def office(*edges: dict[str, Any], without: tuple[str, ...] = (), **target: Any) -> Network:
    """A small district in which all ledgers exist. `target` are the attributes of the node that the case is about: t.

    `without` names attributes ("state") and blocks ("CONTACTS") that no ledger has.
    """
    kind = target.pop("kind_of", "Place")
    nodes: dict[str, list[dict[str, Any]]] = {
        "Place": [
            {"id": "区", "name": "青河区", "level": "区"},
            {"id": "街", "name": "东街道", "level": "街道"},
            {"id": "社", "name": "和平社区", "level": "社区"},
            {"id": "村", "name": "柳湾村", "level": "村"},
            {"id": "无处", "placeholder": True, "level": None},
        ],
        "Association": [
            {"id": "新", "kind": "新联会", "state": "成立"},
            {"id": "筹", "kind": "新联会", "state": "筹备"},
            {"id": "销", "kind": "新联会", "state": "注销"},
            {"id": "隐", "kind": "?", "state": "成立"},
            {"id": "知", "kind": "知联会", "state": None},
            {"id": "商", "kind": "商会", "state": "成立"},
            {"id": "无此会", "placeholder": True, "kind": None, "state": None},
        ],
        "Person": [{"id": "人", "rep": False, "key": False}],
        "Liaison": [{"id": "联"}, {"id": "联二"}, {"id": "无此人", "placeholder": True}],
        "Enterprise": [{"id": "企", "technicians": 5}],
        "Department": [{"id": "部"}],
    }
    nodes.setdefault(kind, []).append({"id": "t", "name": "目标", **target})
    for items in nodes.values():
        for item in items:
            for name in without:
                item.pop(name, None)
    blocks = [
        ("LOCATED_IN", "Place", "Place"),
        ("LOCATED_IN", "Association", "Place"),
        ("LOCATED_IN", "Person", "Place"),
        ("MEMBER_OF", "Person", "Association"),
        ("CONTACTS", "Liaison", "Person"),
        ("CONTACTS", "Liaison", "Enterprise"),
        ("CONTACTS", "Liaison", "Place"),
        ("GUIDES", "Liaison", "Place"),
        ("PART_OF", "Department", "Enterprise"),
    ]
    full = [{"role": None, "duty": None, **e} if e["kind"] == "CONTACTS" else e for e in edges]
    full = [{k: v for k, v in e.items() if k not in without} for e in full]
    return network(nodes, full, [b for b in blocks if b[0] not in without])


def edge(kind: str, source: str, target: str = "t", **attributes: Any) -> dict[str, Any]:
    return {"kind": kind, "source": source, "target": target, **attributes}


def place(association: str, **attributes: Any) -> dict[str, Any]:
    return edge("LOCATED_IN", association, **attributes)


def contact(**attributes: Any) -> dict[str, Any]:
    return edge("CONTACTS", "联", **attributes)


STREET, COMMUNITY, DISTRICT = {"level": "街道"}, {"level": "社区"}, {"level": "县级市"}
REP = {"kind_of": "Person", "rep": True}
GUIDE = {"kind_of": "Liaison"}
MEMBER = edge("MEMBER_OF", "t", "商")
UNIT = edge("PART_OF", "部")
ENVOY = contact(role="特派员", duty=None)


def firm(technicians: Any) -> dict[str, Any]:
    return {"kind_of": "Enterprise", "technicians": technicians}


CASES = [
    # A16: only bodies at that very place, in a state that counts
    ("A16.district", DISTRICT, [place("新")], MET),
    ("A16.district", DISTRICT, [place("筹"), place("销"), place("商")], UNMET),
    ("A16.district", DISTRICT, [], UNMET),
    ("A16.district", DISTRICT, [place("隐")], UNKNOWN),
    ("A16.district", {"level": "街道"}, [place("新")], NOT_APPLICABLE),
    ("A16.district", {"level": "?"}, [], UNKNOWN),
    ("A16.district", {"level": "?"}, [place("新")], MET),
    ("A16.district", {"level": None}, [], NOT_APPLICABLE),
    ("A16.street", STREET, [place("新")], MET),
    ("A16.street", {"level": "镇"}, [place("新")], MET),
    ("A16.street", {"level": "乡"}, [], UNMET),
    ("A16.street", STREET, [edge("LOCATED_IN", "新", "社"), edge("LOCATED_IN", "社", "t")], UNMET),
    ("A16.street", STREET, [place("新", sure=False)], UNKNOWN),
    ("A16.street", STREET, [place("新", since="2024-07-01")], UNMET),
    ("A16.street", STREET, [place("新", since="2024-06-30")], MET),
    ("A16.street", STREET, [place("新", since=Period(19900, 19910))], UNKNOWN),
    ("A16.street", STREET, [place("新", since=ANY_DATE)], UNKNOWN),
    ("A16.street", STREET, [place("新", until="2024-06-29")], UNMET),
    ("A16.street", STREET, [place("新", until="2024-06-30")], MET),
    ("A16.street", COMMUNITY, [], NOT_APPLICABLE),
    ("A16.community", COMMUNITY, [place("新")], MET),
    ("A16.community", {"level": "村"}, [place("筹")], UNMET),
    ("A16.community", COMMUNITY, [place("无此会", sure=False)], UNKNOWN),
    ("A16.community", STREET, [], NOT_APPLICABLE),
    ("A16.zhilianhui", DISTRICT, [place("知")], MET),
    ("A16.zhilianhui", DISTRICT, [place("新")], UNMET),
    ("A16.zhilianhui", DISTRICT, [place("隐")], UNKNOWN),
    ("A16.zhilianhui", STREET, [], NOT_APPLICABLE),
    # A33
    ("A33.isolated", REP, [], UNMET),
    ("A33.isolated", REP, [MEMBER], MET),
    ("A33.isolated", REP, [contact()], MET),
    ("A33.isolated", REP, [edge("MEMBER_OF", "t", "销")], UNMET),
    ("A33.isolated", REP, [edge("MEMBER_OF", "t", "无此会", sure=False)], UNKNOWN),
    ("A33.isolated", REP, [edge("MEMBER_OF", "t", "商", until="2020-01-01")], UNMET),
    ("A33.isolated", {"kind_of": "Person", "rep": False}, [], NOT_APPLICABLE),
    ("A33.isolated", {"kind_of": "Person", "rep": None}, [], UNKNOWN),
    ("A33.isolated", {"kind_of": "Person", "rep": None}, [MEMBER], MET),
    ("A33.contact", REP, [MEMBER], UNMET),
    ("A33.contact", REP, [contact(date=LATELY)], MET),
    ("A33.contact", REP, [contact(date=None)], MET),
    ("A33.contact", REP, [contact(date=LONG_AGO)], UNMET),
    ("A33.contact", REP, [contact(date="2023-07-01")], MET),
    ("A33.contact", REP, [contact(date="2023-06-30")], UNMET),
    ("A33.contact", REP, [contact(date=FUTURE)], UNMET),
    ("A33.contact", REP, [contact(date=Period(19500, 19600))], UNKNOWN),
    ("A33.contact", REP, [contact(date=ANY_DATE)], UNKNOWN),
    ("A33.contact", REP, [edge("CONTACTS", "无此人", sure=False)], UNKNOWN),
    ("A33.contact", {"kind_of": "Person", "rep": False}, [], NOT_APPLICABLE),
    ("A33.component", REP, [], UNMET),
    ("A33.component", REP, [MEMBER], MET),
    ("A33.component", REP, [contact(), edge("CONTACTS", "联", "人"), edge("MEMBER_OF", "人", "商")], MET),
    ("A33.component", REP, [contact(), edge("CONTACTS", "联", "人"), edge("MEMBER_OF", "人", "销")], UNMET),
    ("A33.component", REP, [contact(), edge("CONTACTS", "联", "人"), edge("MEMBER_OF", "人", "商", sure=False)], UNKNOWN),
    ("A33.component", {"kind_of": "Person", "rep": False}, [], NOT_APPLICABLE),
    # A34 to A37: tiers
    ("A34", firm(1000), [ENVOY, UNIT], MET),
    ("A34", firm(1000), [ENVOY], UNMET),
    ("A34", firm(1000), [UNIT], UNMET),
    ("A34", firm(1000), [contact(role="专人"), UNIT], UNMET),
    ("A34", firm(1000), [contact(role="?"), UNIT], UNKNOWN),
    ("A34", firm(Count(1200, 1299, Form.APPROXIMATE)), [], UNMET),
    ("A34", firm(MASKED), [], UNKNOWN),
    ("A34", firm(MASKED), [ENVOY, UNIT], MET),
    ("A34", firm(Count(900, 1100, Form.RANGE)), [], UNKNOWN),
    ("A34", firm(999), [], NOT_APPLICABLE),
    ("A35", firm(100), [contact(role="专人")], MET),
    ("A35", firm(100), [contact(role="专人", duty="兼职")], UNMET),
    ("A35", firm(100), [contact(role="专人", duty="?")], UNKNOWN),
    ("A35", firm(100), [contact(role="领导")], UNMET),
    ("A35", firm(999), [], UNMET),
    ("A35", firm(Count(180, 199, Form.APPROXIMATE)), [], UNMET),
    ("A35", firm(MISSING), [], UNKNOWN),
    ("A35", firm(99), [], NOT_APPLICABLE),
    ("A35", firm(1000), [], NOT_APPLICABLE),
    ("A36", firm(1), [contact()], MET),
    ("A36", firm(99), [], UNMET),
    ("A36", firm(99), [contact(date=LONG_AGO)], UNMET),
    ("A36", firm(MASKED), [], UNKNOWN),
    ("A36", firm(0), [], NOT_APPLICABLE),
    ("A36", firm(100), [], NOT_APPLICABLE),
    ("A37", firm(0), [], MET),
    ("A37", firm(Count(100, math.inf, Form.BOUND)), [], UNKNOWN),
    ("A37", firm(Count(1200, 1299, Form.APPROXIMATE)), [], MET),
    ("A37", firm(MASKED), [], UNKNOWN),
    # A38
    ("A38", COMMUNITY, [edge("LOCATED_IN", "人"), contact(role="专人")], MET),
    ("A38", COMMUNITY, [edge("LOCATED_IN", "人"), contact(role="联络员")], UNMET),
    ("A38", COMMUNITY, [edge("LOCATED_IN", "人"), contact(role="?")], UNKNOWN),
    ("A38", COMMUNITY, [edge("LOCATED_IN", "人", sure=False)], UNKNOWN),
    ("A38", COMMUNITY, [], NOT_APPLICABLE),
    ("A38", STREET, [edge("LOCATED_IN", "人")], NOT_APPLICABLE),
    # E09
    ("E09.community", COMMUNITY, [edge("GUIDES", "联")], MET),
    ("E09.community", COMMUNITY, [contact()], UNMET),
    ("E09.community", COMMUNITY, [edge("GUIDES", "无此人", sure=False)], UNKNOWN),
    ("E09.community", STREET, [], NOT_APPLICABLE),
    ("E09.guide", GUIDE, [edge("GUIDES", "t", p) for p in ("社", "村")], MET),
    ("E09.guide", GUIDE, [edge("GUIDES", "t", "社"), edge("GUIDES", "t", "社"), edge("GUIDES", "t", "村")], MET),
    ("E09.guide", GUIDE, [edge("GUIDES", "t", p) for p in ("社", "村", "街")], UNMET),
    ("E09.guide", GUIDE, [*(edge("GUIDES", "t", p) for p in ("社", "村")), edge("GUIDES", "t", "无处", sure=False)], UNKNOWN),
    ("E09.guide", GUIDE, [edge("GUIDES", "t", "无处", sure=False)], MET),
    ("E09.guide", GUIDE, [], NOT_APPLICABLE),
]


def run(found: Network, pack: Pack = BASE, **options: Any) -> Findings:
    return evaluate(found, [pack], AS_OF, **options)


def verdict(findings: Findings, rule: str, node: str = "t") -> Verdict:
    result = next(r for r in findings.results if r.rule.id == rule)
    for of_kind in result.by_kind:
        ids = findings.network.frame(of_kind.kind)["id"].tolist()
        if node in ids:
            return Verdict(int(of_kind.verdicts[ids.index(node)]))
    raise AssertionError(f"{rule} does not look at {node}")


def finding(findings: Findings, rule: str, node: str = "t") -> Finding:
    return next(f for f in findings if (f.rule, f.node) == (rule, node))


@pytest.mark.parametrize(("rule", "target", "edges", "expected"), CASES)
def test_base_rules(rule: str, target: dict[str, Any], edges: list[dict[str, Any]], expected: Verdict) -> None:
    found = office(*edges, **target)
    assert verdict(run(found), rule) is expected
    kind = target.get("kind_of", "Place")
    position = found.frame(kind)["id"].tolist().index("t")
    assert Oracle(found, BASE, AS_OF).verdicts(BASE.rule(rule), kind)[position] == expected


def test_every_base_rule_has_all_its_verdicts_in_a_case() -> None:
    listed = {(rule, expected) for rule, _, _, expected in CASES}
    wanted = {(rule.id, verdict) for rule in BASE.rules for verdict in Verdict}
    # A37 applies to every enterprise, and only ever says that it does not know.
    assert wanted - listed == {("A37", UNMET), ("A37", NOT_APPLICABLE)}


# --- Evidence


def evidence(findings: Findings, rule: str) -> str:
    return next(r.evidence for r in findings.results if r.rule.id == rule)


def test_a_rule_that_no_ledger_can_decide_is_folded() -> None:
    findings = run(office(without=("GUIDES",), **COMMUNITY))
    assert evidence(findings, "E09.community") == "none"
    assert verdict(findings, "E09.community") is UNKNOWN
    assert not [f for f in findings if f.rule == "E09.community"]
    assert next(r for r in findings.results if r.rule.id == "E09.community").examined == 3


def test_a_withheld_value_is_no_missing_evidence() -> None:
    findings = run(network({"Enterprise": [{"id": "t", "technicians": MASKED}]}))
    assert evidence(findings, "A37") == "full"
    assert verdict(findings, "A37") is UNKNOWN
    assert evidence(run(network({"Enterprise": [{"id": "t"}]})), "A37") == "none"


def test_a_missing_column_leaves_open_only_what_depends_on_it() -> None:
    findings = run(office(place("新"), without=("state",), **COMMUNITY))
    assert verdict(findings, "A16.community") is UNKNOWN
    assert verdict(findings, "A16.community", "村") is UNMET
    assert evidence(findings, "A16.community") == "full"


def test_zero_targets_are_visible() -> None:
    result = next(r for r in run(network({})).results if r.rule.id == "A33.contact")
    assert (result.examined, result.evidence) == (0, "full")


def test_a_block_of_other_ends_is_no_evidence() -> None:
    """Contacts with enterprises say nothing about contacts with persons."""
    people = {"Person": [{"id": "t", "rep": True}], "Liaison": [{"id": "联"}], "Enterprise": [{"id": "企"}]}
    findings = run(network(people, [edge("CONTACTS", "联", "企")]))
    assert verdict(findings, "A33.contact") is UNKNOWN
    assert evidence(findings, "A33.contact") == "none"


# --- What findings say


def test_a_stale_contact_is_told() -> None:
    told = finding(run(office(contact(date=LONG_AGO), contact(date="2021-01-01"), **REP)), "A33.contact").sentence
    assert told.zh == "代表人士目标没有人联系；最近一次联系在 2022-03-01，已超过 365 天"
    assert told.en == "the representative 目标 has no contact; the last contact was on 2022-03-01, more than 365 days ago"
    without = finding(run(office(contact(date=FUTURE), **REP)), "A33.contact").sentence
    assert without.zh == "代表人士目标没有人联系"


def test_need_and_have() -> None:
    findings = run(office(ENVOY, name="大厂", **firm(1500)))
    found = finding(findings, "A34")
    assert (found.need.zh, found.have.zh) == ("2 项中的 2 项：联络、机构", "已有 1/2 项，缺：机构")
    assert (found.need.en, found.have.en) == ("2 of 2: 联络, 机构", "1 of 2, missing: 机构")
    findings = run(office(*(edge("GUIDES", "t", p) for p in ("社", "村", "街")), **GUIDE))
    found = finding(findings, "E09.guide")
    assert (found.need.zh, found.have.zh) == ("至多 2 个社区", "3 个社区")
    found = finding(run(office(**REP)), "A33.isolated")
    assert found.have.zh == "参加的社团组织（状态不是注销）：0；联系它的联络人员：0"
    assert found.severity == "note"
    found = finding(run(office(**firm(MASKED))), "A37")
    assert found.have.zh == "技术人员数：?"


def test_the_cells_that_would_settle_an_unknown() -> None:
    membership = edge("MEMBER_OF", "t", "无此会", sure=False, table=1, row=9)
    found = finding(run(office(membership, **REP)), "A33.isolated")
    assert [(c.file, c.row) for c in found.settles] == [("contacts.csv", 9)]
    found = finding(run(office(**firm(MASKED))), "A37")
    assert [(c.file, c.sheet, c.row, c.column) for c in found.settles] == [("台账.xlsx", "一街道", 3, "技术人员数")]
    assert [(c.file, c.row) for c in found.sources] == [("台账.xlsx", 3)]
    found = finding(run(office(place("隐"), **COMMUNITY)), "A16.community")
    assert [c.row for c in found.settles] == [5]
    chain = (contact(), edge("CONTACTS", "联", "人"), edge("MEMBER_OF", "人", "商", sure=False, row=7))
    assert [c.row for c in finding(run(office(*chain, **REP)), "A33.component").settles] == [7]


def test_hostile_names_stay_text() -> None:
    found = finding(run(office(kind_of="Person", rep=True, name="{need}%s{0}")), "A33.contact")
    assert found.sentence.zh == "代表人士{need}%s{0}没有人联系"


def test_waivers_end() -> None:
    def waived(until: datetime.date, node: str = "t") -> bool:
        waiver = Waiver("A33.contact", node, "本人出国", "办公室", until)
        return finding(run(office(**REP), waivers=[waiver]), "A33.contact").waiver is not None

    assert waived(AS_OF)
    assert waived(AS_OF, node="目标")
    assert not waived(AS_OF - datetime.timedelta(days=1))
    assert not waived(AS_OF, node="别人")


def test_order_and_frame() -> None:
    findings = run(office(place("隐"), **COMMUNITY))
    frame = findings.to_frame("en")
    assert frame.columns.tolist()[:3] == ["rule", "severity", "kind"]
    assert len(frame) == len(list(findings))
    chosen = frame[frame["rule"] == "A16.community"]
    assert chosen["name"].tolist() == ["和平社区", "柳湾村", "目标"]
    assert chosen["verdict"].tolist() == ["unmet", "unmet", "unknown"]
    assert run(network({})).to_frame().empty


# --- Settings


def test_settings_move_the_bounds() -> None:
    found = office(**firm(100))
    assert verdict(run(found, settings={"tier2": 101}), "A36") is UNMET
    assert verdict(run(found, settings={"tier2": 101}), "A35") is NOT_APPLICABLE
    stale = office(contact(date=LONG_AGO), **REP)
    assert verdict(run(stale, settings={"contact_days": 3650}), "A33.contact") is MET
    assert verdict(run(office(place("商"), **COMMUNITY), settings={"xinlian": ["商会"]}), "A16.community") is MET
    severe = run(office(**REP), settings={"severity": {"A33.contact": "high", "advised": "low"}})
    assert finding(severe, "A33.contact").severity == "high"
    assert finding(severe, "A33.isolated").severity == "low"


# --- Shares and differences, which random networks hardly ever decide


def agreed(found: Network, rule: str, node: str, expected: Verdict) -> None:
    assert verdict(run(found, CORPUS), rule, node) is expected
    kind = CORPUS.rule(rule).each[0]
    position = found.frame(kind)["id"].tolist().index(node)
    assert Oracle(found, CORPUS, AS_OF).verdicts(CORPUS.rule(rule), kind)[position] == expected


def shares(*people: tuple[str, bool]) -> Network:
    """A district with key persons of a category, each contacted or not."""
    persons = [{"id": f"p{i}", "key": True, "category": c} for i, (c, _) in enumerate(people)]
    located = [edge("LOCATED_IN", p["id"], "区") for p in persons]
    contacts = [edge("CONTACTS", "联", p["id"]) for p, (_, held) in zip(persons, people, strict=True) if held]
    nodes = {"Place": [{"id": "区", "level": "区"}], "Person": persons, "Liaison": [{"id": "联"}]}
    return network(nodes, [*located, *contacts], [("CONTACTS", "Liaison", "Person")])


@pytest.mark.parametrize("rule", ["A41", "F04"])
def test_shares_of_two_categories(rule: str) -> None:
    agreed(shares(("甲", True), ("乙", True)), rule, "区", MET)
    agreed(shares(("甲", True), ("乙", False)), rule, "区", UNMET)
    agreed(shares(("甲", True), ("甲", False)), rule, "区", MET)
    # 0.5 and 2/3 are within 0.2: whole-number division would call them 0 and 0, or 0 and 1.
    agreed(shares(("甲", True), ("甲", False), ("乙", True), ("乙", True), ("乙", False)), rule, "区", MET)


def figure(**attributes: Any) -> dict[str, Any]:
    return {"id": "数", **attributes}


def test_a_share_of_an_estimate() -> None:
    for value, expected in ((2, MET), (3, UNMET), (MASKED, UNKNOWN), (Count(1, 9, Form.RANGE), UNKNOWN), (0, UNMET)):
        nodes = {
            "Place": [{"id": "区", "level": "区"}],
            "Person": [{"id": "人", "category": "甲"}],
            "Figure": [figure(topic="估计", category="甲", value=value)],
        }
        found = network(nodes, [edge("LOCATED_IN", "人", "区"), edge("LOCATED_IN", "数", "区")])
        agreed(found, "A03", "数", expected)


def test_a_quotient_of_sums() -> None:
    for value, expected in ((2.5, MET), (2.6, UNMET), (MASKED, UNKNOWN)):
        figures = [figure(topic="倍数", value=value), *({"id": f"f{i}", "value": v} for i, v in enumerate((3, 2, 2)))]
        parts = [edge("PART_OF", f"f{i}", "数", role=r) for i, r in enumerate(("分子", "分子", "分母"))]
        agreed(network({"Figure": figures}, parts), "D15", "数", expected)


def test_guides_enough_for_all_communities() -> None:
    for communities, expected in ((2, MET), (3, UNMET)):
        places = [{"id": "区", "level": "区"}, *({"id": f"s{i}", "level": "社区"} for i in range(communities))]
        nodes = {"Place": places, "Liaison": [{"id": "联", "kind": "指导员"}]}
        inside = [edge("LOCATED_IN", p["id"], "区") for p in places[1:]]
        agreed(network(nodes, [edge("LOCATED_IN", "联", "s0"), *inside]), "E09.capacity", "区", expected)


def test_all_of_a_plan_carried_out() -> None:
    for states, expected in ((["成立", "成立"], MET), (["成立", "筹备"], UNMET), (["?"], UNKNOWN)):
        bodies = [{"id": f"a{i}", "state": state} for i, state in enumerate(states)]
        nodes = {"Roster": [{"id": "册", "kind": "筹建计划"}], "Association": bodies}
        agreed(network(nodes, [edge("LISTED_IN", b["id"], "册") for b in bodies]), "J11", "册", expected)
