"""Integrity: every broken promise is found, sound networks have none, and slow loops agree."""

from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from xinlian.graph.integrity import EXAMPLES, MESSAGES, check
from xinlian.graph.network import Block, BlockKey, Network, Origins, empty_frames
from xinlian.graph.schema import SCHEMA
from xinlian.graph.values import Count, Form, Period

from .samples import district, network, networks, random_network

CONTACTS = BlockKey("CONTACTS", "Liaison", "Person")
PLACES = BlockKey("LOCATED_IN", "Place", "Place")


def with_frame(kind: str, changed: Any) -> Network:
    """The district with another frame for a kind."""
    return replace(district(), frames={**district().frames, kind: changed})


def frame(kind: str, **columns: Any) -> Network:
    """The district with some columns of a kind replaced."""
    return with_frame(kind, district().frames[kind].assign(**columns))


def block(key: Any = CONTACTS, at: Any = None, **changes: Any) -> Network:
    """The district with one block changed, and put under the key `at`."""
    sample = district()
    return replace(sample, blocks={**sample.blocks, at or key: replace(sample.blocks[key], **changes)})


def edge(**columns: Any) -> Network:
    return block(attributes=district().blocks[CONTACTS].attributes.assign(**columns))


def without(kind: str) -> Network:
    sample = district()
    return replace(sample, frames={k: f for k, f in sample.frames.items() if k != kind})


def origins(kind: str, *arrays: Any) -> Network:
    sample = district()
    return replace(sample, origins={**sample.origins, kind: Origins(*(np.array(a, dtype=np.int32) for a in arrays))})


def int32(*numbers: Any) -> NDArray[np.int32]:
    return np.array(numbers, dtype=np.int32)


ALLOWED_NOWHERE = BlockKey("WORKS_AT", "Place", "Person")
BROKEN = [
    ("frame-missing", "Event", without("Event")),
    ("frame-unknown", "Thing", with_frame("Thing", empty_frames()["Place"])),
    ("frame-index", "Person", with_frame("Person", district().frames["Person"].iloc[::-1])),
    ("column-missing", "Event", with_frame("Event", pd.DataFrame({"id": pd.Series(dtype="str")}))),
    ("column-missing", "Person", with_frame("Person", district().frames["Person"].drop(columns="name"))),
    ("column-missing", "Enterprise", frame("Enterprise", party_members_lo=1.0)),
    ("column-unknown", "Person", frame("Person", 思想动态="稳定")),
    ("column-unknown", "CONTACTS Liaison → Person", edge(score=1)),
    ("column-missing", "CONTACTS Liaison → Person", block(attributes=district().blocks[CONTACTS].attributes.drop(columns="row"))),
    ("column-type", "Person", frame("Person", rep=True)),
    ("column-type", "Person", frame("Person", name=1)),
    ("column-type", "Person", frame("Person", category="个体工商户")),
    ("column-type", "Person", frame("Person", placeholder=0)),
    ("column-type", "Enterprise", frame("Enterprise", technicians_lo=1)),
    ("column-type", "Enterprise", frame("Enterprise", technicians_form=1)),
    ("column-type", "CONTACTS Liaison → Person", edge(row=1.5)),
    ("value-illegal", "Person", frame("Person", rep=np.array([1, 2], dtype=np.int8))),
    ("value-illegal", "Enterprise", frame("Enterprise", technicians_lo=5e6)),
    ("value-illegal", "Enterprise", frame("Enterprise", technicians_lo=np.nan)),
    ("value-illegal", "Enterprise", frame("Enterprise", technicians_form=np.array([9] * 4, dtype=np.int8))),
    ("value-illegal", "Association", frame("Association", date_hi=np.nan)),
    ("id-empty", "Person", frame("Person", id=pd.Series(["人1", ""], dtype="str"))),
    ("id-empty", "Person", frame("Person", id=pd.Series(["人1", None], dtype="str"))),
    ("id-repeated", "", frame("Person", id=pd.Series(["人1", "人1"], dtype="str"))),
    ("id-repeated", "", frame("Person", id=pd.Series(["人1", "p0"], dtype="str"))),
    ("block-unknown", "LIKES Liaison → Person", block(at=BlockKey("LIKES", "Liaison", "Person"))),
    ("block-key", "CONTACTS Liaison → Enterprise", block(at=BlockKey("CONTACTS", "Liaison", "Enterprise"))),
    ("block-ends", "WORKS_AT Place → Person", block(at=ALLOWED_NOWHERE)),
    ("block-ends", "CONTACTS Liaison → Thing", block(at=BlockKey("CONTACTS", "Liaison", "Thing"))),
    ("block-lengths", "CONTACTS Liaison → Person", block(sure=np.ones(2, dtype=bool))),
    ("block-type", "CONTACTS Liaison → Person", block(source=np.array([0]))),
    ("block-type", "CONTACTS Liaison → Person", block(source=np.array(["l1"]))),
    ("end-dangling", "CONTACTS Liaison → Person", block(target=int32(2))),
    ("end-dangling", "CONTACTS Liaison → Person", block(source=int32(-1))),
    ("source-dangling", "CONTACTS Liaison → Person", edge(table=int32(2))),
    ("source-dangling", "Person", origins("Person", [0, 1], [0, 7], [2, 3])),
    ("source-dangling", "Person", origins("Person", [0, 2], [0, 0], [2, 3])),
    ("block-lengths", "Person", origins("Person", [0, 1], [0], [2, 3])),
    ("origins-order", "Person", origins("Person", [1, 0], [0, 0], [2, 3])),
    ("dates-order", "CONTACTS Liaison → Person", edge(since_lo=20.0, since_hi=30.0, until_lo=10.0, until_hi=19.0)),
]  # fmt: skip


