"""Folders and files together: what is read, in which order, which dates are stated, and what becomes of every row."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from xinlian.graph.network import Cell
from xinlian.loaders.cells import SheetChoice
from xinlian.loaders.load import Options, read_ledgers

from .ledger_cases import Content, Rows, edges_of, nodes_of, problems_of, read, sound, table, titled, workbook, write

FIRMS = "企业名称 | 行业 | 街道 | 社区\n甲公司 | 工业 | 东湖街道 | 湖滨社区\n乙公司 | 工业 | 西岭街道 | 和平社区"
PLACES = "区 | 街道 | 社区\n清河区 | 东湖街道 | 湖滨社区\n清河区 | 西岭街道 | 和平社区"


def test_a_folder_with_all_that_lies_in_folders(tmp_path: Path) -> None:
    write(tmp_path / "内" / "更内", {"企业台账.csv": FIRMS})
    write(
        tmp_path,
        {
            "社区.csv": PLACES,
            "~$社区.xlsx": b"lock",
            ".隐藏.csv": FIRMS,
            "说明.docx": b"PK\x03\x04 a letter",
            "照片.jpg": b"\xff\xd8\xff",
            "xinlian.toml": b"[aliases]",
        },
    )
    loaded = sound(read_ledgers([tmp_path]))
    assert [report.file for report in loaded.files] == ["企业台账.csv", "社区.csv"]
    assert [(p.code, p.file) for p in loaded.problems] == [("file-ignored", "照片.jpg"), ("file-ignored", "说明.docx")]


def test_files_and_folders_together_and_each_once(tmp_path: Path) -> None:
    write(tmp_path, {"社区.csv": PLACES, "企业台账.csv": FIRMS})
    loaded = sound(read_ledgers([tmp_path / "企业台账.csv", tmp_path, tmp_path / "社区.csv"]))
    assert sorted(report.file for report in loaded.files) == ["企业台账.csv", "社区.csv"]
    assert not problems_of(loaded)


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"1企业台账.csv": FIRMS, "2社区.csv": PLACES})
    there, back = (
        sound(read_ledgers(paths))
        for paths in ([tmp_path / "1企业台账.csv", tmp_path / "2社区.csv"], [tmp_path / "2社区.csv", tmp_path / "1企业台账.csv"])
    )
    assert edges_of(there.network, "LOCATED_IN") == edges_of(back.network, "LOCATED_IN")
    assert nodes_of(there.network, "Place id") == nodes_of(back.network, "Place id")


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    write(tmp_path, {"社区.csv": PLACES, "企业台账.csv": FIRMS + "\n丙公司 | | 南门街道 | 湖滨社区"})
    once, twice = sound(read_ledgers([tmp_path])), sound(read_ledgers([tmp_path]))
    assert list(once.problems) == list(twice.problems)
    for kind, frame in once.network.frames.items():
        assert frame.equals(twice.network.frames[kind])
    for key, block in once.network.blocks.items():
        assert block.attributes.equals(twice.network.blocks[key].attributes)


DATES: dict[str, tuple[dict[str, Content], datetime.date | None]] = {
    "填报时间 above": ({"企业台账.xlsx": titled(FIRMS, ["企业台账"], ["填报时间：2024年6月30日"])}, datetime.date(2024, 6, 30)),
    "the 单位 line": ({"企业台账.xlsx": titled(FIRMS, ["企业台账"], ["单位：统战部", None, None, "2024年6月"])}, datetime.date(2024, 6, 30)),
    "the title": ({"企业台账.xlsx": titled(FIRMS, ["企业台账（2024年2月）"])}, datetime.date(2024, 2, 29)),
    "the footer": ({"企业台账.xlsx": [*table(FIRMS), ["填表人：林芳", None, "填表日期：2024.3.1"]]}, datetime.date(2024, 3, 1)),
    "the latest of several": (
        {"a.xlsx": titled(FIRMS, ["企业台账 2024年1月"]), "b.xlsx": titled(PLACES, ["社区 填报时间：2024-05-02"])},
        datetime.date(2024, 5, 2),
    ),
    "a year alone is none": ({"企业台账.xlsx": titled(FIRMS, ["2024年企业台账"])}, None),
    "none": ({"企业台账.csv": FIRMS}, None),
    "full width": ({"企业台账.xlsx": titled(FIRMS, ["填报时间：２０２４年６月３０日"])}, datetime.date(2024, 6, 30)),
    "an impossible date": ({"企业台账.xlsx": titled(FIRMS, ["填报时间：2024年13月45日"])}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_the_reporting_date(name: str, tmp_path: Path) -> None:
    files, wanted = DATES[name]
    assert read(tmp_path, files).network.reported == wanted


def test_every_node_and_edge_knows_its_row(tmp_path: Path) -> None:
    rows: Rows = [
        ["企业台账"],
        ["单位：清河区"],
        ["企业名称", "行业", "街道", "联络员"],
        ["甲公司", "工业", "东湖街道", "林芳"],
        [None] * 4,
        ["乙公司", "工业", "东湖街道", "林芳"],
    ]
    network = read(tmp_path, {"社区.csv": PLACES, "企业台账.xlsx": {"一季度": rows}}).network
    assert network.cells("Enterprise", 0) == [Cell("企业台账.xlsx", "一季度", 4)]
    assert network.cells("Enterprise", 1) == [Cell("企业台账.xlsx", "一季度", 6)]
    assert network.cells("Liaison", 0) == [Cell("企业台账.xlsx", "一季度", 4), Cell("企业台账.xlsx", "一季度", 6)]
    (contacts,) = network.blocks_of("CONTACTS")
    assert contacts.attributes["row"].tolist() == [4, 6]
    assert {network.tables[t].sheet for t in contacts.attributes["table"]} == {"一季度"}


def test_every_place_knows_a_row(tmp_path: Path) -> None:
    """Also those that only a cell names, and those that stand for what a cell fails to name."""
    files: dict[str, Content] = {"企业台账.csv": FIRMS + "\n丙公司 | 工业 | 东湖街道 | 无名社区、湖滨社区"}
    more: tuple[dict[str, Content], ...] = ({}, {"社区.csv": PLACES})
    for number, places in enumerate(more):
        network = read(tmp_path / str(number), {**places, **files}).network
        assert [name for at, name in enumerate(network.place_paths) if not network.cells("Place", at)] == []


def test_rows_under_totals_and_footers_are_no_data(tmp_path: Path) -> None:
    rows: Rows = [
        ["企业台账"], ["序号", "企业名称", "技术人员数"], ["1", "甲公司", "10"], ["2", "乙公司", "20"], ["小计", None, "30"], ["3", "丙公司", "5"],
        ["合 计", None, "35"], ["填表人：林芳", None, "审核人：王五"],
    ]  # fmt: skip
    loaded = read(tmp_path, {"企业台账.xlsx": rows})
    assert [(r.rows_read, r.rows_kept) for r in loaded.files] == [(3, 3)]
    assert nodes_of(loaded.network, "Enterprise") == {"甲公司", "乙公司", "丙公司"}


def test_sheets_that_are_wanted_or_not(tmp_path: Path) -> None:
    sheets = {"企业": "企业名称 | 行业\n甲公司 | 工业", "旧": "企业名称 | 行业\n乙公司 | 工业"}
    loaded = read(tmp_path, {"台账.xlsx": workbook(sheets)}, Options(sheets=SheetChoice(unwanted=frozenset({"旧"}))))
    assert nodes_of(loaded.network, "Enterprise") == {"甲公司"}


def test_two_tables_on_one_sheet(tmp_path: Path) -> None:
    rows: Rows = [
        ["企业名称", "行业", "技术人员数"], ["甲公司", "工业", "5"], [None] * 3, ["社团名单"], ["组织名称", "组织类型", "会员数"], ["湖滨商会", "商会", "30"],
    ]  # fmt: skip
    loaded = read(tmp_path, {"台账.xlsx": rows})
    assert [(r.ledger, r.rows_read) for r in loaded.files] == [("enterprises", 1), ("associations", 1)]
    assert nodes_of(loaded.network, "Association members") == {("湖滨商会", "30")}


def test_nothing_to_read(tmp_path: Path) -> None:
    loaded = sound(read_ledgers([]))
    assert (loaded.files, len(loaded.problems), loaded.network.size("Place")) == ((), 0, 0)


def test_a_narrow_table_keeps_its_rows_above_another(tmp_path: Path) -> None:
    rows = ["企业名称,技术人员数", *(f"第{number}公司,{number}" for number in range(1, 11)), "", "组织名称,组织类型", "东湖商会,商会"]
    (tmp_path / "台账.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    loaded = read_ledgers([tmp_path])
    assert [(report.ledger, report.rows_read) for report in loaded.files] == [("enterprises", 10), ("associations", 1)]
