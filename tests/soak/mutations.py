"""What happens to ledgers between the office that writes them and the program that reads them, and worse."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from .books import Book, Sheet

HOSTILE = (
    "=1+1", "=HYPERLINK(\"http://example.invalid\",\"x\")", "+1", "-1", "@SUM(A1)", "=CMD|' /C calc'!A0", "#REF!", "#N/A", "#DIV/0!", "TRUE", "NaN", "inf", "1e308", "-1e400",
    "99999999999999999999", "９９９９", "-0", "0.1", "12.5", "1,2,3", "1,260", "1.2.3", "三百余", "近", "约", "余", "以上", "2—3", "10-5", "300余人次", "一千二百三", "亿万",
    "0000-00-00", "9999-12-31", "1900-02-29", "2024-02-30", "2024-13-01", "45473", "2958465", "-45473", "2024年", "24.6", "12/1/24", "明年", "2024-06-31 25:61", "〇〇〇〇年",
    "\x00", "\x01\x02", "\x1f", "\x7f", "\u200b", "\ufeff", "\u202e甲", "\ue000", "\ufffd", "\U0001f600", "👨‍👩‍👧", "葛\U000e0100", "e\u0301", "ﷺ", "A\u0300" * 200, "𠮷野", "\ud800".encode("utf-8", "replace").decode(),
    "甲" * 40_000, "、" * 500, "甲、" * 3_000, "（" * 200, "((((", "））", "【】", "“", '"', "'", '""', "\\", "|", ";", ",", "\n", "\r\n", "\t", " ", "　", "甲\n乙\r\n丙", "甲,乙;丙|丁/戊",
    "无", "否", "×", "/", "-", "—", "暂无", "保密", "不详", "**", "*", "某公司", "张**", "某某", "待定", "?", "？", "null", "None", "合计", "小计", "总计：", "合 计", "填表人：", "备注：无",
    "社区", "村", "街道", "镇", "区", "县", "市", "省", "居委会", "村委会", "办事处", "东湖街道办事处居委会村委会", "区区区", "社区社区", "/街道/", "市辖区", "某街道", "开发区",
    "公司", "有限公司", "等", "等3家", "1.", "①②③", "1.甲 2.乙", "和", "甲和乙", "中国共产党", "民革", "党委", "新联会", "新的社会阶层人士联谊会",
    "{value}", "{0}", "{", "}", "%s", "%(x)s", "<script>alert(1)</script>", "</td>", "&amp;", "&#1;", "<!DOCTYPE a>", "../../etc", "C:\\", "Person:1", "Enterprise:?甲", "#1", "a@b.c", "姓名", "企业名称",
)  # fmt: skip
"""Cells that are no data, or hardly; none of them is an identity or mobile number."""

HEADERS = (
    "企业名称", "姓名", "街道", "社区", "区", "编号", "名称", "类别", "联络员", "联系人", "参加组织", "技术人员数", "成立时间", "是否代表人士", "上级代码", "社区代码", "统一社会信用代码", "起始时间",
    "截止时间", "工作单位", "覆盖企业", "联系社区", "联系企业", "序号", "备注", "", "x", "身份证号", "手机号", "思想动态", "民族", "政治面貌", "家庭住址", "组织名称", "会员数", "党员数", "内设机构",
)  # fmt: skip
DENIED = ("身份证号", "手机号码", "思想动态", "民族", "政治面貌", "家庭住址", "收入情况", "宗教信仰")


class Mutant:
    """A folder being changed: its books, then its files; and what must not come out of them.

    Attributes:
        secrets: texts and digits that were put where nothing may be read from, or may not enter.
        log: what was done, for the report of a failure.
    """

    def __init__(self, books: list[Book], random: Random) -> None:
        self.books, self.random = books, random
        self.secrets: list[str] = []
        self.touched: list[Sheet] = []
        self.log: list[str] = []

    def mutate(self) -> dict[str, bytes]:
        """Changes some tables, then perhaps some bytes; returns the files."""
        for _ in range(self.random.choices((0, 1, 2, 3, 6), (1, 5, 4, 3, 1))[0]):
            self._apply(self.random.choice(TABLES))
        if self.random.random() < 0.4:
            # Last, so that nothing moves them to where they could be read.
            for _ in range(self.random.randint(1, 3)):
                self._apply(self.random.choice((numbers_of_persons, denied_column)))
        files = {book.name: book.packed(self.random) for book in self.books}
        # Every fourth folder, and those whose tables are whole.
        if not self.log or self.random.random() < 0.25:
            self.secrets.clear()  # bytes that are lost may move them too
            for _ in range(self.random.randint(1, 2)):
                name = self.random.choice(sorted(files)) if files else ""
                change = self.random.choice(BYTES)
                self.log.append(f"{change.__name__} {name}")
                if name:
                    files[name] = change(self.random, files[name])
            if self.random.random() < 0.2:
                _rename(self.random, files)
        return files

    def _apply(self, change: Callable[[Mutant, Sheet], None]) -> None:
        sheets = [(book, sheet) for book in self.books for sheet in book.sheets if sheet.rows]
        if sheets:
            book, sheet = self.random.choice(sheets)
            self.log.append(f"{change.__name__} {book.name} {sheet.name}")
            change(self, sheet)
            self.touched.append(sheet)

    def book_of(self, sheet: Sheet) -> Book:
        return next(book for book in self.books if any(own is sheet for own in book.sheets))

    def secret(self) -> str:
        """A made-up identity or mobile number, or a text for a column that is never read."""
        digits = "".join(self.random.choices("0123456789", k=9))
        number = self.random.choice(
            (f"13{digits}", f"33010119{self.random.randint(40, 99)}0{self.random.randint(1, 9)}1{digits[0]}{digits[1:5]}")
        )
        self.secrets.append(number)
        return number

    def somewhere(self, sheet: Sheet) -> tuple[int, int]:
        """A random cell, at a row that has any."""
        row = self.random.choice([at for at, cells in enumerate(sheet.rows) if cells] or [0])
        if not sheet.rows[row]:
            sheet.rows[row].append("")
        return row, self.random.randrange(len(sheet.rows[row]))

    def header_row(self, sheet: Sheet) -> int:
        """Likely the row of the header: among the first five the one with most cells filled."""
        return max(range(min(5, len(sheet.rows))), key=lambda at: sum(map(bool, sheet.rows[at])))


def hostile_cells(mutant: Mutant, sheet: Sheet) -> None:
    for _ in range(mutant.random.choice((1, 3, 10, 40))):
        row, column = mutant.somewhere(sheet)
        sheet.rows[row][column] = mutant.random.choice(HOSTILE)


def embedded_hostile_text(mutant: Mutant, sheet: Sheet) -> None:
    for _ in range(mutant.random.choice((1, 5, 20))):
        row, column = mutant.somewhere(sheet)
        sheet.rows[row][column] = mutant.random.choice(HOSTILE[-60:]).join((sheet.rows[row][column], mutant.random.choice(HOSTILE)))


def random_characters(mutant: Mutant, sheet: Sheet) -> None:
    for _ in range(10):
        row, column = mutant.somewhere(sheet)
        # Not the halves of surrogate pairs, which no file can hold.
        sheet.rows[row][column] = "".join(
            chr(mutant.random.choice((mutant.random.randrange(0xD800), mutant.random.randrange(0xE000, 0x30000)))) for _ in range(6)
        )


def numbers_of_persons(mutant: Mutant, sheet: Sheet) -> None:
    first = mutant.header_row(sheet) + 1
    for _ in range(mutant.random.choice((1, 4))):
        row, column = mutant.somewhere(sheet)
        if row >= first:
            before = sheet.rows[row][column].rstrip("0123456789０１２３４５６７８９xX-— ")
            sheet.rows[row][column] = before + mutant.random.choice(("", " ", "（", "电话：", "、")) + mutant.secret()


def denied_column(mutant: Mutant, sheet: Sheet) -> None:
    if any(sheet is touched for touched in mutant.touched):
        return  # where its header stands is no longer known
    header = mutant.header_row(sheet)
    text = f"绝密{mutant.random.randrange(10**6):06d}"
    mutant.secrets.append(text)
    at = mutant.random.randint(0, len(sheet.rows[header]))
    for number, row in enumerate(sheet.rows):
        row.insert(min(at, len(row)), mutant.random.choice(DENIED) if number == header else text if number > header and any(row) else "")
    sheet.merges.clear()


def other_headers(mutant: Mutant, sheet: Sheet) -> None:
    row = sheet.rows[mutant.header_row(sheet)]
    for _ in range(mutant.random.choice((1, 3))):
        if row:
            row[mutant.random.randrange(len(row))] = mutant.random.choice(HEADERS)


def swapped_headers(mutant: Mutant, sheet: Sheet) -> None:
    mutant.random.shuffle(sheet.rows[mutant.header_row(sheet)])


def cells_of_other_tables(mutant: Mutant, sheet: Sheet) -> None:
    pool = [cell for book in mutant.books for other in book.sheets for row in other.rows for cell in row if cell]
    for _ in range(mutant.random.choice((3, 20))):
        row, column = mutant.somewhere(sheet)
        sheet.rows[row][column] = mutant.random.choice(pool)


def deleted_rows(mutant: Mutant, sheet: Sheet) -> None:
    for _ in range(mutant.random.randint(1, max(1, len(sheet.rows) // 2))):
        if sheet.rows:
            del sheet.rows[mutant.random.randrange(len(sheet.rows))]


def repeated_rows(mutant: Mutant, sheet: Sheet) -> None:
    for _ in range(mutant.random.randint(1, 5)):
        sheet.rows.insert(mutant.random.randint(0, len(sheet.rows)), list(mutant.random.choice(sheet.rows)))


def shuffled_rows(mutant: Mutant, sheet: Sheet) -> None:
    below = sheet.rows[mutant.header_row(sheet) + 1 :]
    mutant.random.shuffle(below)
    sheet.rows[len(sheet.rows) - len(below) :] = below


def shuffled_sheet(mutant: Mutant, sheet: Sheet) -> None:
    mutant.random.shuffle(sheet.rows)


def blank_rows(mutant: Mutant, sheet: Sheet) -> None:
    for _ in range(mutant.random.randint(1, 5)):
        sheet.rows.insert(mutant.random.randint(0, len(sheet.rows)), [""] * mutant.random.randint(0, 5))


def cut_short(mutant: Mutant, sheet: Sheet) -> None:
    del sheet.rows[mutant.random.randint(0, len(sheet.rows)) :]


def ragged_rows(mutant: Mutant, sheet: Sheet) -> None:
    for _ in range(mutant.random.randint(1, 5)):
        row = mutant.random.choice(sheet.rows)
        if mutant.random.random() < 0.5:
            del row[mutant.random.randint(0, len(row)) :]
        else:
            row += ["多", ""] * mutant.random.randint(1, 3)


def changed_columns(mutant: Mutant, sheet: Sheet) -> None:
    """Deletes, doubles, empties or moves a column."""
    width = max(map(len, sheet.rows))
    at, to, how = (
        mutant.random.randrange(width + 1),
        mutant.random.randrange(width + 1),
        mutant.random.choice(["delete", "double", "blank", "move"]),
    )
    for row in sheet.rows:
        row += [""] * (width + 1 - len(row))
        if how == "blank":
            row.insert(at, "")
        elif how == "double":
            row.insert(to, row[at])
        else:
            cell = row.pop(at)
            if how == "move":
                row.insert(to, cell)
    sheet.merges.clear()


def moved_header(mutant: Mutant, sheet: Sheet) -> None:
    header = sheet.rows.pop(mutant.header_row(sheet))
    sheet.rows.insert(mutant.random.randint(0, len(sheet.rows)), header)


def doubled_header(mutant: Mutant, sheet: Sheet) -> None:
    sheet.rows.insert(mutant.random.randint(0, len(sheet.rows)), list(sheet.rows[mutant.header_row(sheet)]))


def merged_ranges(mutant: Mutant, sheet: Sheet) -> None:
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=1) or 1
    for _ in range(mutant.random.randint(1, 4)):
        top, left = mutant.random.randrange(height), mutant.random.randrange(width)
        sheet.merges.append((top, left, min(height, top + mutant.random.randint(0, 4)), min(width, left + mutant.random.randint(0, 3))))


def changed_sheets(mutant: Mutant, sheet: Sheet) -> None:
    """Removes, renames, hides or doubles a sheet."""
    sheets = mutant.book_of(sheet).sheets
    match mutant.random.choice(["remove", "rename", "hide", "double"]):
        case "remove":
            sheets[:] = [own for own in sheets if own is not sheet]
        case "rename":
            sheet.name = mutant.random.choice(
                ("东湖街道", "企业", "社区", "人员", "Sheet1", "填表说明", "x" * 28, "指导员", "😀", "和平社区")
            )
        case "hide":
            sheet.hidden = True
        case _:
            sheets.append(Sheet(f"{sheet.name}2", [list(row) for row in sheet.rows]))


def another_table_below(mutant: Mutant, sheet: Sheet) -> None:
    other = mutant.random.choice([s for book in mutant.books for s in book.sheets if s.rows])
    sheet.rows += [[] for _ in range(mutant.random.randint(0, 3))] + [list(row) for row in other.rows]


def another_table_beside(mutant: Mutant, sheet: Sheet) -> None:
    other = mutant.random.choice([s for book in mutant.books for s in book.sheets if s.rows])
    width = max(map(len, sheet.rows)) + mutant.random.randint(0, 2)
    for row, more in zip(sheet.rows, [list(row) for row in other.rows], strict=False):
        row += [""] * (width - len(row)) + more


def circles_of_places(mutant: Mutant, sheet: Sheet) -> None:
    """A ledger of places by codes in which some lie in themselves."""
    codes = [f"{number}" for number in range(1, 8)]
    levels = ("区", "街道", "社区", "村", "镇", "")
    sheet.rows[:] = [
        ["代码", "名称", "上级代码", "层级"],
        *([code, mutant.random.choice(("甲", "乙", "和平", "东湖")) + mutant.random.choice(levels), mutant.random.choice([*codes, "", "99"]), mutant.random.choice(levels)] for code in codes),
    ]  # fmt: skip
    sheet.merges.clear()


TABLES: tuple[Callable[[Mutant, Sheet], None], ...] = (
    hostile_cells, hostile_cells, embedded_hostile_text, random_characters, other_headers, swapped_headers,
    cells_of_other_tables, cells_of_other_tables, deleted_rows, repeated_rows, shuffled_rows, shuffled_sheet, blank_rows, cut_short, ragged_rows, changed_columns,
    changed_columns, moved_header, doubled_header, merged_ranges, changed_sheets, another_table_below, another_table_beside, circles_of_places,
)  # fmt: skip


def flipped_bytes(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 5, 50)) if data else 0):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def truncated(random: Random, data: bytes) -> bytes:
    return data[: random.randint(0, len(data))]


def a_piece_lost(random: Random, data: bytes) -> bytes:
    start = random.randint(0, len(data))
    return data[:start] + data[start + random.randint(1, 200) :]


def a_piece_twice(random: Random, data: bytes) -> bytes:
    start = random.randint(0, len(data))
    end = start + random.randint(1, 500)
    return data[:end] + data[start:end] + data[end:]


def strange_bytes(random: Random, data: bytes) -> bytes:
    at = random.randint(0, len(data))
    strange = random.choice((b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b'"', b"\x80\x81\xff", b",,,,", b"\n\n\n", b"\xed\xa0\x80"))
    return data[:at] + strange + data[at:]


def changed_part(random: Random, data: bytes) -> bytes:
    """Changes bytes in one part of a workbook and packs it again, so that the damage lies behind the checksums."""
    if not data.startswith(b"PK\x03\x04"):
        return flipped_bytes(random, data)
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            names = source.namelist()
            chosen = random.choice(names)
            for name in names:
                content = source.read(name)
                target.writestr(name, random.choice(BYTES[:5])(random, content) if name == chosen else content)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, zlib.error):
        return data
    return stream.getvalue()


BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (
    flipped_bytes,
    truncated,
    a_piece_lost,
    a_piece_twice,
    strange_bytes,
    changed_part,
    changed_part,
)


def _rename(random: Random, files: dict[str, bytes]) -> None:
    """Gives a file another extension, or the name of another file."""
    name = random.choice(sorted(files))
    stem = name.rpartition(".")[0]
    files[stem + random.choice((".csv", ".xlsx", ".xls", ".ods", ".tsv", ".txt"))] = files.pop(name)
