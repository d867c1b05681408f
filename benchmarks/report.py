"""The page docs/performance.md from what was measured."""

from __future__ import annotations

import importlib.metadata
import math
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .contender import CONTENDERS

if TYPE_CHECKING:
    from .run import Measured

PACKAGES = ("duckdb", "fastexcel", "networkx", "numpy", "pandas", "polars", "pyarrow", "scipy")
PHASES = ("import", "load", "rules", "findings")
AFTER_IMPORT = PHASES[1:]
LEAST_FOR_GROWTH = 100_000  # below, fixed costs hide the growth

HEAD = """\
# Performance

Written by `python -m benchmarks.run` (`make bench`); do not edit. {runs}

## What is measured

`xinlian demo` writes the CSV ledgers of a fictional region: for each 1,000 persons about 60 enterprises, 750 memberships and 510
contacts, with planted faults. Each contender reads the same files in a process of its own and must answer the 14 rules of the
pack `base` with three verdicts each. A run counts only if all of them give the same numbers of met, unmet and unknown targets
for every rule and list equally many findings; those that check must find the same number of problems of every kind.

- **load**: from the files to tables (Xinlian, NetworkX: to a network), with the checks: dates, duplicates, references, unknown
  counts, yes-or-no cells, each problem with its row. "No checks" converts only what the rules themselves look at.
- **rules**: the verdicts of all rules. A33.component needs everything that hangs together: DuckDB uses a recursive query, Polars
  and NetworkX search outwards from the bodies. With checks, DuckDB's rules run on references that are integers already.
- **findings**: the unmet and unknown targets as a list. Xinlian also writes a sentence in two languages and gathers the cells
  behind it; the others list id, name and place.

Seconds are processor time of all threads, user and system, unless "wall" is said. Peak memory is that of the whole process,
interpreter and libraries included.
"""


def page(measured: Measured, runs: int) -> str:
    """The whole page."""
    plural = "run" if runs == 1 else "runs"
    parts = [
        HEAD.format(runs=f"Medians of {runs} {plural} in turns (one run at 10M persons)."),
        "## The machine\n\n" + machine(),
    ]
    sizes = sorted({persons for persons, _ in measured.runs})
    if sizes:
        parts.append("## Targets\n\n" + targets(measured))
        parts += [f"## {persons:,} persons\n\n" + at_size(measured, persons) for persons in sizes]
        parts.append("## Growth\n\n" + growth(measured, sizes))
    if measured.others:
        parts.append("## Other measurements\n\n" + others(measured))
    return "\n".join(parts)


def machine() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    told = [
        ("processor", f"{processor()}, {os.cpu_count()} cores"),
        ("memory", f"{pages:.0f} GiB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        *((name, importlib.metadata.version(name)) for name in PACKAGES),
    ]
    return table(("", ""), told)


def processor() -> str:
    """The processor's model, as far as the system tells it."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor() or "unknown")


def median(answers: Sequence[Any], phases: Iterable[str], which: int = 1) -> float:
    """The median over runs of the time of some phases together; `which` is 0 for wall, 1 for processor time."""
    chosen = list(phases)
    return float(statistics.median(sum(answer["phases"][phase][which] for phase in chosen) for answer in answers))


def at_size(measured: Measured, persons: int) -> str:
    """One size: a row for each contender, and how many times as long as Xinlian it takes."""
    names = [name for name in CONTENDERS if (persons, name) in measured.runs]
    ours = measured.runs.get((persons, "xinlian"))
    rows = []
    for name in names:
        answers = measured.runs[persons, name]
        total, rules = median(answers, AFTER_IMPORT), median(answers, ["rules"])
        rows.append(
            (
                CONTENDERS[name][0],
                *(seconds(median(answers, [phase])) for phase in PHASES),
                seconds(total),
                seconds(median(answers, PHASES, 0)),
                f"{statistics.median(answer['peak'] for answer in answers):,.0f}",
                ratio(total, median(ours, AFTER_IMPORT) if ours else None),
                ratio(rules, median(ours, ["rules"]) if ours else None),
            )
        )
    titles = ("", *PHASES, "total after import", "wall with import", "peak MiB", "total ÷ Xinlian", "rules ÷ Xinlian")
    answers = measured.runs[persons, names[0]][0]
    told = f"{answers['findings']:,} findings"
    if answers["problems"] is not None:
        told += f", {sum(answers['problems'].values()):,} problems"
    return f"{told}, the same for all.\n\n" + table(titles, rows)


def growth(measured: Measured, sizes: Sequence[int]) -> str:
    """The exponent of each contender's time: 1 is proportional to the number of persons."""
    rows = []
    for name, (title, *_) in CONTENDERS.items():
        there = [size for size in sizes if (size, name) in measured.runs and size >= LEAST_FOR_GROWTH]
        if len(there) > 1:
            runs = [measured.runs[size, name] for size in there]
            slopes = (exponent(there, [median(run, phases) for run in runs]) for phases in (AFTER_IMPORT, ["load"], ["rules"]))
            rows.append((title, *(f"{slope:.2f}" for slope in slopes), f"{there[0]:,} – {there[-1]:,}"))
    text = (
        "Exponent of the processor time in the number of persons (slope of the logarithms, from 100,000 persons on; 1 is proportional).\n\n"
    )
    return text + table(("", "total after import", "load", "rules", "persons"), rows)


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(max(time, 1e-6)) for time in times]).slope


