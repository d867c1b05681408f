"""What people hand in by mistake: each gives its problem with the place and the next step, in both languages, and never an exception."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from xinlian.loaders.load import Options, read_ledgers
from xinlian.loaders.mappings import read_mappings

from .ledger_cases import Content, read, sound, workbook, write

PLACES = "区 | 街道 | 社区\n清河区 | 东湖街道 | 湖滨社区\n清河区 | 西岭街道 | 和平社区"
CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@dataclass(frozen=True)
class Bad:
    """A file that is wrong in one way, and the problem that says so, with what its message and hint must say in each language."""

    content: Content | Callable[[], bytes]
    code: str
    row: int = 0
    column: str = ""
    value: str = ""
    sheet: str = ""
    said: tuple[str, str] = ("", "")
    name: str = "企业台账.csv"


def bomb() -> bytes:
    """A workbook of some kilobytes with an entry that unpacks to 300 MiB of blanks."""
    stream = io.BytesIO(workbook({"企业": "企业名称 | 行业\n甲公司 | 工业"}))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/blank.xml", "w") as entry:
        for _ in range(300):
            entry.write(b" " * (1 << 20))
    return stream.getvalue()


def far() -> bytes:
    """A workbook whose last cell stands in the last column of the last row."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["企业名称", "行业"])
    book.worksheets[0].cell(1_048_576, 16_384, "x")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def wide(columns: int) -> bytes:
    """A text with so many columns."""
    stream = io.StringIO()
    header = ["企业名称", "技术人员数", *(f"备用{at}" for at in range(columns - 2))]
    csv.writer(stream).writerows([header, ["甲公司", "5", *["x"] * (columns - 2)]])
    return stream.getvalue().encode()


FIRM = "企业名称 | 技术人员数 | 是否重点 | 经营状态\n甲公司 | {} | {} | {}\n乙公司 | 5 | 是 | 在营"
HELD = "组织名称 | 会员数 | 成立时间\n湖滨商会 | 5 | {}\n青年联谊会 | 6 | 2019"
REPORTED = [
    ["社团名单"],
    ["填报时间：2024年6月30日"],
    ["组织名称", "会员数", "成立时间"],
    ["湖滨商会", "5", "2025-01-01"],
    ["青年联谊会", "6", "2019"],
]
MEMBERS = "姓名 | 组织名称 | 起始时间 | 截止时间\n张三 | 湖滨商会 | 2024-05-01 | 2023-01-01"

FILES = {
    "empty": Bad(b"", "file-empty", said=("文件是空的", "empty")),
    "only blanks": Bad(b"\xef\xbb\xbf \r\n\r\n", "file-empty"),
    "a workbook without cells": Bad(lambda: workbook({"空": [[None]]}), "file-empty", name="企业台账.xlsx"),
    "a password": Bad(CONTAINER + "EncryptedPackage".encode("utf-16-le"), "file-encrypted", name="企业台账.xlsx", said=("密码", "password")),
    "cut short": Bad(lambda: workbook({"企业": "企业名称 | 行业\n甲公司 | 工业"})[:2000], "file-corrupt", name="企业台账.xlsx", said=("另存", "save")),
    "rubbish named as a workbook": Bad(b"PK\x03\x04" + bytes(range(256)), "file-corrupt", name="企业台账.xlsx"),
    "a letter": Bad(CONTAINER + "WordDocument".encode("utf-16-le"), "file-type", name="企业台账.xls"),
    "a picture": Bad(b"\x89PNG\r\n\x1a\n" + bytes(64), "file-type", name="企业台账.csv", said=("图片", "picture")),
    "a document in portable format": Bad(b"%PDF-1.7\n", "file-type", name="企业台账.xlsx", said=("PDF", "PDF")),
    "a web page": Bad("<html><table><tr><td>企业名称</td></tr></table></html>".encode(), "file-type", name="企业台账.xls", said=("网页", "web page")),
    "zeros": Bad(bytes(4096), "file-type", name="企业台账.csv"),
    "a bomb": Bad(bomb, "file-too-large", name="企业台账.xlsx", said=("过大", "too large")),
    "absurd dimensions": Bad(far, "file-too-large", name="企业台账.xlsx"),
    "too many columns": Bad(lambda: wide(20_000), "file-too-large"),
    "no ledger": Bad("今天 | 天气\n晴 | 好\n雨 | 坏", "sheet-ignored", said=("没有台账表格", "no ledger")),
    "a header alone": Bad("企业名称 | 行业 | 技术人员数", "table-empty", row=1, said=("没有数据行", "without any data")),
    "illegal bytes": Bad("企业名称,行业\n".encode() + b"\xff\xfe\xff," + "工业\n甲公司,工业\n".encode() * 40, "encoding-illegal", said=("�", "�")),
    "ragged": Bad("企业名称,行业,街道\n甲公司,工业,东湖街道\n乙公司,工业\n丙公司,工业,东湖街道\n".encode(), "row-short", row=3, value="2"),
}  # fmt: skip

