"""Small networks for tests: written by hand, random, and drawn by Hypothesis; and what it means that two are equal."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from xinlian.graph.network import Block, BlockKey, Network, Origins, SourceTable
from xinlian.graph.schema import COMMON_NODE_ATTRIBUTES, SCHEMA, Attribute, Value
from xinlian.graph.values import ANY_DATE, MASKED, MISSING, NO_DATE, UNCOUNTABLE, Count, Form, Period

TABLES = (SourceTable("台账.xlsx", "一街道", "people", {"technicians": "技术人员数"}), SourceTable("contacts.csv", "", "contacts"))

Item = Mapping[str, Any]


def network(
    nodes: Mapping[str, Sequence[Item]],
    edges: Sequence[Item] = (),
    blocks: Iterable[tuple[str, str, str]] = (),
    tables: tuple[SourceTable, ...] = TABLES,
    reported: datetime.date | None = None,
) -> Network:
    """A network from plain dictionaries.

    Args:
        nodes: for node kinds their nodes: ``name``, and where wanted ``id`` (``Place-1`` …), ``placeholder``, attributes.
        edges: ``kind``, ``source``, ``target`` (ids), and where wanted ``sure``, ``table``, ``row``, attributes.
        blocks: keys of blocks that exist even if no edge is given.

    An attribute of one node gives its column to the whole kind. Counts are numbers, `Count` or None (missing); dates are
    dates, ISO texts, `Period` or None (no date); flags True, False or None (unknown); other None are "none".
    """
    frames: dict[str, pd.DataFrame] = {}
    places: dict[str, tuple[str, int]] = {}
    for kind in SCHEMA.nodes:
        items = [{"id": f"{kind}-{i}", "name": "", **item} for i, item in enumerate(nodes.get(kind, ()), 1)]
        places |= {item["id"]: (kind, position) for position, item in enumerate(items)}
        frame = pd.DataFrame({name: pd.Series([item[name] for item in items], dtype="str") for name in ("id", "name")})
        frame["placeholder"] = np.array([item.get("placeholder", False) for item in items], dtype=bool)
        frames[kind] = _filled(frame, items, (*COMMON_NODE_ATTRIBUTES[2:], *SCHEMA.nodes[kind].attributes))
    grouped: dict[BlockKey, list[Item]] = {BlockKey(*key): [] for key in blocks}
    for edge in edges:
        grouped.setdefault(BlockKey(edge["kind"], places[edge["source"]][0], places[edge["target"]][0]), []).append(edge)
    built = {}
    for key in sorted(grouped):
        links = grouped[key]
        ends = [np.array([places[item[end]][1] for item in links], dtype=np.int32) for end in ("source", "target")]
        sure = np.array([item.get("sure", True) for item in links], dtype=bool)
        frame = _filled(pd.DataFrame(index=pd.RangeIndex(len(links))), links, SCHEMA.edges[key.edge].attributes)
        frame["table"] = np.array([item.get("table", len(tables) - 1) for item in links], dtype=np.int32)
        frame["row"] = np.array([item.get("row", 2 + row) for row, item in enumerate(links)], dtype=np.int32)
        built[key] = Block(key, ends[0], ends[1], sure, frame)
    origins = {
        kind: Origins(np.arange(len(f), dtype=np.int32), np.zeros(len(f), dtype=np.int32), np.arange(2, len(f) + 2, dtype=np.int32))
        for kind, f in frames.items()
        if tables
    }
    return Network(frames, built, tables, origins, reported)


def _filled(frame: pd.DataFrame, items: Sequence[Item], attributes: Iterable[Attribute]) -> pd.DataFrame:
    for attribute in attributes:
        if any(attribute.name in item for item in items):
            for column, values in _columns(attribute, [item.get(attribute.name) for item in items]).items():
                frame[column] = values
    return frame


def _columns(attribute: Attribute, values: list[Any]) -> dict[str, Any]:
    name = attribute.name
    if attribute.value is Value.TEXT:
        return {name: pd.Series([value or "" for value in values], dtype="str")}
    if attribute.value is Value.FLAG:
        return {name: np.array([-1 if value is None else int(value) for value in values], dtype=np.int8)}
    if attribute.value is Value.COUNT:
        counts = [MISSING if v is None else v if isinstance(v, Count) else Count.exact(v) for v in values]
        bounds = {f"{name}_{end}": np.array([getattr(c, end) for c in counts], dtype=float) for end in ("lo", "hi")}
        return bounds | {f"{name}_form": np.array([c.form for c in counts], dtype=np.int8)}
    if attribute.value is Value.DATE:
        periods = [_period(value) for value in values]
        return {f"{name}_{end}": np.array([getattr(p, end) for p in periods], dtype=float) for end in ("lo", "hi")}
    return {name: pd.Categorical(values, categories=sorted({v for v in values if v is not None}))}


def _period(value: datetime.date | str | Period | None) -> Period:
    if value is None:
        return NO_DATE
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    return value if isinstance(value, Period) else Period.between(value, value)


def district() -> Network:
    """A small district with an association, an enterprise, two persons, a liaison and a placeholder."""
    return network(
        nodes={
            "Place": [
                {"id": "p0", "name": "青河区", "level": "区"},
                {"id": "p1", "name": "东街道", "level": "街道", "alias": "东街道办事处、东街"},
                {"id": "p2", "name": "和平社区", "level": "社区", "staff": None},
            ],
            "Person": [{"id": "人1", "name": "林芳", "rep": True}, {"id": "人2", "name": "欧阳修", "rep": None}],
            "Enterprise": [
                {"id": "e1", "name": "青河软件", "technicians": Count(300, 399, Form.APPROXIMATE)},
                {"id": "e2", "name": "河东机械", "technicians": 12},
                {"id": "e3", "name": "北河药业", "technicians": MASKED},
                {"id": "e4", "name": "某厂", "technicians": Count(100, math.inf, Form.BOUND), "placeholder": True},
            ],
            "Association": [{"id": "a1", "name": "青河区新联会", "kind": "新联会", "date": "2017-06-30", "duties": "联谊、服务"}],
            "Liaison": [{"id": "l1", "name": "何静", "kind": "联络员", "unit": "区委办"}],
            "Department": [{"id": "d1", "name": "区委办"}],
        },
        edges=[
            {"kind": "LOCATED_IN", "source": "p1", "target": "p0"},
            {"kind": "LOCATED_IN", "source": "p2", "target": "p1"},
            {"kind": "LOCATED_IN", "source": "e1", "target": "p2"},
            {"kind": "MEMBER_OF", "source": "人1", "target": "a1", "role": "会员", "since": "2018-01-01"},
            {"kind": "MEMBER_OF", "source": "人1", "target": "a1", "role": "理事", "since": Period(17167, 17531)},
            {"kind": "WORKS_AT", "source": "人2", "target": "e4", "sure": False},
            {"kind": "CONTACTS", "source": "l1", "target": "人1", "role": "联络员", "date": ANY_DATE, "table": 0, "row": 7},
            {"kind": "CONTACTS", "source": "l1", "target": "e1", "role": "专人", "duty": "兼职"},
        ],
        blocks=[("GUIDES", "Liaison", "Place")],
        reported=datetime.date(2024, 6, 30),
    )


def random_network(seed: int, nodes: int = 60, edges: int = 200) -> Network:
    """A valid network of all kinds with about so many nodes and edges, some columns and blocks absent; same seed, same network."""
    random = np.random.default_rng(seed)
    kinds = list(SCHEMA.nodes)
    items: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}
    for kind in random.choice(kinds, nodes).tolist():
        node = {"name": f"{SCHEMA.nodes[kind].title.zh}{len(items[kind])}", "placeholder": bool(random.random() < 0.1)}
        items[kind].append(node | _random_values(random, SCHEMA.nodes[kind].attributes))
    links = []
    for name in random.choice(list(SCHEMA.edges), edges).tolist():
        pairs = [(s, t) for s, t in SCHEMA.edges[name].pairs() if items[s] and items[t] and (s, t) != ("Place", "Place")]
        if pairs:
            source, target = pairs[random.integers(len(pairs))]
            ends = {end: f"{kind}-{random.integers(len(items[kind])) + 1}" for end, kind in (("source", source), ("target", target))}
            links.append(
                {"kind": name, **ends, "sure": bool(random.random() < 0.9), **_random_values(random, SCHEMA.edges[name].attributes)}
            )
    # A place lies in one listed before it, so there is no cycle.
    for place in range(2, len(items["Place"]) + 1):
        links.append({"kind": "LOCATED_IN", "source": f"Place-{place}", "target": f"Place-{random.integers(1, place)}"})
    return network(items, links, [("GUIDES", "Liaison", "Place")], reported=datetime.date(2024, 6, 30))


def _random_values(random: np.random.Generator, attributes: Iterable[Attribute]) -> dict[str, Any]:
    return {a.name: _random_value(random, a) for a in attributes if random.random() < 0.4 and a.name != "until"}


def _random_value(random: np.random.Generator, attribute: Attribute) -> Any:
    if attribute.value is Value.FLAG:
        return [True, False, None][random.integers(3)]
    if attribute.value is Value.COUNT:
        low = int(random.integers(0, 500))
        return [low, Count(low, low + 99, Form.APPROXIMATE), Count(low, math.inf, Form.BOUND), MASKED, UNCOUNTABLE, None][
            random.integers(6)
        ]
    if attribute.value is Value.DATE:
        first = float(random.integers(15000, 20000))
        return [Period(first, first), Period(first, first + 364), ANY_DATE, None][random.integers(4)]
    codes = attribute.codes or ("甲", "乙", "?")
    return codes[random.integers(len(codes))]


# --- Equality


def assert_same(one: Network, other: Network) -> None:
    """Fails unless both networks have the same columns, types, values, blocks, tables and origins."""
    assert list(one.frames) == list(other.frames)
    for kind, frame in one.frames.items():
        pd.testing.assert_frame_equal(frame, other.frames[kind], check_exact=True)
    assert sorted(one.blocks) == sorted(other.blocks)
    for key, block in one.blocks.items():
        for name in ("source", "target", "sure"):
            _assert_array(getattr(block, name), getattr(other.blocks[key], name))
        pd.testing.assert_frame_equal(block.attributes, other.blocks[key].attributes, check_exact=True)
        assert other.blocks[key].key == key
    assert one.tables == other.tables
    assert list(one.origins) == list(other.origins)
    for kind, origins in one.origins.items():
        for name in ("node", "table", "row"):
            _assert_array(getattr(origins, name), getattr(other.origins[kind], name))
    assert one.reported == other.reported


def _assert_array(one: np.ndarray, other: np.ndarray) -> None:
    assert one.dtype == other.dtype
    np.testing.assert_array_equal(one, other)


# --- Hostile networks for Hypothesis

# Quotes, markup, line breaks, control characters, joiners, right-to-left marks, emoji, formulas, what XML cannot hold.
HOSTILE = "\"'<&>]]>\r\n\t\x00\x01\x1f\x7f\x85\u2028\u200d\u202e\ufeff\ufffe\uffff😀עא=+-@;,、|/\\.:"
texts = st.text(st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=["Cs"])), max_size=8)
filled_texts = texts.filter(bool)
days = st.integers(-100_000, 100_000).map(float)
numbers = st.one_of(st.integers(0, 10**7).map(float), st.floats(0, 1e6))
values: dict[Value, st.SearchStrategy[Any]] = {
    Value.TEXT: texts,
    Value.CODE: st.none() | filled_texts,
    Value.CODES: st.none() | filled_texts,
    Value.FLAG: st.sampled_from([True, False, None]),
    Value.COUNT: st.one_of(
        numbers,
        st.tuples(numbers, numbers, st.sampled_from([Form.APPROXIMATE, Form.RANGE])).map(lambda t: Count(min(t[:2]), max(t[:2]), t[2])),
        numbers.map(lambda low: Count(low, math.inf, Form.BOUND)),
        st.sampled_from([MASKED, UNCOUNTABLE, MISSING]),
    ),
    Value.DATE: st.one_of(
        st.sampled_from([NO_DATE, ANY_DATE]),
        days.map(lambda day: Period(day, day)),
        st.tuples(days, days).map(lambda t: Period(min(t), max(t))),
        days.map(lambda day: Period(day, math.inf)),
    ),
}


def _some(attributes: Iterable[Attribute]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={a.name: values[a.value] for a in attributes})


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks with hostile texts, all forms of values, absent columns and empty blocks."""
    kinds = draw(st.lists(st.sampled_from(["Place", "Person", "Enterprise", "Association", "Liaison"]), max_size=6))
    ids = draw(st.lists(filled_texts, min_size=len(kinds), max_size=len(kinds), unique=True))
    items: dict[str, list[dict[str, Any]]] = {}
    for kind, node in zip(kinds, ids, strict=True):
        common = {"id": node, "name": draw(texts), "placeholder": draw(st.booleans())}
        items.setdefault(kind, []).append(common | draw(_some((*COMMON_NODE_ATTRIBUTES[2:], *SCHEMA.nodes[kind].attributes))))
    links = []
    allowed = [(e.name, s, t) for e in SCHEMA.edges.values() for s, t in e.pairs() if s in items and t in items]
    for kind, source, target in draw(st.lists(st.sampled_from(allowed), max_size=6)) if allowed else ():
        ends = {end: draw(st.sampled_from(items[k]))["id"] for end, k in (("source", source), ("target", target))}
        links.append({"kind": kind, **ends, "sure": draw(st.booleans()), **draw(_some(SCHEMA.edges[kind].attributes))})
    blocks = draw(st.lists(st.sampled_from([("GUIDES", "Liaison", "Place"), ("MEMBER_OF", "Person", "Association")]), max_size=2))
    tables = tuple(SourceTable(draw(texts), draw(texts), "people", {"a": draw(texts)}) for _ in range(2))
    return network(items, links, blocks, tables, draw(st.none() | st.dates()))
