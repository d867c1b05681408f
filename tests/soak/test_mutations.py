"""Ledgers that were changed at random: whatever comes, reading ends in a sound network and problems, and nothing private enters.

A seeded sample runs with the other tests; XINLIAN_SOAK=1 (`make soak`) runs several thousand. A failure names its seed:
`mutant(seed)` makes the same folder again.
"""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from random import Random

import pandas as pd
import pytest
import xinlian
from xinlian.graph.integrity import check
from xinlian.graph.network import Network
from xinlian.graph.text import Language
from xinlian.judging import NoDateError
from xinlian.loaders.demo import write_demo
from xinlian.loaders.load import Loaded, read_ledgers
from xinlian.loaders.problems import KINDS
from xinlian.queries.findings import Verdict

from .books import Book, read_folder
from .conftest import SOAK
from .mutations import Mutant

GROUPS, GROUP = (80, 50) if SOAK else (10, 10)
FOLDERS = sorted(path.parent for path in (Path(__file__).parents[1] / "acceptance").glob("*/expected.json"))


@cache
def originals(directory: Path) -> tuple[tuple[Book, ...], ...]:
    """The folders to be changed: those of strange offices, and a small demo district of either format."""
    for name in ("xlsx", "csv"):
        write_demo(directory / name, persons=200, seed=7, format=name)
    return tuple(tuple(read_folder(folder)) for folder in (*FOLDERS, directory / "xlsx", directory / "csv"))


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Book, ...], ...]:
    return originals(tmp_path_factory.mktemp("demo"))


def mutant(seed: int, folders: tuple[tuple[Book, ...], ...]) -> tuple[Mutant, dict[str, bytes]]:
    """The changed folder of a seed: how it came about, and its files."""
    changed = Mutant(copy.deepcopy(list(folders[seed % len(folders)])), Random(seed))
    return changed, changed.mutate()


@pytest.mark.parametrize("group", range(GROUPS))
def test_changed_ledgers(group: int, folders: tuple[tuple[Book, ...], ...], tmp_path: Path) -> None:
    for seed in range(group * GROUP, (group + 1) * GROUP):
        changed, files = mutant(seed, folders)
        folder = tmp_path / str(seed)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        try:
            loaded = read_ledgers([folder])
            assert_rows_add_up(loaded)
            assert_problems_speak(loaded)
            assert [fault.text.en for fault in check(loaded.network)] == []
            assert leaks(loaded, changed.secrets) == []
            if seed % 7 == 0:
                judged(loaded.network)
        except Exception as error:
            error.add_note(f"seed {seed}: {'; '.join(changed.log)}")
            raise


def assert_rows_add_up(loaded: Loaded) -> None:
    for report in loaded.files:
        assert report.rows_read == report.rows_kept + report.rows_refused, report
        assert min(report.rows_kept, report.rows_refused) >= 0, report


def assert_problems_speak(loaded: Loaded) -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for problem in loaded.problems:
        assert problem.code in KINDS
        assert problem.row >= 0
        for language in languages:
            assert problem.message.to(language)
            assert problem.hint.to(language)


def leaks(loaded: Loaded, secrets: list[str]) -> list[str]:
    """The secrets that stand in the network, or in what is told of it, whatever their width and however spaced."""
    texts = [repr(table.columns) for table in loaded.network.tables]
    texts += [problem.message.zh + problem.value for problem in loaded.problems]
    for frame in (*loaded.network.frames.values(), *(block.attributes for block in loaded.network.blocks.values())):
        for name in frame:
            values = frame[name].cat.categories if isinstance(frame[name].dtype, pd.CategoricalDtype) else frame[name]
            texts += [text for text in values if isinstance(text, str)]
    held = "\n".join("".join(filter(str.isalnum, text)) for text in texts)
    return [secret for secret in secrets if secret in held]


def judged(network: Network) -> None:
    """Runs the rules: whatever was read can be judged, and what is examined adds up."""
    try:
        findings = xinlian.gaps(network)
    except NoDateError:
        return
    for result in findings.results:
        assert result.examined == sum(map(result.count, (Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN))), result.rule.id
