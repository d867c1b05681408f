"""A folder of ledgers as tables that can be changed and written again, whatever kind of file each was."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal, TypeAlias

import openpyxl
import python_calamine
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Rows: TypeAlias = list[list[str]]
Merge: TypeAlias = tuple[int, int, int, int]

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
LONGEST_CELL = 32_767  # characters, in a workbook


@dataclass
class Sheet:
    """A sheet as rows of texts; `merges` are first row, first column, last row, last column, from 0."""

    name: str
    rows: Rows
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False


@dataclass
class Book:
    """A file of ledgers; one sheet for a text file."""

    name: str
    sheets: list[Sheet]

    @property
    def is_text(self) -> bool:
        return self.name.endswith(TEXT_SUFFIXES)

    def packed(self, random: Random) -> bytes:
        """The file's bytes."""
        return _text(self.sheets[0].rows if self.sheets else [], random) if self.is_text else _workbook(self.sheets)


def read_folder(folder: Path) -> list[Book]:
    """The ledgers of a folder; old and open workbooks become .xlsx."""
    books = []
    for path in sorted(p for p in folder.iterdir() if not p.name.startswith((".", "~"))):
        if path.suffix in TEXT_SUFFIXES:
            books.append(Book(path.name, [Sheet("", _records(path))]))
        elif path.suffix in (".xlsx", ".xls", ".ods"):
            book = python_calamine.CalamineWorkbook.from_path(path)
            sheets = [Sheet(name, _rows(book.get_sheet_by_name(name)), _merges(book, name)) for name in book.sheet_names]
            books.append(Book(path.with_suffix(".xlsx").name, sheets))
    return books


def _records(path: Path) -> Rows:
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    separator = max(",\t;|", key=text.count)
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]


def _rows(sheet: python_calamine.CalamineSheet) -> Rows:
    return [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _merges(book: python_calamine.CalamineWorkbook, name: str) -> list[Merge]:
    try:
        ranges = book.get_sheet_by_name(name).merged_cell_ranges or []
    except (AttributeError, ValueError):
        return []
    return [(*first, *last) for first, last in ranges]


def _text(rows: Rows, random: Random) -> bytes:
    """Rows as a text file, some of them in another encoding than the rest."""
    encoding = random.choices(ENCODINGS, (6, 2, 2, 1))[0]
    delimiter, end = random.choices(",\t;|", (8, 1, 1, 1))[0], random.choice(("\n", "\r\n", "\r\n", "\r"))
    stream = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if random.random() < 0.3 else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting, escapechar="\\").writerows(rows)
    text = stream.getvalue()
    if random.random() > 0.1 or encoding == "utf-16":
        return text.encode(encoding, "replace")
    return b"".join(line.encode(random.choice(ENCODINGS[:3]), "replace") for line in text.splitlines(keepends=True))


def _workbook(sheets: list[Sheet]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets or [Sheet("空", [])]):
        # Excel allows 31 characters and none of these.
        title = "".join(c for c in sheet.name if c not in "[]:*?/\\" and ord(c) > 31).strip("'")[:28]
        target = book.create_sheet(title or f"表{number}")
        for row in sheet.rows:
            target.append([_cell(cell) for cell in row])
        for top, left, bottom, right in sheet.merges:
            target.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        target.sheet_state = "hidden" if sheet.hidden else "visible"
    if all(sheet.sheet_state == "hidden" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(text: str) -> str | float | None:
    """A cell as a workbook holds it: some numbers as numbers, formulas as formulas."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    if text.isascii() and text.isdecimal() and len(text) < 10 and not text.startswith("0"):
        return int(text)
    return text or None
