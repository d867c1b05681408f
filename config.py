"""The one configuration file: ``xinlian.toml``, in the folder of ledgers or given by ``--config``.

[settings]                     # thresholds and lists of the rules
large = 1000
[settings.severity]
"A16.community" = "medium"

[aliases]                      # written place name = its name in the ledger of places
"老城社区" = "新城社区"

[sheets]                       # hidden sheets to read, visible ones to leave out
wanted = ["附表"]
unwanted = ["填表说明"]

[[waivers]]                    # gaps that somebody has accepted until a date
rule = "A16.community"
node = "青石村"
reason = "与荷花社区合建"
author = "组织科"
until = 2025-12-31

[[table]]                      # how foreign tables are read: loaders/mappings.py
[plan]                         # inputs of planning
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .graph.errors import XinlianError
from .graph.text import Text
from .queries.findings import Waiver

FILE_NAME = "xinlian.toml"
SECTIONS = ("settings", "aliases", "sheets", "waivers", "table", "plan")
SHEET_KEYS = ("wanted", "unwanted")
WAIVER_KEYS = ("rule", "node", "reason", "author", "until")

SLIPS = "“”‘’＝［］，"


class ConfigError(XinlianError):
    """A configuration that cannot be used; says which line of which file, and what would be right."""


@dataclass(frozen=True)
class Config:
    """What a folder's configuration says.

    Attributes:
        path: the file it was read from; None where there is none.
        settings: settings of the rules by name; ``severity`` is a table of its own.
        aliases: written names of places → their listed names.
        wanted: hidden sheets to read. unwanted: visible sheets to leave out.
        waivers: gaps that are accepted until a date.
        tables: mappings of foreign tables, as written.
        plan: inputs of planning, as written.
    """

    path: Path | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    waivers: tuple[Waiver, ...] = ()
    tables: tuple[Mapping[str, Any], ...] = ()
    plan: Mapping[str, Any] = field(default_factory=dict)


def config_for(paths: Sequence[Path], file: Path | None = None) -> Config:
    """The configuration in `file`; else that of the folder, where `paths` is one folder that has one; else an empty one.

    Raises ConfigError.
    """
    if file is None and len(paths) == 1 and (paths[0] / FILE_NAME).is_file():
        file = paths[0] / FILE_NAME
    return Config() if file is None else read_config(file)


def read_config(path: Path) -> Config:
    """The configuration in a file. Raises ConfigError where it cannot be read or says something unknown."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(Text(f"找不到配置文件：{path}", f"no such configuration file: {path}")) from None
    except UnicodeDecodeError:
        raise ConfigError(Text(f"{path} 不是 UTF-8 文本，请另存为 UTF-8", f"{path} is not UTF-8 text; save it as UTF-8")) from None
    except OSError as error:
        raise ConfigError(Text(f"无法读取 {path}：{error.strerror}", f"{path} cannot be read: {error.strerror}")) from error
    return parse_config(text, path)


def parse_config(text: str, path: Path) -> Config:
    """The configuration that a TOML text holds; `path` names it in errors. Raises ConfigError."""
    reader = _Reader(text, path)
    data = reader.data
    reader.only(data, SECTIONS, "")
    sheets = reader.table(data, "sheets")
    reader.only(sheets, SHEET_KEYS, "sheets")
    aliases = reader.table(data, "aliases")
    for written, canonical in aliases.items():
        if not isinstance(canonical, str) or not canonical:
            raise reader.error(
                written, f"[aliases] 中“{written}”应等于一个名称（文字）", f"in [aliases], “{written}” must equal a name (a text)"
            )
    return Config(
        path,
        reader.table(data, "settings"),
        aliases,
        reader.names(sheets, "wanted"),
        reader.names(sheets, "unwanted"),
        tuple(reader.waiver(entry, number) for number, entry in enumerate(reader.tables(data, "waivers"), 1)),
        tuple(reader.tables(data, "table")),
        reader.table(data, "plan"),
    )


