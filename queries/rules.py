"""Rules and the packs that hold them, read from TOML and checked whole.

A pack:

    [pack]
    name = "base"                                   # by which --pack calls it
    version = "1"
    region = "any"                                  # where its documents apply
    title = { zh = "…", en = "…" }

    [settings]                                      # numbers, texts, lists of texts, dates, "365d", "12m"
    xinlian = ["新联会"]

    [settings.severity]                             # optional: by rule id or by force
    "A16.street" = "medium"

    [[rule]]
    id = "A16.street"                               # the row of the source documents, with a suffix where a row gives several rules
    title = { zh = "…", en = "…" }
    source = { zh = "…", en = "…" }                 # document and clause, in own words
    force = "planned"                               # binding, practised, planned, advised or diagnosed: gives the severity
    each = "Place"                                  # the kind of its targets; several are joined by |
    where = "level in @street"                      # optional: which of them
    need = "count(<LOCATED_IN Association[kind in @xinlian]) >= 1"
    gap = { zh = "{name}没有新联会", en = "{name} has no 新联会" }       # about a target that does not meet the rule
    unsure = { zh = "{name}…", en = "{name} …" }                        # optional: about one of which nobody can say
    unit = { zh = "个新联会", en = "新联会" }         # optional: what the rule counts

    need = { "联络" = "count(…) >= 1", "机构" = "count(…) >= 1" }            # instead: named conditions
    for = { k = "@six", q = "@quarters" }           # optional: need must hold for every k and q; a setting or a list of texts
    at_least = 2                                    # optional: for so many named conditions or list items; else for all

Conditions are written in the language of `grammar`; ``@quarters`` and ``@halves`` are the periods of `periods`. Sentences may
use {name}, {place}, {need} and {have}. Unknown words are errors everywhere, and one `RuleError` tells all faults of a file.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from ..graph.schema import SCHEMA
from ..graph.text import Text
from .checking import Checker, Scope, Type, nearest
from .expressions import Condition, Constant, Setting, Words, walk
from .faults import Problems, Reader, RuleError, RuleProblem
from .findings import Force, RuleTitle, Severity
from .grammar import KEYWORDS, GrammarError, condition, words
from .periods import PERIODS
from .settings import COMMON_SETTINGS, FORCES, check_settings, constants, severities_of, severity_of

__all__ = [
    "Item",
    "Loop",
    "Pack",
    "Rule",
    "RuleError",
    "RuleProblem",
    "load_pack",
    "parse_pack",
    "shipped_packs",
    "unknown_settings",
    "used_settings",
]

UNSURE = Text("{name}：台账资料不足，不能判断", "{name}: the ledgers do not settle it")


@dataclass(frozen=True, slots=True)
class Item:
    """A condition that a rule needs, by name; the name is empty where there is only one."""

    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Loop:
    """A variable and the list that it runs through: texts, a setting, or the name of periods."""

    variable: str
    source: Words | Setting

    @property
    def is_period(self) -> bool:
        return isinstance(self.source, Setting) and self.source.name in PERIODS


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement: every node of the kinds `each` that fulfils `where` needs `need`.

    Attributes:
        need: one condition, or several of which `at_least` must hold (None: all).
        loops: lists for each of whose items, combined, the one condition must hold; then `at_least` counts these.
    """

    id: str
    pack: str
    title: Text
    source: Text
    force: Force
    severity: Severity
    each: tuple[str, ...]
    where: Condition | None
    loops: tuple[Loop, ...]
    need: tuple[Item, ...]
    at_least: int | None
    gap: Text
    unsure: Text
    unit: Text | None
    line: int = field(default=0, compare=False)

    @property
    def heading(self) -> RuleTitle:
        return RuleTitle(self.id, self.pack, self.title, self.source, self.each, self.severity)


@dataclass(frozen=True)
class Pack:
    """Rules with their settings. `severities` overrides the severity by rule id or force."""

    name: str
    version: str
    region: str
    title: Text
    settings: Mapping[str, Constant]
    severities: Mapping[str, Severity]
    rules: tuple[Rule, ...]
    file: str

    def rule(self, id: str) -> Rule:
        """The rule called `id`. Raises KeyError."""
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)

    def with_settings(self, values: Mapping[str, Any]) -> Pack:
        """The pack with other settings, checked again; settings that it does not have are left out. Raises RuleError."""
        problems = Problems(self.file)
        chosen = {n: v for n, v in values.items() if n in self.settings}
        settings = dict(self.settings) | constants(chosen, problems)
        severities = dict(self.severities) | severities_of(values.get("severity", {}), {r.id for r in self.rules}, problems, strict=False)
        rules = tuple(replace(r, severity=severity_of(r.id, r.force, severities)) for r in self.rules)
        check_settings(settings, self.settings, problems)
        for rule in rules:
            _check(rule, settings, problems)
        problems.raise_if_any()
        return replace(self, settings=settings, severities=severities, rules=rules)


