"""Whether an expression fits the schema: names exist, types agree, paths are possible. Nothing is evaluated here.

A checker collects every fault that it sees; each names the nearest thing that would have been right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz, process

from ..graph.schema import COMMON_NODE_ATTRIBUTES, SCHEMA, EdgeKind, NodeKind, Value
from ..graph.schema import Attribute as Declared
from ..graph.text import Text
from .expressions import (
    PLACE_ATTRIBUTES,
    And,
    Arithmetic,
    AsOf,
    Attribute,
    Avoid,
    Compare,
    Condition,
    Constant,
    Count,
    Day,
    Expression,
    Flag,
    Has,
    In,
    IsTarget,
    Known,
    Months,
    Not,
    Number,
    Or,
    Path,
    Setting,
    Span,
    Step,
    Sum,
    Variable,
    Word,
    Words,
    uses_target,
)
from .routes import PLACE_TREE, hops, reached


class Type(Enum):
    """What an expression gives."""

    NUMBER = Text("数", "a number")
    DATE = Text("日期", "a date")
    MONTHS = Text("月数", "months")
    CODE = Text("文字", "a text")
    CODES = Text("多个文字", "several texts")
    FLAG = Text("是否", "yes or no")
    LIST = Text("列表", "a list")
    PERIOD = Text("时段", "a period")
    PLACE = Text("地点", "a place")
    FAULTY = Text("有误", "faulty")  # already reported: fits everything, so that one fault is told once


TYPES = {
    Value.TEXT: Type.CODE,
    Value.CODE: Type.CODE,
    Value.CODES: Type.CODES,
    Value.FLAG: Type.FLAG,
    Value.COUNT: Type.NUMBER,
    Value.DATE: Type.DATE,
}
CONSTANTS = {Number: Type.NUMBER, Day: Type.DATE, Months: Type.MONTHS, Word: Type.CODE, Words: Type.LIST, Span: Type.PERIOD}
MOST_MONTHS = 1200

Kind = NodeKind | EdgeKind


def nearest(name: str, choices: Iterable[str]) -> Text:
    """ ", did you mean …" with the choice nearest to `name`, or an empty text where none is near."""
    found = process.extractOne(name, sorted(choices), scorer=fuzz.ratio, processor=str.lower, score_cutoff=50)
    return Text(f"，是否为“{found[0]}”？", f"; did you mean “{found[0]}”?") if found else Text("", "")


def attributes(kind: Kind) -> dict[str, Type]:
    """The attributes of a kind that conditions may name, with their types."""
    declared: tuple[Declared, ...] = kind.attributes
    if isinstance(kind, EdgeKind):
        return {a.name: TYPES[a.value] for a in declared}
    common = {a.name: TYPES[a.value] for a in COMMON_NODE_ATTRIBUTES if a.name != "alias"}
    return common | {a.name: TYPES[a.value] for a in declared} | dict.fromkeys(PLACE_ATTRIBUTES, Type.PLACE)


@dataclass(frozen=True)
class Scope:
    """What a condition is about: nodes or edges of `kind`, for targets of the kind `target`."""

    kind: Kind
    target: NodeKind


class Checker:
    """Checks the expressions of one rule for one kind of targets; `report` is called with every fault."""

    def __init__(
        self,
        settings: Mapping[str, Constant],
        variables: Mapping[str, Type],
        report: Callable[[Text], None],
    ) -> None:
        self.settings = settings
        self.variables = variables
        self.report = report

    def fault(self, zh: str, en: str, hint: Text | None = None) -> Type:
        hint = hint or Text("", "")
        self.report(Text(zh + hint.zh, en + hint.en))
        return Type.FAULTY

    # Conditions

    def condition(self, condition: Condition, scope: Scope) -> None:
        """Checks a condition on `scope`."""
        match condition:
            case Or(parts) | And(parts):
                for part in parts:
                    self.condition(part, scope)
            case Not(part):
                self.condition(part, scope)
            case Compare():
                self.compare(condition, scope)
            case In(left, right):
                self.inclusion(self.type(left, scope), self.type(right, scope))
            case Has(attribute, code):
                self.expect(attribute, Type.CODES, scope)
                self.expect(code, Type.CODE, scope)
            case Known(attribute):
                if self.type(attribute, scope) is Type.PLACE:
                    self.fault(
                        f"“{attribute.name}”只能与 x.{attribute.name} 比较",
                        f"{attribute.name} can only be compared with x.{attribute.name}",
                    )
            case Flag(attribute):
                self.expect(attribute, Type.FLAG, scope)
            case IsTarget():
                if scope.kind is not scope.target:
                    self.fault(
                        f"{scope.kind.name} 不会是 {scope.target.name}，“is x”永远不成立",
                        f"{scope.kind.name} is never {scope.target.name}: “is x” cannot hold",
                    )

    def expect(self, expression: Expression, wanted: Type, scope: Scope) -> None:
        found = self.type(expression, scope)
        if found not in (wanted, Type.FAULTY):
            what = expression.name if isinstance(expression, Attribute) else ""
            hint = {
                Type.CODE: Text("（请与文字比较，或写 known）", " (compare it with a text, or write “known”)"),
                Type.CODES: Text("（请写 has）", " (write “has”)"),
            }.get(found, Text("", ""))
            self.fault(
                f"此处应为{wanted.value.zh}，而“{what}”是{found.value.zh}",
                f"{wanted.value.en} expected, but “{what}” is {found.value.en}",
                hint,
            )

    def compare(self, test: Compare, scope: Scope) -> None:
        left, right = self.type(test.left, scope), self.type(test.right, scope)
        if Type.FAULTY in (left, right):
            return
        if left is not right:
            hint = Text("（多个文字请写 has）", " (write “has” for several texts)") if Type.CODES in (left, right) else None
            self.fault(f"不能比较{left.value.zh}与{right.value.zh}", f"cannot compare {left.value.en} with {right.value.en}", hint)
        elif left in (Type.CODE, Type.PLACE) and test.comparison not in ("=", "!="):
            self.fault(f"{left.value.zh}只能用 = 或 != 比较", f"{left.value.en} can only be compared by = or !=")
        elif left not in (Type.NUMBER, Type.DATE, Type.CODE, Type.PLACE):
            self.fault(f"{left.value.zh}不能比较", f"{left.value.en} cannot be compared")
        elif left is Type.PLACE and not self.same_level(test):
            self.fault("只能比较同一层级的地点，如 street = x.street", "only places of one level can be compared, as in street = x.street")

    def same_level(self, test: Compare) -> bool:
        left, right = test.left, test.right
        return isinstance(left, Attribute) and isinstance(right, Attribute) and left.name == right.name

    def inclusion(self, left: Type, right: Type) -> None:
        if Type.FAULTY in (left, right):
            return
        if (left, right) not in ((Type.CODE, Type.LIST), (Type.DATE, Type.PERIOD)):
            self.fault(
                f"“in”左边是{left.value.zh}，右边是{right.value.zh}；只能是文字与列表，或日期与时段",
                f"“in” joins {left.value.en} and {right.value.en}; it takes a text and a list, or a date and a period",
            )

    # Expressions

    def type(self, expression: Expression, scope: Scope) -> Type:
        """The type of an expression; FAULTY where it has a fault, which is then reported."""
        match expression:
            case Months(value):
                return Type.MONTHS if value <= MOST_MONTHS else self.fault(f"{value} 个月过长", f"{value} months are too long")
            case AsOf():
                return Type.DATE
            case Setting(name):
                if name not in self.settings:
                    return self.fault(f"没有设置“@{name}”", f"no setting “@{name}”", nearest(name, self.settings))
                return CONSTANTS[type(self.settings[name])]
            case Variable(name):
                return self.variables[name]
            case Attribute(name, of_target):
                return self.attribute(name, scope.target if of_target else scope.kind)
            case Arithmetic():
                return self.arithmetic(expression, scope)
            case Count(path):
                self.path(path, scope)
                return Type.NUMBER
            case Sum(path, attribute):
                for kind in sorted(self.path(path, scope)):
                    if self.attribute(attribute, SCHEMA.nodes[kind]) not in (Type.NUMBER, Type.FAULTY):
                        self.fault(f"{kind} 的“{attribute}”不是数，不能求和", f"{attribute} of {kind} is no number and cannot be summed")
                return Type.NUMBER
        return CONSTANTS[type(expression)]

    def attribute(self, name: str, kind: Kind) -> Type:
        known = attributes(kind)
        if name not in known:
            return self.fault(f"{kind.name} 没有属性“{name}”", f"{kind.name} has no attribute “{name}”", nearest(name, known))
        return known[name]

    def arithmetic(self, expression: Arithmetic, scope: Scope) -> Type:
        left, right = self.type(expression.left, scope), self.type(expression.right, scope)
        operator = expression.operator
        if Type.FAULTY in (left, right):
            return Type.FAULTY
        if left is right is Type.NUMBER:
            return Type.NUMBER
        if left is Type.DATE and right is Type.NUMBER and operator in "+-":
            return Type.DATE
        if left is right is Type.DATE and operator == "-":
            return Type.NUMBER
        if right is Type.MONTHS and operator in "+-" and self.is_constant_date(expression.left):
            return Type.DATE
        if right is Type.MONTHS:
            return self.fault("月数只能与 as_of 或日期设置相加减", "months can only be added to or taken from as_of or a date setting")
        return self.fault(
            f"{left.value.zh}与{right.value.zh}之间不能用“{operator}”", f"“{operator}” cannot join {left.value.en} and {right.value.en}"
        )

    def is_constant_date(self, expression: Expression) -> bool:
        if isinstance(expression, Setting):
            return isinstance(self.settings.get(expression.name), Day)
        return isinstance(expression, AsOf)

    # Paths

    def path(self, path: Path, scope: Scope) -> frozenset[str]:
        """Checks a path from nodes of `scope`; the kinds of its ends, none where it has a fault."""
        if isinstance(scope.kind, EdgeKind):
            self.fault("边的条件中不能有路径", "a condition on edges cannot hold a path")
            return frozenset()
        kinds = frozenset([scope.kind.name])
        for step in path.steps:
            kinds = self.step(step, kinds, scope.target)
            if not kinds:
                return kinds
        if path.avoid:
            self.avoid(path.avoid, scope)
        return kinds

    def step(self, step: Step, near: frozenset[str], target: NodeKind) -> frozenset[str]:
        edges = [e for e in step.edges if e not in SCHEMA.edges]
        kinds = [k for k in step.kinds if k not in SCHEMA.nodes]
        for edge in edges:
            self.fault(f"没有关系“{edge}”", f"no edge kind “{edge}”", nearest(edge, SCHEMA.edges))
        for kind in kinds:
            self.fault(f"没有类别“{kind}”", f"no node kind “{kind}”", nearest(kind, SCHEMA.nodes))
        if edges or kinds:
            return frozenset()
        start = "|".join(sorted(near))
        fitting = [e for e in step.edges if any(h.edge == e and (h.near in near or step.longest != 1) for h in hops(step))]
        for edge in step.edges:
            if edge not in fitting:
                self.fault(f"从 {start} 没有 {step.direction}{edge}", f"no {step.direction}{edge} leads from {start}", self.ends(edge))
        far = reached(step, near)
        for kind in step.kinds:
            if fitting and kind not in far:
                route = step.direction + "|".join(step.edges)
                self.fault(f"从 {start} 沿 {route} 到不了 {kind}", f"no {route} leads from {start} to {kind}", self.ends(*step.edges))
        if step.longest is None and step.direction != "~" and not set(step.edges) <= set(PLACE_TREE):
            self.fault("“+”只能用于 LOCATED_IN、PART_OF 或“~”", "“+” goes only along LOCATED_IN and PART_OF, or with “~”")
        if step.edge_condition:
            for edge in step.edges:
                self.condition(step.edge_condition, Scope(SCHEMA.edges[edge], target))
            if step.longest != 1 and uses_target(step.edge_condition):
                self.fault("多步关系的条件中不能用 x", "the edges of a longer step cannot be compared with x")
        if step.condition:
            for kind in sorted(far):
                self.condition(step.condition, Scope(SCHEMA.nodes[kind], target))
        return far

    def ends(self, *edges: str) -> Text:
        """What the edges can join, as a hint."""
        joined = "; ".join(
            f"{edge}: " + ", ".join(f"{'|'.join(sources)} → {'|'.join(targets)}" for sources, targets in SCHEMA.edges[edge].ends)
            for edge in edges
        )
        return Text(f"（{joined}）", f" ({joined})")

    def avoid(self, avoid: Avoid, scope: Scope) -> None:
        if avoid.kind not in SCHEMA.nodes:
            self.fault(f"没有类别“{avoid.kind}”", f"no node kind “{avoid.kind}”", nearest(avoid.kind, SCHEMA.nodes))
        elif avoid.kind == scope.kind.name:
            self.fault(f"路径从 {avoid.kind} 出发，不能避开 {avoid.kind}", f"a path from {avoid.kind} cannot avoid {avoid.kind}")
        elif avoid.condition:
            self.condition(avoid.condition, Scope(SCHEMA.nodes[avoid.kind], scope.target))
            if uses_target(avoid.condition):
                self.fault("avoid 的条件中不能用 x", "what a path avoids cannot be compared with x")
