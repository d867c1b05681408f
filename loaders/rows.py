"""Which rows under a header are data, and which are totals, footers, section lines, column numbers or blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .headers import Cell, is_column_numbers

# Columns in which a row may be labelled a total.
LABEL_COLUMNS = 5
# Rows at the end of a table that may be notes under it.
LAST_ROWS = 50

TOTAL_WORDS = "合计|总计|小计|共计|累计|总数|汇总"
BLANKS = re.compile(r"[\s\u3000\u00a0]+")
TOTAL = re.compile(
    rf"[（(]?(?:本页|本表|全表)?(?:{TOTAL_WORDS})[)）]?(?:[（(][^（()）]*[)）])?[:：]?(?:\d+[^\d]{{0,3}})?|共\d+[家个人户名]"
)
LABELLED_TOTAL = re.compile(rf".{{1,12}}(?:{TOTAL_WORDS})[:：]?")
ENGLISH_TOTAL = re.compile(r"(?:grand|sub)?-?totals?:?", re.IGNORECASE)
COUNT = re.compile(r"[\d.,，%％*/—-]*[\u4e00-\u9fff]{0,2}")
# The same in the syntax of RE2, loosely: what it finds is looked at again.
TOTAL_SIGNS = ("计", "总", "汇", "otal", "OTAL")
TOTAL_CELL = (
    r"(?i)([合总小共累][\s\x{3000}\x{a0}]*计|总[\s\x{3000}\x{a0}]*数|汇[\s\x{3000}\x{a0}]*总|total)"
    r"[\s\x{3000}\x{a0}]*s?[)）]?([（(][^（()）]*[)）])?[\s:：]*(\d+\D{0,3})?$"
)

# Words that begin a footer by themselves, and words that do so before a colon.
SIGNED = "(?:填表|填报|制表|审核|审批|复核|经办)人?|(?:填报|填表)(?:单位|时间|日期)|制表(?:时间|日期)"
NOTED = (
    "备?注|附注|(?:填表)?说明|注意事项|联系(?:人|电话)|(?:单位|主要)?负责人|(?:分管|主要)领导|日期|盖章|单位" + "|Notes?|Prepared by|Source"
)
AFTER_SIGNED = r"(?:$|[签\s\x{3000}:：（(])"
AFTER_NOTED = r"(?:[（(][^）)]*[）)]|签[字名章])*[\s\x{3000}\d]*[:：]"
BLANK_BELOW = "以下(?:空白|无正文)|此页无正文|续表|接下页"
FOOTER = rf"^[\s\x{{3000}}]*[（(]?(?:{BLANK_BELOW}|(?:{SIGNED}){AFTER_SIGNED}|(?:{NOTED}){AFTER_NOTED})"
FOOTER_PATTERN = re.compile(FOOTER.replace(r"\x{3000}", r"\u3000"))
SENTENCE = re.compile(r"[。；;！!？?]|(?:\S+ ){3}")
# A line of its own that names the street of the rows under it: 一、东湖街道（3个）.
STREET_LINE = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{0,3}[)）]?[、.．\s]*[\u4e00-\u9fff]{2,12}(?:街道|镇|乡|办事处)(?:[（(][^（()）]*[)）])?[:：]?"
)
STREETS = re.compile(r"街|镇|乡")
# Lines of their own that head or close a part of a table, where a row holds nothing else: 一、规上企业, 第二部分, 附件1, 2024年6月30日.
HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．].*|第[一二三四五六七八九十\d]+(?:部分|页|类).*|其中[:：]?.*|附[件表][\d一二三四五六七八九十]*.*|"
    r"[【★☆◆●].*|[（(]?续上?表[)）]?|.*[（(]盖章[)）].*|[\d〇○零一二三四五六七八九]{4}年.{1,8}|[-—_…·.]{2,}|共\d+[家个人户名]"
)
NUMBERING = ("序号", "序", "编号", "行号", "No", "No.", "NO", "NO.", "#")


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range among a table's rows: its first and last row, its first column, and how many columns it covers."""

    first: int
    last: int
    column: int
    width: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which rows are data, and the texts of the footers and section lines with their rows, all counted from 0 under the header."""

    data: npt.NDArray[np.bool_]
    footer: tuple[tuple[int, str], ...]
    sections: tuple[tuple[int, str], ...]


def is_total(text: str) -> bool:
    """Whether a text is the label of a total: 合计, 合 计, 小计：, 总计5家, Total. An enterprise called 合计某某 is not."""
    plain = BLANKS.sub("", text)
    return TOTAL.fullmatch(plain) is not None or ENGLISH_TOTAL.fullmatch(plain) is not None


def street_line(text: str) -> str:
    """The street that a line of its own names (一、东湖街道 → 东湖街道), "" where it names none."""
    text = text.strip()
    if not STREET_LINE.fullmatch(text):
        return ""
    return re.sub(r"^[（(]?[一二三四五六七八九十\d]{0,3}[)）]?[、.．\s]*|[（(][^（()）]*[)）]$|[:：]$", "", text)


def is_footer(text: str) -> bool:
    """Whether a text begins a line under a table: 填表人…, 审核：…, 备注：…"""
    return FOOTER_PATTERN.match(text) is not None


def classify(
    raw: Sequence[pa.ChunkedArray],
    columns: Sequence[pa.ChunkedArray],
    filled: npt.NDArray[np.int32],
    headers: Sequence[tuple[str, ...]],
    spans: Sequence[Span],
) -> Kinds:
    """The kinds of a table's rows. `columns` are the `raw` ones with merged cells filled down; `filled` counts each row's cells."""
    data = filled > 0
    numbers = int(np.argmax(data)) if data.any() else 0
    if data.any() and is_column_numbers(_texts(raw, numbers)):
        data[numbers] = False
    totals = _totals(columns, data)
    data[totals] = False
    wide = {span.first: span for span in spans if span.width >= max(3, 0.5 * len(raw)) and filled[span.first] == 1}
    footers = _footers(raw, filled, data, headers, wide)
    data[footers] = False
    sections = [row for row in sorted(wide) if data[row]]
    for row in sections:
        data[row : wide[row].last + 1] = False
    streets = _lines_of_their_own(raw, np.flatnonzero(data & (filled == 1)), headers) if len(raw) > 2 else []
    data[streets] = False
    sections = sorted((*sections, *streets))
    return Kinds(data, _lines(raw, footers), _lines(raw, sections))


def _totals(columns: Sequence[pa.ChunkedArray], data: npt.NDArray[np.bool_]) -> list[int]:
    rows = []
    for number, column in enumerate(columns[:LABEL_COLUMNS]):
        for row in _looking_like_totals(column):
            if data[row] and _is_total_row(_texts(columns, row), number):
                rows.append(row)
    return sorted(set(rows))


def _looking_like_totals(column: pa.ChunkedArray) -> list[int]:
    """Rows whose text may label a total. Chunks without the signs of one, as raw bytes, are not looked at text by text."""
    rows, start = [], 0
    for chunk in column.chunks:
        texts = b"" if chunk.buffers()[2] is None else chunk.buffers()[2].to_pybytes()
        if any(sign.encode() in texts for sign in TOTAL_SIGNS):
            found = pc.fill_null(pc.match_substring_regex(chunk, TOTAL_CELL), False)
            rows += (np.flatnonzero(found.to_numpy(zero_copy_only=False)) + start).tolist()
        start += len(chunk)
    return rows


def _is_total_row(texts: Sequence[Cell], number: int) -> bool:
    label = BLANKS.sub("", texts[number] or "")
    others = [BLANKS.sub("", text) for column, text in enumerate(texts) if text and column != number]
    if TOTAL.fullmatch(label):
        return True
    leading = all(not text or text.strip().isdecimal() for text in texts[:number])
    labelled = LABELLED_TOTAL.fullmatch(label) or ENGLISH_TOTAL.fullmatch(label)
    return leading and labelled is not None and all(COUNT.fullmatch(text) for text in others)


def _footers(
    raw: Sequence[pa.ChunkedArray],
    filled: npt.NDArray[np.int32],
    data: npt.NDArray[np.bool_],
    headers: Sequence[tuple[str, ...]],
    wide: dict[int, Span],
) -> list[int]:
    """Rows that begin like a footer and are mostly empty, or stand at the end; and whatever short lines follow the last of those."""
    sparse = np.flatnonzero(data & (filled <= max(1, len(raw) // 2)))
    last = np.flatnonzero(data)[-LAST_ROWS:]
    found = set(_beginning_like_footers(raw, sparse))
    if len(raw) > 1:
        found.update(row for row in _beginning_like_footers(raw, last) if _all_lines(_texts(raw, row)))
    tail: list[int] = []
    for row in last[::-1].tolist():
        if row not in found and filled[row] > 2:
            break
        tail.append(row)
    tail.reverse()
    begin = next((index for index, row in enumerate(tail) if row in found), len(tail))
    while begin and _is_loose_line(raw, tail[begin - 1], filled, headers, wide):
        begin -= 1
    return sorted(found.union(tail[begin:]))


def _is_loose_line(
    raw: Sequence[pa.ChunkedArray], row: int, filled: npt.NDArray[np.int32], headers: Sequence[tuple[str, ...]], wide: dict[int, Span]
) -> bool:
    """Whether a row at the end holds one text that is no datum: a sentence, over merged cells, or where row numbers belong."""
    if filled[row] != 1:
        return False
    if row and not filled[row - 1] and any(text and SENTENCE.search(text) for text in _texts(raw, row)):
        return True
    if len(raw) < 3:
        return False
    first = raw[0][row].as_py()
    numbered = headers[0][-1:] != () and headers[0][-1] in NUMBERING
    return row in wide or (first is not None and numbered and not first.strip()[:1].isalnum())


def _lines_of_their_own(raw: Sequence[pa.ChunkedArray], rows: npt.NDArray[np.int64], headers: Sequence[tuple[str, ...]]) -> list[int]:
    """Rows whose one cell is a heading: a street under a header that asks for none, a numbered title, words where a number belongs."""
    found = []
    for row in rows.tolist():
        column, text = next((number, text.strip()) for number, text in enumerate(_texts(raw, row)) if text)
        street = STREET_LINE.fullmatch(text) and not STREETS.search("".join(headers[column]))
        numbered = column == 0 and headers[0][-1:] and headers[0][-1] in NUMBERING and not any(sign.isdigit() for sign in text[:2])
        if street or numbered or HEADING.fullmatch(text):
            found.append(row)
    return found


def _all_lines(texts: Iterable[Cell]) -> bool:
    """Whether several texts of a row begin footers, as in 填表人：| 李某 | 审核人：| 王某."""
    return sum(1 for text in texts if text and is_footer(text)) > 1


def _beginning_like_footers(raw: Sequence[pa.ChunkedArray], rows: npt.NDArray[np.int64]) -> list[int]:
    if not len(rows) or not raw:
        return []
    taken = [column.take(pa.array(rows)) for column in raw]
    found = pc.fill_null(pc.match_substring_regex(pc.coalesce(*taken), FOOTER), False)
    return [int(row) for row in rows[np.asarray(found)]]


def _texts(columns: Sequence[pa.ChunkedArray], row: int) -> list[Cell]:
    return [column[row].as_py() for column in columns]


def _lines(raw: Sequence[pa.ChunkedArray], rows: Sequence[int]) -> tuple[tuple[int, str], ...]:
    return tuple((row, text.strip()) for row in rows for text in _texts(raw, row) if text)
