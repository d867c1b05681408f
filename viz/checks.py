"""What `check` says: what became of every table's rows, and every problem with its cell and the next step."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rich.text import Text as Styled

from ..graph.network import Cell
from ..graph.text import Language, Text
from . import words
from .sheets import MOST_ROWS, Book, Mark, Value
from .style import PROBLEM_LOOKS, PROBLEM_TITLES
from .tables import source, visible
from .terminal import GAP, PIPE_WIDTH, Page, folded, plain_table, shares

MOST_PER_FILE = 30
SEVERITIES = ("error", "warning", "note")


class Problem(Protocol):
    """What a report needs of a problem (`loaders.problems.Problem`)."""

    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> Any: ...
    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def message(self) -> Text: ...
    @property
    def hint(self) -> Text: ...


class Table(Protocol):
    """What a report needs of a table that was read (`loaders.load.FileReport`)."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def ledger(self) -> str: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def rows_kept(self) -> int: ...
    @property
    def rows_refused(self) -> int: ...
    @property
    def columns(self) -> Mapping[str, str | None]: ...


@dataclass(frozen=True)
class Check:
    """The outcome of reading ledgers, ready to be shown."""

    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]
    language: Language
    titles: Mapping[str, Text]

    def say(self, text: Text) -> str:
        return text.to(self.language)

    def ledger(self, table: Table) -> str:
        """The title of a table's ledger type; of a mapped table its name."""
        title = self.titles.get(table.ledger)
        return self.say(title) if title else visible(table.ledger)

    @property
    def files(self) -> list[str]:
        """Every file that was read or complained of, in order."""
        return list(dict.fromkeys([*(t.file for t in self.tables), *(p.file for p in self.problems)]))

    def facts(self) -> list[tuple[str, str]]:
        """The lines at the top: label and value."""
        counted = Counter(problem.severity for problem in self.problems)
        found = [f"{self.say(PROBLEM_TITLES[severity])} {counted[severity]}" for severity in SEVERITIES]
        rows = [sum(getattr(t, name) for t in self.tables) for name in ("rows_read", "rows_kept", "rows_refused")]
        titles = (words.ROWS_READ, words.ROWS_KEPT, words.ROWS_REFUSED)
        comma = "，" if self.language == "zh" else ", "
        return [
            (self.say(words.TOTALS), comma.join(f"{self.say(title)} {number}" for title, number in zip(titles, rows, strict=True))),
            (self.say(words.MESSAGE), comma.join(found)),
        ]


def build_check(tables: Sequence[Table], problems: Sequence[Problem], language: Language, titles: Mapping[str, Text]) -> Check:
    """Tables as they were read, problems by file, the gravest first. `titles` are those of the ledger types."""
    order = {file: i for i, file in enumerate(dict.fromkeys(t.file for t in tables))}

    def key(problem: Problem) -> tuple[Any, ...]:
        return order.get(problem.file, len(order)), problem.file, SEVERITIES.index(problem.severity), problem.sheet, problem.row

    return Check(tuple(tables), tuple(sorted(problems, key=key)), language, titles)


def render_text(check: Check, columns: int = PIPE_WIDTH, colour: bool = False) -> str:
    """The check for a terminal, at most `MOST_PER_FILE` problems for each file."""
    say, page = check.say, Page(columns, colour)
    page.heading(say(words.PROBLEMS_TITLE))
    page.facts(check.facts())
    for file in check.files:
        page.section(file)
        tables = [table for table in check.tables if table.file == file]
        if tables:
            page.table(_tables(check, tables))
        problems = [problem for problem in check.problems if problem.file == file]
        if problems:
            page.table(_problems(check, problems[:MOST_PER_FILE], page.columns))
        if len(problems) > MOST_PER_FILE:
            page.line(say(words.REST.format(count=len(problems) - MOST_PER_FILE)), "dim")
    if not check.problems:
        page.line(say(words.NO_PROBLEMS), "green")
    return page.text()


def _tables(check: Check, tables: Sequence[Table]) -> Any:
    titles = (words.SHEET, words.LEDGER, words.ROWS_READ, words.ROWS_KEPT, words.ROWS_REFUSED)
    shown = plain_table(*map(check.say, titles), right=3)
    for table in tables:
        counts = (str(table.rows_read), str(table.rows_kept), str(table.rows_refused))
        shown.add_row(Styled(visible(table.sheet)), check.ledger(table), *counts)
    return shown


def _problems(check: Check, problems: Sequence[Problem], columns: int) -> Any:
    wide = [9, *shares(columns - 9 - GAP, 3, 5, 4)]
    shown = plain_table(*map(check.say, (words.SEVERITY, words.WHERE, words.MESSAGE, words.HINT)))
    for column, room in zip(shown.columns, wide, strict=True):
        column.width = room
    for problem in problems:
        look = PROBLEM_LOOKS[problem.severity]
        where = source(Cell("", problem.sheet, problem.row, problem.column), check.language)
        shown.add_row(
            Styled(f"{look.sign} {check.say(PROBLEM_TITLES[problem.severity])}", style=look.terminal),
            folded(where, wide[1]),
            folded(check.say(problem.message), wide[2]),
            folded(check.say(problem.hint), wide[3]),
        )
    return shown


def render_json(check: Check) -> Iterator[str]:
    """The check as JSON (docs/command-line.md)."""
    files = [
        {
            "file": table.file,
            "sheet": table.sheet,
            "ledger": table.ledger,
            "rows_read": table.rows_read,
            "rows_kept": table.rows_kept,
            "rows_refused": table.rows_refused,
            "columns": dict(table.columns),
        }
        for table in check.tables
    ]
    yield json.dumps({"files": files}, ensure_ascii=False, indent=2)[:-2] + ',\n  "problems": ['
    separator = "\n"
    for problem in check.problems:
        yield separator + "    " + json.dumps(_problem(check, problem), ensure_ascii=False)
        separator = ",\n"
    yield "\n  ]\n}\n"


def _problem(check: Check, problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": check.say(problem.message),
        "hint": check.say(problem.hint),
    }


def render_workbook(check: Check) -> bytes:
    """The check as a workbook: what became of the rows, and one row per problem to filter and tick off."""
    say, book = check.say, Book()
    titles = (words.FILE, words.SHEET, words.LEDGER, words.ROWS_READ, words.ROWS_KEPT, words.ROWS_REFUSED)
    rows: list[list[Value]] = [[t.file, t.sheet, check.ledger(t), t.rows_read, t.rows_kept, t.rows_refused] for t in check.tables]
    book.front(say(words.OVERVIEW), say(words.PROBLEMS_TITLE), check.facts(), (), [say(title) for title in titles], rows)
    columns = (words.SEVERITY, words.FILE, words.SHEET, words.ROW, words.COLUMN, words.VALUE, words.MESSAGE, words.HINT, words.CODE)
    rest = say(words.REST_ELSEWHERE.format(count=len(check.problems) - MOST_ROWS)) if len(check.problems) > MOST_ROWS else ""
    if check.problems:
        book.sheet(say(words.MESSAGE), [say(title) for title in columns], (_row(check, p) for p in check.problems), rest)
    return book.bytes()


def _row(check: Check, problem: Problem) -> list[Value]:
    severity = Mark(check.say(PROBLEM_TITLES[problem.severity]), PROBLEM_LOOKS[problem.severity])
    where = [problem.file, problem.sheet, problem.row or None, problem.column, problem.value]
    return [severity, *where, check.say(problem.message), check.say(problem.hint), problem.code]
