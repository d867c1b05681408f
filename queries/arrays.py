"""The array engine: conditions and counts for many nodes at once, each certainly and possibly.

A `Batch` is what a condition is asked of: all nodes of a kind, some of them, or the ends of a path with the target that each
belongs to. What does not depend on the target is computed once for all nodes of a kind and shared by all rules.

Meaning (docs/rules.md): a path holds in a mode if every edge and condition on it does; a count is the interval from the ends
that are certain to the ends that are possible; a step of which no ledger tells leads to any number of ends.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from ..graph.network import Block, Marks, Network
from ..graph.schema import SCHEMA
from ..graph.values import day, days
from .expressions import (
    PLACE_ATTRIBUTES,
    And,
    Arithmetic,
    Attribute,
    Avoid,
    Compare,
    Condition,
    Count,
    Day,
    Expression,
    Flag,
    Has,
    In,
    IsTarget,
    Known,
    Not,
    Number,
    Or,
    Path,
    Span,
    Step,
    Sum,
    Word,
    Words,
    children,
    split,
    uses_target,
)
from .intervals import Interval, Modes, calculate, certain, compare, exactly, within
from .paths import Components, Front, Index, Links, advance, components, distinct, join, reach
from .routes import Hop, evident, hops, reached
from .tables import Coded, Table, Tables


class Targets(NamedTuple):
    """For each entry of a batch the target that it belongs to (``x``)."""

    kind: str
    positions: Index


@dataclass(eq=False)
class Batch:
    """What conditions are asked of: the rows of a table at `index` (None: all of them).

    `distinct`: no row twice, so that its own evaluation may be cheaper than one for the whole kind.
    """

    table: Table
    index: Index | None = None
    targets: Targets | None = None
    distinct: bool = True
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return self.table.size if self.index is None else len(self.index)

    @property
    def kind(self) -> str:
        return self.table.kind.name

    def take(self, index: Index) -> Batch:
        """The entries at `index`."""
        here = index if self.index is None else self.index[index]
        targets = self.targets and Targets(self.targets.kind, self.targets.positions[index])
        return Batch(self.table, here, targets, self.distinct)


def asks_existence(test: Compare) -> bool | None:
    """True where a test says that a path has an end, False where it says that it has none, None where it says more."""
    if not isinstance(test.left, Count) or not isinstance(test.right, Number):
        return None
    number = test.right.value
    match test.comparison:
        case ">=":
            return True if 0 < number <= 1 else None
        case ">":
            return True if 0 <= number < 1 else None
        case "!=":
            return True if number == 0 else None
        case "<":
            return False if 0 < number <= 1 else None
        case "<=":
            return False if 0 <= number < 1 else None
        case "=":
            return False if number == 0 else None


@lru_cache(maxsize=4096)
def cheap_for_all(node: Condition | Expression) -> bool:
    """Whether the whole kind is done as fast as a part of it: no distinct counts, no closures from single nodes."""
    if isinstance(node, Compare) and asks_existence(node) is not None:
        assert isinstance(node.left, Count)
        return all(s.longest == 1 or is_component(s) for s in node.left.path.steps)
    if isinstance(node, Count | Sum):
        return False
    return all(cheap_for_all(c) for c in children(node))


def is_component(step: Step) -> bool:
    """Whether a step leads to everything in the same component (``~…+``)."""
    return step.direction == "~" and step.longest is None


class Engine:
    """Evaluates conditions on a network at a date.

    Args:
        levels: the levels of places that count as district, street and community.
        contact_days: a dated edge of a kind that ages counts as none when older; None: nothing ages.
    """

    def __init__(self, network: Network, as_of: datetime.date, levels: dict[str, tuple[str, ...]], contact_days: float | None) -> None:
        self.network = network
        self.as_of = days(as_of)
        self.contact_days = contact_days
        self.tables = Tables(network, levels)
        self.blocks = frozenset(network.blocks)
        self._nodes: dict[str, Batch] = {}
        self._edges: dict[tuple[str, str, str], Batch] = {}
        self._links: dict[Hashable, Links] = {}
        self._components: dict[Hashable, Components] = {}

    @cached_property
    def ageless(self) -> Engine | None:
        """The same engine, for which no contact is too old; None where that is this one."""
        if self.contact_days is None:
            return None
        return Engine(self.network, day(self.as_of), self.tables.levels, None)

    def whole(self, kind: str) -> Batch:
        """All nodes of a kind."""
        if kind not in self._nodes:
            self._nodes[kind] = Batch(self.tables.nodes(kind))
        return self._nodes[kind]

    def whole_block(self, block: Block) -> Batch:
        """All edges of a block."""
        if block.key not in self._edges:
            self._edges[block.key] = Batch(self.tables.edges(block))
        return self._edges[block.key]

    def size(self, kind: str) -> int:
        return self.network.size(kind)

    # Conditions

    def condition(self, condition: Condition, batch: Batch) -> Modes:
        """Where `condition` holds, certainly and possibly."""
        found: Modes | None = batch.memo.get(condition)
        if found is None:
            if batch.index is not None and not uses_target(condition) and (cheap_for_all(condition) or not batch.distinct):
                found = self.condition(condition, self.whole_of(batch)).take(batch.index)
            else:
                found = self._condition(condition, batch)
            batch.memo[condition] = found
        return found

    def whole_of(self, batch: Batch) -> Batch:
        """All rows of the batch's table."""
        kind = batch.table.kind.name
        if kind in SCHEMA.nodes:
            return self.whole(kind)
        return next(b for b in self._edges.values() if b.table is batch.table)

    def _condition(self, condition: Condition, batch: Batch) -> Modes:
        match condition:
            case And(parts):
                found = self.condition(parts[0], batch)
                for part in parts[1:]:
                    found = found.both(self.condition(part, batch))
                return found
            case Or(parts):
                found = self.condition(parts[0], batch)
                for part in parts[1:]:
                    found = found.either(self.condition(part, batch))
                return found
            case Not(part):
                return ~self.condition(part, batch)
            case Compare():
                return self.compare(condition, batch)
            case In(left, Words(values)):
                return self.coded(left, batch).matching(frozenset(values).__contains__)
            case In(left, Span(first, last)):
                return within(self.number(left, batch), first, last)
            case Has(attribute, Word(word)):
                return self.coded(attribute, batch).having(word)
            case Known(attribute):
                table, index = self.column_of(attribute, batch)
                return table.known(attribute.name) if index is None else table.known(attribute.name).take(index)
            case Flag(attribute):
                table, index = self.column_of(attribute, batch)
                return table.flag(attribute.name) if index is None else table.flag(attribute.name).take(index)
            case IsTarget():
                assert batch.targets is not None
                assert batch.index is not None
                same_kind = batch.targets.kind == batch.kind
                return certain(batch.index == batch.targets.positions if same_kind else np.zeros(len(batch), dtype=bool))
        raise TypeError(condition)

    def column_of(self, attribute: Attribute, batch: Batch) -> tuple[Table, Index | None]:
        """The table of an attribute, and the row in it for each entry of the batch."""
        if not attribute.of_target:
            return batch.table, batch.index
        assert batch.targets is not None
        return self.tables.nodes(batch.targets.kind), batch.targets.positions

    def compare(self, test: Compare, batch: Batch) -> Modes:
        existence = asks_existence(test)
        if existence is not None:
            assert isinstance(test.left, Count)
            found = self.exists(test.left.path, batch)
            return found if existence else ~found
        left, right = test.left, test.right
        if isinstance(left, Attribute) and left.name in PLACE_ATTRIBUTES:
            found = self.tables.same_place(self.place(left, batch), self.place(right, batch))
        elif self.is_text(left, batch):
            if isinstance(right, Word):
                found = self.coded(left, batch).matching(right.value.__eq__)
            else:
                found = self.coded(left, batch).equals(self.coded(right, batch))
        else:
            return compare(self.number(left, batch), test.comparison, self.number(right, batch))
        return ~found if test.comparison == "!=" else found

    def is_text(self, expression: Expression, batch: Batch) -> bool:
        if isinstance(expression, Attribute):
            return self.column_of(expression, batch)[0].is_text(expression.name)
        return isinstance(expression, Word)

    def coded(self, expression: Expression, batch: Batch) -> Coded:
        """A text expression."""
        if isinstance(expression, Attribute):
            table, index = self.column_of(expression, batch)
            found = table.coded(expression.name)
            return found if index is None else found.take(index)
        assert isinstance(expression, Word)
        return Coded(np.zeros(len(batch), dtype=np.int8), (expression.value,))

    def place(self, expression: Expression, batch: Batch) -> Coded:
        assert isinstance(expression, Attribute)
        table, index = self.column_of(expression, batch)
        found = self.tables.place(table.kind.name, expression.name)
        return found if index is None else found.take(index)

    # Numbers

    def number(self, expression: Expression, batch: Batch) -> Interval:
        """The value of a number or date for each entry of the batch."""
        found: Interval | None = batch.memo.get(expression)
        if found is None:
            counts = isinstance(expression, Count | Sum | Arithmetic) and not uses_target(expression)
            if counts and batch.index is not None and not batch.distinct:
                found = self.number(expression, self.whole_of(batch)).take(batch.index)
            else:
                found = self._number(expression, batch)
            batch.memo[expression] = found
        return found

    def _number(self, expression: Expression, batch: Batch) -> Interval:
        match expression:
            case Number(value) | Day(value):
                return exactly(value, len(batch))
            case Attribute(name):
                table, index = self.column_of(expression, batch)
                return table.interval(name) if index is None else table.interval(name).take(index)
            case Arithmetic(operator, left, right):
                return calculate(self.number(left, batch), operator, self.number(right, batch))
            case Count(path):
                return self.total(path, None, batch)
            case Sum(path, attribute):
                return self.total(path, attribute, batch)
        raise TypeError(expression)

    def exists(self, path: Path, batch: Batch) -> Modes:
        """Whether a path has an end."""
        if self.by_component(path):
            found = self.connected(path, batch)
            return Modes(found.lo >= 1, found.hi >= 1)
        fronts, unknown = self.ends(path, batch)
        possible = np.zeros(len(batch), dtype=bool)
        sure = possible if unknown is None and all(f.sure is None for f in fronts) else possible.copy()
        for front in fronts:
            rows = slice(None) if front.row is None else front.row
            possible[rows] = True
            if sure is not possible:
                sure[rows if front.sure is None else front.rows(len(batch))[front.sure]] = True
        if unknown is not None:
            possible |= unknown
        return Modes(sure, possible)

    def total(self, path: Path, attribute: str | None, batch: Batch) -> Interval:
        """The number of distinct ends of a path, or the sum of an attribute over them."""
        if attribute is None and self.by_component(path):
            return self.connected(path, batch)
        fronts, unknown = self.ends(path, batch)
        lo, hi = np.zeros(len(batch)), np.zeros(len(batch))
        for kind in sorted({f.kind for f in fronts}):
            front = distinct([f for f in fronts if f.kind == kind], self.size(kind), len(batch))
            assert front is not None
            assert front.row is not None
            assert front.node is not None
            sure = slice(None) if front.sure is None else front.sure
            if attribute is None:
                lo += np.bincount(front.row[sure], minlength=len(batch))
                hi += np.bincount(front.row, minlength=len(batch))
            else:
                value = self.tables.nodes(kind).interval(attribute).take(front.node)
                lo += np.bincount(front.row[sure], weights=value.lo[sure], minlength=len(batch))
                hi += np.bincount(front.row, weights=value.hi, minlength=len(batch))
        if unknown is not None:
            hi[unknown] = np.inf
        return Interval(lo, hi)

    # Paths

    def start(self, batch: Batch) -> Front:
        """The front of a path that begins at the batch."""
        return Front(batch.kind, None if batch.index is None else np.arange(len(batch)), batch.index)

    def ends(self, path: Path, batch: Batch) -> tuple[list[Front], Marks | None]:
        """The ends of a path, the start itself left out, and the rows that may have any others (None: none of them)."""
        last = path.steps[-1]
        free, bound = split(last.condition)
        if free is None or bound is not None or is_component(last):
            fronts, unknown = self.walk(path, batch)
        else:
            # Without its last condition the walk is shared by all conditions, as "for k" asks them.
            bare = Path((*path.steps[:-1], replace(last, condition=None)), path.avoid)
            if bare not in batch.memo:
                batch.memo[bare] = self.walk(bare, batch)
            fronts, unknown = batch.memo[bare]
            fronts = [self.kept(f, self.condition(free, self.whole(f.kind)), len(batch)) for f in fronts]
        return fronts, unknown

    def walk(self, path: Path, batch: Batch) -> tuple[list[Front], Marks | None]:
        """The same, step by step."""
        start = self.start(batch)
        fronts, kinds = [start], frozenset([batch.kind])
        for step in path.steps:
            if not evident(step, kinds, self.blocks):
                unknown = np.zeros(len(batch), dtype=bool)
                for front in fronts:
                    unknown[slice(None) if front.row is None else front.row] = True
                return [], unknown
            kinds = reached(step, kinds)
            fronts = [f for front in fronts for f in self.step(step, front, kinds, path.avoid, batch)]
        return [self.without_start(f, start, len(batch)) for f in fronts], None

    def without_start(self, front: Front, start: Front, size: int) -> Front:
        if front.kind != start.kind or len(front.nodes(size)) == 0:
            return front
        return front.only(front.nodes(size) != (front.rows(size) if start.node is None else start.node[front.rows(size)]), size)

    def step(self, step: Step, front: Front, kinds: frozenset[str], avoid: Avoid | None, batch: Batch) -> list[Front]:
        """One step on from a front."""
        if is_component(step):
            found = self.across_component(step, front, kinds, avoid, batch)
        elif step.longest == 1:
            found = self.hop(step, front, kinds, avoid, batch)
        else:
            fronts = self.reach(step, front, avoid, len(batch))
            found = [f for part in fronts for f in self.hop(step, part, kinds, avoid, batch)]
        free, bound = split(step.condition)
        if free is not None and not is_component(step):
            found = [self.kept(f, self.condition(free, self.whole(f.kind)), len(batch)) for f in found]
        if bound is not None:
            found = [self.kept_pairs(f, bound, self.pairs(f, batch)) for f in found]
        return found

    def kept(self, front: Front, modes: Modes, size: int) -> Front:
        """The part of a front whose nodes fulfil a condition; `modes` are for all nodes of the kind."""
        here = modes if front.node is None else modes.take(front.node)
        sure = None if here.sure is here.possible else here.sure
        return front.narrowed(sure).only(here.possible, size)

    def pairs(self, front: Front, batch: Batch) -> Batch:
        """The nodes of a front as a batch, each with the target of its row."""
        assert batch.targets is not None
        rows = front.rows(len(batch))
        targets = Targets(batch.targets.kind, batch.targets.positions[rows])
        return Batch(self.tables.nodes(front.kind), front.nodes(len(batch)), targets, distinct=False)

    def kept_pairs(self, front: Front, condition: Condition, pairs: Batch) -> Front:
        modes = self.condition(condition, pairs)
        return front.narrowed(modes.sure).only(modes.possible, len(pairs))

    def hop(self, step: Step, front: Front, kinds: frozenset[str], avoid: Avoid | None, batch: Batch) -> list[Front]:
        """One edge on from a front, to nodes of `kinds`."""
        free, bound = split(step.edge_condition)
        found = []
        for hop in hops(step):
            if hop.near != front.kind or hop.far not in kinds or hop.block not in self.blocks:
                continue
            links = self.links(hop, free, avoid)
            there, pairs = advance(front, links, self.size(hop.near))
            if bound is not None:
                assert batch.targets is not None
                link = np.arange(len(links.near)) if pairs.link is None else pairs.link
                edge = link if links.edge is None else links.edge[link]
                targets = Targets(batch.targets.kind, batch.targets.positions[there.rows(len(batch))])
                table = self.whole_block(self.network.blocks[hop.block]).table
                there = self.kept_pairs(there, bound, Batch(table, edge, targets, distinct=False))
            found.append(there)
        return found

    def reach(self, step: Step, front: Front, avoid: Avoid | None, rows: int) -> list[Front]:
        """Where the last edge of a longer step can begin."""
        nears = {h.near for h in hops(step)}

        def onward(kind: str) -> list[Links]:
            return [
                self.links(h, step.edge_condition, avoid)
                for h in hops(step)
                if h.near == kind and h.far in nears and h.block in self.blocks
            ]

        return reach(front, onward, None if step.longest is None else step.longest - 1, self.size, rows)

    def links(self, hop: Hop, condition: Condition | None, avoid: Avoid | None) -> Links:
        """The edges of a hop that hold at the date, fulfil `condition`, and do not lead to what `avoid` says."""
        key = (hop, condition, avoid)
        if key not in self._links:
            block = self.network.blocks[hop.block]
            near, far = (block.source, block.target) if hop.forward else (block.target, block.source)
            modes = self.held(block)
            if condition is not None:
                modes = modes.both(self.condition(condition, self.whole_block(block)))
            if (spared := self.spared(hop.far, avoid)) is not None:
                modes = modes.both(spared.take(far))
            self._links[key] = _linked(hop, near, far, modes)
        return self._links[key]

    def spared(self, kind: str, avoid: Avoid | None) -> Modes | None:
        """Which nodes of a kind a path may touch; None for all."""
        if avoid is None or avoid.kind != kind:
            return None
        if avoid.condition is None:
            return certain(np.zeros(self.size(kind), dtype=bool))
        return ~self.condition(avoid.condition, self.whole(kind))

    def held(self, block: Block) -> Modes:
        """Whether edges hold at the date: resolved, begun, not ended, and not stale where they age. No date sets no limit."""
        key = ("held",)
        memo = self.whole_block(block).memo
        if key not in memo:
            modes = Modes(block.sure, np.ones(len(block), dtype=bool))
            columns = block.attributes
            early, late = -np.inf, np.inf
            if SCHEMA.edges[block.key.edge].ages and self.contact_days is not None:
                early = self.as_of - self.contact_days
            late = self.as_of
            limits = [("since", -np.inf, self.as_of), ("until", self.as_of, np.inf)]
            if SCHEMA.edges[block.key.edge].ages:
                limits.append(("date", early, late))
            for name, first, last in limits:
                if f"{name}_lo" in columns:
                    lo, hi = columns[f"{name}_lo"].to_numpy(), columns[f"{name}_hi"].to_numpy()
                    # Negated, so that NaN (no date) passes.
                    modes = modes.both(Modes(~(lo < first) & ~(hi > last), ~(hi < first) & ~(lo > last)))
            memo[key] = certain(modes.possible) if np.array_equal(modes.sure, modes.possible) else modes
        found: Modes = memo[key]
        return found

    # Components

    def by_component(self, path: Path) -> bool:
        """Whether the ends of a path can be counted per component."""
        only = path.steps[0]
        return len(path.steps) == 1 and is_component(only) and split(only.condition)[1] is None

    def component(self, step: Step, avoid: Avoid | None) -> Components:
        """The components along the edges of a step."""
        key = (step.edges, step.edge_condition, avoid)
        if key not in self._components:
            along = [h for h in hops(step) if h.forward and h.block in self.blocks]
            kinds = {k for h in along for k in (h.near, h.far)}
            links = [self.links(h, step.edge_condition, avoid) for h in along]
            for place, hop in enumerate(along):
                if (spared := self.spared(hop.near, avoid)) is not None:
                    links[place] = _narrowed(links[place], spared.take(links[place].near))
            self._components[key] = components(links, {k: self.size(k) for k in kinds})
        return self._components[key]

    def fulfilling(self, kind: str, step: Step, avoid: Avoid | None) -> Modes:
        """Which nodes of a kind may end a step, as far as that does not depend on the target."""
        free = split(step.condition)[0]
        modes = certain(np.ones(self.size(kind), dtype=bool)) if free is None else self.condition(free, self.whole(kind))
        spared = self.spared(kind, avoid)
        return modes if spared is None else modes.both(spared)

    def connected(self, path: Path, batch: Batch) -> Interval:
        """The number of ends in the component of each entry, the entry itself left out."""
        step = path.steps[0]
        start = frozenset([batch.kind])
        if not evident(step, start, self.blocks):
            return Interval(np.zeros(len(batch)), np.full(len(batch), np.inf))
        found = self.component(step, path.avoid)
        bounds = []
        for labels, sure in ((found.sure, True), (found.possible, False)):
            number = np.zeros(found.number, dtype=np.int64)
            own = np.zeros(self.size(batch.kind), dtype=np.int64)
            for kind in sorted(reached(step, start) & found.offsets.keys()):
                modes = self.fulfilling(kind, step, path.avoid)
                ends = modes.sure if sure else modes.possible
                number += np.bincount(found.of(labels, kind)[ends], minlength=found.number)
                if kind == batch.kind:
                    own = ends.astype(np.int64)
            count = number[found.of(labels, batch.kind)] - own
            bounds.append((count if batch.index is None else count[batch.index]).astype(np.float64))
        return Interval(bounds[0], bounds[1])

    def across_component(self, step: Step, front: Front, kinds: frozenset[str], avoid: Avoid | None, batch: Batch) -> list[Front]:
        """All ends in the components of a front's nodes."""
        found = self.component(step, avoid)
        if front.kind not in found.offsets:
            return []
        nodes = front.nodes(len(batch))
        result = []
        for kind in sorted(kinds & found.offsets.keys()):
            modes = self.fulfilling(kind, step, avoid)
            ends = np.flatnonzero(modes.possible)
            near = found.of(found.possible, front.kind)[nodes]
            pairs = join(near, found.of(found.possible, kind)[ends], found.number)
            assert pairs.entry is not None
            assert pairs.link is not None
            node, end = nodes[pairs.entry], ends[pairs.link]
            sure = modes.sure[end] & (found.of(found.sure, front.kind)[node] == found.of(found.sure, kind)[end])
            if front.sure is not None:
                sure &= front.sure[pairs.entry]
            there = Front(kind, front.rows(len(batch))[pairs.entry], end, sure)
            if kind == front.kind:
                # A walk leads back to its beginning wherever there is an edge at all.
                there = there.narrowed((node != end) | found.of(found.touched_sure, kind)[node])
                there = there.only((node != end) | found.of(found.touched, kind)[node], len(batch))
            result.append(there)
        return result


def _linked(hop: Hop, near: Index, far: Index, modes: Modes) -> Links:
    """The edges that hold possibly, without copying where all do."""
    if modes.possible.all():
        return Links(hop, near, far, None if modes.sure is modes.possible or modes.sure.all() else modes.sure, None)
    edge = np.flatnonzero(modes.possible)
    sure = None if modes.sure is modes.possible else modes.sure[edge]
    return Links(hop, near[edge], far[edge], sure, edge)


def _narrowed(links: Links, modes: Modes) -> Links:
    """The links where `modes` hold too."""
    all_of_them = np.ones(len(links.near), dtype=bool)
    before = certain(all_of_them) if links.sure is None else Modes(links.sure, all_of_them)
    found = _linked(links.hop, links.near, links.far, before.both(modes))
    edge = found.edge if links.edge is None else links.edge if found.edge is None else links.edge[found.edge]
    return Links(found.hop, found.near, found.far, found.sure, edge)