@pytest.mark.parametrize("sample", [district(), network({}), *map(random_network, range(5))])
def test_a_sound_network_has_no_faults(sample: Network) -> None:
    assert check(sample) == []


@pytest.mark.parametrize(("code", "where", "sample"), BROKEN, ids=lambda x: x if isinstance(x, str) else "")
def test_a_broken_promise_is_found(code: str, where: str, sample: Network) -> None:
    faults = check(sample)
    assert (code, where) in [(f.code, f.where) for f in faults]
    for fault in faults:
        assert not {"{", "}"} & set(fault.text.zh + fault.text.en)


def test_every_code_is_tested() -> None:
    assert {code for code, _, _ in BROKEN} | {"place-cycle"} == set(MESSAGES)


def test_touching_dates_are_no_fault() -> None:
    assert check(edge(since_lo=10.0, since_hi=30.0, until_lo=10.0, until_hi=10.0)) == []
    assert check(edge(since_lo=np.nan, since_hi=np.nan, until_lo=10.0, until_hi=10.0)) == []


def places(*pairs: Any) -> Network:
    names = sorted({name for pair in pairs for name in pair})
    return network(
        {"Place": [{"id": name, "name": name} for name in names]},
        [{"kind": "LOCATED_IN", "source": inner, "target": outer} for inner, outer in pairs],
    )


def test_cycles_of_places_are_named() -> None:
    faults = check(places(("乙", "甲"), ("甲", "丙"), ("丙", "乙"), ("丁", "甲"), ("戊", "戊")))
    assert [f.code for f in faults] == ["place-cycle"] * 2
    assert {f.examples for f in faults} == {("丙", "乙", "甲", "丙"), ("戊", "戊")}
    assert "丙、乙、甲、丙" in {f.text.zh[-7:] for f in faults}


def test_a_long_chain_of_places_is_no_cycle() -> None:
    assert check(places(*((f"{i:05}", f"{i + 1:05}") for i in range(3000)))) == []


def test_unsure_edges_make_no_cycle() -> None:
    sample = places(("甲", "乙"), ("乙", "甲"))
    assert len(check(sample)) == 1
    assert check(replace(sample, blocks={PLACES: replace(sample.blocks[PLACES], sure=np.array([True, False]))})) == []


