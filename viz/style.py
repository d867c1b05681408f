"""How a state looks: one sign, one word and one colour each, the same on a terminal, in a workbook and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from ..graph.text import Text
from ..queries.findings import Severity


@dataclass(frozen=True, slots=True)
class Look:
    """A sign and a word carry the meaning; the colours (six hexadecimal digits) only repeat it."""

    sign: str
    word: Text
    ink: str
    paper: str
    terminal: str


LOOKS = {
    "gap": Look("✗", Text("有缺口", "gaps"), "9C1C1C", "FBE3E1", "red"),
    "unknown": Look("?", Text("待核实", "unknown"), "7A5200", "FFF1CF", "yellow"),
    "waived": Look("○", Text("已豁免", "waived"), "3B4A5A", "E6ECF2", "cyan"),
    "met": Look("✓", Text("达标", "met"), "1D6334", "E1F2E4", "green"),
    "none": Look("–", Text("无对象", "no targets"), "6B7280", "FFFFFF", "dim"),
    "hidden": Look("*", Text("人数少，不显示", "few, hidden"), "6B7280", "F3F4F6", "dim"),
}

SEVERITY_TITLES: dict[Severity, Text] = {
    "high": Text("高", "high"),
    "medium": Text("中", "medium"),
    "low": Text("低", "low"),
    "note": Text("提示", "note"),
}

PROBLEM_TITLES = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "note": Text("提示", "note")}
PROBLEM_LOOKS = {"error": LOOKS["gap"], "warning": LOOKS["unknown"], "note": LOOKS["none"]}

# SimSun and Microsoft YaHei stand on every Chinese Windows, the others on macOS and Linux.
FONTS = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", SimSun, sans-serif'
SHEET_FONT = "微软雅黑"