CELLS = {
    "text for a count": Bad(FIRM.format("很多", "是", "在营"), "count-unreadable", 2, "技术人员数", "很多", said=("不是数", "no number")),
    "a negative count": Bad(FIRM.format("-5", "是", "在营"), "count-unreadable", 2, "技术人员数", "-5"),
    "a broken count": Bad(FIRM.format("12.5", "是", "在营"), "count-unreadable", 2, "技术人员数", "12.5"),
    "a formula's error": Bad(FIRM.format("#REF!", "是", "在营"), "count-unreadable", 2, "技术人员数", "#REF!"),
    "neither yes nor no": Bad(FIRM.format("5", "也许", "在营"), "flag-unreadable", 2, "是否重点", "也许", said=("既不是", "neither")),
    "an unusual code": Bad(FIRM.format("5", "是", "半开半关"), "code-unlisted", 2, "经营状态", "半开半关", said=("按原文保留", "kept as written")),
    "no date": Bad(HELD.format("很久以前吧"), "date-unreadable", 2, "成立时间", "很久以前吧", "", ("2024-06-30", "2024-06-30"), "社团名单.csv"),
    "an impossible date": Bad(HELD.format("2024-02-30"), "date-unreadable", 2, "成立时间", "2024-02-30", name="社团名单.csv"),
    "a date to come": Bad(REPORTED, "date-future", 4, "成立时间", "2025-01-01", "Sheet1", ("2024-06-30", "2024-06-30"), "社团名单.xlsx"),
    "the end before the start": Bad(MEMBERS, "date-order", 2, "截止时间", "2023-01-01", said=("早于", "before"), name="参加组织明细.csv"),
    "a check digit": Bad("企业名称 | 统一社会信用代码\n甲公司 | 91110000600037341X\n乙公司 | ", "credit-code-invalid", 2, "统一社会信用代码", "91110000600037341X"),
    "one id, two names": Bad("企业编号 | 企业名称\nE1 | 甲公司\nE1 | 乙公司", "duplicate-id", 3, "企业编号", "E1", said=("企业台账.csv 第2行", "企业台账.csv row 2")),
    "one id, one name": Bad("企业编号 | 企业名称\nE1 | 甲公司\nE1 | 甲公司", "duplicate-row", 3, "企业名称", "甲公司", said=("第2行", "row 2")),
    "no name": Bad("企业名称 | 行业\n甲公司 | 工业\n | 工业", "row-nameless", 3, "企业名称", said=("企业名称", "enterprise name")),
    "an unknown place": Bad("企业名称 | 行业 | 街道 | 社区\n甲公司 | 工业 | 东湖街道 | 和平社区", "place-unknown", 2, "社区", "和平社区", said=("西岭街道", "西岭街道")),
    "an unknown body": Bad("姓名 | 街道 | 参加组织\n张三 | 东湖街道 | 无名商会", "reference-unknown", 2, "参加组织", "无名商会", name="人员台账.csv", said=("社团组织", "association")),
    "an identity number": Bad("姓名 | 是否代表人士 | 人员类别\n张三110101199003074477 | 是 | 个体工商户", "identity-cut", 2, "姓名", "", name="人员台账.csv", said=("已删去", "was cut")),
    "two columns alike": Bad("企业名称 | 技术人员数 | 技术人员数\n甲公司 | 5 | 6", "column-repeated", 1, "技术人员数(C)", said=("只读第一列", "only the first")),
    "a column of personal data": Bad("姓名 | 民族 | 是否代表人士\n张三 | 汉 | 是", "column-denied", 1, "民族", name="人员台账.csv", said=("不读入", "never read")),
    "a column nobody knows": Bad("企业名称 | 技木人员数 | 行业\n甲公司 | 5 | 工业", "column-unknown", 1, "技木人员数", said=("是否为：技术人员数", "perhaps 技术人员数")),
}  # fmt: skip


