"""Paths on a network: which edges hold at the date, and where a path that begins at a batch can end."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..graph.network import Block, Marks, Network
from ..graph.schema import SCHEMA
from ..graph.values import days
from .batches import Batch, Targets
from .expressions import Avoid, Condition, Path, Step, split
from .intervals import Interval, Modes, certain
from .paths import Components, Front, Index, Links, advance, components, join, reach
from .routes import Hop, evident, hops, reached

if TYPE_CHECKING:
    from .arrays import Engine


def is_component(step: Step) -> bool:
    """Whether a step leads to everything in the same component (``~…+``)."""
    return step.direction == "~" and step.longest is None


class Walks:
    """The paths of an engine, which is asked for the conditions on the way. Shared: links and components."""

    def __init__(self, engine: Engine, network: Network, as_of: datetime.date, contact_days: float | None) -> None:
        self.engine = engine
        self.network = network
        self.as_of = days(as_of)
        self.contact_days = contact_days
        self.blocks = frozenset(network.blocks)
        self._links: dict[Hashable, Links] = {}
        self._components: dict[Hashable, Components] = {}

    def size(self, kind: str) -> int:
        return self.network.size(kind)

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
            fronts = [self.kept(f, self.engine.condition(free, self.engine.whole(f.kind)), len(batch)) for f in fronts]
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
            found = [self.kept(f, self.engine.condition(free, self.engine.whole(f.kind)), len(batch)) for f in found]
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
        return Batch(self.engine.tables.nodes(front.kind), front.nodes(len(batch)), targets, distinct=False)

    def kept_pairs(self, front: Front, condition: Condition, pairs: Batch) -> Front:
        modes = self.engine.condition(condition, pairs)
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
                table = self.engine.whole_block(self.network.blocks[hop.block]).table
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
                modes = modes.both(self.engine.condition(condition, self.engine.whole_block(block)))
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
        return ~self.engine.condition(avoid.condition, self.engine.whole(kind))

    def held(self, block: Block) -> Modes:
        """Whether edges hold at the date: resolved, begun, not ended, and not stale where they age. No date sets no limit."""
        key = ("held",)
        memo = self.engine.whole_block(block).memo
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

    def fulfilling(self, kind: str, step: Step) -> Modes:
        """Which nodes of a kind may end a step, as far as that does not depend on the target."""
        free = split(step.condition)[0]
        return certain(np.ones(self.size(kind), dtype=bool)) if free is None else self.engine.condition(free, self.engine.whole(kind))

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
                modes = self.fulfilling(kind, step)
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
            modes = self.fulfilling(kind, step)
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
