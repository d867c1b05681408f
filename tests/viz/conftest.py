"""A small network with hand-made verdicts: two streets, three communities, two enterprises, a person, five rules."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from xinlian.graph.network import Block, BlockKey, Cell, Network, Origins, SourceTable, empty_frames
from xinlian.graph.text import Text
from xinlian.queries.findings import Finding, Findings, KindResult, RuleResult, RuleTitle, Verdict, Waiver

MET, UNMET, UNKNOWN, OUT = (int(verdict) for verdict in Verdict)
PERSON = "林芳"

PLACES = [
    ("清河区", "区", -1),
    ("东湖街道", "街道", 0),
    ("西岭街道", "街道", 0),
    ("湖滨社区", "社区", 1),
    ("荷花社区", "社区", 1),
    ("青石村", "村", 2),
]
ENTERPRISES = [("星河软件", 3), ("远帆物流", 5)]
WAIVER = Waiver("A16.community", "青石村", f"与荷花社区合建，{PERSON}经办", "组织科", datetime.date(2025, 1, 1))

RULES = {
    "A16.community": ("每个社区（村）有新联会", "every community has an association", ("Place",), "high"),
    "A34": ("千人以上企业有联络员", "large enterprises have a liaison", ("Enterprise",), "medium"),
    "A33.isolated": ("代表人士有组织联系", "representatives are in contact", ("Person",), "low"),
    "A99": ("没有对象的规则", "a rule without targets", ("Venue",), "note"),
    "B01": ("没有依据的规则", "a rule without evidence", ("Place",), "note"),
}
VERDICTS: dict[str, dict[str, list[int]]] = {
    "A16.community": {"Place": [OUT, OUT, OUT, MET, UNMET, UNMET]},
    "A34": {"Enterprise": [UNMET, UNKNOWN]},
    "A33.isolated": {"Person": [UNMET]},
    "A99": {"Venue": []},
    "B01": {"Place": [OUT, UNKNOWN, UNKNOWN, OUT, OUT, OUT]},
}


def block(edge: str, source: str, target: str, pairs: list[tuple[int, int]]) -> Block:
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    attributes = pd.DataFrame({"table": np.zeros(len(ends), np.int32), "row": np.arange(len(ends), dtype=np.int32) + 5})
    return Block(BlockKey(edge, source, target), ends[:, 0].copy(), ends[:, 1].copy(), np.ones(len(ends), dtype=bool), attributes)


def frame(kind: str, names: list[str], **columns: object) -> pd.DataFrame:
    ids = pd.Series([f"{kind}:{i}" for i in range(len(names))], dtype="str")
    data = {"id": ids, "name": pd.Series(names, dtype="str"), "placeholder": np.zeros(len(names), dtype=bool)}
    return pd.DataFrame(data | columns)


def make_network(rename: Callable[[str], str] = str, sheet: str = "社区") -> Network:
    """The network; `rename` changes the names of bodies and places, `sheet` is the sheet of the only table."""
    frames = empty_frames()
    levels = pd.Categorical([level for _, level, _ in PLACES])
    frames["Place"] = frame("Place", [rename(name) for name, _, _ in PLACES], level=levels)
    names = [rename(name) for name, _ in ENTERPRISES]
    frames["Enterprise"] = frame(
        "Enterprise", names, technicians_lo=[1200.0, 0.0], technicians_hi=[1299.0, np.inf], technicians_form=[1, 4]
    )
    frames["Person"] = frame("Person", [PERSON], rep=np.ones(1, dtype=np.int8))
    blocks = [
        block("LOCATED_IN", "Place", "Place", [(i, parent) for i, (_, _, parent) in enumerate(PLACES) if parent >= 0]),
        block("LOCATED_IN", "Enterprise", "Place", [(i, place) for i, (_, place) in enumerate(ENTERPRISES)]),
        block("LOCATED_IN", "Person", "Place", [(0, 4)]),
        block("WORKS_AT", "Person", "Enterprise", [(0, 0)]),
    ]
    tables = (SourceTable("清河区.xlsx", sheet, "places", {"technicians": "技术人员数", "level": "层级"}),)
    origins = {
        kind: Origins(np.arange(n, dtype=np.int32), np.zeros(n, np.int32), np.arange(n, dtype=np.int32) + 3)
        for kind, n in (("Place", 6), ("Enterprise", 2), ("Person", 1))
    }
    return Network(frames, {b.key: b for b in blocks}, tables, origins)


def make_findings(network: Network, waivers: tuple[Waiver, ...] = (WAIVER,)) -> Findings:
    """Verdicts of five rules on `network`."""

    def detail(result: RuleResult, kind: str, position: int) -> Finding:
        rule, row = result.rule, network.frame(kind).iloc[position]
        place = int(network.location(kind)[position])
        verdict = Verdict(int(next(r for r in result.by_kind if r.kind == kind).verdicts[position]))
        cells = tuple(network.cells(kind, position))
        return Finding(
            rule.id, rule.severity, kind, row["id"], row["name"], network.place_paths[place] if place >= 0 else "", verdict,
            Text("≥ 1 个", "≥ 1"), Text("0 个", "0"),
            Text(f"{row['name']}不符合“{rule.title.zh}”", f"{row['name']} fails “{rule.title.en}”"),
            cells,
            tuple(cell._replace(column="技术人员数") for cell in cells) if verdict is Verdict.UNKNOWN else (),
            next((w for w in waivers if w.rule == rule.id and w.node in (row["id"], row["name"])), None),
        )  # fmt: skip

    def result(id: str) -> RuleResult:
        zh, en, kinds, severity = RULES[id]
        title = RuleTitle(id, "base", Text(zh, en), Text("S0-1", "S0-1"), kinds, severity)  # type: ignore[arg-type]
        parts = tuple(KindResult(kind, np.array(verdicts, dtype=np.int8)) for kind, verdicts in VERDICTS[id].items())
        return RuleResult(title, "none" if id == "B01" else "full", parts)

    return Findings(network, datetime.date(2024, 6, 30), tuple(result(id) for id in RULES), detail)


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def findings(network: Network) -> Findings:
    return make_findings(network)


@pytest.fixture
def waivers() -> tuple[Waiver, ...]:
    return (WAIVER,)


@pytest.fixture
def cell() -> Cell:
    return Cell("清河区.xlsx", "社区", 3)
