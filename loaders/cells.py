"""What a file holds before anybody asks what it means: grids of texts, and the bounds within which files are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from ..graph.text import Text

Merge: TypeAlias = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column, all counted from 0 in the file's own coordinates."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or one text file, as columns of texts.

    `cells` has string columns only; null is an empty cell. Its row i is the file's own row i + 1 (for a text file the
    record number), and its column j is the file's own column `first_column` + j. `sheet` is empty for a text file.
    """

    path: Path
    file: str
    sheet: str
    cells: pa.Table
    first_column: int = 0
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Which sheets of a workbook are read: the visible ones and those `wanted`, without those `unwanted`."""

    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost before it is refused.

    `unpacked` and `text` are bytes. `cells` bounds the rectangle that the cells of one sheet span, since readers set it up
    whole. An entry of an archive above `ratio_floor` bytes may be `ratio` times larger than its packed form.
    """

    unpacked: int = 2 << 30
    text: int = 4 << 30
    packed: int = 512 << 20
    cells: int = 100_000_000
    columns: int = 16_384
    ratio: int = 200
    ratio_floor: int = 64 << 20


class Refusal(Exception):  # noqa: N818 - what happens to the file, not a fault of the program
    """Why a file is not read: the code of a problem, and its {reason} where that problem asks for one."""

    def __init__(self, code: str, reason: Text | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
