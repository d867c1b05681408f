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
from xinlian.queries.rules import Pack, Rule

from ..graph.samples import network

AS_OF = datetime.date(2024, 6, 30)
HOSTILE = ("", "?", "x", "' or 1=1 --", "甲、乙", "a\tb", "=1+1", "\0", "𠮷", "{name}")
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
        self.fixed: set[str] = set()

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
            place["level"] = self.random.choice(["区", "街道", "社区", "村", "楼宇", "园区", "市"]) if not self.chance(self.doubt / 4) else None
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

    def build(self) -> Network:
        return network(self.nodes, self.edges, sorted(self.blocks))

    # Planting

    def plant(self, rule: Rule, pack: Pack) -> None:
        """Adds a node that, if nothing interferes, fulfils a rule."""
        target = self.node(self.random.choice(rule.each))
        Planter(self, pack, target, {}).fulfil(rule.where, target)
        lists = [[(loop.variable, v) for v in values(loop.source, pack)] for loop in rule.loops if not loop.is_period]
        for names in itertools.product(*lists):
            for item in rule.need:
                Planter(self, pack, target, dict(names)).fulfil(item.condition, target)


class Planter:
    """Sets attributes and adds nodes and edges until a condition holds; leaves alone what it cannot arrange."""

    def __init__(self, sketch: Sketch, pack: Pack, target: dict[str, Any], names: dict[str, str]) -> None:
        self.sketch = sketch
        self.pack = pack
        self.target = target
        self.names = names

    def constant(self, node: Any) -> Any:
        if isinstance(node, e.Variable):
            return e.Word(self.names[node.name]) if node.name in self.names else None
        if isinstance(node, e.Attribute) and node.of_target:
            value = self.target.get(node.name)
            return e.Word(value) if isinstance(value, str) else None
        return self.pack.settings.get(node.name) if isinstance(node, e.Setting) else node

    def fulfil(self, condition: Any, item: dict[str, Any]) -> None:
        match condition:
            case e.And(parts):
                for part in parts:
                    self.fulfil(part, item)
            case e.Or(parts):
                self.fulfil(self.sketch.random.choice(parts), item)
            case e.Flag(attribute):
                item[attribute.name] = True
            case e.Known(attribute) if item.get(attribute.name) is None:
                item[attribute.name] = "甲" if "carrier" in attribute.name or "category" in attribute.name else item.get(attribute.name)
            case e.Not(e.In(e.Attribute(name), _) | e.Compare(e.Attribute(name), "=", _) | e.Flag(e.Attribute(name))):
                item[name] = False if isinstance(condition.part, e.Flag) else "别的"
            case e.In(e.Attribute(name), right) | e.Has(e.Attribute(name), right) if (constant := self.constant(right)) is not None:
                item[name] = self.sketch.random.choice(constant.values) if isinstance(constant, e.Words) else constant.value
            case e.Compare(e.Attribute(name), comparison, right):
                self.compare(name, comparison, self.constant(right), item)
            case e.Compare(e.Count(path), ">=" | "=" | ">", right) if isinstance(self.constant(right), e.Number):
                for _ in range(int(self.constant(right).value) + (condition.comparison == ">")):
                    self.walk(path, item)

    def compare(self, name: str, comparison: str, right: Any, item: dict[str, Any]) -> None:
        if isinstance(right, e.Word):
            item[name] = right.value
        elif isinstance(right, e.Number):
            item[name] = right.value + {">": 1, "<": -1}.get(comparison, 0)

    def walk(self, path: e.Path, item: dict[str, Any]) -> None:
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
