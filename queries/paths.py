"""Walking paths on arrays.

A front holds, for every start of a path ("row"), the nodes that it has reached: parallel arrays of row and node, with marks
for those that are reached certainly. A step joins a front with the edges of a block; no edge array is ever sorted, only
fronts are, and a front of all nodes of a kind is not even written down (`ALL`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..graph.network import Marks
from .routes import Hop

Index = NDArray[np.integer[Any]]
ALL: Literal["all"] = "all"


class Links(NamedTuple):
    """Edges of one hop that hold possibly. `sure` marks those that hold certainly, None for all of them."""

    hop: Hop
    near: Index
    far: Index
    sure: Marks | None
    edge: Index | None  # positions in the block; None for all of it


@dataclass(frozen=True)
class Front:
    """The nodes of `kind` that the rows have reached. `row` and `node` are None where every node is its own row."""

    kind: str
    row: Index | None
    node: Index | None
    sure: Marks | None = None  # None: all are reached certainly

    def rows(self, size: int) -> Index:
        return np.arange(size) if self.row is None else self.row

    def nodes(self, size: int) -> Index:
        return np.arange(size) if self.node is None else self.node

    def only(self, marks: Marks, size: int) -> Front:
        """The part of the front that is marked."""
        if marks.all():
            return self
        sure = None if self.sure is None else self.sure[marks]
        return Front(self.kind, self.rows(size)[marks], self.nodes(size)[marks], sure)

    def narrowed(self, sure: Marks | None) -> Front:
        """The same front where only what is marked too is reached certainly."""
        return Front(self.kind, self.row, self.node, _and(self.sure, sure))


def _and(left: Marks | None, right: Marks | None) -> Marks | None:
    """Marks of both, None standing for all."""
    if left is None:
        return right
    return left if right is None else left & right


def at(values: Marks | None, index: Index | None) -> Marks | None:
    """`values[index]`, where None stands for all."""
    return values if values is None or index is None else values[index]


class Join(NamedTuple):
    """Pairs of a front's entries and edges; None stands for all of them in order."""

    entry: Index | None
    link: Index | None


