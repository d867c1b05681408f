"""Workbooks as offices want them: filters, a frozen header, columns that fit Chinese, A4 landscape; and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .style import SHEET_FONT, Look
from .tables import neutral, visible, width

MOST_ROWS = 50_000
NARROWEST, WIDEST = 6, 46
SAMPLE = 200  # rows that decide how wide the columns are
LONGEST_CELL = 32_000  # Excel refuses more than 32,767 characters

FONT = Font(name=SHEET_FONT, size=10)
BOLD = Font(name=SHEET_FONT, size=10, bold=True)
TITLE = Font(name=SHEET_FONT, size=16, bold=True)
HEADER_FILL = PatternFill("solid", fgColor="E8EDF3")
LINE = Side(style="thin", color="C9D1DB")
BORDER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
TOP = Alignment(vertical="top", wrap_text=True)
CENTRED = Alignment(vertical="center", horizontal="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell with the colours of a look."""

    text: str
    look: Look


Value = str | int | float | Mark | None
Row = Sequence[Value]


class Book:
    """A workbook under construction, sheet by sheet. Every text is neutralised: nothing in it is ever a formula."""

    def __init__(self) -> None:
        self._workbook = Workbook(write_only=True)

    def sheet(self, title: str, headers: Sequence[str], rows: Iterable[Row], rest: str = "") -> None:
        """A table with a header that stays and a filter. At most `MOST_ROWS` rows; `rest` is said below where it is given."""
        kept = iter(rows)
        sample = list(islice(kept, SAMPLE))
        sheet = self._new(title, _widths([headers, *sample]))
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.append([self._cell(sheet, header, BOLD, HEADER_FILL, CENTRED) for header in headers])
        written = 1
        for row in islice(chain(sample, kept), MOST_ROWS):
            sheet.append(self._row(sheet, row))
            written += 1
        # The filter's range has to be known, and is written after the rows.
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{written}"
        if rest:
            sheet.append([self._cell(sheet, rest, BOLD, None, Alignment(vertical="top"))])

    def front(
        self, title: str, heading: str, facts: Iterable[tuple[str, str]], notes: Iterable[str], headers: Sequence[str], rows: Sequence[Row]
    ) -> None:
        """The first sheet: a heading, lines of facts, notes, and a table."""
        sheet = self._new(title, _widths([headers, *rows]))
        plain = Alignment(vertical="top")
        sheet.append([self._cell(sheet, heading, TITLE, None, plain)])
        for label, value in facts:
            sheet.append([self._cell(sheet, label, BOLD, None, plain), self._cell(sheet, value, FONT, None, plain)])
        for note in notes:
            sheet.append([self._cell(sheet, f"! {note}", BOLD, PatternFill("solid", fgColor="FFF1CF"), plain)])
        sheet.append([])
        sheet.append([self._cell(sheet, header, BOLD, HEADER_FILL, CENTRED) for header in headers])
        for row in rows:
            sheet.append(self._row(sheet, row))

    def bytes(self) -> bytes:
        """The finished workbook."""
        if not self._workbook.worksheets:
            self._workbook.create_sheet()
        file = io.BytesIO()
        self._workbook.save(file)
        return _without_clock(file)

    def _new(self, title: str, widths: Sequence[int]) -> Worksheet:
        # A write-only sheet has of a worksheet what is used here.
        sheet = cast(Worksheet, self._workbook.create_sheet(_sheet_name(title, self._workbook.sheetnames)))
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        if sheet.oddFooter is not None:
            sheet.oddFooter.center.text = "&P / &N"
        for i, size in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(i)].width = size
        return sheet

    def _row(self, sheet: Worksheet, row: Row) -> list[Any]:
        return [self._value(sheet, value) for value in row]

    def _value(self, sheet: Worksheet, value: Value) -> Any:
        if isinstance(value, Mark):
            look = value.look
            font = Font(name=SHEET_FONT, size=10, color=look.ink)
            return self._cell(sheet, value.text, font, PatternFill("solid", fgColor=look.paper), CENTRED, BORDER)
        return self._cell(sheet, value, FONT, None, TOP, BORDER)

    def _cell(
        self,
        sheet: Worksheet,
        value: str | float | None,
        font: Font,
        fill: PatternFill | None,
        alignment: Alignment,
        border: Border | None = None,
    ) -> Any:
        text = neutral(visible(value))[:LONGEST_CELL] if isinstance(value, str) else value
        cell = WriteOnlyCell(sheet, value=text)
        cell.font, cell.alignment = font, alignment
        if fill is not None:
            cell.fill = fill
        if border is not None:
            cell.border = border
        return cell


def _widths(rows: Iterable[Row]) -> list[int]:
    widest: list[int] = []
    for row in rows:
        widest += [NARROWEST] * (len(row) - len(widest))
        for i, value in enumerate(row):
            text = value.text if isinstance(value, Mark) else "" if value is None else str(value)
            widest[i] = max(widest[i], min(width(text) + 2, WIDEST))
    return widest


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that Excel accepts: at most 31 characters, none of ``[]:*?/\\``, no apostrophe at an end, not taken."""
    name = re.sub(r"[\[\]:*?/\\]", "·", visible(title)).strip("' ")[:31] or "-"
    lowered = {other.lower() for other in taken}
    return next(n for n in _numbered(name) if n.lower() not in lowered)


def _numbered(name: str) -> Iterator[str]:
    yield name
    for i in range(2, 10_000):
        yield f"{name[:25]} ({i})"


def _without_clock(file: io.BytesIO) -> bytes:
    """The workbook without the times of writing, so that the same report gives the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return written.getvalue()
