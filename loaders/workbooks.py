"""Workbooks (.xlsx, .xlsm, .xls, .ods) → sheets of texts, with their merged ranges.

fastexcel reads the cells. It tells neither where a sheet's first column stands nor which cells are merged, and its engine
sets up the whole rectangle that the cells span, so the sheet's XML is looked through first: one pass over bytes, no parsing.
"""

from __future__ import annotations

import io
import logging
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeVar
from xml.etree import ElementTree

import fastexcel
import pyarrow as pa
import python_calamine

from ..graph.text import Text
from .archives import CHUNK, Archive, damaged, too_large
from .cells import Limits, Merge, Refusal, SheetChoice
from .opendocument import look_through_opendocument

T = TypeVar("T")

# The readers' engine tells its remarks to Python's logging, which would print them where nobody has set it up.
logging.getLogger("calamine").addHandler(logging.NullHandler())

# Rows that a worksheet can have at most.
MOST_ROWS = 1_048_576
TAIL = 512
# Records of .xls files: the start of a stream, and the one that announces encryption.
BOF, FILEPASS, SECTOR = b"\x09\x08\x10\x00\x00\x06", 0x2F, 512

# The patterns that run over every sheet begin with literal bytes, which makes them five times faster.
# A cell that is not plainly within columns A to Z and 999,999 rows, or does not say where it stands in the usual way.
UNUSUAL_CELL = re.compile(rb"""<c(?! r="[A-Z]\d{1,6}")[ >]""")
UNUSUAL_REFERENCE = re.compile(rb"""<c(?! r="[A-Z]\d{1,6}")(?: r="([A-Z]{1,3})\d{1,6}"|[ >])""")
FILLED_FIRST_CELL = re.compile(rb"""r="A\d+"[^>]*[^/>]>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<(?:v>[^<]|is>)""")
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)["']""")
FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'](?:[^>]*[^/>])?>""")
ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d+)["']""")
# A cell may leave its reference out and then stands right of the one before.
BARE_CELL = re.compile(rb"""<(?:\w+:)?c(?=[\s>])(?![^>]*\sr\s*=)""")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that was read; see `cells.Grid` for the meaning of the fields."""

    name: str
    cells: pa.Table
    first_column: int
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a sheet's XML tells: its merged ranges, and whether column A certainly holds something."""

    merges: tuple[Merge, ...]
    starts_at_first_column: bool


def read_modern_workbook(data: bytes, choice: SheetChoice, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """The sheets of an .xlsx or .xlsm that are to be read, and the names of the hidden ones that are not. Raises `Refusal`."""
    archive = Archive(data, limits)
    for name in archive.names():
        if "/worksheets/" not in name:
            archive.check_unpacked(name)
    reader, first_columns = _reader(data), _FirstColumns(data)
    sheets, hidden = [], []
    for index, (name, part, visible) in enumerate(_worksheets(archive, reader.sheet_names)):
        if not part or name in choice.unwanted:
            continue
        if not visible and name not in choice.wanted:
            hidden.append(name)
            continue
        layout = _look_through(archive, part, limits)
        cells = _load(reader, index)[0]
        first_column = 0 if layout.starts_at_first_column or not cells.num_columns else first_columns[index]
        sheets.append(Sheet(name, cells, first_column, layout.merges))
    return sheets, hidden


def read_old_workbook(data: bytes, choice: SheetChoice) -> tuple[list[Sheet], list[str]]:
    """As `read_modern_workbook`, for .xls, whose sheets have at most 65,536 rows and 256 columns."""
    if _has_password(data):
        raise Refusal("file-encrypted")
    reader, book = _reader(data), _guarded(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))
    sheets, hidden = [], []
    for index, name in enumerate(reader.sheet_names):
        if name in choice.unwanted:
            continue
        cells, visible = _load(reader, index)
        if not visible and name not in choice.wanted:
            hidden.append(name)
            continue
        first_column, merges = _guarded(partial(_old_layout, book, index))
        sheets.append(Sheet(name, cells, first_column, merges))
    return sheets, hidden


def _old_layout(book: Any, index: int) -> tuple[int, tuple[Merge, ...]]:
    sheet = book.get_sheet_by_index(index)
    merges = ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return sheet.start[1] if sheet.start else 0, tuple(sorted(merges))


