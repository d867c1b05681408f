"""Rules for readers: the list of a pack, one rule, and the faults of a pack of one's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import process
from rich.text import Text as Styled

from ..graph.errors import XinlianError
from ..graph.schema import SCHEMA
from ..graph.text import Language, Text
from ..queries.rules import Pack, Rule, RuleError, load_pack, shipped_packs
from ..queries.wording import Wording
from . import words
from .style import SEVERITY_TITLES
from .tables import visible
from .terminal import PIPE_WIDTH, Page, plain_table

EVERYTHING = "all"  # the pack that holds the rules of all others

PACK = Text("规则包", "pack")
TARGETS = Text("对象", "targets")
FORCE = Text("效力", "force")
ASKS = Text("要求", "asks")
FORCES = {
    "binding": Text("规定", "binding"),
    "practised": Text("已有做法", "practised"),
    "planned": Text("计划", "planned"),
    "advised": Text("建议", "advised"),
    "diagnosed": Text("分析所得", "diagnosed"),
}
NO_RULE = Text("没有规则“{id}”{nearest}；用 xinlian rules list 查看全部", "no rule “{id}”{nearest}; xinlian rules list shows all")
NEAR = Text("，相近的有：{names}", "; similar: {names}")


class Shown(NamedTuple):
    """A rule and the pack that it stands in."""

    pack: Pack
    rule: Rule


def load(packs: Sequence[str]) -> list[Shown]:
    """The rules of these packs; of all shipped ones where none is named. Raises RuleError."""
    names = packs or [name for name in shipped_packs() if name != EVERYTHING]
    return [Shown(pack, rule) for pack in map(load_pack, names) for rule in pack.rules]


def find(listed: Sequence[Shown], id: str) -> Shown:
    """The rule called `id`. Raises XinlianError with similar ids."""
    for shown in listed:
        if shown.rule.id.lower() == id.lower():
            return shown
    near = [name for name, _, _ in process.extract(id, [s.rule.id for s in listed], limit=5, score_cutoff=50)]
    names = NEAR.format(names=Text("、".join(near), ", ".join(near))) if near else Text("", "")
    raise XinlianError(NO_RULE.format(id=id, nearest=names))


def list_text(listed: Sequence[Shown], language: Language, columns: int = PIPE_WIDTH, colour: bool = False) -> str:
    """A table of rules."""
    page = Page(columns, colour)
    table = plain_table(*(t.to(language) for t in (words.RULE, PACK, words.MEANING, TARGETS, words.SEVERITY, words.BASIS)))
    for pack, rule in listed:
        cells = (rule.title.to(language), _kinds(rule, language), SEVERITY_TITLES[rule.severity].to(language), rule.source.to(language))
        table.add_row(rule.id, pack.name, *(Styled(visible(cell)) for cell in cells))
    page.table(table)
    return page.text()


def list_json(listed: Sequence[Shown], language: Language) -> str:
    """The rules as JSON (docs/command-line.md)."""
    return json.dumps([_entry(shown, language) for shown in listed], ensure_ascii=False, indent=2) + "\n"


def show_text(shown: Shown, language: Language, columns: int = PIPE_WIDTH, colour: bool = False) -> str:
    """One rule, in words."""
    pack, rule = shown
    page = Page(columns, colour)
    page.heading(f"{rule.id} {rule.title.to(language)}")
    page.facts(
        [
            (PACK.to(language), f"{pack.name} {pack.version} · {pack.title.to(language)}"),
            (words.BASIS.to(language), rule.source.to(language)),
            (FORCE.to(language), f"{FORCES[rule.force].to(language)} · {SEVERITY_TITLES[rule.severity].to(language)}"),
            (TARGETS.to(language), _kinds(rule, language)),
            (ASKS.to(language), Wording(pack.settings).sentence(rule).to(language)),
        ]
    )
    return page.text()


def show_json(shown: Shown, language: Language) -> str:
    """One rule as JSON."""
    pack, rule = shown
    more = {"force": rule.force, "version": pack.version, "sentence": Wording(pack.settings).sentence(rule).to(language)}
    return json.dumps({**_entry(shown, language), **more}, ensure_ascii=False, indent=2) + "\n"


def check(file: Path, language: Language) -> tuple[list[str], int]:
    """The faults of a pack, one line each, and how many rules it has."""
    try:
        return [], len(load_pack(file).rules)
    except RuleError as error:
        return [fault.to(language) for fault in error.problems], 0


def faults_json(faults: Sequence[str], rules: int) -> str:
    """The outcome of `check` as JSON."""
    return json.dumps({"rules": rules, "faults": list(faults)}, ensure_ascii=False, indent=2) + "\n"


def _entry(shown: Shown, language: Language) -> dict[str, Any]:
    pack, rule = shown
    return {
        "id": rule.id,
        "pack": pack.name,
        "title": rule.title.to(language),
        "source": rule.source.to(language),
        "kind": "|".join(rule.each),
        "severity": rule.severity,
    }


def _kinds(rule: Rule, language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(SCHEMA.nodes[kind].title.to(language) for kind in rule.each)
