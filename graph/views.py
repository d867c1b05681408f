"""A network, or a part of it, as a NetworkX graph that is computed from the columns when somebody looks.

NetworkX is the public graph API. A `MultiDiGraph` of a million persons costs 44 s and 2.4 GB to build, so nothing is built:
the graph's node and adjacency tables are mappings that read the columns. The graph is read-only; for long loops over
the whole of it, take a real one with ``networkx.MultiDiGraph(graph)``.
"""

from __future__ import annotations

from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import networkx
import numpy as np
from numpy.typing import NDArray

from .lookup import positions
from .network import Block, BlockKey, Network, Origins, Positions
from .records import Column, Plain, edge_columns, node_columns, records
from .schema import SCHEMA

Selection = Iterable[str] | Mapping[str, Sequence[int] | NDArray[Any]]
EdgeNumbers = Mapping[BlockKey, NDArray[np.int64]]
Record = dict[str, Plain]
Adjacency = dict[str, dict[str, Record]]

CHUNK = 4096


def to_networkx(network: Network, nodes: Selection | None = None, kinds: Collection[str] | None = None) -> networkx.MultiDiGraph:
    """The network, or the part of it between some nodes, as a read-only `networkx.MultiDiGraph`.

    A node is its id. Its attributes are ``kind``, ``name``, ``placeholder`` and what the ledgers say, as plain values
    (see `records`). An edge's key is ``CONTACTS.Liaison.Enterprise.17``: its ends' kinds and its number among such edges
    of the whole network; so a part and the whole agree on keys. An edge's attributes are ``kind``, ``sure``, ``role`` and what else the
    ledgers say, and ``file``, ``sheet``, ``row``.

    Args:
        nodes: ids, or for some kinds the positions of their nodes; None for all.
        kinds: node kinds and edge kinds to keep. Without a node kind among them, all stay; edge kinds alike.

    Raises:
        KeyError: an id or a kind does not exist.
    """
    chosen, numbers = _select(network, nodes, kinds)
    table = _Table(chosen, numbers)
    graph = networkx.MultiDiGraph()
    # NetworkX makes its own views in this way: the methods stay, the tables behind them are replaced.
    graph._node = _Nodes(table)
    graph._adj = _Rows(table, outgoing=True)
    graph._pred = _Rows(table, outgoing=False)
    return networkx.freeze(graph)


def part(network: Network, nodes: Selection | None = None, kinds: Collection[str] | None = None) -> Network:
    """The network between some nodes, with all its columns and blocks; arguments as for `to_networkx`."""
    return _select(network, nodes, kinds)[0]


def edge_id(key: BlockKey, number: int) -> str:
    """The key of an edge, unique in the whole graph."""
    return f"{key.edge}.{key.source}.{key.target}.{number}"


def _select(network: Network, nodes: Selection | None, kinds: Collection[str] | None) -> tuple[Network, EdgeNumbers]:
    """The chosen part, and for each of its blocks the numbers of its edges in the whole network."""
    if nodes is None and kinds is None:
        return network, {key: np.arange(len(block)) for key, block in network.blocks.items()}
    node_kinds, edge_kinds = _kinds(kinds)
    kept = _kept(network, nodes, node_kinds)
    renumbered = {kind: _renumbering(network.size(kind), positions) for kind, positions in kept.items()}
    blocks, numbers = {}, {}
    for key, block in network.blocks.items():
        if key.edge in edge_kinds:
            source, target = renumbered[key.source][block.source], renumbered[key.target][block.target]
            rows = np.flatnonzero((source >= 0) & (target >= 0))
            attributes = block.attributes.iloc[rows].reset_index(drop=True)
            blocks[key] = Block(key, source[rows], target[rows], block.sure[rows], attributes)
            numbers[key] = rows
    frames = {kind: network.frames[kind].iloc[positions].reset_index(drop=True) for kind, positions in kept.items()}
    origins = {kind: _origins(o, renumbered[kind]) for kind, o in network.origins.items()}
    return replace(network, frames=frames, blocks=blocks, origins=origins), numbers


def _kinds(kinds: Collection[str] | None) -> tuple[Collection[str], Collection[str]]:
    wanted = set(kinds or ())
    if unknown := wanted - SCHEMA.nodes.keys() - SCHEMA.edges.keys():
        raise KeyError(sorted(unknown)[0])
    return wanted & SCHEMA.nodes.keys() or SCHEMA.nodes.keys(), wanted & SCHEMA.edges.keys() or SCHEMA.edges.keys()


def _kept(network: Network, nodes: Selection | None, kinds: Collection[str]) -> dict[str, Positions]:
    """For every node kind the positions that stay, ascending."""
    if nodes is None:
        kept = {kind: np.arange(network.size(kind), dtype=np.int32) for kind in network.frames}
    elif isinstance(nodes, Mapping):
        if unknown := nodes.keys() - network.frames.keys():
            raise KeyError(sorted(unknown)[0])
        kept = {kind: np.unique(np.asarray(nodes.get(kind, ()), dtype=np.int32)) for kind in network.frames}
    else:
        kept = positions(network, nodes)
    none = np.empty(0, dtype=np.int32)
    return {kind: p if kind in kinds else none for kind, p in kept.items()}


