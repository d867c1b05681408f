"""Blank ledgers to fill in: one workbook a ledger, with a note at each header and drop-down lists where a code is wanted."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..graph.schema import Value
from ..graph.text import Language, Text
from .declaration import Column, End, Id, Ledger, Link, Name, On, Where
from .ledgers import LEDGERS

ROWS = 500  # to which drop-down lists reach
YES, NO = "是", "否"
FORMULA_LIMIT = 255  # characters that Excel takes in the list of a drop-down

HOW: dict[Value, Text] = {
    Value.TEXT: Text("文字", "text"),
    Value.CODE: Text("从列表中选，或照实填写", "choose from the list, or write what is true"),
    Value.CODES: Text("可填多项，用“、”分开", "several, separated by “、”"),
    Value.FLAG: Text("填“是”或“否”", "是 (yes) or 否 (no)"),
    Value.COUNT: Text("填数字；可写“1200余”“近200”“保密”“不详”", "a number; also 1200余, 近200, 保密, 不详"),
    Value.DATE: Text("日期，如 2024-06-30、2024年6月", "a date, as 2024-06-30 or 2024年6月"),
}


def note(ledger: Ledger, column: Column) -> Text:
    """What is to be written in a column, as its header's note says it."""
    match column.role:
        case Name():
            return Text("必填", "required")
        case Id():
            return Text("编号，可不填；填了就用它认定同一对象", "an id, optional; where given it tells what is the same")
        case Where("path"):
            return Text("区、街道、社区可写在一格", "district, street and community may stand in one cell")
        case Where("code") | Where("parent"):
            return Text("区划代码", "a division code")
        case Where():
            return Text("与社区（村）基本情况表中的名称一致", "as in the ledger of places")
        case Link():
            return Text("可填多个，用“、”分开；没有填“无”", "several, separated by “、”; 无 for none")
        case On(link, _):
            titles = [ledger.column(key).title for key in link.split(",")]
            return Text("说明：" + "、".join(t.zh for t in titles), "about: " + ", ".join(t.en for t in titles)).joined(HOW[ledger.value(column)])
        case End(by="id"):
            return Text("编号；与名称填一项即可", "an id; this or the name")
        case _:
            return HOW[ledger.value(column)]


def choices(ledger: Ledger, column: Column) -> tuple[str, ...]:
    """The texts that a cell of a column is usually one of; none where it is free."""
    attribute = ledger.attribute(column)
    if attribute is None:
        return ()
    return (YES, NO) if attribute.value is Value.FLAG else attribute.codes if attribute.value is Value.CODE else ()


def write_templates(directory: Path, language: Language = "zh") -> list[Path]:
    """Writes one blank workbook a ledger type into `directory`, which is made, and returns their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    return [_write(ledger, directory / f"{ledger.title.to(language)}.xlsx", language) for ledger in LEDGERS]


def _write(ledger: Ledger, path: Path, language: Language) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = ledger.title.to(language)[:31]
    for number, column in enumerate(ledger.columns, 1):
        _write_column(sheet, number, ledger, column, language)
    sheet.freeze_panes = "A2"
    workbook.save(path)
    return path


def _write_column(sheet: Worksheet, number: int, ledger: Ledger, column: Column, language: Language) -> None:
    title = column.title.to(language)
    letter = get_column_letter(number)
    cell = sheet.cell(1, number, title)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.fill = PatternFill("solid", fgColor="FFF2CC" if isinstance(column.role, Name) else "E8EEF7")
    cell.comment = Comment(note(ledger, column).to(language), "Xinlian")
    sheet.column_dimensions[letter].width = max(12, 2 * len(title) + 2)
    listed = '"' + ",".join(choices(ledger, column)) + '"'
    if choices(ledger, column) and len(listed) <= FORMULA_LIMIT:
        validation = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
        validation.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(validation)
