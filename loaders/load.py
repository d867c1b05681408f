"""From paths to a network, and what was wrong on the way: the one entry to reading ledgers."""

from __future__ import annotations

import bisect
import datetime
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..graph.network import Network, SourceTable
from ..graph.text import Text
from ..graph.values import days
from .assembly import assemble
from .cells import Grid, SheetChoice
from .clean import cut_identity, header
from .columns import Meaning, Unclear, is_denied, knows, meaning
from .declaration import Column, Gives, Ledger, Link, Name, On, Relates, Where
from .grids import SUFFIXES, read_grids
from .ledger_table import LedgerTable
from .mappings import MappedTable, pick
from .problems import Problems
from .reporting import reporting_date
from .rows import street_line
from .tables import RawTable, find_tables
from .vectors import plain_column

Recognised = tuple[LedgerTable, Mapping[str, str | None]]
CONFIG_NAME = "xinlian.toml"
SECTION_HEADER = "（分段标题）"
LOCK_FILE = "~$"  # what Excel and WPS keep beside an open workbook


@dataclass(frozen=True)
class Options:
    """What a reader may be told about a folder of ledgers.

    Attributes:
        aliases: written names of places → their listed names.
        sheets: which hidden sheets to read, which visible ones to leave out.
        mappings: declarations of foreign tables (see `mappings`).
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    sheets: SheetChoice = field(default_factory=SheetChoice)
    mappings: tuple[MappedTable, ...] = ()


@dataclass(frozen=True)
class FileReport:
    """What became of one table: rows read = kept + refused, always. `columns` maps headers to what they give, None for nothing."""

    file: str
    sheet: str
    ledger: str
    rows_read: int
    rows_kept: int
    rows_refused: int
    columns: Mapping[str, str | None]


@dataclass(frozen=True)
class Loaded:
    """A network, what was wrong with the ledgers, and what became of their rows."""

    network: Network
    problems: Problems
    files: tuple[FileReport, ...]


def read_ledgers(paths: Sequence[Path], options: Options | None = None) -> Loaded:
    """Reads ledgers and folders of ledgers together. Nothing that is wrong with them raises: see `Loaded.problems`."""
    options = options or Options()
    problems = Problems()
    tables: list[LedgerTable] = []
    titles: list[list[str]] = []
    headers: list[Mapping[str, str | None]] = []
    reported: list[datetime.date] = []
    for path in ledger_files(paths, problems):
        for grid in _grids(path, options, problems):
            mapping = next((m for m in options.mappings if m.fits(grid.file, grid.sheet)), None)
            for raw in _tables(grid, mapping, problems):
                stated = reporting_date([*_lines(raw.above), *_lines(raw.footer)])
                if stated is not None:
                    reported.append(stated)
                recognised = _mapped(raw, mapping, len(tables), problems) if mapping else _recognised(raw, len(tables), problems)
                for table, gives in recognised:
                    tables.append(table)
                    headers.append(gives)
                    titles.append(_lines(raw.above))
    for table in tables:
        table.reported = days(max(reported)) if reported else math.inf
    sources = [_source(table) for table in tables]
    network = assemble(tables, titles, sources, options.aliases, max(reported, default=None), problems)
    return Loaded(network, problems, _reports(tables, headers))


def ledger_files(paths: Iterable[Path], problems: Problems) -> list[Path]:
    """The files to read, sorted within each folder; files that are no ledgers are reported as ignored."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            for inner in sorted(p for p in path.rglob("*") if p.is_file()):
                hidden = any(part.startswith((".", LOCK_FILE)) for part in inner.relative_to(path).parts)
                if hidden or inner.name == CONFIG_NAME:
                    continue
                if inner.name.lower().endswith(SUFFIXES):
                    files[inner] = None
                else:
                    problems.add("file-ignored", inner.name)
        elif path.name.startswith(LOCK_FILE):
            problems.add("file-ignored", path.name)
        elif path.exists():
            files[path] = None
        else:
            problems.add("file-missing", str(path))
    return list(files)


