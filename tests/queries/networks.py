"""Random networks for the rules: few codes, so that conditions are met now and then; unknown, missing and hostile values;
placeholders, uncertain edges, absent columns and blocks; and planted nodes that fulfil a rule."""

from __future__ import annotations

import datetime
import itertools
import math
import random
from collections.abc import Iterable
from typing import Any

from xinlian.graph.network import Network
from xinlian.graph.schema import SCHEMA, Attribute, Value
from xinlian.graph.values import ANY_DATE, MASKED, MISSING, Count, Form, Period, days
from xinlian.queries import expressions as e
from xinlian.queries.periods import PERIODS
from xinlian.queries.rules import Pack, Rule

from ..graph.samples import network

AS_OF = datetime.date(2024, 6, 30)
HOSTILE = ("", "?", "x", "' or 1=1 --", "甲、乙", "a\tb", "=1+1", "\0", "𠮷", "{name}")
COUNTS = {a.name for kind in SCHEMA.nodes.values() for a in kind.attributes if a.value is Value.COUNT}
FEW = ("甲", "乙", "x")


def words_of(packs: Iterable[Pack]) -> dict[str, list[str]]:
    """For every attribute the texts that the packs' rules compare it with."""
    found: dict[str, set[str]] = {}
    for pack in packs:
        for rule in pack.rules:
            texts = {loop.variable: values(loop.source, pack) for loop in rule.loops}
            for condition in (rule.where, *(i.condition for i in rule.need)):
                for node in e.walk(condition) if condition else ():
                    pair = tuple(e.children(node))
                    if isinstance(node, e.Compare | e.In | e.Has) and isinstance(pair[0], e.Attribute):
                        right = pair[1]
                        more = texts.get(right.name, ()) if isinstance(right, e.Variable) else values(right, pack)
                        found.setdefault(pair[0].name, set()).update(more)
    return {name: sorted(texts) for name, texts in found.items()}


def values(node: Any, pack: Pack) -> tuple[str, ...]:
    node = pack.settings.get(node.name, node) if isinstance(node, e.Setting) else node
    return node.values if isinstance(node, e.Words) else (node.value,) if isinstance(node, e.Word) else ()


