"""Nodes and edges as plain Python values, read from the columns on demand; the view and the exports share them.

How a value looks as a plain one:

- a count that is exact: ``technicians: 12``. Any other: ``technicians_form: "range"`` with ``technicians_lo`` and
  ``technicians_hi`` as far as the ledger bounds it; a masked or missing count has its form alone, never a number.
- a date: ISO text, ``2024-06-30``; a span ``2017-01-01/2017-12-31``, with ``..`` for an open end; ``?`` for an unknown date.
- a flag: True, False, or None where the ledger withholds it.
- what the ledger says is none (an empty text, no code, no date) is left out.

``kind`` is the kind of the node or edge, so the attribute ``kind`` of some node kinds (组织类型 …) is called ``type`` here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .network import Block, Network
from .schema import COMMON_NODE_ATTRIBUTES, SCHEMA, Attribute, Value
from .values import Form

Rows = NDArray[Any]  # row numbers of a frame or block
Plain = str | int | float | bool | None
PlainType = Literal["string", "boolean", "long", "double"]

# Doubles hold whole numbers exactly up to here.
LARGEST_WHOLE = 2.0**53

RENAMED = {"kind": "type"}


class _Omitted:
    """Stands in a list of values where a record has none."""


OMITTED = _Omitted()
Values = list[Any]


class Column(NamedTuple):
    """One property of records: its name, its type when exported, and how to read it for some rows."""

    name: str
    type: PlainType
    read: Callable[[Rows], Values]


def node_columns(network: Network, kind: str) -> list[Column]:
    """The properties of the nodes of a kind: ``kind``, ``name``, ``placeholder``, and the attributes that the frame has."""
    frame = network.frames[kind]
    names = _texts(frame["name"])
    return [
        _constant("kind", kind),
        Column("name", "string", lambda rows: ["" if name is OMITTED else name for name in names(rows)]),
        Column("placeholder", "boolean", _plain(frame["placeholder"].to_numpy(dtype=bool))),
        *_attribute_columns(frame, (*COMMON_NODE_ATTRIBUTES[2:], *SCHEMA.nodes[kind].attributes)),
    ]


def edge_columns(network: Network, block: Block) -> list[Column]:
    """The properties of a block's edges: ``kind``, ``sure``, its attributes, and ``file``, ``sheet``, ``row`` of its source."""
    columns = [
        _constant("kind", block.key.edge),
        Column("sure", "boolean", _plain(block.sure)),
        *_attribute_columns(block.attributes, SCHEMA.edges[block.key.edge].attributes),
    ]
    if "table" in block.attributes and "row" in block.attributes:
        table = block.attributes["table"].to_numpy(dtype=np.int64)
        row = block.attributes["row"].to_numpy(dtype=np.int64)
        known = (table >= 0) & (table < len(network.tables))
        for name, values in (("file", [t.file for t in network.tables]), ("sheet", [t.sheet for t in network.tables])):
            columns.append(Column(name, "string", _chosen(np.where(known, table, -1), values)))
        columns.append(Column("row", "long", _where(known, row)))
    return columns


def records(columns: Iterable[Column], rows: Rows) -> list[dict[str, Plain]]:
    """One dictionary per row, its keys in the order of the columns."""
    found: list[dict[str, Plain]] = [{} for _ in range(len(rows))]
    for name, _, read in columns:
        for record, value in zip(found, read(rows), strict=True):
            if value is not OMITTED:
                record[name] = value
    return found


def _attribute_columns(frame: pd.DataFrame, attributes: Iterable[Attribute]) -> list[Column]:
    columns: list[Column] = []
    for attribute in attributes:
        if not all(column in frame for column in attribute.columns):
            continue
        name = RENAMED.get(attribute.name, attribute.name)
        if attribute.value is Value.COUNT:
            columns += _count_columns(name, *(frame[column].to_numpy() for column in attribute.columns))
        elif attribute.value is Value.DATE:
            columns.append(Column(name, "string", _dates(*(frame[column].to_numpy() for column in attribute.columns))))
        elif attribute.value is Value.FLAG:
            columns.append(Column(name, "boolean", _chosen(frame[attribute.name].to_numpy(), [False, True], missing=None)))
        elif attribute.value is Value.TEXT:
            columns.append(Column(name, "string", _texts(frame[attribute.name])))
        else:
            codes = frame[attribute.name].array
            columns.append(Column(name, "string", _chosen(codes.codes, codes.categories.tolist())))
    return columns


def _constant(name: str, value: str) -> Column:
    return Column(name, "string", lambda rows: [value] * len(rows))


def _plain(array: NDArray[Any]) -> Callable[[Rows], Values]:
    return lambda rows: list(array[rows].tolist())


def _where(known: NDArray[np.bool_], array: NDArray[Any]) -> Callable[[Rows], Values]:
    """Reads `array` where `known`."""
    return lambda rows: [v if k else OMITTED for v, k in zip(array[rows].tolist(), known[rows].tolist(), strict=True)]


def _chosen(codes: NDArray[Any], values: list[Any], missing: object = OMITTED) -> Callable[[Rows], Values]:
    """Reads the value that each code counts to; `missing` for -1."""
    # Python's index -1 is the last element.
    table = [*(OMITTED if value == "" else value for value in values), missing]
    return lambda rows: [table[code] for code in codes[rows].tolist()]


def _texts(series: pd.Series) -> Callable[[Rows], Values]:
    array = series.array
    return lambda rows: [v if isinstance(v, str) and v else OMITTED for v in array.take(rows).tolist()]


def _count_columns(name: str, lo: NDArray[Any], hi: NDArray[Any], form: NDArray[Any]) -> list[Column]:
    exact = (form == Form.EXACT) & (lo == hi)
    bounded = ~exact & (form < Form.MASKED)
    finite = np.concatenate([lo[np.isfinite(lo)], hi[np.isfinite(hi)]])
    whole = bool(np.all((np.floor(finite) == finite) & (np.abs(finite) <= LARGEST_WHOLE)))
    kind: PlainType = "long" if whole else "double"

    def numbers(array: NDArray[Any], wanted: NDArray[np.bool_]) -> Callable[[Rows], Values]:
        def read(rows: Rows) -> Values:
            known = wanted[rows] & np.isfinite(array[rows])
            values = np.where(known, array[rows], 0).astype(np.int64 if whole else np.float64)
            return [v if k else OMITTED for v, k in zip(values.tolist(), known.tolist(), strict=True)]

        return read

    forms = [f.name.lower() for f in Form]
    return [
        Column(name, kind, numbers(lo, exact)),
        Column(f"{name}_lo", kind, numbers(lo, bounded)),
        Column(f"{name}_hi", kind, numbers(hi, bounded)),
        Column(f"{name}_form", "string", _chosen(np.where(exact, -1, form), forms)),
    ]


def _dates(lo: NDArray[Any], hi: NDArray[Any]) -> Callable[[Rows], Values]:
    return lambda rows: [
        OMITTED if none else _span(first, last)
        for first, last, none in zip(_days(lo[rows]), _days(hi[rows]), np.isnan(lo[rows]).tolist(), strict=True)
    ]


def _days(numbers: NDArray[Any]) -> list[str]:
    """ISO days; ``..`` where there is no bound."""
    finite = np.isfinite(numbers)
    days = np.datetime_as_string(np.where(finite, numbers, 0).astype("int64").astype("datetime64[D]"))
    return [day if known else ".." for day, known in zip(days.tolist(), finite.tolist(), strict=True)]


def _span(first: str, last: str) -> str:
    if first == last:
        return "?" if first == ".." else first
    return f"{first}/{last}"
