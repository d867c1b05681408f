"""The report as one HTML page for reading and printing: no script, no outside address, everything escaped."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from . import words
from .report import GROUPS, Report
from .style import FONTS, LOOKS, SEVERITY_TITLES
from .tables import percent, sources, visible

AREAS_A_TABLE = 12
MOST_PER_RULE = 500
MOST_IN_ALL = 5_000


def template_text(name: str) -> str:
    """A template or style sheet of this package."""
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


def environment() -> Environment:
    """Templates that escape every value, and fail where one is missing."""
    made = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(template_text), trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(visible=visible, percent=percent, sources=sources)
    return made


def style_sheet() -> str:
    """The style of the page, with the colours of the looks."""
    colours = "\n".join(f".{name} {{ color: #{look.ink}; background: #{look.paper}; }}" for name, look in LOOKS.items())
    return template_text("report.css").replace("FONTS", FONTS) + colours + "\n"


def policy(style: str) -> str:
    """A content policy that allows this style sheet and nothing else at all."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def render_page(report: Report) -> str:
    """The report as an HTML text."""
    style = style_sheet()
    areas = list(report.areas)
    parts = [areas[i : i + AREAS_A_TABLE] for i in range(0, len(areas), AREAS_A_TABLE)]
    listed = {group: [row for row in report.rules if row.sizes[group]] for group in GROUPS}
    shown = sum(min(row.sizes[group], MOST_PER_RULE) for group in GROUPS for row in listed[group])
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            say=report.say,
            words=words,
            severities=SEVERITY_TITLES,
            looks=LOOKS,
            groups=GROUPS,
            titles={"gap": words.GAP_LIST, "unknown": words.UNKNOWN_LIST, "waived": words.WAIVED_LIST},
            listed=listed,
            parts=parts,
            # A browser takes some thousands of rows; the workbook has them all.
            most=MOST_PER_RULE if shown <= MOST_IN_ALL else max(1, MOST_IN_ALL // max(1, sum(map(len, listed.values())))),
            style=Markup(style),  # our own file, not a value
            policy=policy(style),
        )
    )
