"""What can be wrong with rules and settings, and the reading of TOML tables that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter
from typing import Any

from ..graph.errors import XinlianError
from ..graph.text import Language, Text
from .checking import nearest

PLACEHOLDERS = ("name", "place", "need", "have")
TOML_TYPES = {str: Text("文字", "a text"), dict: Text("表", "a table"), list: Text("列表", "a list"), int: Text("整数", "a whole number")}


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One fault of a pack. `line` is where the rule begins in the file, 0 where unknown; `field` is the TOML key."""

    file: str
    line: int
    rule: str
    field: str
    message: Text

    def to(self, language: Language) -> str:
        """The fault with its place, as one line."""
        line = Text(f"第 {self.line} 行", f"line {self.line}").to(language) if self.line else ""
        rule = Text(f"规则 {self.rule}", f"rule {self.rule}").to(language) if self.rule else ""
        where = ("，" if language == "zh" else ", ").join(part for part in (self.file, line, rule, self.field) if part)
        return f"{where}{'：' if language == 'zh' else ': '}{self.message.to(language)}"


class RuleError(XinlianError):
    """Rules or settings cannot be used; `problems` holds every fault that was found."""

    def __init__(self, problems: Iterable[RuleProblem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__(Text(self.to("zh"), self.to("en")))

    def to(self, language: Language) -> str:
        """All faults, one a line."""
        return "\n".join(p.to(language) for p in self.problems)


class Problems:
    """The faults of one file, with the rule that is being read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.line = 0
        self.rule = ""
        self.found: list[RuleProblem] = []

    def add(self, field: str, zh: str, en: str, hint: Text | None = None) -> None:
        hint = hint or Text("", "")
        self.found.append(RuleProblem(self.file, self.line, self.rule, field, Text(zh + hint.zh, en + hint.en)))

    def reporter(self, field: str) -> Any:
        return lambda message: self.add(field, message.zh, message.en)

    def raise_if_any(self) -> None:
        if self.found:
            raise RuleError(self.found)


class Reader:
    """Takes the keys of one TOML table and says what is missing, of the wrong type, or left over."""

    def __init__(self, table: Any, problems: Problems, name: str) -> None:
        self.problems = problems
        self.prefix = f"{name}." if name else ""
        if not isinstance(table, dict):
            problems.add(name, "应为表", "a table expected")
            table = {}
        self.left = dict(table)
        self.asked: list[str] = []

    def take(self, key: str, types: Any, default: Any) -> Any:
        """The value of `key`, or `default` where it is absent or of another type."""
        self.asked.append(key)
        value = self.left.pop(key, default)
        if value is default or (isinstance(value, types) and not isinstance(value, bool)):
            return value
        names = {
            str: Text("文字", "a text"),
            dict: Text("表", "a table"),
            list: Text("列表", "a list"),
            int: Text("整数", "a whole number"),
        }
        title = names[types[0] if isinstance(types, tuple) else types]
        self.problems.add(self.prefix + key, f"应为{title.zh}", f"{title.en} expected")
        return default

    def text(self, key: str) -> str:
        """A text that must be there."""
        value: str = self.take(key, str, "")
        if not value.strip() and not any(p.field == self.prefix + key for p in self.problems.found[-1:]):
            self.problems.add(self.prefix + key, "缺少", "missing")
        return value.strip()

    def table(self, key: str, required: bool = True) -> dict[str, Any]:
        if required and key not in self.left:
            self.problems.add(self.prefix + key, "缺少", "missing")
        found: dict[str, Any] = self.take(key, dict, {})
        return dict(found)

    def both(self, key: str, required: bool = True, sentence: bool = False) -> Any:
        """A text in both languages; None where it is absent and need not be there."""
        if key not in self.left and not required:
            self.asked.append(key)
            return None
        inner = Reader(self.table(key), self.problems, self.prefix + key)
        if not inner.left:
            return Text("", "")
        found = Text(inner.text("zh"), inner.text("en"))
        inner.finish()
        if sentence:
            for text in (found.zh, found.en):
                self.placeholders(key, text)
        return found

    def placeholders(self, key: str, text: str) -> None:
        try:
            names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
        except ValueError:
            self.problems.add(self.prefix + key, "花括号不成对", "unbalanced braces")
            return
        for name in names:
            if name not in PLACEHOLDERS:
                wanted = ", ".join(f"{{{p}}}" for p in PLACEHOLDERS)
                self.problems.add(self.prefix + key, f"没有“{{{name}}}”（可用：{wanted}）", f"no “{{{name}}}” (there are {wanted})")

    def finish(self) -> None:
        """Reports the keys that nobody asked for."""
        for key in self.left:
            self.problems.add(self.prefix + key, "不认识的键", "unknown key", nearest(key, self.asked))
