"""Text files (.csv, .tsv, .txt) → one table of texts: encoding, separator, records.

A big clean file goes through pyarrow; a file with ragged records or odd quotes goes, as a whole, through Python's csv
module. Both give the same table (tests compare them).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

import numpy as np
import pyarrow as pa
import pyarrow.csv

from ..graph.text import Text
from .cells import Limits, Refusal

SEPARATORS = (",", "\t", "|", ";", "，")
HEAD = 1 << 16
RECORDS_AT_ONCE = 20_000
END = "\0end\0"
BYTE_ORDER_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class TextTable:
    """The records of a text file.

    `encoding` is how it was read, `illegal` how many places were no text in it, `ragged` the 1-based numbers of records with
    more or fewer cells than most have, each with its number of cells; records of one cell (titles, footers) do not count.
    """

    cells: pa.Table
    encoding: str
    illegal: int
    ragged: tuple[tuple[int, int], ...]


def read_text(data: bytes, limits: Limits, separator: str = "") -> TextTable:
    """The records of a text file; `separator` wins over the guess where it occurs in the head. Raises `Refusal`."""
    content, encoding, illegal = as_utf8(data)
    del data
    if not content or content.isspace():
        raise Refusal("file-empty")
    # A million rows are copied only where blank lines trail them.
    if content.endswith((b"\n\n", b"\n\r\n", b"\r\r")):
        content = content.rstrip(b"\r\n")
    head = _head(content)
    separator = separator if separator and separator in head else guess_separator(head)
    width = max((len(record) for record in islice(_records(head, separator), 200)), default=1)
    cells = read_clean(content, separator, width) if width <= limits.columns else None
    if cells is not None:
        return TextTable(cells, encoding, illegal, ())
    cells, ragged = read_ragged(content, separator, limits)
    return TextTable(cells, encoding, illegal, ragged)


def as_utf8(data: bytes) -> tuple[bytes, str, int]:
    """`data` as UTF-8 without byte order mark, the encoding it was read in, and how many places had to be replaced.

    UTF-8 is tried first, then GB18030. A file that is neither is read in the one that fits its first illegal place.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            content, illegal = _recoded(data[len(mark) :], encoding)
            return content, encoding, illegal
    while data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    wrong = _first_illegal(data)
    if wrong is None:
        return data, "utf-8", 0
    encoding = "utf-8" if _looks_like_utf8(data[max(0, wrong - HEAD) : wrong + HEAD]) else "gb18030"
    content, illegal = _recoded(data, encoding)
    return content, encoding, illegal


def guess_separator(head: str) -> str:
    """The separator by which most records at the head of a text have the same number of cells."""

    def fit(separator: str) -> tuple[int, int]:
        counts = Counter(len(record) for record in islice(_records(head, separator), 60) if len(record) > 1)
        # The most frequent width; the greater one where two are equally frequent.
        return max(((often, width) for width, often in counts.items()), default=(0, 0))

    return max(SEPARATORS, key=fit)


def read_clean(content: bytes, separator: str, width: int) -> pa.Table | None:
    """The records as pyarrow reads them, or nothing where one of them has not `width` cells."""
    quotes = content.count(b'"')
    # pyarrow takes separators of one byte only, and reads a quote that is not where it belongs in its own way.
    if len(separator.encode()) > 1 or (quotes and _has_stray_quotes(content, separator)):
        return None
    names = [str(number) for number in range(width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            # Two threads cost twice the processor time and save none on the wall.
            read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False),
            parse_options=pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=quotes > 0, ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                check_utf8=False,
            ),
        )
    # A ragged record, or one longer than a block.
    except pa.ArrowInvalid:
        return None
    # It also lets a quote that is never closed swallow the rest of the file.
    last = table.column(width - 1)[-1].as_py() or ""
    return None if "\n" in last or "\r" in last else table


def _has_stray_quotes(content: bytes, separator: str) -> bool:
    """Whether a quote stands elsewhere than around a whole cell, or doubled within one."""
    mark = re.escape(separator.encode())
    quoted = re.compile(rb"(?:(?<=" + mark + rb')|(?<=[\r\n])|\A)"(?:[^"]|"")*"(?=' + mark + rb"|[\r\n]|\Z)")
    return b'"' in quoted.sub(b"", content)


