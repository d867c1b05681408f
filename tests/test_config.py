"""The configuration file: what it gives, and how it says what is wrong."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from xinlian.config import Config, ConfigError, config_for, parse_config
from xinlian.queries.findings import Waiver

WHOLE = """
[settings]
large = 500
[settings.severity]
"A16.community" = "low"
[aliases]
"老城社区" = "新城社区"
[sheets]
wanted = ["附表"]
[[waivers]]
rule = "A34"
node = "星河"
reason = "合署"
author = "组织科"
until = 2025-12-31
[[table]]
file = "*.csv"
"""


def test_everything_is_read() -> None:
    config = parse_config(WHOLE, Path("x.toml"))
    assert config == Config(
        Path("x.toml"),
        {"large": 500, "severity": {"A16.community": "low"}},
        {"老城社区": "新城社区"},
        frozenset({"附表"}),
        frozenset(),
        (Waiver("A34", "星河", "合署", "组织科", datetime.date(2025, 12, 31)),),
        ({"file": "*.csv"},),
        {},
    )


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("[setings]\n", "x.toml 第 1 行：不认识“setings”；是否为“settings”", "x.toml, line 1: unknown “setings”; perhaps “settings”"),
        ("\n\nzzz = 1", "x.toml 第 3 行：不认识“zzz”；可以写：settings、", "line 3: unknown “zzz”; there are settings, "),
        ("[sheets]\nwantd = []", "第 2 行：[sheets] 中不认识“wantd”；是否为“wanted”", "line 2: unknown “wantd” in [sheets]"),
        ("[sheets]\nwanted = '附表'", "第 2 行：wanted 应为名称的列表", "must be a list of names"),
        ("settings = 1", "应写成 [settings] 一节", "must be a section [settings]"),
        ("[waivers]\n", "应写成 [[waivers]]", "must be written as [[waivers]]"),
        ("[[waivers]]\nrule = 'A'", "第 1 个 [[waivers]] 缺少 node", "[[waivers]] number 1 lacks node"),
        (
            "[[waivers]]\nrule='A'\nnode='b'\nreason='c'\nauthor='d'\nuntil='2025'",
            "第 6 行：[[waivers]] 的 until 应为日期",
            "line 6: until",
        ),
        ("[aliases]\n'a' = 1", "第 2 行：[aliases] 中“a”应等于一个名称", "“a” must equal a name"),
        ("a = 1\nb = “x”", "x.toml 第 2 行写法有误：b = “x”", "is a full-width character"),
        ("[settings", "x.toml 第 1 行写法有误", "line 1 is no valid TOML"),
    ],
)
def test_errors_say_where_and_what(text: str, zh: str, en: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, Path("x.toml"))
    assert zh in caught.value.message.zh
    assert en in caught.value.message.en


def test_the_folder_has_its_own(tmp_path: Path) -> None:
    assert config_for([tmp_path]) == Config()
    (tmp_path / "xinlian.toml").write_text("[settings]\na = 1\n", "utf-8")
    assert config_for([tmp_path]).settings == {"a": 1}
    assert config_for([tmp_path, tmp_path]) == Config()
    with pytest.raises(ConfigError, match="no such configuration file"):
        config_for([tmp_path], tmp_path / "other.toml")


def test_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "xinlian.toml").write_bytes("[aliases]\n'老城' = '新城'".encode("gb18030"))
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        config_for([tmp_path])
