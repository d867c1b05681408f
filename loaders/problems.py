"""What can be wrong with a ledger, as data: a problem names the cell, the value, what was done with it, and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ..graph.text import Text

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One stable code. `message` may use {value} and the details that the reader gives; `hint` is the next step."""

    code: str
    severity: Severity
    message: Text
    hint: Text


def _kind(code: str, severity: Severity, zh: str, en: str, hint_zh: str, hint_en: str) -> ProblemKind:
    return ProblemKind(code, severity, Text(zh, en), Text(hint_zh, hint_en))


# fmt: off
PROBLEM_KINDS = (
    # Files and sheets
    _kind("file-missing", "error", "找不到文件或文件夹", "no such file or folder", "请检查路径", "check the path"),
    _kind("file-unreadable", "error", "无法打开：{reason}", "cannot be opened: {reason}", "请检查文件权限，或关闭正在使用它的程序", "check its permissions, or close the program that holds it"),
    _kind("file-empty", "error", "文件是空的", "the file is empty", "请检查是否导出完整", "check that the export was complete"),
    _kind("file-type", "error", "扩展名与内容不符：{reason}", "the name does not fit the content: {reason}", "请另存为 .xlsx 或 .csv 后再读", "save it again as .xlsx or .csv"),
    _kind("file-encrypted", "error", "工作簿有密码保护", "the workbook is protected by a password", "请在 Excel 中去掉打开密码后再读", "remove the password in Excel, then read it again"),
    _kind("file-corrupt", "error", "文件已损坏：{reason}", "the file is damaged: {reason}", "请用 Excel 打开并另存一份", "open it in Excel and save a new copy"),
    _kind("file-too-large", "error", "文件展开后过大：{reason}", "the file unpacks too large: {reason}", "请删去空白行列，或拆分文件", "delete empty rows and columns, or split the file"),
    _kind("file-ignored", "note", "不是台账文件，已略过", "not a ledger file, ignored", "无需处理", "nothing to do"),
    _kind("encoding-guessed", "note", "编码按 {encoding} 读取", "read as {encoding}", "如出现乱码，请另存为 UTF-8", "save it as UTF-8 if the text looks garbled"),
    _kind("encoding-illegal", "warning", "有 {count} 处字节无法识别，已用 � 代替", "{count} bytes cannot be read as text and were replaced by �", "请另存为 UTF-8 后再读", "save the file as UTF-8"),
    _kind("sheet-hidden", "note", "隐藏的工作表，未读取", "a hidden sheet, not read", "需要读取时，请在 xinlian.toml 的 [sheets] 中列出", "list it under [sheets] in xinlian.toml to read it"),
    _kind("sheet-ignored", "note", "工作表中没有台账表格", "no ledger table in this sheet", "如应读取，请为列名写映射（见 docs/ledgers.md）", "write a mapping for it if it should be read (docs/ledgers.md)"),
    _kind("table-empty", "warning", "只有表头，没有数据行", "a header without any data row", "请检查是否导出完整", "check that the export was complete"),
    _kind("ledger-unclear", "error", "无法判断是哪一种台账，可能是：{candidates}", "cannot tell which ledger this is; it may be: {candidates}", "请在标题或工作表名中写明，或在映射文件中指定", "say so in its title or sheet name, or in a mapping"),
    # Columns
    _kind("column-denied", "note", "属于个人信息，不读入（不影响其他列）", "personal information, never read (other columns are not affected)", "建议从台账中删去此列", "better removed from the ledger"),
    _kind("column-unknown", "note", "不认识的列，未读入{candidates}", "unknown column, not read{candidates}", "如应读入，请改列名或写映射", "rename it or write a mapping if it should be read"),
    _kind("column-repeated", "warning", "列名重复，只读第一列", "the header occurs twice; only the first column is read", "请给第二列另起名字", "rename the second column"),
    _kind("column-lacking", "error", "缺少必需的列：{wanted}", "a required column is missing: {wanted}", "请补上此列，或写映射", "add the column, or write a mapping"),
    # Rows
    _kind("row-nameless", "error", "缺少{wanted}，此行未读入", "no {wanted}; the row is refused", "请补填后再读", "fill it in and read again"),
    _kind("row-short", "warning", "此行的格数与表头不符", "the row has more or fewer cells than the header", "请检查分隔符和引号", "check separators and quotes"),
    _kind("duplicate-id", "error", "编号“{value}”已用于{other}，此行未读入", "the id “{value}” already belongs to {other}; the row is refused", "请改正编号", "correct the id"),
    _kind("duplicate-row", "warning", "与{other}重复，按同一对象合并", "repeats {other}; both are taken as one", "请确认并删去一行", "confirm, and delete one"),
    _kind("duplicate-person", "warning", "与{other}同名、同地点、同单位，可能是同一人；未合并", "same name, place and unit as {other}; perhaps one person, not merged", "请确认；如是同一人请删去一行", "confirm; delete one if it is the same person"),
    _kind("value-conflict", "warning", "“{value}”与{other}不一致，采用先读到的", "“{value}” differs from {other}; the first one is kept", "请核对后统一", "check, and make them agree"),
    # Cells
    _kind("count-unreadable", "warning", "“{value}”不是数，按不详处理", "“{value}” is no number; taken as unknown", "请填数字，或“不详”“保密”", "write a number, 不详 or 保密"),
    _kind("date-unreadable", "warning", "“{value}”不是日期，按不详处理", "“{value}” is no date; taken as unknown", "请写成 2024-06-30 的形式", "write it like 2024-06-30"),
    _kind("date-order", "warning", "截止时间“{value}”早于起始时间", "the end “{value}” comes before the start", "请核对两个日期", "check both dates"),
    _kind("date-future", "warning", "“{value}”晚于填报时间 {reported}", "“{value}” is later than the reporting date {reported}", "请核对日期", "check the date"),
    _kind("flag-unreadable", "warning", "“{value}”既不是“是”也不是“否”，按不详处理", "“{value}” is neither yes nor no; taken as unknown", "请填“是”或“否”", "write 是 or 否"),
    _kind("code-unlisted", "note", "“{value}”不在常用取值中，按原文保留{candidates}", "“{value}” is not one of the usual values; kept as written{candidates}", "请核对是否笔误", "check for a slip of the pen"),
    _kind("credit-code-invalid", "warning", "统一社会信用代码“{value}”校验不通过", "the credit code “{value}” fails its check digit", "请核对 18 位代码", "check the 18 characters"),
    _kind("identity-cut", "warning", "单元格中含有身份证号或手机号，已删去", "an identity or mobile number was cut from the cell", "请从台账中删去", "remove it from the ledger"),
    # References
    _kind("place-unknown", "error", "找不到地点“{value}”{candidates}", "no place “{value}”{candidates}", "请核对街道和社区名称，或在 xinlian.toml 的 [aliases] 中写明", "check street and community, or list it under [aliases] in xinlian.toml"),
    _kind("place-ambiguous", "error", "地点“{value}”不止一处：{candidates}", "“{value}” is more than one place: {candidates}", "请补填所在街道", "add the street"),
    _kind("place-created", "note", "台账中没有地点清单，“{value}”按填写内容建立", "no ledger lists places; “{value}” was taken from this cell", "建议补充社区（村）基本情况表", "add a ledger of places"),
    _kind("place-cycle", "error", "地点“{value}”直接或间接隶属于自己", "the place “{value}” lies in itself", "请改正上级地点", "correct the place above it"),
    _kind("place-continued", "note", "空白的上级地点按上一行“{value}”理解（原为合并单元格）", "blank places above are read as “{value}” of the row above (merged cells)", "如不对，请逐行填写", "fill in every row if that is wrong"),
    _kind("place-from-name", "note", "没有填写地点，按名称归入{place}", "no place given; placed in {place} by its name", "请补填所在街道和社区", "fill in street and community"),
    _kind("reference-unknown", "warning", "找不到{kind}“{value}”{candidates}", "no {kind} “{value}”{candidates}", "请核对名称，或补充台账", "check the name, or add a ledger"),
    _kind("reference-ambiguous", "error", "{kind}“{value}”不止一个：{candidates}", "“{value}” is more than one {kind}: {candidates}", "请写编号，或补填所在街道", "write its id, or add the street"),
    _kind("reference-withheld", "note", "名称被隐去“{value}”，不能确定是谁", "the name is withheld: “{value}”", "如可公开，请补填", "fill it in if it may be told"),
    _kind("edge-refused", "note", "按原则不记录：{reason}", "not recorded on principle: {reason}", "无需处理", "nothing to do"),
)
# fmt: on