def test_long_lists_are_cut_and_say_so() -> None:
    fault = check(frame("Person", **{f"x{i}": 1 for i in range(9)}))[0]
    assert (fault.count, len(fault.examples)) == (9, EXAMPLES)
    assert fault.text.en.endswith("…")


# --- The same by slow loops, on randomly broken networks


def slow_codes(sample: Network) -> set[str]:
    """The codes among ids, ends, dates and cycles that are broken, found one by one."""
    found = set()
    seen = set()
    for kind_frame in sample.frames.values():
        for node in kind_frame["id"]:
            found |= {"id-repeated"} if node in seen else set()
            seen.add(node)
    graph = nx.DiGraph()
    for key, rows in sample.blocks.items():
        if (key.source, key.target) not in SCHEMA.edges[key.edge].pairs():
            found.add("block-ends")
        for number, attributes in enumerate(rows.attributes.to_dict("records")):
            source, target = int(rows.source[number]), int(rows.target[number])
            if not (0 <= source < len(sample.frames[key.source]) and 0 <= target < len(sample.frames[key.target])):
                found.add("end-dangling")
            if not 0 <= attributes["table"] < len(sample.tables):
                found.add("source-dangling")
            if attributes.get("since_lo", 0) > attributes.get("until_hi", float("inf")):
                found.add("dates-order")
            if key == PLACES and rows.sure[number]:
                graph.add_edge(source, target)
    if "end-dangling" not in found and not nx.is_directed_acyclic_graph(graph):
        found.add("place-cycle")
    return found


SOUND = [s for s in (random_network(seed, 30, 60) for seed in range(8)) if PLACES in s.blocks][:4]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 3), st.data())
def test_slow_loops_agree(seed: int, data: st.DataObject) -> None:
    sample = SOUND[seed]
    frames, blocks = dict(sample.frames), dict(sample.blocks)
    ids = [node for f in frames.values() for node in f["id"]]
    for _ in range(data.draw(st.integers(1, 4))):
        damage = data.draw(st.sampled_from(["id", "end", "table", "dates", "ends", "place"]))
        if damage == "id":
            kind = data.draw(st.sampled_from([k for k, f in frames.items() if len(f)]))
            changed = frames[kind]["id"].tolist()
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.sampled_from(ids))
            frames[kind] = frames[kind].assign(id=pd.Series(changed, dtype="str"))
            continue
        key = data.draw(st.sampled_from(sorted(k for k, b in blocks.items() if len(b))))
        if damage == "place":
            key = PLACES
        rows = blocks[key]
        number = data.draw(st.integers(0, len(rows) - 1))
        if damage in ("end", "place"):
            size = len(frames[key.target])
            target = rows.target.copy()
            target[number] = data.draw(st.integers(0, size - 1) if damage == "place" else st.sampled_from([-1, 0, size - 1, size]))
            blocks[key] = replace(rows, target=target)
        elif damage == "ends":
            blocks[BlockKey(key.edge, key.target, key.source)] = Block(
                BlockKey(key.edge, key.target, key.source), rows.target, rows.source, rows.sure, rows.attributes
            )
        elif damage == "table":
            blocks[key] = replace(rows, attributes=rows.attributes.assign(table=int32(*[data.draw(st.integers(-1, 2))] * len(rows))))
        else:
            since, until = (float(data.draw(st.integers(0, 3))) for _ in range(2))
            dates = {"since_lo": since, "since_hi": since, "until_lo": until, "until_hi": until}
            blocks[key] = replace(rows, attributes=rows.attributes.assign(**dates))
    broken = replace(sample, frames=frames, blocks=blocks)
    assert {f.code for f in check(broken)} == slow_codes(broken)


@settings(max_examples=40, deadline=None)
@given(networks())
def test_hostile_networks_are_judged_without_an_exception(sample: Network) -> None:
    assert {f.code for f in check(sample)} <= {"dates-order", "place-cycle"}


def test_forms_of_counts_are_all_legal() -> None:
    forms = [Count(0, 0, form) for form in Form]
    assert check(network({"Enterprise": [{"technicians": c} for c in forms], "Event": [{"date": Period(1, 2)}]})) == []
