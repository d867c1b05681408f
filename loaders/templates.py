"""Blank ledgers to fill in: one workbook a ledger, with a note at each header and drop-down lists where a code is wanted.

The same declarations that read a ledger write its template, so that what is filled in is understood.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..graph.errors import XinlianError
from ..graph.schema import SCHEMA, Attribute, Value
from ..graph.text import Language, Text
from .declaration import Column, End, Id, Ledger, Link, Name, On, Where
from .demo.writing import timeless
from .ledgers import LEDGERS

ROWS = 500  # to which drop-down lists reach
YES, NO = "是", "否"
FORMULA_LIMIT = 255  # characters that Excel takes in the list of a drop-down
NAME_COLOUR, OTHER_COLOUR = "FFF2CC", "E8EEF7"
AS_TEXT = "@"  # Excel must not turn codes of 12 or 18 digits into numbers

OCCUPIED = Text(
    "{path} 已存在，未写出任何模板；请换一个文件夹，或先移走它",
    "{path} exists, and no template was written; choose another folder, or move it away first",
)

HOW: dict[Value, Text] = {
    Value.TEXT: Text("文字", "text"),
    Value.CODE: Text("从列表中选，或照实填写", "choose from the list, or write what is true"),
    Value.CODES: Text("可填多项，用“、”分开", "several, separated by “、”"),
    Value.FLAG: Text("填“是”或“否”", "是 (yes) or 否 (no)"),
    Value.COUNT: Text("填数字；可写“1200余”“近200”“保密”“不详”", "a number; also 1200余, 近200, 保密, 不详"),
    Value.DATE: Text("日期，如 2024-06-30、2024年6月", "a date, as 2024-06-30 or 2024年6月"),
}


class OccupiedError(XinlianError):
    """A template would replace a file, which may be filled in."""


def note(ledger: Ledger, column: Column) -> Text:
    """What is to be written in a column, as its header's note says it."""
    match column.role:
        case Name():
            return Text("必填", "required")
        case Id():
            return Text("编号，可不填；填了就用它认定同一对象", "an id, optional; where given it tells what is the same")
        case Where("path"):
            return Text("区、街道、社区可写在一格", "district, street and community may stand in one cell")
        case Where("code") | End(part="code"):
            return Text("区划代码", "a division code")
        case Where("parent"):
            return Text("上一级的区划代码", "the division code of the place above")
        case Where() if ledger.kind == "Place":
            return Text("名称；本表列出的地点视为齐全", "a name; this ledger is taken to list every place")
        case Where() | End(by="place"):
            return Text("与社区（村）基本情况表中的名称一致", "as in the ledger of places")
        case Link(by="id"):
            return Text("编号，可填多个，用“、”分开", "ids, several separated by “、”")
        case Link():
            return Text("可填多个，用“、”分开；没有填“无”", "several, separated by “、”; 无 for none")
        case On(link, _):
            titles = [ledger.column(key).title for key in link.split(",")]
            return Text("说明：" + "、".join(t.zh for t in titles), "about: " + ", ".join(t.en for t in titles)).joined(
                _how(ledger, column)
            )
        case End(by="id"):
            return Text("编号；与名称填一项即可", "an id; this or the name")
        case End(by="kind", kinds=kinds):
            titles = [SCHEMA.nodes[kind].title for kind in kinds]
            return Text("填" + "、".join(t.zh for t in titles), "one of " + ", ".join(t.zh for t in titles))
        case _:
            return _how(ledger, column)


def choices(ledger: Ledger, column: Column) -> tuple[str, ...]:
    """The texts that a cell of a column is usually one of; none where it is free."""
    attribute = described(ledger, column)
    if attribute is None:
        return ()
    return (YES, NO) if attribute.value is Value.FLAG else attribute.codes if attribute.value is Value.CODE else ()


def described(ledger: Ledger, column: Column) -> Attribute | None:
    """The attribute that a column gives, if it gives one; a column about several links says the same of each."""
    if isinstance(column.role, On):
        column = replace(column, role=On(column.role.link.partition(",")[0], column.role.attribute))
    return ledger.attribute(column)


def _how(ledger: Ledger, column: Column) -> Text:
    attribute = described(ledger, column)
    value = attribute.value if attribute else Value.TEXT
    return HOW[Value.TEXT if value is Value.CODE and not choices(ledger, column) else value]


def write_templates(directory: Path, language: Language = "zh") -> list[Path]:
    """Writes one blank workbook a ledger type into `directory`, which is made, and returns their paths; the same bytes every time.

    Raises:
        OccupiedError: one of them exists; nothing is written, for it may be filled in.
    """
    templates = {directory / f"{ledger.title.to(language)}.xlsx": ledger for ledger in LEDGERS}
    for path in templates:
        if path.exists():
            raise OccupiedError(OCCUPIED.format(path=path))
    directory.mkdir(parents=True, exist_ok=True)
    for path, ledger in templates.items():
        path.write_bytes(template(ledger, language))
    return list(templates)


def template(ledger: Ledger, language: Language = "zh") -> bytes:
    """One blank ledger as a workbook."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = ledger.title.to(language)[:31]
    for number, column in enumerate(ledger.columns, 1):
        _write_column(sheet, number, ledger, column, language)
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return timeless(buffer.getvalue())


def _write_column(sheet: Worksheet, number: int, ledger: Ledger, column: Column, language: Language) -> None:
    title = column.title.to(language)
    letter = get_column_letter(number)
    cell = sheet.cell(1, number, title)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.fill = PatternFill("solid", fgColor=NAME_COLOUR if isinstance(column.role, Name) else OTHER_COLOUR)
    cell.comment = Comment(note(ledger, column).to(language), "Xinlian")
    width = sum(1 if character.isascii() else 2 for character in title)
    sheet.column_dimensions[letter].width = max(12, width + 4)
    if _is_code(column):
        sheet.column_dimensions[letter].number_format = AS_TEXT
    listed = '"' + ",".join(choices(ledger, column)) + '"'
    if choices(ledger, column) and len(listed) <= FORMULA_LIMIT:
        validation = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
        validation.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(validation)


def _is_code(column: Column) -> bool:
    """Whether the cells are ids or codes, which may be all digits."""
    match column.role:
        case Id() | Where("code") | Where("parent") | Link(by="id") | End(by="id") | End(part="code"):
            return True
        case _:
            return column.key == "uscc"
