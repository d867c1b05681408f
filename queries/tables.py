"""The columns of a network as conditions read them: codes, flags and intervals, with "none" and "unknown" told apart.

A column that no ledger has is unknown for every node, and so is every attribute of a placeholder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..graph.network import Block, Marks, Network
from ..graph.schema import CODES_SEPARATOR, SCHEMA, UNKNOWN, Attribute, EdgeKind, NodeKind, Value
from ..graph.values import Form
from .intervals import Interval, Modes, anything, certain

NONE = -1
Codes = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Coded:
    """A column of texts as positions in `words`; NONE for none, `unknown` (-2 where there is none) for unknown."""

    codes: Codes
    words: Sequence[str]
    unknown: int = -2

    def take(self, index: NDArray[np.integer]) -> Coded:
        return Coded(self.codes[index], self.words, self.unknown)

    def matching(self, test: Callable[[str], bool]) -> Modes:
        """Where a text passes `test`; it is called once per distinct text."""
        marks = np.zeros(len(self.words) + 1, dtype=bool)  # the last one answers for NONE
        marks[:-1] = [i != self.unknown and test(w) for i, w in enumerate(self.words)]
        return self.looked_up(marks)

    def having(self, word: str) -> Modes:
        """Where `word` is among several texts; an unknown one among them may be it."""
        parts = [w.split(CODES_SEPARATOR) for w in self.words]
        marks = np.zeros(len(parts) + 1, dtype=bool)
        maybe = marks.copy()
        marks[:-1] = [i != self.unknown and word in p for i, p in enumerate(parts)]
        maybe[:-1] = [i == self.unknown or UNKNOWN in p for i, p in enumerate(parts)]
        if not maybe.any():
            return self.looked_up(marks)
        return Modes(marks[self.codes], (marks | maybe)[self.codes])

    def looked_up(self, marks: Marks) -> Modes:
        sure = marks[self.codes]
        if self.unknown < 0:
            return certain(sure)
        maybe = marks.copy()
        maybe[self.unknown] = True
        return Modes(sure, maybe[self.codes])

    def equals(self, other: Coded) -> Modes:
        """Where two parallel columns say the same text; none equals nothing."""
        places = {word: i for i, word in enumerate(self.words) if i != self.unknown}
        translation = np.full(len(other.words) + 1, NONE, dtype=np.int64)
        translation[:-1] = [places.get(word, len(self.words) + i) for i, word in enumerate(other.words)]
        theirs = translation[other.codes]
        open_here, open_there = self.codes == self.unknown, other.codes == other.unknown
        present = (self.codes != NONE) & (other.codes != NONE)
        sure = (self.codes == theirs) & present & ~open_here & ~open_there
        return Modes(sure, present & (open_here | open_there | sure))


class Table:
    """The attributes of all nodes of a kind, or of all edges of a block."""

    def __init__(self, kind: NodeKind | EdgeKind, frame: pd.DataFrame, size: int, placeholder: Marks | None) -> None:
        self.kind = kind
        self.frame = frame
        self.size = size
        self.placeholder = placeholder if placeholder is not None and placeholder.any() else None
        self._columns: dict[str, Any] = {}

    def __len__(self) -> int:
        return self.size

    def declared(self, name: str) -> Attribute | None:
        """The schema's declaration of an attribute; None for id and name, which every node has."""
        return self.kind.attribute(name) if self.kind.has(name) else None

    def is_text(self, name: str) -> bool:
        """Whether an attribute is a text or a code."""
        declared = self.declared(name)
        return declared is None or declared.value in (Value.TEXT, Value.CODE)

    def holds(self, name: str) -> bool:
        """Whether some ledger had a column for the attribute."""
        declared = self.declared(name)
        return (declared.columns if declared else (name,))[0] in self.frame

    def coded(self, name: str) -> Coded:
        """A text or code attribute, or one with several codes."""
        if name not in self._columns:
            declared = self.declared(name)
            self._columns[name] = self._coded(name, unknown=declared is not None and declared.value is not Value.TEXT)
        found: Coded = self._columns[name]
        return found

    def _coded(self, name: str, unknown: bool) -> Coded:
        if not self.holds(name):
            return Coded(np.zeros(self.size, dtype=np.int8), [UNKNOWN], 0)
        column = self.frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, words = column.cat.codes.to_numpy(), list(column.cat.categories)
        else:
            codes, unique = pd.factorize(column)
            words = list(unique)
        place = words.index(UNKNOWN) if unknown and UNKNOWN in words else -2
        if "" in words:
            codes = np.where(codes == words.index(""), NONE, codes)
        if self.placeholder is not None:
            if place < 0:
                # A word of its own, which is never compared: a text column may really say "?".
                place, words = len(words), [*words, "\0"]
            codes = np.where(self.placeholder, place, codes)
        return Coded(codes, words, place)

    def flag(self, name: str) -> Modes:
        if name not in self._columns:
            self._columns[name] = self._flag(name)
        found: Modes = self._columns[name]
        return found

    def _flag(self, name: str) -> Modes:
        if not self.holds(name):
            return anything(self.size)
        values = self.frame[name].to_numpy()
        sure = values == 1
        if self.placeholder is None and not (values < 0).any():
            return certain(sure)
        possible = values != 0
        if self.placeholder is None:
            return Modes(sure, possible)
        return Modes(sure & ~self.placeholder, possible | self.placeholder)

    def interval(self, name: str) -> Interval:
        """A count or a date."""
        if name not in self._columns:
            self._columns[name] = self._interval(name)
        found: Interval = self._columns[name]
        return found

    def _interval(self, name: str) -> Interval:
        is_count = self.kind.attribute(name).value is Value.COUNT
        least = 0.0 if is_count else -np.inf
        if not self.holds(name):
            return Interval(np.full(self.size, least), np.full(self.size, np.inf))
        lo, hi = (self.frame[f"{name}_{end}"].to_numpy(dtype=np.float64) for end in ("lo", "hi"))
        if self.placeholder is not None:
            lo, hi = np.where(self.placeholder, least, lo), np.where(self.placeholder, np.inf, hi)
        return Interval(lo, hi)

    def known(self, name: str) -> Modes:
        """Whether the ledgers give a value: not none, not withheld. Nobody can say where no ledger has the column."""
        if not self.holds(name):
            return anything(self.size)
        declared = self.declared(name)
        match declared.value if declared else Value.TEXT:
            case Value.FLAG:
                modes = self.flag(name)
                marks = modes.sure | ~modes.possible
            case Value.COUNT:
                marks = self.frame[f"{name}_form"].to_numpy() < Form.MASKED
            case Value.DATE:
                found = self.interval(name)
                marks = np.isfinite(found.lo) | np.isfinite(found.hi)
            case _:
                column = self.coded(name)
                marks = (column.codes != NONE) & (column.codes != column.unknown)
        if self.placeholder is None:
            return certain(marks)
        return Modes(marks & ~self.placeholder, marks | self.placeholder)


