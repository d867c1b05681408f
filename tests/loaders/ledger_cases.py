"""Ledgers as small tables of text, read through the whole reader, and what comes of them as sets of tuples.

A case writes its ledgers, says which nodes, edges and problems they make, and nothing else:

    Case(
        "a name with inner blanks",
        {"人员.csv": '''姓名 | 参加组织
                       林 芳 | 湖滨商会''',
         "社团.csv": '''组织名称
                       湖滨商会'''},
        edges={"MEMBER_OF": {("林芳", "湖滨商会")}},
    )
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pandas as pd
from xinlian.graph.integrity import check
from xinlian.graph.network import Network
from xinlian.graph.values import show_count, show_period
from xinlian.loaders.load import Loaded, Options, read_ledgers

Rows: TypeAlias = Sequence[Sequence[str | None]]
Content: TypeAlias = str | bytes | Rows | Mapping[str, str | Rows]
"""A table as text ("|" between cells, blank for none) or as rows, a workbook as sheet → table, a file as bytes."""


@dataclass(frozen=True)
class Case:
    """Some ledgers, and everything of some kinds that must come of them.

    Attributes:
        files: file name → content; .csv and .xlsx.
        nodes: node kind, with attributes after it where they matter ("Enterprise technicians") → what `nodes_of` gives.
        edges: edge kind, with attributes after it ("CONTACTS role duty") → what `edges_of` gives.
        problems: all warnings and errors as (code, row, column, value).
        notes: codes of notes that must be among the problems, besides.
        sizes: node kind → how many nodes there are, where several are called alike.
    """

    name: str
    files: Mapping[str, Content]
    nodes: Mapping[str, Set[str] | Set[tuple[str, ...]]] = field(default_factory=dict)
    edges: Mapping[str, Set[tuple[str, ...]]] = field(default_factory=dict)
    problems: Set[tuple[str, int, str, str]] = field(default_factory=set)
    notes: Set[str] = field(default_factory=set)
    options: Options = field(default_factory=Options)
    sizes: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def table(content: str | Rows) -> list[list[str | None]]:
    """The rows of a table."""
    if not isinstance(content, str):
        return [list(row) for row in content]
    return [[cell.strip() or None for cell in line.split("|")] for line in content.strip("\n").split("\n")]


def titled(content: str | Rows, *above: Sequence[str | None]) -> Rows:
    """A table with rows above it."""
    return [*above, *table(content)]


def write(directory: Path, files: Mapping[str, Content]) -> Path:
    """Writes ledgers into a directory."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (directory / name).write_bytes(_packed(name, content))
    return directory


def _packed(name: str, content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    if name.endswith(".xlsx"):
        return workbook(content if isinstance(content, Mapping) else {"Sheet1": content})
    assert not isinstance(content, Mapping)
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(table(content))
    return stream.getvalue().encode()


def workbook(sheets: Mapping[str, str | Rows]) -> bytes:
    """A workbook of sheet → table."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, content in sheets.items():
        sheet = book.create_sheet(title)
        for row in table(content):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sound(loaded: Loaded) -> Loaded:
    """What was read, if it keeps what the reader promises of any ledger; fails the test otherwise."""
    for report in loaded.files:
        assert report.rows_read == report.rows_kept + report.rows_refused, report
        assert min(report.rows_kept, report.rows_refused) >= 0, report
    for problem in loaded.problems:
        for language in ("zh", "en"):
            said = problem.message.to(language) + problem.hint.to(language)
            assert "{" not in said.replace(problem.value, ""), problem
        assert problem.row >= 0
    assert [fault.text.en for fault in check(loaded.network)] == []
    return loaded


def read(directory: Path, files: Mapping[str, Content], options: Options | None = None) -> Loaded:
    """Writes ledgers and reads them all."""
    return sound(read_ledgers([write(directory, files)], options))


def names_of(network: Network, kind: str) -> list[str]:
    """The nodes of a kind as tests call them: "?" before a placeholder, places by their path, what shares its name with its place."""
    frame = network.frames[kind]
    names = network.place_paths if kind == "Place" else frame["name"].tolist()
    places = [""] * len(names) if kind == "Place" else [network.place_paths[p] if p >= 0 else "" for p in network.location(kind).tolist()]
    shown = [f"{name}@{place}" if names.count(name) > 1 and place else name for name, place in zip(names, places, strict=True)]
    return [f"?{name}" if ghost else name for name, ghost in zip(shown, frame["placeholder"].tolist(), strict=True)]


def nodes_of(network: Network, wanted: str) -> set[str] | set[tuple[str, ...]]:
    """The nodes of a kind by name; with attributes after the kind, as (name, attribute …)."""
    kind, *attributes = wanted.split()
    names = names_of(network, kind)
    assert len(set(names)) == len(names) or attributes, f"{kind} are called alike: {names}"
    if not attributes:
        return set(names)
    return {(name, *(shown(network.frames[kind], a, at) for a in attributes)) for at, name in enumerate(names)}


def edges_of(network: Network, wanted: str) -> set[tuple[str, ...]]:
    """The edges of a kind as (source, target, attribute …); the target stands behind "?" where the edge is not sure."""
    edge, *attributes = wanted.split()
    found: list[tuple[str, ...]] = []
    for block in network.blocks_of(edge):
        sources, targets = names_of(network, block.key.source), names_of(network, block.key.target)
        for at in range(len(block)):
            ends = sources[block.source[at]], targets[block.target[at]]
            unsure = not block.sure[at] and not any(end.startswith("?") for end in ends)
            extra = tuple(shown(block.attributes, attribute, at) for attribute in attributes)
            found.append((ends[0], "?" + ends[1] if unsure else ends[1], *extra))
    assert len(found) == len(set(found)), f"{edge} repeats {found}"
    return set(found)


def shown(frame: pd.DataFrame, attribute: str, at: int) -> str:
    """A value as text: counts and dates as intervals, "-" where no ledger has a column for it, "" for none."""
    if attribute in frame:
        value = frame[attribute].iloc[at]
        return "" if pd.isna(value) else str(value)
    if f"{attribute}_form" in frame:
        return show_count(frame[f"{attribute}_lo"].iloc[at], frame[f"{attribute}_hi"].iloc[at])
    return show_period(frame[f"{attribute}_lo"].iloc[at], frame[f"{attribute}_hi"].iloc[at]) if f"{attribute}_lo" in frame else "-"


def problems_of(loaded: Loaded, severities: Sequence[str] = ("warning", "error")) -> set[tuple[str, int, str, str]]:
    """The problems of some severities as (code, row, column, value)."""
    return {(p.code, p.row, p.column, p.value) for p in loaded.problems if p.severity in severities}


def verify(case: Case, directory: Path) -> None:
    """Reads the ledgers of a case and compares."""
    loaded = read(directory, case.files, case.options)
    assert problems_of(loaded) == case.problems
    for wanted, nodes in case.nodes.items():
        assert nodes_of(loaded.network, wanted) == nodes, wanted
    for kind, size in case.sizes.items():
        assert loaded.network.size(kind) == size, kind
    for wanted, edges in case.edges.items():
        assert edges_of(loaded.network, wanted) == edges, wanted
    told = {problem.code for problem in loaded.problems if problem.severity == "note"}
    assert case.notes <= told, f"{case.notes - told} of {told}"
