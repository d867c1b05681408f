"""The strangers' folders themselves: build.py writes what is stored here, and every expected.json is consistent."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expected.json"))


def members(path: Path) -> dict[str, bytes]:
    """A file's contents, apart from how a package is compressed."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}
    return {"": path.read_bytes()}


def test_build_writes_what_is_stored(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(HERE / "build.py"), str(tmp_path)], check=True, timeout=120)
    stored = {path.relative_to(HERE) for folder in FOLDERS for path in folder.iterdir()}
    built = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert built == stored
    differing = sorted(str(name) for name in built if members(tmp_path / name) != members(HERE / name))
    assert not differing, f"run build.py: {differing}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_expectations_are_consistent(folder: Path) -> None:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    files = {path.name for path in folder.iterdir()}
    assert set(expected) == {"as_of", "rows", "gaps", "problems", "never_anywhere", "never_in_internal"}
    assert set(expected["rows"]) <= files
    assert {problem["file"] for problem in expected["problems"]} <= set(expected["rows"])
    for rule, verdicts in expected["gaps"].items():
        assert set(verdicts) <= {"unmet", "unknown"}, rule
        names = [name for listed in verdicts.values() for name in listed]
        assert len(names) == len(set(names)), f"{rule} lists a node twice"
    tiers = [set(expected["gaps"][rule].get("unmet", [])) for rule in ("A34", "A35", "A36")]
    assert sum(map(len, tiers)) == len(set.union(*tiers)), "an enterprise is certainly in one tier only"
