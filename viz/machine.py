"""The report for programs: JSON and CSV. Both hold every finding; nothing is capped."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from ..graph.network import Cell
from ..queries.findings import VERDICT_TITLES, Finding
from . import words
from .report import AreaRow, Report, Tally
from .style import SEVERITY_TITLES
from .tables import neutral, source

BATCH = 1_000


def render_json(report: Report) -> Iterator[str]:
    """The report as JSON (docs/command-line.md), in pieces, so that a million findings take no memory."""
    head = {
        "as_of": report.as_of.isoformat(),
        "profile": report.profile,
        "ledgers": [{"file": t.file, "sheet": t.sheet, "ledger": t.ledger} for t in report.ledgers],
        "coverage": report.total.coverage,
        "rules": [
            {
                "id": row.rule.id,
                "pack": row.rule.pack,
                "title": report.say(row.rule.title),
                "source": report.say(row.rule.source),
                "kinds": list(row.rule.kinds),
                "severity": row.rule.severity,
                "evidence": row.evidence,
                **_tally(row.tally),
                "not_applicable": row.tally.not_applicable,
            }
            for row in report.rules
        ],
        "level": report.level.key if report.level else None,
        "areas": [_area(report, area) for area in report.areas],
        "communities": [_area(report, area) for area in report.communities],
    }
    yield _dump(head)[:-2] + ',\n  "findings": ['
    separator = "\n"
    for row in report.rules:
        for finding, _ in report.listing(row.rule.id):
            yield separator + "    " + json.dumps(_finding(report, finding), ensure_ascii=False)
            separator = ",\n"
    yield "\n  ]\n}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _tally(tally: Tally) -> dict[str, Any]:
    counts = {"examined": tally.examined, "met": tally.met, "unmet": tally.unmet, "unknown": tally.unknown}
    return {**counts, "waived": tally.waived, "coverage": tally.coverage}


def _area(report: Report, area: AreaRow) -> dict[str, Any]:
    counted = zip(report.charted, area.tallies, strict=True)
    return {
        "name": report.say(area.name),
        "coverage": area.total.coverage,
        "rules": {row.rule.id: _tally(tally) for row, tally in counted if tally.examined},
    }


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "kind": finding.kind,
        "node": finding.node,
        "name": finding.name,
        "place": finding.place,
        "verdict": finding.verdict.key,
        "need": report.say(finding.need),
        "have": report.say(finding.have),
        "sentence": report.say(finding.sentence),
        "sources": [cell_of(cell) for cell in finding.sources],
        "settles": [cell_of(cell) for cell in finding.settles],
        "waived": {"reason": waiver.reason, "author": waiver.author, "until": waiver.until.isoformat()} if waiver else None,
    }


def cell_of(cell: Cell) -> dict[str, Any]:
    """A cell as JSON; the column only where there is one."""
    place = {"file": cell.file, "sheet": cell.sheet, "row": cell.row}
    return {**place, "column": cell.column} if cell.column else place


CSV_COLUMNS = (
    words.RULE,
    words.MEANING,
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
    words.SETTLES,
    words.REASON,
    words.AUTHOR,
    words.UNTIL,
)


def render_csv(report: Report) -> Iterator[str]:
    """All findings as CSV. It begins with the byte order mark, by which Excel knows UTF-8; no cell is run as a formula."""
    yield "\ufeff" + csv_rows([[report.say(title) for title in CSV_COLUMNS]])
    batch: list[list[str]] = []
    for row in report.rules:
        for finding, _ in report.listing(row.rule.id):
            batch.append([report.say(row.rule.title), *finding_cells(report, finding)])
            batch[-1].insert(0, finding.rule)
            if len(batch) == BATCH:
                yield csv_rows(batch)
                batch.clear()
    yield csv_rows(batch)


def finding_cells(report: Report, finding: Finding) -> list[str]:
    """A finding as cells, in the order of `CSV_COLUMNS` from severity on."""
    say, waiver = report.say, finding.waiver
    state = say(words.WAIVED) if waiver else say(VERDICT_TITLES[finding.verdict])
    return [
        say(SEVERITY_TITLES[finding.severity]),
        state,
        finding.kind,
        finding.node,
        finding.name,
        finding.place,
        say(finding.sentence),
        say(finding.need),
        say(finding.have),
        "; ".join(source(cell, report.language) for cell in finding.sources),
        "; ".join(source(cell, report.language) for cell in finding.settles),
        *((waiver.reason, waiver.author, waiver.until.isoformat()) if waiver else ("", "", "")),
    ]


def csv_rows(rows: list[list[str]]) -> str:
    """Rows as CSV with the line ends that Excel writes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[neutral(cell) for cell in row] for row in rows])
    return text.getvalue()
