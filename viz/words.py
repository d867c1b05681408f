"""The words that several report formats share."""

from __future__ import annotations

from ..graph.text import Text

TITLE = Text("组织覆盖缺口报告", "Coverage gaps")
PROBLEMS_TITLE = Text("台账检查结果", "Ledger check")

AS_OF = Text("数据日期", "as of")
PROFILE = Text("显示口径", "profile")
PROFILES = {
    "public": Text("公开（不列个人）", "public (nobody named)"),
    "internal": Text("内部（姓名隐去）", "internal (names masked)"),
    "work": Text("工作（含姓名，注意保管）", "work (names shown, keep it safe)"),
}
LEDGERS = Text("所读台账", "ledgers read")
TOTAL = Text("合计", "total")
TOTALS = Text("总数", "totals")
BY_SEVERITY = Text("缺口按轻重", "gaps by severity")

OVERVIEW = Text("总览", "Overview")
BY_RULE = Text("按规则", "By rule")
BY_AREA = Text("按{level}和规则", "By {level} and rule")
BY_COMMUNITY = Text("社区（村）覆盖率", "Coverage by community")
CAUTIONS = Text("请注意", "Please note")
GAPS = Text("缺口", "gaps")
GAP_LIST = Text("缺口清单", "Gaps")
UNKNOWN = Text("待核实", "unknown")
UNKNOWN_LIST = Text("待核实清单", "What could not be decided")
WAIVED = Text("已豁免", "waived")
WAIVED_LIST = Text("已豁免清单", "Waived")

COLON = Text("：", ": ")

RULE = Text("规则", "rule")
MEANING = Text("内容", "meaning")
BASIS = Text("依据", "source")
SEVERITY = Text("轻重", "severity")
EXAMINED = Text("检查数", "examined")
MET = Text("达标", "met")
COVERAGE = Text("覆盖率", "coverage")
NAME = Text("名称", "name")
KIND = Text("类别", "kind")
PLACE = Text("所在地", "place")
AREA = Text("地区", "area")
COMMUNITY = Text("社区（村）", "community")
STATE = Text("状态", "state")
SITUATION = Text("情况", "situation")
NEED = Text("应有", "needed")
HAVE = Text("现有", "found")
SOURCES = Text("出处", "source cells")
SETTLES = Text("核实何处", "cells that settle it")
REASON = Text("豁免理由", "reason")
AUTHOR = Text("决定人", "decided by")
UNTIL = Text("有效期至", "until")
NODE = Text("标识", "id")

FILE = Text("文件", "file")
SHEET = Text("工作表", "sheet")
ROW = Text("行", "row")
COLUMN = Text("列", "column")
VALUE = Text("原文", "value")
MESSAGE = Text("问题", "problem")
HINT = Text("怎么办", "next step")
CODE = Text("代码", "code")
WHERE = Text("位置", "where")
LEDGER = Text("台账类型", "ledger")
ROWS_READ = Text("读到行数", "rows read")
ROWS_KEPT = Text("采用", "kept")
ROWS_REFUSED = Text("未采用", "refused")

LEGEND = Text(
    "“✗ 3/5”：检查 5 个，缺 3 个；“?2”：另有 2 个待核实；✓ 全部达标；○ 缺口均已豁免；– 无对象",
    "“✗ 3/5”: 3 gaps among 5 examined; “?2”: 2 more unknown; ✓ all met; ○ all gaps waived; – no targets",
)
NO_TARGETS = Text(
    "{id} {title}：没有检查任何对象（台账中没有这类对象，或条件都不符合）",
    "{id} {title}: nothing was examined (no such target in the ledgers, or none meets its condition)",
)
NO_EVIDENCE = Text(
    "{id} {title}：所读台账没有相关的列，无法判断（{unknown} 个对象）",
    "{id} {title}: no ledger read has the columns for it, undecided ({unknown} targets)",
)
FEW = Text("人数少于 5 的计数不显示（“*”）", "counts of persons under 5 are not shown (“*”)")
REST = Text("其余 {count} 条未列出，完整清单请用 --format xlsx -o 文件名.xlsx", "{count} more; --format xlsx -o FILE.xlsx lists all")
REST_ELSEWHERE = Text("其余 {count} 条见 --format csv 或 json", "{count} more: see --format csv or json")
NOTHING = Text("没有发现缺口。", "No gaps were found.")
NOTHING_EXAMINED = Text(
    "没有一条规则检查到对象：请确认台账是否读对（xinlian check）。", "No rule examined anything: run xinlian check on the ledgers."
)
NO_PROBLEMS = Text("没有发现问题。", "No problems were found.")
