"""Finding nodes, and their neighbours."""

from typing import Any

import pytest
from xinlian.graph.lookup import find, neighbours, positions

from .samples import district, network, random_network


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p1", [("Place", 1)]),
        (" 人1 ", [("Person", 0)]),
        ("林芳", [("Person", 0)]),
        ("林　芳", [("Person", 0)]),
        ("东街道办事处", [("Place", 1)]),
        ("东街", [("Place", 1)]),
        ("东街道办事处、东街", [("Place", 1)]),
        ("东", []),
        ("", []),
        (" ", []),
    ],
)
def test_find(text: str, found: Any) -> None:
    assert find(district(), text) == found


def test_several_of_one_name_are_all_told() -> None:
    sample = network({"Place": [{"name": "和平村"}, {"name": "和平村"}], "Department": [{"name": "和平村"}]})
    assert find(sample, "和平村") == [("Place", 0), ("Place", 1), ("Department", 0)]


def test_an_id_wins_over_a_name() -> None:
    sample = network({"Place": [{"id": "甲", "name": "乙"}, {"id": "乙", "name": "丙"}]})
    assert find(sample, "乙") == [("Place", 1)]


def test_positions_of_ids() -> None:
    found = positions(district(), ["e3", "e1", "人2"])
    assert {kind: p.tolist() for kind, p in found.items() if len(p)} == {"Person": [1], "Enterprise": [0, 2]}
    with pytest.raises(KeyError, match="nobody"):
        positions(district(), ["e3", "nobody"])


def test_neighbours_of_a_node() -> None:
    found = [(n.block.key.edge, n.kind, n.position, n.outgoing, n.row) for n in neighbours(district(), "Person", 0)]
    assert found == [
        ("CONTACTS", "Liaison", 0, False, 0),
        ("MEMBER_OF", "Association", 0, True, 0),
        ("MEMBER_OF", "Association", 0, True, 1),
    ]
    assert list(neighbours(district(), "Department", 0)) == []


def test_neighbours_are_all_edges() -> None:
    sample = random_network(3)
    ends = [n for kind in sample.frames for i in range(sample.size(kind)) for n in neighbours(sample, kind, i)]
    assert len(ends) == 2 * sum(len(block) for block in sample.blocks.values())
