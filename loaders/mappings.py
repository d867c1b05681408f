"""Saved mappings: how a foreign table is read, written in TOML.

    [[table]]
    file = "cn_listed_executives_*.csv"      # which files; "*" and "?" as in a shell
    sheet = "*"                              # which sheets, for workbooks

    [[table.node]]                           # one node a row; rows with one id are one node
    as = "person"
    kind = "Person"
    id = ["name", "code"]                    # one header, several, or { column = "code", first = 6 }
    name = "name"
    attributes = { category = "kind" }       # attribute of the kind = header
    constants = { rep = "是" }
    place = { district = "district" }        # or code, street, community, path

    [[table.edge]]
    kind = "WORKS_AT"
    source = "person"                        # the `as` of a node of this table,
    target = { kind = "Enterprise", id = "code" }    # or a node that another table lists
    attributes = { role = "jobs" }

A place is a node of kind "Place" with `id` (its code), `name`, `tier` (province, city, district, street, community) and
`parent` (the code of the place above). Each node and each edge becomes a declaration like those of `ledgers`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from ..graph.schema import SCHEMA, Attribute
from ..graph.text import Text
from .clean import header
from .declaration import Column, End, Gives, Id, Ledger, Name, PlacePart, Relates, Role, Where
from .places import TIERS

PLACE_PARTS: tuple[PlacePart, ...] = (*TIERS, "path", "code")


class MappingError(ValueError):
    """A mapping that cannot be used; the text says where and what would be right."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Where the cells of a column come from: one header or several joined, or the first characters of one."""

    headers: tuple[str, ...]
    first: int | None = None


@dataclass(frozen=True)
class Part:
    """One declaration that a mapped table yields, and where the cells of its columns come from."""

    ledger: Ledger
    picked: Mapping[str, Picked]


@dataclass(frozen=True)
class MappedTable:
    """How the tables of some files and sheets are read."""

    file: str
    sheet: str
    parts: tuple[Part, ...]
    headers: frozenset[str] = field(default_factory=frozenset)

    def fits(self, file: str, sheet: str) -> bool:
        """Whether the mapping is for this file and sheet."""
        return fnmatchcase(file, self.file) and fnmatchcase(sheet, self.sheet)


def read_mappings(tables: Sequence[Mapping[str, Any]]) -> tuple[MappedTable, ...]:
    """Mappings from the ``[[table]]`` entries of a TOML file. Raises MappingError for what the schema does not have."""
    return tuple(_table(number, entry) for number, entry in enumerate(tables, 1))


def _table(number: int, entry: Mapping[str, Any]) -> MappedTable:
    where = f"table {number}"
    _only(entry, ("file", "sheet", "node", "edge"), where)
    nodes = {str(node.get("as", node.get("kind", ""))): node for node in _entries(where, entry, "node")}
    parts = [_node(f"{where}, node {name}", name, node) for name, node in nodes.items()]
    parts += [_edge(f"{where}, edge {n}", edge, nodes) for n, edge in enumerate(_entries(where, entry, "edge"), 1)]
    if not parts:
        raise MappingError(f"{where}: neither a node nor an edge")
    headers = frozenset(header(text) for part in parts for picked in part.picked.values() for text in picked.headers)
    return MappedTable(str(entry.get("file", "*")), str(entry.get("sheet", "*")), tuple(parts), headers)


