"""What the rules found: per rule its counts, per node its verdict, with need, have and the cells behind it.

Results are kept as arrays; a `Finding` is made only when somebody looks at it, so that a million targets cost no objects.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..graph.network import Cell, Network
from ..graph.text import Language, Text

Severity = Literal["high", "medium", "low", "note"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low", "note")
Force = Literal["binding", "practised", "planned", "advised", "diagnosed"]

# An advised body that is absent is a note, not a fault (force of a clause, docs/rules.md).
SEVERITY_OF: dict[Force, Severity] = {
    "binding": "high",
    "practised": "medium",
    "planned": "medium",
    "diagnosed": "low",
    "advised": "note",
}
FRAME_COLUMNS = ["rule", "severity", "kind", "node", "name", "place", "verdict", "need", "have", "sentence", "waived", "sources", "settles"]


class Verdict(IntEnum):
    """What a rule says of a node."""

    MET = 0
    UNMET = 1
    UNKNOWN = 2
    NOT_APPLICABLE = 3

    @property
    def key(self) -> str:
        return self.name.lower()


VERDICT_TITLES = {
    Verdict.MET: Text("达标", "met"),
    Verdict.UNMET: Text("缺口", "gap"),
    Verdict.UNKNOWN: Text("待核实", "unknown"),
    Verdict.NOT_APPLICABLE: Text("不适用", "not applicable"),
}


@dataclass(frozen=True, slots=True)
class RuleTitle:
    """What a report needs to know of a rule."""

    id: str
    pack: str
    title: Text
    source: Text
    kinds: tuple[str, ...]
    severity: Severity


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody's decision that a gap is accepted until a date. `node` is an id or a name."""

    rule: str
    node: str
    reason: str
    author: str
    until: datetime.date


@dataclass(frozen=True, slots=True)
class Finding:
    """One node that does not meet a rule, or of which nobody can say. Identity: (rule, node)."""

    rule: str
    severity: Severity
    kind: str
    node: str
    name: str
    place: str
    verdict: Verdict
    need: Text
    have: Text
    sentence: Text
    sources: tuple[Cell, ...]
    settles: tuple[Cell, ...] = ()  # of an unknown: the cells that would settle it
    waiver: Waiver | None = None


@dataclass(frozen=True)
class KindResult:
    """The verdicts of one rule on all nodes of one kind: an int8 array of `Verdict`, NOT_APPLICABLE for placeholders."""

    kind: str
    verdicts: NDArray[np.int8]


@dataclass(frozen=True)
class RuleResult:
    """What one rule gave. `evidence` is "none" where no loaded ledger could decide it for any target."""

    rule: RuleTitle
    evidence: Literal["full", "none"]
    by_kind: tuple[KindResult, ...]

    def count(self, verdict: Verdict) -> int:
        """How many nodes have this verdict."""
        return sum(int(np.count_nonzero(r.verdicts == verdict)) for r in self.by_kind)

    @property
    def examined(self) -> int:
        """met + unmet + unknown."""
        return self.count(Verdict.MET) + self.count(Verdict.UNMET) + self.count(Verdict.UNKNOWN)


@dataclass(frozen=True)
class Findings:
    """The outcome of a run of rules on a network at a date.

    `detail(rule result, kind, position)` makes one Finding; the engine that ran the rules provides it.
    """

    network: Network
    as_of: datetime.date
    results: tuple[RuleResult, ...]
    detail: Callable[[RuleResult, str, int], Finding] = field(repr=False)

    def __iter__(self) -> Iterator[Finding]:
        """Every unmet or unknown (rule, node) of rules with evidence, in a stable order: rule, verdict, place, name, id."""
        for result in self.results:
            yield from self.of(result)

    def of(self, result: RuleResult) -> list[Finding]:
        """The findings of one rule, sorted; none where nothing could be decided."""
        if result.evidence == "none":
            return []
        found = [
            self.detail(result, r.kind, int(position))
            for r in result.by_kind
            for position in np.flatnonzero((r.verdicts == Verdict.UNMET) | (r.verdicts == Verdict.UNKNOWN))
        ]
        return sorted(found, key=lambda f: (f.verdict, f.place, f.name, f.node))

    def to_frame(self, language: Language = "zh") -> pd.DataFrame:
        """All findings as a frame: one row a finding, in the order of iteration, texts in `language`.

        Columns: rule, severity, kind, node, name, place, verdict, need, have, sentence, waived (bool), and sources and settles as
        lists of `Cell`.
        """
        rows = [
            {
                "rule": f.rule,
                "severity": f.severity,
                "kind": f.kind,
                "node": f.node,
                "name": f.name,
                "place": f.place,
                "verdict": f.verdict.key,
                "need": f.need.to(language),
                "have": f.have.to(language),
                "sentence": f.sentence.to(language),
                "waived": f.waiver is not None,
                "sources": list(f.sources),
                "settles": list(f.settles),
            }
            for f in self
        ]
        return pd.DataFrame(rows, columns=FRAME_COLUMNS)
