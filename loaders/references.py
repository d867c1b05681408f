"""From a name, an id or a place in a cell to the node that it means; never by guessing.

One name that fits one node is that node. One that fits several is narrowed by the place of the row that names it. What is
left over leads to a placeholder: the edge then holds only possibly, and the problem names the candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from ..graph.network import Positions
from ..graph.schema import SCHEMA
from ..graph.text import Text
from . import codes
from .clean import is_uncountable, is_withheld
from .coded import Lookup
from .declaration import Creation
from .ledger_table import LedgerTable, strings
from .places import TIERS, Found, Places, Trouble
from .subjects import Listed

LIKENESS = 75
# What `is_withheld` and `is_uncountable` look for.
MAY_BE_WITHHELD = "(?i)[*＊×x某○●□■?？密隐略敏待]|公开|提供|统计|若干|[不未无难拒]|withheld|confidential|unknown"


@dataclass
class Made:
    """A node that no ledger lists: named in a cell, or standing for what a cell fails to name."""

    name: str
    placeholder: bool = False
    owner: str = ""  # what makes its identity besides its name: a district, or the node that it belongs to
    given: tuple[tuple[str, str], ...] = ()
    origins: list[tuple[int, int]] = field(default_factory=list)


class Directory:
    """All nodes of one kind, listed and made, and how to find them."""

    def __init__(self, kind: str, listed: Listed | None, places: Places) -> None:
        self.kind, self.listed, self.book = kind, listed, places
        self.made: list[Made] = []
        self._made_at: dict[tuple[str, str, bool], int] = {}

    @property
    def listed_size(self) -> int:
        return 0 if self.listed is None else len(self.listed)

    def __len__(self) -> int:
        return self.listed_size + len(self.made)

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        if self.listed is not None:
            for position, name in enumerate(strings(self.listed.names).to_pylist()):
                index[self._form(name)].append(position)
        return index

    def _form(self, name: str) -> str:
        """A name in the form in which two spellings of it are equal."""
        return codes.same_name(name) if self.kind == "Association" else name

    def named(self, name: str) -> list[int]:
        """The listed nodes of that name."""
        return self._names.get(self._form(name), [])

    def place(self, position: int) -> int:
        """The place of a listed node; -1 for none and for made nodes."""
        return int(self.listed.places[position]) if self.listed is not None and position < self.listed_size else -1

    def show(self, position: int) -> str:
        """A listed node as it is shown among candidates: its name, and its place where it has one."""
        assert self.listed is not None
        path = self.book.path(self.place(position))
        name = str(self.listed.names[position])
        return f"{name}（{path}）" if path else name

    def alike(self, name: str) -> list[str]:
        """Names that look like this one, best first."""
        close = process.extract(self._form(name), sorted(self._names), scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=3)
        return [self.show(self._names[found][0]) for found, _, _ in close]

    def find_ids(self, ids: pa.Array) -> Positions:
        """The nodes with these ids, -1 where there is none."""
        if self.listed is None:
            return np.full(len(ids), -1, dtype=np.int32)
        return self._lookup.find(ids)

    @cached_property
    def _lookup(self) -> Lookup:
        assert self.listed is not None
        return Lookup(strings(self.listed.ids))

    def make(self, made: Made, table: LedgerTable, row: int) -> int:
        """The position of a node that a cell makes; one per name, owner and standing."""
        key = (made.name, made.owner, made.placeholder)
        if key not in self._made_at:
            self._made_at[key] = self.listed_size + len(self.made)
            self.made.append(made)
        position = self._made_at[key]
        node = self.made[position - self.listed_size]
        node.given = node.given or made.given
        self.tell(position, table, row)
        return position

    def tell(self, position: int, table: LedgerTable, row: int) -> None:
        """Remembers that a row names a made node."""
        if position >= self.listed_size:
            self.made[position - self.listed_size].origins.append((table.index, int(table.rows[row])))


class PlaceDirectory(Directory):
    """The places, in the same words."""

    def __init__(self, places: Places) -> None:
        super().__init__("Place", None, places)

    def named(self, name: str) -> list[int]:
        text = self.book.canonical(name)
        return next((found for tier in reversed(TIERS) if (found := self.book.named(tier, text))), [])

    def place(self, position: int) -> int:
        return position

    def show(self, position: int) -> str:
        return self.book.path(position)

    def alike(self, name: str) -> list[str]:
        return [self.book.path(place) for place in self.book.alike("community", self.book.canonical(name))]

    def find_ids(self, ids: pa.Array) -> Positions:
        known = pa.array([code or None for code in self.book.codes], pa.string())
        return np.asarray(pc.fill_null(pc.index_in(ids, value_set=known), -1), dtype=np.int32)

    def make(self, made: Made, table: LedgerTable, row: int) -> int:
        self.book.reading = (table.index, int(table.rows[row]))
        return self.book.placeholder_for(made.name)


@dataclass
class Mentions:
    """What the cells of a column name: parallel arrays of the data row and the text, and how they are to be resolved."""

    table: LedgerTable
    key: str
    kinds: tuple[str, ...]
    row: Positions
    text: pa.Array
    creates: Creation = "never"
    given: tuple[tuple[str, str], ...] = ()


@dataclass
class Ends:
    """Where mentions lead: for each the kind (position in the tuple of kinds), the node, and whether that is sure."""

    kind: NDArray[np.int8]
    node: Positions
    sure: NDArray[np.bool_]


class References:
    """Resolves mentions against all directories."""

    def __init__(self, directories: dict[str, Directory], places: Places) -> None:
        self.directories, self.book = directories, places

    def by_id(self, mentions: Mentions) -> Ends:
        """The nodes with the mentioned ids."""
        ends = _nowhere(len(mentions.row))
        for number, kind in enumerate(mentions.kinds):
            found = self.directories[kind].find_ids(mentions.text)
            fresh = (found >= 0) & (ends.node < 0)
            ends.kind[fresh], ends.node[fresh] = number, found[fresh]
        for at in np.flatnonzero(ends.node < 0):
            self._lost(mentions, ends, int(at), mentions.text[int(at)].as_py(), [])
        return ends

    def by_name(self, mentions: Mentions, context: Positions, owners: Sequence[str] | None = None) -> Ends:
        """The nodes of the mentioned names.

        Args:
            context: for each data row of the table its place, -1 for none; narrows names that occur twice.
            owners: for each data row the id of its node, where nodes are made that belong to it alone.
        """
        ends = _nowhere(len(mentions.row))
        encoded = mentions.text.dictionary_encode()
        names, which = encoded.dictionary.to_pylist(), np.asarray(encoded.indices, dtype=np.int64)
        if mentions.creates == "own":
            for at, number in enumerate(which.tolist()):
                self._own(mentions, ends, at, names[number], owners or ())
            return ends
        withheld = _withheld(encoded.dictionary)
        found = [[] if hidden else self._find(mentions.kinds, name) for name, hidden in zip(names, withheld.tolist(), strict=True)]
        single = np.array([hits[0] if len(hits) == 1 else (0, -1) for hits in found], dtype=np.int32).reshape(-1, 2)
        if mentions.creates == "named":
            self._named(mentions, ends, names, found, withheld, which, context)
            return ends
        ends.kind[:], ends.node[:] = single[which, 0], single[which, 1]
        for at in np.flatnonzero(ends.node < 0).tolist():
            name, hits = names[which[at]], found[which[at]]
            if withheld[which[at]]:
                self._lost(mentions, ends, at, name, [], "reference-withheld")
            elif hits:
                self._narrow(mentions, ends, at, name, hits, int(context[mentions.row[at]]))
            else:
                alike = [shown for kind in mentions.kinds for shown in self.directories[kind].alike(name)][:3]
                self._lost(mentions, ends, at, name, alike)
        return ends

    def _find(self, kinds: tuple[str, ...], name: str) -> list[tuple[int, int]]:
        """The listed nodes of a name, as (number of the kind, node)."""
        found = [(number, node) for number, kind in enumerate(kinds) for node in self.directories[kind].named(name)]
        if not found and "Association" in kinds and (body := codes.without_post(name)) != name:
            return self._find(kinds, body)
        return found

    def _narrow(self, mentions: Mentions, ends: Ends, at: int, name: str, hits: list[tuple[int, int]], place: int) -> None:
        """The one of several nodes of a name that lies nearest around the row's place."""
        near = self._nearest(mentions, place, hits)
        if len(near) == 1:
            ends.kind[at], ends.node[at] = near[0]
        else:
            shown = [self.directories[mentions.kinds[number]].show(node) for number, node in hits]
            self._lost(mentions, ends, at, name, shown, "reference-ambiguous")

    def _nearest(self, mentions: Mentions, place: int, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of the found nodes that lie in the narrowest place around `place` that holds any of them."""
        while place >= 0:
            near = [(n, node) for n, node in found if self.book.lies_in(self.directories[mentions.kinds[n]].place(node), place)]
            if near:
                return near
            place = self.book.parents[place]
        return found

    def _named(
        self,
        mentions: Mentions,
        ends: Ends,
        names: list[str],
        found: list[list[tuple[int, int]]],
        withheld: NDArray[np.bool_],
        which: NDArray[np.int64],
        context: Positions,
    ) -> None:
        """One node per name within a district: the listed one, else one that is made."""
        homes = {place: self.book.home(place) for place in np.unique(context[mentions.row]).tolist()}
        settled: dict[tuple[int, int], tuple[int, int] | None] = {}
        for at, (number, place) in enumerate(zip(which.tolist(), context[mentions.row].tolist(), strict=True)):
            district = homes[place]
            if (number, district) not in settled:
                settled[number, district] = None if withheld[number] else self._one(mentions, at, names[number], found[number], district)
            node = settled[number, district]
            if node is not None:
                ends.kind[at], ends.node[at] = node
                self.directories[mentions.kinds[node[0]]].tell(node[1], mentions.table, int(mentions.row[at]))
            elif withheld[number]:
                self._lost(mentions, ends, at, names[number], [], "reference-withheld")
            else:
                self._narrow(mentions, ends, at, names[number], found[number], -1)

    def _one(self, mentions: Mentions, at: int, name: str, hits: list[tuple[int, int]], district: int) -> tuple[int, int] | None:
        """The node of a name within a district, made where none is listed; None where several are."""
        fitting = [(number, node) for number, node in hits if self._in_district(mentions.kinds[number], node, district)]
        if len(fitting) > 1:
            fitting = self._nearest(mentions, district, fitting)
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
        made = Made(name, owner=self.book.path(district), given=mentions.given)
        return 0, self.directories[mentions.kinds[0]].make(made, mentions.table, int(mentions.row[at]))

    def _in_district(self, kind: str, node: int, district: int) -> bool:
        there = self.book.home(self.directories[kind].place(node))
        return there < 0 or district < 0 or there == district

    def _own(self, mentions: Mentions, ends: Ends, one: int, name: str, owners: Sequence[str]) -> None:
        kind = mentions.kinds[0]
        shown = SCHEMA.nodes[kind].title.zh if codes.is_yes(name) else name
        made = Made(shown, owner=owners[int(mentions.row[one])], given=mentions.given)
        ends.kind[one], ends.node[one] = 0, self.directories[kind].make(made, mentions.table, int(mentions.row[one]))

    def _lost(self, mentions: Mentions, ends: Ends, one: int, text: str, candidates: list[str], code: str = "reference-unknown") -> None:
        """An edge that holds only possibly, to a placeholder, and the problem that says so."""
        kind = mentions.kinds[0]
        row = int(mentions.row[one])
        ends.kind[one], ends.sure[one] = 0, False
        ends.node[one] = self.directories[kind].make(Made(text, placeholder=True), mentions.table, row)
        title = SCHEMA.nodes[kind].title
        mentions.table.report(code, row, mentions.key, text, kind=title, candidates=listing(code, candidates))

    def by_place(self, mentions: Mentions, context: Positions) -> Ends:
        """The places of the mentioned texts, each read within the place of its row."""
        ends = _nowhere(len(mentions.row))
        known: dict[tuple[int, str], Found] = {}
        for at, (place, text) in enumerate(zip(context[mentions.row].tolist(), mentions.text.to_pylist(), strict=True)):
            if (place, text) not in known:
                self.book.reading = (mentions.table.index, int(mentions.table.rows[mentions.row[at]]))
                known[place, text] = self.book.within(place, text)
            found = known[place, text]
            ends.kind[at], ends.node[at], ends.sure[at] = 0, found.place, found.trouble is None
            if found.trouble is not None:
                tell_place(mentions.table, int(mentions.row[at]), mentions.key, found.trouble)
        return ends


def _withheld(names: pa.Array) -> NDArray[np.bool_]:
    """Which names are withheld or unknown (保密, 王**, 不详)."""
    marks = np.array(pc.match_substring_regex(names, MAY_BE_WITHHELD))
    for at in np.flatnonzero(marks):
        name = names[int(at)].as_py()
        marks[at] = is_withheld(name) or is_uncountable(name)
    return marks


def _nowhere(size: int) -> Ends:
    return Ends(np.zeros(size, np.int8), np.full(size, -1, np.int32), np.ones(size, bool))


def listing(code: str, candidates: Sequence[str]) -> Text:
    """Candidates as a problem shows them."""
    joined = "；".join(candidates[:5]) + ("…" if len(candidates) > 5 else "")
    if code.endswith("ambiguous"):
        return Text(joined, joined.replace("；", "; "))
    return Text(f"；是否为：{joined}" if joined else "", "; perhaps " + joined.replace("；", "; ") if joined else "")


def tell_place(table: LedgerTable, row: int, key: str, trouble: Trouble) -> None:
    """Reports a place that could not be told."""
    table.report(trouble.code, row, key, trouble.value, candidates=listing(trouble.code, trouble.candidates))
