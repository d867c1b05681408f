"""Exports: NetworkX reads back what was written, whatever the texts."""

import json
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from xinlian.graph import exports
from xinlian.graph.exports import export
from xinlian.graph.files import StoreError
from xinlian.graph.network import Network
from xinlian.graph.schema import SCHEMA
from xinlian.graph.text import Language

from .oracle import graph_of
from .samples import district, network, networks, random_network

SUFFIXES = (".graphml", ".gexf", ".json")


def written(sample: Network, path: Path, language: Language = "zh") -> nx.MultiDiGraph:
    """What an export must hold: the graph without what is unknown or empty, without illegal characters, and with labels."""
    graph = graph_of(sample)
    flat = nx.MultiDiGraph()
    ids = dict(zip(graph, exports._writable_ids({"": list(graph)})[""], strict=True))
    for node, data in graph.nodes(data=True):
        data = known(data)
        flat.add_node(ids[node], label=data.get("name", SCHEMA.nodes[data["kind"]].title.to(language)), **data)
    for source, target, key, data in graph.edges(keys=True, data=True):
        data = known(data)
        flat.add_edge(ids[source], ids[target], key, label=data.get("role", SCHEMA.edges[data["kind"]].title.to(language)), **data)
    return flat


def known(data: dict[str, Any]) -> dict[str, Any]:
    return {k: exports._clean(v) if isinstance(v, str) else v for k, v in data.items() if v is not None and v != ""}


def read(path: Path) -> nx.MultiDiGraph:
    if path.suffix == ".json":
        return nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges")
    if path.suffix == ".graphml":
        graph = nx.read_graphml(path, force_multigraph=True)
        graph.graph.clear()  # NetworkX notes there that no attribute has a default
        return graph
    graph = nx.read_gexf(path)
    again = nx.MultiDiGraph()
    again.add_nodes_from(graph.nodes(data=True))
    # NetworkX keeps an edge's id as an attribute, and drops it as a key where no pair has two edges.
    again.add_edges_from((s, t, data["id"], {k: v for k, v in data.items() if k != "id"}) for s, t, data in graph.edges(data=True))
    return again


def assert_read_back(sample: Network, path: Path, language: Language = "zh") -> None:
    export(sample, path, language)
    found, wanted = read(path), written(sample, path, language)
    assert dict(found.nodes(data=True)) == dict(wanted.nodes(data=True))
    assert nx.utils.graphs_equal(found, wanted)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("sample", [district(), network({}), random_network(5), random_network(6)])
def test_networkx_reads_it_back(sample: Network, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "CHUNK", 9)
    assert_read_back(sample, tmp_path / f"网络{suffix}")
    assert_read_back(sample, tmp_path / f"network{suffix}", "en")


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None)
@given(sample=networks())
def test_hostile_networks_come_back(sample: Network, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        assert_read_back(sample, Path(directory) / f"x{suffix}")


def test_ids_stay_different_without_their_illegal_characters(tmp_path: Path) -> None:
    sample = network({"Place": [{"id": "a\x01"}, {"id": "a\x02"}, {"id": "a\ufffd"}]})
    for suffix in SUFFIXES:
        export(sample, tmp_path / f"x{suffix}")
        assert len(read(tmp_path / f"x{suffix}")) == 3


def test_labels_are_in_the_language(tmp_path: Path) -> None:
    sample = network({"Place": [{"name": ""}, {"name": "东街道"}]}, [{"kind": "LOCATED_IN", "source": "Place-1", "target": "Place-2"}])
    export(sample, tmp_path / "x.gexf", "en")
    graph = nx.read_gexf(tmp_path / "x.gexf")
    assert nx.get_node_attributes(graph, "label") == {"Place-1": "place", "Place-2": "东街道"}
    assert nx.get_edge_attributes(graph, "label") == {("Place-1", "Place-2"): "located in"}


def test_gephi_gets_typed_columns_unique_edges_and_edge_kinds(tmp_path: Path) -> None:
    export(district(), tmp_path / "x.gexf")
    root = ElementTree.parse(tmp_path / "x.gexf").getroot()
    space = "{http://gexf.net/1.3}"
    types = {a.get("title"): a.get("type") for a in root.iter(f"{space}attribute")}
    assert (types["technicians"], types["rep"], types["name"], types["date"]) == ("long", "boolean", "string", "string")
    edges = list(root.iter(f"{space}edge"))
    assert len({e.get("id") for e in edges}) == len(edges) == 8
    assert {e.get("kind") for e in edges} == {"LOCATED_IN", "MEMBER_OF", "WORKS_AT", "CONTACTS"}
    export(district(), tmp_path / "x.graphml")
    keys = [k.attrib for k in ElementTree.parse(tmp_path / "x.graphml").getroot().iter("{http://graphml.graphdrawing.org/xmlns}key")]
    assert len({k["id"] for k in keys}) == len(keys)
    assert {"node label string", "edge label string"} <= {f"{k['for']} {k['attr.name']} {k['attr.type']}" for k in keys}


def test_a_name_that_is_a_number_here_and_a_text_there_keeps_both(tmp_path: Path) -> None:
    sample = network({"Place": [{"duties": 5}], "Association": [{"duties": "联谊"}], "System": [{"weight": 0.5}, {"weight": 2}]})
    for suffix in SUFFIXES:
        assert_read_back(sample, tmp_path / f"x{suffix}")
    assert nx.get_node_attributes(read(tmp_path / "x.gexf"), "duties") == {"Place-1": 5, "Association-1": "联谊"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_network_same_bytes(suffix: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(random_network(7), tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_interrupted_export_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    path = tmp_path / "x.json"
    path.write_text("old")

    def failing(content: Any, file: Any) -> None:
        file.write("half")
        raise error

    monkeypatch.setitem(exports.FORMATS, ".json", failing)
    with pytest.raises(StoreError if isinstance(error, OSError) else KeyboardInterrupt):
        export(district(), path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x.json", "old")]


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"use \.graphml, \.gexf or \.json") as caught:
        export(district(), tmp_path / "x.xls")
    assert "请使用" in caught.value.message.zh
    with pytest.raises(StoreError, match="cannot write"):
        export(district(), tmp_path / "none" / "x.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(StoreError, match="cannot write"):
        export(district(), tmp_path / "folder.json")
    assert [p.name for p in tmp_path.iterdir()] == ["folder.json"]
