"""The report as text for a terminal, or for a pipe: readable in 100 columns, capped per rule."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from ..graph.text import Text
from . import words
from .report import GROUPS, AreaRow, Group, Listed, Report, RuleRow
from .style import LOOKS, SEVERITY_TITLES
from .tables import fold, percent, sources, visible, width

MOST_PER_RULE = 20
PIPE_WIDTH = 100
GAP = 3  # between two columns of a table
LIST_TITLES: dict[Group, Text] = {"gap": words.GAP_LIST, "unknown": words.UNKNOWN_LIST, "waived": words.WAIVED_LIST}


def render_text(report: Report, columns: int = PIPE_WIDTH, colour: bool = False) -> str:
    """The report in at most `columns` columns; `colour` only where a terminal shows it."""
    page = Page(columns, colour)
    page.heading(report.say(words.TITLE))
    page.facts(report.facts())
    page.notes(report.say(words.CAUTIONS), report.cautions())
    if report.tabled:
        page.section(report.say(words.BY_RULE))
        page.table(_rules(report, page.columns))
    if report.charted and report.level is not None:
        page.section(report.say(words.BY_AREA.format(level=report.level.title)))
        for table in _matrix(report, page.columns):
            page.table(table)
        page.line(report.say(words.LEGEND), "dim")
    for group in GROUPS:
        _listings(report, page, group)
    if not report.total.open and report.charted:
        page.line(report.say(words.NOTHING), "green")
    return page.text()


class Page:
    """A page of text under construction. Everything that comes from a ledger is printed as it stands, never as markup."""

    def __init__(self, columns: int, colour: bool) -> None:
        self.columns = max(columns, 40)
        self._text = io.StringIO()
        self._console = Console(
            file=self._text,
            width=self.columns,
            color_system="standard" if colour else None,
            force_terminal=colour,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._text.getvalue().splitlines()) + "\n"

    def line(self, text: str = "", style: str = "") -> None:
        self._console.print(Styled("\n".join(fold(visible(text), self.columns)), style=style))

    def heading(self, text: str) -> None:
        self.line(text, "bold")
        self.line("═" * min(width(text), self.columns))

    def section(self, text: str) -> None:
        self.line()
        self.line(f"■ {text}", "bold")

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        listed = list(facts)
        label_width = max((width(label) for label, _ in listed), default=0)
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True, style="dim")
        grid.add_column(no_wrap=True)
        for label, value in listed:
            grid.add_row(label, folded(value, self.columns - label_width - 2))
        self._console.print(grid)

    def notes(self, title: str, notes: list[str]) -> None:
        if notes:
            self.section(title)
            for note in notes:
                self.line(f"! {note}", "yellow")

    def table(self, table: Table) -> None:
        self._console.print(table)


def folded(text: str, columns: int, style: str = "") -> Styled:
    """A text for a cell that is `columns` wide."""
    return Styled("\n".join(fold(visible(text), max(columns, 4))), style=style)


def shares(columns: int, *parts: int) -> list[int]:
    """Divides the width of a `plain_table` by these shares; what the gaps between columns take is left out."""
    room = columns - GAP * (len(parts) - 1)
    return [room * part // sum(parts) for part in parts]


def plain_table(*headers: str, right: int = 0) -> Table:
    """A table with light lines; the last `right` columns hold numbers."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    for i, header in enumerate(headers):
        number = i >= len(headers) - right
        table.add_column(header, justify="right" if number else "left", overflow="fold", no_wrap=number)
    return table


def _rules(report: Report, columns: int) -> Table:
    say = report.say
    titles = (words.RULE, words.MEANING, words.SEVERITY, words.EXAMINED, words.MET, words.GAPS, words.WAIVED, words.UNKNOWN, words.COVERAGE)
    headers = [say(title) for title in titles]
    rows = [_rule_cells(report, row) for row in report.tabled]
    others = [i for i in range(len(headers)) if i != 1]
    taken = sum(max(width(cells[i]) for cells in (headers, *rows)) + GAP for i in others)
    table = plain_table(*headers, right=6)
    for row, cells in zip(report.tabled, rows, strict=True):
        meaning = folded(cells[1], max(columns - taken, 16))
        gaps = Styled(cells[5], style=row.tally.look.terminal)
        table.add_row(cells[0], meaning, *cells[2:5], gaps, *cells[6:])
    return table


