"""Columns as conditions read them, and intervals: the corners that random networks meet once in a thousand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from xinlian.queries.intervals import Interval, calculate, compare
from xinlian.queries.tables import Tables

from ..graph.samples import network

LEVELS = {"district": ("区",), "street": ("街道",), "community": ("社区",)}


def listed(modes) -> list[str]:
    return ["yes" if s else "perhaps" if p else "no" for s, p in zip(modes.sure, modes.possible, strict=True)]


def test_a_placeholder_may_have_any_of_several_codes() -> None:
    nodes = {
        "Service": [{"fields": "甲、乙"}, {"fields": "?、乙"}, {"fields": "?"}, {"fields": None}, {"fields": "乙", "placeholder": True}]
    }
    column = Tables(network(nodes), LEVELS).nodes("Service").coded("fields")
    assert listed(column.having("甲")) == ["yes", "perhaps", "perhaps", "no", "perhaps"]
    assert listed(column.having("乙")) == ["yes", "yes", "perhaps", "no", "perhaps"]


def test_no_text_is_taken_for_an_unknown_one() -> None:
    """A ledger may hold any text, the ones that stand for "unknown" inside included."""
    nodes = {
        "Association": [{"industry": "\0"}, {"industry": "?"}, {"industry": "甲", "placeholder": True}, {"industry": None}],
        "PartyBranch": [{"industry": "\0"}] * 4,
    }
    tables = Tables(network(nodes), LEVELS)
    left, right = (tables.nodes(kind).coded("industry") for kind in ("Association", "PartyBranch"))
    assert listed(left.equals(right)) == ["yes", "perhaps", "perhaps", "no"]
    assert listed(right.equals(left)) == ["yes", "perhaps", "perhaps", "no"]
    assert listed(left.matching("\0".__eq__)) == ["yes", "perhaps", "perhaps", "no"]


def test_flags() -> None:
    nodes = {
        "Person": [{"rep": True}, {"rep": False}, {"rep": None}, {"rep": True, "placeholder": True}, {"rep": False, "placeholder": True}]
    }
    table = Tables(network(nodes), LEVELS).nodes("Person")
    assert listed(table.flag("rep")) == ["yes", "no", "perhaps", "perhaps", "perhaps"]
    assert listed(table.known("rep")) == ["yes", "yes", "no", "perhaps", "perhaps"]
    assert listed(table.flag("key")) == ["perhaps"] * 5


def test_a_question_mark_is_a_text_where_nothing_is_withheld() -> None:
    nodes = {"Person": [{"name": "?"}, {"name": ""}, {"name": "x", "placeholder": True}]}
    column = Tables(network(nodes), LEVELS).nodes("Person").coded("name")
    assert listed(column.matching("?".__eq__)) == ["yes", "no", "perhaps"]


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        ((1, 2), "+", (10, math.inf), (11, math.inf)),
        ((1, 2), "-", (0, math.inf), (-math.inf, 2)),
        ((0, math.inf), "*", (0, 2), (0, math.inf)),
        ((-1, 2), "*", (3, 4), (-4, 8)),
        ((1, 3), "/", (2, 4), (0.25, 1.5)),
        ((1, 3), "/", (0, 4), (-math.inf, math.inf)),
        ((1, math.inf), "/", (2, math.inf), (0, math.inf)),
    ],
)
def test_arithmetic(left, operator, right, expected) -> None:
    one, other = (Interval(*(np.array([float(b)]) for b in bounds)) for bounds in (left, right))
    found = calculate(one, operator, other)
    assert (found.lo[0], found.hi[0]) == expected


def test_none_fails_every_comparison_but_its_opposite() -> None:
    none, one = Interval(*np.full((2, 1), math.nan)), Interval(*np.ones((2, 1)))
    nothing = calculate(one, "/", Interval(*np.zeros((2, 1))))
    for value in (none, nothing, calculate(none, "*", one), calculate(one, "+", none)):
        for sign in ("<", "<=", "=", ">=", ">"):
            assert listed(compare(value, sign, one)) == ["no"]
        assert listed(compare(value, "!=", one)) == ["yes"]
