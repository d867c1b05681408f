"""One file → grids of texts and problems, whatever its name says that it is."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import Literal

from ..graph.text import Text
from .cells import Grid, Limits, Refusal, SheetChoice
from .problems import Problems
from .texts import read_text
from .workbooks import read_modern_workbook, read_old_workbook, read_opendocument

Content = Literal["modern", "old", "opendocument", "text"]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")
"""The names of files that are read, in lower case."""

MOST_RAGGED = 100
ZIP, OLE, GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b"
# Other binary files that turn up in folders of ledgers.
KNOWN_BINARIES = {
    b"%PDF": Text("这是 PDF 文件", "it is a PDF"),
    b"Rar!": Text("这是 RAR 压缩包", "it is a RAR archive"),
    b"7z\xbc\xaf": Text("这是 7z 压缩包", "it is a 7z archive"),
    b"\x89PNG": Text("这是图片", "it is a picture"),
    b"\xff\xd8\xff": Text("这是图片", "it is a picture"),
}


def read_grids(path: Path, sheets: SheetChoice | None = None, limits: Limits | None = None, name: str = "") -> tuple[list[Grid], Problems]:
    """The grids of one file, and what is wrong with it. A file that cannot be read gives no grid and one problem.

    `name` is what grids and problems call the file; its own name by default.
    """
    choice, limits, name = sheets or SheetChoice(), limits or Limits(), name or path.name
    problems = Problems()
    try:
        return _read(path, name, choice, limits, problems), problems
    except Refusal as refusal:
        if refusal.reason is None:
            problems.add(refusal.code, name)
        else:
            problems.add(refusal.code, name, reason=refusal.reason)
        return [], problems


def _read(path: Path, name: str, choice: SheetChoice, limits: Limits, problems: Problems) -> list[Grid]:
    data = _content(path, limits)
    kind = content_kind(data)
    if kind == "text":
        return [_read_text(path, name, data, limits, problems)]
    if len(data) > limits.packed:
        raise Refusal("file-too-large", Text(f"{len(data) >> 20} MiB", f"{len(data) >> 20} MiB"))
    if kind == "modern":
        found, hidden = read_modern_workbook(data, choice, limits)
    elif kind == "opendocument":
        found, hidden = read_opendocument(data, choice, limits)
    else:
        found, hidden = read_old_workbook(data, choice)
    for sheet in hidden:
        problems.add("sheet-hidden", name, sheet)
    if found and not any(sheet.cells.num_rows for sheet in found):
        raise Refusal("file-empty")
    return [Grid(path, name, sheet.name, sheet.cells, sheet.first_column, sheet.merges) for sheet in found]


def content_kind(data: bytes) -> Content:
    """What a file's content is, never mind its name. Raises `Refusal` for what is neither workbook nor text."""
    if data.startswith(ZIP):
        return _archive_kind(data)
    if data.startswith(OLE):
        return _container_kind(data)
    for start, reason in KNOWN_BINARIES.items():
        if data.startswith(start):
            raise Refusal("file-type", reason)
    head = data[:4096]
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("file-type", Text("内容不是文本，也不是工作簿", "it is neither text nor a workbook"))
    opening = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if opening.startswith(("<html", "<!doctype html", "<table", "<meta", "<head", "<style")):
        raise Refusal("file-type", Text("这是网页，不是工作簿", "it is a web page, not a workbook"))
    if opening.startswith(("<?xml", "<workbook")):
        raise Refusal("file-type", Text("这是 XML 文件，不是工作簿", "it is XML, not a workbook"))
    return "text"


def _archive_kind(data: bytes) -> Content:
    """The names of an archive's entries stand in it uncompressed."""
    if b"xl/workbook.xml" in data or b"xl\\workbook.xml" in data:
        return "modern"
    if b"opendocument.spreadsheet" in data[:4096] or (b"content.xml" in data and b"META-INF/manifest.xml" in data):
        return "opendocument"
    if b"xl/workbook.bin" in data:
        raise Refusal("file-type", Text("这是 .xlsb 二进制工作簿", "it is a binary workbook (.xlsb)"))
    if b"PK\x01\x02" not in data:
        raise Refusal("file-corrupt", Text("压缩包不完整", "the archive is cut short"))
    raise Refusal("file-type", Text("这是压缩包，不是工作簿", "it is an archive, not a workbook"))


def _container_kind(data: bytes) -> Content:
    """The names of an OLE container's streams stand in it as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refusal("file-encrypted")
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return "old"
    if any(stream.encode("utf-16-le") in data for stream in ("WordDocument", "PowerPoint Document", "__properties_version")):
        raise Refusal("file-type", Text("这是 Office 文件，但不是工作簿", "it is an Office file, but no workbook"))
    raise Refusal("file-corrupt", Text("找不到工作簿的内容", "the workbook in it cannot be found"))


def _content(path: Path, limits: Limits) -> bytes:
    """The file's bytes, read once: a file that changes while it is read cannot make two passes disagree."""
    try:
        size = path.stat().st_size
        if size > limits.text:
            raise Refusal("file-too-large", Text(f"{size >> 20} MiB", f"{size >> 20} MiB"))
        if not path.is_file():
            what = Text("不是文件", "it is no file")
            raise Refusal("file-unreadable", what)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal("file-missing") from error
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise Refusal("file-unreadable", Text(said, said)) from error
    if data.startswith(GZIP):
        data = _unpacked(data, limits)
    if not data:
        raise Refusal("file-empty")
    return data


def _unpacked(data: bytes, limits: Limits) -> bytes:
    """The content of a gzip file, bounded like an archive."""
    try:
        with gzip.open(io.BytesIO(data)) as file:
            content = file.read(limits.unpacked + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refusal("file-corrupt", Text("压缩文件不完整", "the gzip file is cut short")) from error
    if len(content) > limits.unpacked:
        raise Refusal("file-too-large", Text(f"> {limits.unpacked >> 20} MiB", f"> {limits.unpacked >> 20} MiB"))
    return content


def _read_text(path: Path, name: str, data: bytes, limits: Limits, problems: Problems) -> Grid:
    table = read_text(data, limits, "\t" if path.suffix.lower() == ".tsv" else "")
    if table.encoding != "utf-8":
        problems.add("encoding-guessed", name, encoding=table.encoding.upper())
    if table.illegal:
        problems.add("encoding-illegal", name, count=str(table.illegal))
    for row, cells in table.ragged[:MOST_RAGGED]:
        problems.add("row-short", name, row=row, value=str(cells))
    if len(table.ragged) > MOST_RAGGED:
        problems.add("row-short", name, value=f"+{len(table.ragged) - MOST_RAGGED}")
    return Grid(path, name, "", table.cells)