class _Reader:
    """Takes a TOML text apart, and says where something is wrong."""

    def __init__(self, text: str, path: Path) -> None:
        self._lines, self._path = text.splitlines(), path
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self._syntax(str(error)) from None

    def error(self, key: str, zh: str, en: str) -> ConfigError:
        """The error with the line where `key` is written, if it can be told."""
        line = self._line(key)
        where = Text(f"{self._path} 第 {line} 行：", f"{self._path}, line {line}: ") if line else Text(f"{self._path}：", f"{self._path}: ")
        return ConfigError(Text(where.zh + zh, where.en + en))

    def only(self, table: Mapping[str, Any], known: Collection[str], section: str) -> None:
        """Raises ConfigError for a key that is not known."""
        for key in table:
            if key not in known:
                nearest = difflib.get_close_matches(key, known, 1, 0.5)
                zh = f"；是否为“{nearest[0]}”" if nearest else f"；可以写：{'、'.join(known)}"
                en = f"; perhaps “{nearest[0]}”" if nearest else f"; there are {', '.join(known)}"
                place = Text(f"[{section}] 中", f" in [{section}]") if section else Text("", "")
                raise self.error(key, f"{place.zh}不认识“{key}”{zh}", f"unknown “{key}”{place.en}{en}")

    def table(self, data: Mapping[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"应写成 [{key}] 一节", f"must be a section [{key}]")
        return value

    def tables(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.error(key, f"应写成 [[{key}]]，每项一节", f"must be written as [[{key}]], one section each")
        return value

    def names(self, data: Mapping[str, Any], key: str) -> frozenset[str]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.error(key, f'{key} 应为名称的列表，如 ["附表"]', f'{key} must be a list of names, such as ["附表"]')
        return frozenset(value)

    def waiver(self, entry: Mapping[str, Any], number: int) -> Waiver:
        self.only(entry, WAIVER_KEYS, "[waivers]")
        for key in WAIVER_KEYS:
            if key not in entry:
                raise self.error("waivers", f"第 {number} 个 [[waivers]] 缺少 {key}", f"[[waivers]] number {number} lacks {key}")
            if key != "until" and (not isinstance(entry[key], str) or not entry[key].strip()):
                raise self.error(key, f"[[waivers]] 的 {key} 应为文字", f"{key} of [[waivers]] must be a text")
        until = entry["until"]
        if not isinstance(until, datetime.date) or isinstance(until, datetime.datetime):
            raise self.error(
                "until",
                "[[waivers]] 的 until 应为日期，如 2025-12-31（不加引号）",
                "until of [[waivers]] must be a date, such as 2025-12-31 without quotes",
            )
        return Waiver(entry["rule"], entry["node"], entry["reason"], entry["author"], until)

    def _line(self, key: str) -> int:
        """The first line, from 1, where `key` is set or opens a section; 0 where none is found."""
        quoted = rf"[\"']?{re.escape(key)}[\"']?"
        pattern = re.compile(rf"\s*(\[+\s*{quoted}\s*[\].]|{quoted}\s*[=.]|.*[{{,]\s*{quoted}\s*=)")
        return next((number for number, line in enumerate(self._lines, 1) if pattern.match(line)), 0)

    def _syntax(self, said: str) -> ConfigError:
        place = re.search(r"\(at line (\d+), column (\d+)\)", said)
        line = int(place[1]) if place else len(self._lines)
        written = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        slip = next((c for c in written if c in SLIPS), "")
        zh = f"；“{slip}”是全角符号，请改用半角" if slip else ""
        en = f"; “{slip}” is a full-width character, use the ASCII one" if slip else ""
        reason = re.sub(r"\s*\(at .*\)", "", said)
        return ConfigError(
            Text(
                f"{self._path} 第 {line} 行写法有误：{written.strip()}（{reason}）{zh}",
                f"{self._path}, line {line} is no valid TOML: {written.strip()} ({reason}){en}",
            )
        )