class Sketch:
    """A network that is being made: plain dictionaries, as `samples.network` takes them."""

    def __init__(self, seed: int, words: dict[str, list[str]], order: float = 0.0) -> None:
        """`order` from 0 to 1: how seldom values and edges are unknown, uncertain or absent."""
        self.random = random.Random(seed)
        self.words = words
        self.doubt = 0.35 * (1 - order)
        self.nodes: dict[str, list[dict[str, Any]]] = {kind: [] for kind in SCHEMA.nodes}
        self.edges: list[dict[str, Any]] = []
        self.blocks: set[tuple[str, str, str]] = set()
        self.squares: dict[str, dict[str, Any]] = {}

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def value(self, attribute: Attribute) -> Any:
        """A random value of an attribute, None where there is none."""
        pool = [*self.words.get(attribute.name, ()), *attribute.codes[:1], *FEW]
        word = self.random.choice(pool)
        odd = self.chance(self.doubt)
        match attribute.value:
            case Value.FLAG:
                return None if odd else self.chance(0.6)
            case Value.COUNT:
                low = self.random.choice([0, 1, 2, 3, 50, 99, 100, 101, 999, 1000, 1200])
                unsure = [MASKED, MISSING, Count(low, low + 99, Form.APPROXIMATE), Count(low, math.inf, Form.BOUND)]
                return self.random.choice(unsure) if odd else low
            case Value.DATE:
                first = days(AS_OF) + self.random.choice([-1500, -800, -366, -365, -364, -200, -100, -20, -1, 0, 1, 400])
                if attribute.name == "until":
                    first += 300
                return self.random.choice([None, ANY_DATE, Period(first - 40, first + 40)]) if odd else Period(first, first)
            case Value.CODES:
                more = "、".join([word, self.random.choice(pool)])
                return self.random.choice([None, "?", "?、" + word]) if odd else self.random.choice([word, more])
        return self.random.choice([None, *HOSTILE]) if odd else word

    def node(self, kind: str, placeholder: bool = False) -> dict[str, Any]:
        node = {"id": f"{kind}-{len(self.nodes[kind]) + 1}", "name": self.random.choice(["x", "y", "甲", *HOSTILE])}
        node |= {"placeholder": placeholder, **{a.name: self.value(a) for a in SCHEMA.nodes[kind].attributes}}
        self.nodes[kind].append(node)
        return node

    def edge(self, kind: str, source: dict[str, Any], target: dict[str, Any], **fixed: Any) -> dict[str, Any]:
        ghost = source["placeholder"] or target["placeholder"]
        edge = {"kind": kind, "source": source["id"], "target": target["id"], "sure": not ghost and not self.chance(self.doubt / 2)}
        for attribute in SCHEMA.edges[kind].attributes:
            usual = attribute.value is Value.DATE and self.chance(0.6)
            edge[attribute.name] = None if usual else self.value(attribute)
        edge |= fixed
        self.edges.append(edge)
        return edge

    def fill(self, most: int) -> None:
        """Random nodes and edges of all kinds."""
        for kind in SCHEMA.nodes:
            for _ in range(self.random.randint(0, most)):
                self.node(kind, placeholder=self.chance(self.doubt / 3))
        places = self.nodes["Place"]
        for i, place in enumerate(places):
            place["level"] = (
                self.random.choice(["区", "街道", "社区", "村", "楼宇", "园区", "市"]) if not self.chance(self.doubt / 4) else None
            )
            for _ in range(self.random.choice([0, 1, 1, 1, 2])):
                if i:
                    self.edge("LOCATED_IN", place, self.random.choice(places[:i]))
        for edge in SCHEMA.edges.values():
            for source, target in edge.pairs():
                if (source, target) == ("Place", "Place") and edge.name == "LOCATED_IN":
                    continue
                if self.chance(0.4):
                    self.blocks.add((edge.name, source, target))
                    if self.nodes[source] and self.nodes[target]:
                        for _ in range(self.random.choice([0, 1, 2, 3, 6])):
                            self.edge(edge.name, self.random.choice(self.nodes[source]), self.random.choice(self.nodes[target]))

    def forget(self) -> None:
        """Drops some columns and blocks as if no ledger had them."""
        for kind, items in self.nodes.items():
            for attribute in SCHEMA.nodes[kind].attributes:
                if self.chance(self.doubt / 3):
                    for item in items:
                        item.pop(attribute.name, None)
        for key in {(x["kind"], x["source"].split("-")[0], x["target"].split("-")[0]) for x in self.edges}:
            for attribute in SCHEMA.edges[key[0]].attributes:
                if self.chance(self.doubt / 3):
                    for edge in self.edges:
                        if (edge["kind"], edge["source"].split("-")[0], edge["target"].split("-")[0]) == key:
                            edge.pop(attribute.name, None)

    def square(self, level: str) -> dict[str, Any]:
        """A place of a level that planted nodes share."""
        if level not in self.squares:
            self.squares[level] = self.node("Place") | {"level": {"district": "区", "street": "街道", "community": "社区"}[level]}
            self.nodes["Place"][-1] = self.squares[level]
        return self.squares[level]

    def build(self) -> Network:
        return network(self.nodes, self.edges, sorted(self.blocks))

    # Planting

    def plant(self, rule: Rule, pack: Pack, broken: bool = False) -> None:
        """Adds a node that, if nothing interferes, fulfils a rule, or is its target and breaks it."""
        target = self.node(self.random.choice(rule.each))
        Planter(self, pack, target, {}).fulfil(rule.where, target)
        lists = [[(loop.variable, v) for v in constants(loop.source, pack)] for loop in rule.loops]
        for names in itertools.product(*lists):
            for item in rule.need:
                planter = Planter(self, pack, target, dict(names))
                if broken:
                    planter.break_(item.condition, target)
                else:
                    planter.fulfil(item.condition, target)


def constants(source: Any, pack: Pack) -> list[e.Constant]:
    """The items of a list that a rule runs through."""
    if isinstance(source, e.Setting) and source.name in PERIODS:
        return [e.Span(days(first), days(last), title) for first, last, title in PERIODS[source.name](AS_OF)]
    return [e.Word(value) for value in values(source, pack)]