def join(nodes: Index | None, near: Index, size: int) -> Join:
    """All pairs (i, j) with ``nodes[i] == near[j]``; `nodes` None for 0..size-1. Sorts `nodes` at most, never `near`."""
    if nodes is None:
        return Join(near, None)
    degree = np.bincount(nodes, minlength=size)
    if len(nodes) == 0 or degree.max() <= 1:
        place = np.full(size, -1, dtype=np.int32)
        place[nodes] = np.arange(len(nodes), dtype=np.int32)
        entry = place[near]
        link = np.flatnonzero(entry >= 0)
        return Join(entry[link], link)
    order = np.argsort(nodes, kind="stable")
    starts = np.cumsum(degree) - degree
    repeats = degree[near]
    link = np.repeat(np.arange(len(near)), repeats)
    offset = np.arange(len(link)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return Join(order[starts[near[link]] + offset], link)


def advance(front: Front, links: Links, size: int) -> tuple[Front, Join]:
    """The front one hop further, and which edge led from which entry; `size` is the number of nodes of the front's kind."""
    pairs = join(front.node, links.near, size)
    row = pairs.entry if front.row is None else front.row[pairs.entry]
    far = links.far if pairs.link is None else links.far[pairs.link]
    sure = _and(at(front.sure, pairs.entry), at(links.sure, pairs.link))
    return Front(links.hop.far, row, far, sure), pairs


def distinct(fronts: Iterable[Front], size: int, rows: int) -> Front | None:
    """One front with every (row, node) once, certain where one of its entries is; None for no front.

    The fronts are of one kind, which has `size` nodes.
    """
    listed = list(fronts)
    if not listed:
        return None
    keys = np.concatenate([f.rows(rows).astype(np.int64) * size + f.nodes(rows) for f in listed])
    if all(f.sure is None for f in listed):
        unique = np.unique(keys)
        return Front(listed[0].kind, unique // size, unique % size)
    sure = np.concatenate([np.ones(len(f.nodes(rows)), dtype=bool) if f.sure is None else f.sure for f in listed])
    unique, place = np.unique(keys, return_inverse=True)
    marks = np.zeros(len(unique), dtype=bool)
    marks[place[sure]] = True
    return Front(listed[0].kind, unique // size, unique % size, marks)


def reach(
    front: Front,
    hops: Callable[[str], list[Links]],
    most: int | None,
    sizes: Callable[[str], int],
    rows: int,
) -> list[Front]:
    """Everything that the front reaches with at most `most` hops (None: any number), itself included; one front a kind.

    `hops(kind)` gives the links that lead on from a kind.
    """
    start = Front(front.kind, front.rows(rows), front.nodes(rows), front.sure)
    possible = _reached(start, hops, most, sizes, sure=False)
    if front.sure is None and all(links.sure is None for kind in possible for links in hops(kind)):
        return [Front(kind, keys // sizes(kind), keys % sizes(kind)) for kind, keys in sorted(possible.items())]
    sure = _reached(start, hops, most, sizes, sure=True)
    none = np.zeros(0, dtype=np.int64)
    return [
        Front(kind, keys // sizes(kind), keys % sizes(kind), np.isin(keys, sure.get(kind, none), assume_unique=True))
        for kind, keys in sorted(possible.items())
    ]


def _reached(
    front: Front, hops: Callable[[str], list[Links]], most: int | None, sizes: Callable[[str], int], sure: bool
) -> dict[str, NDArray[np.int64]]:
    """The same in one mode, as sorted keys row · size + node by kind."""
    fronts = [front]
    if sure and front.sure is not None:
        fronts = [Front(front.kind, front.row[front.sure], front.node[front.sure])]  # type: ignore[index]
    found: dict[str, NDArray[np.int64]] = {}
    done = 0
    while fronts:
        fresh: dict[str, list[NDArray[np.int64]]] = {}
        for part in fronts:
            fresh.setdefault(part.kind, []).append(part.rows(0).astype(np.int64) * sizes(part.kind) + part.nodes(0))
        fronts = []
        for kind, keys in fresh.items():
            new = np.setdiff1d(np.unique(np.concatenate(keys)), found.get(kind, np.zeros(0, dtype=np.int64)), assume_unique=True)
            if len(new) == 0:
                continue
            found[kind] = np.union1d(found[kind], new) if kind in found else new
            here = Front(kind, new // sizes(kind), new % sizes(kind))
            if most is None or done < most:
                fronts += [advance(here, _in_mode(links, sure), sizes(kind))[0] for links in hops(kind)]
        fronts = [Front(f.kind, f.row, f.node) for f in fronts]
        done += 1
    return found


def _in_mode(links: Links, sure: bool) -> Links:
    if not sure or links.sure is None:
        return links
    return Links(links.hop, links.near[links.sure], links.far[links.sure], None, None)


@dataclass(frozen=True)
class Components:
    """The connected components of all nodes of some kinds along some edges, in both modes.

    `label(kind)` gives them per node; `sure` and `possible` are the same object where no edge is uncertain.
    """

    offsets: dict[str, tuple[int, int]]
    sure: NDArray[np.int32]
    possible: NDArray[np.int32]
    touched_sure: Marks
    touched: Marks

    def of(self, labels: NDArray[Any], kind: str) -> NDArray[Any]:
        """The part of `labels` (or of the touched marks) that belongs to a kind."""
        first, last = self.offsets[kind]
        return labels[first:last]

    @property
    def number(self) -> int:
        """Labels are below it."""
        return len(self.sure)


def components(links: list[Links], sizes: dict[str, int]) -> Components:
    """The components along `links` (each edge once, in either direction) of all nodes of the kinds in `sizes`."""
    offsets, total = {}, 0
    for kind, size in sorted(sizes.items()):
        offsets[kind] = (total, total + size)
        total += size
    near, far = _ends(links, offsets)
    sure = np.concatenate([np.ones(len(part.near), dtype=bool) if part.sure is None else part.sure for part in links])
    labels, touched = _labels(near[sure], far[sure], total)
    if sure.all():
        return Components(offsets, labels, labels, touched, touched)
    # The uncertain edges, which are few, join what the certain ones leave apart.
    roots, place = np.unique(labels[np.stack([near[~sure], far[~sure]])], return_inverse=True)
    place = place.reshape(2, -1).astype(np.int32)
    joined = np.arange(total, dtype=np.int32)
    joined[roots] = roots[_labels(place[0], place[1], len(roots))[0]]
    touched_possibly = touched.copy()
    touched_possibly[near[~sure]] = touched_possibly[far[~sure]] = True
    return Components(offsets, labels, joined[labels], touched, touched_possibly)


def _ends(links: list[Links], offsets: dict[str, tuple[int, int]]) -> tuple[Index, Index]:
    """The two ends of all links, numbered over all kinds."""
    near = [part.near + np.int32(offsets[part.hop.near][0]) for part in links]
    far = [part.far + np.int32(offsets[part.hop.far][0]) for part in links]
    return np.concatenate(near), np.concatenate(far)


def _labels(near: Index, far: Index, size: int) -> tuple[NDArray[np.int32], Marks]:
    """The component of each of `size` nodes, named by its first node, and the nodes that have an edge at all.

    Every root is hung on a smaller neighbour, then all paths are shortened, until no edge joins two roots; each round at
    least halves the roots that still have such edges. Takes two thirds of the time of `scipy.sparse.csgraph` at a million
    nodes, and none of the half second that importing SciPy costs.
    """
    parent = np.arange(size, dtype=np.int32)
    touched = np.zeros(size, dtype=bool)
    touched[near] = touched[far] = True
    while len(near):
        # The least neighbour: with any other, a star whose centre comes last would take a round for each of its edges.
        np.minimum.at(parent, np.maximum(near, far), np.minimum(near, far))
        while not np.array_equal(parent, shorter := parent[parent]):
            parent = shorter
        near, far = parent[near], parent[far]
        apart = near != far
        near, far = near[apart], far[apart]
    return parent, touched
