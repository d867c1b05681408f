"""Edges: from what the cells of a table name to the blocks of the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..graph.network import Block, BlockKey, Positions
from ..graph.schema import SCHEMA
from ..graph.text import Text
from . import codes
from .clean import persons, without_note
from .declaration import Column, End, Link, On, Relates
from .identities import listed_ids
from .ledger_table import Frame, LedgerTable, attribute_of, categorical
from .places import TIERS, Tier
from .references import Ends, Mentions, References
from .subjects import join

NOTED = "[（(][^）)]*(?:兼|专职|专人|专干|员|联络)[^）)]*[）)]"


@dataclass
class Batch:
    """Edges of one key from one table; parallel arrays."""

    source: Positions
    target: Positions
    sure: NDArray[np.bool_]
    frame: Frame
    table: int
    row: Positions


@dataclass
class Edges:
    """All batches by block key. A key with no batch is a block without edges: the ledgers could have told and did not."""

    batches: dict[BlockKey, list[Batch]] = field(default_factory=lambda: defaultdict(list))

    def declare(self, edge: str, sources: Iterable[str], targets: Iterable[str]) -> None:
        """Says that some ledger has a column for such edges."""
        for source in sources:
            for target in targets:
                if SCHEMA.edges[edge].allows(source, target):
                    self.batches[BlockKey(edge, source, target)]

    def add(
        self,
        edge: str,
        sources: tuple[tuple[str, ...], Ends],
        targets: tuple[tuple[str, ...], Ends],
        frame: Frame,
        table: LedgerTable,
        rows: Positions,
    ) -> None:
        """Adds edges between two parallel lists of ends, leaving out those of which an end is nowhere."""
        (source_kinds, source), (target_kinds, target) = sources, targets
        _check_order(frame, table, rows)
        there = (source.node >= 0) & (target.node >= 0) & ~table.refused[rows]
        for i, source_kind in enumerate(source_kinds):
            for j, target_kind in enumerate(target_kinds):
                if not SCHEMA.edges[edge].allows(source_kind, target_kind):
                    continue
                at = np.flatnonzero(there & (source.kind == i) & (target.kind == j))
                batch = Batch(
                    source.node[at],
                    target.node[at],
                    source.sure[at] & target.sure[at],
                    {name: values[at] for name, values in frame.items()},
                    table.index,
                    table.rows[rows[at]],
                )
                self.batches[BlockKey(edge, source_kind, target_kind)].append(batch)

    def blocks(self) -> dict[BlockKey, Block]:
        return {key: _block(key, self.batches[key]) for key in sorted(self.batches)}


def _check_order(frame: Frame, table: LedgerTable, rows: Positions) -> None:
    """Reports edges that end before they begin; both dates are then unknown."""
    if not {"since_lo", "until_hi"} <= frame.keys():
        return
    wrong = np.flatnonzero(np.asarray(frame["since_lo"]) > np.asarray(frame["until_hi"]))
    key = next((c.key for c in table.ledger.columns if getattr(c.role, "attribute", "") == "until" and table.has(c.key)), "")
    for at in wrong:
        table.report("date-order", int(rows[at]), key, table.texts(key)[int(rows[at])].as_py())
    for name, value in (("since_lo", -np.inf), ("since_hi", np.inf), ("until_lo", -np.inf), ("until_hi", np.inf)):
        frame[name] = np.where(np.isin(np.arange(len(rows)), wrong), value, np.asarray(frame[name]))


def _block(key: BlockKey, batches: Sequence[Batch]) -> Block:
    sizes = [len(batch.source) for batch in batches]
    columns: dict[str, object] = {}
    for attribute in SCHEMA.edges[key.edge].attributes:
        parts = [batch.frame if attribute.columns[0] in batch.frame else None for batch in batches]
        if any(part is not None for part in parts):
            columns |= join(parts, sizes, attribute.value, attribute.columns)
    columns["table"] = np.concatenate(
        [np.full(n, b.table, np.int32) for b, n in zip(batches, sizes, strict=True)] or [np.zeros(0, np.int32)]
    )
    columns["row"] = np.concatenate([b.row for b in batches] or [np.zeros(0, np.int32)]).astype(np.int32)
    return Block(
        key,
        np.concatenate([b.source for b in batches] or [np.zeros(0, np.int32)]).astype(np.int32),
        np.concatenate([b.target for b in batches] or [np.zeros(0, np.int32)]).astype(np.int32),
        np.concatenate([b.sure for b in batches] or [np.zeros(0, bool)]),
        pd.DataFrame(columns),
    )


@dataclass
class Linker:
    """Makes the edges of tables, once all listed nodes are known.

    Attributes:
        nodes: for each table the node of each row, -1 where it is refused or the table lists none.
        places: for each table the place of each row, -1 for none.
    """

    references: References
    edges: Edges
    nodes: dict[int, Positions]
    places: dict[int, Positions]
    _parties: dict[int, Positions] = field(default_factory=dict)  # the rows of ledgers of relations that name a political party

    def link(self, table: LedgerTable) -> None:
        """All edges of a table."""
        if table.ledger.edge is not None:
            self._relate(table, table.ledger.edge)
            return
        for column in table.ledger.columns:
            if isinstance(column.role, Link) and table.has(column.key) and not self._told_by_code(table, column):
                self._column(table, column, column.role)

    def _told_by_code(self, table: LedgerTable, column: Column) -> bool:
        """Whether a column of names of places is idle because another gives the codes of the same places."""
        if not (isinstance(column.role, Link) and column.role.by == "place" and table.has("place_codes")):
            return False
        return bool(pc.all(pc.not_equal(table.texts("place_codes"), "")).as_py())

    # -- a column of a ledger that lists nodes --------------------------------------------------------------------------

    def _column(self, table: LedgerTable, column: Column, link: Link) -> None:
        kind = table.ledger.kind
        assert kind is not None
        rows, texts = table.pieces(column.key, persons=_are_persons(link.kinds))
        kept = ~table.refused[rows]
        if kind == "Person" and link.edge == "MEMBER_OF":
            kept &= self._not_parties(table, column, rows, texts)
        rows, texts = _once(rows[kept], texts.filter(pa.array(kept)), len(table))
        mentions = Mentions(table, column.key, link.kinds, rows, texts, link.creates, link.given)
        far = self._resolve(mentions, link.by, table)
        near = Ends(np.zeros(len(rows), np.int8), self.nodes[table.index][rows], np.ones(len(rows), bool))
        frame = self._properties(table, column, link, rows)
        for edge, at in self._edge_kinds(table, link, rows):
            part = {name: values[at] for name, values in frame.items() if SCHEMA.edges[edge].has(_base(name))}
            ends = ((link.kinds, _take(far, at)), ((kind,), _take(near, at)))
            source, target = ends if link.far == "source" else ends[::-1]
            self.edges.declare(edge, source[0], target[0])
            self.edges.add(edge, source, target, part, table, rows[at])

    def _edge_kinds(self, table: LedgerTable, link: Link, rows: Positions) -> list[tuple[str, NDArray[np.int64]]]:
        """The edge kinds of a column's mentions: one, or two where the row's node decides (a guide guides, others contact)."""
        everything = np.arange(len(rows))
        if link.instead is None:
            return [(link.edge, everything)]
        attribute, code, edge = link.instead
        listed = self.references.directories[str(table.ledger.kind)].listed
        if listed is None or attribute not in listed.frame:
            return [(link.edge, everything)]
        nodes = self.nodes[table.index][rows]
        other = np.asarray(pd.Categorical(listed.frame[attribute])[nodes] == code)
        return [(kind, at) for kind, at in ((link.edge, np.flatnonzero(~other)), (edge, np.flatnonzero(other))) if len(at)] or [
            (link.edge, everything)
        ]

    def _not_parties(self, table: LedgerTable, column: Column, rows: Positions, texts: pa.Array) -> NDArray[np.bool_]:
        """Leaves out political parties among the bodies that persons take part in; the cell's text goes nowhere."""
        encoded = texts.dictionary_encode()
        party = np.array([codes.is_party(name) for name in encoded.dictionary.to_pylist()], dtype=bool)
        found = party[np.asarray(encoded.indices, dtype=np.int64)] if len(party) else np.zeros(len(rows), bool)
        reason = Text("人员与党派组织的关系", "a person's ties to a political party")
        for row in rows[found]:
            table.report("edge-refused", int(row), column.key, "", reason=reason)
        return ~found

    def _resolve(self, mentions: Mentions, by: str, table: LedgerTable) -> Ends:
        context = self.places[table.index]
        if by == "id":
            return self.references.by_id(mentions)
        if by == "place":
            return self.references.by_place(mentions, context)
        owners = None
        if mentions.creates == "own":
            ids = listed_ids(self.references.directories[str(table.ledger.kind)], self.references.book).to_pylist()
            owners = [ids[node].partition(":")[2] if node >= 0 else "" for node in self.nodes[table.index].tolist()]
        return self.references.by_name(mentions, context, owners)

    def _properties(self, table: LedgerTable, column: Column, link: Link, rows: Positions) -> Frame:
        """The edge attributes of a column's mentions: what the header says, then what other columns say."""
        constants = dict(link.constants)
        frame: Frame = {}
        role_key = link.role_column
        for other in table.ledger.columns:
            if isinstance(other.role, On) and column.key in other.role.link.split(",") and table.has(other.key):
                if other.role.attribute == "role" and link.edge == "CONTACTS":
                    role_key = other.key
                elif SCHEMA.edges[link.edge].has(other.role.attribute):
                    attribute = attribute_of(link.edge, other.role.attribute)
                    frame |= {name: values[rows] for name, values in table.given(other, attribute, link.edge).items()}
        if link.edge == "CONTACTS":
            frame |= _roles(table, role_key if table.has(role_key) else "", rows, constants, "duty" in frame)
            frame |= _noted(table, column.key, rows, frame)
        return frame

    # -- a ledger of relations ------------------------------------------------------------------------------------------

    def _relate(self, table: LedgerTable, edge: str) -> None:
        """One edge a row, between the ends that its columns name."""
        source, target = self._end(table, "source"), self._end(table, "target")
        lacking = (source[1].node < 0) | (target[1].node < 0)
        lacking[self._parties.get(table.index, np.zeros(0, np.int32))] = False
        for position in np.flatnonzero(lacking & ~table.refused) if not table.ledger.repeats else ():
            side = "source" if source[1].node[position] < 0 else "target"
            column = next(c for c in table.ledger.columns if isinstance(c.role, End) and c.role.side == side and table.has(c.key))
            table.refuse("row-nameless", int(position), column.key, "", wanted=column.title)
        rows = np.arange(len(table), dtype=np.int32)
        frame: Frame = {}
        for column in table.ledger.columns:
            if isinstance(column.role, Relates) and table.has(column.key):
                if column.role.attribute == "role" and edge == "CONTACTS":
                    frame |= _roles(table, column.key, rows, {}, table.has("duty"))
                else:
                    frame |= table.given(column, attribute_of(edge, column.role.attribute), edge)
        self.edges.declare(edge, source[0], target[0])
        self.edges.add(edge, source, target, frame, table, rows)

    def _end(self, table: LedgerTable, side: str) -> tuple[tuple[str, ...], Ends]:
        columns = {c.key: c.role for c in table.ledger.columns if isinstance(c.role, End) and c.role.side == side and table.has(c.key)}
        kinds = next(role.kinds for role in columns.values())
        if any(role.by == "place" for role in columns.values()):
            return kinds, self._place_end(table, columns)
        ends = Ends(np.zeros(len(table), np.int8), np.full(len(table), -1, np.int32), np.ones(len(table), bool))
        stated = self._stated_kinds(table, columns, kinds)
        for key, role in sorted(columns.items(), key=lambda item: item[1].by != "id"):
            if role.by == "kind":
                continue
            texts = table.names(key) if role.by == "name" else table.texts(key)
            open_rows = np.asarray(pc.not_equal(texts, "")) & (ends.node < 0) & ~table.refused
            for number in np.unique(stated[open_rows]).tolist():
                rows = np.flatnonzero(open_rows & (stated == number)).astype(np.int32)
                named = texts.take(pa.array(rows))
                if table.ledger.edge == "MEMBER_OF" and side == "target" and role.by == "name":
                    kept = self._not_parties(table, table.ledger.column(key), rows, named)
                    self._parties[table.index] = rows[~kept]
                    rows, named = rows[kept], named.filter(pa.array(kept))
                mentions = Mentions(table, key, kinds if number < 0 else kinds[number : number + 1], rows, named, role.creates)
                found = self._resolve(mentions, role.by, table)
                ends.kind[rows] = found.kind + max(number, 0)
                ends.node[rows], ends.sure[rows] = found.node, found.sure
        return kinds, ends

    def _stated_kinds(self, table: LedgerTable, columns: dict[str, End], kinds: tuple[str, ...]) -> Positions:
        """For each row which of the kinds its column of kinds states (联系对象类别); -1 where it states none."""
        key = next((key for key, role in columns.items() if role.by == "kind"), "")
        if not key:
            return np.full(len(table), -1, dtype=np.int32)
        encoded = table.texts(key).dictionary_encode()
        numbers: Positions = np.array([codes.stated_kind(text, kinds) for text in encoded.dictionary.to_pylist()], dtype=np.int32)
        stated: Positions = numbers[np.asarray(encoded.indices)]
        return stated

    def _place_end(self, table: LedgerTable, columns: dict[str, End]) -> Ends:
        found = self.places[table.index]
        sure = ~np.array([False, *self.references.book.placeholder][1:] or [False], dtype=bool)
        return Ends(np.zeros(len(table), np.int8), found, np.where(found >= 0, sure[found], True))