def read_opendocument(data: bytes, choice: SheetChoice, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """As `read_modern_workbook`, for .ods."""
    archive = Archive(data, limits)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refusal("file-encrypted")
    layouts = look_through_opendocument(archive, limits)
    reader = _reader(data)
    sheets, hidden = [], []
    for index, name in enumerate(reader.sheet_names):
        if name in choice.unwanted:
            continue
        cells, visible = _load(reader, index)
        if not visible and name not in choice.wanted:
            hidden.append(name)
            continue
        layout = layouts.get(name)
        sheets.append(Sheet(name, cells, layout.first_column if layout else 0, layout.merges if layout else ()))
    return sheets, hidden


def column_number(letters: str) -> int:
    """The 0-based number of a column: 0 for A, 26 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """The letters of the 0-based column `number`: A for 0, AA for 26."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _FirstColumns:
    """Where sheets start, from python-calamine: a second full read, so only for sheets whose first column seems blank."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __getitem__(self, index: int) -> int:
        def start() -> int:
            sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._data)).get_sheet_by_index(index)
            return int(sheet.start[1]) if sheet.start else 0

        return _guarded(start)


def _has_password(data: bytes) -> bool:
    """Whether an .xls is encrypted: the reader only says that it cannot tell the format.

    The workbook's stream starts at a sector, with a BOF record; FILEPASS follows among the first records.
    """
    start = data.find(BOF)
    while start >= 0:
        place, kind = start, 0
        while start % SECTOR == 0 and place + 4 <= min(start + SECTOR, len(data)) and kind != FILEPASS:
            kind, length = struct.unpack_from("<HH", data, place)
            place += 4 + length
        if kind == FILEPASS:
            return True
        start = data.find(BOF, start + 1)
    return False


def _reader(data: bytes) -> Any:
    return _guarded(lambda: fastexcel.read_excel(data))


def _load(reader: Any, index: int) -> tuple[pa.Table, bool]:
    """A sheet's cells and whether it is visible. Every row stays, also blank ones at the top."""

    def load() -> tuple[pa.Table, bool]:
        sheet = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
        batch, visible = sheet.to_arrow(), sheet.visible == "visible"
        names = [str(number) for number in range(batch.num_columns)]
        return pa.Table.from_arrays([column.cast(pa.string()) for column in batch.columns], names=names), visible

    return _guarded(load)


def _guarded(read: Callable[[], T]) -> T:
    """What `read` gives; whatever goes wrong inside the reader libraries is a damaged file, except an interruption."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError as error:
        raise too_large("memory") from error
    # Both libraries raise many kinds, and a panic of their engine derives from BaseException alone: a damaged
    # workbook must not end the program.
    except BaseException as error:
        if isinstance(error, python_calamine.PasswordError) or "password" in str(error).lower():
            raise Refusal("file-encrypted") from error
        raise damaged(error) from error


def _worksheets(archive: Archive, names: list[str]) -> list[tuple[str, str, bool]]:
    """Each sheet's name, its entry in the archive (empty for charts and macros), and whether it is visible."""
    targets = {
        relation.get("Id", ""): str(PurePosixPath("xl") / relation.get("Target", "")).lstrip("/")
        for relation in _parsed(archive, "xl/_rels/workbook.xml.rels").findall(".//{*}Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for sheet in _parsed(archive, "xl/workbook.xml").findall(".//{*}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        sheets.append((sheet.get("name", ""), targets.get(identity, ""), sheet.get("state", "visible") == "visible"))
    if len(sheets) == len(names):
        return [(name, part, visible) for name, (_, part, visible) in zip(names, sheets, strict=True)]
    known = {name: (part, visible) for name, part, visible in sheets}
    return [(name, *known.get(name, ("", True))) for name in names]


def _parsed(archive: Archive, name: str) -> ElementTree.Element:
    text = archive.read(name)
    if b"<!DOCTYPE" in text:
        raise Refusal("file-corrupt", Text(f"{name} 含有 DOCTYPE", f"{name} holds a DOCTYPE"))
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise damaged(error) from error


def _look_through(archive: Archive, part: str, limits: Limits) -> Layout:
    """One pass over a sheet's XML: merged ranges, whether column A is filled, and whether the spanned rectangle is bounded."""
    merges: dict[Merge, None] = {}
    filled = far = False
    for chunk in _whole_tags(archive.chunks(part)):
        filled = filled or FILLED_FIRST_CELL.search(chunk) is not None
        far = far or _may_be_far(chunk, limits)
        tail = chunk[-TAIL:]
        # Merged ranges follow the rows; a chunk that ends among the rows has none.
        if b"</c>" not in tail or b"sheetData" in tail:
            merges.update(dict.fromkeys(_merge(*found) for found in MERGED.findall(chunk)))
    if far:
        _check_rectangle(archive, part, limits)
    return Layout(tuple(sorted(merges)), filled)


def _may_be_far(chunk: bytes, limits: Limits) -> bool:
    """Whether a sheet with these cells can span too much: more than the columns that fit at the greatest number of rows."""
    if not UNUSUAL_CELL.search(chunk):
        # Tags with a prefix, as in <x:c>, are not looked for above.
        return b"<c" not in chunk and b":c" in chunk
    columns = set(UNUSUAL_REFERENCE.findall(chunk))
    return b"" in columns or max(column_number(letters.decode()) + 1 for letters in columns) * MOST_ROWS > limits.cells


def _check_rectangle(archive: Archive, part: str, limits: Limits) -> None:
    """Refuses a sheet whose cells span too large a rectangle; reads every reference, so only for sheets that may."""
    rows = columns = last_row = 0
    for chunk in _whole_tags(archive.chunks(part)):
        for letters, digits in FILLED_CELL.findall(chunk):
            rows = max(rows, int(digits[:9]))
            columns = max(columns, column_number(letters[:4].decode()) + 1)
        last_row = max([last_row, *(int(digits[:9]) for digits in ROW.findall(chunk))])
        if BARE_CELL.search(chunk):
            rows = max(rows, last_row)
            columns = max(columns, *(len(BARE_CELL.findall(row)) for row in chunk.split(b"row")))
    if columns > limits.columns or rows > MOST_ROWS or rows * columns > limits.cells:
        raise too_large(f"{rows} × {columns} cells > {limits.cells}")


def _whole_tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut before tags only."""
    rest = b""
    for chunk in chunks:
        joined = rest + chunk
        cut = joined.rfind(b"<")
        if cut <= 0 or len(joined) - cut > CHUNK:
            cut = len(joined)
        yield joined[:cut]
        rest = joined[cut:]
    yield rest


def _merge(letters: bytes, digits: bytes, last_letters: bytes, last_digits: bytes) -> Merge:
    rows = sorted((int(digits[:9]) - 1, int(last_digits[:9]) - 1))
    columns = sorted((column_number(letters[:4].decode()), column_number(last_letters[:4].decode())))
    return rows[0], columns[0], rows[1], columns[1]
