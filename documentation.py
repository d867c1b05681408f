"""Writes the generated parts of docs/: tables of ledgers, problems, commands and rules, from the declarations themselves.

A page holds prose by hand, and between ``<!-- generated:NAME -->`` and ``<!-- end -->`` what this module makes. A test
compares; ``make docs`` writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from .graph.schema import SCHEMA, Attribute, Value
from .loaders.declaration import Column, End, Id, Ledger, Link, Name, On, Relates, Where
from .loaders.ledgers import DENIED, LEDGERS
from .loaders.problems import PROBLEM_KINDS
from .loaders.templates import choices, note

DOCS = Path(__file__).resolve().parent / "docs"
BLOCK = re.compile(r"(<!-- generated:(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def row(*cells: str) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    return "\n".join([row(*head), row(*("---" for _ in head)), *(row(*cells) for cells in rows)]) + "\n"


def gives(ledger: Ledger, column: Column) -> str:
    """What a column gives, in one phrase."""
    match column.role:
        case Name():
            return "name"
        case Id():
            return "id"
        case Where(part):
            return f"place ({part})"
        case Link(edge, kinds, far):
            ends = " or ".join(kinds)
            return f"{ends} → {edge}" if far == "source" else f"{edge} → {ends}"
        case On(link, attribute):
            return f"{attribute} of {link.replace(',', ', ')}"
        case End(side, kinds, by):
            return f"{side}: {' or '.join(kinds)} by {by}"
        case Relates(attribute):
            return f"{attribute} of the edge"
        case _:
            attribute_given = ledger.attribute(column)
            return f"{attribute_given.name} ({attribute_given.value.value})" if attribute_given else column.key


def ledgers() -> str:
    """All ledger types with their columns and headers."""
    parts = []
    for ledger in LEDGERS:
        what = f"one {ledger.kind} a row" if ledger.kind else f"one {ledger.edge} a row"
        parts.append(f"### {ledger.title.zh} ({ledger.title.en})\n\nMakes {what}. Told by: {'、'.join(ledger.hints)}.\n")
        parts.append(
            table(
                ("header", "English", "gives", "to fill in", "also written"),
                [
                    (
                        column.title.zh,
                        column.title.en,
                        gives(ledger, column),
                        note(ledger, column).en + (f": {'、'.join(choices(ledger, column))}" if choices(ledger, column) else ""),
                        "、".join(sorted({*column.aliases, *column.generic})[:12]),
                    )
                    for column in ledger.columns
                ],
            )
        )
    return "\n".join(parts)


def denied() -> str:
    """The words that keep a column out of the network."""
    return "、".join(sorted(DENIED)) + "\n"


def problems() -> str:
    """All problem codes."""
    rows = [(f"`{kind.code}`", kind.severity, kind.message.zh, kind.message.en, kind.hint.zh) for kind in PROBLEM_KINDS]
    return table(("code", "severity", "message", "in English", "next step"), rows)


def schema() -> str:
    """All node and edge kinds."""

    def attributes(found: tuple[Attribute, ...]) -> str:
        return ", ".join(f"{a.name} {a.title.zh} ({a.value.value})" for a in found)

    nodes = [(kind.name, kind.title.zh, attributes(kind.attributes)) for kind in SCHEMA.nodes.values()]
    edges = [
        (
            kind.name,
            kind.title.zh,
            "; ".join(f"{'|'.join(s)} → {'|'.join(t)}" for s, t in kind.ends),
            attributes(tuple(a for a in kind.attributes if a.value in Value)),
        )
        for kind in SCHEMA.edges.values()
    ]
    return table(("node kind", "中文", "attributes"), nodes) + "\n" + table(("edge kind", "中文", "from → to", "attributes"), edges)


PARTS: dict[str, Callable[[], str]] = {"ledgers": ledgers, "denied": denied, "problems": problems, "schema": schema}


def rewritten(text: str) -> str:
    """A page with its generated parts made anew."""
    return BLOCK.sub(lambda match: f"{match[1]}\n{PARTS[match[2]]()}\n{match[3]}", text)


def main() -> None:
    """Writes every page of docs/ whose generated parts have changed."""
    for page in sorted(DOCS.glob("*.md")):
        before = page.read_text(encoding="utf-8")
        after = rewritten(before)
        if after != before:
            page.write_text(after, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
