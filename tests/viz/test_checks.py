"""The outcome of reading ledgers in its three formats."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from xinlian.graph.text import Text
from xinlian.loaders.load import FileReport
from xinlian.loaders.problems import Problems
from xinlian.viz.checks import MOST_PER_FILE, Check, build_check, render_json, render_text, render_workbook

TITLES = {"enterprises": Text("企业台账", "enterprises")}


@pytest.fixture
def check() -> Check:
    problems = Problems()
    problems.add("place-unknown", "b.xlsx", "东湖街道", 10, "所在社区", "=和平", candidates=Text("", ""))
    for row in range(MOST_PER_FILE + 5):
        problems.add("count-unreadable", "b.xlsx", "东湖街道", row + 3, "技术人员数", "若干")
    problems.add("file-missing", "a.xlsx")
    tables = (FileReport("b.xlsx", "东湖街道", "enterprises", 40, 39, 1, {"企业名称": "name", "电话": None}),)
    return build_check(tables, tuple(problems), "zh", TITLES)


def test_text_is_grouped_and_capped(check: Check) -> None:
    text = render_text(check)
    assert "错误 2，警告 35，提示 0" in text
    assert text.index("■ b.xlsx") < text.index("企业台账") < text.index("找不到地点") < text.index("“若干”不是数") < text.index("■ a.xlsx")
    assert "其余 6 条未列出" in text
    assert max(map(len, text.splitlines())) <= 100


def test_json_keeps_its_contract(check: Check) -> None:
    data = json.loads("".join(render_json(check)))
    assert data["files"] == [
        {
            "file": "b.xlsx",
            "sheet": "东湖街道",
            "ledger": "enterprises",
            "rows_read": 40,
            "rows_kept": 39,
            "rows_refused": 1,
            "columns": {"企业名称": "name", "电话": None},
        }
    ]
    assert len(data["problems"]) == MOST_PER_FILE + 7
    first = data["problems"][0]
    assert list(first) == ["code", "severity", "file", "sheet", "row", "column", "value", "message", "hint"]
    assert (first["code"], first["row"], first["value"]) == ("place-unknown", 10, "=和平")


def test_workbook_has_a_row_per_problem(check: Check) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(check)))
    sheet = book["问题"]
    assert sheet.max_row == MOST_PER_FILE + 8
    assert sheet.auto_filter.ref == f"A1:I{sheet.max_row}"
    assert sheet["F2"].value == "'=和平"


def test_nothing_wrong_is_said() -> None:
    empty = build_check((), (), "en", {})
    assert "No problems were found." in render_text(empty)
    assert json.loads("".join(render_json(empty))) == {"files": [], "problems": []}
    assert render_workbook(empty)
