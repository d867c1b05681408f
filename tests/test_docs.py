"""The documentation is true: generated parts are up to date, links resolve, and what pages show can be run."""

from __future__ import annotations

import csv
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient
from xinlian import documentation
from xinlian.cli import cli
from xinlian.config import SECTIONS
from xinlian.documentation import DOCS, ROOT, fences
from xinlian.loaders.demo import write_demo
from xinlian.loaders.ledgers import LEDGERS
from xinlian.loaders.problems import PROBLEM_KINDS
from xinlian.queries.grammar import condition
from xinlian.queries.rules import load_pack, shipped_packs

README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
PAGES = documentation.pages()
SCRIPTED = [CHINESE, DOCS / "rules.md", DOCS / "ledgers.md"]  # besides README.md, which is run as a user would
NOTEBOOK = ROOT / "examples" / "coverage.ipynb"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")

MACHINE_PATHS = re.compile(r"(?<![\w.<])/(?:work|root|home|tmp)/(?=\w)")
REGISTRIES = re.compile(r"(?:pypi|pythonhosted|npmjs|maven)\.(?:org|com)(?=\W)|(?:extra-)?index[-]url(?=\W)", re.IGNORECASE)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "demo"
    write_demo(folder)
    return folder


# Generated parts


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_generated_parts_are_up_to_date(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text == documentation.rewritten(text), "run make docs"


def test_every_part_is_used() -> None:
    used = {name for page in PAGES for _, name, _ in documentation.BLOCK.findall(page.read_text("utf-8"))}
    assert used == set(documentation.PARTS)


def test_pictures_are_up_to_date() -> None:
    for path, content in documentation.pictures().items():
        assert path.read_text("utf-8") == content, "run make docs"
        assert "http" not in content.replace("http://www.w3.org/2000/svg", "")


# Completeness


def commands(group: click.Group, path: str = "xinlian") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.mark.parametrize(("name", "command"), [pytest.param(*found, id=found[0]) for found in commands(cli)])
def test_every_command_and_option_is_described(name: str, command: click.Command) -> None:
    section = (DOCS / "command-line.md").read_text("utf-8").split(f"### {name}\n")[1].split("\n##")[0]
    for parameter in command.params:
        shown = parameter.opts if isinstance(parameter, click.Option) else [parameter.make_metavar(click.Context(command))]
        assert all(word in section for word in shown), shown


def test_every_problem_ledger_rule_and_section_is_described() -> None:
    problems, ledgers, rules = ((DOCS / name).read_text("utf-8") for name in ("problems.md", "ledgers.md", "rules.md"))
    assert [kind.code for kind in PROBLEM_KINDS if f"`{kind.code}`" not in problems] == []
    assert [ledger.name for ledger in LEDGERS if f"### {ledger.title.zh} ({ledger.title.en})" not in ledgers] == []
    packs = [load_pack(name) for name in shipped_packs()]
    assert [rule.id for pack in packs for rule in pack.rules if f"| `{rule.id}` |" not in rules] == []
    assert [name for pack in packs for name in pack.settings if f"| `{name}` |" not in rules] == []
    assert [section for section in SECTIONS if f"[{section}]" not in ledgers] == []


def test_readmes_link_every_page() -> None:
    for readme in (README, CHINESE):
        linked = set(LINK.findall(readme.read_text("utf-8")))
        assert {name_of(page) for page in DOCS.glob("*.md") if page.name != "performance.md"} <= linked


# Links, paths


def files() -> list[Path]:
    """All files that are or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_relative_links_resolve() -> None:
    pages = [path for path in files() if path.suffix == ".md"]
    assert len(pages) >= len(PAGES)
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert len(links) > 20
    assert [(name_of(page), link) for page, link in links if not (page.parent / link).exists()] == []


def test_no_machine_path_and_no_registry() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a workbook or a ledger in GBK
        found += [(name_of(path), match[0]) for match in (*MACHINE_PATHS.finditer(text), *REGISTRIES.finditer(text))]
    assert found == []


# What pages show


def run_installed(line: str, folder: Path) -> None:
    """Runs a line as a user would, with the installed command."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    result = subprocess.run(shlex.split(line), cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, timeout=120, check=False)
    assert result.returncode == 0, (line, result.stderr.decode())


def run_here(line: str, folder: Path) -> None:
    """Runs a line in this process, which is already in `folder`."""
    program, *arguments = shlex.split(line)
    assert program == "xinlian"
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, (line, result.output)


def follow(page: Path, folder: Path, run: Callable[[str, Path], None]) -> int:
    """Writes the files of a page and runs its commands and programs, in order; returns how many commands there were."""
    count = 0
    for fence in fences(page):
        if fence.file:
            (folder / fence.file).parent.mkdir(exist_ok=True)
            (folder / fence.file).write_text(fence.text, "utf-8")
        elif fence.language == "sh":
            for line in fence.text.splitlines():
                run(line, folder)
                count += 1
        elif fence.language == "python":
            exec(compile(fence.text, str(page), "exec"), {})
    return count


def test_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert follow(README, tmp_path, run_installed) >= 8
    assert "<html" in (tmp_path / "gaps.html").read_text("utf-8")
    rows = csv.DictReader(io.StringIO((tmp_path / "after-the-waiver.csv").read_text("utf-8-sig")))
    street = next(row for row in rows if "A16.street" in row.values() and "梅岭镇" in row.values())
    assert "与双塔镇合建，已报批" not in street.values()


@pytest.mark.parametrize("page", SCRIPTED, ids=name_of)
def test_other_pages_run(page: Path, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if page.parent == DOCS:
        shutil.copytree(demo, tmp_path / "demo")
    assert follow(page, tmp_path, run_here) >= 2


def test_the_python_page_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = "\n".join(fence.text for fence in fences(DOCS / "python.md") if fence.language == "python")
    page = doctest.DocTestParser().get_doctest(source, {}, "python.md", "python.md", 0)
    said: list[str] = []
    outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(page, out=said.append)
    assert outcome.attempted > 30
    assert not outcome.failed, "".join(said)


def test_the_conditions_of_the_rules_page_parse() -> None:
    section = (DOCS / "rules.md").read_text("utf-8").split("## Conditions")[1].split("<!-- generated:grammar")[0]
    first_cells = [re.split(r"(?<!\\)\|", line)[1].replace("\\|", "|") for line in section.splitlines() if line.startswith("| `")]
    shown = [text for cell in first_cells for text in re.findall(r"`([^`]+)`", cell)]
    conditions = [text for text in shown if re.search(r"[a-z]", text) and text not in ("and", "or", "not", "@name", "x.industry")]
    assert len(conditions) > 20
    for text in conditions:
        text = text.replace("… ", "<PART_OF ").replace("x.industry, ", "")
        condition(f"count({text}) >= 1" if text[0] in "<>~" and not text.startswith("<=") else text, ("q",))


def test_the_notebook_runs(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert cells[-1].outputs[0]["data"]["text/plain"] == "True"
