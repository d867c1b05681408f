"""What a rule's findings say: need, have, sentence, the cells behind them, and the cells that would settle an unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..graph.schema import Value
from ..graph.text import Text
from ..graph.values import show_count, show_period
from .arrays import Engine
from .batches import Batch, Targets
from .expressions import (
    PLACE_ATTRIBUTES,
    And,
    Attribute,
    Compare,
    Condition,
    Count,
    Expression,
    Flag,
    Has,
    In,
    Known,
    Not,
    Or,
    Sum,
)
from .findings import Finding, Verdict, Waiver
from .intervals import Interval, Modes
from .prepared import PreparedRule
from .tables import NONE
from .tracing import Tracer, cells
from .wording import attribute_title, joined, some

NOTHING = Text("无", "none")
UNTOLD = Text("不详", "unknown")
YES, NO = Text("是", "yes"), Text("否", "no")


class Measure(NamedTuple):
    """A quantity that a condition looks at; `values` gives its text for each row."""

    title: Text
    values: list[Text]


class Details:
    """The findings of one rule about one kind of nodes; worked out for all of them together, when first asked for."""

    def __init__(self, engine: Engine, prepared: PreparedRule, kind: str, verdicts: NDArray[np.int8]) -> None:
        self.engine = engine
        self.network = engine.network
        self.prepared = prepared
        self.rule = prepared.rule
        self.kind = kind
        self.verdicts = verdicts
        self.index = np.flatnonzero((verdicts == Verdict.UNMET) | (verdicts == Verdict.UNKNOWN))
        self.batch = Batch(engine.tables.nodes(kind), self.index, Targets(kind, self.index))

    def finding(self, position: int, waivers: Sequence[Waiver]) -> Finding:
        """The finding about the node at `position`, which must be unmet or unknown."""
        row = int(np.searchsorted(self.index, position))
        id, name = self.ids[row], self.names[row]
        place = int(self.places[position])
        path = self.network.place_paths[place] if place >= 0 else ""
        verdict = Verdict(int(self.verdicts[position]))
        have = self.have(row)
        template = self.rule.gap if verdict is Verdict.UNMET else self.rule.unsure
        sentence = template.format(name=name, place=path, need=self.need, have=have)
        if row in self.stale:
            sentence = joined((sentence, self.staleness(self.stale[row])), "；", "; ")
        waiver = next((w for w in waivers if w.rule == self.rule.id and w.node in (id, name)), None)
        settles = cells(self.network, self.trace.found, row) if verdict is Verdict.UNKNOWN else ()
        sources = tuple(self.network.cells(self.kind, position))
        return Finding(
            self.rule.id, self.rule.severity, self.kind, id, name, path, verdict, self.need, have, sentence, sources, settles, waiver
        )

    @cached_property
    def places(self) -> NDArray[np.int32]:
        return self.network.location(self.kind)

    @cached_property
    def ids(self) -> list[str]:
        ids: list[str] = self.network.frame(self.kind)["id"].array.take(self.index).tolist()
        return ids

    @cached_property
    def names(self) -> list[str]:
        names: list[str] = self.network.frame(self.kind)["name"].array.take(self.index).tolist()
        return names

    # Need and have

    @cached_property
    def need(self) -> Text:
        return self.prepared.wording.need(self.rule)

    @cached_property
    def items(self) -> list[Modes]:
        return [self.engine.condition(condition, self.batch) for _, condition in self.prepared.items]

    @cached_property
    def measures(self) -> list[Measure]:
        """What the only condition looks at."""
        found: dict[Expression, Measure] = {}
        for expression in measured(self.prepared.items[0][1]):
            if expression not in found:
                found[expression] = Measure(self.title(expression), self.shown(expression))
        return list(found.values())

    def have(self, row: int) -> Text:
        """What the node has of what it needs."""
        if len(self.items) > 1:
            return self.missing(row)
        if self.rule.unit is not None and len(self.measures) == 1:
            number, unit = self.measures[0].values[row], self.rule.unit
            return Text(f"{number.zh} {unit.zh}", f"{number.en} {unit.en}")
        return joined((Text(f"{m.title.zh}：{m.values[row].zh}", f"{m.title.en}: {m.values[row].en}") for m in self.measures), "；", "; ")

    def missing(self, row: int) -> Text:
        """How many of the named conditions hold, which do not, and of which nobody can say."""
        names = [name for name, _ in self.prepared.items]
        held = sum(bool(m.sure[row]) for m in self.items)
        parts = [Text(f"已有 {held}/{len(names)} 项", f"{held} of {len(names)}")]
        if absent := [n for n, m in zip(names, self.items, strict=True) if not m.possible[row]]:
            parts.append(Text(f"缺：{some(absent).zh}", f"missing: {some(absent).en}"))
        if unclear := [n for n, m in zip(names, self.items, strict=True) if m.open[row]]:
            parts.append(Text(f"待核实：{some(unclear).zh}", f"to be settled: {some(unclear).en}"))
        return joined(parts, "，", ", ")

    def title(self, expression: Expression) -> Text:
        if isinstance(expression, Attribute):
            return attribute_title(expression.name, self.kind)
        return self.prepared.wording.expression(expression, self.kind)

    def shown(self, expression: Expression) -> list[Text]:
        """The value of an expression for every row."""
        if isinstance(expression, Attribute):
            return list(self.shown_attribute(expression.name))
        number = self.engine.number(expression, self.batch)
        return [plain(show_count(lo, hi)) if lo == lo else NOTHING for lo, hi in pairs(number)]

    def shown_attribute(self, name: str) -> Iterator[Text]:
        table = self.batch.table
        declared = table.declared(name)
        if name in PLACE_ATTRIBUTES or not table.holds(name):
            yield from [UNTOLD] * len(self.batch)
        elif declared is not None and declared.value is Value.COUNT:
            yield from (plain(show_count(lo, hi)) for lo, hi in pairs(table.interval(name).take(self.index)))
        elif declared is not None and declared.value is Value.DATE:
            yield from (plain(show_period(lo, hi)) if lo == lo else NOTHING for lo, hi in pairs(table.interval(name).take(self.index)))
        elif declared is not None and declared.value is Value.FLAG:
            modes = table.flag(name).take(self.index)
            yield from (YES if s else UNTOLD if p else NO for s, p in zip(modes.sure, modes.possible, strict=True))
        else:
            column = table.coded(name).take(self.index)
            for place in column.codes.tolist():
                yield NOTHING if place == NONE else UNTOLD if place == column.unknown else plain(column.words[place])

    # Cells and dates

    @cached_property
    def trace(self) -> Tracer:
        """What leaves the unknown nodes open."""
        tracer = Tracer(self.engine)
        rows = np.flatnonzero(self.verdicts[self.index] == Verdict.UNKNOWN)
        for condition in self.prepared.conditions:
            tracer.condition(condition, self.batch.take(rows), rows)
        return tracer

    @cached_property
    def stale(self) -> dict[int, tuple[float, float]]:
        """The last contact of every unmet row that only wants for a fresh one, as an interval of days."""
        ageless = self.engine.ageless
        rows = np.flatnonzero(self.verdicts[self.index] == Verdict.UNMET)
        if ageless is None or len(rows) == 0:
            return {}
        index = self.index[rows]
        batch = Batch(ageless.tables.nodes(self.kind), index, Targets(self.kind, index))
        held = np.sum([ageless.condition(c, batch).sure for _, c in self.prepared.items], axis=0)
        fulfilled = np.flatnonzero(held >= self.prepared.at_least)
        tracer = Tracer(ageless, stale_in=self.engine)
        for _, condition in self.prepared.items:
            tracer.condition(condition, batch.take(fulfilled), rows[fulfilled])
        keys = {key for edges in tracer.found.edges.values() for key, _ in edges}
        frames = {key: self.network.blocks[key].attributes for key in keys}
        days = {key: (frame["date_hi"].to_numpy(), frame["date_lo"].to_numpy()) for key, frame in frames.items()}
        dates: dict[int, tuple[float, float]] = {}
        for row, edges in tracer.found.edges.items():
            latest = max((float(days[key][0][edge]), float(days[key][1][edge])) for key, edge in edges)
            dates[row] = (latest[1], latest[0])
        return dates

    def staleness(self, date: tuple[float, float]) -> Text:
        shown = show_period(*date)
        limit = f"{self.engine.contact_days:g}"
        return Text(f"最近一次联系在 {shown}，已超过 {limit} 天", f"the last contact was on {shown}, more than {limit} days ago")


def plain(text: str) -> Text:
    return Text(text, text)


def pairs(interval: Interval) -> Iterator[tuple[float, float]]:
    return zip(interval.lo.tolist(), interval.hi.tolist(), strict=True)


def measured(condition: Condition) -> Iterator[Expression]:
    """The quantities that a condition on the target looks at, in their order."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from measured(part)
        case Not(part):
            yield from measured(part)
        case Compare(left, _, right):
            yield left
            if isinstance(right, Count | Sum | Attribute):
                yield right
        case In(left, _):
            yield left
        case Has(attribute, _) | Known(attribute) | Flag(attribute):
            yield attribute
