"""Writes sheets the way offices save them: .xlsx, .xls, .ods, .csv and .tsv, the same bytes on every run."""

import datetime
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils.cell import range_boundaries
from stdnum.cn import uscc

Cell = str | int | float | datetime.date | None
Row = Sequence[Cell]

SAVED_AT = "2024-01-01T08:00:00Z"


@dataclass(frozen=True)
class Sheet:
    """One sheet as it looks on the screen.

    `merges` are ranges such as "B4:B6" (only the first cell holds a value); `blank_rows` are formatted rows left under the
    table; a hidden sheet is one that somebody put away.
    """

    name: str
    rows: Sequence[Row]
    merges: Sequence[str] = ()
    blank_rows: int = 0
    hidden: bool = False

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=1)


def credit_code(number: int) -> str:
    """The valid unified social credit code of the invented enterprise with this number (registered in the invented area 990201)."""
    body = f"91990201MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def wrong_credit_code(number: int) -> str:
    """A code that looks right but whose last character is not its check character."""
    code = credit_code(number)
    return code[:-1] + ("1" if code[-1] != "1" else "2")


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    book = Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for row in sheet.rows:
            page.append(list(row))
        for merge in sheet.merges:
            page.merge_cells(merge)
        for row_number in range(1, len(sheet.rows) + sheet.blank_rows + 1):
            for column in range(1, sheet.width + 1):
                cell = page.cell(row_number, column)
                cell.border = Border(thin, thin, thin, thin)
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    raw = BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as saved:
        members = {name: saved.read(name) for name in saved.namelist()}
    properties = members["docProps/core.xml"].decode("utf-8")
    members["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", SAVED_AT, properties).encode("utf-8")
    _write_zip(path, members)


def write_xls(path: Path, sheets: Iterable[Sheet]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    framed = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin; align: horiz center, vert center")
    dated = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin", num_format_str="yyyy/m/d")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.visibility = 1 if sheet.hidden else 0
        merged = {_corners(merge)[:2]: _corners(merge) for merge in sheet.merges}
        hidden_cells = {cell for merge in sheet.merges for cell in _cells_under(merge)}
        padding: list[Row] = [()] * sheet.blank_rows
        for row_number, row in enumerate([*sheet.rows, *padding], start=1):
            for column in range(1, sheet.width + 1):
                value = row[column - 1] if column <= len(row) else None
                style = dated if isinstance(value, datetime.date) else framed
                if (row_number, column) in merged:
                    top, left, bottom, right = merged[row_number, column]
                    page.write_merge(top - 1, bottom - 1, left - 1, right - 1, value, style)
                elif (row_number, column) not in hidden_cells:
                    page.write(row_number - 1, column - 1, value, style)
    book.save(str(path))


def write_ods(path: Path, sheets: Iterable[Sheet]) -> None:
    tables = []
    for sheet in sheets:
        merged = {_corners(merge)[:2]: _corners(merge) for merge in sheet.merges}
        covered = {cell for merge in sheet.merges for cell in _cells_under(merge)}
        lines = []
        for row_number, row in enumerate(sheet.rows, start=1):
            cells = []
            for column in range(1, sheet.width + 1):
                value = row[column - 1] if column <= len(row) else None
                cells.append(_ods_cell(value, merged.get((row_number, column)), (row_number, column) in covered))
            lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        if sheet.blank_rows:
            blank = f'<table:table-cell table:number-columns-repeated="{sheet.width}"/>'
            lines.append(f'<table:table-row table:number-rows-repeated="{sheet.blank_rows}">{blank}</table:table-row>')
        style = ' table:style-name="hidden"' if sheet.hidden else ""
        tables.append(f"<table:table table:name={quoteattr(sheet.name)}{style}>{''.join(lines)}</table:table>")
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:style="{names}:style:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0" office:version="1.2"><office:automatic-styles><style:style style:name="hidden" '
        'style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{names}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    members = {"mimetype": kind.encode(), "content.xml": content.encode("utf-8"), "META-INF/manifest.xml": manifest.encode("utf-8")}
    _write_zip(path, members, stored={"mimetype"})


def write_text(path: Path, rows: Iterable[Row], *, separator: str = ",", encoding: str = "utf-8", newline: str = "\r\n") -> None:
    """A saved-as-text sheet; cells that hold the separator or a quote are quoted, every line is as wide as the widest."""
    table = [["" if cell is None else str(cell) for cell in row] for row in rows]
    width = max(len(row) for row in table)
    lines = []
    for row in table:
        cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if separator in cell or '"' in cell else cell for cell in row]
        lines.append(separator.join([*cells, *[""] * (width - len(row))]))
    path.write_bytes((newline.join(lines) + newline).encode(encoding))


def _corners(merge: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(merge)
    return top, left, bottom, right


def _cells_under(merge: str) -> set[tuple[int, int]]:
    top, left, bottom, right = _corners(merge)
    return {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)} - {(top, left)}


def _ods_cell(value: Cell, corners: tuple[int, int, int, int] | None, covered: bool) -> str:
    if covered:
        return "<table:covered-table-cell/>"
    span = ""
    if corners:
        top, left, bottom, right = corners
        span = f' table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
    if value is None:
        return f"<table:table-cell{span}/>"
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    if isinstance(value, datetime.date):
        kind = f' office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        kind = f' office:value-type="float" office:value="{value}"'
    else:
        kind = ' office:value-type="string"'
    return f"<table:table-cell{span}{kind}>{paragraphs}</table:table-cell>"


def _write_zip(path: Path, members: dict[str, bytes], stored: Iterable[str] = ()) -> None:
    with zipfile.ZipFile(path, "w") as target:
        for name, data in members.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            member = zipfile.ZipInfo(name, (2024, 1, 1, 8, 0, 0))
            member.external_attr = 0o644 << 16
            target.writestr(member, data, compress_type=how)


def numbered(rows: Iterable[Row], start: int = 1) -> list[Row]:
    """The rows with a running number (序号) in front."""
    return [(number, *row) for number, row in enumerate(rows, start)]


def row_of(rows: Sequence[Row], text: str) -> int:
    """The 1-based row whose cells hold exactly this text; there is exactly one."""
    (found,) = [number for number, row in enumerate(rows, start=1) if text in row]
    return found
