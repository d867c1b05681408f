"""Imports point only toward graph/ (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest
import xinlian

ROOT = Path(xinlian.__file__).resolve().parent
ALLOWED = {
    "graph": {"graph"},
    "loaders": {"loaders", "graph"},
    "queries": {"queries", "graph"},
    "viz": {"viz", "queries", "graph"},
}
MODULES = sorted(path.relative_to(ROOT) for folder in ALLOWED for path in (ROOT / folder).rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The top folders of the package that a module imports from."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                base = module.parent.parts[: len(module.parent.parts) - node.level + 1]
                whole = [*base, *(node.module or "").split(".")]
                found.add(whole[0] or (node.names[0].name if not base else base[0]))
            elif (node.module or "").startswith("xinlian"):
                found.add("xinlian (absolute)")
    return found - {""}


def test_there_is_something_to_check() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_point_toward_graph(module: Path) -> None:
    assert imported(module) <= ALLOWED[module.parts[0]]