def read_ragged(content: bytes, separator: str, limits: Limits) -> tuple[pa.Table, tuple[tuple[int, int], ...]]:
    """The records as Python's csv module reads them, short ones padded; and the ragged ones, as `TextTable` has them."""
    columns: list[list[pa.Array]] = []
    widths: list[np.ndarray] = []
    done = 0
    for records in _batches(_all_records(content, separator)):
        widths.append(np.fromiter(map(len, records), dtype=np.int32, count=len(records)))
        batch = [pa.array([cell or None for cell in column], pa.string()) for column in zip_longest(*records)]
        if len(batch) > limits.columns:
            raise Refusal("file-too-large", Text(f"{len(batch)} 列", f"{len(batch)} columns"))
        columns.extend([pa.nulls(done, pa.string())] for _ in range(len(batch) - len(columns)))
        for number, parts in enumerate(columns):
            parts.append(batch[number] if number < len(batch) else pa.nulls(len(records), pa.string()))
        done += len(records)
    chunked = [pa.chunked_array(parts, pa.string()) for parts in columns]
    return pa.Table.from_arrays(chunked, names=[str(number) for number in range(len(chunked))]), _ragged(widths)


def _ragged(widths: list[np.ndarray]) -> tuple[tuple[int, int], ...]:
    counts = np.concatenate(widths) if widths else np.zeros(0, np.int32)
    several = counts[counts > 1]
    if not several.size:
        return ()
    usual = np.bincount(several).argmax()
    return tuple((int(row) + 1, int(counts[row])) for row in np.flatnonzero((counts > 1) & (counts != usual)))


def _all_records(content: bytes, separator: str) -> Iterator[list[str]]:
    """All records. A quote that is never closed would swallow the rest of the file: from its line on, quotes are plain characters."""
    unclosed = _unclosed_quote(content, separator)
    if unclosed is None:
        yield from _records(content, separator)
        return
    yield from islice(_records(content, separator), unclosed[0])
    lines = islice(_lines(content), unclosed[1], None)
    for record in csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE):
        yield [cell[1:].removesuffix('"') if cell.startswith('"') else cell for cell in record]


def _unclosed_quote(content: bytes, separator: str) -> tuple[int, int] | None:
    """How many records and lines stand before the record whose quote is never closed, if there is one."""
    if b'"' not in content:
        return None
    # One line more than the file has: it is a record of its own unless a quote is still open.
    reader = csv.reader(chain(_lines(content), [END]), delimiter=separator)
    before = line = records = 0
    last: list[str] = []
    with _long_fields(len(content)):
        for records, last in enumerate(reader):  # noqa: B007 - the last record is what is wanted
            before, line = line, reader.line_num
    return None if last == [END] else (records, before)


class _long_fields:  # noqa: N801 - reads as a verb in a with statement
    """Lets csv read fields of `size` characters for a while: its limit is a setting of the whole process."""

    def __init__(self, size: int) -> None:
        self._size = max(size, csv.field_size_limit())

    def __enter__(self) -> None:
        self._before = csv.field_size_limit(self._size)

    def __exit__(self, *_: object) -> None:
        csv.field_size_limit(self._before)


def _records(content: bytes | str, separator: str) -> Iterator[list[str]]:
    with _long_fields(len(content)):
        yield from csv.reader(_lines(content), delimiter=separator)


def _lines(content: bytes | str) -> Iterable[str]:
    if isinstance(content, str):
        return io.StringIO(content, newline="")
    return io.TextIOWrapper(io.BytesIO(content), "utf-8", newline="")


def _batches(records: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while batch := list(islice(records, RECORDS_AT_ONCE)):
        yield batch


def _head(content: bytes) -> str:
    """The first whole lines of a text, or the whole of a short one."""
    head = content[:HEAD]
    if len(content) > HEAD and b"\n" in head:
        head = head[: head.rindex(b"\n")]
    return head.decode("utf-8", "ignore")


def _first_illegal(data: bytes) -> int | None:
    """Where `data` stops being UTF-8, if it does. Decodes piecemeal: a million rows are never held twice."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), HEAD):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(data[start : start + HEAD], start + HEAD >= len(data))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    return None


def _looks_like_utf8(sample: bytes) -> bool:
    """Whether the text around an illegal place has many more good characters beyond ASCII than bad ones.

    Text in GB18030 almost never does: nearly each of its characters is illegal in UTF-8.
    """
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good > 4 * bad or bad <= sample.decode("gb18030", "replace").count("\ufffd")


def _recoded(data: bytes, encoding: str) -> tuple[bytes, int]:
    """`data` as UTF-8, piecemeal, and how many illegal places were replaced by U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    parts = []
    for start in range(0, len(data), HEAD * 16):
        part = decoder.decode(data[start : start + HEAD * 16], start + HEAD * 16 >= len(data))
        # A lone half of a pair, which UTF-16 may hold, is no character either.
        parts.append(part.encode("utf-8", "replace"))
    content = b"".join(parts)
    return content, content.count("\ufffd".encode()) - data.count("\ufffd".encode(encoding))
