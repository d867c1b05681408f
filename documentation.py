"""Writes the generated parts of the documentation from the declarations themselves, and the pictures of a report.

A page holds prose by hand, and between ``<!-- generated:NAME -->`` and ``<!-- end -->`` what this module makes. A fence whose
first line names a file (```` ```toml own.toml ````) is that file; tests write such files and run the ``sh`` fences after them. A test
compares the pages with what would be written; ``make docs`` writes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import click
from click.testing import CliRunner
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.text import Text as Styled

from . import gaps, load
from .cli import cli
from .command import Command, Option
from .graph.schema import SCHEMA, Attribute
from .graph.text import LANGUAGE_VARIABLES, Language
from .loaders.declaration import Column, End, Id, Ledger, Link, Name, On, Relates, Where
from .loaders.demo import write_demo
from .loaders.ledgers import DENIED, LEDGERS
from .loaders.problems import PROBLEM_KINDS
from .loaders.templates import NO, YES, choices, described, note
from .queries import grammar as grammar_module
from .queries import rules as rules_module
from .queries.expressions import Constant, Day, Months, Number, Word, Words
from .queries.findings import SEVERITY_OF, Findings
from .queries.rules import load_pack, shipped_packs, used_settings
from .queries.settings import COMMON_SETTINGS
from .queries.wording import Wording
from .viz.report import build_report
from .viz.style import LOOKS
from .viz.terminal import render_text

ROOT = Path(__file__).resolve().parent
DOCS = ROOT / "docs"
IMAGES = DOCS / "images"
BLOCK = re.compile(r"(<!-- generated:(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FENCE = re.compile(r"^```(\w+)(?: ([^\n`]+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)

MOST_ALIASES = 12
PICTURE_COLUMNS, PICTURE_LINES = 120, 46
EXCERPT_COLUMNS, EXCERPT_LINES = 100, 12
CELL_WIDTH, CELL_HEIGHT, MARGIN = 8, 20, 16  # pixels
FONT = "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', Consolas, Menlo, 'Microsoft YaHei', 'PingFang SC', monospace"
INK, GREY = "#1F2937", "#6B7280"


def row(*cells: str) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    return "\n".join([row(*head), row(*("---" for _ in head)), *(row(*cells) for cells in rows)]) + "\n"


# Ledgers, problems, the schema


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
            attribute_given = described(ledger, column)
            return f"{attribute_given.name} ({attribute_given.value.value})" if attribute_given else column.key


def ledgers() -> str:
    """All ledger types with their columns and headers."""
    parts = []
    for ledger in LEDGERS:
        what = f"one {ledger.kind} a row" if ledger.kind else f"one {ledger.edge} a row"
        parts.append(f"### {ledger.title.zh} ({ledger.title.en})\n\nMakes {what}. Told by: {'、'.join(ledger.hints)}.\n")
        rows = []
        for column in ledger.columns:
            usual = choices(ledger, column)
            how = note(ledger, column).en + (f": {'、'.join(usual)}" if usual and usual != (YES, NO) else "")
            others = list(dict.fromkeys((*column.aliases, *column.generic)))
            other = "、".join(others[:MOST_ALIASES]) + (" …" if len(others) > MOST_ALIASES else "")
            rows.append((column.title.zh, column.title.en, gives(ledger, column), how, other))
        parts.append(table(("header", "English", "gives", "to fill in", "also written"), rows))
    return "\n".join(parts)


def ledger_list() -> str:
    """All ledger types, one line each."""
    rows = []
    for ledger in LEDGERS:
        kind = SCHEMA.nodes[ledger.kind].title if ledger.kind else SCHEMA.edges[ledger.edge or ""].title
        rows.append((ledger.title.zh, ledger.title.en, f"{ledger.kind or ledger.edge} ({kind.zh})", "、".join(ledger.hints[:4])))
    return table(("ledger", "English", "a row makes", "told by words such as"), rows)


def denied() -> str:
    """The words that keep a column out of the network."""
    return "、".join(sorted(DENIED)) + "\n"


def problems() -> str:
    """All problem codes."""
    rows = []
    for kind in PROBLEM_KINDS:
        message, hint = (f"{text.zh}<br>{text.en}" for text in (kind.message, kind.hint))
        rows.append((f"`{kind.code}`", kind.severity, message, hint))
    return table(("code", "severity", "message", "next step"), rows)


def schema() -> str:
    """All node and edge kinds."""

    def attributes(found: tuple[Attribute, ...]) -> str:
        return ", ".join(f"{a.name} {a.title.zh} ({a.value.value})" for a in found)

    nodes = [(kind.name, kind.title.zh, attributes(kind.attributes)) for kind in SCHEMA.nodes.values()]
    edges = []
    for edge in SCHEMA.edges.values():
        ends = "; ".join(f"{'|'.join(s)} → {'|'.join(t)}" for s, t in edge.ends)
        edges.append((edge.name, edge.title.zh, ends, attributes(edge.attributes)))
    return table(("node kind", "中文", "attributes"), nodes) + "\n" + table(("edge kind", "中文", "from → to", "attributes"), edges)


# Rules


def grammar() -> str:
    """The grammar of conditions, as the parser's own module states it."""
    return _indented(grammar_module.__doc__ or "")


