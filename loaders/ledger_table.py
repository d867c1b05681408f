"""One table of a ledger, with the meaning of its columns: what the later steps read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..graph.network import Positions
from ..graph.schema import CODES_SEPARATOR, SCHEMA, UNKNOWN, Attribute, Value
from ..graph.text import Text
from ..graph.values import day
from . import codes, vectors
from .clean import bodies, safe_text
from .declaration import Column, Ledger
from .places import Tier
from .problems import Problems

# 李文/特派员 and 特派员：李文 are 李文（特派员）.
ROLE_BEHIND = r"([^、，,；;／/|\s（(）)]+)\s*[／/]\s*((?:专职|兼职)*(?:特派员|联络员|联络人|指导员|专人|专干)|专职|兼职)"
ROLE_BEFORE = r"((?:专职|兼职|统战|企业)*(?:特派员|联络员|联络人|指导员|专人|专干)|专职|兼职)[:：]\s*([^、，,；;／/|\s（(]+)"

Frame = dict[str, "NDArray[np.generic] | pd.Categorical"]


@dataclass
class LedgerTable:
    """A recognised table.

    Attributes:
        index: its position among the source tables of the network.
        columns: the raw cells of each understood column, as pyarrow strings; "" is a blank cell.
        headers: for each understood column its header text as it is reported.
        rows: the file's own 1-based row of each data row.
        context: parts of the place that the sheet's name, the title or the file's name state for all rows.
        refused: marks the rows that make nothing.
        reported: the date up to which dates that look back can be right, as days; infinite where no ledger states one.
        further_places: (data row, place) where a row's node lies in more than one place.
    """

    index: int
    file: str
    sheet: str
    ledger: Ledger
    columns: Mapping[str, pa.Array]
    headers: Mapping[str, str]
    rows: NDArray[np.int32]
    problems: Problems
    context: Mapping[Tier, str] = field(default_factory=dict)
    refused: NDArray[np.bool_] = field(init=False)
    reported: float = field(default=np.inf, init=False)
    further_places: list[tuple[int, int]] = field(default_factory=list, init=False)
    _credit_codes: tuple[pa.Array, NDArray[np.bool_]] | None = field(default=None, init=False)
    _texts: dict[tuple[str, str], pa.Array] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.refused = np.zeros(len(self.rows), dtype=bool)

    def __len__(self) -> int:
        return len(self.rows)

    def release(self) -> None:
        """Lets go of the cells, once everything has been made of them."""
        self.columns = {}
        self._texts.clear()

    def has(self, key: str) -> bool:
        return key in self.columns

    def report(self, code: str, position: int, key: str, value: str, **details: str | Text) -> None:
        """Records a problem at a data row and an understood column."""
        header = self.headers.get(key, "")
        self.problems.add(code, self.file, self.sheet, int(self.rows[position]), header, safe_text(value)[0], **details)

    def refuse(self, code: str, position: int, key: str, value: str, **details: str | Text) -> None:
        """Records a problem because of which the row makes nothing."""
        self.refused[position] = True
        self.report(code, position, key, value, **details)

    def texts(self, key: str) -> pa.Array:
        """The cells of a column as clean texts: trimmed, width-folded, identity and mobile numbers cut; "" for none."""
        return self._cleaned(key, "text", vectors.texts)

    def names(self, key: str) -> pa.Array:
        """The cells of a column as names: like `texts`, without blanks inside Chinese names."""
        return self._cleaned(key, "name", vectors.names)

    def credit_codes(self, key: str) -> tuple[pa.Array, NDArray[np.bool_]]:
        """The cells of a column as credit codes in normal form, "" for none, and which of them are valid codes."""
        if self._credit_codes is None:
            written, valid, cut = vectors.credit_codes(self.columns[key])
            there = np.asarray(pc.not_equal(written, ""))
            for position in cut:
                self.report("identity-cut", int(position), key, "")
            for position in np.flatnonzero(~valid & there):
                self.report("credit-code-invalid", int(position), key, written[int(position)].as_py())
            self._credit_codes = (written, valid & there)
        return self._credit_codes

    def pieces(self, key: str, persons: bool) -> vectors.Pieces:
        """The names in the cells of a column, several to a cell: the data row of each, and its text."""
        self.texts(key)  # reports the identity numbers that are cut; line breaks, which divide names, are only in the cells
        cells = pc.replace_substring_regex(self.columns[key], r"(?i)^\s*n/a\s*$", "")
        if persons and pc.any(pc.match_substring_regex(cells, ROLE_BEFORE)).as_py():
            cells = pc.replace_substring_regex(cells, ROLE_BEFORE, r"\2（\1）")
        if persons and pc.any(pc.match_substring_regex(cells, ROLE_BEHIND)).as_py():
            cells = pc.replace_substring_regex(cells, ROLE_BEHIND, r"\1（\2）")
        self.columns = {**self.columns, key: cells}
        return vectors.split(self.columns[key], persons)

    def _cleaned(self, key: str, form: str, clean: Callable[[pa.Array], vectors.Texts]) -> pa.Array:
        if (key, form) not in self._texts:
            self._texts[key, form], cut = clean(self.columns[key])
            for position in cut:
                self.report("identity-cut", int(position), key, "")
        return self._texts[key, form]

    def given(self, column: Column, attribute: Attribute, owner: str) -> Frame:
        """The frame columns that a column of the ledger gives for an attribute of the node or edge kind `owner`."""
        match attribute.value:
            case Value.TEXT if attribute.name == "uscc":
                return {"uscc": texts(self.credit_codes(column.key)[0])}
            case Value.TEXT:
                return {attribute.name: texts(self.texts(column.key))}
            case Value.CODE:
                return {attribute.name: self._codes(column.key, owner, attribute)}
            case Value.CODES:
                return {attribute.name: self._several_codes(column.key)}
            case Value.FLAG:
                flags, unreadable = vectors.flags(self.columns[column.key])
                self._report_all("flag-unreadable", column.key, unreadable)
                return {attribute.name: flags}
            case Value.COUNT:
                lo, hi, form, unreadable = vectors.counts(self.columns[column.key])
                self._report_all("count-unreadable", column.key, unreadable)
                return dict(zip(attribute.columns, (lo, hi, form), strict=True))
            case Value.DATE:
                lo, hi, unreadable = vectors.periods(self.columns[column.key])
                self._report_all("date-unreadable", column.key, unreadable)
                if not attribute.ahead:
                    future = np.flatnonzero(np.isfinite(lo) & (lo > self.reported)).astype(np.int32)
                    self._report_all("date-future", column.key, future, reported=day(self.reported).isoformat() if len(future) else "")
                return dict(zip(attribute.columns, (lo, hi), strict=True))

    def _report_all(self, code: str, key: str, positions: Positions, **details: str) -> None:
        for position in positions:
            self.report(code, int(position), key, self.columns[key][int(position)].as_py(), **details)

    def _codes(self, key: str, owner: str, attribute: Attribute) -> pd.Categorical:
        """A column of codes in the schema's spelling; what is none of them stays as written and is reported once per value."""
        encoded = self.texts(key).dictionary_encode()
        written = encoded.dictionary.to_pylist()
        found = [codes.code(owner, attribute.name, value) for value in written]
        positions = np.asarray(encoded.indices, dtype=np.int32)
        if attribute.codes:
            for value, code in sorted(zip(written, found, strict=True)):
                if code and code != UNKNOWN and code not in attribute.codes and (owner, attribute.name) in codes.FORMS:
                    first = int(np.flatnonzero(positions == written.index(value))[0])
                    self.report("code-unlisted", first, key, value, candidates="")
        return categorical(positions, found)

    def _several_codes(self, key: str) -> pd.Categorical:
        encoded = self.texts(key).dictionary_encode()
        joined = [CODES_SEPARATOR.join(sorted(set(bodies(value)))) for value in encoded.dictionary.to_pylist()]
        return categorical(np.asarray(encoded.indices, dtype=np.int32), joined)