@pytest.mark.parametrize("name", [*FILES, *CELLS])
def test_bad_input(name: str, tmp_path: Path) -> None:
    bad = {**FILES, **CELLS}[name]
    content = bad.content() if callable(bad.content) else bad.content
    loaded = read(tmp_path, {"社区.csv": PLACES, bad.name: content})
    found = [problem for problem in loaded.problems if problem.code == bad.code]
    assert [(p.file, p.sheet, p.row, p.column, p.value) for p in found] == [(bad.name, bad.sheet, bad.row, bad.column, bad.value)]
    for language, said in zip(("zh", "en"), bad.said, strict=True):
        assert said in found[0].message.to(language) + found[0].hint.to(language)  # type: ignore[arg-type]
        assert found[0].hint.to(language)  # type: ignore[arg-type]
    assert "清河区" in loaded.network.place_paths, "the other file is read all the same"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    loaded = sound(read_ledgers([tmp_path / "无此文件.xlsx", tmp_path / "无此目录"]))
    assert [problem.code for problem in loaded.problems] == ["file-missing", "file-missing"]
    assert loaded.files == ()


def test_a_folder_without_ledgers(tmp_path: Path) -> None:
    loaded = read(tmp_path, {"说明.docx": b"PK\x03\x04", "照片.jpg": b"\xff\xd8"})
    assert [problem.code for problem in loaded.problems] == ["file-ignored", "file-ignored"]
    assert loaded.files == ()


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "企业台账.csv")
    loaded = sound(read_ledgers([tmp_path / "企业台账.csv"]))
    assert [problem.code for problem in loaded.problems] == ["file-unreadable"]


def test_ten_thousand_columns_are_read_and_each_is_told(tmp_path: Path) -> None:
    loaded = read(tmp_path, {"企业台账.csv": wide(10_000)})
    assert len([problem for problem in loaded.problems if problem.code == "column-unknown"]) == 9_998
    assert loaded.files[0].rows_kept == 1


def test_illegal_bytes_do_not_spoil_the_other_cells(tmp_path: Path) -> None:
    content = "企业名称,行业\n".encode("gb18030") + "甲公司,工业\n".encode("gb18030") * 3 + b"\xff\x80,x\n"
    loaded = read(tmp_path, {"企业台账.csv": content})
    assert {"encoding-guessed", "encoding-illegal"} <= {problem.code for problem in loaded.problems}
    assert "甲公司" in loaded.network.frames["Enterprise"]["name"].tolist()


def test_places_in_a_circle(tmp_path: Path) -> None:
    """By parent codes, each circle told once, at its first place; the places stay."""
    loaded = read(tmp_path, {"区划.csv": "代码 | 名称 | 上级代码\n1 | 甲社区 | 2\n2 | 乙社区 | 3\n3 | 丙社区 | 1\n4 | 丁社区 | 1"})
    (problem,) = [p for p in loaded.problems if p.severity == "error"]
    assert (problem.code, problem.file, problem.row) == ("place-cycle", "区划.csv", 2)
    assert loaded.network.size("Place") == 4


def test_a_mapping_that_does_not_fit_is_told(tmp_path: Path) -> None:
    mappings = read_mappings([{"file": "a.csv", "node": [{"kind": "Person", "name": "who"}]}])
    write(tmp_path, {"a.csv": "whom | x\n张三 | 1"})
    loaded = sound(read_ledgers([tmp_path], Options(mappings=mappings)))
    assert [problem.code for problem in loaded.problems] == ["sheet-ignored"]


def test_a_value_in_a_message_is_never_taken_for_a_placeholder(tmp_path: Path) -> None:
    loaded = read(tmp_path, {"企业台账.csv": FIRM.format("{value}{nothing}{0}", "{}", "{kind}")})
    told = {problem.code: problem.message.zh for problem in loaded.problems}
    assert told["count-unreadable"] == "“{value}{nothing}{0}”不是数，按不详处理"
