"""Sheets as offices lay them out, and their bytes as workbook or text file; the same sheet always gives the same bytes.

A sheet knows where each of its cells ends up, so it also keeps the list of problems that a reader must report.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | datetime.date | None
WRITTEN = datetime.datetime(2024, 7, 1, 9, 0, 0)
ZIP_DATE = (2024, 7, 1, 9, 0, 0)
TITLE, HEADER = Font(bold=True, size=16), Font(bold=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


@dataclass(frozen=True, order=True, slots=True)
class Planted:
    """A problem that a reader must report; `row` is the file's own, 0 where the problem concerns the whole sheet or file."""

    file: str
    sheet: str
    row: int
    column: str
    code: str


@dataclass
class Sheet:
    """One sheet: lines above the header, a header of one or two rows, data rows, a total and footer lines.

    Attributes:
        headers: per column its texts from the top row down; equal neighbours in the top row are written as one merged cell.
        hidden: a hidden sheet, which nobody reads.
        columns: codes of the problems that whole columns are, by header.
        blank: how many empty rows with borders follow.
    """

    name: str
    headers: Sequence[tuple[str, ...]]
    above: Sequence[str] = ()
    total: Sequence[Value] = ()
    footer: str = ""
    blank: int = 0
    hidden: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: list[list[Value]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # data rows first..last of a column that are one cell

    @property
    def titles(self) -> list[str]:
        """The headers as a reader reports them: joined by "/", with the column's letter where they repeat."""
        joined = ["/".join(filter(None, texts)) for texts in self.headers]
        return [f"{t}({get_column_letter(i + 1)})" if joined.count(t) > 1 else t for i, t in enumerate(joined)]

    @property
    def depth(self) -> int:
        return max((len(texts) for texts in self.headers), default=0)

    @property
    def next_row(self) -> int:
        """The file's own row of the data row that is added next."""
        return len(self.above) + self.depth + len(self.rows) + 1

    def add(self, values: Sequence[Value], faults: Mapping[str, str] | None = None) -> int:
        """Adds a data row with its problems by header, "" for the whole row, and returns the file's row."""
        row = self.next_row
        self.rows.append(list(values))
        for title, code in (faults or {}).items():
            if code:
                self.faults.append((row, title, code))
        return row

    def merge_repeats(self, column: int) -> None:
        """Writes runs of equal cells in a column as one merged cell."""
        first = 0
        for position in range(1, len(self.rows) + 1):
            if position == len(self.rows) or self.rows[position][column] != self.rows[first][column]:
                if position - first > 1:
                    self.merges.append((first, position - 1, column))
                    for row in self.rows[first + 1 : position]:
                        row[column] = None
                first = position

    def planted(self, file: str, workbook: bool = True) -> list[Planted]:
        """The problems of this sheet."""
        name = self.name if workbook else ""
        if self.hidden:
            return [Planted(file, name, 0, "", "sheet-hidden")]
        if not self.headers:
            return [Planted(file, name, 0, "", "sheet-ignored")]
        header_row = len(self.above) + 1  # the first of two
        found = [Planted(file, name, header_row, title, code) for title, code in self.columns.items()]
        if not self.rows:
            found.append(Planted(file, name, header_row, "", "table-empty"))
        known = set(self.titles) | {""}
        for row, title, code in self.faults:
            if title not in known:
                raise ValueError(f"{file} {self.name}: no column {title!r}")
            found.append(Planted(file, name, row, title, code))
        return found


def text_file(sheet: Sheet, encoding: str, short: Iterable[int] = ()) -> bytes:
    """A sheet as comma-separated text. `short` lists data rows, from 0, that lack their last two cells."""
    cut = set(short)
    lines = [list(texts) for texts in zip(*sheet.headers, strict=True)]
    lines += [row[:-2] if number in cut else row for number, row in enumerate(sheet.rows)]
    text = "".join(",".join(_quoted(cell) for cell in line) + "\r\n" for line in lines)
    return text.encode(encoding)


def _quoted(value: Value) -> str:
    text = "" if value is None else str(value)
    return f'"{text}"' if "," in text else text


def workbook_file(sheets: Sequence[Sheet]) -> bytes:
    """Sheets as a workbook."""
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        _write(workbook.create_sheet(sheet.name), sheet)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return timeless(buffer.getvalue())


def _write(target: Worksheet, sheet: Sheet) -> None:
    width = max(len(sheet.headers), 1)
    target.sheet_state = "hidden" if sheet.hidden else "visible"
    for position, (titles, filled) in enumerate(zip(sheet.headers, zip(*sheet.rows[:1], strict=False), strict=False)):
        longest = max(len(str(text or "")) for text in (*titles, filled[0]))
        target.column_dimensions[get_column_letter(position + 1)].width = min(36, 4 + 2 * longest)
    for number, text in enumerate(sheet.above):
        target.append([_styled(target, text, TITLE if number == 0 else None, centred=number == 0)])
        if width > 1:
            target.merged_cells.add(f"A{number + 1}:{get_column_letter(width)}{number + 1}")
    _write_header(target, sheet)
    top = len(sheet.above) + sheet.depth + 1
    for values in sheet.rows:
        target.append(values)
    for first, last, column in sheet.merges:
        letter = get_column_letter(column + 1)
        target.merged_cells.add(f"{letter}{top + first}:{letter}{top + last}")
    if sheet.total:
        target.append(list(sheet.total))
    for _ in range(sheet.blank):
        target.append([_styled(target, None, None, boxed=True) for _ in range(width)])
    if sheet.footer:
        target.append([sheet.footer])


def _write_header(target: Worksheet, sheet: Sheet) -> None:
    first = len(sheet.above) + 1
    depth = sheet.depth
    columns = [(*texts, *[""] * (depth - len(texts))) for texts in sheet.headers]
    for level in range(depth):
        cells = []
        for position, texts in enumerate(columns):
            again = level == 0 and depth > 1 and position > 0 and columns[position - 1][0] == texts[0] and texts[1]
            cells.append(_styled(target, None if again else texts[level] or None, HEADER, centred=True, boxed=True))
        target.append(cells)
    if depth > 1:
        position = 0
        while position < len(columns):
            end = position
            while end + 1 < len(columns) and columns[end + 1][0] == columns[position][0] and columns[position][1]:
                end += 1
            letters = get_column_letter(position + 1), get_column_letter(end + 1)
            if not columns[position][1]:
                target.merged_cells.add(f"{letters[0]}{first}:{letters[0]}{first + depth - 1}")
            elif end > position:
                target.merged_cells.add(f"{letters[0]}{first}:{letters[1]}{first}")
            position = end + 1


def _styled(target: Worksheet, text: str | None, font: Font | None, centred: bool = False, boxed: bool = False) -> Cell:
    cell = WriteOnlyCell(target, text)
    if font is not None:
        cell.font = font
    if centred:
        cell.alignment = CENTRE
    if boxed:
        cell.border = BOX
    return cell


def timeless(data: bytes) -> bytes:
    """The same workbook without the time at which it was written."""
    stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda entry: (entry != "[Content_Types].xml", entry)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content, compresslevel=6)
    return buffer.getvalue()
