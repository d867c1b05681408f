"""Click commands whose help is in Chinese or English, and which end with one clear line instead of a traceback.

Every command and option declares its texts as `Text`; the language is chosen when help is shown: ``--lang``, before or
after the command, else what the environment asks for.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from .graph.text import Language, Text, preferred_language

KEY = "xinlian.language"  # in the memory that a context shares with those around it
LANGUAGES: tuple[Language, ...] = ("zh", "en")
INTERRUPTED = 130
BROKEN_PIPE = 141

USAGE = Text("用法：", "Usage: ")
OPTIONS = Text("选项", "Options")
COMMANDS = Text("命令", "Commands")
HELP = Text("显示帮助", "show this help")
VERSION = Text("显示版本", "show the version")
LANG = Text("界面语言，默认随系统", "language of messages (default: from the locale)")
ERROR = Text("出错：", "error: ")
STOPPED = Text("已中断，没有写出任何文件", "interrupted; nothing was written")
NO_MEMORY = Text("内存不足，请减少一次读入的台账", "out of memory; read fewer ledgers at once")
REFUSALS = {
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EACCES: Text("没有权限，或文件正被其他程序打开", "no permission, or another program holds the file"),
    errno.EROFS: Text("此处只能读，不能写", "this place is read-only"),
    errno.ENOENT: Text("文件或文件夹不存在", "no such file or folder"),
}
SEE_HELP = Text("用 {command} --help 查看帮助", "see {command} --help")


def language_of(context: click.Context | None) -> Language:
    """The language that was chosen in a context or one around it, else what the environment asks for."""
    chosen: Language | None = context.meta.get(KEY) if context is not None else None
    return chosen or _asked(sys.argv[1:]) or preferred_language()


def _asked(arguments: Sequence[str]) -> Language | None:
    """The language in raw arguments: errors in them come before Click has looked at all of them."""
    for i, argument in enumerate(arguments):
        value = (
            argument.partition("=")[2]
            if argument.startswith("--lang=")
            else arguments[i + 1]
            if argument == "--lang" and i + 1 < len(arguments)
            else ""
        )
        if value in LANGUAGES:
            return value
    return None


class Option(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *arguments: Any, text: Text, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.text.to(language_of(ctx))
        return super().get_help_record(ctx)


class _Bilingual(click.Command):
    """What commands and groups share."""

    def __init__(self, *arguments: Any, text: Text, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.text = text
        self.params.append(language_option())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP.to(language_of(ctx))
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.text.to(language_of(click.get_current_context(silent=True))).split("\n")[0]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), USAGE.to(language_of(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            for line in self.text.to(language_of(ctx)).split("\n"):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            record
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)) is not None
        ]
        if records:
            with formatter.section(OPTIONS.to(language_of(ctx))):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class GivenPath(click.Path):
    """A path that was really given: an empty text (an unset variable of the shell) is not the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            text = Text("路径是空的", "the path is empty")
            self.fail(text.to(language_of(ctx)), param, ctx)
        return super().convert(value, param, ctx)


class Command(_Bilingual):
    """A command whose help is a `Text`."""


class Group(_Bilingual, click.Group):
    """A group of commands whose help is a `Text`."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, command.get_short_help_str()) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section(COMMANDS.to(language_of(ctx))):
            formatter.write_dl(rows)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, standalone_mode: bool = True, **extra: Any) -> Any:  # type: ignore[override]
        """Runs the program; in Click's standalone mode it ends with an exit code, whatever happens."""
        if not standalone_mode:
            return super().main(args, prog_name, standalone_mode=False, **extra)
        language = _asked(sys.argv[1:] if args is None else args) or preferred_language()
        with clear_errors(language):
            code = super().main(args, prog_name, standalone_mode=False, **extra)
            sys.exit(code if isinstance(code, int) else 0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        # In the order of a day's work, not of the alphabet.
        return list(self.commands)


def language_option() -> Option:
    """``--lang``, which every command takes."""
    return Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, is_eager=True, callback=_keep, text=LANG)


