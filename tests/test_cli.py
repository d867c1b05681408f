"""The command line: exit codes, languages, formats, and one clear line for whatever goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from xinlian.cli import cli

LEDGERS = {
    "社区.csv": "区,街道,社区\n清河区,东湖街道,湖滨社区\n清河区,东湖街道,荷花社区\n",
    "社团.csv": "组织名称,组织类型,所在区,所在街道,所在社区,状态,成立时间\n湖滨新联会,新联会,清河区,东湖街道,湖滨社区,成立,2021-03-01\n",
    "人员.csv": "姓名,人员类别,是否代表人士,所在区,所在街道,所在社区,参加组织,联系人\n"
    "林芳,自由职业人员,是,清河区,东湖街道,荷花社区,无,无\n",
}
PROGRAM = (sys.executable, "-c", "from xinlian.cli import main; main()")
DATE = ("--as-of", "2024-06-30")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ledgers = tmp_path / "台账"
    ledgers.mkdir()
    for name, text in LEDGERS.items():
        (ledgers / name).write_text(text, "utf-8")
    return ledgers


def run(*arguments: object) -> Result:
    return CliRunner(env={"XINLIAN_LANG": "zh"}).invoke(cli, [str(argument) for argument in arguments])


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, env=os.environ | environment, timeout=60, check=False)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = [(path, group)]
    for name, command in group.commands.items():
        found += commands(command, (*path, name)) if isinstance(command, click.Group) else [((*path, name), command)]
    return found


@pytest.mark.parametrize("path", [path for path, _ in commands(cli)], ids=" ".join)
def test_every_command_has_help_in_both_languages(path: tuple[str, ...]) -> None:
    chinese, english = run(*path, "--lang", "zh", "--help"), run(*path, "--lang", "en", "--help")
    assert (chinese.exit_code, english.exit_code) == (0, 0)
    assert "用法：" in chinese.output
    assert "Usage: " in english.output
    assert english.output.isascii() or "“" in english.output
    assert "界面语言" in chinese.output


def test_the_language_stands_before_or_after_the_command() -> None:
    assert run("--lang", "en", "gaps", "--help").output == run("gaps", "--lang", "en", "--help").output
    assert "Usage" in run("--lang", "en", "--help").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gapz",), "没有命令“gapz”"),
        (("gaps",), "缺少参数 PATH..."),
        (("gaps", "x", "--formt", "json"), "没有选项 --formt，是否为 --format"),
        (("gaps", "x", "--format", "pdf"), "--format 的值不对：只能是 text、json"),
        (("gaps", "x", "--as-of", "gestern"), "--as-of 的值不对"),
        (("gaps", "nosuch"), "找不到文件或文件夹"),
        (("gaps", "x", "--config", "nosuch.toml"), "找不到配置文件"),
        (("explain", "x"), "请写出台账路径和要查的编号或名称"),
        (("rules", "show", "A3x4"), "没有规则“A3x4”，相近的有："),
        (("rules", "list", "--pack", "nosuch"), "没有规则包或文件“nosuch”"),
    ],
)
def test_usage_errors_are_one_clear_line(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.startswith("出错：")


def test_gaps_in_every_format(folder: Path, tmp_path: Path) -> None:
    for format in ("text", "json", "csv", "xlsx", "md", "html"):
        shown, written = run("gaps", folder, *DATE, "--format", format), tmp_path / f"report.{format}"
        assert shown.exit_code == 0, shown.stderr
        assert run("gaps", folder, *DATE, "--format", format, "-o", written).exit_code == 0
        assert written.read_bytes() == shown.stdout_bytes
        assert run("gaps", folder, *DATE, "--format", format, "-o", "-").stdout_bytes == shown.stdout_bytes
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_gaps_json(folder: Path) -> None:
    data = json.loads(run("gaps", folder, *DATE, "--format", "json", "--profile", "work").stdout)
    community = next(rule for rule in data["rules"] if rule["id"] == "A16.community")
    assert (community["examined"], community["met"], community["unmet"]) == (2, 1, 1)
    assert ("A16.community", "荷花社区") in {(f["rule"], f["name"]) for f in data["findings"]}
    assert "林芳" in {f["name"] for f in data["findings"]}


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("any", 1)])
def test_fail_on(folder: Path, fail_on: str, code: int) -> None:
    assert run("gaps", folder, *DATE, "--fail-on", fail_on).exit_code == code


def test_fail_on_high_follows_the_settings(folder: Path) -> None:
    (folder / "xinlian.toml").write_text('[settings.severity]\n"A16.community" = "high"\n', "utf-8")
    assert run("gaps", folder, *DATE, "--fail-on", "high").exit_code == 1
    waiver = '[[waivers]]\nrule = "A16.community"\nnode = "荷花社区"\nreason = "合建"\nauthor = "组织科"\nuntil = 2030-01-01\n'
    with (folder / "xinlian.toml").open("a", encoding="utf-8") as file:
        file.write(waiver)
    result = run("gaps", folder, *DATE, "--fail-on", "high", "--format", "json")
    assert result.exit_code == 0
    finding = next(f for f in json.loads(result.stdout)["findings"] if f["rule"] == "A16.community")
    assert finding["waived"] == {"reason": "合建", "author": "组织科", "until": "2030-01-01"}


def test_check(folder: Path, tmp_path: Path) -> None:
    data = json.loads(run("check", folder, "--format", "json").stdout)
    assert sum(table["rows_read"] for table in data["files"]) == 4
    assert "读到行数 4" in run("check", folder).stdout
    assert run("check", folder, "--format", "xlsx", "-o", tmp_path / "a.xlsx").exit_code == 0


def test_check_of_nothing_tells_and_fails(tmp_path: Path) -> None:
    result = run("check", tmp_path / "nosuch", "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"][0]["code"] == "file-missing"


def test_explain(folder: Path) -> None:
    assert "✗ 缺口  A16.community" in run("explain", folder, "荷花社区", *DATE).stdout
    masked = run("explain", folder, "林芳", *DATE)
    assert masked.exit_code == 0
    assert "林**" in masked.stdout
    assert "林芳" not in masked.output
    assert "林芳" in run("explain", folder, "林芳", *DATE, "--profile", "work").stdout
    hidden = run("explain", folder, "林芳", *DATE, "--profile", "public")
    assert hidden.exit_code == 2
    near = run("explain", folder, "荷花社", *DATE)
    assert near.exit_code == 2
    assert "相近的有：荷花社区" in near.stderr


def test_rules(tmp_path: Path) -> None:
    listed = json.loads(run("rules", "list", "--format", "json").stdout)
    assert all(entry.keys() >= {"id", "pack", "title", "source", "kind", "severity"} for entry in listed)
    assert "A16.community" in run("rules", "list").stdout
    assert "每个" in run("rules", "show", "a16.community").stdout
    pack = tmp_path / "own.toml"
    pack.write_text("x = 1", "utf-8")
    result = run("rules", "check", pack)
    assert result.exit_code == 2
    assert "x：" in result.stdout


def test_save_and_export(folder: Path, tmp_path: Path) -> None:
    saved = run("save", folder, "-o", tmp_path / "snapshot")
    assert saved.exit_code == 0
    assert "快照含有姓名" in saved.stderr
    reports = [run("gaps", source, *DATE, "--format", "json").stdout for source in (folder, tmp_path / "snapshot")]
    assert reports[0] == reports[1]
    assert run("export", folder, "-o", tmp_path / "a.graphml").exit_code == 0
    assert "林芳" not in (tmp_path / "a.graphml").read_text("utf-8")
    assert run("export", folder, "-o", tmp_path / "a.pdf").exit_code == 2


def test_output_into_a_missing_folder(folder: Path, tmp_path: Path) -> None:
    result = run("gaps", folder, *DATE, "-o", tmp_path / "no" / "a.html", "--format", "html")
    assert result.exit_code == 2
    assert "文件夹不存在" in result.stderr


def test_a_full_disk_is_said(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("wb") as full:
        command = [*PROGRAM, "gaps", str(folder), *DATE]
        result = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=os.environ | {"XINLIAN_LANG": "zh"}, timeout=60, check=False
        )
    assert result.returncode == 2
    assert result.stderr.decode() == "出错：磁盘已满\n"


def test_an_interrupt_leaves_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xinlian.viz.formats.render", interrupted)
    result = run("gaps", folder, *DATE, "-o", tmp_path / "a.html", "--format", "html")
    assert result.exit_code == 130
    assert "已中断" in result.stderr
    assert not (tmp_path / "a.html").exists()


def test_chinese_is_written_where_the_locale_cannot(folder: Path) -> None:
    result = process("gaps", folder, *DATE, LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 0
    assert "荷花社区" in result.stdout.decode("utf-8")


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    command = [*PROGRAM, "gaps", str(folder), *DATE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 141


def test_help_imports_nothing_heavy() -> None:
    code = """
