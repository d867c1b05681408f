"""Verdicts counted per area: how a rule stands in each street, or in each community."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..graph.network import Network
from ..graph.text import Text
from ..queries.findings import RuleResult, Verdict

Counts = NDArray[np.int64]

MOST_AREAS = 100


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the place tree by which a report is divided."""

    key: str
    title: Text
    levels: tuple[str, ...]


STREET = Level("street", Text("街道（镇）", "street"), ("街道", "镇", "乡"))
COMMUNITY = Level("community", Text("社区（村）", "community"), ("社区", "村"))
LADDER = (
    STREET,
    Level("district", Text("区县", "district"), ("区", "县", "县级市", "开发区")),
    Level("city", Text("市", "city"), ("市",)),
    Level("province", Text("省", "province"), ("省",)),
)
OUTSIDE = Text("不在以上各处", "elsewhere")
OUTSIDE_STREETS = Text("区级或未写街道", "no street")


def places_of(network: Network, level: Level) -> list[int]:
    """The places of a level, in ledger order, without placeholders."""
    frame = network.frame("Place")
    if "level" not in frame:
        return []
    return [int(i) for i in np.flatnonzero(frame["level"].isin(level.levels).to_numpy(dtype=bool) & network.real("Place"))]


def dividing_level(network: Network) -> Level | None:
    """The finest level above communities with at most `MOST_AREAS` places; None where no ledger tells of places."""
    present = [level for level in LADDER if places_of(network, level)]
    return next((level for level in present if len(places_of(network, level)) <= MOST_AREAS), present[-1] if present else None)


def names_of(network: Network, places: Sequence[int]) -> list[str]:
    """The places' names; with the path before them where a name occurs twice."""
    names = network.frame("Place")["name"].tolist()
    chosen = [names[place] for place in places]
    repeated = {name for name in chosen if chosen.count(name) > 1} if len(chosen) <= MOST_AREAS else set(chosen)
    return [network.place_paths[place] if name in repeated else name for place, name in zip(places, chosen, strict=True)]


class AreaIndex:
    """To which of the areas a node belongs; the last area is for nodes that are in none."""

    def __init__(self, network: Network, level: Level | None) -> None:
        self._network = network
        self._levels = level.levels if level else ()
        self.places = places_of(network, level) if level else []
        self._number = np.full(network.size("Place") + 1, len(self.places), dtype=np.int64)
        self._number[self.places] = np.arange(len(self.places))
        self._by_kind: dict[str, NDArray[np.int64]] = {}

    def of(self, kind: str) -> NDArray[np.int64]:
        """For each node of a kind the number of its area."""
        if kind not in self._by_kind:
            if self.places:
                # A node without an area has -1, which is the last cell of the table: no area.
                self._by_kind[kind] = self._number[self._network.ancestor(kind, self._levels)]
            else:
                self._by_kind[kind] = np.zeros(self._network.size(kind), dtype=np.int64)
        return self._by_kind[kind]

    def count(self, result: RuleResult) -> Counts:
        """An array [area, verdict] of how many nodes have which verdict."""
        total = np.zeros((len(self.places) + 1, len(Verdict)), dtype=np.int64)
        for part in result.by_kind:
            codes = self.of(part.kind) * len(Verdict) + part.verdicts
            total += np.bincount(codes, minlength=total.size).reshape(total.shape)
        return total

    def count_all(self, results: Iterable[RuleResult]) -> list[Counts]:
        """`count` of each rule."""
        return [self.count(result) for result in results]
