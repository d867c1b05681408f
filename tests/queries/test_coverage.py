"""Coverage rates per place."""

from __future__ import annotations

import math

from xinlian.graph.values import MASKED
from xinlian.queries.coverage import coverage
from xinlian.queries.rules import load_pack
from xinlian.queries.run import evaluate

from ..graph.samples import network
from .networks import AS_OF

STREETS = ("街道", "镇", "乡")


def district():
    nodes = {
        "Place": [
            {"id": "区", "name": "青河区", "level": "区"},
            {"id": "东", "name": "东街道", "level": "街道"},
            {"id": "西", "name": "西镇", "level": "镇"},
            *({"id": f"东{i}", "name": f"东{i}社区", "level": "社区"} for i in range(3)),
            {"id": "西0", "name": "西村", "level": "村"},
        ],
        "Association": [{"id": "a", "kind": "新联会", "state": "成立"}, {"id": "b", "kind": "?", "state": "成立"}],
        "Enterprise": [{"id": "e", "technicians": 5}, {"id": "f", "technicians": MASKED}],
    }
    inside = [("东", "区"), ("西", "区"), *((f"东{i}", "东") for i in range(3)), ("西0", "西"), ("a", "东0"), ("b", "东1"), ("e", "东0")]
    return network(nodes, [{"kind": "LOCATED_IN", "source": s, "target": t} for s, t in inside])


def test_rates_per_street() -> None:
    frame = coverage(evaluate(district(), [load_pack("base")], AS_OF), STREETS)
    rows = frame[frame["rule"] == "A16.community"]
    assert rows["place"].tolist() == ["", "东", "西"]
    assert rows["path"].tolist() == ["", "青河区/东街道", "青河区/西镇"]
    assert rows[["met", "unmet", "unknown"]].to_numpy().tolist() == [[1, 2, 1], [1, 1, 1], [0, 1, 0]]
    assert rows["rate"].tolist() == [1 / 3, 1 / 2, 0]
    # An enterprise that is in no street is in the total alone.
    rows = frame[frame["rule"] == "A37"]
    assert rows["place"].tolist() == ["", "东"]
    assert rows["unknown"].tolist() == [1, 0]
    # Nobody guides anybody in these ledgers: no evidence, no rate.
    assert "E09.community" not in set(frame["rule"])
    # No target at all: the total shows it.
    empty = frame[frame["rule"] == "A33.contact"]
    assert empty[["met", "unmet", "unknown"]].to_numpy().tolist() == [[0, 0, 0]]
    assert math.isnan(empty["rate"].iloc[0])


def test_rates_per_community() -> None:
    frame = coverage(evaluate(district(), [load_pack("base")], AS_OF), ("社区", "村"))
    rows = frame[frame["rule"] == "A16.community"]
    assert rows["place"].tolist() == ["", "东0", "东1", "东2", "西0"]
    assert rows["rate"].tolist()[1] == 1
    assert math.isnan(rows["rate"].tolist()[2])


def test_an_empty_network_has_no_rates() -> None:
    frame = coverage(evaluate(network({}), [load_pack("base")], AS_OF), STREETS)
    assert frame["place"].tolist() == [""] * len(frame)
    assert frame["rate"].isna().all()