def _rule_cells(report: Report, row: RuleRow) -> list[str]:
    tally = row.tally
    counts = ["*" if n is None else str(n) for n in (tally.examined, tally.met, tally.open, tally.waived, tally.unknown)]
    counts[2] = f"{tally.look.sign} {counts[2]}"
    title = [visible(row.rule.id), report.say(row.rule.title), report.say(SEVERITY_TITLES[row.rule.severity])]
    return [*title, *counts, percent(tally.coverage)]


def _matrix(report: Report, columns: int) -> list[Table]:
    """Rules × areas, in as many tables below one another as the width asks for."""
    areas = [*report.areas, AreaRow(words.TOTAL, tuple(row.tally for row in report.charted))]
    names = [visible(report.say(area.name)) for area in areas]
    columns_of = [[*area.tallies, area.total] for area in areas]
    labels = [*(visible(row.rule.id) for row in report.charted), report.say(words.TOTAL)]
    widths = [GAP + max(width(name), *(width(t.short) for t in column)) for name, column in zip(names, columns_of, strict=True)]
    tables = []
    for part in _parts(widths, columns - max(map(width, labels))):
        table = plain_table(report.say(words.RULE), *names[part], right=len(names[part]))
        for i, label in enumerate(labels):
            table.add_row(label, *(Styled(column[i].short, style=column[i].look.terminal) for column in columns_of[part]))
        tables.append(table)
    return tables


def _parts(widths: list[int], room: int) -> list[slice]:
    """Cuts columns of these widths into runs that fit into `room`, each of at least one column."""
    parts, first, used = [], 0, 0
    for i, wanted in enumerate(widths):
        if i > first and used + wanted > room:
            parts.append(slice(first, i))
            first, used = i, 0
        used += wanted
    return [*parts, slice(first, len(widths))]


def _listings(report: Report, page: Page, group: Group) -> None:
    rows = [row for row in report.rules if row.sizes[group]]
    if not rows:
        return
    page.section(report.say(LIST_TITLES[group]))
    for row in rows:
        page.line()
        page.line(f"{_sign(group)} {row.rule.id} {report.say(row.rule.title)}  {_counted(report, row, group)}", "bold")
        page.line(report.say(row.rule.source), "dim")
        page.table(_listing(report, report.listing(row.rule.id, group, MOST_PER_RULE), group, page.columns))
        if row.sizes[group] > MOST_PER_RULE:
            page.line(report.say(words.REST.format(count=row.sizes[group] - MOST_PER_RULE)), "dim")


def _sign(group: Group) -> str:
    return LOOKS[group].sign


def _counted(report: Report, row: RuleRow, group: Group) -> str:
    severity = report.say(SEVERITY_TITLES[row.rule.severity])
    return f"{row.sizes[group]}/{row.tally.examined} · {severity}"


def _listing(report: Report, listed: Iterable[Listed], group: Group, columns: int) -> Table:
    say = report.say
    left, middle, right = shares(columns, 4, 6, 5)
    table = plain_table(say(words.NAME), say(words.SITUATION), say(words.SETTLES if group == "unknown" else words.SOURCES))
    for column, wide in zip(table.columns, (left, middle, right), strict=True):
        column.width = wide
    for finding, _ in listed:
        name = folded(finding.name, left)
        if finding.place:
            name.append("\n").append(folded(finding.place, left, "dim"))
        measure = f"{say(words.NEED)}{say(words.COLON)}{say(finding.need)}\n{say(words.HAVE)}{say(words.COLON)}{say(finding.have)}"
        situation = folded(say(finding.sentence), middle)
        for line in measure.split("\n"):
            situation.append("\n").append(folded(line, middle, "dim"))
        if finding.waiver is not None:
            decision = f"{finding.waiver.reason} ({finding.waiver.author}, {say(words.UNTIL)} {finding.waiver.until})"
            situation.append("\n").append(folded(decision, middle, "cyan"))
        cells = (finding.settles or finding.sources) if group == "unknown" else finding.sources
        table.add_row(name, situation, folded(sources(cells, report.language), right))
    return table