def unknown_settings(packs: Iterable[Pack], values: Mapping[str, Any], file: str = "") -> list[RuleProblem]:
    """The settings, rule ids and forces in `values` that no pack has."""
    listed = list(packs)
    names = {n for p in listed for n in p.settings} | {"severity"}
    problems = Problems(file)
    for name in values:
        if name not in names:
            problems.add("settings", f"没有设置“{name}”", f"no setting “{name}”", nearest(name, names))
    severities_of(values.get("severity", {}), {r.id for p in listed for r in p.rules}, problems)
    return problems.found


def shipped_packs() -> list[str]:
    """The names of the packs that come with Xinlian, sorted."""
    folder = resources.files(__package__) / "packs"
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))


def load_pack(pack: str | Path, settings: Mapping[str, Any] | None = None) -> Pack:
    """A shipped pack by name, or any pack by its TOML file, with `settings` in place of its own where it has them.

    Raises RuleError with all faults: no such pack, no TOML, unknown keys, names or types.
    """
    name = str(pack)
    shipped = resources.files(__package__) / "packs" / f"{name}.toml"
    if name in shipped_packs():
        text, file = shipped.read_text("utf-8"), f"{name}.toml"
    else:
        text, file = _read(Path(pack)), name
    found = parse_pack(text, file)
    return found.with_settings(settings) if settings else found


def _read(path: Path) -> str:
    problems = Problems(str(path))
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        hint = nearest(str(path), shipped_packs())
        names = "、".join(shipped_packs())
        problems.add(
            "", f"没有规则包或文件“{path}”（自带：{names}）", f"no pack or file “{path}” (shipped: {', '.join(shipped_packs())})", hint
        )
    except UnicodeDecodeError:
        problems.add("", "不是 UTF-8 文本", "not UTF-8 text")
    except OSError as error:
        problems.add("", f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}")
    raise RuleError(problems.found)


