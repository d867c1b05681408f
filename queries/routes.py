"""Where a path can lead by the schema: the pairs of kinds that a step may join, and the kinds that it can reach."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ..graph.network import BlockKey
from ..graph.schema import SCHEMA
from .expressions import Step

PLACE_TREE = ("LOCATED_IN", "PART_OF")  # the edges that "+" may follow in one direction


class Hop(NamedTuple):
    """One way to walk one kind of edges: from `near` to `far`, with the edges or against them."""

    edge: str
    near: str
    far: str
    forward: bool

    @property
    def block(self) -> BlockKey:
        """The block that holds these edges."""
        return BlockKey(self.edge, self.near, self.far) if self.forward else BlockKey(self.edge, self.far, self.near)


@lru_cache(maxsize=1024)
def hops(step: Step) -> tuple[Hop, ...]:
    """All hops that `step` may take, sorted. Raises KeyError for an unknown edge kind."""
    found = set()
    for edge in step.edges:
        for source, target in SCHEMA.edges[edge].pairs():
            if step.direction != "<":
                found.add(Hop(edge, source, target, True))
            if step.direction != ">":
                found.add(Hop(edge, target, source, False))
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def reached(step: Step, near: frozenset[str]) -> frozenset[str]:
    """The kinds of the nodes where `step` may end if it starts at a node of the kinds `near`."""
    found: frozenset[str] = frozenset()
    front = near
    for _ in range(step.longest or len(SCHEMA.nodes)):
        front = frozenset(h.far for h in hops(step) if h.near in front)
        found |= front
    return found & frozenset(step.kinds) if step.kinds else found


def evident(step: Step, near: frozenset[str], blocks: frozenset[BlockKey]) -> bool:
    """Whether the ledgers tell of such steps at all: of some edge that may be its first and of some that may be its last."""
    if step.longest == 1:
        far = reached(step, near)
        return any(h.near in near and h.far in far and h.block in blocks for h in hops(step))
    far = frozenset(step.kinds) if step.kinds else frozenset(SCHEMA.nodes)
    first = any(h.near in near and h.block in blocks for h in hops(step))
    return first and any(h.far in far and h.block in blocks for h in hops(step))