def _keep(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        context.meta[KEY] = value
    return value


def write_to_stdout(chunks: Iterable[bytes]) -> None:
    """Writes to stdout, and ends quietly where its reader has had enough, as in ``| head``."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
    except BrokenPipeError:
        # Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)


def say(text: Text) -> str:
    """`text` in the language of the running command."""
    return text.to(language_of(click.get_current_context(silent=True)))


@contextmanager
def clear_errors(language: Language) -> Iterator[None]:
    """Turns everything that can go wrong outside the program into one line on stderr and an exit code."""
    try:
        yield
    except SystemExit:
        # Else Python would ask `known_errors` below whether this is one of them, and import half of the program.
        raise
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "xinlian"
        _fail(language, usage_message(error), SEE_HELP.format(command=command))
    except click.ClickException as error:
        _fail(language, Text(error.format_message(), error.format_message()))
    except (KeyboardInterrupt, click.Abort):
        _tell(STOPPED.to(language))
        sys.exit(INTERRUPTED)
    except MemoryError:
        _fail(language, NO_MEMORY)
    except OSError as error:
        _fail(language, system_message(error))
    except known_errors() as error:
        _fail(language, message_of(error))
    except Exception as error:  # a fault of the program itself: still one line, for no user can read a traceback
        if os.environ.get("XINLIAN_DEBUG"):
            raise
        _fail(language, FAULT.format(error=f"{type(error).__name__}, {_place_of(error)}"))  # not its text, which may quote a cell


def system_message(error: OSError) -> Text:
    """What the system refused, and for which file."""
    said = error.strerror or str(error)
    reason = REFUSALS.get(error.errno or 0, Text(said, said))
    return Text(f"{error.filename}：{reason.zh}", f"{error.filename}: {reason.en}") if error.filename else reason


def usage_message(error: click.UsageError) -> Text:
    """What is wrong with the arguments; Click itself speaks English only."""
    said = error.format_message()
    match error:
        case click.NoSuchOption():
            near = "、".join(error.possibilities or ())
            return Text(f"没有选项 {error.option_name}" + (f"，是否为 {near}" if near else ""), said)
        case click.MissingParameter():
            return Text(f"缺少参数 {error.param.make_metavar(error.ctx) if error.param and error.ctx else ''}", said)
        case click.BadParameter():
            name = error.param.opts[0] if error.param and isinstance(error.param, click.Option) else ""
            choices = error.param.type.choices if error.param and isinstance(error.param.type, click.Choice) else ()
            allowed = f"只能是 {'、'.join(map(str, choices))}" if choices else error.message
            return Text(f"{name} 的值不对：{allowed}".lstrip(), said)
    if (unknown := re.match(r"No such command '(.*?)'", said)) is not None:
        return Text(f"没有命令“{unknown[1]}”", said)
    return Text(said, said)


def known_errors() -> tuple[type[Exception], ...]:
    """The errors that say what a user can mend; imported only when something went wrong."""
    from .graph.errors import XinlianError
    from .graph.files import StoreError
    from .loaders.mappings import MappingError
    from .queries.rules import RuleError

    return (XinlianError, StoreError, MappingError, RuleError)


def message_of(error: Exception) -> Text:
    """What an error says, in both languages."""
    for name in ("message", "text"):
        if isinstance(text := getattr(error, name, None), Text):
            return text
    to = getattr(error, "to", None)
    if callable(to):
        return Text(to("zh"), to("en"))
    return Text(str(error), str(error))


FAULT = Text(
    "程序内部出错（{error}）。台账没有改动。请反馈此行；设 XINLIAN_DEBUG=1 再运行一次可看到细节",
    "a fault of the program ({error}). The ledgers are untouched. Please report this line; run again with XINLIAN_DEBUG=1 for the details",
)


def _place_of(error: BaseException) -> str:
    """The module and line in which an error arose."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _fail(language: Language, *messages: Text) -> None:
    _tell(ERROR.to(language) + messages[0].to(language))
    for message in messages[1:]:
        _tell(message.to(language))
    sys.exit(2)


def _tell(line: str) -> None:
    # Control characters of a ledger must not drive the terminal.
    click.echo("".join(c if c.isprintable() or c == "\n" else "�" for c in line), err=True)
