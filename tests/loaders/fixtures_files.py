"""Writes ledger files that are wrong in one way each, and the clean twin of all: every readable one holds the same table.

usage: fixtures_files.py DIRECTORY      to look inside them; the tests write them into a temporary directory
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlwt  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.style import Style, TableProperties  # type: ignore[import-untyped]
from odf.table import CoveredTableCell, Table, TableCell, TableRow  # type: ignore[import-untyped]
from odf.text import P  # type: ignore[import-untyped]

TABLE = (
    ("街道", "企业名称", "技术人员"),
    ("东湖街道", "甲电子公司", "1,260"),
    ("东湖街道", "乙\n食品厂", None),
    ("西岭街道", "“丙”工厂", "保密"),
)
MERGED = tuple((None if number == 2 else row[0], *row[1:]) for number, row in enumerate(TABLE))
"""The table with its second street in a merged cell."""


def modern(rows: tuple[tuple[str | None, ...], ...] = TABLE, left: int = 0, top: int = 0) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "企业"
    for number, row in enumerate(rows, top + 1):
        for column, cell in enumerate(row, left + 1):
            sheet.cell(number, column, cell)
    return book


def packed(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def old(rows: tuple[tuple[str | None, ...], ...] = TABLE, *, merge: bool = False, hidden: bool = False, left: int = 0) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("企业")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None and not (merge and column == 0 and number in (1, 2)):
                sheet.write(number, left + column, cell)
    if merge:
        sheet.write_merge(1, 2, left, left, rows[1][0])
    if hidden:
        second = book.add_sheet("草稿")
        second.write(0, 0, "企业名称")
        second.visibility = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opendocument(rows: tuple[tuple[str | None, ...], ...] = TABLE, *, merge: bool = False, hidden: bool = False, left: int = 0) -> bytes:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="企业")
    book.spreadsheet.addElement(sheet)
    for number, row in enumerate(rows):
        line = TableRow()
        if left:
            line.addElement(TableCell(numbercolumnsrepeated=left))
        for column, cell in enumerate(row):
            if merge and column == 0 and number == 2:
                line.addElement(CoveredTableCell())
                continue
            spans = {"numberrowsspanned": 2, "numbercolumnsspanned": 1} if merge and column == 0 and number == 1 else {}
            box = TableCell(valuetype="string", **spans) if cell is not None else TableCell()
            for part in (cell or "").split("\n") if cell is not None else []:
                box.addElement(P(text=part))
            line.addElement(box)
        sheet.addElement(line)
    # LibreOffice ends each sheet with such a row.
    rest = TableRow(numberrowsrepeated=1_048_000)
    rest.addElement(TableCell(numbercolumnsrepeated=16_384))
    sheet.addElement(rest)
    if hidden:
        style = Style(name="hidden", family="table")
        style.addElement(TableProperties(display="false"))
        book.automaticstyles.addElement(style)
        second = Table(name="草稿", stylename="hidden")
        line, box = TableRow(), TableCell(valuetype="string")
        box.addElement(P(text="企业名称"))
        line.addElement(box)
        second.addElement(line)
        book.spreadsheet.addElement(second)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(separator: str = ",", end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL).writerows(
        [cell or "" for cell in row] for row in TABLE
    )
    return stream.getvalue().encode(encoding)


def replaced(archive: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one of its entries changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, change(content) if entry == name else content)
    return stream.getvalue()


def with_hidden_sheets() -> bytes:
    book = modern()
    for title, state in (("草稿", "hidden"), ("密", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet.append(["企业名称"])
        sheet.sheet_state = state
    return packed(book)


def with_merge() -> bytes:
    book = modern(MERGED)
    book.worksheets[0].merge_cells("A2:A3")
    return packed(book)


def with_chart_sheet() -> bytes:
    book = modern()
    book.create_chartsheet("图", 0)
    return packed(book)


def far_cell() -> bytes:
    book = modern()
    book.worksheets[0].cell(1_048_576, 16_384, "x")
    return packed(book)


def old_with_password() -> bytes:
    """The record that names the writer (0x005C) turned into the one that announces encryption (0x002F)."""
    data = old()
    place = data.index(b"\x5c\x00\x70\x00")
    return data[:place] + b"\x2f\x00" + data[place + 2 :]


def container(stream: str) -> bytes:
    """An OLE container as far as a reader looks that wants to know what is in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def bomb() -> bytes:
    return replaced(packed(modern()), "xl/styles.xml", lambda content: content + b" " * (70 << 20))


def lying_bomb() -> bytes:
    """An entry that says it unpacks to 100 bytes."""
    data = bytearray(replaced(packed(modern()), "xl/worksheets/sheet1.xml", lambda content: content + b" " * (1 << 20)))
    place = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    return bytes(data)