def _once(rows: Positions, texts: pa.Array, size: int) -> tuple[Positions, pa.Array]:
    """The names of each cell, each once: 甲会、甲会 is one membership."""
    if len(rows) <= size and len(np.unique(rows)) == len(rows):
        return rows, texts
    names = np.asarray(texts.dictionary_encode().indices, dtype=np.int64)
    _, first = np.unique(rows.astype(np.int64) * (len(names) + 1) + names, return_index=True)
    first.sort()
    return rows[first], texts.take(pa.array(first))


def _are_persons(kinds: tuple[str, ...]) -> bool:
    return all(SCHEMA.nodes[kind].person for kind in kinds)


def _take(ends: Ends, at: NDArray[np.int64]) -> Ends:
    return Ends(ends.kind[at], ends.node[at], ends.sure[at])


def _base(column: str) -> str:
    return column.removesuffix("_lo").removesuffix("_hi").removesuffix("_form")


def _roles(table: LedgerTable, key: str, rows: Positions, constants: dict[str, str], duty_given: bool) -> Frame:
    """The role and duty of contacts: from the role cell, else from the header."""
    default, duty = constants.get("role", ""), constants.get("duty", "")
    if not key:
        whole = np.zeros(len(rows), dtype=np.int32)
        frame: Frame = {"role": categorical(whole, [default])}
        return frame if duty_given else frame | {"duty": categorical(whole, [duty])}
    encoded = table.texts(key).dictionary_encode()
    told = [codes.role(text, default) for text in encoded.dictionary.to_pylist()]
    which = np.asarray(encoded.indices, dtype=np.int32)[rows]
    frame = {"role": categorical(which, [role for role, _ in told])}
    return frame if duty_given else frame | {"duty": categorical(which, [stated or duty for _, stated in told])}


def _noted(table: LedgerTable, key: str, rows: Positions, frame: Frame) -> Frame:
    """Role and duty with what stands in brackets behind a person's name: 林芳（兼职）, 李文（特派员）."""
    noted = np.asarray(pc.match_substring_regex(table.columns[key], NOTED))[rows]
    if not noted.any():
        return {}
    roles, duties = (["" if pd.isna(value) else str(value) for value in pd.Categorical(frame[name])] for name in ("role", "duty"))
    for row in np.unique(rows[noted]):
        notes = [without_note(one)[1] for one in persons(str(table.columns[key][int(row)].as_py()))]
        for at, note in zip(np.flatnonzero(rows == row), notes, strict=False):
            if note:
                roles[at], stated = codes.noted_role(note, roles[at])
                duties[at] = stated or duties[at]
    order = np.arange(len(rows), dtype=np.int32)
    return {"role": categorical(order, roles), "duty": categorical(order, duties)}


def place_parts(table: LedgerTable) -> dict[Tier, str]:
    """The columns of a table that tell parts of a place, by tier."""
    parts: dict[Tier, str] = {}
    for column in table.ledger.columns:
        part = getattr(column.role, "part", None)
        if part in TIERS and table.has(column.key):
            parts[part] = column.key
    return parts
