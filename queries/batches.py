"""What conditions are asked of: all rows of a table, some of them, or the ends of a path with the targets that they belong to."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .paths import Index
from .tables import Table


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
