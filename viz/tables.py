"""Cells of tables: what may be printed, what a spreadsheet must not run, and how wide a text is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ..graph.network import Cell
from ..graph.text import Language

# A spreadsheet takes a cell that begins so for a formula, some also in full width (OWASP, CSV injection).
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
REPLACEMENT = "�"

# What a line is made of: blanks, words of other scripts with the blanks before them, or single wide characters.
PIECES = re.compile(r"\s*[\u0021-\u024f]+|\s*\S|\s+")
NO_START = "，。、；：！？）】》”’…,.;:!?)"


def neutral(text: str) -> str:
    """`text` as a spreadsheet cell that is never run: what begins like a formula gets an apostrophe in front.

    >>> neutral("=1+1"), neutral("正常")
    ("'=1+1", '正常')
    """
    return "'" + text if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text


def visible(text: str) -> str:
    """`text` without characters that drive a terminal or turn the reading direction; line breaks become blanks."""
    if text.isprintable():
        return text
    return "".join(" " if c in "\t\r\n" else c if _harmless(c) else REPLACEMENT for c in text)


def _harmless(character: str) -> bool:
    # Cc controls, Cf formatting such as U+202E, Cs lone surrogates. Old encodings keep rare names in private use (Co).
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def width(text: str) -> int:
    """How many columns `text` takes where a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def fold(text: str, columns: int) -> list[str]:
    """`text` in lines of at most `columns` columns. Chinese breaks anywhere, but no line begins with a closing mark.

    >>> fold("西岭街道还没有新联会。", 20)
    ['西岭街道还没有新联', '会。']
    """
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for piece in (part for found in PIECES.findall(text) for part in _parts(found, columns)):
        room = width(piece)
        if line and used + room - piece.endswith(" ") > columns:
            carried: list[str] = []
            while len(line) > 1 and (carried[0] if carried else piece)[0] in NO_START:
                carried.insert(0, line.pop())
            lines.append("".join(line))
            line, used = carried, width("".join(carried))
            piece = piece if line else piece.lstrip()
            room = width(piece)
        line.append(piece)
        used += room
    lines.append("".join(line))
    # The indent of the first line is meant.
    return [line.strip() if i else line.rstrip() for i, line in enumerate(lines)]


def _parts(piece: str, columns: int) -> Iterator[str]:
    """A word that is longer than a line, such as a file's name, in parts that are not."""
    while width(piece) > columns and len(piece) > 1:
        cut = next(i for i in range(min(len(piece), columns), 0, -1) if i == 1 or width(piece[:i]) <= columns)
        yield piece[:cut]
        piece = piece[cut:]
    yield piece


def source(cell: Cell, language: Language) -> str:
    """A cell as people look it up: ``file › sheet › row 7``, and its column where there is one."""
    row = "" if not cell.row else f"第{cell.row}行" if language == "zh" else f"row {cell.row}"
    return visible(" › ".join(part for part in (cell.file, cell.sheet, row, cell.column) if part))


def sources(cells: Iterable[Cell], language: Language, most: int = 3) -> str:
    """Several cells, joined; more than `most` are counted."""
    listed = list(cells)
    rest = f" +{len(listed) - most}" if len(listed) > most else ""
    return "; ".join(source(cell, language) for cell in listed[:most]) + rest


def percent(share: float | None) -> str:
    """A share of 1 as text, never rounded up to 100 % or down to 0 %.

    >>> percent(0.9999), percent(1.0), percent(None)
    ('99.9%', '100%', '–')
    """
    if share is None:
        return "–"
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    return f"{min(max(share * 100, 0.1), 99.9):.1f}%"
