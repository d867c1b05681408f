"""Grids → tables: what is header, what is data, and which lines around and between them are neither.

Everything that looks at all rows works on whole columns; Python loops see single rows only where a column-wise test picked them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .cells import Grid
from .headers import Cell, Header, Knows, Window, first_header, header_at, is_later_header, known_cells
from .rows import Span, classify, is_footer, is_total
from .workbooks import column_letters, column_number

Line: TypeAlias = tuple[int, str]
"""A text beside a table, with the file's own 1-based row."""

HEAD = 60
# Below so many rows, a second header may follow without any gap; in longer sheets it is looked for behind gaps.
SMALL = 20_000
MOST_CANDIDATES = 5_000
MOST_LINES_ABOVE = 6
# How many rows behind a gap may be lines with several texts before the header comes.
BEHIND_GAP = 3

# Lines that stand under a table as well as above one.
HEADLINE = re.compile(r"\s*(?:填报|填表|制表)?(?:单位|时间|日期)")


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in a file, before anybody asks what its columns mean.

    `above`, `footer` and `sections` are the texts over the header, under the data, and on lines of their own between data rows.
    `headers` has for each column its header texts top down, `letters` the column's name in the file. `header_rows` are the
    header's first and last row. `columns` are string columns of the data rows alone, null where blank; `rows` the file's own
    row of each. All row numbers count from 1.
    """

    file: str
    sheet: str
    above: tuple[Line, ...]
    headers: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...]
    header_rows: tuple[int, int]
    columns: tuple[pa.ChunkedArray, ...]
    rows: npt.NDArray[np.int32]
    footer: tuple[Line, ...] = ()
    sections: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a grid: rows `top` to `bottom` and columns `left` to `right`, the last ones excluded."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Part:
    """One header with what belongs to it: from the lines above it to the end of its rows."""

    header: Header
    above: int
    end: int


def find_tables(grid: Grid, knows: Knows) -> list[RawTable]:
    """The tables of a grid, from top to bottom, then from left to right.

    `knows` tells whether a header cell's text names a column that some ledger has. A table is found by its header: a row with
    two known texts, or one where the sheet has two columns at most. A sheet without such a row has no table.
    """
    sheet = _Sheet(grid)
    tables = sheet.tables(Region(0, grid.cells.num_rows, 0, grid.cells.num_columns), _remembering(knows))
    return sorted(tables, key=lambda table: (table.header_rows, [len(table.letters[0]), table.letters[0]]))


def _remembering(knows: Knows) -> Knows:
    known: dict[str, bool] = {}

    def remembered(text: str) -> bool:
        if text not in known:
            known[text] = knows(text)
        return known[text]

    return remembered


class _Sheet:
    """A grid with its blank cells made null."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.columns = [_without_blanks(column) for column in grid.cells.columns]
        # In columns of the grid, not of the file.
        shift = grid.first_column
        self.merges = [(top, left - shift, bottom, right - shift) for top, left, bottom, right in grid.merges]

    def tables(self, region: Region, knows: Knows) -> list[RawTable]:
        """The tables of a region. Blocks of columns with headers of their own are read apart."""
        blocks = self._blocks(region)
        if len(blocks) > 1 and self._side_by_side(blocks, knows):
            return [table for block in blocks for table in self.tables(block, knows)]
        parts = self._parts(region, knows)
        tables: list[RawTable] = []
        done: list[Part] = []
        for part in parts:
            if len(parts) > 1:
                segment = Region(part.above, part.end, region.left, region.right)
                blocks = self._blocks(segment)
                if len(blocks) > 1 and self._side_by_side(blocks, knows):
                    tables += [table for block in blocks for table in self.tables(block, knows)]
                    continue
            if done and self._is_same_table(done[-1], part, region):
                done[-1:] = [done[-1], part]
                tables[-1] = _joined(tables[-1], self._table(part, region))
            else:
                done.append(part)
                tables.append(self._table(part, region))
        return tables

    def _blocks(self, region: Region) -> list[Region]:
        """The region cut at columns that are blank in all its rows."""
        blocks: list[Region] = []
        start = None
        for number in range(region.left, region.right + 1):
            blank = number == region.right or self._is_blank(number, region)
            if not blank and start is None:
                start = number
            elif blank and start is not None:
                blocks.append(Region(region.top, region.bottom, start, number))
                start = None
        return blocks

    def _is_blank(self, number: int, region: Region) -> bool:
        column = self.columns[number].slice(region.top, region.bottom - region.top)
        return bool(column.null_count == len(column))

    def _side_by_side(self, blocks: Sequence[Region], knows: Knows) -> bool:
        found = 0
        for block in blocks:
            window = self.window(block, block.top, min(block.bottom, block.top + HEAD))
            row = first_header(window, knows)
            found += row is not None and known_cells(window.row(row), knows) > 1
        return found > 1

    def window(self, region: Region, top: int, bottom: int) -> Window:
        """Some rows of a region with their merged ranges."""
        return Window(top, self.cells(region, top, bottom), region.left, self.merges)

    def cells(self, region: Region, top: int, bottom: int) -> list[tuple[Cell, ...]]:
        """The cells of some rows."""
        columns = [column.slice(top, bottom - top).to_pylist() for column in self.columns[region.left : region.right]]
        return list(zip(*columns, strict=True))

    def filled(self, region: Region) -> npt.NDArray[np.int32]:
        """How many cells of each row are filled."""
        length = region.bottom - region.top
        counts = np.zeros(length, np.int32)
        for column in self.columns[region.left : region.right]:
            part = column.slice(region.top, length)
            counts += 1 if part.null_count == 0 else np.asarray(part.is_valid())
        return counts

    def _parts(self, region: Region, knows: Knows) -> list[Part]:
        """The headers of a region with their extents."""
        window = self.window(region, region.top, min(region.bottom, region.top + HEAD))
        row = first_header(window, knows)
        if row is None:
            return []
        headers = [header_at(window, row, knows)]
        filled = self.filled(region)
        for candidate, behind_gap, texts in self._later_candidates(region, headers[0], filled):
            if candidate <= headers[-1].last:
                continue
            # The first rows under a header stand behind the same gap as it does.
            behind_gap = behind_gap and candidate >= headers[-1].last + BEHIND_GAP
            repeated = any(_same_texts(texts, own) for header in headers for own in header.rows)
            if repeated or is_later_header(texts, behind_gap, knows):
                around = self.window(region, max(headers[-1].last + 1, candidate - 2), min(region.bottom, candidate + 4))
                headers.append(header_at(around, candidate, knows))
        starts = [region.top]
        for before, header in pairwise(headers):
            starts.append(self._above(region, before.last + 1, header.first, filled))
        return [Part(header, start, end) for header, start, end in zip(headers, starts, [*starts[1:], region.bottom], strict=True)]

    def _later_candidates(self, region: Region, header: Header, filled: npt.NDArray[np.int32]) -> list[tuple[int, bool, Sequence[Cell]]]:
        """Rows that may begin another table or repeat the header, each with whether it stands behind a gap, and its cells."""
        start = header.last + 1
        body = filled[start - region.top :]
        full = body > 1 if region.right - region.left > 1 else body > 0
        gap = np.flatnonzero(full[1:] & ~full[:-1]) + 1
        behind = {row + step: True for row in (gap[:MOST_CANDIDATES] + start).tolist() for step in range(BEHIND_GAP)}
        for number in self._repeats(region, header):
            behind.setdefault(number, False)
        if region.bottom - start <= SMALL:
            for number in self._digitless(region, start)[:MOST_CANDIDATES]:
                behind.setdefault(number, False)
        rows = sorted(row for row in behind if row < region.bottom)
        taken = [column.take(pa.array(rows, pa.int64())).to_pylist() for column in self.columns[region.left : region.right]]
        return [(row, behind[row], cells) for row, cells in zip(rows, zip(*taken, strict=True), strict=True)]

    def _repeats(self, region: Region, header: Header) -> list[int]:
        """Rows below the header whose first text is that of one of the header's rows."""
        rows: set[int] = set()
        for own in header.rows:
            column = next((number for number, text in enumerate(own) if text), None)
            if column is not None:
                body = self.columns[region.left + column].slice(header.last + 1, region.bottom - header.last - 1)
                rows.update((_rows_where(pc.equal(body, own[column])) + header.last + 1).tolist())
        return sorted(rows)[:MOST_CANDIDATES]

    def _digitless(self, region: Region, start: int) -> list[int]:
        """Rows with several texts and no digit in any of them."""
        length = region.bottom - start
        found = np.ones(length, bool)
        for column in self.columns[region.left : region.right]:
            digits = pc.match_substring_regex(column.slice(start, length), r"\d")
            found &= ~np.asarray(pc.fill_null(digits, False))
        found &= self.filled(Region(start, region.bottom, region.left, region.right)) > 1
        return (np.flatnonzero(found) + start).tolist()

    def _above(self, region: Region, floor: int, header: int, filled: npt.NDArray[np.int32]) -> int:
        """The first of the lines (title, 单位) that stand right above a later header, not above row `floor`."""
        row = header
        while row > floor and filled[row - 1 - region.top] == 0:
            row -= 1
        start = row
        for cells in reversed(self.cells(region, max(floor, start - MOST_LINES_ABOVE), start)):
            texts = [cell for cell in cells if cell]
            if not texts or len(texts) > 2 or _ends_table(texts[0]):
                return row
            row -= 1
        return start  # nothing parts these lines from the table above: they are the rows of a narrow one

    def _is_same_table(self, one: Part, other: Part, region: Region) -> bool:
        """Whether a header only repeats the one before, as on printed pages: no title or the same one stands above it."""
        if one.header.texts != other.header.texts:
            return False
        above = {text for _, text in self.lines(region, other.above, other.header.first)}
        return above <= {text for _, text in self.lines(region, one.above, one.header.first)}

    def lines(self, region: Region, top: int, bottom: int) -> tuple[Line, ...]:
        """The texts of some rows."""
        rows = self.cells(region, top, bottom)
        return tuple((number, cell.strip()) for number, row in enumerate(rows, top + 1) for cell in row if cell)

    def _table(self, part: Part, region: Region) -> RawTable:
        """The table under one header."""
        grid, header = self.grid, part.header
        body = Region(header.last + 1, part.end, region.left, region.right)
        length = body.bottom - body.top
        numbers = [
            number for number in range(region.left, region.right) if header.texts[number - region.left] or not self._is_blank(number, body)
        ]
        raw = [self.columns[number].slice(body.top, length) for number in numbers]
        filled = self.filled(body)
        spans = self._spans(body, numbers)
        columns = [_filled_down(column, [span for span in spans if span.column == index]) for index, column in enumerate(raw)]
        headers = tuple(header.texts[number - region.left] for number in numbers)
        kinds = classify(raw, columns, filled, headers, spans)
        rows = np.flatnonzero(kinds.data)
        kept = columns if len(rows) == length else [column.take(pa.array(rows)) for column in columns]
        return RawTable(
            grid.file,
            grid.sheet,
            self.lines(region, part.above, header.first),
            headers,
            tuple(column_letters(grid.first_column + number) for number in numbers),
            (header.first + 1, header.last + 1),
            tuple(kept),
            (rows + body.top + 1).astype(np.int32),
            tuple((row + body.top + 1, text) for row, text in kinds.footer),
            tuple((row + body.top + 1, text) for row, text in kinds.sections),
        )

    def _spans(self, body: Region, numbers: Sequence[int]) -> list[Span]:
        """The merged ranges in a table's rows, counted in its own rows and columns."""
        place = {number: index for index, number in enumerate(numbers)}
        return [
            Span(top - body.top, min(bottom, body.bottom - 1) - body.top, place[left], sum(left <= n <= right for n in numbers))
            for top, left, bottom, right in self.merges
            if left in place and body.top <= top < body.bottom
        ]


