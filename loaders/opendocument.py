"""Where the cells of an .ods stand: one pass over content.xml for first columns, merged ranges and absurd repetitions."""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

from ..graph.text import Text
from .archives import Archive, damaged, too_large
from .cells import Limits, Merge, Refusal

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")


@dataclass(frozen=True, slots=True)
class OpenLayout:
    """A sheet's first column that holds something, counted from 0, and its merged ranges."""

    first_column: int
    merges: tuple[Merge, ...]


def look_through_opendocument(archive: Archive, limits: Limits) -> dict[str, OpenLayout]:
    """The layout of each sheet by name. Raises `Refusal` for damage and for sheets that span too much."""
    walk = _Walk(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parser.EntityDeclHandler = walk.entity
    try:
        for chunk in archive.chunks("content.xml"):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(error) from error
    return walk.layouts


class _Walk:
    """The state of the pass: where the next cell stands, and what the sheet held so far."""

    def __init__(self, limits: Limits) -> None:
        self.layouts: dict[str, OpenLayout] = {}
        self._limits = limits
        self._depth = 0
        self._name = ""
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._filled = False
        self._filled_row = False
        self._first, self._last_row, self._last_column = -1, 0, 0
        self._merges: list[Merge] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == TABLE + "table":
            self._depth += 1
            if self._depth == 1:
                self._name = attributes.get(TABLE + "name", "")
                self._row, self._first, self._last_row, self._last_column, self._merges = 0, -1, 0, 0, []
        elif self._depth != 1:
            return
        elif tag == TABLE + "table-row":
            self._rows, self._column, self._filled_row = _number(attributes, "number-rows-repeated"), 0, False
        elif tag in CELLS:
            self._columns = _number(attributes, "number-columns-repeated")
            self._filled = (OFFICE + "value-type") in attributes
            down, right = _number(attributes, "number-rows-spanned"), _number(attributes, "number-columns-spanned")
            if down > 1 or right > 1:
                self._merges.append((self._row, self._column, self._row + down - 1, self._column + right - 1))

    def end(self, tag: str) -> None:
        if tag == TABLE + "table":
            if self._depth == 1:
                self.layouts[self._name] = OpenLayout(max(self._first, 0), tuple(sorted(self._merges)))
            self._depth -= 1
        elif self._depth != 1:
            return
        elif tag == TABLE + "table-row":
            self._row += self._rows
            if self._filled_row:
                self._last_row = self._row
                self._check()
        elif tag in CELLS:
            if self._filled:
                self._first = self._column if self._first < 0 else min(self._first, self._column)
                self._last_column = max(self._last_column, self._column + self._columns)
                self._filled_row = True
            self._column += self._columns

    def text(self, _: str) -> None:
        self._filled = True

    def entity(self, *_: object) -> None:
        raise Refusal("file-corrupt", Text("content.xml 定义了实体", "content.xml declares entities"))

    def _check(self) -> None:
        spanned = self._last_row * (self._last_column - max(self._first, 0))
        if self._last_column > self._limits.columns or spanned > self._limits.cells:
            raise too_large(f"{self._last_row} × {self._last_column} cells > {self._limits.cells}")


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(TABLE + name, "1")
    return int(text[:9]) if text.isdecimal() else 1
