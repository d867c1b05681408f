"""Coverage: the share of a rule's targets that meet it, for every place of some levels and over all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .findings import Findings, RuleResult, Verdict

COUNTED = (Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN)


def coverage(findings: Findings, levels: Sequence[str]) -> pd.DataFrame:
    """How the rules stand in the places of `levels` ("街道", "镇", …).

    A target belongs to the nearest place of these levels that it lies in, or is. Rules without evidence are left out.

    Returns:
        One row for every place and rule with targets there, after the rule's total. Columns: rule, place (the id, "" for the
        total), name, path, met, unmet, unknown, rate = met / (met + unmet), NaN where neither occurs. Rules in their order,
        places in the order of the ledgers.
    """
    network = findings.network
    places = network.frame("Place")
    parts = []
    for result in findings.results:
        if result.evidence == "none":
            continue
        counts = _counts(findings, result, tuple(levels))
        where = np.flatnonzero(counts.sum(axis=1))
        names = places["name"].iloc[where].tolist()
        frame = pd.DataFrame({"rule": result.rule.id, "place": ["", *places["id"].iloc[where]], "name": ["", *names]})
        frame["path"] = ["", *(network.place_paths[i] for i in where)]
        total = [[result.count(verdict) for verdict in COUNTED]]
        frame[[verdict.key for verdict in COUNTED]] = np.concatenate([np.array(total, dtype=np.int64), counts[where]])
        parts.append(frame)
    if not parts:
        return pd.DataFrame(columns=["rule", "place", "name", "path", "met", "unmet", "unknown", "rate"])
    found = pd.concat(parts, ignore_index=True)
    decided = found["met"] + found["unmet"]
    found["rate"] = (found["met"] / decided).where(decided > 0)
    return found


def _counts(findings: Findings, result: RuleResult, levels: tuple[str, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """For every place the number of targets in it by verdict; targets outside all places of the levels are left out."""
    network = findings.network
    counts = np.zeros((network.size("Place"), len(COUNTED)), dtype=np.int64)
    if "level" not in network.frame("Place"):
        return counts
    for of_kind in result.by_kind:
        place = network.ancestor(of_kind.kind, levels)
        for column, verdict in enumerate(COUNTED):
            chosen = place[(of_kind.verdicts == verdict) & (place >= 0)]
            counts[:, column] += np.bincount(chosen, minlength=len(counts))
    return counts
