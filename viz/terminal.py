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
from .tables import percent, sources, visible, width

MOST_PER_RULE = 20
PIPE_WIDTH = 100
LIST_TITLES: dict[Group, Text] = {"gap": words.GAP_LIST, "unknown": words.UNKNOWN_LIST, "waived": words.WAIVED_LIST}


def render_text(report: Report, columns: int = PIPE_WIDTH, colour: bool = False) -> str:
    """The report in at most `columns` columns; `colour` only where a terminal shows it."""
    page = Page(columns, colour)
    page.heading(report.say(words.TITLE))
    page.facts(report.facts())
    page.notes(report.say(words.CAUTIONS), report.cautions())
    if report.tabled:
        page.section(report.say(words.BY_RULE))
        page.table(_rules(report))
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
        self._console.print(Styled(visible(text), style=style))

    def heading(self, text: str) -> None:
        self.line(text, "bold")
        self.line("═" * min(width(text), self.columns))

    def section(self, text: str) -> None:
        self.line()
        self.line(f"■ {text}", "bold")

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True, style="dim")
        grid.add_column(overflow="fold")
        for label, value in facts:
            grid.add_row(label, Styled(visible(value)))
        self._console.print(grid)

    def notes(self, title: str, notes: list[str]) -> None:
        if notes:
            self.section(title)
            for note in notes:
                self.line(f"! {note}", "yellow")

    def table(self, table: Table) -> None:
        self._console.print(table)


def plain_table(*headers: str, right: int = 0) -> Table:
    """A table with light lines; the last `right` columns hold numbers."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    for i, header in enumerate(headers):
        number = i >= len(headers) - right
        table.add_column(header, justify="right" if number else "left", overflow="fold", no_wrap=number)
    return table


def _rules(report: Report) -> Table:
    say = report.say
    headers = (words.EXAMINED, words.MET, words.GAPS, words.WAIVED, words.UNKNOWN, words.COVERAGE)
    table = plain_table(say(words.RULE), say(words.MEANING), say(words.SEVERITY), *map(say, headers), right=len(headers))
    for row in report.tabled:
        tally = row.tally
        numbers = ["*" if n is None else str(n) for n in (tally.examined, tally.met, tally.open, tally.waived, tally.unknown)]
        numbers[2] = f"{tally.look.sign} {numbers[2]}"
        cells = [Styled(number) for number in (*numbers, percent(tally.coverage))]
        cells[2].stylize(tally.look.terminal)
        table.add_row(visible(row.rule.id), Styled(visible(say(row.rule.title))), say(SEVERITY_TITLES[row.rule.severity]), *cells)
    return table


def _matrix(report: Report, columns: int) -> list[Table]:
    """Rules × areas, in as many tables below one another as the width asks for."""
    areas = [*report.areas, AreaRow(words.TOTAL, tuple(row.tally for row in report.charted))]
    names = [visible(report.say(area.name)) for area in areas]
    columns_of = [[*area.tallies, area.total] for area in areas]
    labels = [*(visible(row.rule.id) for row in report.charted), report.say(words.TOTAL)]
    widths = [2 + max(width(name), *(width(t.short) for t in column)) for name, column in zip(names, columns_of, strict=True)]
    tables = []
    for part in _parts(widths, columns - max(map(width, labels)) - 2):
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
        page.table(_listing(report, report.listing(row.rule.id, group, MOST_PER_RULE), group))
        if row.sizes[group] > MOST_PER_RULE:
            page.line(report.say(words.REST.format(count=row.sizes[group] - MOST_PER_RULE)), "dim")


def _sign(group: Group) -> str:
    return LOOKS[group].sign


def _counted(report: Report, row: RuleRow, group: Group) -> str:
    severity = report.say(SEVERITY_TITLES[row.rule.severity])
    return f"{row.sizes[group]}/{row.tally.examined} · {severity} · {report.say(row.rule.source)}"


def _listing(report: Report, listed: Iterable[Listed], group: Group) -> Table:
    say = report.say
    table = plain_table(say(words.NAME), say(words.SITUATION), say(words.SETTLES if group == "unknown" else words.SOURCES))
    for column, ratio in zip(table.columns, (3, 5, 4), strict=True):
        column.ratio = ratio
    table.expand = True
    for finding, _ in listed:
        name = Styled(visible(finding.name))
        if finding.place:
            name.append(f"\n{visible(finding.place)}", style="dim")
        situation = Styled(visible(say(finding.sentence)))
        situation.append(f"\n{say(words.NEED)} {visible(say(finding.need))} · {say(words.HAVE)} {visible(say(finding.have))}", style="dim")
        if finding.waiver is not None:
            waiver = finding.waiver
            situation.append(visible(f"\n{waiver.reason} ({waiver.author}, {say(words.UNTIL)} {waiver.until})"), style="cyan")
        cells = (finding.settles or finding.sources) if group == "unknown" else finding.sources
        table.add_row(name, situation, Styled(sources(cells, report.language)))
    return table