import sys
from xinlian.cli import cli
cli(["gaps", "--help"], standalone_mode=False)
print(*sorted(sys.modules), file=sys.stderr)
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
    assert not {"pandas", "numpy", "rich", "pyarrow", "jinja2", "openpyxl", "tomllib"} & set(loaded.stderr.split())


def test_version() -> None:
    assert run("--version").output.startswith("xinlian ")


def test_a_fault_of_the_program_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("something\nelse")

    monkeypatch.setattr("xinlian.reading.read_paths", broken)
    monkeypatch.delenv("XINLIAN_DEBUG", raising=False)
    result = CliRunner().invoke(cli, ["--lang", "en", "check", str(folder)])
    assert result.exit_code == 2
    assert "a fault of the program (ValueError, test_cli.py:" in result.stderr
    assert "something" not in result.stderr  # the text of an error may quote a cell
    assert "Traceback" not in result.output


def test_an_empty_path_is_not_the_current_folder() -> None:
    result = run("check", "")
    assert result.exit_code == 2
    assert "路径是空的" in result.stderr


def test_a_snapshot_may_be_asked_for_in_the_current_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    occupied = tmp_path / "occupied"
    occupied.mkdir()
    (occupied / "letter.txt").write_text("keep me", encoding="utf-8")
    monkeypatch.chdir(occupied)
    result = run("save", folder, "-o", ".")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert (occupied / "letter.txt").read_text(encoding="utf-8") == "keep me"
