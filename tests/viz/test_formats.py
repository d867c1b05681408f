"""Every format: the same findings, nothing that runs, nothing that leaks."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from xinlian.graph.text import Language
from xinlian.queries.findings import Findings, Waiver
from xinlian.viz.formats import FORMATS, render
from xinlian.viz.report import Report, build_report

from .conftest import PERSON, make_findings, make_network

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "reports"

NASTY = [
    "=1+1",
    "＝1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><b>",
    "{{ 7 * 7 }}",
    "[link](https://example.com)",
    "|cell|",
    "[red]markup[/red]",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    "\x00\x08",
]


def content(report: Report, format: str) -> bytes:
    """What a report holds: of a workbook its parts, unpacked."""
    data = b"".join(render(report, format))
    if format != "xlsx":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.fixture
def report(findings: Findings, waivers: tuple[Waiver, ...]) -> Report:
    return build_report(findings, "internal", "zh", waivers)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_lists_the_same_findings(report: Report, format: str) -> None:
    text = content(report, format).decode().replace("\\*", "*")
    for name in ("荷花社区", "青石村", "星河软件", "远帆物流", "林**"):
        assert name in text


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("profile", ["internal", "public"])
def test_names_of_persons_are_absent(findings: Findings, waivers: tuple[Waiver, ...], format: str, profile: str) -> None:
    report = build_report(findings, profile, "zh", waivers)  # type: ignore[arg-type]
    assert PERSON.encode() not in content(report, format)
    assert json.dumps(PERSON).encode() not in content(report, format)


@pytest.mark.parametrize("format", FORMATS)
def test_sheets_called_like_a_person_are_masked(format: str) -> None:
    report = build_report(make_findings(make_network(sheet=PERSON)), "internal", "zh")
    assert PERSON.encode() not in content(report, format)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_report_gives_the_same_bytes(report: Report, format: str) -> None:
    assert b"".join(render(report, format)) == b"".join(render(report, format))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_is_as_it_was(findings: Findings, waivers: tuple[Waiver, ...], language: Language) -> None:
    report = build_report(findings, "internal", language, waivers)
    assert b"".join(render(report, "text")).decode() == (GOLDEN / f"small.{language}.txt").read_text("utf-8")


def test_text_fits_into_its_columns(report: Report) -> None:
    from xinlian.viz.tables import width

    for columns in (60, 80, 100, 140):
        lines = b"".join(render(report, "text", columns)).decode().splitlines()
        # Ambiguous characters (›, ✗) are one column wide on a terminal, and two at worst.
        assert max(width(line.replace("─", "-").replace("═", "=").replace("›", ">")) for line in lines) <= columns


def test_text_is_capped_and_says_so() -> None:
    from xinlian.viz import terminal

    report = build_report(make_findings(make_network(), ()), "work", "zh")
    whole = terminal.MOST_PER_RULE
    try:
        terminal.MOST_PER_RULE = 1
        text = terminal.render_text(report)
    finally:
        terminal.MOST_PER_RULE = whole
    assert "其余 1 条未列出" in text
    assert "青石村还" not in text


def test_json_keeps_its_contract(report: Report) -> None:
    data = json.loads(b"".join(render(report, "json")))
    assert data["as_of"] == "2024-06-30"
    for rule in data["rules"]:
        assert rule.keys() >= {"id", "evidence", "examined", "met", "unmet", "unknown", "not_applicable"}
        assert rule["examined"] == rule["met"] + rule["unmet"] + rule["unknown"]
        of_rule = [f for f in data["findings"] if f["rule"] == rule["id"]]
        if rule["evidence"] == "full":
            assert len(of_rule) == rule["unmet"] + rule["unknown"]
        else:
            assert of_rule == []
    first, second, *_ = data["findings"]
    assert first.keys() >= {"rule", "severity", "kind", "node", "name", "place", "verdict", "need", "have", "sources"}
    assert first["sources"] == [{"file": "清河区.xlsx", "sheet": "社区", "row": 7}]
    assert first["waived"] is None
    assert second["waived"] == {"reason": "与荷花社区合建，林**经办", "author": "组织科", "until": "2025-01-01"}
    unknown = next(f for f in data["findings"] if f["verdict"] == "unknown")
    assert unknown["settles"] == [{"file": "清河区.xlsx", "sheet": "社区", "row": 4, "column": "技术人员数"}]


def test_json_without_findings_is_json() -> None:
    findings = make_findings(make_network())
    report = build_report(Findings(findings.network, findings.as_of, (), findings.detail), "work", "zh")
    data = json.loads(b"".join(render(report, "json")))
    assert data["findings"] == []
    for format in FORMATS:
        assert b"".join(render(report, format))


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_csv_never_runs_a_cell(name: str) -> None:
    report = build_report(make_findings(make_network(lambda _: name), ()), "work", "zh")
    data = b"".join(render(report, "csv"))
    assert data.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("name", [*NASTY, "甲" * 33_000], ids=range(len(NASTY) + 1))
def test_workbook_never_runs_a_cell(name: str) -> None:
    report = build_report(make_findings(make_network(lambda _: name), ()), "work", "zh")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(render(report, "xlsx"))))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value).lstrip().startswith(("=", "+", "@", "＝", "＋", "－", "＠"))
        assert sheet.page_setup.orientation == "landscape"


class Tags(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_page_holds_only_our_markup(name: str) -> None:
    def tags(text: str) -> Tags:
        parser = Tags()
        parser.feed(text)
        return parser

    page = b"".join(render(build_report(make_findings(make_network(lambda _: name), ()), "work", "zh"), "html")).decode()
    plain = b"".join(render(build_report(make_findings(make_network(lambda _: "甲"), ()), "work", "zh"), "html")).decode()
    assert tags(page).tags == tags(plain).tags
    assert not {"script", "img", "link", "iframe", "form"} & set(tags(page).tags)
    assert not any(key in ("src", "href", "style") or key.startswith("on") for key, _ in tags(page).attributes)
    assert "://" not in plain


def test_page_allows_its_own_style_and_nothing_else(report: Report) -> None:
    import base64
    import hashlib

    page = b"".join(render(report, "html")).decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"sha256-{digest}".replace("+", "&#43;") in page or f"sha256-{digest}" in page
    assert "default-src &#39;none&#39;" in page
    assert "A4 landscape" in page


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_text_and_markdown_print_no_controls(name: str) -> None:
    report = build_report(make_findings(make_network(lambda _: name), ()), "work", "zh")
    for format in ("text", "md", "html"):
        text = b"".join(render(report, format)).decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    markdown = b"".join(render(report, "md")).decode()
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(|https?://", markdown)


def test_workbook_has_what_an_office_needs(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(render(report, "xlsx"))))
    assert book.sheetnames == ["总览", "缺口清单", "待核实清单", "已豁免清单", "社区（村）覆盖率"]
    gaps = book["缺口清单"]
    assert gaps.freeze_panes == "A2"
    assert gaps.auto_filter.ref == f"A1:M{gaps.max_row}"
    assert [cell.value for cell in gaps[2]][:2] == ["东湖街道", "A16.community"]
    assert gaps.column_dimensions["J"].width > 20
    settles = [cell.value for cell in book["待核实清单"][1]]
    assert "核实何处" in settles


def test_workbook_is_bounded(monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    from xinlian.viz import sheets, workbook

    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)
    book = openpyxl.load_workbook(io.BytesIO(workbook.render_workbook(report)))
    assert book["缺口清单"].max_row == 3
    assert book["缺口清单"]["A3"].value == "其余 2 条见 --format csv 或 json"