class Planter:
    """Sets attributes and adds nodes and edges until a condition holds; leaves alone what it cannot arrange."""

    def __init__(self, sketch: Sketch, pack: Pack, target: dict[str, Any], names: dict[str, e.Constant]) -> None:
        self.sketch = sketch
        self.pack = pack
        self.target = target
        self.names = names

    def constant(self, node: Any) -> Any:
        if isinstance(node, e.Variable):
            return self.names.get(node.name)
        if isinstance(node, e.Attribute) and node.of_target:
            value = self.target.get(node.name)
            return e.Word(value) if isinstance(value, str) else None
        return self.pack.settings.get(node.name) if isinstance(node, e.Setting) else node

    def fulfil(self, condition: Any, item: dict[str, Any]) -> None:
        """Arranges that `condition` holds of `item`."""
        match condition:
            case e.And(parts):
                for part in parts:
                    self.fulfil(part, item)
            case e.Or(parts):
                self.fulfil(self.sketch.random.choice(parts), item)
            case e.Flag(attribute):
                item[attribute.name] = True
            case e.Not(part):
                self.break_(part, item)
            case e.In(e.Attribute(name), right) | e.Has(e.Attribute(name), right):
                self.fill_in(item, name, self.constant(right), several=isinstance(condition, e.Has))
            case e.Compare(e.Attribute(name), "=", e.Attribute(_, True)) if name in e.PLACE_ATTRIBUTES:
                for node in (item, self.target):
                    self.sketch.edges[:] = [x for x in self.sketch.edges if (x["kind"], x["source"]) != ("LOCATED_IN", node["id"])]
                    self.sketch.edge("LOCATED_IN", node, self.sketch.square(name), sure=True, since=None, until=None)
            case e.Compare(e.Attribute(name), comparison, right):
                self.compare(name, comparison, self.constant(right), item)
            case e.Compare(e.Count(path), ">=" | "=" | ">", right) if isinstance(self.constant(right), e.Number):
                for _ in range(int(self.constant(right).value) + (condition.comparison == ">")):
                    self.walk(path, item)

    def break_(self, condition: Any, item: dict[str, Any]) -> None:
        """Arranges that `condition` does not hold of `item`."""
        match condition:
            case e.And(parts):
                self.break_(self.sketch.random.choice(parts), item)
            case e.Or(parts):
                for part in parts:
                    self.break_(part, item)
            case e.Not(part):
                self.fulfil(part, item)
            case e.Flag(attribute):
                item[attribute.name] = False
            case e.Known(attribute) if attribute.name not in ("id", "name"):
                item[attribute.name] = None
            case e.In(e.Attribute(name), _) | e.Has(e.Attribute(name), _) if name not in ("date", "until"):
                item[name] = "别的"
            case e.Compare(e.Attribute(name), "=", _) if name not in e.PLACE_ATTRIBUTES:
                item[name] = 77 if name in COUNTS else "别的"
            case e.Compare(e.Count(path), "<=" | "<" | "=", right) if isinstance(self.constant(right), e.Number):
                for _ in range(int(self.constant(right).value) + (condition.comparison != "<")):
                    self.walk(path, item)

    def fill_in(self, item: dict[str, Any], name: str, right: Any, several: bool) -> None:
        if isinstance(right, e.Span):
            item[name] = Period(right.first, right.first)
        elif isinstance(right, e.Words):
            item[name] = self.sketch.random.choice(right.values)
        elif isinstance(right, e.Word):
            before = item.get(name)
            item[name] = f"{before}、{right.value}" if several and before else right.value

    def compare(self, name: str, comparison: str, right: Any, item: dict[str, Any]) -> None:
        if isinstance(right, e.Word):
            item[name] = right.value
        elif isinstance(right, e.Number):
            item[name] = right.value + {">": 1, "<": -1}.get(comparison, 0)
        elif name in ("date", "until", "updated"):
            number = days(AS_OF) + (800 if name == "until" else -1)
            item[name] = self.target[name] = Period(number, number)

    def walk(self, path: e.Path, item: dict[str, Any]) -> None:
        """Adds one way along a path that fulfils its conditions."""
        for step in path.steps:
            kind = item["id"].split("-")[0]
            ways = [
                (name, source, target)
                for name in step.edges
                for source, target in SCHEMA.edges[name].pairs()
                if (kind == source and step.direction != "<" and (not step.kinds or target in step.kinds))
                or (kind == target and step.direction != ">" and (not step.kinds or source in step.kinds))
            ]
            if not ways:
                return
            name, source, target = self.sketch.random.choice(ways)
            forward = source == kind and step.direction != "<"
            there = self.sketch.node(target if forward else source)
            edge = self.sketch.edge(name, *((item, there) if forward else (there, item)), sure=True, since=None, until=None)
            if "date" in edge:
                edge["date"] = None
            self.fulfil(step.edge_condition, edge)
            self.fulfil(step.condition, there)
            item = there
