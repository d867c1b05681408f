"""Texts in cells: folding, neutralising, hiding controls."""

from __future__ import annotations

import pytest
from xinlian.viz.tables import fold, neutral, percent, visible, width


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("西岭街道", 8, ["西岭街道"]),
        ("西岭街道还没有", 8, ["西岭街道", "还没有"]),
        ("西岭街道，还没有", 8, ["西岭街", "道，还没", "有"]),
        ("（注销）：0；联系", 12, ["（注销）：", "0；联系"]),
        ("needs one liaison", 9, ["needs one", "liaison"]),
        ("  缩进 二", 8, ["  缩进", "二"]),
        ("averyveryverylongname.xlsx", 10, ["averyveryv", "erylongnam", "e.xlsx"]),
        ("至少 1 个", 6, ["至少 1", "个"]),
    ],
)
def test_fold(text: str, columns: int, lines: list[str]) -> None:
    assert fold(text, columns) == lines


@pytest.mark.parametrize("text", ["西岭街道，还没有新联会。" * 9, "a b" * 50, "，，，，，，，，", "x" * 500, "￥％ａｂ１"])
@pytest.mark.parametrize("columns", [4, 7, 20])
def test_fold_loses_nothing_and_fits(text: str, columns: int) -> None:
    lines = fold(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= columns for line in lines)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "　=1", "＝1"])
def test_formulas_are_neutralised(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["", "正常", "1-2", "a=b", "（-1）"])
def test_other_texts_stay(text: str) -> None:
    assert neutral(text) == text


def test_visible_hides_what_drives_a_terminal() -> None:
    assert visible("甲\x1b[31m\u202e乙\n丙　丁") == "甲�[31m�乙 丙　丁"
    assert visible("\ue000") == "\ue000"


@pytest.mark.parametrize(
    ("share", "text"), [(None, "–"), (0.0, "0%"), (1.0, "100%"), (0.9999, "99.9%"), (0.0001, "0.1%"), (1 / 3, "33.3%")]
)
def test_percent(share: float | None, text: str) -> None:
    assert percent(share) == text
