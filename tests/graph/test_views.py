"""The NetworkX view, whole and in part, against a graph built value by value."""

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xinlian.graph import views
from xinlian.graph.network import Network
from xinlian.graph.views import part, to_networkx

from .oracle import graph_of
from .samples import assert_same, district, network, networks, random_network


def assert_equal(view: Any, graph: Any) -> None:
    assert dict(view.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(view.edges(keys=True), key=str) == sorted(graph.edges(keys=True), key=str)
    for source, target, key, data in graph.edges(keys=True, data=True):
        assert view.edges[source, target, key] == data
        assert view.pred[target][source][key] == data


@pytest.mark.parametrize("seed", range(4))
def test_the_view_equals_the_built_graph(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "CHUNK", 7)
    sample = random_network(seed)
    view, graph = to_networkx(sample), graph_of(sample)
    assert_equal(view, graph)
    assert nx.utils.graphs_equal(nx.MultiDiGraph(view), graph)
    assert list(view) == list(graph)
    assert (len(view), view.number_of_edges()) == (len(graph), graph.number_of_edges())
    assert dict(view.in_degree()) == dict(graph.in_degree())
    assert {*map(frozenset, nx.weakly_connected_components(view))} == {*map(frozenset, nx.weakly_connected_components(graph))}


@settings(max_examples=50, deadline=None)
@given(networks())
def test_hostile_networks_show_what_they_hold(sample: Network) -> None:
    assert nx.utils.graphs_equal(nx.MultiDiGraph(to_networkx(sample)), graph_of(sample))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 5), st.data())
def test_a_part_is_the_subgraph(seed: int, data: st.DataObject) -> None:
    sample = random_network(seed, 25, 60)
    graph = graph_of(sample)
    ids = data.draw(st.lists(st.sampled_from(sorted(graph)), unique=True))
    assert_equal(to_networkx(sample, ids), graph.subgraph(ids))
    kinds = data.draw(st.lists(st.sampled_from(["Place", "Person", "Post", "Department"]), unique=True, min_size=1))
    kept = [node for node in ids if graph.nodes[node]["kind"] in kinds]
    assert_equal(to_networkx(sample, ids, kinds), graph.subgraph(kept))


def test_positions_and_kinds_choose_a_part() -> None:
    sample = district()
    assert set(to_networkx(sample, {"Person": [0], "Association": np.array([0])})) == {"人1", "a1"}
    assert set(to_networkx(sample, kinds=["Person"])) == {"人1", "人2"}
    members = to_networkx(sample, kinds=["MEMBER_OF"])
    assert len(members) == len(to_networkx(sample))
    assert {data["kind"] for _, _, data in members.edges(data=True)} == {"MEMBER_OF"}


def test_both_relations_of_one_pair_survive() -> None:
    edges = to_networkx(district())["人1"]["a1"]
    assert edges == {
        "MEMBER_OF.Person.Association.0": {
            "kind": "MEMBER_OF", "sure": True, "role": "会员", "since": "2018-01-01", "file": "contacts.csv", "row": 2,
        },
        "MEMBER_OF.Person.Association.1": {
            "kind": "MEMBER_OF", "sure": True, "role": "理事", "since": "2017-01-01/2017-12-31", "file": "contacts.csv", "row": 3,
        },
    }  # fmt: skip


def test_values_are_plain() -> None:
    nodes = to_networkx(district()).nodes
    assert nodes["e1"] == {
        "kind": "Enterprise", "name": "青河软件", "placeholder": False,
        "technicians_lo": 300, "technicians_hi": 399, "technicians_form": "approximate",
    }  # fmt: skip
    assert nodes["e2"]["technicians"] == 12
    assert type(nodes["e2"]["technicians"]) is int
    assert nodes["e3"] == {"kind": "Enterprise", "name": "北河药业", "placeholder": False, "technicians_form": "masked"}
    assert nodes["人2"]["rep"] is None
    assert nodes["a1"] == {
        "kind": "Association", "name": "青河区新联会", "placeholder": False, "type": "新联会", "duties": "联谊、服务", "date": "2017-06-30",
    }  # fmt: skip


def test_the_view_is_read_only() -> None:
    view = district().to_networkx()
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        view.add_node("x")
    with pytest.raises(KeyError):
        view.nodes["x"]
    assert "x" not in view


@pytest.mark.parametrize(("nodes", "kinds"), [(["x"], None), ({"Thing": [1]}, None), (None, ["Thing"])])
def test_what_does_not_exist_cannot_be_chosen(nodes: Any, kinds: Any) -> None:
    with pytest.raises(KeyError):
        to_networkx(district(), nodes, kinds)


def test_a_part_is_a_network_with_its_provenance() -> None:
    sample = part(district(), ["e2", "e1", "p2"])
    assert sample.frames["Enterprise"]["id"].tolist() == ["e1", "e2"]
    assert [c.row for c in sample.cells("Enterprise", 1)] == [c.row for c in district().cells("Enterprise", 1)]
    assert [sample.location("Enterprise").tolist(), sorted(sample.blocks)] == [[0, -1], sorted(district().blocks)]
    assert_same(part(district()), district())
    assert_same(part(district(), list(graph_of(district()))), district())


def test_an_empty_network_is_an_empty_graph() -> None:
    view = to_networkx(network({}))
    assert (len(view), view.number_of_edges(), list(view.edges)) == (0, 0, [])