def _grids(path: Path, options: Options, problems: Problems) -> list[Grid]:
    grids, found = read_grids(path, options.sheets, name=cut_identity(path.name)[0])
    problems.extend(found)
    return [replace(grid, sheet=cut_identity(grid.sheet)[0]) for grid in grids]


def _tables(grid: Grid, mapping: MappedTable | None, problems: Problems) -> list[RawTable]:
    found = find_tables(grid, knows if mapping is None else lambda text: header(text) in mapping.headers)
    if not found:
        problems.add("sheet-ignored", grid.file, grid.sheet)
    return found


def _lines(texts: Iterable[tuple[int, str]]) -> list[str]:
    return [text for _, text in texts]


def _recognised(raw: RawTable, index: int, problems: Problems) -> list[Recognised]:
    """A table with the meaning of its columns; nothing where it is no ledger, or none can be told."""
    told = meaning(raw.headers, [*_lines(raw.above), raw.sheet], raw.file, lambda at: _distinctness(raw, at))
    if told is None:
        problems.add("sheet-ignored", raw.file, raw.sheet)
        return []
    if isinstance(told, Unclear):
        shown = Text("、".join(t.zh for t in told.candidates), ", ".join(t.en for t in told.candidates))
        problems.add("ledger-unclear", raw.file, raw.sheet, raw.header_rows[0], candidates=shown)
        return []
    titles = _titles(raw)
    _report_columns(raw, told, titles, problems)
    if len(raw.rows) == 0:
        problems.add("table-empty", raw.file, raw.sheet, raw.header_rows[0])
    positions = {key: at for at, key in enumerate(told.keys) if key is not None}
    ledger = _told(told.ledger, raw, positions)
    columns = {key: plain_column(raw.columns[at]) for key, at in positions.items()}
    named = {key: titles[at] for key, at in positions.items()}
    for at, key in told.also.items():  # 社区 and 村 in columns of their own
        columns[key] = pc.if_else(pc.equal(columns[key], ""), plain_column(raw.columns[at]), columns[key])
        named[key] += f"、{titles[at]}"
    if "street" not in columns and any(column.key == "street" for column in ledger.columns) and (streets := _section_streets(raw)):
        columns["street"], named["street"] = pa.array(streets, pa.string()), SECTION_HEADER
    table = LedgerTable(index, raw.file, raw.sheet, ledger, columns, named, raw.rows, problems)
    gives = {titles[at]: (_gives(ledger.column(key)) if key else None) for at, key in enumerate(told.keys) if titles[at]}
    return [(table, gives)]


def _section_streets(raw: RawTable) -> list[str]:
    """The street of each row, where lines of their own between the rows (or right above them) name streets; else nothing."""
    lines = [(row, street) for row, text in (*raw.above, *raw.sections) if (street := street_line(text))]
    if not any(row > raw.header_rows[1] for row, _ in lines):
        return []
    rows = [row for row, _ in lines]
    return [lines[at - 1][1] if (at := bisect.bisect(rows, row)) else "" for row in raw.rows.tolist()]


def _distinctness(raw: RawTable, at: int) -> float:
    """The share of a table's rows that have a value of their own in a column."""
    distinct: int = pc.count_distinct(raw.columns[at], mode="only_valid").as_py()
    return distinct / max(len(raw.rows), 1)