class Tables:
    """The tables of a network, and the places that its nodes are in."""

    def __init__(self, network: Network, levels: dict[str, tuple[str, ...]]) -> None:
        self.network = network
        self.levels = levels
        self._nodes: dict[str, Table] = {}
        self._edges: dict[tuple[str, str, str], Table] = {}
        self._places: dict[tuple[str, str], Coded] = {}

    def nodes(self, kind: str) -> Table:
        if kind not in self._nodes:
            frame = self.network.frame(kind)
            self._nodes[kind] = Table(SCHEMA.nodes[kind], frame, len(frame), frame["placeholder"].to_numpy(dtype=bool))
        return self._nodes[kind]

    def edges(self, block: Block) -> Table:
        if block.key not in self._edges:
            self._edges[block.key] = Table(SCHEMA.edges[block.key.edge], block.attributes, len(block), None)
        return self._edges[block.key]

    def place(self, kind: str, level: str) -> Coded:
        """For each node of a kind its place of a level ("community", …) as a position + 1; 0 where that is not known.

        That is the place itself or the first above it. It is not known where the way up leads to an unresolved reference,
        where no ledger says in which places such nodes are, or where none gives the places' levels.
        """
        if (kind, level) not in self._places:
            self._places[kind, level] = self._place(kind, level)
        return self._places[kind, level]

    def _place(self, kind: str, level: str) -> Coded:
        size = self.network.size(kind)
        known = self.nodes("Place").holds("level") and (
            kind == "Place" or any(True for _ in self.network.blocks_of("LOCATED_IN", kind, "Place"))
        )
        if not known:
            return Coded(np.zeros(size, dtype=np.int64), (), 0)
        found = np.append(self._settled[level], NONE)
        start = np.arange(size) if kind == "Place" else self.network.location(kind)
        codes = found[start].astype(np.int64)
        if (placeholder := self.nodes(kind).placeholder) is not None:
            codes[placeholder] = 0
        return Coded(codes, (), 0)

    @cached_property
    def _settled(self) -> dict[str, NDArray[np.int64]]:
        """For each level and place the place of that level as a position + 1, NONE or 0 for unknown."""
        places = self.nodes("Place")
        parents = self.network.parents
        unsure = np.zeros(len(places), dtype=bool)
        for block in self.network.blocks_of("LOCATED_IN", "Place", "Place"):
            unsure[block.source[~block.sure]] = True
        unsure &= parents < 0
        if places.placeholder is not None:
            unsure |= places.placeholder
        level_of = places.coded("level")
        found = {}
        for level, names in self.levels.items():
            wanted = level_of.matching(set(names).__contains__).sure
            at = np.arange(len(places))
            result = np.full(len(places), NONE, dtype=np.int64)
            active = np.ones(len(places), dtype=bool)
            for _ in range(len(places) + 1):
                here = at[active]
                result[active] = np.where(wanted[here], here + 1, np.where(unsure[here], 0, NONE))
                active &= (result == NONE) & (parents[at] >= 0)
                if not active.any():
                    break
                at = np.where(active, parents[at], at)
            found[level] = result
        return found

    def same_place(self, left: Coded, right: Coded) -> Modes:
        """Where two parallel columns of `place` give the same place."""
        present = (left.codes != NONE) & (right.codes != NONE)
        unsettled = (left.codes == 0) | (right.codes == 0)
        same = (left.codes == right.codes) & present
        return Modes(same & ~unsettled, same | (unsettled & present))
