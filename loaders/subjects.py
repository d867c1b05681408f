"""Which node each row of the ledgers of one kind is: identity, merging, and the frame of the kind.

A ledger id or a credit code identifies a node first. A body's name identifies it where the rows with that name do not
contradict each other in id, code or place. A person of the people ledger is never merged by name (docs/architecture.md, identity).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..graph.network import Positions
from ..graph.schema import SCHEMA, Value
from ..graph.text import Text
from ..graph.values import Form
from . import codes
from .coded import repeats
from .declaration import Gives, Id, Name
from .ledger_table import Frame, LedgerTable, attribute_of, categorical, constant, strings, texts
from .places import Places


@dataclass
class Listed:
    """The nodes of one kind that ledgers list.

    Attributes:
        positions: for each table, the node of each row; -1 where the row is refused.
        names, ids, places: by node; an id is "" where the ledgers give none, a place -1.
        frame: the attribute columns by node.
        origins: node, table and file row of each row that is kept.
    """

    kind: str
    tables: list[LedgerTable]
    positions: list[Positions]
    names: NDArray[np.generic]
    ids: NDArray[np.generic]
    places: Positions
    frame: Frame
    origins: tuple[Positions, Positions, Positions]

    def __len__(self) -> int:
        return len(self.names)


class Rows:
    """All rows of the ledgers of one kind, one after the other."""

    def __init__(self, kind: str, tables: list[LedgerTable], locations: list[Positions], places: Places) -> None:
        self.kind, self.tables, self.book = kind, tables, places
        self.starts = np.cumsum([0, *map(len, tables)])
        self.places = np.concatenate([*locations, np.zeros(0, np.int32)]).astype(np.int32)
        self.names = self._column(Name, lambda table, key: table.names(key))
        self.ids = self._column(Id, lambda table, key: table.texts(key))
        self.label = np.arange(len(self), dtype=np.int64)
        self._followed: set[int] = set()  # rows that others were merged into
        self.refused = np.concatenate([*(t.refused for t in tables), np.zeros(0, bool)])

    def __len__(self) -> int:
        return int(self.starts[-1])

    def _column(self, role: type, read: Callable[[LedgerTable, str], pa.Array]) -> pd.Series:
        parts = []
        for table in self.tables:
            key = next((c.key for c in table.ledger.columns if isinstance(c.role, role) and table.has(c.key)), None)
            parts.append(texts(read(table, key)) if key else pd.array([""] * len(table), dtype="str"))
        return pd.Series(pd.concat([pd.Series(part) for part in parts], ignore_index=True) if parts else [], dtype="str")

    def at(self, row: int) -> tuple[LedgerTable, int]:
        """The table of a row, and its position there."""
        table = int(np.searchsorted(self.starts, row, side="right")) - 1
        return self.tables[table], row - int(self.starts[table])

    def where(self, row: int) -> Text:
        """A row as a reader finds it."""
        table, position = self.at(row)
        line = int(table.rows[position])
        place = " ".join(part for part in (table.file, table.sheet) if part)
        return Text(f"{place} 第{line}行", f"{place} row {line}")

    def repeated(self, keys: pd.Series, among: NDArray[np.bool_]) -> Iterator[list[int]]:
        """The rows that share a key, for keys that occur more than once, in row order."""
        again = repeats(strings(keys.array))
        if not again.any():
            return  # the usual case, told without looking for the rows
        some = keys[again & among & ~self.refused]
        some = some[some.duplicated(keep=False)]
        for _, group in some.groupby(some, sort=False):
            yield [int(row) for row in group.index]

    def merge(self, row: int, into: int, tell: bool = True) -> None:
        """Takes a row as the same node as an earlier one; reported where both stand in ledgers of one type."""
        if self.label[row] != row or row in self._followed:
            self.label[self.label == self.label[row]] = self.label[into]  # with all that was merged into it before
        self.label[row] = self.label[into]
        self._followed.add(int(self.label[into]))
        table, position = self.at(row)
        # A guide may well have a row for each community.
        several_rows = table.ledger.repeats or (self.kind == "Liaison" and any(table.has(key) for key in SERVED))
        if tell and not several_rows and table.ledger.name == self.at(into)[0].ledger.name:
            table.report("duplicate-row", position, self.key(table, Name), self.names[row], other=self.where(into))

    def key(self, table: LedgerTable, role: type) -> str:
        return next((c.key for c in table.ledger.columns if isinstance(c.role, role) and table.has(c.key)), "")


def identify(kind: str, tables: list[LedgerTable], locations: list[Positions], places: Places) -> Listed:
    """The nodes of a kind that is not Place.

    Args:
        tables: the ledgers that list the kind, in reading order.
        locations: for each table the place of each row, -1 for none.
    """
    rows = Rows(kind, tables, locations, places)
    _refuse_nameless(rows)
    _merge_by_id(rows)
    codes_given = _credit_codes(rows) if kind == "Enterprise" else None
    if kind == "Person":
        _report_doubles(rows)
    else:
        _merge_by_name(rows, codes_given)
    return _listed(rows)


def _refuse_nameless(rows: Rows) -> None:
    names = rows.names.mask(rows.names == "", rows.ids)
    for row in np.flatnonzero((names == "").to_numpy(dtype=bool) & ~rows.refused):
        table, position = rows.at(int(row))
        rows.refused[row] = table.refused[position] = True
        if table.ledger.repeats:
            continue  # a mapped table need not have every node in every row
        key = rows.key(table, Name) or rows.key(table, Id)
        title = table.ledger.column(key).title if key else Text("名称", "name")
        table.report("row-nameless", position, key, "", wanted=title)
    rows.names = names


def _merge_by_id(rows: Rows) -> None:
    """Rows with one id are one node; one whose name contradicts the first is refused (the id is wrong in one of them)."""
    for group in rows.repeated(rows.ids, np.ones(len(rows), bool)):
        first = group[0]
        for row in group[1:]:
            if codes.same_name(rows.names[row]) == codes.same_name(rows.names[first]):
                rows.merge(row, first)
            else:
                table, position = rows.at(row)
                table.refuse("duplicate-id", position, rows.key(table, Id), rows.ids[row], other=rows.where(first))
                rows.refused[row] = True


def _credit_codes(rows: Rows) -> pd.Series:
    """Merges rows with one valid credit code, and returns the valid codes by row."""
    found = pd.Series([""] * len(rows), dtype="str")
    for table, start in zip(rows.tables, rows.starts.tolist(), strict=False):
        if not table.has("uscc"):
            continue
        written, valid = table.credit_codes("uscc")
        found.iloc[start : start + len(table)] = texts(pc.if_else(pa.array(valid), written, ""))
    for group in rows.repeated(found, np.ones(len(rows), bool)):
        for row in group[1:]:
            if rows.label[row] == rows.label[group[0]]:
                continue
            same = rows.names[row] == rows.names[group[0]]
            rows.merge(row, group[0], tell=same)
            if not same:
                table, position = rows.at(row)
                table.report("value-conflict", position, rows.key(table, Name), rows.names[row], other=rows.where(group[0]))
    return found


def _merge_by_name(rows: Rows, codes_given: pd.Series | None) -> None:
    """Bodies of one name are one node unless id, credit code, unit or place tell them apart."""
    keys = rows.names.map(codes.same_name) if rows.kind == "Association" else rows.names
    units = _units(rows, TOLD_APART_BY[rows.kind]) if rows.kind in TOLD_APART_BY else None
    for group in rows.repeated(keys, np.ones(len(rows), bool)):
        kept: list[int] = []
        for row in group:
            fitting = [other for other in kept if _agree(rows, row, other, codes_given, units)]
            if len(fitting) == 1:
                if rows.label[row] != rows.label[fitting[0]]:
                    rows.merge(row, fitting[0])
            else:
                kept.append(row)


SERVED = ("guides", "places", "place_codes", "enterprises", "enterprise_ids", "persons")
# The column that makes two of one name different, besides id and place.
TOLD_APART_BY = {"Liaison": "unit", "Department": "of"}


def _units(rows: Rows, key: str) -> pd.Series:
    parts = [texts(t.names(key)) if t.has(key) else pd.array([""] * len(t), dtype="str") for t in rows.tables]
    return pd.concat([pd.Series(part) for part in parts], ignore_index=True)


def _agree(rows: Rows, one: int, other: int, codes_given: pd.Series | None, units: pd.Series | None) -> bool:
    """Whether nothing that two rows of one name say makes them different."""
    for values in (rows.ids, codes_given, units):
        if values is not None and values[one] and values[other] and values[one] != values[other]:
            return False
    if rows.kind == "Liaison":
        return _district(rows, one) == _district(rows, other) or -1 in (_district(rows, one), _district(rows, other))
    a, b = int(rows.places[one]), int(rows.places[other])
    return a < 0 or b < 0 or rows.book.lies_in(a, b) or rows.book.lies_in(b, a)


def _district(rows: Rows, row: int) -> int:
    return rows.book.home(int(rows.places[row]))


def _report_doubles(rows: Rows) -> None:
    """Persons of one name, place and unit are told, and stay two; those with ids of their own are two anyway."""
    without_id = (rows.ids == "").to_numpy(dtype=bool) & ~rows.refused
    if not without_id.any():
        return
    for group in rows.repeated(_personal_keys(rows, np.flatnonzero(without_id)), without_id):
        for row in group[1:]:
            table, position = rows.at(row)
            table.report("duplicate-person", position, rows.key(table, Name), rows.names[row], other=rows.where(group[0]))


def _personal_keys(rows: Rows, among: NDArray[np.int64]) -> pd.Series:
    """By row, for the rows asked for: name, place and unit as one text; "" elsewhere."""
    keys = np.full(len(rows), "", dtype=object)
    for table, start in zip(rows.tables, rows.starts.tolist(), strict=False):
        own = among[(among >= start) & (among < start + len(table))]
        key = next((k for k in ("employer", "employer_id") if table.has(k)), "")
        units = table.names(key).take(pa.array(own - start)).to_pylist() if key else [""] * len(own)
        for row, unit in zip(own.tolist(), units, strict=True):
            keys[row] = f"{rows.names[row]}\x1f{rows.places[row]}\x1f{unit}"
    return pd.Series(keys, dtype="str")


def _listed(rows: Rows) -> Listed:
    """The nodes, in order of first appearance, and what their rows say of them."""
    kept = np.flatnonzero(~rows.refused)
    nodes, first = np.unique(rows.label[kept], return_inverse=True)
    position = np.full(len(rows), -1, dtype=np.int32)
    position[kept] = first.astype(np.int32)
    size = len(nodes)
    heads = nodes.astype(np.int64)  # a label is the row that stands first
    table_of = np.concatenate([np.full(len(t), t.index, np.int32) for t in rows.tables] or [np.zeros(0, np.int32)])
    row_of = np.concatenate([t.rows for t in rows.tables] or [np.zeros(0, np.int32)]).astype(np.int32)
    order = np.argsort(position[kept], kind="stable")
    doubled = np.bincount(position[kept], minlength=size) > 1
    places = rows.places[heads].copy()
    ids = rows.ids.iloc[heads].reset_index(drop=True)
    for row in kept[doubled[position[kept]]]:
        node = position[row]
        if rows.places[row] >= 0 and (places[node] < 0 or rows.book.lies_in(int(rows.places[row]), int(places[node]))):
            places[node] = rows.places[row]  # the narrower of two places that agree
        if not ids.iloc[node] and rows.ids.iloc[row]:
            ids.iloc[node] = rows.ids.iloc[row]
    frame = _frame(rows, kept, position, heads, doubled)
    return Listed(
        rows.kind,
        rows.tables,
        [position[a:b] for a, b in zip(rows.starts[:-1].tolist(), rows.starts[1:].tolist(), strict=True)],
        rows.names.iloc[heads].array,
        ids.array,
        places,
        frame,
        (position[kept][order], table_of[kept][order], row_of[kept][order]),
    )


def _frame(rows: Rows, kept: NDArray[np.int64], position: Positions, heads: NDArray[np.int64], doubled: NDArray[np.bool_]) -> Frame:
    """The attribute columns by node: the first row's values, filled from later rows of the node where it has none."""
    frame: Frame = {}
    for attribute in SCHEMA.nodes[rows.kind].attributes:
        parts = [attribute_rows(table, attribute.name, rows.kind) for table in rows.tables]
        if all(part is None for part in parts):
            continue
        joined = join(parts, [len(t) for t in rows.tables], attribute.value, attribute.columns)
        chosen = heads.copy()
        if doubled.any():
            for row in kept[doubled[position[kept]]]:
                node = position[row]
                if not _present(joined, attribute.columns, attribute.value, int(chosen[node])):
                    chosen[node] = row
                elif _present(joined, attribute.columns, attribute.value, int(row)):
                    _report_conflict(rows, joined, attribute.name, attribute.columns, int(row), int(chosen[node]))
        frame.update({column: values[chosen] for column, values in joined.items()})
    return settled(frame, rows.kind)