KINDS = {kind.code: kind for kind in PROBLEM_KINDS}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at one place. `row` is the file's own 1-based row, 0 where it concerns the whole sheet."""

    code: str
    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    details: tuple[tuple[str, str | Text], ...] = field(default=())

    @property
    def severity(self) -> Severity:
        return KINDS[self.code].severity

    @property
    def message(self) -> Text:
        return KINDS[self.code].message.format(value=self.value, **dict(self.details))

    @property
    def hint(self) -> Text:
        return KINDS[self.code].hint.format(value=self.value, **dict(self.details))


class Problems:
    """A growing list of problems, each once."""

    def __init__(self) -> None:
        self._seen: dict[Problem, None] = {}

    def add(self, code: str, file: str, sheet: str = "", row: int = 0, column: str = "", value: str = "", **details: str | Text) -> None:
        """Records a problem; raises KeyError for a code that is not declared."""
        if code not in KINDS:
            raise KeyError(code)
        self._seen[Problem(code, file, sheet, row, column, value, tuple(sorted(details.items())))] = None

    def extend(self, others: Problems) -> None:
        self._seen.update(others._seen)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._seen, key=lambda p: (p.file, p.sheet, p.row, p.column, p.code, p.value)))

    def __len__(self) -> int:
        return len(self._seen)