SHEET = "xl/worksheets/sheet1.xml"
READABLE: dict[str, bytes | Callable[[], bytes]] = {
    "clean.xlsx": lambda: packed(modern()),
    "clean.xlsm": lambda: packed(modern()),
    "clean.xls": old,
    "clean.ods": opendocument,
    "clean.csv": text,
    "clean.tsv": lambda: text("\t"),
    "leading-blank-columns.xlsx": lambda: packed(modern(left=2)),
    "leading-blank-columns.xls": lambda: old(left=2),
    "leading-blank-columns.ods": lambda: opendocument(left=2),
    "cells-without-references.xlsx": lambda: replaced(packed(modern()), SHEET, _without_references),
    "prefixed-tags.xlsx": lambda: replaced(packed(modern()), SHEET, _prefixed),
    "chart-sheet-first.xlsx": with_chart_sheet,
    "workbook-named.csv": lambda: packed(modern()),
    "workbook-named.xls": lambda: packed(modern()),
    "old-workbook-named.xlsx": old,
    "text-named.xlsx": text,
    "text-named.xls": lambda: text("\t"),
    "bom.csv": lambda: text(encoding="utf-8-sig"),
    "two-boms.csv": lambda: b"\xef\xbb\xbf" + text(encoding="utf-8-sig"),
    "utf16.csv": lambda: text("\t", encoding="utf-16"),
    "utf16-big-endian.csv": lambda: b"\xfe\xff" + text(encoding="utf-16-be"),
    "gb18030.csv": lambda: text(encoding="gb18030"),
    "line-feeds.csv": lambda: text(end="\n"),
    "carriage-returns.csv": lambda: text(end="\r"),
    "semicolons.csv": lambda: text(";"),
    "bars.txt": lambda: text("|"),
    "full-width-commas.csv": lambda: text("，"),
    "trailing-blank-lines.csv": lambda: text() + b"\r\n\r\n\r\n",
}
MERGING: dict[str, bytes | Callable[[], bytes]] = {
    "merged.xlsx": with_merge,
    "merged.xls": lambda: old(MERGED, merge=True),
    "merged.ods": lambda: opendocument(MERGED, merge=True),
}
HIDING: dict[str, bytes | Callable[[], bytes]] = {
    "hidden-sheet.xlsx": with_hidden_sheets,
    "hidden-sheet.xls": lambda: old(hidden=True),
    "hidden-sheet.ods": lambda: opendocument(hidden=True),
}
REFUSED: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "empty.xlsx": ("file-empty", b""),
    "empty.csv": ("file-empty", b""),
    "blank.csv": ("file-empty", b"\xef\xbb\xbf \r\n\r\n"),
    "empty-sheet.xlsx": ("file-empty", lambda: packed(openpyxl.Workbook())),
    "encrypted.xlsx": ("file-encrypted", lambda: container("EncryptedPackage")),
    "encrypted.xls": ("file-encrypted", old_with_password),
    "encrypted.ods": (
        "file-encrypted",
        lambda: replaced(opendocument(), "META-INF/manifest.xml", lambda content: content + b"<!-- encryption-data -->"),
    ),
    "document.xls": ("file-type", lambda: container("WordDocument")),
    "web-page.xls": ("file-type", "<html><table><tr><td>企业名称</td></tr></table></html>".encode()),
    "xml-spreadsheet.xls": ("file-type", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
    "picture.csv": ("file-type", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "archive.xlsx": ("file-type", lambda: replaced(_zip_of("note.txt"), "", bytes)),
    "cut-short.xlsx": ("file-corrupt", lambda: packed(modern())[:3000]),
    "cut-short.xls": ("file-corrupt", lambda: old()[:1500]),
    "cut-short.ods": ("file-corrupt", lambda: opendocument()[:-400]),
    "no-sheet-part.xlsx": ("file-corrupt", lambda: _without(packed(modern()), SHEET)),
    "broken-xml.xlsx": (
        "file-corrupt",
        lambda: replaced(packed(modern()), SHEET, lambda content: content[: content.index(b"</sheetData>")]),
    ),
    "broken-xml.ods": ("file-corrupt", lambda: replaced(opendocument(), "content.xml", lambda content: content[:-30])),
    "entities.xlsx": (
        "file-corrupt",
        lambda: replaced(packed(modern()), "xl/workbook.xml", lambda content: b'<!DOCTYPE a [<!ENTITY b "c">]>' + content),
    ),
    "entities.ods": (
        "file-corrupt",
        lambda: replaced(opendocument(), "content.xml", lambda content: content.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)),
    ),
    "bomb.xlsx": ("file-too-large", bomb),
    "lying-bomb.xlsx": ("file-corrupt", lying_bomb),
    "far-cell.xlsx": ("file-too-large", far_cell),
    "far-cell-unquoted-way.xlsx": (
        "file-too-large",
        lambda: replaced(
            far_cell(), SHEET, lambda content: content.replace(b'r="', b"r = '").replace(b'" t=', b"' t=").replace(b'" spans', b"' spans")
        ),
    ),
    "far-repetition.ods": (
        "file-too-large",
        lambda: replaced(
            opendocument(),
            "content.xml",
            lambda content: content.replace(
                b'columns-repeated="16384"/>', b'columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
            ),
        ),
    ),
}


def _zip_of(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "note")
    return stream.getvalue()


def _without(archive: bytes, name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(stream, "w") as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
    return stream.getvalue()


def _without_references(content: bytes) -> bytes:
    return re.sub(rb'<(c|row) r="\w+"', rb"<\1", content).replace(b'<c t="n"/>', b"<c/>")


def _prefixed(content: bytes) -> bytes:
    content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)
    return content.replace(b'xmlns="', b'xmlns:x="', 1)


def content_of(source: bytes | Callable[[], bytes]) -> bytes:
    return source if isinstance(source, bytes) else source()


def write_all(directory: Path) -> None:
    for name, source in {**READABLE, **MERGING, **HIDING}.items():
        (directory / name).write_bytes(content_of(source))
    for name, (_, source) in REFUSED.items():
        (directory / name).write_bytes(content_of(source))


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_all(target)
