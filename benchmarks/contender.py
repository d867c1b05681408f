"""One contender in a process of its own: ``python -m benchmarks.contender NAME DIRECTORY`` prints what it answered and cost."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from .clock import peak_mebibytes
from .outcome import Outcome

# The title of each contender, its module and the name of its function there.
CONTENDERS = {
    "xinlian": ("Xinlian", "ours", "run"),
    "duckdb-checks": ("DuckDB, same checks", "with_duckdb", "run_checked"),
    "duckdb": ("DuckDB, no checks", "with_duckdb", "run_unchecked"),
    "polars": ("Polars, same checks", "with_polars", "run"),
    "networkx": ("NetworkX loops", "with_networkx", "run"),
}


def main() -> None:
    name, directory = sys.argv[1:]
    _, module, function = CONTENDERS[name]
    outcome: Outcome = getattr(importlib.import_module(f"{__package__}.{module}"), function)(Path(directory))
    answer = {
        "phases": outcome.clock.phases,
        "peak": peak_mebibytes(),
        "verdicts": outcome.verdicts,
        "problems": outcome.problems,
        "findings": outcome.findings,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
