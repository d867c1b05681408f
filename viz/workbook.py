"""The report as a workbook: first page, all gaps, a sheet per street, what is unknown, what is waived, coverage by community."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..graph.schema import SCHEMA
from ..graph.text import Text
from . import words
from .machine import finding_cells
from .report import AreaRow, Group, Listed, Report, RuleRow, Tally
from .sheets import MOST_ROWS, Book, Mark, Row, Value
from .style import SEVERITY_TITLES
from .tables import percent

MOST_AREA_SHEETS = 30
MOST_AREA_ROWS = 5_000

COLUMNS = (
    words.SEVERITY,
    words.STATE,
    words.KIND,
    words.NODE,
    words.NAME,
    words.PLACE,
    words.SITUATION,
    words.NEED,
    words.HAVE,
    words.SOURCES,
)
EXTRA: dict[Group, tuple[Text, ...]] = {
    "gap": (),
    "unknown": (words.SETTLES,),
    "waived": (words.SETTLES, words.REASON, words.AUTHOR, words.UNTIL),
}


def render_workbook(report: Report) -> bytes:
    """The report as the bytes of an .xlsx file."""
    book = Book()
    _front(book, report)
    _group(book, report, "gap", words.GAP_LIST)
    _areas(book, report)
    _group(book, report, "unknown", words.UNKNOWN_LIST)
    _group(book, report, "waived", words.WAIVED_LIST)
    _communities(book, report)
    return book.bytes()


def _front(book: Book, report: Report) -> None:
    say = report.say
    totals = (words.EXAMINED, words.MET, words.GAPS, words.WAIVED, words.UNKNOWN, words.COVERAGE)
    headers = [say(t) for t in (words.RULE, words.MEANING, words.SEVERITY, *totals)] + [say(a.name) for a in report.areas]
    rows = [_rule_row(report, row) for row in report.tabled]
    if rows:
        sum_ = report.total
        rows.append([say(words.TOTAL), "", "", *_numbers(sum_), *(_mark(a.total) for a in report.areas)])
    notes = [*report.cautions(), say(words.LEGEND)]
    book.front(say(words.OVERVIEW), say(words.TITLE), report.facts(), notes, headers, rows)


def _rule_row(report: Report, row: RuleRow) -> list[Value]:
    i = report.charted.index(row) if row in report.charted else None
    title = [row.rule.id, report.say(row.rule.title), report.say(SEVERITY_TITLES[row.rule.severity])]
    return [*title, *_numbers(row.tally), *(_mark(a.tallies[i]) if i is not None else "" for a in report.areas)]


def _mark(tally: Tally) -> Mark:
    return Mark(tally.short, tally.look)


def _numbers(tally: Tally) -> list[Value]:
    gaps = Mark(f"{tally.look.sign} {'*' if tally.open is None else tally.open}", tally.look)
    counts = ["*" if n is None else n for n in (tally.examined, tally.met)]
    return [*counts, gaps, tally.waived, "*" if tally.unknown is None else tally.unknown, percent(tally.coverage)]


def _group(book: Book, report: Report, group: Group, title: Text) -> None:
    size = sum(row.sizes[group] for row in report.rules)
    if not size:
        return
    rest = report.say(words.REST_ELSEWHERE.format(count=size - MOST_ROWS)) if size > MOST_ROWS else ""
    book.sheet(report.say(title), _headers(report, group), _rows(report, group), rest)


def _headers(report: Report, group: Group) -> list[str]:
    area = report.level.title if report.level else words.AREA
    return [report.say(t) for t in (area, words.RULE, words.MEANING, *COLUMNS, *EXTRA[group])]


def _rows(report: Report, group: Group) -> Iterator[Row]:
    for row in report.rules:
        for listed in report.listing(row.rule.id, group):
            yield _row(report, row, listed, group)


def _row(report: Report, row: RuleRow, listed: Listed, group: Group) -> Row:
    area = report.say(report.areas[listed.area].name) if listed.area >= 0 else ""
    cells = finding_cells(report, listed.finding)
    cells[2] = report.say(SCHEMA.nodes[listed.finding.kind].title)
    return [area, row.rule.id, report.say(row.rule.title), *cells[: len(COLUMNS) + len(EXTRA[group])]]


def _areas(book: Book, report: Report) -> None:
    """A sheet per area that has gaps, for whoever answers for it."""
    gapped = [i for i, area in enumerate(report.areas) if area.total.open]
    if not 1 < len(gapped) <= MOST_AREA_SHEETS:
        return
    by_area: dict[int, list[Row]] = defaultdict(list)
    dropped: dict[int, int] = defaultdict(int)
    for row in report.rules:
        for listed in report.listing(row.rule.id, "gap"):
            if len(by_area[listed.area]) < MOST_AREA_ROWS:
                by_area[listed.area].append(_row(report, row, listed, "gap"))
            else:
                dropped[listed.area] += 1
    for i in gapped:
        if by_area[i]:
            rest = report.say(words.REST_ELSEWHERE.format(count=dropped[i])) if dropped[i] else ""
            book.sheet(report.say(report.areas[i].name), _headers(report, "gap"), by_area[i], rest)


def _communities(book: Book, report: Report) -> None:
    if not report.communities:
        return
    headers = [report.say(t) for t in (words.COMMUNITY, words.COVERAGE, words.GAPS, words.UNKNOWN)] + [r.rule.id for r in report.charted]
    book.sheet(report.say(words.BY_COMMUNITY), headers, (_community(report, area) for area in report.communities))


def _community(report: Report, area: AreaRow) -> Row:
    sum_ = area.total
    marks = [_mark(tally) for tally in area.tallies]
    return [report.say(area.name), percent(sum_.coverage), Mark(str(sum_.open), sum_.look), sum_.unknown, *marks]