def _ends_table(text: str) -> bool:
    """Whether a sparse row with this first text ends the table above it (a total, a 填表人 line, a numbered row), so titles none below."""
    return text.strip().isdecimal() or is_total(text) or (is_footer(text) and not HEADLINE.match(text))


def _joined(one: RawTable, other: RawTable) -> RawTable:
    """Two parts of one table, the second of which stands under a repeated header."""
    letters = tuple(sorted({*one.letters, *other.letters}, key=column_number))
    headers = {**dict(zip(other.letters, other.headers, strict=True)), **dict(zip(one.letters, one.headers, strict=True))}
    parts = [dict(zip(table.letters, table.columns, strict=True)) for table in (one, other)]
    blanks = [pa.chunked_array([pa.nulls(len(table.rows), pa.string())]) for table in (one, other)]
    columns = [
        pa.chunked_array(
            [chunk for part, blank in zip(parts, blanks, strict=True) for chunk in part.get(letter, blank).chunks], pa.string()
        )
        for letter in letters
    ]
    return replace(
        one,
        headers=tuple(headers[letter] for letter in letters),
        letters=letters,
        columns=tuple(columns),
        rows=np.concatenate([one.rows, other.rows]),
        footer=one.footer + other.footer,
        sections=one.sections + other.sections,
    )


def _without_blanks(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with null for texts of blanks only; costs nothing to speak of where there are none."""
    blank = pc.or_kleene(pc.utf8_is_space(column), pc.equal(column, ""))
    if not pc.any(blank).as_py():
        return column
    return pc.if_else(blank, pa.scalar(None, pa.string()), column)


def _filled_down(column: pa.ChunkedArray, spans: Sequence[Span]) -> pa.ChunkedArray:
    """The column with the text of each vertically merged cell in all its rows."""
    tall = [span for span in spans if span.last > span.first]
    if not tall:
        return column
    source = np.arange(len(column))
    for span in tall:
        source[span.first : span.last + 1] = span.first
    return column.take(pa.array(source))


def _same_texts(row: Sequence[Cell], own: Sequence[Cell]) -> bool:
    return sum(1 for cell in own if cell) > 1 and all(
        (one or "").strip() == (other or "").strip() for one, other in zip(row, own, strict=True)
    )


def _rows_where(mask: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    return np.flatnonzero(np.asarray(pc.fill_null(mask, False)))
