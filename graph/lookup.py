"""Finding nodes by what somebody typed, and walking from a node to its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .network import Block, Network, Positions
from .schema import CODES_SEPARATOR


class Neighbour(NamedTuple):
    """A node at the other end of an edge. `outgoing` says that the edge leads there; `row` is the edge's row in `block`."""

    kind: str
    position: int
    outgoing: bool
    block: Block
    row: int


def without_blanks(text: str) -> str:
    """`text` as names are kept: no blanks of any width."""
    return "".join(text.split())


def find(network: Network, text: str) -> list[tuple[str, int]]:
    """The nodes that `text` means, as (kind, position): those with this id, else with this name, else with this alias.

    Blanks in `text` do not count for names and aliases. Several nodes may share a name: the caller has to ask back.
    """
    name = without_blanks(text)
    if not name:
        return []
    return _matches(network, "id", {text.strip(), name}) or _matches(network, "name", {name}) or _by_alias(network, name)


def positions(network: Network, ids: Iterable[str]) -> dict[str, Positions]:
    """For every node kind the positions of the nodes with these ids, ascending.

    Raises:
        KeyError: no node has one of the ids.
    """
    wanted = set(ids)
    found = {kind: np.flatnonzero(_among(frame["id"], wanted)).astype(np.int32) for kind, frame in network.frames.items()}
    if sum(len(p) for p in found.values()) < len(wanted):
        known = {i for kind, p in found.items() for i in network.frames[kind]["id"].iloc[p]}
        raise KeyError(sorted(wanted - known)[0])
    return found


def neighbours(network: Network, kind: str, position: int) -> Iterator[Neighbour]:
    """The ends of all edges of a node: edge kinds in sorted order, rows in ledger order; outgoing edges of a block first."""
    for key in sorted(network.blocks):
        block = network.blocks[key]
        if key.source == kind:
            for row in _slice(block.by_source, position):
                yield Neighbour(key.target, int(block.target[row]), True, block, row)
        if key.target == kind:
            for row in _slice(block.by_target, position):
                yield Neighbour(key.source, int(block.source[row]), False, block, row)


def _slice(compressed: tuple[np.ndarray, np.ndarray], position: int) -> list[int]:
    starts, order = compressed
    return order[starts[position] : starts[position + 1]].tolist() if position + 1 < len(starts) else []


def _matches(network: Network, column: str, wanted: set[str]) -> list[tuple[str, int]]:
    return [
        (kind, int(position))
        for kind, frame in network.frames.items()
        if column in frame
        for position in np.flatnonzero(_among(frame[column], wanted))
    ]


def _by_alias(network: Network, name: str) -> list[tuple[str, int]]:
    """Nodes of which one alias, of several joined ones, is `name`."""
    found = []
    for kind, frame in network.frames.items():
        if "alias" in frame:
            candidates = np.flatnonzero(frame["alias"].str.contains(name[0], regex=False, na=False).to_numpy(dtype=bool))
            aliases = frame["alias"].iloc[candidates].tolist()
            found += [
                (kind, int(position))
                for position, alias in zip(candidates, aliases, strict=True)
                if name in {without_blanks(part) for part in (alias, *alias.split(CODES_SEPARATOR))}
            ]
    return found


def _among(series: pd.Series, wanted: set[str]) -> np.ndarray:
    # Arrow compares a million texts in some milliseconds; `Series.isin` is many times slower.
    values = pa.array(sorted(wanted), type=pa.large_string())
    marks = pc.is_in(pa.array(series, type=pa.large_string()), value_set=values)
    return np.asarray(marks.to_numpy(zero_copy_only=False), dtype=bool)