def _mapped(raw: RawTable, mapping: MappedTable, index: int, problems: Problems) -> list[Recognised]:
    """The declarations that a mapping makes of one table, all over the same rows."""
    titles = _titles(raw)
    find = {header("".join(texts)): raw.columns[at] for at, texts in enumerate(raw.headers) if not is_denied(texts)}
    used = {text for part in mapping.parts for picked in part.picked.values() for text in picked.headers}
    lacking = sorted(text for text in used if header(text) not in find)
    if lacking:
        problems.add("column-lacking", raw.file, raw.sheet, raw.header_rows[0], wanted="、".join(lacking))
        return []
    gives = {
        title: next(
            (key for part in mapping.parts for key, picked in part.picked.items() if header(title) in map(header, picked.headers)), None
        )
        for title in titles
    }
    found: list[Recognised] = []
    for number, part in enumerate(mapping.parts):
        columns = {key: plain_column(pick(picked, find)) for key, picked in part.picked.items()}
        shown = {key: "/".join(picked.headers) for key, picked in part.picked.items()}
        table = LedgerTable(index + number, raw.file, raw.sheet, part.ledger, columns, shown, raw.rows, problems)
        found.append((table, gives if number == 0 else {}))
    return found


def _titles(raw: RawTable) -> list[str]:
    """The headers as they are reported: their texts joined by "/", with the column's letter where they repeat."""
    joined = [cut_identity("/".join(text.strip().replace("\n", "") for text in texts if text.strip()))[0] for texts in raw.headers]
    times = Counter(joined)
    return [f"{text}({letter})" if text and times[text] > 1 else text for text, letter in zip(joined, raw.letters, strict=True)]


def _report_columns(raw: RawTable, told: Meaning, titles: Sequence[str], problems: Problems) -> None:
    for at in sorted(told.denied):
        problems.add("column-denied", raw.file, raw.sheet, raw.header_rows[0], titles[at])
    for at in sorted(told.repeated - told.denied):
        problems.add("column-repeated", raw.file, raw.sheet, raw.header_rows[0], titles[at])
    for at, proposals in sorted(told.unknown.items()):
        shown = "、".join(proposals)
        candidates = Text(f"；是否为：{shown}" if shown else "", f"; perhaps {shown}" if shown else "")
        problems.add("column-unknown", raw.file, raw.sheet, raw.header_rows[0], titles[at], candidates=candidates)


def _told(ledger: Ledger, raw: RawTable, positions: Mapping[str, int]) -> Ledger:
    """The ledger with the attributes that the title, the sheet or the name's header tell for all rows."""
    given = {c.role.attribute for c in ledger.columns if isinstance(c.role, Gives) and c.key in positions}
    name = next((c.key for c in ledger.columns if isinstance(c.role, Name) and c.key in positions), None)
    named = "".join(raw.headers[positions[name]]) if name else ""
    text = "\n".join((*_lines(raw.above), raw.sheet, named, raw.file))
    told: dict[str, str] = {}
    for pattern, attribute, value in ledger.told:
        if attribute not in given and attribute not in told and re.search(pattern, text, re.DOTALL):
            told[attribute] = value
    assumed = {attribute: value for attribute, value in ledger.assumed if attribute not in given}
    return replace(ledger, assumed=tuple((assumed | told).items()))


def _gives(column: Column) -> str:
    """What a column gives, in the schema's words."""
    match column.role:
        case Gives(attribute) | Relates(attribute) | On(_, attribute):
            return attribute
        case Where(part):
            return part
        case Link(edge=edge):
            return edge
        case _:
            return column.key


def _source(table: LedgerTable) -> SourceTable:
    columns: dict[str, str] = {}
    for column in table.ledger.columns:
        if table.has(column.key):
            columns.setdefault(_gives(column), table.headers[column.key])
    return SourceTable(table.file, table.sheet, table.ledger.name, columns)


def _reports(tables: Sequence[LedgerTable], headers: Sequence[Mapping[str, str | None]]) -> tuple[FileReport, ...]:
    """One report a table. A mapping's declarations share their rows, which count once: refused where all refuse them."""
    reports = []
    groups = [(at, gives) for at, gives in enumerate(headers) if gives] + [(len(tables), {})]
    for (first, gives), (end, _) in itertools.pairwise(groups):
        table = tables[first]
        refused = int(np.logical_and.reduce([t.refused for t in tables[first:end]]).sum())
        reports.append(FileReport(table.file, table.sheet, table.ledger.name, len(table), len(table) - refused, refused, gives))
    return tuple(reports)
