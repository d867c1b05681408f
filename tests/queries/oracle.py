"""The rules, evaluated slowly and obviously: one node at a time, by walking a NetworkX graph.

Shares nothing with the array engine but the parsed rules and the schema. Everything is asked in one of two modes: does it
hold for sure (True), may it hold (False)?
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx
from xinlian.graph.network import Network
from xinlian.graph.schema import SCHEMA, Value
from xinlian.graph.values import days
from xinlian.queries import expressions as e
from xinlian.queries import periods
from xinlian.queries.rules import Pack, Rule

ANYTHING = "anything"  # of an attribute: nobody knows it
Node = tuple[str, int]
MET, UNMET, UNKNOWN, NOT_APPLICABLE = range(4)


def graph_of(network: Network) -> nx.MultiDiGraph:
    """The network with the attributes of nodes and edges as plain values (None, ANYTHING, numbers as pairs)."""
    graph = nx.MultiDiGraph()
    for kind, frame in network.frames.items():
        declared = SCHEMA.nodes[kind].attributes
        for position in range(len(frame)):
            ghost = bool(frame["placeholder"].iloc[position])
            values = {a.name: ANYTHING if ghost else read(frame, a, position) for a in declared}
            values |= {n: ANYTHING if ghost else str(frame[n].iloc[position]) or None for n in ("id", "name")}
            graph.add_node((kind, position), ghost=ghost, given={a.name for a in declared if a.columns[0] in frame}, **values)
    for key, block in network.blocks.items():
        for i in range(len(block)):
            values = {a.name: read(block.attributes, a, i) for a in SCHEMA.edges[key.edge].attributes}
            for name in ("since", "until", "date"):
                if f"{name}_lo" not in block.attributes:
                    values[f"no {name}"] = True
            graph.add_edge(
                (key.source, int(block.source[i])), (key.target, int(block.target[i])), kind=key.edge, sure=bool(block.sure[i]), **values
            )
    return graph


def read(frame: Any, attribute: Any, i: int) -> Any:
    if attribute.columns[0] not in frame:
        return ANYTHING
    cells = [frame[c].iloc[i] for c in attribute.columns]
    if attribute.value is Value.COUNT:
        return float(cells[0]), float(cells[1]), int(cells[2])
    if attribute.value is Value.DATE:
        return None if math.isnan(cells[0]) else (float(cells[0]), float(cells[1]))
    if attribute.value is Value.FLAG:
        return ANYTHING if cells[0] == -1 else bool(cells[0])
    if not isinstance(cells[0], str) or cells[0] == "":
        return None
    if cells[0] == "?" and attribute.value is not Value.TEXT:
        return ANYTHING
    return cells[0].split("、") if attribute.value is Value.CODES else cells[0]


class Oracle:
    """Verdicts of one pack's rules on one network at a date."""

    def __init__(self, network: Network, pack: Pack, as_of: datetime.date) -> None:
        self.network = network
        self.settings = pack.settings
        self.today = days(as_of)
        self.as_of = as_of
        self.graph = graph_of(network)

    def verdicts(self, rule: Rule, kind: str) -> list[int]:
        return [self.verdict(rule, (kind, i)) for i in range(self.network.size(kind))]

    def verdict(self, rule: Rule, x: Node) -> int:
        if self.graph.nodes[x]["ghost"]:
            return NOT_APPLICABLE
        where = {mode: rule.where is None or self.holds(rule.where, x, x, {}, mode) for mode in (True, False)}
        if not where[False]:
            return NOT_APPLICABLE
        need = {mode: self.needed(rule, x, mode) for mode in (True, False)}
        if need[True]:
            return MET
        return UNMET if where[True] and not need[False] else UNKNOWN

    def needed(self, rule: Rule, x: Node, mode: bool) -> bool:
        held = [self.holds(i.condition, x, x, names, mode) for names in self.combinations(rule) for i in rule.need]
        return sum(held) >= (rule.at_least or len(held))

    def combinations(self, rule: Rule) -> Iterator[dict[str, Any]]:
        lists = []
        for loop in rule.loops:
            if isinstance(loop.source, e.Setting) and loop.source.name in ("quarters", "halves"):
                found = getattr(periods, loop.source.name)(self.as_of)
                lists.append([(days(first), days(last)) for first, last, _ in found])
            else:
                lists.append(list(self.constant(loop.source).values))
        for chosen in itertools.product(*lists):
            yield {loop.variable: value for loop, value in zip(rule.loops, chosen, strict=True)}

    def constant(self, node: Any) -> Any:
        return self.settings[node.name] if isinstance(node, e.Setting) else node

    # Conditions; `node` is a node or the data of an edge

    def holds(self, c: Any, node: Any, x: Node, names: Mapping[str, Any], mode: bool) -> bool:
        if isinstance(c, e.And):
            return all(self.holds(p, node, x, names, mode) for p in c.parts)
        if isinstance(c, e.Or):
            return any(self.holds(p, node, x, names, mode) for p in c.parts)
        if isinstance(c, e.Not):
            return not self.holds(c.part, node, x, names, not mode)
        if isinstance(c, e.IsTarget):
            return node == x
        if isinstance(c, e.Flag):
            value = self.get(c.attribute, node, x)
            return not mode if value == ANYTHING else value
        if isinstance(c, e.Known):
            if not self.given(c.attribute, node, x):
                return not mode
            value = self.get(c.attribute, node, x)
            if isinstance(value, tuple):
                return value[2] <= 3 if len(value) == 3 else not (math.isinf(value[0]) and math.isinf(value[1]))
            return value not in (None, ANYTHING)
        if isinstance(c, e.Has):
            value, wanted = self.get(c.attribute, node, x), self.code(c.code, node, x, names)
            if value == ANYTHING:
                return not mode
            return value is not None and (wanted in value or (not mode and "?" in value))
        if isinstance(c, e.In):
            right = names[c.right.name] if isinstance(c.right, e.Variable) else self.constant(c.right)
            if isinstance(right, tuple):
                date = self.number(c.left, node, x, names)
                if date is None:
                    return False
                return date[0] >= right[0] and date[1] <= right[1] if mode else date[1] >= right[0] and date[0] <= right[1]
            value = self.code(c.left, node, x, names)
            return not mode if value == ANYTHING else value in right.values
        return self.compares(c, node, x, names, mode)

    def compares(self, c: e.Compare, node: Any, x: Node, names: Mapping[str, Any], mode: bool) -> bool:
        if c.comparison == "!=":
            return not self.compares(e.Compare(c.left, "=", c.right), node, x, names, not mode)
        if isinstance(c.left, e.Attribute) and c.left.name in e.PLACE_ATTRIBUTES:
            left, right = [self.place(x if a.of_target else node, a.name) for a in (c.left, c.right)]  # type: ignore[union-attr]
            return self.same(left, right, mode)
        if self.is_code(c.left, node, x):
            return self.same(self.code(c.left, node, x, names), self.code(c.right, node, x, names), mode)
        left, right = self.number(c.left, node, x, names), self.number(c.right, node, x, names)
        if left is None or right is None:
            return False
        (a, b), (p, q) = left[:2], right[:2]
        if c.comparison == "=":
            return a == b == p == q if mode else max(a, p) <= min(b, q)
        return {
            "<": (b < p, a < q),
            "<=": (b <= p, a <= q),
            ">": (a > q, b > p),
            ">=": (a >= q, b >= p),
        }[c.comparison][0 if mode else 1]

    def same(self, left: Any, right: Any, mode: bool) -> bool:
        if left is None or right is None:
            return False
        if ANYTHING in (left, right):
            return not mode
        return bool(left == right)

    def get(self, attribute: e.Attribute, node: Any, x: Node) -> Any:
        subject = x if attribute.of_target else node
        data = subject if isinstance(subject, dict) else self.graph.nodes[subject]
        return data[attribute.name]

    def given(self, attribute: e.Attribute, node: Any, x: Node) -> bool:
        subject = x if attribute.of_target else node
        if isinstance(subject, dict):
            return f"no {attribute.name}" not in subject and attribute.name in subject.get("given", ())
        data = self.graph.nodes[subject]
        return not data["ghost"] and (attribute.name in ("id", "name") or attribute.name in data["given"])

    def is_code(self, expression: Any, node: Any, x: Node) -> bool:
        if isinstance(expression, e.Attribute):
            subject = x if expression.of_target else node
            kind = SCHEMA.edges[subject["kind"]] if isinstance(subject, dict) else SCHEMA.nodes[subject[0]]
            return expression.name in ("id", "name") or kind.attribute(expression.name).value in (Value.TEXT, Value.CODE)
        return isinstance(expression, e.Word | e.Variable) or isinstance(self.constant(expression), e.Word)

    def code(self, expression: Any, node: Any, x: Node, names: Mapping[str, Any]) -> Any:
        if isinstance(expression, e.Attribute):
            return self.get(expression, node, x)
        return names[expression.name] if isinstance(expression, e.Variable) else self.constant(expression).value

    # Numbers: a pair of bounds, or None for none

    def number(self, expression: Any, node: Any, x: Node, names: Mapping[str, Any]) -> Any:
        expression = self.constant(expression)
        if isinstance(expression, e.Number | e.Day):
            return expression.value, expression.value
        if isinstance(expression, e.AsOf):
            return self.today, self.today
        if isinstance(expression, e.Attribute):
            value = self.get(expression, node, x)
            if value == ANYTHING:
                subject = x if expression.of_target else node
                kind = SCHEMA.edges[subject["kind"]] if isinstance(subject, dict) else SCHEMA.nodes[subject[0]]
                return (0, math.inf) if kind.attribute(expression.name).value is Value.COUNT else (-math.inf, math.inf)
            return value
        if isinstance(expression, e.Count | e.Sum):
            return self.total(expression, node, x, names)
        return self.calculated(expression, node, x, names)

    def calculated(self, expression: e.Arithmetic, node: Any, x: Node, names: Mapping[str, Any]) -> Any:
        left = self.number(expression.left, node, x, names)
        months = self.constant(expression.right)
        if isinstance(months, e.Months):
            number = months.value if expression.operator == "+" else -months.value
            date = datetime.date(1970, 1, 1) + datetime.timedelta(days=left[0])
            for day in range(31, 27, -1):
                total = date.year * 12 + date.month - 1 + number
                try:
                    moved = days(datetime.date(total // 12, total % 12 + 1, min(day, date.day)))
                except ValueError:
                    continue
                return moved, moved
        right = self.number(expression.right, node, x, names)
        if left is None or right is None:
            return None
        (a, b), (p, q) = left[:2], right[:2]
        if expression.operator == "+":
            return a + p, b + q
        if expression.operator == "-":
            return a - q, b - p
        if expression.operator == "/" and p == q == 0:
            return None
        if expression.operator == "/" and p <= 0 <= q:
            return -math.inf, math.inf
        results = []
        for u, v in itertools.product((a, b), (p, q)):
            if expression.operator == "*":
                results.append(0 if 0 in (u, v) else u * v)
            else:
                results.append(0 if math.isinf(v) else u / v)
        return min(results), max(results)

    # Paths

    def total(self, expression: Any, node: Node, x: Node, names: Mapping[str, Any]) -> tuple[float, float]:
        bounds = []
        for mode in (True, False):
            ends = self.ends(expression.path, node, x, names, mode)
            if ends is None:
                bounds.append(math.inf)
            elif isinstance(expression, e.Count):
                bounds.append(len(ends))
            else:
                values = [self.graph.nodes[n][expression.attribute] for n in ends]
                pairs = [(0, math.inf) if v == ANYTHING else v for v in values]
                bounds.append(sum(p[0 if mode else 1] for p in pairs))
        return bounds[0], bounds[1]

    def ends(self, path: e.Path, start: Node, x: Node, names: Mapping[str, Any], mode: bool) -> set[Node] | None:
        """The ends of a path; None where there may be any number."""
        here, kinds = {start}, {start[0]}
        for step in path.steps:
            if not self.told(step, kinds):
                return set() if mode or not here else None
            there: set[Node] = set()
            for node in here:
                there |= self.stepped(step, node, path.avoid, x, names, mode)
            kinds = self.possible_kinds(step, kinds)
            here = {n for n in there if n[0] in kinds and (not step.condition or self.holds(step.condition, n, x, names, mode))}
        return here - {start}

    def stepped(self, step: e.Step, node: Node, avoid: Any, x: Node, names: Mapping[str, Any], mode: bool) -> set[Node]:
        found: set[Node] = set()
        front = {node}
        length = 0
        while front and (step.longest is None or length < step.longest):
            front = {n for f in front for n in self.neighbours(step, f, x, names, mode) if not self.avoided(avoid, n, x, names, mode)}
            if step.longest is None:
                front -= found
            found |= front
            length += 1
        return found

    def neighbours(self, step: e.Step, node: Node, x: Node, names: Mapping[str, Any], mode: bool) -> Iterator[Node]:
        ways = []
        if step.direction in ">~":
            ways += [(there, data) for _, there, data in self.graph.out_edges(node, data=True)]
        if step.direction in "<~":
            ways += [(there, data) for there, _, data in self.graph.in_edges(node, data=True)]
        for there, data in ways:
            if data["kind"] in step.edges and self.valid(data, mode):
                key = data | {"given": {k for k, v in data.items() if v != ANYTHING or k not in SCHEMA.edges[data["kind"]].attributes}}
                if not step.edge_condition or self.holds(step.edge_condition, key, x, names, mode):
                    yield there

    def avoided(self, avoid: Any, node: Node, x: Node, names: Mapping[str, Any], mode: bool) -> bool:
        if avoid is None or node[0] != avoid.kind:
            return False
        return avoid.condition is None or self.holds(avoid.condition, node, x, names, not mode)

    def valid(self, edge: Mapping[str, Any], mode: bool) -> bool:
        """Whether an edge holds at the date."""
        if mode and not edge["sure"]:
            return False
        tests = []
        for name, first, last in (("since", -math.inf, self.today), ("until", self.today, math.inf)):
            tests.append((edge[name], f"no {name}" in edge, first, last))
        if SCHEMA.edges[edge["kind"]].ages:
            tests.append((edge["date"], "no date" in edge, self.today - self.settings["contact_days"].value, self.today))
        for value, absent, first, last in tests:
            if value is None or absent:
                continue
            lo, hi = value
            if mode and not (first <= lo and hi <= last):
                return False
            if not mode and (hi < first or lo > last):
                return False
        return True

    def hops(self, step: e.Step) -> Iterator[tuple[str, str, tuple[str, str, str]]]:
        for name in step.edges:
            for source, target in SCHEMA.edges[name].pairs():
                if step.direction in ">~":
                    yield source, target, (name, source, target)
                if step.direction in "<~":
                    yield target, source, (name, source, target)

    def possible_kinds(self, step: e.Step, kinds: set[str]) -> set[str]:
        found: set[str] = set()
        front = set(kinds)
        for _ in range(step.longest or 20):
            front = {far for near, far, _ in self.hops(step) if near in front}
            found |= front
        return {k for k in found if not step.kinds or k in step.kinds}

    def told(self, step: e.Step, kinds: set[str]) -> bool:
        """Whether any ledger tells of such steps."""
        there = [(near, far) for near, far, key in self.hops(step) if key in self.network.blocks]
        wanted = set(step.kinds) or set(SCHEMA.nodes)
        if step.longest == 1:
            return any(near in kinds and far in wanted for near, far in there)
        return any(near in kinds for near, _ in there) and any(far in wanted for _, far in there)

    # Places

    def place(self, node: Node, level: str) -> Any:
        """The place of a level that a node is in: a node, None, or ANYTHING."""
        names = self.settings[level].values
        if self.graph.nodes[node]["ghost"] or not self.has_levels():
            return ANYTHING
        if node[0] != "Place":
            if ("LOCATED_IN", node[0], "Place") not in self.network.blocks:
                return ANYTHING
            block = self.network.blocks["LOCATED_IN", node[0], "Place"]  # type: ignore[index]
            listed = [int(t) for s, t in zip(block.source, block.target, strict=True) if s == node[1]]
            if not listed:
                return None
            node = ("Place", listed[0])
        for _ in range(100):
            data = self.graph.nodes[node]
            if data["ghost"]:
                return ANYTHING
            if data["level"] in names:
                return node
            above = [(t, d["sure"]) for _, t, d in self.graph.out_edges(node, data=True) if d["kind"] == "LOCATED_IN"]
            sure = [t for t, certain in above if certain]
            if not sure:
                return ANYTHING if above else None
            node = sure[0]
        raise AssertionError("a cycle of places")

    def has_levels(self) -> bool:
        return "level" in self.network.frames["Place"]