def _renumbering(size: int, positions: Positions) -> Positions:
    """The new position of each of `size` nodes, -1 for those that do not stay."""
    numbers = np.full(size, -1, dtype=np.int32)
    numbers[positions] = np.arange(len(positions), dtype=np.int32)
    return numbers


def _origins(origins: Origins, renumbered: Positions) -> Origins:
    nodes = renumbered[origins.node]
    rows = nodes >= 0
    return Origins(nodes[rows], origins.table[rows], origins.row[rows])


class _Side(NamedTuple):
    """The edges of one block, seen from one of its ends."""

    key: BlockKey
    own: Positions
    other: Positions
    other_kind: str
    starts: NDArray[np.int64]
    order: NDArray[np.int64]
    numbers: NDArray[np.int64]
    columns: list[Column]


class _Table:
    """What the mappings below read: ids, columns, and which node an id is. All of it is made when first asked for."""

    def __init__(self, network: Network, numbers: EdgeNumbers) -> None:
        self.network = network
        self.numbers = numbers

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        return {kind: frame["id"].tolist() for kind, frame in self.network.frames.items()}

    @cached_property
    def nodes(self) -> dict[str, tuple[str, int]]:
        return {node: (kind, position) for kind, ids in self.ids.items() for position, node in enumerate(ids)}

    @cached_property
    def node_columns(self) -> dict[str, list[Column]]:
        return {kind: node_columns(self.network, kind) for kind in self.network.frames}

    def sides(self, outgoing: bool) -> dict[str, list[_Side]]:
        """For every node kind the blocks whose edges leave it, or lead to it."""
        found: dict[str, list[_Side]] = {kind: [] for kind in self.network.frames}
        for key in sorted(self.network.blocks):
            block = self.network.blocks[key]
            columns, numbers = edge_columns(self.network, block), self.numbers[key]
            if outgoing:
                found[key.source].append(_Side(key, block.source, block.target, key.target, *block.by_source, numbers, columns))
            else:
                found[key.target].append(_Side(key, block.target, block.source, key.source, *block.by_target, numbers, columns))
        return found

    def chunks(self) -> Iterator[tuple[str, int, int]]:
        """All nodes as (kind, first position, position after the last)."""
        for kind in self.network.frames:
            size = self.network.size(kind)
            for first in range(0, size, CHUNK):
                yield kind, first, min(first + CHUNK, size)


class _OnDemand(Mapping[str, Any]):
    """A mapping from node ids to something that is read for a stretch of nodes at once."""

    def __init__(self, table: _Table) -> None:
        self._table = table

    def _read(self, kind: str, first: int, last: int) -> Sequence[Any]:
        raise NotImplementedError

    def __getitem__(self, node: str) -> Any:
        kind, position = self._table.nodes[node]
        return self._read(kind, position, position + 1)[0]

    def __contains__(self, node: object) -> bool:
        return node in self._table.nodes

    def __iter__(self) -> Iterator[str]:
        for ids in self._table.ids.values():
            yield from ids

    def __len__(self) -> int:
        return sum(len(frame) for frame in self._table.network.frames.values())

    def items(self) -> ItemsView[str, Any]:
        return _Stretches(self)


class _Stretches(ItemsView[str, Any]):
    """The items of an `_OnDemand`, read by the thousand: one by one costs a hundred times as much."""

    _mapping: _OnDemand

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        table = self._mapping._table
        for kind, first, last in table.chunks():
            yield from zip(table.ids[kind][first:last], self._mapping._read(kind, first, last), strict=True)


class _Nodes(_OnDemand):
    def _read(self, kind: str, first: int, last: int) -> list[Record]:
        return records(self._table.node_columns[kind], np.arange(first, last))


class _Rows(_OnDemand):
    def __init__(self, table: _Table, outgoing: bool) -> None:
        super().__init__(table)
        self._outgoing = outgoing

    @cached_property
    def _sides(self) -> dict[str, list[_Side]]:
        return self._table.sides(self._outgoing)

    def _read(self, kind: str, first: int, last: int) -> list[Adjacency]:
        rows: list[Adjacency] = [{} for _ in range(first, last)]
        for side in self._sides[kind]:
            end = len(side.starts) - 1
            edges = side.order[side.starts[min(first, end)] : side.starts[min(last, end)]]
            own, other = (side.own[edges] - first).tolist(), side.other[edges].tolist()
            ids = self._table.ids[side.other_kind]
            for here, there, number, record in zip(
                own, other, side.numbers[edges].tolist(), records(side.columns, edges) if len(edges) else (), strict=True
            ):
                rows[here].setdefault(ids[there], {})[edge_id(side.key, number)] = record
        return rows
