"""Measurements that have no contenders: workbooks, the start of the command line, the demo district, snapshots.

``python -m benchmarks.others NAME DIRECTORY`` measures one of them in a process of its own and prints what it cost.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

from .clock import Clock, peak_mebibytes


def make_workbooks(directory: Path, target: Path) -> None:
    """The CSV files of a directory as plain workbooks of one sheet."""
    from openpyxl import Workbook

    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(directory.glob("*.csv")):
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Sheet1")
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                sheet.append([cell or None for cell in row])
        book.save(target / f"{path.stem}.xlsx")


def bare(directory: Path) -> Clock:
    """fastexcel reading every sheet as texts, and nothing else."""
    clock = Clock()
    with clock.phase("import"):
        import fastexcel
    with clock.phase("read"):
        sheets = [
            fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_arrow()
            for path in sorted(directory.glob("*.xlsx"))
        ]
    assert all(sheet.num_rows for sheet in sheets)
    return clock


def ledgers(directory: Path) -> Clock:
    """Xinlian reading ledgers into a network."""
    clock = Clock()
    with clock.phase("import"):
        from xinlian.loaders.load import read_ledgers
    with clock.phase("read"):
        loaded = read_ledgers([directory])
    assert all(report.rows_kept for report in loaded.files)
    return clock


def snapshot(directory: Path) -> Clock:
    """Saving the network of a folder as a snapshot and loading it again."""
    import tempfile

    clock = Clock()
    with clock.phase("import"):
        from xinlian.graph import snapshot
        from xinlian.loaders.load import read_ledgers
    network = read_ledgers([directory]).network
    with tempfile.TemporaryDirectory() as aside:
        with clock.phase("save"):
            snapshot.save(network, Path(aside) / "snapshot")
        with clock.phase("load"):
            loaded = snapshot.load(Path(aside) / "snapshot")
    assert loaded.size("Person") == network.size("Person")
    return clock


MEASURED: dict[str, Callable[[Path], Clock]] = {"bare": bare, "ledgers": ledgers, "snapshot": snapshot}


def main() -> None:
    name, directory = sys.argv[1:]
    clock = MEASURED[name](Path(directory))
    print(json.dumps({"phases": clock.phases, "peak": peak_mebibytes()}))


if __name__ == "__main__":
    main()