def attribute_rows(table: LedgerTable, name: str, kind: str) -> Frame | None:
    """What a table gives for an attribute of the nodes it lists; None where it has neither a column nor a constant for it."""
    attribute = attribute_of(kind, name)
    for column in table.ledger.columns:
        if isinstance(column.role, Gives) and column.role.attribute == name and table.has(column.key):
            return table.given(column, attribute, kind)
    if name == "uscc_valid" and table.has("uscc"):
        return {name: table.credit_codes("uscc")[1].astype(np.int8)}
    text = dict(table.ledger.assumed).get(name)
    return None if text is None else constant(attribute, text, len(table))


ABSENT_FLAG = np.int8(-2)  # no column in this table; told from a blank cell only until rows are merged


def join(parts: Sequence[Frame | None], sizes: Sequence[int], value: Value, columns: Sequence[str]) -> Frame:
    """The columns of an attribute over several tables, with nothing where a table does not have it."""
    filled = [part if part is not None else absent(value, columns, size) for part, size in zip(parts, sizes, strict=True)]
    joined: Frame = {}
    for column in columns:
        arrays = [part[column] for part in filled]
        if value in (Value.CODE, Value.CODES):
            joined[column] = pd.api.types.union_categoricals(arrays, sort_categories=True) if len(arrays) > 1 else arrays[0]
        elif value is Value.TEXT:
            joined[column] = pd.array(pd.concat([pd.Series(a) for a in arrays], ignore_index=True), dtype="str")
        else:
            joined[column] = np.concatenate(arrays)
    return joined


