"""The array engine: conditions and counts for many nodes at once, each certainly and possibly.

A `Batch` is what a condition is asked of: all nodes of a kind, some of them, or the ends of a path with the target that each
belongs to. What does not depend on the target is computed once for all nodes of a kind and shared by all rules.

A path holds in a mode if every edge and condition on it does; a count is the interval from the ends
that are certain to the ends that are possible; a step of which no ledger tells leads to any number of ends.
"""

from __future__ import annotations

import datetime
from functools import cached_property, lru_cache

import numpy as np

from ..graph.network import Block, Network
from ..graph.schema import SCHEMA
from .batches import Batch
from .expressions import (
    PLACE_ATTRIBUTES,
    And,
    Arithmetic,
    Attribute,
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
    Sum,
    Word,
    Words,
    children,
    uses_target,
)
from .intervals import Interval, Modes, calculate, certain, compare, exactly, within
from .paths import Index, distinct
from .tables import Coded, Table, Tables
from .walks import Walks, is_component


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


class Engine:
    """Evaluates conditions on a network at a date.

    Args:
        levels: the levels of places that count as district, street and community.
        contact_days: a dated edge of a kind that ages counts as none when older; None: nothing ages.
    """

    def __init__(self, network: Network, as_of: datetime.date, levels: dict[str, tuple[str, ...]], contact_days: float | None) -> None:
        self.network = network
        self.as_of = as_of
        self.contact_days = contact_days
        self.tables = Tables(network, levels)
        self.walks = Walks(self, network, as_of, contact_days)
        self._nodes: dict[str, Batch] = {}
        self._edges: dict[tuple[str, str, str], Batch] = {}

    @cached_property
    def ageless(self) -> Engine | None:
        """The same engine, for which no contact is too old; None where that is this one."""
        if self.contact_days is None:
            return None
        return Engine(self.network, self.as_of, self.tables.levels, None)

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
        if self.walks.by_component(path):
            found = self.walks.connected(path, batch)
            return Modes(found.lo >= 1, found.hi >= 1)
        fronts, unknown = self.walks.ends(path, batch)
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
        if attribute is None and self.walks.by_component(path):
            return self.walks.connected(path, batch)
        fronts, unknown = self.walks.ends(path, batch)
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
