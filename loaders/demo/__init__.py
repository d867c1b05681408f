"""A fictional district's ledgers with planted faults, and the answers: what must be found in them, and where."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from .answers import Expected, expected
from .district import AS_OF, KEY_PERSONS
from .layouts import PEOPLE, files
from .making import make_district
from .writing import Planted

__all__ = ["ANSWERS", "DemoSummary", "Format", "write_demo"]

Format = Literal["xlsx", "csv"]
ANSWERS = "answers.json"
MOST_IN_WORKBOOK = 1_000_000  # rows of a sheet, with room for titles and planted rows
MOST = 10_000_000
LINES_AT_ONCE = 100_000
OPENING, MIDDLE, CLOSING = f'{{"as_of": "{AS_OF.isoformat()}",\n"findings": [\n', '\n],\n"problems": [\n', "\n]}\n"
Key = TypeVar("Key", str, tuple[str, str])


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was written.

    Attributes:
        files: the written files, `answers.json` last.
        persons: the key persons; rows that are planted faults come on top.
        findings: how many findings the pack `base` must give, by rule and verdict.
        problems: how many problems a reader must report, by code.
    """

    directory: Path
    files: tuple[Path, ...]
    persons: int
    seed: int
    findings: Mapping[tuple[str, str], int]
    problems: Mapping[str, int]


def write_demo(directory: Path, persons: int = KEY_PERSONS, seed: int = 1, format: Format = "xlsx") -> DemoSummary:
    """Writes a district's ledgers with known faults, and `answers.json`, into `directory`. The same seed gives the same bytes.

    Args:
        directory: made where it does not exist; may hold an earlier demo of the same format, which is replaced.
        persons: the number of key persons; 5,419 is the number of the source documents.
        format: "xlsx" for ledgers as offices lay them out, "csv" for plain tables of any size.

    Raises:
        ValueError: `persons` is out of range for the format.
        FileExistsError: `directory` holds other files, with which the answers would no longer fit.
    """
    if format == "xlsx" and persons > MOST_IN_WORKBOOK:
        raise ValueError(f"a workbook holds at most {MOST_IN_WORKBOOK} persons; write them as csv")
    if persons > MOST:
        raise ValueError(f"at most {MOST} persons")
    directory.mkdir(parents=True, exist_ok=True)
    # Everything is written aside first, so that a full disk or Ctrl-C leaves no half of a demo.
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=directory) as aside:
        write: Callable[[Path, int, int], DemoSummary] = _write_workbooks if format == "xlsx" else _write_tables
        summary = write(Path(aside), persons, seed)
        names = [path.name for path in summary.files]
        if foreign := sorted(p.name for p in directory.iterdir() if p.name not in names and not p.name.startswith(".")):
            raise FileExistsError(f"{directory} holds other files: {', '.join(foreign[:5])}")
        for path in summary.files:
            path.replace(directory / path.name)
    return DemoSummary(directory, tuple(directory / name for name in names), persons, seed, summary.findings, summary.problems)


def _write_workbooks(directory: Path, persons: int, seed: int) -> DemoSummary:
    district = make_district(persons, seed)
    ledgers, planted = files(district)
    for name, content in ledgers.items():
        (directory / name).write_bytes(content)
    found = expected(district)
    problems = sorted([*planted, Planted(ANSWERS, "", 0, "", "file-ignored")])
    with (directory / ANSWERS).open("w", encoding="utf-8", newline="\n") as out:
        out.write(answers_text(found, problems))
    written = tuple(directory / name for name in (*ledgers, ANSWERS))
    return DemoSummary(
        directory, written, persons, seed, _counted([(e.rule, e.verdict) for e in found]), _counted([p.code for p in problems])
    )


def _write_tables(directory: Path, persons: int, seed: int) -> DemoSummary:
    # Only here, for the workbooks need neither numpy nor pyarrow.
    from .population import make_population
    from .tables import FILES, findings_lines, write_tables

    population = make_population(persons, seed)
    problems = sorted([*write_tables(directory, population), Planted(ANSWERS, "", 0, "", "file-ignored")])
    counts: Counter[tuple[str, str]] = Counter()
    with (directory / ANSWERS).open("w", encoding="utf-8", newline="\n") as out:
        out.write(OPENING)
        between = ""
        for found, lines in findings_lines(population):
            counts[found.rule, found.verdict] += len(lines)
            for start in range(0, len(lines), LINES_AT_ONCE):
                out.write(between + ",\n".join(lines[start : start + LINES_AT_ONCE].to_pylist()))
                between = ",\n"
        out.write(MIDDLE + ",\n".join(map(_problem, problems)) + CLOSING)
    written = tuple(directory / name for name in (*FILES, ANSWERS))
    return DemoSummary(directory, written, persons, seed, dict(sorted((+counts).items())), _counted([p.code for p in problems]))


def answers_text(found: list[Expected], problems: list[Planted]) -> str:
    """The answers as JSON, one finding or problem a line."""
    return OPENING + ",\n".join(map(_finding, found)) + MIDDLE + ",\n".join(map(_problem, problems)) + CLOSING


def _problem(problem: Planted) -> str:
    told = {"code": problem.code, "file": problem.file, "sheet": problem.sheet, "row": problem.row, "column": problem.column}
    return json.dumps(told, ensure_ascii=False)


def _finding(finding: Expected) -> str:
    told: dict[str, str | int] = {"rule": finding.rule, "node": finding.node, "verdict": finding.verdict}
    return json.dumps(told | {"file": PEOPLE, "row": finding.row} if finding.row else told, ensure_ascii=False)


def _counted(keys: list[Key]) -> dict[Key, int]:
    return dict(sorted(Counter(keys).items()))