def _entries(where: str, entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise MappingError(f"{where}: write [[table.{key}]], one section each, not {key} = {value!r}")
    return value


def _pairs(where: str, entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = entry.get(key, {})
    if not isinstance(value, dict):
        raise MappingError(f"{where}: {key} must be a table, as {key} = {{ … = … }}, not {value!r}")
    return value


def _only(entry: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in entry:
        if key not in known:
            raise MappingError(f"{where}: unknown key {key!r}{_nearest(key, known)}")


def _nearest(text: str, known: Sequence[str]) -> str:
    found = process.extractOne(text, known, score_cutoff=60)
    return f"; did you mean {found[0]!r}?" if found else ""


def _picked(where: str, value: object) -> Picked:
    if isinstance(value, str):
        return Picked((value,))
    if isinstance(value, list) and all(isinstance(v, str) for v in value) and value:
        return Picked(tuple(value))
    if isinstance(value, dict) and isinstance(value.get("column"), str):
        _only(value, ("column", "first"), where)
        first = value.get("first")
        if first is not None and (not isinstance(first, int) or isinstance(first, bool) or first < 1):
            raise MappingError(f"{where}: first must be a number of characters, not {first!r}")
        return Picked((value["column"],), first)
    raise MappingError(f"{where}: expected a header, a list of headers or {{ column = …, first = … }}, not {value!r}")


def _node(where: str, name: str, entry: Mapping[str, Any]) -> Part:
    _only(entry, ("as", "kind", "id", "name", "attributes", "constants", "place", "tier", "parent"), where)
    kind = _kind(where, entry.get("kind"), tuple(SCHEMA.nodes))
    picked: dict[str, Picked] = {}
    columns: list[Column] = []

    def column(key: str, role: Role, value: object) -> None:
        picked[key] = _picked(f"{where}, {key}", value)
        columns.append(Column(key, Text(key, key), role))

    place = kind == "Place"
    if "id" in entry:
        column("code" if place else "id", Where("code") if place else Id(), entry["id"])
    if "name" in entry:
        column("community" if place else "name", Where("community") if place else Name(), entry["name"])
    if "parent" in entry:
        column("parent", Where("parent"), entry["parent"])
    for attribute, value in _pairs(where, entry, "attributes").items():
        _attribute(where, SCHEMA.nodes[kind].attributes, attribute)
        column(attribute, Gives(attribute), value)
    for part, value in _pairs(where, entry, "place").items():
        known = next((found for found in PLACE_PARTS if found == part), None)
        if known is None:
            raise MappingError(f"{where}: no part of a place is called {part!r}{_nearest(part, PLACE_PARTS)}")
        column(f"in_{part}", Where(known), value)
    constants = [(str(a), str(v)) for a, v in _pairs(where, entry, "constants").items()]
    for attribute, _ in constants:
        _attribute(where, SCHEMA.nodes[kind].attributes, attribute)
    if place:
        constants.append(("tier", _tier(where, entry.get("tier"))))
    if not {"id", "name", "code", "community"} & picked.keys():
        raise MappingError(f"{where}: a node needs an id or a name")
    return Part(Ledger(name, Text(name, name), kind, tuple(columns), assumed=tuple(constants), repeats=True), picked)


def _tier(where: str, value: object) -> str:
    if value not in TIERS:
        raise MappingError(f"{where}: tier must be one of {', '.join(TIERS)}, not {value!r}")
    return str(value)


def _edge(where: str, entry: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> Part:
    _only(entry, ("kind", "source", "target", "attributes"), where)
    edge = _kind(where, entry.get("kind"), tuple(SCHEMA.edges))
    picked: dict[str, Picked] = {}
    columns: list[Column] = []
    kinds = []
    sides: tuple[Literal["source", "target"], ...] = ("source", "target")
    for side in sides:
        node = _end(f"{where}, {side}", entry.get(side), nodes)
        by: Literal["id", "name"] = "id" if "id" in node else "name"
        picked[side] = _picked(where, node[by])
        kinds.append(_kind(where, node.get("kind"), tuple(SCHEMA.nodes)))
        columns.append(Column(side, Text(side, side), End(side, (kinds[-1],), by)))
    if not SCHEMA.edges[edge].allows(*kinds):
        allowed = ", ".join(f"{s} → {t}" for s, t in SCHEMA.edges[edge].pairs())
        raise MappingError(f"{where}: {edge} cannot lead from {kinds[0]} to {kinds[1]}; it leads {allowed}")
    for attribute, value in _pairs(where, entry, "attributes").items():
        _attribute(where, SCHEMA.edges[edge].attributes, attribute)
        picked[attribute] = _picked(where, value)
        columns.append(Column(attribute, Text(attribute, attribute), Relates(attribute)))
    return Part(Ledger(edge.lower(), Text(edge, edge), None, tuple(columns), edge=edge, repeats=True), picked)


def _end(where: str, value: object, nodes: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """An end of a mapped edge: a node of the table by its `as`, or kind and id (or name) of one that another table lists."""
    if isinstance(value, dict):
        _only(value, ("kind", "id", "name"), where)
        if not {"id", "name"} & value.keys():
            raise MappingError(f"{where}: an end needs an id or a name")
        return value
    if str(value) not in nodes:
        raise MappingError(f"{where}: {value!r} is no node of this table{_nearest(str(value), tuple(nodes))}")
    return nodes[str(value)]


def _kind(where: str, value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise MappingError(f"{where}: unknown kind {value!r}{_nearest(str(value), known)}")
    return str(value)


def _attribute(where: str, attributes: Sequence[Attribute], name: str) -> None:
    names = tuple(attribute.name for attribute in attributes)
    if name not in names:
        raise MappingError(f"{where}: unknown attribute {name!r}{_nearest(name, names)}")


def pick(picked: Picked, find: Mapping[str, pa.ChunkedArray]) -> pa.ChunkedArray:
    """The cells of a mapped column. `find` has the table's columns by the normal form of their header; KeyError if one lacks."""
    columns = [find[header(text)] for text in picked.headers]
    cells = columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*(pc.fill_null(c, "") for c in columns), " ")
    return cells if picked.first is None else pc.utf8_slice_codeunits(cells, 0, picked.first)
