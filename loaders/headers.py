"""Where a table's header stands, and what it calls each column.

Works on small windows of rows as Python lists: nothing here walks a whole sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .cells import Merge

Knows: TypeAlias = Callable[[str], bool]
Cell: TypeAlias = str | None

MOST_HEADER_ROWS = 3
# The share of known texts that makes a row a header: the first one of a sheet, one right below other rows, one behind a gap.
FIRST, CLOSE, BEHIND_GAP = 0.6, 0.75, 1 / 3
LONGEST_HEADER = 40

# Lines around a table (单位：…, 2024年6月, （内部资料）), which are no headings of column groups.
LINE = re.compile(r"[:：]|^[（(].*[)）]$|\d{4}\s*[年./-]|^单位|^填报|^填表")
DIGIT = re.compile(r"\d")
DATA = re.compile(r"^[\s\d.,，+%％/*×√✓—-]+$|^(是|否|有|无)$|\d{4,}|^\d|\d$")
COLUMN_NUMBER = re.compile(r"[（(]?(?:(\d{1,3})|([甲乙丙丁戊己庚辛壬癸A-Z]|栏次|序号))[)）]?")
CIRCLED = {chr(0x2460 + number): str(number + 1) for number in range(20)}


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header (first and last, counted from 0 in the sheet) and the texts above each column, top down.

    `texts[j]` is empty for a column without header. `rows` are the header's own cells, row by row.
    """

    first: int
    last: int
    texts: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


class Window:
    """Some consecutive rows of a sheet, `left` columns in, with the merged ranges that touch them."""

    def __init__(self, first: int, rows: Sequence[Sequence[Cell]], left: int, merges: Sequence[Merge]) -> None:
        self.first = first
        self.rows = rows
        self.width = len(rows[0]) if rows else 0
        last = first + len(rows) - 1
        # Counted in columns of the window; ranges that lie beside it are left out.
        self.merges = [
            (top, start - left, bottom, end - left)
            for top, start, bottom, end in merges
            if bottom >= first and top <= last and end >= left and start < left + self.width
        ]

    def row(self, number: int) -> Sequence[Cell]:
        """The cells of the sheet's row `number`; none of them filled outside the window."""
        index = number - self.first
        return self.rows[index] if 0 <= index < len(self.rows) else [None] * self.width


def known_cells(row: Sequence[Cell], knows: Knows) -> int:
    """How many texts of a row are known headers."""
    return sum(1 for cell in row if cell and len(cell) <= LONGEST_HEADER and knows(cell))


def first_header(window: Window, knows: Knows) -> int | None:
    """The row of the first header: the first that surely is one, or else the one with most known texts, if any has enough."""
    scores = [known_cells(row, knows) for row in window.rows]
    used = sum(any(row[column] for row in window.rows) for column in range(window.width))
    needed = 1 if used <= 2 else 2
    best = max(range(len(scores)), key=lambda index: (scores[index], -index), default=None)
    if best is None or scores[best] < needed:
        return None
    # Known words in front of values are a form (时间 | 6月30日, 地点 | …), not a table.
    row = window.rows[best]
    if scores[best] == 1 and (sum(map(bool, scores)) > 1 or any(cell and _is_data(cell) for cell in row)):
        return None
    for index, row in enumerate(window.rows[:best]):
        if scores[index] >= 2 and scores[index] >= FIRST * _filled(row):
            return window.first + index
    return window.first + best


def is_later_header(row: Sequence[Cell], behind_gap: bool, knows: Knows) -> bool:
    """Whether a row below a table begins another one; `behind_gap` where a blank row or a title stands above it."""
    filled = _filled(row)
    texts = [cell for cell in row if cell]
    if filled < (1 if behind_gap else 2) or len(set(texts)) < filled - filled // 4 or any(_is_data(cell) for cell in texts):
        return False
    known = known_cells(row, knows)
    return known >= min(2, filled) and known >= (BEHIND_GAP if behind_gap and filled > 2 else CLOSE) * filled


def header_at(window: Window, row: int, knows: Knows) -> Header:
    """The whole header around `row`: heading rows above it and below it that belong to it."""
    first = last = row
    while first > window.first and last - first + 1 < MOST_HEADER_ROWS and _continues(window, first - 1, first, knows, upward=True):
        first -= 1
    while last - first + 1 < MOST_HEADER_ROWS and _continues(window, last, last + 1, knows, upward=False):
        last += 1
    rows = tuple(tuple(window.row(number)) for number in range(first, last + 1))
    return Header(first, last, _texts(window, first, last), rows)


