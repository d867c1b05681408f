"""What a contender answers, so that answers can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .clock import Clock

MET, UNMET, UNKNOWN = range(3)
STALE_AFTER = 365  # days after which a contact counts as none


@dataclass(frozen=True)
class Outcome:
    """The answers of one contender.

    Attributes:
        verdicts: for each rule how many targets are met, unmet and unknown.
        problems: how many problems of each kind were found in the files; None where nothing was checked.
        findings: how many unmet or unknown targets were listed with id, name, place and source row.
    """

    clock: Clock
    verdicts: Mapping[str, tuple[int, int, int]]
    problems: Mapping[str, int] | None
    findings: int
