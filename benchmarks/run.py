"""Runs all measurements and writes docs/performance.md: ``python -m benchmarks.run [--sizes 10k,1M] [--runs 3] [--only NAMES]``."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .contender import CONTENDERS
from .report import page

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
MOST_FOR_LOOPS = 100_000
SEED = 1
OTHERS = "others"  # what --only calls the measurements without contenders
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


@dataclass
class Measured:
    """What the processes told.

    Attributes:
        runs: for each number of persons and contender the answers of its runs.
        others: for each measurement without contenders its seconds, by run.
    """

    runs: dict[tuple[int, str], list[Any]] = field(default_factory=dict)
    others: dict[str, list[Any]] = field(default_factory=dict)


def main() -> None:
    options = arguments()
    options.directory.mkdir(parents=True, exist_ok=True)
    measured = Measured()
    sizes = [SIZES[size] for size in options.sizes]
    for persons in sizes:
        directory = demo(options.directory, persons)
        names = [name for name in CONTENDERS if name in options.only and not (name == "networkx" and persons > MOST_FOR_LOOPS)]
        for run in range(options.runs if persons < SIZES["10M"] else 1):
            # In turns, each time from the other end, so that whatever else the machine does hits all of them.
            for name in names if run % 2 == 0 else reversed(names):
                answer = process("contender", name, str(directory))
                measured.runs.setdefault((persons, name), []).append(answer)
                print(f"{persons:>10,} {name:14}", *(f"{phase} {cpu:.2f} s" for phase, (_, cpu) in answer["phases"].items()), flush=True)
        compare(measured, persons, names)
    if OTHERS in options.only:
        measure_others(options.directory, options.runs, measured)
    options.output.write_text(page(measured, options.runs), encoding="utf-8", newline="\n")
    print(f"written: {options.output.name}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    names = [*CONTENDERS, OTHERS]
    parser.add_argument("--sizes", default=list(SIZES), type=listed(list(SIZES)), help=f"numbers of persons, of {', '.join(SIZES)}")
    parser.add_argument("--runs", default=3, type=int, help="how often each is run below 10M persons; the medians are reported")
    parser.add_argument("--only", default=names, type=listed(names), help=f"what to run, of {', '.join(names)}")
    directory = Path(tempfile.gettempdir()) / "xinlian-benchmarks"
    parser.add_argument("--directory", default=directory, type=Path, help="where the generated ledgers are kept")
    parser.add_argument("--output", default=PAGE, type=Path, help="the page to write")
    return parser.parse_args()


def listed(known: Sequence[str]) -> Any:
    def parsed(text: str) -> list[str]:
        names = text.split(",")
        if unknown := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; known are {', '.join(known)}")
        return names

    return parsed


def demo(directory: Path, persons: int) -> Path:
    """The generated CSV ledgers of so many persons, made where they are not there yet."""
    target = directory / f"persons-{persons}"
    if not (target / "answers.json").exists():
        print(f"writing ledgers of {persons:,} persons", flush=True)
        write = "import sys, pathlib; from xinlian.loaders.demo import write_demo; "
        call = "write_demo(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])"
        subprocess.run([sys.executable, "-c", write + call, str(target), str(persons), str(SEED), "csv"], check=True)
    return target


def process(module: str, name: str, directory: str) -> Any:
    """What one measurement in a process of its own prints."""
    command = [sys.executable, "-m", f"{__package__}.{module}", name, directory]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent).stdout)


def compare(measured: Measured, persons: int, names: Sequence[str]) -> None:
    """Fails unless all contenders gave the same verdicts, problems and numbers of findings: else their times say nothing."""
    answers = {name: measured.runs[persons, name][0] for name in names}
    if not answers:
        return
    first, *rest = names
    for name in rest:
        for what in ("verdicts", "findings", "problems"):
            one, other = answers[first][what], answers[name][what]
            if one is not None and other is not None and one != other:
                raise SystemExit(f"{first} and {name} differ at {persons:,} persons in {what}:\n{one}\n{other}")


def measure_others(directory: Path, runs: int, measured: Measured) -> None:
    """Workbooks at 100k persons, the start of the command line, the demo district, a snapshot of 1M persons."""
    source = demo(directory, SIZES["100k"])
    workbooks = directory / "workbooks-100000"
    if not workbooks.exists():
        print("writing workbooks of 100,000 persons", flush=True)
        write = "import sys, pathlib; from benchmarks.others import make_workbooks; make_workbooks(*map(pathlib.Path, sys.argv[1:]))"
        subprocess.run([sys.executable, "-c", write, str(source), str(workbooks)], check=True, cwd=Path(__file__).parent.parent)
    command = Path(sys.executable).with_name("xinlian")
    district = directory / "district"
    if not district.exists():
        subprocess.run([command, "demo", str(district)], check=True, stdout=subprocess.DEVNULL)
    million = demo(directory, SIZES["1M"])
    for _ in range(runs):
        add = measured.others.setdefault
        for name in ("bare", "ledgers"):
            add(name, []).append(process("others", name, str(workbooks)))
        add("help", []).append(statistics.median(wall(command, "--help") for _ in range(5)))
        add("python", []).append(statistics.median(wall(sys.executable, "-c", "pass") for _ in range(5)))
        add("district", []).append(wall(command, "gaps", str(district)))
        add("snapshot", []).append(process("others", "snapshot", str(million)))
    print("measured: workbooks, --help, the demo district, a snapshot", flush=True)


def wall(*command: str | Path) -> float:
    """The seconds that a command takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