def targets(measured: Measured) -> str:
    """What issue 3 asks for, and whether it is reached."""
    million, thousands = 1_000_000, 100_000
    rows: list[tuple[str, str, str, str]] = []

    def add(target: str, bound: str, value: float | None, shown: str, reached: bool) -> None:
        if value is not None:
            rows.append((target, bound, shown, "reached" if reached else "**not reached**"))

    def factor(persons: int, name: str, phases: Iterable[str], turned: bool = False) -> float | None:
        ours, other = measured.runs.get((persons, "xinlian")), measured.runs.get((persons, name))
        if not ours or not other:
            return None
        chosen = list(phases)
        one, two = median(ours, chosen), median(other, chosen)
        return two / one if turned else one / two

    checked = factor(million, "duckdb-checks", AFTER_IMPORT)
    add("1M, total after import, to DuckDB with the same checks", "≤ 1", checked, f"{checked or 0:.2f}", (checked or 0) <= 1)
    plain = factor(million, "duckdb", AFTER_IMPORT)
    add("1M, total after import, to DuckDB without checks", "≤ 2", plain, f"{plain or 0:.2f}", (plain or 0) <= 2)
    for name, title in (("duckdb-checks", "DuckDB on integers"), ("duckdb", "DuckDB on the ids as they are")):
        faster = factor(million, name, ["rules"], turned=True)
        add(f"1M, rules alone, {title}", "≥ 20 times ours", faster, f"{faster or 0:.0f} times", (faster or 0) >= 20)
    loops = factor(thousands, "networkx", ["rules"], turned=True)
    add("100k, rules alone, NetworkX loops", "≥ 80 times ours", loops, f"{loops or 0:.0f} times", (loops or 0) >= 80)
    if ours := measured.runs.get((million, "xinlian")):
        peak = statistics.median(answer["peak"] for answer in ours)
        add("1M, peak memory of the whole process", "≤ 1,024 MiB", peak, f"{peak:,.0f} MiB", peak <= 1024)
    if measured.others:
        books = median(measured.others["ledgers"], ["read"]) / median(measured.others["bare"], ["read"])
        add("100k persons in plain workbooks, to fastexcel's bare read", "≤ 1.5", books, f"{books:.2f}", books <= 1.5)
        start = statistics.median(measured.others["help"])
        add("`xinlian --help`, wall", "about 0.1 s", start, f"{start:.2f} s", start <= 0.15)
        district = statistics.median(measured.others["district"])
        add("demo district, workbooks to report, wall", "about 1.5 s", district, f"{district:.2f} s", district <= 1.8)
    return table(("what", "target", "measured", ""), rows)


def others(measured: Measured) -> str:
    found = measured.others
    start, bare = statistics.median(found["help"]), statistics.median(found["python"])
    rows = [
        ("workbooks of 100,000 persons, fastexcel's bare read", *both(found["bare"], "read")),
        ("the same, Xinlian to a network", *both(found["ledgers"], "read")),
        ("`xinlian --help`", f"{start:.2f}", ""),
        ("Python itself, starting and ending", f"{bare:.2f}", ""),
        ("demo district, `xinlian gaps` on workbooks, whole command", f"{statistics.median(found['district']):.2f}", ""),
        ("1M persons, save a snapshot", *both(found["snapshot"], "save")),
        ("1M persons, load a snapshot", *both(found["snapshot"], "load")),
    ]
    return table(("", "wall s", "processor s"), rows)


def both(answers: Sequence[Any], phase: str) -> tuple[str, str]:
    return seconds(median(answers, [phase], 0)), seconds(median(answers, [phase]))


def ratio(one: float, other: float | None) -> str:
    return f"{one / other:.1f}" if other else ""


def seconds(value: float) -> str:
    """Three figures below ten seconds, else one digit behind the point."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers or short."""
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
