"""Strangers' folders through the installed command: each folder's expected.json is compared, one readable assertion a fact.

The folders beside this file are written by build.py; those of ../shared/acceptance take part where that directory exists.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pytest

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1].parent / "shared" / "acceptance"
FOLDERS = sorted(path.parent for place in (HERE, SHARED) for path in place.glob("*/expected.json"))
EXPECTED: dict[Path, dict[str, Any]] = {folder: json.loads((folder / "expected.json").read_text(encoding="utf-8")) for folder in FOLDERS}

PROFILES = ("work", "internal", "public")
FORMATS = ("json", "csv", "md", "html", "xlsx")


def ledgers(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name != "expected.json")


def xinlian(*arguments: object) -> str:
    """Runs the command and returns its standard output; a traceback or an exit code other than 0 and 1 fails the test."""
    beside_python = Path(sys.executable).with_name("xinlian")
    command = str(beside_python) if beside_python.exists() else shutil.which("xinlian")
    assert command, "the command xinlian is not installed in this environment"
    run = subprocess.run(
        [command, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert "Traceback (most recent call last)" not in run.stderr + run.stdout, run.stderr[-2000:]
    assert run.returncode in (0, 1), f"exit code {run.returncode}: {(run.stderr or run.stdout)[-500:]}"
    return run.stdout


@functools.cache
def checked(folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(xinlian("check", *ledgers(folder), "--format", "json"))
    return report


@functools.cache
def gaps(folder: Path) -> dict[str, Any]:
    as_of = EXPECTED[folder]["as_of"]
    report: dict[str, Any] = json.loads(xinlian("gaps", *ledgers(folder), "--as-of", as_of, "--profile", "work", "--format", "json"))
    return report


def names_of(finding: dict[str, Any]) -> set[str]:
    """Every way expected.json may call a finding: its name, a place above it and its name, or file and row."""
    name = str(finding.get("name") or "")
    above = {f"{part}/{name}" for part in str(finding.get("place") or "").split("/")}
    cells = {f"{Path(str(source['file'])).name}:{source['row']}" for source in finding.get("sources", [])}
    return {name} | above | cells


def each(key: str) -> list[Any]:
    """One test case per folder and entry of this part of its expected.json."""
    return [pytest.param(folder, entry, id=f"{folder.name}-{entry}") for folder in FOLDERS for entry in EXPECTED[folder][key]]


@pytest.mark.parametrize(("folder", "file"), each("rows"))
def test_every_data_row_is_read_and_kept_or_refused(folder: Path, file: str) -> None:
    sheets = [entry for entry in checked(folder)["files"] if Path(entry["file"]).name == file]
    read, kept, refused = (sum(sheet[count] for sheet in sheets) for count in ("rows_read", "rows_kept", "rows_refused"))
    per_sheet = {sheet["sheet"]: sheet["rows_read"] for sheet in sheets}
    assert read == EXPECTED[folder]["rows"][file], f"rows read per sheet: {per_sheet}"
    assert read == kept + refused


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_files_that_are_no_ledgers_give_no_rows(folder: Path) -> None:
    read = {Path(entry["file"]).name for entry in checked(folder)["files"] if entry["rows_read"]}
    assert read <= set(EXPECTED[folder]["rows"])


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        pytest.param(folder, entry, id=f"{folder.name}-{entry['file']}-{entry['row']}-{entry['column']}")
        for folder in FOLDERS
        for entry in EXPECTED[folder]["problems"]
    ],
)
def test_problem_is_reported_at_its_cell(folder: Path, expected: dict[str, Any]) -> None:
    of_file = [problem for problem in checked(folder)["problems"] if Path(str(problem["file"])).name == expected["file"]]
    hits = [problem for problem in of_file if problem["row"] == expected["row"] and expected["column"] in str(problem["column"])]
    reported = [(problem["row"], problem["column"], problem["code"]) for problem in of_file]
    assert hits, f"nothing at row {expected['row']}, {expected['column']} ({expected['why']}); reported: {reported}"


@pytest.mark.parametrize(
    ("folder", "rule", "verdict"),
    [
        pytest.param(folder, rule, verdict, id=f"{folder.name}-{rule}-{verdict}")
        for folder in FOLDERS
        for rule, verdicts in EXPECTED[folder]["gaps"].items()
        for verdict in verdicts
    ],
)
def test_findings_are_exactly_the_expected_ones(folder: Path, rule: str, verdict: str) -> None:
    expected = EXPECTED[folder]["gaps"][rule][verdict]
    found = [finding for finding in gaps(folder)["findings"] if finding["rule"] == rule and finding["verdict"] == verdict]
    missing = [name for name in expected if not any(name in names_of(finding) for finding in found)]
    surplus = [finding.get("name") for finding in found if names_of(finding).isdisjoint(expected)]
    assert not missing, f"missing {missing}, surplus {surplus}"
    assert not surplus, f"surplus {surplus}"
    assert len(found) == len(expected), f"found twice: {[finding.get('name') for finding in found]}"

    (counted,) = [entry for entry in gaps(folder)["rules"] if entry["id"] == rule]
    assert counted["examined"] == counted["met"] + counted["unmet"] + counted["unknown"] > 0
    assert counted[verdict] == len(expected)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_latest_reporting_date_is_the_default(folder: Path) -> None:
    printed = json.loads(xinlian("gaps", *ledgers(folder), "--profile", "work", "--format", "json"))
    assert printed["as_of"] == EXPECTED[folder]["as_of"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_folder_gives_the_same_findings_as_its_files(folder: Path) -> None:
    whole = json.loads(xinlian("gaps", folder, "--as-of", EXPECTED[folder]["as_of"], "--profile", "work", "--format", "json"))

    def facts(report: dict[str, Any]) -> set[tuple[Any, ...]]:
        return {tuple(finding.get(key) for key in ("rule", "node", "place", "verdict")) for finding in report["findings"]}

    assert facts(whole) == facts(gaps(folder))


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A folder and the directory with everything that is written about it: reports, the check and a snapshot."""
    folder: Path = request.param
    target = tmp_path_factory.mktemp(folder.name)
    for profile in PROFILES:
        for form in FORMATS:
            options = ("--as-of", EXPECTED[folder]["as_of"], "--profile", profile, "--format", form)
            xinlian("gaps", *ledgers(folder), *options, "-o", target / f"{profile}.{form}")
    xinlian("check", *ledgers(folder), "--format", "json", "-o", target / "check.json")
    xinlian("save", *ledgers(folder), "-o", target / "snapshot")
    yield folder, target
    shutil.rmtree(target)


def test_identity_numbers_telephones_and_opinions_are_written_nowhere(written: tuple[Path, Path]) -> None:
    folder, target = written
    files = [path for path in target.rglob("*") if path.is_file()]
    assert len(files) >= len(PROFILES) * len(FORMATS) + 2
    assert not leaks(files, EXPECTED[folder]["never_anywhere"])


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_full_names_stay_in_the_work_profile(written: tuple[Path, Path], profile: str) -> None:
    folder, target = written
    assert not leaks([target / f"{profile}.{form}" for form in FORMATS], EXPECTED[folder]["never_in_internal"])


def leaks(files: list[Path], words: list[str]) -> list[str]:
    return sorted(f"{word} in {path.name}" for path in files for word in words if word.encode("utf-8") in content(path))


@functools.cache
def content(path: Path) -> bytes:
    """What a file says once it is unpacked."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            return b"".join(package.read(name) for name in package.namelist())
    if path.suffix == ".parquet":
        return str(pandas.read_parquet(path).to_csv()).encode("utf-8")
    return path.read_bytes()