def texts(array: pa.Array) -> NDArray[np.generic]:
    """A pyarrow text column as a pandas text array."""
    column: NDArray[np.generic] = pd.array(array, dtype="str")
    return column


def strings(column: NDArray[np.generic]) -> pa.Array:
    """A pandas text array as a pyarrow text column (pandas keeps 64-bit offsets, everything else here 32-bit ones)."""
    found = pa.array(column).cast(pa.string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def categorical(positions: NDArray[np.int32], categories: list[str]) -> pd.Categorical:
    """A categorical from positions into a list of texts that may repeat; -1 and "" are missing."""
    distinct = sorted(set(categories) - {""})
    where = {text: i for i, text in enumerate(distinct)} | {"": -1}
    mapping = np.array([where[text] for text in categories] + [-1], dtype=np.int32)
    return pd.Categorical.from_codes(mapping[positions], categories=pd.Index(distinct, dtype="str"))


def constant(attribute: Attribute, text: str, size: int) -> Frame:
    """The frame columns of an attribute that is the same for all rows; only codes and flags can be constants."""
    if attribute.value is Value.FLAG:
        return {attribute.name: np.full(size, text in ("1", "true", "是"), dtype=np.int8)}
    if attribute.value is Value.TEXT:
        return {attribute.name: pd.array([text] * size, dtype="str")}
    return {
        attribute.name: pd.Categorical.from_codes(
            np.full(size, 0 if text else -1, dtype=np.int32), categories=pd.Index([text] if text else [], dtype="str")
        )
    }


def attribute_of(kind: str, name: str) -> Attribute:
    """The schema's attribute of a node or edge kind."""
    return SCHEMA.nodes[kind].attribute(name) if kind in SCHEMA.nodes else SCHEMA.edges[kind].attribute(name)
