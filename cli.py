"""The command line: each command parses, calls one library function, prints, and sets the exit code.

0 done; 1 where `gaps` found something at or above --fail-on; 2 usage, or nothing could be read. Never a traceback.
Everything but Click is imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from .command import VERSION as VERSION_HELP
from .command import Command, GivenPath, Group, Option, language_of, say, write_to_stdout
from .graph.text import Text

if TYPE_CHECKING:
    from .config import Config
    from .graph.network import Network
    from .graph.profiles import Profile
    from .loaders.load import Loaded
    from .queries.findings import Findings
    from .viz.report import Report

Function = TypeVar("Function", bound=Callable[..., Any])

FORMATS = ("text", "json", "csv", "xlsx", "md", "html")
PROFILES = ("public", "internal", "work")
MOST_SHOWN = 10

NOTHING_READ = Text("没有读到任何台账", "no ledger could be read")
LEDGER_ERRORS = Text("台账中有 {count} 处错误，可用 xinlian check 查看", "the ledgers have {count} errors: see xinlian check")
READING = Text("正在读取台账…", "reading ledgers…")
JUDGING = Text("正在检查规则…", "applying rules…")
WRITING = Text("正在写出…", "writing…")
WRITTEN = Text("已写出 {path}", "wrote {path}")
NEEDS_FILE = Text("{format} 不能显示在终端上，请加 -o 文件名", "{format} cannot be shown on a terminal; add -o FILE")
NEEDS_NODE = Text("请写出台账路径和要查的编号或名称", "give the ledgers and a node's id or name")
KEEPS_NAMES = Text("快照含有姓名，请妥善保管：{path}", "the snapshot holds names; keep it safe: {path}")
NO_NODE = Text("没有找到“{node}”{nearest}", "no node “{node}”{nearest}")
NEAR = Text("，相近的有：{names}", "; similar: {names}")
SEVERAL = Text("“{node}”有 {count} 个，请改用编号：", "“{node}” is {count} nodes; use an id:")
PACK_FINE = Text("{path}：{count} 条规则，没有问题", "{path}: {count} rules, no faults")

option = partial(click.option, cls=Option)
paths_argument = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=GivenPath())
config_option = option(
    "--config",
    "config_file",
    metavar="FILE",
    type=GivenPath(),
    text=Text("配置文件，默认用文件夹中的 xinlian.toml", "configuration (default: xinlian.toml in the folder)"),
)
profile_option = option(
    "--profile",
    type=click.Choice(PROFILES),
    default="internal",
    show_default=True,
    text=Text("显示口径：公开、内部（姓名隐去）、工作", "who will read it: nobody named, names masked, names shown"),
)
output_option = option("-o", "--output", metavar="FILE", text=Text("写入文件；“-”为标准输出", "write to a file; “-” is stdout"))
folder_option = option("-o", "--output", metavar="DIR", required=True, type=GivenPath(), text=Text("写入文件夹", "write to a folder"))


def format_option(*formats: str) -> Callable[[Function], Function]:
    """``--format`` with these choices, the first by default."""
    return option(
        "--format", "format", type=click.Choice(formats), default=formats[0], show_default=True, text=Text("输出格式", "output format")
    )


def _print_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from . import __version__

        click.echo(f"xinlian {__version__}")
        context.exit()


@click.group(cls=Group, text=Text("新联：读台账，找组织覆盖的缺口", "Xinlian: reads ledgers and finds gaps in organisational coverage"))
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, text=VERSION_HELP)
def cli() -> None:
    """The whole program."""
    # A C locale or an old Windows console cannot print Chinese: write UTF-8 rather than fail.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


main = cli


@cli.command(
    cls=Command, text=Text("生成一个虚构区的台账，附标准答案 answers.json", "write a fictional district's ledgers, with answers.json")
)
@click.argument("directory", metavar="DIR", type=GivenPath())
@option("--persons", type=click.IntRange(1), default=5419, show_default=True, text=Text("人员数", "number of persons"))
@option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    text=Text("随机种子，相同则结果相同", "the same seed gives the same bytes"),
)
@format_option("xlsx", "csv")
def demo(directory: Path, persons: int, seed: int, format: Literal["xlsx", "csv"]) -> None:
    from .loaders.demo import write_demo

    with progress(WRITING):
        write_demo(directory, persons, seed, format)
    tell(WRITTEN.format(path=directory))


@cli.command(cls=Command, text=Text("生成空白台账模板，带填写说明和下拉选项", "write blank ledgers with notes and drop-down lists"))
@click.argument("directory", metavar="DIR", type=GivenPath())
def template(directory: Path) -> None:
    from .loaders.templates import write_templates

    write_templates(directory, language_of(click.get_current_context()))
    tell(WRITTEN.format(path=directory))


@cli.command(cls=Command, text=Text("检查台账：每处问题的位置和改法", "check ledgers: every problem with its cell and the next step"))
@paths_argument
@config_option
@format_option("text", "json", "xlsx")
@output_option
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], config_file: Path | None, format: str, output: str | None) -> None:
    from .loaders.ledgers import LEDGERS
    from .viz import checks
    from .viz.formats import encoded

    loaded = read(paths, configuration(paths, config_file))
    titles = {ledger.name: ledger.title for ledger in LEDGERS}
    result = checks.build_check(loaded.files, tuple(loaded.problems), language_of(context), titles)
    if format == "xlsx":
        emit(iter([checks.render_workbook(result)]), output, format)
    elif format == "json":
        emit(encoded(checks.render_json(result)), output, format)
    else:
        emit(encoded([checks.render_text(result, *terminal(output))]), output, format)
    if is_empty(loaded):
        context.exit(2)


@cli.command(cls=Command, text=Text("找缺口：哪里没有组织、没有人联系", "find gaps: where there is no organisation, nobody in contact"))
@paths_argument
@config_option
@option(
    "--pack",
    "packs",
    metavar="P",
    multiple=True,
    default=("base",),
    show_default=True,
    text=Text("规则包名称或 TOML 文件，可多次", "rule pack or TOML file; may be repeated"),
)
@option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    text=Text("按哪一天判断，默认取台账填报日期", "judge at this date (default: the ledgers' own)"),
)
@profile_option
@format_option(*FORMATS)
@output_option
@option(
    "--fail-on",
    type=click.Choice(("high", "any", "never")),
    default="never",
    show_default=True,
    text=Text("有此类缺口时退出码为 1", "exit with 1 where there are such gaps"),
)
@click.pass_context
def gaps(
    context: click.Context,
    paths: tuple[Path, ...],
    config_file: Path | None,
    packs: tuple[str, ...],
    as_of: datetime.datetime | None,
    profile: Profile,
    format: str,
    output: str | None,
    fail_on: str,
) -> None:
    from .viz.formats import render
    from .viz.report import build_report

    config = configuration(paths, config_file)
    findings = judge(readable(read(paths, config)), packs, as_of, config)
    report = build_report(findings, profile, language_of(context), config.waivers)
    emit(render(report, format, *terminal(output)), output, format)
    if fails(report, fail_on):
        context.exit(1)


def fails(report: Report, fail_on: str) -> bool:
    """Whether an open gap is as grave as `fail_on`."""
    grave = [row for row in report.rules if fail_on == "any" or row.rule.severity == fail_on]
    return any(row.gaps for row in grave)


@cli.group(cls=Group, text=Text("规则：列出、查看、检查", "rules: list, show, check"))
def rules() -> None:
    """The commands about rule packs."""


@rules.command("list", cls=Command, text=Text("列出规则", "list the rules"))
@option("--pack", "packs", metavar="P", multiple=True, text=Text("只列这个规则包，可多次", "only this pack; may be repeated"))
@format_option("text", "json")
@output_option
@click.pass_context
def list_rules(context: click.Context, packs: tuple[str, ...], format: str, output: str | None) -> None:
    from .viz import rule_list
    from .viz.formats import encoded

    language, listed = language_of(context), rule_list.load(packs)
    texts = [rule_list.list_json(listed, language) if format == "json" else rule_list.list_text(listed, language, *terminal(output))]
    emit(encoded(texts), output, format)


@rules.command("show", cls=Command, text=Text("查看一条规则的内容和依据", "show one rule: what it asks, and its source"))
@click.argument("rule", metavar="ID")
@option("--pack", "packs", metavar="P", multiple=True, text=Text("在这个规则包中找，可多次", "look in this pack; may be repeated"))
@format_option("text", "json")
@click.pass_context
def show_rule(context: click.Context, rule: str, packs: tuple[str, ...], format: str) -> None:
    from .viz import rule_list
    from .viz.formats import encoded

    language, listed = language_of(context), rule_list.load(packs)
    found = rule_list.find(listed, rule)
    texts = [rule_list.show_json(found, language) if format == "json" else rule_list.show_text(found, language, *terminal(None))]
    emit(encoded(texts), None, format)


@rules.command("check", cls=Command, text=Text("检查自己写的规则包", "check a rule pack of your own"))
@click.argument("file", metavar="FILE", type=GivenPath())
@format_option("text", "json")
@click.pass_context
def check_rules(context: click.Context, file: Path, format: str) -> None:
    from .viz import rule_list
    from .viz.formats import encoded

    faults, rules_found = rule_list.check(file, language_of(context))
    fine = PACK_FINE.format(path=file, count=rules_found).to(language_of(context))
    texts = [rule_list.faults_json(faults, rules_found) if format == "json" else "\n".join([*faults] or [fine]) + "\n"]
    emit(encoded(texts), None, format)
    if faults:
        context.exit(2)


@cli.command(cls=Command, text=Text("说明一个对象为何被覆盖或未被覆盖", "explain why a node is or is not covered"))
@click.argument("arguments", metavar="PATH... NODE", nargs=-1, required=True)
@config_option
@option(
    "--pack",
    "packs",
    metavar="P",
    multiple=True,
    default=("base",),
    show_default=True,
    text=Text("规则包名称或 TOML 文件，可多次", "rule pack or TOML file; may be repeated"),
)
@option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    text=Text("按哪一天判断，默认取台账填报日期", "judge at this date (default: the ledgers' own)"),
)
@profile_option
@click.pass_context
def explain(
    context: click.Context,
    arguments: tuple[str, ...],
    config_file: Path | None,
    packs: tuple[str, ...],
    as_of: datetime.datetime | None,
    profile: Profile,
) -> None:
    from .queries.story import tell as tell_story
    from .viz.formats import encoded
    from .viz.masking import View
    from .viz.narrative import render_story

    *given, node = arguments
    if not given:
        raise click.UsageError(say(NEEDS_NODE), context)
    paths = tuple(map(Path, given))
    config = configuration(paths, config_file)
    network = readable(read(paths, config))
    kind, position = the_node(network, node, profile)
    findings = judge(network, packs, as_of, config)
    story = tell_story(findings, kind, position, profile, View(network, profile).finding)
    emit(encoded([render_story(story, language_of(context), *terminal(None))]), None, "text")


def the_node(network: Network, node: str, profile: Profile) -> tuple[str, int]:
    """The only node that `node` means. Raises XinlianError with the candidates, or the nearest names."""
    from .graph.errors import XinlianError
    from .graph.schema import SCHEMA
    from .queries.story import candidates, nearest

    found = candidates(network, node, profile)
    if len(found) == 1:
        return found[0][:2]
    if not found:
        near = nearest(network, node, profile)
        shown = NEAR.format(names=Text("、".join(near), ", ".join(near))) if near else Text("", "")
        raise XinlianError(NO_NODE.format(node=node, nearest=shown))
    listed = [
        Text("  {id}  {kind} {name} {place}", "  {id}  {kind} {name} {place}").format(
            id=n.node, kind=SCHEMA.nodes[n.kind].title, name=n.name, place=n.place
        )
        for _, _, n in found
    ]
    lines = [SEVERAL.format(node=node, count=len(found)), *listed[:MOST_SHOWN]]
    raise XinlianError(Text("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines)))


@cli.command(cls=Command, text=Text("保存为快照（Parquet），以后读取更快", "save a snapshot (Parquet), which loads faster"))
@paths_argument
@config_option
@folder_option
def save(paths: tuple[Path, ...], config_file: Path | None, output: Path) -> None:
    from .graph.snapshot import save as save_snapshot

    network = readable(read(paths, configuration(paths, config_file)))
    with progress(WRITING):
        save_snapshot(network, output)
    click.echo(say(KEEPS_NAMES.format(path=output)), err=True)


@cli.command(cls=Command, text=Text("导出为 GraphML、GEXF 或 JSON，供其他软件使用", "export as GraphML, GEXF or JSON for other programs"))
@paths_argument
@config_option
@profile_option
@option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=GivenPath(),
    text=Text("文件名：.graphml、.gexf 或 .json", "FILE.graphml, .gexf or .json"),
)
@click.pass_context
def export(context: click.Context, paths: tuple[Path, ...], config_file: Path | None, profile: Profile, output: Path) -> None:
    from .graph.exports import export as write_export
    from .graph.profiles import shown

    network = readable(read(paths, configuration(paths, config_file)))
    with progress(WRITING):
        write_export(shown(network, profile), output, language_of(context))
    tell(WRITTEN.format(path=output))


# What several commands do


def configuration(paths: Iterable[Path], file: Path | None) -> Config:
    """The configuration that goes with the ledgers."""
    from .config import config_for

    return config_for(list(paths), file)


def read(paths: Iterable[Path], config: Config) -> Loaded:
    """The ledgers, with what was wrong with them."""
    from . import read as read_paths

    with progress(READING):
        return read_paths(*paths, config=config)


def is_empty(loaded: Loaded) -> bool:
    """Whether nothing at all could be read."""
    return not any(len(frame) for frame in loaded.network.frames.values())


def readable(loaded: Loaded) -> Network:
    """The network that was read. Raises XinlianError, with the first problems, where there is none."""
    from .graph.errors import XinlianError

    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if is_empty(loaded):
        shown = [
            Text(f"  {p.file} {p.sheet}：{p.message.zh}；{p.hint.zh}", f"  {p.file} {p.sheet}: {p.message.en}; {p.hint.en}")
            for p in loaded.problems
        ]
        lines = [NOTHING_READ, *shown[:MOST_SHOWN]]
        raise XinlianError(Text("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines)))
    if errors:
        click.echo(say(LEDGER_ERRORS.format(count=len(errors))), err=True)
    return loaded.network


def judge(network: Network, packs: tuple[str, ...], as_of: datetime.datetime | None, config: Config) -> Findings:
    """What the rules find in a network."""
    from . import gaps as find_gaps

    with progress(JUDGING):
        return find_gaps(network, packs, as_of.date() if as_of else None, config=config)


def emit(chunks: Iterator[bytes], output: str | None, format: str) -> None:
    """Writes to a file, whole or not at all, or to stdout."""
    if output in (None, "-"):
        if format == "xlsx" and sys.stdout.isatty():
            raise click.UsageError(say(NEEDS_FILE.format(format=format)), click.get_current_context())
        write_to_stdout(chunks)
        return
    from .viz.files import write_atomically

    with progress(WRITING):
        write_atomically(Path(str(output)), chunks)
    tell(WRITTEN.format(path=output))


def terminal(output: str | None) -> tuple[int, bool]:
    """How wide to write text, and whether in colour: as the terminal is, or 100 columns without for files and pipes."""
    import os
    import shutil

    if output in (None, "-") and sys.stdout.isatty():
        return shutil.get_terminal_size((100, 24)).columns, "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return 100, False


def tell(text: Text) -> None:
    """Says something to whoever sits at the terminal; scripts see nothing of it."""
    if sys.stderr.isatty():
        click.echo(say(text), err=True)


@contextmanager
def progress(text: Text) -> Iterator[None]:
    """Shows on stderr that something goes on, where it is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(say(text)):
        yield