def is_column_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns: 1 2 3 …, 甲 乙 1 2 …, (1) (2) …"""
    texts = [CIRCLED.get(cell.strip(), cell.strip()) for cell in row if cell]
    if len(texts) < max(3, 0.6 * len(row)):
        return False
    found = [COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(match[1]) for match in found if match and match[1]]
    others = [match[2] for match in found if match and match[2]]
    consecutive = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else len(others) > 2
    starts = not numbers or numbers[0] == 1 or numbers[0] == len(others) + 1
    return all(found) and consecutive and starts and len(set(others)) == len(others)


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if cell)


def _is_data(cell: str) -> bool:
    return DATA.search(cell.strip()) is not None


def _continues(window: Window, upper: int, lower: int, knows: Knows, *, upward: bool) -> bool:
    """Whether row `lower` carries the sub-headings of row `upper`.

    Told by a cell merged over both rows, or by headings that span several columns with texts under them while nothing
    stands under the others (so it looks in a CSV saved from merged cells, too).
    """
    above, below = window.row(upper), window.row(lower)
    if not _filled(above) or not _filled(below) or is_column_numbers(below):
        return False
    if any(
        top <= upper and bottom >= lower and start == end for top, start, bottom, end in window.merges if bottom - top < MOST_HEADER_ROWS
    ):
        return True
    groups = _groups(window, upper, below)
    if not groups or any(LINE.search(above[group[0]] or "") for group in groups):
        return False
    grouped = {column for group in groups for column in group}
    if any(above[column] and below[column] and above[column] != below[column] for column in range(window.width) if column not in grouped):
        return False
    headings = [above[group[0]] or "" for group in groups]
    if upward and _filled(above) == 1:
        # One text above everything, or at the left, is a title, unless it is a known heading.
        whole = all(column in grouped for column, cell in enumerate(below) if cell)
        return not whole and (knows(headings[0]) or (groups[0][0] > 0 and _is_merged(window, upper, groups[0][0])))
    if upward:
        return not any(DIGIT.search(heading) and not knows(heading) for heading in headings)
    leaves = [column for column, cell in enumerate(above) if cell and column not in grouped]
    bare_leaves = not any(below[column] for column in leaves)
    texts = [text for column in grouped if (text := below[column])]
    if any(_is_data(text) for text in texts):
        # Years as sub-headings: the cells beside them tell that they are no data.
        return bare_leaves and len(leaves) > 1
    return any(map(knows, texts)) or (bare_leaves and bool(leaves))


def _is_merged(window: Window, row: int, column: int) -> bool:
    return any(top <= row <= bottom and start == column < end for top, start, bottom, end in window.merges)


def _groups(window: Window, upper: int, below: Sequence[Cell]) -> list[list[int]]:
    """The columns under each heading of row `upper` that spans several columns, of which two at least have texts in `below`."""
    above = window.row(upper)
    merged = {start: end for top, start, bottom, end in window.merges if top <= upper <= bottom and end > start}
    covered = {column for start, end in merged.items() for column in range(start + 1, end + 1)}
    groups = []
    for start, text in enumerate(above):
        if not text or (start and above[start - 1] == text and start not in merged):
            continue
        end = merged.get(start, start)
        if start not in merged:
            while end + 1 < window.width and end + 1 not in covered and above[end + 1] in (None, text) and below[end + 1]:
                end += 1
        group = list(range(start, min(end, window.width - 1) + 1))
        if len(group) > 1 and below[start] and sum(1 for column in group if below[column]) > 1:
            groups.append(group)
    return groups


def _texts(window: Window, first: int, last: int) -> tuple[tuple[str, ...], ...]:
    """For each column the texts above it: a heading holds for all columns of its group, and no text is told twice."""
    rows = [list(window.row(number)) for number in range(first, last + 1)]
    for number in range(first, last):
        own = rows[number - first]
        beneath = [next((row[column] for row in rows[number - first + 1 :] if row[column]), None) for column in range(window.width)]
        parent = rows[number - first - 1] if number > first else [None] * window.width
        for group in _groups(window, number, beneath):
            for column in group[1:]:
                if own[column] is None and parent[column] == parent[group[0]]:
                    own[column] = own[group[0]]
    return tuple(tuple(dict.fromkeys(text.strip() for row in rows if (text := row[column]) is not None)) for column in range(window.width))