def absent(value: Value, columns: Sequence[str], size: int) -> Frame:
    """The columns of an attribute that a table says nothing about."""
    match value:
        case Value.COUNT:
            lo, hi, form = columns
            return {lo: np.zeros(size), hi: np.full(size, np.inf), form: np.full(size, Form.MISSING, np.int8)}
        case Value.DATE:
            return {column: np.full(size, np.nan) for column in columns}
        case Value.FLAG:
            return {columns[0]: np.full(size, ABSENT_FLAG, np.int8)}
        case Value.TEXT:
            return {columns[0]: pd.array([""] * size, dtype="str")}
        case _:
            return {columns[0]: categorical(np.full(size, -1, np.int32), [])}


def settled(frame: Frame, kind: str) -> Frame:
    """The frame with "no column in this table" read as "no" where some other ledger has the column (docs/architecture.md)."""
    for attribute in SCHEMA.nodes[kind].attributes:
        if attribute.value is Value.FLAG and attribute.name in frame:
            flags = np.asarray(frame[attribute.name]).copy()
            flags[flags == ABSENT_FLAG] = 0
            frame[attribute.name] = flags
    return frame


def _present(joined: Frame, columns: Sequence[str], value: Value, row: int) -> bool:
    """Whether a row says anything about an attribute."""
    match value:
        case Value.COUNT:
            return bool(joined[columns[2]][row] != Form.MISSING)
        case Value.FLAG:
            return bool(joined[columns[0]][row] != ABSENT_FLAG)
        case Value.TEXT:
            return bool(joined[columns[0]][row])
        case _:
            return not pd.isna(joined[columns[0]][row])


def _report_conflict(rows: Rows, joined: Frame, name: str, columns: Sequence[str], row: int, chosen: int) -> None:
    if all(joined[column][row] == joined[column][chosen] for column in columns):
        return
    table, position = rows.at(row)
    key = next((c.key for c in table.ledger.columns if isinstance(c.role, Gives) and c.role.attribute == name), "")
    if table.has(key):
        table.report("value-conflict", position, key, str(table.texts(key)[position].as_py() or ""), other=rows.where(chosen))
