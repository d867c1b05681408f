"""Xinlian itself, as a program would use it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from .clock import Clock
from .outcome import Outcome

OUTSIDE = "file-ignored"  # answers.json, which the others do not look at


def run(directory: Path) -> Outcome:
    """From the CSV files of a directory to all findings of the pack `base`."""
    clock = Clock()
    with clock.phase("import"):
        from xinlian.judging import judge
        from xinlian.loaders.load import read_ledgers
        from xinlian.queries.findings import Verdict
    with clock.phase("load"):
        loaded = read_ledgers([directory])
    with clock.phase("rules"):
        findings = judge(loaded.network)
    with clock.phase("findings"):
        listed = sum(1 for _ in findings)
    verdicts = {r.rule.id: (r.count(Verdict.MET), r.count(Verdict.UNMET), r.count(Verdict.UNKNOWN)) for r in findings.results}
    problems = Counter(problem.code for problem in loaded.problems if problem.code != OUTSIDE)
    return Outcome(clock, verdicts, dict(problems), listed)
