"""Findings as a view profile may show them (docs/architecture.md, privacy).

Names are replaced in the objects that every format is made of, so an output cannot hold what its profile may not show.
What is hidden is the same as in `graph.profiles.shown`, but only for the findings that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..graph.lookup import without_blanks
from ..graph.network import Cell, Network, SourceTable
from ..graph.profiles import Profile, mask_name
from ..graph.schema import CODES_SEPARATOR, SCHEMA
from ..graph.text import Text
from ..queries.findings import Finding, Findings, RuleResult, Waiver

PERSON_KINDS = frozenset(kind.name for kind in SCHEMA.nodes.values() if kind.person)
# Listed places and bodies keep their names, even where a person is called so.
NAMED_KINDS = frozenset(kind.name for kind in SCHEMA.nodes.values() if kind.body) | {"Place"}
LONGEST_NAME = 30


def about_persons(result: RuleResult) -> bool:
    """Whether a rule has natural persons among its targets."""
    return any(kind in PERSON_KINDS for kind in result.rule.kinds)


def shown_findings(findings: Findings, profile: Profile) -> Iterator[Finding]:
    """All findings that `profile` may show, in their order."""
    view = View(findings.network, profile)
    for finding in findings:
        shown = view.finding(finding)
        if shown is not None:
            yield shown


class View:
    """What a profile shows of a network's findings."""

    def __init__(self, network: Network, profile: Profile) -> None:
        self.profile = profile
        self._names = frozenset() if profile == "work" else _person_names(network)

    def finding(self, finding: Finding) -> Finding | None:
        """`finding` as the profile shows it: None where it may not be shown at all."""
        if self.profile == "work":
            return finding
        person = finding.kind in PERSON_KINDS
        if person and self.profile == "public":
            return None
        shown = replace(
            finding,
            sources=tuple(map(self.cell, finding.sources)),
            settles=tuple(map(self.cell, finding.settles)),
            waiver=self._waiver(finding.waiver, finding.name if person else "") if finding.waiver else None,
        )
        personal = person or (finding.kind not in NAMED_KINDS and without_blanks(finding.name) in self._names)
        return self._masked(shown) if personal and finding.name else shown

    def table(self, table: SourceTable) -> SourceTable:
        """`table` with its sheet's name masked where that is a person's."""
        return replace(table, sheet=self._sheet(table.sheet))

    def cell(self, cell: Cell) -> Cell:
        """`cell` with its sheet's name masked where that is a person's."""
        return cell._replace(sheet=self._sheet(cell.sheet))

    def text(self, text: str) -> str:
        """A text that somebody wrote freely, with every person's name in it masked."""
        lengths = range(LONGEST_NAME, 1, -1)
        start, parts = 0, []
        while start < len(text):
            name = next((text[start : start + n] for n in lengths if text[start : start + n] in self._names), "")
            parts.append(mask_name(name) if name else text[start])
            start += len(name) or 1
        return "".join(parts)

    def _sheet(self, sheet: str) -> str:
        return mask_name(sheet) if without_blanks(sheet) in self._names else sheet

    def _waiver(self, waiver: Waiver, name: str) -> Waiver:
        def hidden(text: str) -> str:
            return self.text(text.replace(name, mask_name(name)) if name else text)

        return replace(waiver, node=hidden(waiver.node), reason=hidden(waiver.reason), author=hidden(waiver.author))

    def _masked(self, finding: Finding) -> Finding:
        name, mask = finding.name, mask_name(finding.name)

        def hidden(text: Text) -> Text:
            return Text(text.zh.replace(name, mask), text.en.replace(name, mask))

        return replace(
            finding,
            name=mask,
            # Some ledgers number persons by their names.
            node=finding.node.replace(name, mask),
            need=hidden(finding.need),
            have=hidden(finding.have),
            sentence=hidden(finding.sentence),
        )


def _person_names(network: Network) -> frozenset[str]:
    """The names and aliases of all persons; one of a single letter tells nothing and would hide too much."""
    names: set[str] = set()
    for kind in PERSON_KINDS:
        frame = network.frame(kind)
        names.update(frame["name"].drop_duplicates().dropna().tolist())
        if "alias" in frame:
            for alias in frame["alias"].drop_duplicates().dropna().tolist():
                names.update(without_blanks(part) for part in (alias, *alias.split(CODES_SEPARATOR)))
    return frozenset(name for name in names if len(name) > 1)
