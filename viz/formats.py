"""Every format of the gap report by its name: bytes in pieces, ready to be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .report import Report
from .terminal import PIPE_WIDTH

FORMATS = ("text", "json", "csv", "xlsx", "md", "html")


def render(report: Report, format: str, columns: int = PIPE_WIDTH, colour: bool = False) -> Iterator[bytes]:
    """The report in a format. `columns` and `colour` concern text only. Raises KeyError for an unknown format."""
    if format == "xlsx":
        # Only a workbook needs openpyxl, which takes a while to import; likewise below.
        from .workbook import render_workbook

        return iter([render_workbook(report)])
    return encoded(_texts(report, format, columns, colour))


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts as UTF-8. A lone surrogate, from a file name that is no text, must not stop a report."""
    return (text.encode("utf-8", "replace") for text in texts)


def _texts(report: Report, format: str, columns: int, colour: bool) -> Iterable[str]:
    if format == "text":
        from .terminal import render_text

        return [render_text(report, columns, colour)]
    if format in ("json", "csv"):
        from .machine import render_csv, render_json

        return render_json(report) if format == "json" else render_csv(report)
    if format == "md":
        from .markdown import render_markdown

        return render_markdown(report)
    if format == "html":
        from .page import render_page

        return [render_page(report)]
    raise KeyError(format)
