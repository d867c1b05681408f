"""The network in memory: one frame per node kind, one block of edges per (edge kind, source kind, target kind).

A node is its kind and its position in that kind's frame; an edge end is a position too, so a gap query is boolean marks
and `bincount` on int32 arrays. Two facts are carried by mere presence, and nothing else records them:

- a frame column exists  <=>  some ledger had a column for that attribute;
- a block exists (if only with no rows)  <=>  some ledger had a column for such edges, or listed them.

Where neither exists, nothing is known and a rule says "unknown", never "no" (docs/architecture.md).

A *placeholder* node stands for a reference that could not be resolved. It is the end of edges with ``sure = False``, which
hold only possibly, and is never a target of a rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .schema import SCHEMA

if TYPE_CHECKING:
    import networkx

    from .views import Selection

Positions = NDArray[np.int32]
Marks = NDArray[np.bool_]


class BlockKey(NamedTuple):
    """Which edges a block holds."""

    edge: str
    source: str
    target: str


class Cell(NamedTuple):
    """Where a fact stands: the file's own 1-based row; `column` is the header text, "" for the whole row."""

    file: str
    sheet: str
    row: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table that was read. `columns` maps what a column gives ("technicians", "CONTACTS") to its header text."""

    file: str
    sheet: str
    ledger: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """All edges of one key. The arrays are parallel, in the order of the ledgers.

    `attributes` holds, besides the schema's attributes that some ledger had a column for:
    ``table`` (int32, position in `Network.tables`), ``row`` (int32, the file's row).
    """

    key: BlockKey
    source: Positions
    target: Positions
    sure: Marks
    attributes: pd.DataFrame

    def __len__(self) -> int:
        return len(self.source)

    @cached_property
    def by_source(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """CSR by source: edges of node i are ``order[starts[i]:starts[i + 1]]``; nodes past the last have none."""
        return _compressed(self.source)

    @cached_property
    def by_target(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """CSR by target, like `by_source`."""
        return _compressed(self.target)


def _compressed(ends: Positions) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    size = int(ends.max()) + 1 if len(ends) else 0
    starts = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=size), out=starts[1:])
    return starts, np.argsort(ends, kind="stable")


@dataclass(frozen=True)
class Origins:
    """Which rows tell of a node: parallel arrays, sorted by (kind's position, table, row)."""

    node: Positions
    table: Positions
    row: Positions


@dataclass(frozen=True)
class Network:
    """Nodes and edges with their provenance. Never changed after it is built.

    Attributes:
        frames: for every node kind of the schema its frame, index 0..n-1. Always present: ``id`` (unique in the
            whole network), ``name``, ``placeholder`` (bool). Other columns: `schema.Attribute.columns`.
        blocks: edges by key; a missing key means that no ledger tells of such edges.
        tables: the tables that were read; `Origins.table` and a block's ``table`` count into it.
        origins: for every node kind the rows that its nodes come from.
        reported: the latest date that a ledger states as its reporting date (填报时间, 单位 line, title), if any.
    """

    frames: Mapping[str, pd.DataFrame]
    blocks: Mapping[BlockKey, Block]
    tables: tuple[SourceTable, ...] = ()
    origins: Mapping[str, Origins] = field(default_factory=dict)
    reported: datetime.date | None = None

    def size(self, kind: str) -> int:
        """The number of nodes of a kind, placeholders included."""
        return len(self.frames[kind])

    def frame(self, kind: str) -> pd.DataFrame:
        return self.frames[kind]

    def real(self, kind: str) -> Marks:
        """Marks the nodes of a kind that are no placeholders."""
        placeholder: Marks = self.frames[kind]["placeholder"].to_numpy(dtype=bool)
        return ~placeholder

    def blocks_of(self, edge: str, source: str | None = None, target: str | None = None) -> Iterator[Block]:
        """The blocks of an edge kind, in sorted order, with these ends where given."""
        for key in sorted(self.blocks):
            if key.edge == edge and source in (None, key.source) and target in (None, key.target):
                yield self.blocks[key]

    @cached_property
    def parents(self) -> Positions:
        """For each place the position of the place that it surely lies in, -1 for a root."""
        parents = np.full(self.size("Place"), -1, dtype=np.int32)
        for block in self.blocks_of("LOCATED_IN", "Place", "Place"):
            first = block.sure
            # Written backwards so that the first row of the ledgers wins where a place is listed twice.
            parents[block.source[first][::-1]] = block.target[first][::-1]
        return parents

    @cached_property
    def place_paths(self) -> list[str]:
        """For each place its path from 区/县 down, joined by "/" (see `ABOVE_DISTRICT`)."""
        names = self.frames["Place"]["name"].tolist()
        levels = self.frames["Place"]["level"].tolist() if "level" in self.frames["Place"] else [""] * len(names)
        paths: dict[int, str] = {-1: ""}

        def path(place: int) -> str:
            chain: list[int] = []
            while place not in paths and len(chain) <= len(names):
                chain.append(place)
                place = int(self.parents[place])
            for inner in reversed(chain):
                above = paths.get(place, "")
                here = "" if levels[inner] in ABOVE_DISTRICT else names[inner]
                paths[inner] = "/".join(part for part in (above, here) if part)
                place = inner
            return paths[place]

        return [path(i) for i in range(len(names))]

    def location(self, kind: str) -> Positions:
        """For each node of a kind the position of its place (a place's parent), -1 where it has none.

        Where a node lies in several places the first listed wins; an unresolved reference leads to its placeholder.
        """
        if kind == "Place":
            return self.parents
        places = np.full(self.size(kind), -1, dtype=np.int32)
        for block in self.blocks_of("LOCATED_IN", kind, "Place"):
            places[block.source[::-1]] = block.target[::-1]
        return places

    def ancestor(self, kind: str, levels: tuple[str, ...]) -> Positions:
        """For each node of a kind the nearest place of one of `levels` that it lies in, or is; -1 where none."""
        level = self.frames["Place"]["level"]
        wanted = np.append(level.isin(levels).to_numpy(dtype=bool), True)
        parents = np.append(self.parents, np.int32(-1))
        places = np.arange(self.size("Place"), dtype=np.int32) if kind == "Place" else self.location(kind).copy()
        for _ in range(len(parents)):
            unsettled = ~wanted[places]
            if not unsettled.any():
                return places
            places[unsettled] = parents[places[unsettled]]
        raise ValueError("the place tree has a cycle")

    def cells(self, kind: str, position: int) -> list[Cell]:
        """The rows that tell of a node, in ledger order."""
        origins = self.origins.get(kind)
        if origins is None:
            return []
        # In the column's own type: with any other, NumPy converts the whole column for each question.
        first, last = np.searchsorted(origins.node, np.array([position, position + 1], origins.node.dtype))
        return [
            Cell(self.tables[t].file, self.tables[t].sheet, int(r))
            for t, r in zip(origins.table[first:last].tolist(), origins.row[first:last].tolist(), strict=True)
        ]

    def to_networkx(self, nodes: Selection | None = None, kinds: Collection[str] | None = None) -> networkx.MultiDiGraph:
        """The network, or the part between some nodes, as a read-only NetworkX graph: see `views.to_networkx`."""
        from .views import to_networkx  # NetworkX takes long to import, and few need it

        return to_networkx(self, nodes, kinds)


ABOVE_DISTRICT = ("省", "市")


def empty_frames() -> dict[str, pd.DataFrame]:
    """A frame without rows for every node kind."""
    return {
        kind: pd.DataFrame({"id": pd.Series(dtype="str"), "name": pd.Series(dtype="str"), "placeholder": pd.Series(dtype=bool)})
        for kind in SCHEMA.nodes
    }
