"""Which cells would settle what is unknown, and which stale edges a gap goes back to.

The trace follows a condition from the nodes that it is open for down to the attributes and edges that leave it open: those
that hold possibly but not certainly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..graph.network import BlockKey, Cell, Network
from ..graph.schema import SCHEMA
from .arrays import Engine
from .batches import Batch
from .expressions import (
    PLACE_ATTRIBUTES,
    And,
    Arithmetic,
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
    Path,
    Step,
    Sum,
    split,
)
from .paths import Front, Index, Links, at, join
from .routes import evident, hops, reached
from .walks import is_component

MOST_OF_COMPONENT = 20  # all nodes of a component have the same uncertain edges


@dataclass
class Trace:
    """What was found, per row: attributes of nodes and edges of blocks, as sets of (place, position, attribute)."""

    nodes: dict[int, set[tuple[str, int, str]]] = field(default_factory=dict)
    edges: dict[int, set[tuple[BlockKey, int]]] = field(default_factory=dict)


class Tracer:
    """Traces conditions. `stale_in` is a stricter engine: then the edges that hold here but not there are collected instead."""

    def __init__(self, engine: Engine, stale_in: Engine | None = None) -> None:
        self.engine = engine
        self.stale_in = stale_in
        self.found = Trace()

    def condition(self, condition: Condition, batch: Batch, rows: Index) -> None:
        """Follows `condition` for a batch whose entries belong to `rows`."""
        modes = self.engine.condition(condition, batch)
        relevant = np.flatnonzero(modes.possible if self.stale_in else modes.open)
        if len(relevant) == 0:
            return
        here, of = batch.take(relevant), rows[relevant]
        match condition:
            case And(parts) | Or(parts):
                for part in parts:
                    self.condition(part, here, of)
            case Not(part):
                if self.stale_in is None:
                    self.condition(part, here, of)
            case Compare(left, _, right):
                self.expression(left, here, of)
                self.expression(right, here, of)
            case In(left, _):
                self.expression(left, here, of)
            case Has(attribute, _) | Known(attribute) | Flag(attribute):
                self.expression(attribute, here, of)

    def expression(self, expression: Expression, batch: Batch, rows: Index) -> None:
        match expression:
            case Attribute(name):
                self.attribute(expression, name, batch, rows)
            case Arithmetic(_, left, right):
                self.expression(left, batch, rows)
                self.expression(right, batch, rows)
            case Count(path):
                self.path(path, batch, rows)
            case Sum(path, attribute):
                for part, of in self.path(path, batch, rows):
                    self.attribute(Attribute(attribute), attribute, part, of)

    def attribute(self, attribute: Attribute, name: str, batch: Batch, rows: Index) -> None:
        if self.stale_in is not None or name in PLACE_ATTRIBUTES:
            return
        table, index = self.engine.column_of(attribute, batch)
        kind = table.kind.name
        if kind not in SCHEMA.nodes or not table.holds(name):
            return
        declared = table.declared(name)
        positions = np.arange(len(batch)) if index is None else index
        if declared is not None and len(declared.columns) > 1:
            interval = table.interval(name).take(positions)
            unknown = interval.lo < interval.hi
        else:
            unknown = ~table.known(name).sure[positions]
        if table.placeholder is not None:
            # The reference has to be settled, not what its placeholder stands for.
            unknown &= ~table.placeholder[positions]
        for row, position in zip(rows[unknown].tolist(), positions[unknown].tolist(), strict=True):
            self.found.nodes.setdefault(row, set()).add((kind, position, name))

    # Paths

    def path(self, path: Path, batch: Batch, rows: Index) -> list[tuple[Batch, Index]]:
        """Follows a path; its possible ends with the rows that they belong to."""
        fronts, kinds = [self.engine.walks.start(batch)], frozenset([batch.kind])
        for step in path.steps:
            if not evident(step, kinds, self.engine.walks.blocks):
                return []
            kinds = reached(step, kinds)
            ahead = []
            for front in fronts:
                self.links(step, front, path, rows, len(batch))
                ahead += self.engine.walks.step(step, front, kinds, path.avoid, batch)
            self.ends(step, fronts, path, batch, rows, kinds)
            fronts = ahead
        start = self.engine.walks.start(batch)
        fronts = [self.engine.walks.without_start(f, start, len(batch)) for f in fronts]
        return [(self.batch(f, batch), rows[f.rows(len(batch))]) for f in fronts]

    def ends(self, step: Step, fronts: list[Front], path: Path, batch: Batch, rows: Index, kinds: frozenset[str]) -> None:
        """Follows the condition on the nodes that a step may end at."""
        # Whole components are not searched for nodes that might fulfil a condition: that would name half a district.
        if step.condition is None or is_component(step):
            return
        bare = Step(step.direction, step.edges, step.edge_condition, step.longest, step.kinds)
        for front in fronts:
            for part in self.engine.walks.step(bare, front, kinds, path.avoid, batch):
                for condition in split(step.condition):
                    if condition is not None:
                        self.condition(condition, self.batch(part, batch), rows[part.rows(len(batch))])

    def batch(self, front: Front, batch: Batch) -> Batch:
        if batch.targets is not None:
            return self.engine.walks.pairs(front, batch)
        return Batch(self.engine.tables.nodes(front.kind), front.nodes(len(batch)), None, distinct=False)

    def links(self, step: Step, front: Front, path: Path, rows: Index, size: int) -> None:
        """Collects the uncertain (or stale) edges that a step may use."""
        if is_component(step) and self.stale_in is None:
            self.component_links(step, front, path, rows, size)
            return
        free, _ = split(step.edge_condition)
        fronts = [front] if step.longest == 1 or is_component(step) else self.engine.walks.reach(step, front, path.avoid, size)
        for part in fronts:
            for hop in hops(step):
                if hop.near == part.kind and hop.block in self.engine.walks.blocks:
                    links = self.engine.walks.links(hop, free, path.avoid)
                    chosen = self.chosen(links)
                    pairs = join(part.nodes(size), links.near[chosen], self.engine.size(hop.near))
                    assert pairs.entry is not None
                    assert pairs.link is not None
                    self.collect(links, chosen[pairs.link], rows[part.rows(size)[pairs.entry]])

    def component_links(self, step: Step, front: Front, path: Path, rows: Index, size: int) -> None:
        """The first uncertain edges that touch what is certainly connected with a front: they could extend it."""
        found = self.engine.walks.component(step, path.avoid)
        if front.kind not in found.offsets:
            return
        labels = found.of(found.sure, front.kind)[front.nodes(size)]
        wanted = np.zeros(found.number, dtype=bool)
        wanted[labels] = True
        of_label: dict[int, list[tuple[BlockKey, int]]] = {}
        for hop in hops(step):
            if hop.block in self.engine.walks.blocks:
                links = self.engine.walks.links(hop, step.edge_condition, path.avoid)
                chosen = self.chosen(links)
                touched = found.of(found.sure, hop.near)[links.near[chosen]]
                edges = chosen if links.edge is None else links.edge[chosen]
                for label, edge in zip(touched[wanted[touched]].tolist(), edges[wanted[touched]].tolist(), strict=True):
                    if len(listed := of_label.setdefault(label, [])) < MOST_OF_COMPONENT:
                        listed.append((hop.block, edge))
        for row, label in zip(rows[front.rows(size)].tolist(), labels.tolist(), strict=True):
            self.found.edges.setdefault(row, set()).update(of_label.get(label, ()))

    def chosen(self, links: Links) -> Index:
        """The links to be collected."""
        if self.stale_in is None:
            return np.zeros(0, dtype=np.int64) if links.sure is None else np.flatnonzero(~links.sure)
        block = self.engine.network.blocks[links.hop.block]
        stale = ~self.stale_in.walks.held(block).possible
        marks = at(stale, links.edge)
        assert marks is not None
        return np.flatnonzero(marks)

    def collect(self, links: Links, chosen: Index, rows: Index) -> None:
        edges = chosen if links.edge is None else links.edge[chosen]
        for row, edge in zip(rows.tolist(), edges.tolist(), strict=True):
            self.found.edges.setdefault(row, set()).add((links.hop.block, edge))


def cells(network: Network, trace: Trace, row: int) -> tuple[Cell, ...]:
    """The cells that a trace found for a row, sorted."""
    found = {c for kind, position, name in trace.nodes.get(row, ()) for c in attribute_cells(network, kind, position, name)}
    found |= {edge_cell(network, key, edge) for key, edge in trace.edges.get(row, ())}
    return tuple(sorted(found))


def attribute_cells(network: Network, kind: str, position: int, name: str) -> list[Cell]:
    """The cells of a node's attribute; the rows that tell of the node where no table has a column for it."""
    origins = network.origins.get(kind)
    if origins is None:
        return []
    first, last = np.searchsorted(origins.node, np.array([position, position + 1], origins.node.dtype))
    where = list(zip(origins.table[first:last].tolist(), origins.row[first:last].tolist(), strict=True))
    exact = [(t, r) for t, r in where if name in network.tables[t].columns]
    return [Cell(network.tables[t].file, network.tables[t].sheet, r, network.tables[t].columns.get(name, "")) for t, r in exact or where]


def edge_cell(network: Network, key: BlockKey, edge: int) -> Cell:
    """The cell that an edge comes from."""
    columns = network.blocks[key].attributes
    table = network.tables[int(columns["table"].iloc[edge])]
    return Cell(table.file, table.sheet, int(columns["row"].iloc[edge]), table.columns.get(key[0], ""))