def parse_pack(text: str, file: str) -> Pack:
    """The pack that a TOML text holds; `file` names it in faults. Raises RuleError with all of them."""
    problems = Problems(file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add("", f"不是有效的 TOML：{error}", f"no valid TOML: {error}")
        raise RuleError(problems.found) from None
    reader = Reader(data, problems, "")
    header = Reader(reader.table("pack"), problems, "pack")
    name, version, region = header.text("name"), header.text("version"), header.text("region")
    title = header.both("title")
    header.finish()
    raw = reader.table("settings", required=False)
    forces = raw.pop("severity", {})
    settings = COMMON_SETTINGS | constants(raw, problems)
    check_settings(settings, {}, problems)
    tables = reader.take("rule", list, [])
    reader.finish()
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    severities = severities_of(forces, {str(t.get("id")) for t in tables if isinstance(t, dict)}, problems)
    rules = []
    for position, table in enumerate(tables):
        problems.line = lines[position] if len(lines) == len(tables) else 0
        rules.append(_rule(table, name, severities, problems))
    found = tuple(r for r in rules if r is not None)
    if not tables:
        problems.add("", "规则包中没有规则", "the pack holds no rule")
    first: dict[str, Rule] = {}
    for rule in found:
        problems.line, problems.rule = rule.line, rule.id
        if first.setdefault(rule.id, rule) is not rule:
            problems.add(
                "id", f"编号已用于第 {first[rule.id].line} 行的规则", f"the id already belongs to the rule at line {first[rule.id].line}"
            )
        _check(rule, settings, problems)
    problems.found.sort(key=lambda p: p.line)
    problems.raise_if_any()
    return Pack(name, version, region, title, settings, severities, found, file)


def _rule(table: Any, pack: str, severities: Mapping[str, Severity], problems: Problems) -> Rule | None:
    """A rule from its TOML table; None where it has faults, which are recorded."""
    before = len(problems.found)
    problems.rule = str(table.get("id", "")) if isinstance(table, dict) else ""
    reader = Reader(table, problems, "")
    id = reader.text("id")
    title, source = reader.both("title"), reader.both("source")
    force = reader.text("force")
    if force and force not in FORCES:
        problems.add("force", f"没有效力“{force}”（{'、'.join(FORCES)}）", f"no force “{force}” ({', '.join(FORCES)})")
    each = tuple(dict.fromkeys(part.strip() for part in reader.text("each").split("|")))
    for kind in each:
        if kind and kind not in SCHEMA.nodes:
            problems.add("each", f"没有类别“{kind}”", f"no node kind “{kind}”", nearest(kind, SCHEMA.nodes))
    where_text = reader.take("where", str, "")
    where = _parsed("where", where_text, (), problems) if where_text else None
    loops = _loops(reader.take("for", dict, {}), problems)
    need = _need(reader, tuple(loop.variable for loop in loops), problems)
    at_least = reader.take("at_least", int, None)
    if len(need) > 1 and loops:
        problems.add("for", "列表与多个命名条件不能同用", "a list and several named conditions cannot be combined")
    if at_least is not None and len(need) < 2 and not loops:
        problems.add("at_least", "只用于列表或命名条件", "only for lists or named conditions")
    if at_least is not None and (at_least < 1 or (not loops and len(need) > 1 and at_least > len(need))):
        problems.add("at_least", f"{at_least} 不在 1 到条件数之间", f"{at_least} is not between 1 and the number of conditions")
    gap = reader.both("gap", sentence=True)
    unsure = reader.both("unsure", required=False, sentence=True) or Text(
        "{name}：资料不足，不能判断", "{name}: the ledgers do not settle it"
    )
    unit = reader.both("unit", required=False)
    reader.finish()
    if len(problems.found) > before:
        return None
    known: Force = next(f for f in FORCES if f == force)
    severity = severity_of(id, known, severities)
    return Rule(id, pack, title, source, known, severity, each, where, loops, need, at_least, gap, unsure, unit or None, problems.line)


def _parsed(name: str, text: str, variables: tuple[str, ...], problems: Problems) -> Condition | None:
    try:
        return condition(text, variables)
    except GrammarError as error:
        message = error.message
        problems.add(name, f"第 {error.column} 个字符：{message.zh}", f"character {error.column}: {message.en}")
        return None


def _need(reader: Reader, variables: tuple[str, ...], problems: Problems) -> tuple[Item, ...]:
    value = reader.take("need", (str, dict), "")
    if not value:
        problems.add("need", "缺少条件", "no condition")
    if isinstance(value, str):
        found = _parsed("need", value, variables, problems) if value else None
        return (Item("", found),) if found else ()
    items = []
    for name, text in value.items():
        if not isinstance(text, str):
            problems.add(f"need.{name}", "应为文字", "a text expected")
        elif found := _parsed(f"need.{name}", text, variables, problems):
            items.append(Item(name, found))
    return tuple(items)


def _loops(table: dict[str, Any], problems: Problems) -> tuple[Loop, ...]:
    taken = {a.name for k in SCHEMA.nodes.values() for a in k.attributes} | set(KEYWORDS)
    taken |= {a.name for k in SCHEMA.edges.values() for a in k.attributes}
    found = []
    for name, value in table.items():
        place = f"for.{name}"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in taken:
            problems.add(place, f"“{name}”不能作变量名", f"“{name}” cannot name a variable")
        if isinstance(value, str):
            try:
                found.append(Loop(name, words(value)))
            except GrammarError as error:
                problems.add(place, f"第 {error.column} 个字符：{error.message.zh}", f"character {error.column}: {error.message.en}")
        elif constant := constants({name: value}, problems, place).get(name):
            if isinstance(constant, Words):
                found.append(Loop(name, constant))
            else:
                problems.add(place, "应为列表", "a list expected")
    return tuple(found)


def _check(rule: Rule, settings: Mapping[str, Constant], problems: Problems) -> None:
    """Checks the expressions of a rule against schema and settings."""
    problems.line, problems.rule = rule.line, rule.id
    variables = {}
    for loop in rule.loops:
        variables[loop.variable] = Type.PERIOD if loop.is_period else Type.CODE
        if isinstance(loop.source, Setting) and not loop.is_period:
            name = loop.source.name
            if name not in settings:
                choices = (*settings, *PERIODS)
                problems.add(f"for.{loop.variable}", f"没有设置“@{name}”", f"no setting “@{name}”", nearest(name, choices))
            elif not isinstance(settings[name], Words):
                problems.add(f"for.{loop.variable}", f"设置“@{name}”不是列表", f"the setting “@{name}” is no list")
    for target in rule.each:
        scope = Scope(SCHEMA.nodes[target], SCHEMA.nodes[target])
        if rule.where:
            Checker(settings, {}, problems.reporter("where")).condition(rule.where, scope)
        for item in rule.need:
            place = f"need.{item.name}" if item.name else "need"
            Checker(settings, variables, problems.reporter(place)).condition(item.condition, scope)
    size = _combinations(rule, settings)
    if rule.at_least is not None and size is not None and rule.loops and rule.at_least > size:
        problems.add("at_least", f"{rule.at_least} 多于列表的 {size} 项", f"{rule.at_least} is more than the {size} items of the list")


def _combinations(rule: Rule, settings: Mapping[str, Constant]) -> int | None:
    """How many combinations the loops of a rule give; None where one has no list."""
    size = 1
    for loop in rule.loops:
        source = settings.get(loop.source.name) if isinstance(loop.source, Setting) else loop.source
        if loop.is_period:
            size *= len(PERIODS[loop.source.name](datetime.date(2000, 1, 1)))  # type: ignore[union-attr]
        elif isinstance(source, Words):
            size *= len(source.values)
        else:
            return None
    return size


def used_settings(rule: Rule) -> list[str]:
    """The names of the settings that a rule names, sorted."""
    conditions = [c for c in (rule.where, *(item.condition for item in rule.need)) if c is not None]
    named = {n.name for c in conditions for n in walk(c) if isinstance(n, Setting)}
    return sorted(named | {loop.source.name for loop in rule.loops if isinstance(loop.source, Setting) and not loop.is_period})
