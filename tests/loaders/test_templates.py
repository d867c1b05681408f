"""Blank ledgers: what is filled in by their notes is read back as it was meant."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from xinlian.graph.schema import Value
from xinlian.graph.text import Language
from xinlian.loaders.declaration import Column, End, Id, Ledger, Link, Name, Where
from xinlian.loaders.ledgers import LEDGERS
from xinlian.loaders.load import Loaded, read_ledgers
from xinlian.loaders.templates import FORMULA_LIMIT, OccupiedError, choices, described, note, template, write_templates

LANGUAGES: tuple[Language, ...] = ("zh", "en")

# One node of every kind, so that every reference finds its own.
NAMES = {
    "Place": "湖滨社区",
    "Department": "工业局",
    "Association": "东湖商会",
    "PartyBranch": "星河公司党支部",
    "Enterprise": "星河科技有限公司",
    "Person": "林芳",
    "Liaison": "王志强",
    "Committee": "协调小组",
    "Event": "座谈会",
    "Venue": "同心驿站",
    "Service": "法律咨询",
    "System": "联席会议制度",
    "Programme": "同心圆",
    "Roster": "重点人士名册",
    "Post": "组长",
    "Figure": "重点人士数",
}
PLACE = {
    "province": "江南省",
    "city": "云江市",
    "district": "清河区",
    "street": "东湖街道",
    "community": "湖滨社区",
    "path": "清河区东湖街道湖滨社区",
    "code": "990101001001",
}
VALUES = {Value.TEXT: "某某", Value.CODES: "调研、培训", Value.COUNT: "1200余", Value.DATE: "2024年3月"}
FITTING = {"uscc": "91110000600037341L", "level": "社区"}


def filled(ledger: Ledger, column: Column) -> str:
    """A text that fits the note of a column."""
    match column.role:
        case Name():
            return NAMES[ledger.kind or ""]
        case Id():
            return f"{ledger.kind}-1"
        case Where("parent"):
            return ""  # only where places are listed by codes
        case Where(part):
            return PLACE[part]
        case Link(kinds=("Place",), by="id"):
            return PLACE["code"]
        case Link(kinds=kinds, by="id"):
            return f"{kinds[0]}-1"
        case Link(edge="PART_OF", far="target") if ledger.kind in ("Association", "Figure"):
            return "无"  # of its own kind
        case Link(kinds=kinds):
            return NAMES[kinds[0]]
        case End(part=str(part)):
            return PLACE[part]
        case End(kinds=kinds, by="id"):
            return f"{kinds[0]}-1"
        case End(kinds=kinds, by="kind"):
            return "人士"
        case End(kinds=kinds):
            return NAMES[kinds[0]]
    if column.key in FITTING:
        return FITTING[column.key]
    attribute = described(ledger, column)
    usual = choices(ledger, column)
    if attribute is not None and attribute.ahead:
        return "2026-12-31"
    return usual[0] if usual else VALUES.get(attribute.value if attribute else Value.TEXT, "某类")


def sheet_of(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture(scope="module", params=LANGUAGES)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """All templates of a language with one row in each, read together."""
    folder = tmp_path_factory.mktemp("templates")
    for path, ledger in zip(write_templates(folder, request.param), LEDGERS, strict=True):
        workbook = openpyxl.load_workbook(path)
        sheet = workbook.active
        assert isinstance(sheet, Worksheet)
        for number, column in enumerate(ledger.columns, 1):
            sheet.cell(2, number, filled(ledger, column) or None)
        workbook.save(path)
    return read_ledgers([folder])


def test_every_template_is_read_as_its_ledger(loaded: Loaded) -> None:
    # An enterprise that is paired with a place may also be listed, so several ledgers tell of one kind; each is one file.
    assert sorted(report.ledger for report in loaded.files) == sorted(ledger.name for ledger in LEDGERS)
    assert {(report.rows_read, report.rows_kept) for report in loaded.files} == {(1, 1)}


def test_every_column_is_understood(loaded: Loaded) -> None:
    unread = {(report.ledger, header) for report in loaded.files for header, gives in report.columns.items() if gives is None}
    assert not unread
    assert not [problem for problem in loaded.problems if problem.code != "code-unlisted"]


def test_all_references_meet(loaded: Loaded) -> None:
    for kind, name in NAMES.items():
        frame = loaded.network.frames[kind]
        assert not frame["placeholder"].any(), kind
        assert name in frame["name"].tolist()
    assert all(block.sure.all() for block in loaded.network.blocks.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_notes_and_lists(language: Language, tmp_path: Path) -> None:
    for path, ledger in zip(write_templates(tmp_path, language), LEDGERS, strict=True):
        sheet = sheet_of(path)
        lists = {str(v.sqref).split(":")[0].rstrip("0123456789"): v.formula1 for v in sheet.data_validations.dataValidation}
        for number, column in enumerate(ledger.columns, 1):
            cell = sheet.cell(1, number)
            assert cell.value == column.title.to(language)
            assert cell.comment is not None
            assert cell.comment.text == note(ledger, column).to(language)
            usual = choices(ledger, column)
            assert lists.get(get_column_letter(number)) == ('"' + ",".join(usual) + '"' if usual else None)


def test_every_list_fits_into_a_formula() -> None:
    lists = [choices(ledger, column) for ledger in LEDGERS for column in ledger.columns]
    assert max(len(",".join(usual)) + 2 for usual in lists) <= FORMULA_LIMIT
    assert ("是", "否") in lists


def test_long_codes_stay_texts(tmp_path: Path) -> None:
    write_templates(tmp_path)
    sheet = sheet_of(tmp_path / "企业台账.xlsx")
    letters = {cell.value: get_column_letter(number) for number, cell in enumerate(sheet[1], 1)}
    for title in ("统一社会信用代码", "社区代码", "企业编号"):
        assert sheet.column_dimensions[letters[title]].number_format == "@"
    assert sheet.column_dimensions[letters["技术人员数"]].number_format == "General"


def test_the_same_bytes_every_time() -> None:
    for ledger in LEDGERS[:3]:
        assert template(ledger) == template(ledger)


def test_a_filled_in_ledger_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "企业台账.xlsx").write_bytes(b"filled in")
    with pytest.raises(OccupiedError, match=r"企业台账\.xlsx exists"):
        write_templates(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["企业台账.xlsx"]
