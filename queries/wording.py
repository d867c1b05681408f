"""Rules and what they found, in words: derived from the expressions, so that text and meaning cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..graph.schema import COMMON_NODE_ATTRIBUTES, SCHEMA
from ..graph.text import Text
from ..graph.values import day
from .expressions import (
    And,
    Arithmetic,
    AsOf,
    Attribute,
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
    walk,
)
from .rules import Rule

PLACES = {"community": Text("所在社区", "community"), "street": Text("所在街道", "street"), "district": Text("所在区", "district")}
AMOUNTS = {
    ">=": Text("至少 {n}", "at least {n}"),
    "<=": Text("至多 {n}", "at most {n}"),
    ">": Text("多于 {n}", "more than {n}"),
    "<": Text("少于 {n}", "fewer than {n}"),
    "=": Text("恰好 {n}", "exactly {n}"),
    "!=": Text("不是 {n}", "not {n}"),
}
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
MOST_ITEMS = 12


def label(rule: Rule) -> str:
    """What kind of requirement a rule is: count, cover k of n, every, must, sum, reach or survive."""
    parts = [n for item in rule.need for n in walk(item.condition)]
    steps = [n for n in parts if isinstance(n, Step)]
    if any(isinstance(n, Path) and n.avoid for n in parts):
        return "survive"
    if any(s.direction == "~" and s.longest != 1 for s in steps):
        return "reach"
    if any(loop.is_period for loop in rule.loops):
        return "every"
    if len(rule.need) > 1:
        return f"cover {rule.at_least or len(rule.need)} of {len(rule.need)}"
    if rule.loops:
        return f"cover {rule.at_least or 'all'} of {', '.join(loop.variable for loop in rule.loops)}"
    if any(isinstance(n, Sum) for n in parts):
        return "sum"
    return "count" if any(isinstance(n, Count) for n in parts) else "must"


def joined(texts: Iterable[Text], zh: str, en: str) -> Text:
    """Texts with a separator between them."""
    listed = list(texts)
    return Text(zh.join(t.zh for t in listed), en.join(t.en for t in listed))


def some(texts: Sequence[Text]) -> Text:
    """A list of texts, cut after `MOST_ITEMS` with the number that there are."""
    shown = joined(texts[:MOST_ITEMS], "、", ", ")
    if len(texts) <= MOST_ITEMS:
        return shown
    return Text(f"{shown.zh}等 {len(texts)} 项", f"{shown.en} … ({len(texts)} in all)")


class Wording:
    """Expressions in words. `settings` are shown by their values."""

    def __init__(self, settings: Mapping[str, Constant]) -> None:
        self.settings = settings

    def sentence(self, rule: Rule) -> Text:
        """What a rule asks, as one sentence."""
        kinds = kind_titles(rule.each)
        where = self.condition(rule.where, rule.each[0]) if rule.where else None
        subject = Text(f"每个{kinds.zh}" + (f"（{where.zh}）" if where else ""), f"every {kinds.en}" + (f" ({where.en})" if where else ""))
        lists = joined((self.list_of(loop.variable, loop.source) for loop in rule.loops), "，", ", ")
        each = Text(f"，{lists.zh}，", f", {lists.en},") if rule.loops else Text("", "")
        need = self.need(rule)
        return Text(f"{subject.zh}{each.zh}须有：{need.zh}。", f"{subject.en}{each.en} needs: {need.en}.")

    def list_of(self, variable: str, source: Words | Setting) -> Text:
        value = self.settings.get(source.name) if isinstance(source, Setting) else source
        if isinstance(value, Words):
            items = "、".join(value.values)
            return Text(f"对 {variable} 为{items}各项", f"for each {variable} of {items}")
        name = source.name if isinstance(source, Setting) else ""
        period = {"quarters": Text("季度", "quarter"), "halves": Text("半年", "half-year")}.get(name, Text(name, name))
        return Text(f"对每个{period.zh} {variable}", f"for each {period.en} {variable}")

    def need(self, rule: Rule) -> Text:
        """What a rule needs: its condition, or its named conditions and how many of them."""
        kind = rule.each[0]
        if len(rule.need) == 1:
            need = self.requirement(rule.need[0].condition, kind, rule.unit)
            if not rule.loops:
                return need
            most = Text(f"至少 {rule.at_least} 项：", f"at least {rule.at_least} of: ") if rule.at_least else Text("每项：", "each: ")
            return Text(most.zh + need.zh, most.en + need.en)
        number = rule.at_least or len(rule.need)
        names = joined((Text(i.name, i.name) for i in rule.need), "、", ", ")
        return Text(f"{len(rule.need)} 项中的 {number} 项：{names.zh}", f"{number} of {len(rule.need)}: {names.en}")

    def requirement(self, condition: Condition, kind: str, unit: Text | None = None) -> Text:
        """A condition as something to be had: "at least 1 liaison"."""
        match condition:
            case Or(parts):
                return joined((self.requirement(p, kind, unit) for p in parts), "，或", ", or ")
            case And(parts):
                return joined((self.requirement(p, kind, unit) for p in parts), "，且", ", and ")
            case Compare(Count() as count, comparison, right):
                what = unit or Text(f"个{self.expression(count, kind).zh}", self.expression(count, kind).en)
                number = self.expression(right, kind)
                amount = AMOUNTS[comparison]
                return Text(f"{amount.zh.format(n=number.zh)} {what.zh}", f"{amount.en.format(n=number.en)} {what.en}")
        return self.condition(condition, kind)

    def condition(self, condition: Condition, kind: str) -> Text:
        """A condition on a node or edge of `kind`."""
        match condition:
            case Or(parts):
                return joined((self.condition(p, kind) for p in parts), "，或", ", or ")
            case And(parts):
                return joined((self.condition(p, kind) for p in parts), "，且", " and ")
            case Not(In(left, right)):
                return self.pair(left, right, kind, Text("不是", "is not"))
            case Not(Flag(attribute)):
                title = self.expression(attribute, kind)
                return Text(f"非{title.zh}", f"no {title.en}")
            case Not(part):
                inner = self.condition(part, kind)
                return Text(f"不符合“{inner.zh}”", f"not “{inner.en}”")
            case Compare(left, "=", Word() | Variable() as right):
                return self.pair(left, right, kind, Text("为", "is"))
            case Compare(left, comparison, right):
                sign = SIGNS.get(comparison, comparison)
                return self.pair(left, right, kind, Text(f" {sign} ", sign))
            case In(left, right):
                return self.pair(left, right, kind, Text("为", "is"))
            case Has(attribute, code):
                return self.pair(attribute, code, kind, Text("含", "has"))
            case Known(attribute):
                title = self.expression(attribute, kind)
                return Text(f"{title.zh}已填写", f"{title.en} known")
            case Flag(attribute):
                return self.expression(attribute, kind)
            case IsTarget():
                return Text("即该对象本身", "is the node itself")
        raise TypeError(condition)

    def pair(self, left: Expression, right: Expression, kind: str, word: Text) -> Text:
        first, second = self.expression(left, kind), self.expression(right, kind)
        return Text(f"{first.zh}{word.zh}{second.zh}", f"{first.en} {word.en} {second.en}")

    def expression(self, expression: Expression, kind: str) -> Text:
        """A number, date or text; a count is named by what it counts."""
        match expression:
            case Number(value):
                return Text(f"{value:g}", f"{value:g}")
            case Day(value):
                return Text(day(value).isoformat(), day(value).isoformat())
            case Months(value):
                return Text(f"{value} 个月", f"{value} months")
            case AsOf():
                return Text("统计日期", "the date of the report")
            case Word(value):
                return Text(value, value)
            case Words(values):
                return Text("或".join(values), " or ".join(values))
            case Span(title=title):
                return title
            case Setting(name):
                return self.expression(self.settings[name], kind)
            case Variable(name):
                return Text(name, name)
            case Attribute(name, of_target):
                title = attribute_title(name, None if of_target else kind)
                return Text(f"该对象的{title.zh}", f"its own {title.en}") if of_target else title
            case Arithmetic(operator, left, right):
                return self.pair(left, right, kind, Text(f" {operator} ", operator))
            case Count(path):
                return self.path(path)
            case Sum(path, attribute):
                inner = self.path(path)
                title = attribute_title(attribute, None)
                return Text(f"{inner.zh}的{title.zh}之和", f"sum of {title.en} over {inner.en}")
        raise TypeError(expression)

    def path(self, path: Path) -> Text:
        """The ends of a path."""
        text = joined((self.step(s) for s in path.steps), " → ", " → ")
        if not path.avoid:
            return text
        kind = SCHEMA.nodes[path.avoid.kind].title
        rest = self.condition(path.avoid.condition, path.avoid.kind) if path.avoid.condition else Text("", "")
        which = Text(f"{kind.zh}（{rest.zh}）" if rest.zh else kind.zh, f"{kind.en} ({rest.en})" if rest.en else kind.en)
        return Text(f"{text.zh}（不经过{which.zh}）", f"{text.en} (without {which.en})")

    def step(self, step: Step) -> Text:
        edges = joined((SCHEMA.edges[e].title for e in step.edges), "、", " or ")
        kinds = kind_titles(step.kinds) if step.kinds else Text("对象", "node")
        many = Text("逐级", ", over any number of levels") if step.longest is None else Text("", "")
        pattern = {
            ">": Text(f"{many.zh}{edges.zh}的{kinds.zh}", f"{kinds.en} ({edges.en}{many.en})"),
            "<": Text(f"{many.zh}{edges.zh}它的{kinds.zh}", f"{kinds.en} ({edges.en} it{many.en})"),
            "~": Text(f"有{edges.zh}关系的{kinds.zh}", f"{kinds.en} (linked by {edges.en})"),
        }[step.direction]
        if step.direction == "~" and step.longest != 1:
            pattern = Text(f"经{edges.zh}可达的{kinds.zh}", f"{kinds.en} (connected by {edges.en})")
        tests = [self.condition(step.edge_condition, step.edges[0])] if step.edge_condition else []
        if step.condition:
            tests.append(self.condition(step.condition, step.kinds[0]))
        if not tests:
            return pattern
        which = joined(tests, "；", "; ")
        return Text(f"{pattern.zh}（{which.zh}）", f"{pattern.en} with {which.en}")


def kind_titles(kinds: Iterable[str]) -> Text:
    return joined((SCHEMA.nodes[k].title for k in kinds), "、", " or ")


def attribute_title(name: str, kind: str | None) -> Text:
    """The title of an attribute, of the kind where it is known and else of the first kind that has it."""
    if name in PLACES:
        return PLACES[name]
    first = [SCHEMA.nodes.get(kind) or SCHEMA.edges[kind]] if kind else []
    for owner in (*first, *SCHEMA.nodes.values(), *SCHEMA.edges.values()):
        if owner.has(name):
            return owner.attribute(name).title
    return next(a.title for a in COMMON_NODE_ATTRIBUTES if a.name == name)