def pack_format() -> str:
    """The form of a pack, as the module that reads it states it."""
    return _indented(rules_module.__doc__ or "").replace("```\n", "```toml\n", 1)


def _indented(text: str) -> str:
    """The indented part of a docstring as a fence."""
    lines = [line[4:] for line in text.splitlines() if line.startswith("    ") or not line]
    return "```\n" + re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n```\n"


def rules() -> str:
    """All shipped rules."""
    rows = []
    for pack in map(load_pack, shipped_packs()):
        for rule in pack.rules:
            asks = Wording(pack.settings).sentence(rule)
            settings = ", ".join(f"`{name}`" for name in used_settings(rule))
            says = f"{rule.title.zh}<br>{rule.title.en}"
            source = f"{rule.source.zh}<br>{rule.source.en}"
            rows.append((f"`{rule.id}`", pack.name, says, f"{asks.zh}<br>{asks.en}", source, f"{rule.severity} ({rule.force})", settings))
    return table(("rule", "pack", "title", "asks", "source", "severity (force)", "settings"), rows)


def settings() -> str:
    """All settings with what the packs say."""
    rows = [(f"`{name}`", "every pack", _constant(value)) for name, value in COMMON_SETTINGS.items()]
    for pack in map(load_pack, shipped_packs()):
        rows += [(f"`{name}`", pack.name, _constant(value)) for name, value in pack.settings.items() if name not in COMMON_SETTINGS]
    return table(("setting", "pack", "default"), rows)


def _constant(value: Constant) -> str:
    match value:
        case Words(values):
            return "[" + ", ".join(f'"{word}"' for word in values) + "]"
        case Number(number):
            return f"{number:g}"
        case Months(number):
            return f'"{number}m"'
        case Word(text):
            return f'"{text}"'
        case Day(number):
            return str(number)
    raise TypeError(value)


def forces() -> str:
    """Which severity a clause gives by its force."""
    return table(("force", "severity"), [(f"`{force}`", severity) for force, severity in SEVERITY_OF.items()])


# Commands


def commands(group: click.Group = cli, path: tuple[str, ...] = ("xinlian",)) -> Iterator[tuple[str, Command]]:
    """Every command with its whole name; groups are named by their commands."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif isinstance(command, Command):
            yield " ".join((*path, name)), command


def command_line() -> str:
    """Every command with its options."""
    head = ("option", "meaning", "default")
    parts = [table(("command", "does", "中文"), [(f"`{n}`", c.text.en, c.text.zh) for n, c in commands()])]
    for name, command in commands():
        context = click.Context(command, info_name=name)
        arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
        usage = " ".join([name, "[OPTIONS]", *arguments])
        rows = [_option(option, context) for option in command.get_params(context) if isinstance(option, Option)]
        parts.append(f"### {name}\n\n`{usage}`\n\n{command.text.en}.\n\n{table(head, rows)}")
    return "\n".join(parts)


def _option(option: Option, context: click.Context) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in option.opts)
    match option.type:
        case click.Choice(choices=allowed):
            value = " " + ", ".join(f"`{choice}`" for choice in allowed)
        case click.IntRange():
            value = " N"
        case _:
            value = f" {option.metavar}"
    default = option.get_default(context) if option.show_default else ""
    shown = ", ".join(default) if isinstance(default, tuple) else str(default)
    return names + value, option.text.en, f"`{shown}`" if shown else ""


def environment() -> str:
    """The variables that choose the language, in their order."""
    return ", ".join(f"`{name}`" for name in LANGUAGE_VARIABLES) + "\n"


# What the program really prints


class Fence(NamedTuple):
    """A fence of a page: its language, the file that it is, "" for none, and its text."""

    language: str
    file: str
    text: str


def fences(page: Path) -> list[Fence]:
    """The fences of a page, in order."""
    return [Fence(language, file or "", text) for language, file, text in FENCE.findall(page.read_text("utf-8"))]


def write_files(page: Path, folder: Path) -> None:
    """Writes the files that a page shows into `folder`."""
    for fence in fences(page):
        if fence.file:
            path = folder / fence.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, "utf-8")


def printed(*arguments: str, language: Language = "en") -> str:
    """What a command prints."""
    result = CliRunner(env={"XINLIAN_LANG": language}).invoke(cli, list(arguments))
    if result.exit_code:
        raise RuntimeError(f"{arguments}: {result.output}")
    return result.stdout


def own_rules(*arguments: str, language: Language = "en") -> str:
    """What a command prints for the example of docs/rules.md, as a fence; in the arguments, "own" stands for its folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(DOCS / "rules.md", folder)
        given = [str(folder / a) if a in ("own", "own.toml") else a for a in arguments]
        text = printed(*given, language=language).replace(f"{folder}/", "")
    return f"```{'json' if 'json' in arguments else 'text'}\n{text}```\n"


@cache
def findings() -> Findings:
    """What the shipped rules find in the demo district."""
    with tempfile.TemporaryDirectory() as name:
        write_demo(Path(name))
        return gaps(load(name))


def report(language: Language, columns: int) -> Styled:
    """`xinlian gaps` on the demo district as a terminal shows it, with its colours."""
    return Styled.from_ansi(render_text(build_report(findings(), "internal", language), columns, colour=True))


def picture(language: Language) -> str:
    """The first lines of that report as an SVG image; it fetches nothing, and needs no font to keep its columns."""
    lines = report(language, PICTURE_COLUMNS).split("\n")[:PICTURE_LINES]
    width, height = PICTURE_COLUMNS * CELL_WIDTH + 2 * MARGIN, len(lines) * CELL_HEIGHT + 2 * MARGIN
    texts = [text for number, line in enumerate(lines) for text in _drawn(line, MARGIN + (number + 0.75) * CELL_HEIGHT)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">'
    paper = f'<rect width="{width}" height="{height}" fill="#FFFFFF" stroke="#D5DBE3"/>'
    return "\n".join([head, paper, f'<g font-family="{FONT}" font-size="14" xml:space="preserve">', *texts, "</g>", "</svg>"]) + "\n"


def _drawn(line: Styled, y: float) -> Iterator[str]:
    """The words of a line, each in its own columns: Chinese characters take two, whatever the font makes of them."""
    inks = {Color.parse(look.terminal).number: f"#{look.ink}" for look in LOOKS.values() if look.terminal != "dim"}
    column = 0
    for segment in line.render(Console(color_system="standard", force_terminal=True)):
        style = segment.style or Style()
        fill = inks.get(style.color.number, INK) if style.color else GREY if style.dim else INK
        weight = ' font-weight="bold"' if style.bold else ""
        for run in re.findall(r"\s+|[!-\u024f]+|[^\s!-\u024f]", segment.text):
            room = cell_len(run) * CELL_WIDTH
            if not run.isspace():
                fit = f'textLength="{room}" lengthAdjust="spacingAndGlyphs"'
                yield f'<text x="{MARGIN + column * CELL_WIDTH}" y="{y:g}" fill="{fill}"{weight} {fit}>{escape(run)}</text>'
            column += cell_len(run)


def excerpt(language: Language) -> str:
    """Some of its lines as text: the totals and the first gaps."""
    lines = report(language, EXCERPT_COLUMNS).plain.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("✗ "))
    return "```text\n" + "\n".join(line.rstrip() for line in lines[first : first + EXCERPT_LINES]) + "\n```\n"


PARTS: dict[str, Callable[[], str]] = {
    "ledgers": ledgers,
    "ledger_list": ledger_list,
    "denied": denied,
    "problems": problems,
    "schema": schema,
    "grammar": grammar,
    "pack_format": pack_format,
    "rules": rules,
    "settings": settings,
    "forces": forces,
    "command_line": command_line,
    "environment": environment,
    "excerpt_zh": lambda: excerpt("zh"),
    "excerpt_en": lambda: excerpt("en"),
    "own_rules": lambda: own_rules("gaps", "own", "--pack", "own.toml", "--as-of", "2024-06-30"),
    "gaps_json": lambda: own_rules("gaps", "own", "--pack", "own.toml", "--as-of", "2024-06-30", "--format", "json"),
    "check_json": lambda: own_rules("check", "own", "--format", "json"),
}


def pages() -> list[Path]:
    """The pages that may hold generated parts."""
    return [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "examples" / "README.md"]


def rewritten(text: str) -> str:
    """A page with its generated parts made anew."""
    return BLOCK.sub(lambda match: f"{match[1]}\n{PARTS[match[2]]()}\n{match[3]}", text)


def pictures() -> dict[Path, str]:
    """Every picture, by its file."""
    languages: tuple[Language, ...] = ("zh", "en")
    return {IMAGES / f"gaps.{language}.svg": picture(language) for language in languages}


def main() -> None:
    """Writes every page and picture that has changed."""
    contents = {page: rewritten(page.read_text("utf-8")) for page in pages()} | pictures()
    for path, content in contents.items():
        if not path.exists() or path.read_text("utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
