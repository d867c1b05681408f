"""The report as Markdown, for notes and e-mails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..graph.text import Text
from . import words
from .report import GROUPS, AreaRow, Group, Report, RuleRow
from .style import SEVERITY_TITLES
from .tables import percent, sources, visible

AREAS_A_TABLE = 10
MARKUP = re.compile(r"([\\`*_{}\[\]#|~!])")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
LIST_TITLES: dict[Group, Text] = {"gap": words.GAP_LIST, "unknown": words.UNKNOWN_LIST, "waived": words.WAIVED_LIST}


def escaped(text: str) -> str:
    """`text` as Markdown that shows just that text: no markup, no line break, no address that a viewer would link."""
    return MARKUP.sub(r"\\\1", visible(text).translate(ENTITIES)).replace("://", ":&sol;&sol;")


def render_markdown(report: Report) -> Iterator[str]:
    """The report in pieces, each ending with a line break."""
    say = report.say
    yield f"# {say(words.TITLE)}\n\n"
    yield from (f"- {escaped(label)}: {escaped(value)}\n" for label, value in report.facts())
    if cautions := report.cautions():
        yield f"\n## {say(words.CAUTIONS)}\n\n"
        yield from (f"- {escaped(caution)}\n" for caution in cautions)
    if report.tabled:
        yield from _by_rule(report)
    if report.charted and report.level:
        yield from _by_area(report)
    for group in GROUPS:
        yield from _listings(report, group)
    if report.charted and not report.total.open:
        yield f"\n{say(words.NOTHING)}\n"


def _by_rule(report: Report) -> Iterator[str]:
    say = report.say
    yield f"\n## {say(words.BY_RULE)}\n\n"
    titles = (words.RULE, words.MEANING, words.SEVERITY, words.EXAMINED, words.MET, words.GAPS, words.WAIVED, words.UNKNOWN, words.COVERAGE)
    rows = []
    for row in report.tabled:
        tally = row.tally
        counts = ["*" if n is None else str(n) for n in (tally.examined, tally.met, tally.open, tally.waived, tally.unknown)]
        counts[2] = f"{tally.look.sign} {counts[2]}"
        rows.append([row.rule.id, say(row.rule.title), say(SEVERITY_TITLES[row.rule.severity]), *counts, percent(tally.coverage)])
    yield from _table([say(title) for title in titles], rows)


def _by_area(report: Report) -> Iterator[str]:
    say, level = report.say, report.level
    yield f"\n## {say(words.BY_AREA.format(level=level.title if level else ''))}\n"
    areas = [*report.areas, AreaRow(words.TOTAL, tuple(row.tally for row in report.charted))]
    for first in range(0, len(areas), AREAS_A_TABLE):
        part = areas[first : first + AREAS_A_TABLE]
        rows = [[row.rule.id, *(area.tallies[i].short for area in part)] for i, row in enumerate(report.charted)]
        yield "\n"
        yield from _table(
            [say(words.RULE), *(say(area.name) for area in part)], [*rows, [say(words.TOTAL), *(a.total.short for a in part)]]
        )
    yield f"\n{escaped(say(words.LEGEND))}\n"


def _listings(report: Report, group: Group) -> Iterator[str]:
    rows = [row for row in report.rules if row.sizes[group]]
    if rows:
        yield f"\n## {report.say(LIST_TITLES[group])}\n"
    for row in rows:
        yield from _listing(report, row, group)


def _listing(report: Report, row: RuleRow, group: Group) -> Iterator[str]:
    say = report.say
    yield f"\n### {escaped(row.rule.id)} {escaped(say(row.rule.title))} ({row.sizes[group]}/{row.tally.examined})\n\n"
    titles = [words.NAME, words.PLACE, words.SITUATION, words.NEED, words.HAVE, words.SETTLES if group == "unknown" else words.SOURCES]
    titles += [words.REASON, words.AUTHOR, words.UNTIL] if group == "waived" else []

    def cells() -> Iterator[list[str]]:
        for finding, _ in report.listing(row.rule.id, group):
            cited = (finding.settles or finding.sources) if group == "unknown" else finding.sources
            decision = finding.waiver
            yield [
                finding.name,
                finding.place,
                say(finding.sentence),
                say(finding.need),
                say(finding.have),
                sources(cited, report.language),
                *((decision.reason, decision.author, decision.until.isoformat()) if decision else ()),
            ]

    yield from _table([say(title) for title in titles], cells())


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(map(escaped, headers)) + " |\n"
    yield "|" + " --- |" * len(headers) + "\n"
    for row in rows:
        yield "| " + " | ".join(map(escaped, row)) + " |\n"
