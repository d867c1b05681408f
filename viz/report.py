"""The report of coverage gaps as one plain object; every format prints this and nothing else, so that none can drift."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from ..graph.network import Network, SourceTable
from ..graph.profiles import Profile, hide_small
from ..graph.text import Language, Text
from ..queries.findings import SEVERITIES, Finding, Findings, RuleResult, RuleTitle, Verdict, Waiver
from . import words
from .areas import COMMUNITY, OUTSIDE, OUTSIDE_STREETS, STREET, AreaIndex, Counts, Level, dividing_level, names_of
from .masking import View, about_persons
from .style import LOOKS, SEVERITY_TITLES, Look
from .tables import percent

MOST_COMMUNITIES = 5_000

State = Literal["gap", "unknown", "waived", "met", "none", "hidden"]
Group = Literal["gap", "unknown", "waived"]
GROUPS: tuple[Group, ...] = ("gap", "unknown", "waived")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many targets have which verdict. None stands for a count that the profile hides.

    `unmet` includes the waived ones, `waived` counts those among them; waived unknowns are not counted here.
    """

    met: int | None
    unmet: int | None
    unknown: int | None
    not_applicable: int | None
    waived: int = 0

    @property
    def examined(self) -> int | None:
        """met + unmet + unknown; None where one of them is hidden, or the difference would tell it."""
        if self.met is None or self.unmet is None or self.unknown is None:
            return None
        return self.met + self.unmet + self.unknown

    @property
    def open(self) -> int | None:
        """The gaps that nobody has waived."""
        return None if self.unmet is None else self.unmet - self.waived

    @property
    def coverage(self) -> float | None:
        """met ÷ (met + unmet); None where nothing was decided, or a count is hidden."""
        if self.met is None or self.unmet is None or self.met + self.unmet == 0:
            return None
        return self.met / (self.met + self.unmet)

    @property
    def state(self) -> State:
        """What the counts amount to."""
        if self.open is not None and self.open > 0:
            return "gap"
        if self.examined is None:
            return "hidden"
        if self.unknown:
            return "unknown"
        if self.waived:
            return "waived"
        return "met" if self.examined else "none"

    @property
    def look(self) -> Look:
        return LOOKS[self.state]

    @property
    def short(self) -> str:
        """Sign, gaps and targets, for a cell of a matrix: ``✗ 3/5 ?1``."""
        if self.state in ("none", "hidden"):
            return self.look.sign
        unknown = f" ?{self.unknown}" if self.state == "gap" and self.unknown else ""
        shown = self.unknown if self.state == "unknown" else self.open
        return f"{self.look.sign} {shown}/{'*' if self.examined is None else self.examined}{unknown}"

    def hiding_small(self) -> Tally:
        """The same without the counts of few persons (`profiles.hide_small`)."""

        def large(number: int | None) -> int | None:
            return None if number is None else hide_small(number, "public")

        return Tally(large(self.met), large(self.unmet), large(self.unknown), large(self.not_applicable))


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies, hidden counts left out."""
    listed = list(tallies)
    return Tally(
        sum(t.met or 0 for t in listed),
        sum(t.unmet or 0 for t in listed),
        sum(t.unknown or 0 for t in listed),
        sum(t.not_applicable or 0 for t in listed),
        sum(t.waived for t in listed),
    )


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule, its counts in the whole network, and how many findings of it are listed in each group.

    `gaps` says whether there are open gaps, also where the profile hides how many.
    """

    rule: RuleTitle
    evidence: Literal["full", "none"]
    tally: Tally
    sizes: dict[Group, int]
    gaps: bool

    @property
    def decided(self) -> bool:
        """Whether the rule belongs in the tables: some ledger could decide it, and it had targets."""
        return self.evidence == "full" and self.tally.examined != 0


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area and its counts, parallel to the report's `charted` rules."""

    name: Text
    tallies: tuple[Tally, ...]

    @property
    def total(self) -> Tally:
        return total(self.tallies)


class Listed(NamedTuple):
    """A finding as the profile shows it, and the number of its area in `Report.areas` (-1: in none of them)."""

    finding: Finding
    area: int


@dataclass(frozen=True)
class Report:
    """What a run of rules found, as one profile may show it.

    Attributes:
        rules: all rules that ran, in their order.
        charted: those that the table by area shows: decided, and not about persons in profile public.
        level: by which places `areas` divides; None where no ledger tells of places.
        communities: the same by community; empty where there are more than `MOST_COMMUNITIES`.
    """

    as_of: datetime.date
    language: Language
    profile: Profile
    ledgers: tuple[SourceTable, ...]
    rules: tuple[RuleRow, ...]
    charted: tuple[RuleRow, ...]
    level: Level | None
    areas: tuple[AreaRow, ...]
    communities: tuple[AreaRow, ...]
    _listing: Callable[[str, Group | None, int | None], Iterator[Listed]] = field(repr=False)

    def say(self, text: Text) -> str:
        """`text` in the report's language."""
        return text.to(self.language)

    def listing(self, rule: str, group: Group | None = None, most: int | None = None) -> Iterator[Listed]:
        """The findings of a rule in a stable order: all, or one group, and not more than `most`."""
        return self._listing(rule, group, most)

    @property
    def tabled(self) -> tuple[RuleRow, ...]:
        """The rules of the table by rule: those that were decided, also where some of their counts are hidden."""
        return tuple(row for row in self.rules if row.decided)

    @property
    def total(self) -> Tally:
        """All charted rules together."""
        return total(row.tally for row in self.charted)

    def by_severity(self) -> list[tuple[str, int]]:
        """Open gaps per severity, the gravest first; severities without any are left out."""
        counted = [(s, sum(row.tally.open or 0 for row in self.charted if row.rule.severity == s)) for s in SEVERITIES]
        return [(self.say(SEVERITY_TITLES[severity]), number) for severity, number in counted if number]

    def facts(self) -> list[tuple[str, str]]:
        """The lines at the top of a report: label and value."""
        say, sum_ = self.say, self.total
        counts = [(words.EXAMINED, sum_.examined), (words.MET, sum_.met), (words.GAPS, sum_.open), (words.UNKNOWN, sum_.unknown)]
        if sum_.waived:
            counts.append((words.WAIVED, sum_.waived))
        comma = "，" if self.language == "zh" else ", "
        counted = comma.join(f"{say(title)} {number}" for title, number in counts)
        files = list(dict.fromkeys(table.file for table in self.ledgers))
        return [
            (say(words.AS_OF), self.as_of.isoformat()),
            (say(words.PROFILE), say(words.PROFILES[self.profile])),
            (say(words.LEDGERS), _listed(files, self.language)),
            (say(words.TOTALS), f"{counted}{comma}{say(words.COVERAGE)} {percent(sum_.coverage)}"),
            (say(words.BY_SEVERITY), comma.join(f"{title} {number}" for title, number in self.by_severity()) or "0"),
        ]

    def cautions(self) -> list[str]:
        """What a reader must know before trusting the numbers."""
        said = [] if self.tabled else [self.say(words.NOTHING_EXAMINED)]
        for row in self.rules:
            values = {"id": row.rule.id, "title": row.rule.title, "unknown": row.tally.unknown if row.tally.unknown is not None else "*"}
            if row.evidence == "none":
                said.append(self.say(words.NO_EVIDENCE.format(**values)))
            elif row.tally.examined == 0:
                said.append(self.say(words.NO_TARGETS.format(**values)))
        if any(row.tally.examined is None for row in self.rules):
            said.append(self.say(words.FEW))
        return said


def _listed(files: Sequence[str], language: Language, most: int = 12) -> str:
    joined = ("、" if language == "zh" else ", ").join(files[:most])
    rest = len(files) - most
    return joined + ((f" 等 {len(files)} 个" if language == "zh" else f" and {rest} more") if rest > 0 else "")


def build_report(findings: Findings, profile: Profile = "internal", language: Language = "zh", waivers: Sequence[Waiver] = ()) -> Report:
    """The report of `findings`. `waivers` are those that the rules ran with; they tell which rules have waived findings."""
    source = _Source(findings, profile, {waiver.rule for waiver in waivers})
    rules = tuple(source.row(result) for result in findings.results)
    shown = [
        (result, row)
        for result, row in zip(findings.results, rules, strict=True)
        # Counts of persons per street are small; with the total beside them the hidden ones could be told.
        if row.decided and not source.hides(result)
    ]
    charted = [result for result, _ in shown]
    level = dividing_level(findings.network)
    communities = AreaIndex(findings.network, COMMUNITY)
    few = 0 < len(communities.places) <= MOST_COMMUNITIES
    return Report(
        as_of=findings.as_of,
        language=language,
        profile=profile,
        ledgers=tuple(map(source.view.table, findings.network.tables)),
        rules=rules,
        charted=tuple(row for _, row in shown),
        level=level,
        areas=source.areas(charted, source.index, OUTSIDE_STREETS if level is STREET else OUTSIDE),
        communities=source.areas(charted, communities, OUTSIDE)[: len(communities.places)] if few else (),
        _listing=source.listing,
    )


class _Source:
    """Where a report takes its rows from: the findings, their order, and who is waived."""

    def __init__(self, findings: Findings, profile: Profile, waived_rules: set[str]) -> None:
        self.findings, self.profile = findings, profile
        self.results = {result.rule.id: result for result in findings.results}
        self.index = AreaIndex(findings.network, dividing_level(findings.network))
        self.view = View(findings.network, profile)
        self._sorted = _Order(findings.network)
        self.waived = {rule: self._waived(self.results[rule]) for rule in sorted(waived_rules & self.results.keys())}

    def _waived(self, result: RuleResult) -> list[tuple[str, int, Verdict]]:
        """The targets of a rule whose findings are waived."""
        if result.evidence == "none":
            return []
        targets = self._sorted.targets(result, (Verdict.UNMET, Verdict.UNKNOWN))
        return [target for target in targets if self.findings.detail(result, target[0], target[1]).waiver is not None]

    def row(self, result: RuleResult) -> RuleRow:
        met, unmet, unknown, not_applicable = (result.count(verdict) for verdict in Verdict)
        waived = [verdict for *_, verdict in self.waived.get(result.rule.id, ())]
        unmet_waived = waived.count(Verdict.UNMET)
        tally = Tally(met, unmet, unknown, not_applicable, unmet_waived)
        if self.hides(result):
            return RuleRow(result.rule, result.evidence, tally.hiding_small(), dict.fromkeys(GROUPS, 0), unmet > unmet_waived)
        listed = (0, 0) if result.evidence == "none" else (unmet - unmet_waived, unknown - (len(waived) - unmet_waived))
        return RuleRow(
            result.rule, result.evidence, tally, {"gap": listed[0], "unknown": listed[1], "waived": len(waived)}, unmet > unmet_waived
        )

    def hides(self, result: RuleResult) -> bool:
        """Whether the profile shows no finding of a rule."""
        return self.profile == "public" and about_persons(result)

    def areas(self, charted: Sequence[RuleResult], index: AreaIndex, outside: Text) -> tuple[AreaRow, ...]:
        """One row per area, the last for nodes outside all of them if there are any."""
        columns = [self._tallies(result, index) for result in charted]
        names = [Text(name, name) for name in names_of(self.findings.network, index.places)]
        rows = tuple(AreaRow(name, tuple(column[i] for column in columns)) for i, name in enumerate([*names, outside]))
        return rows if rows[-1].total.examined else rows[:-1]

    def _tallies(self, result: RuleResult, index: AreaIndex) -> list[Tally]:
        counts: Counts = index.count(result)
        waived = [0] * len(counts)
        for kind, position, verdict in self.waived.get(result.rule.id, ()):
            if verdict is Verdict.UNMET:
                waived[int(index.of(kind)[position])] += 1
        rows = zip(counts.tolist(), waived, strict=True)
        return [Tally(met, unmet, unknown, other, accepted) for (met, unmet, unknown, other), accepted in rows]

    def listing(self, rule: str, group: Group | None, most: int | None) -> Iterator[Listed]:
        result = self.results[rule]
        if result.evidence == "none" or self.hides(result):
            return
        given = 0
        waived = {target[:2] for target in self.waived.get(rule, ())}
        for kind, position, _ in self._sorted.targets(result, VERDICTS_OF[group]):
            if group is not None and ((kind, position) in waived) != (group == "waived"):
                continue
            if most is not None and given >= most:
                return
            finding = self.view.finding(self.findings.detail(result, kind, position))
            if finding is not None:
                given += 1
                area = int(self.index.of(kind)[position])
                yield Listed(finding, area if area < len(self.index.places) else -1)


VERDICTS_OF: dict[Group | None, tuple[Verdict, ...]] = {
    None: (Verdict.UNMET, Verdict.UNKNOWN),
    "gap": (Verdict.UNMET,),
    "unknown": (Verdict.UNKNOWN,),
    "waived": (Verdict.UNMET, Verdict.UNKNOWN),
}


class _Order:
    """The stable order of findings (`Findings.__iter__`), without making the findings."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._places: dict[str, list[int]] = {}

    def targets(self, result: RuleResult, verdicts: tuple[Verdict, ...]) -> list[tuple[str, int, Verdict]]:
        """The targets with one of `verdicts`, by verdict, place, name and id."""
        keyed = []
        for part in result.by_kind:
            chosen = np.flatnonzero(np.isin(part.verdicts, verdicts))
            frame = self._network.frame(part.kind)
            names, ids = frame["name"].iloc[chosen].tolist(), frame["id"].iloc[chosen].tolist()
            for position, name, node in zip(chosen.tolist(), names, ids, strict=True):
                verdict = Verdict(int(part.verdicts[position]))
                keyed.append((verdict, self._path(part.kind, position), name, node, part.kind, position))
        return [(kind, position, verdict) for verdict, _, _, _, kind, position in sorted(keyed)]

    def _path(self, kind: str, position: int) -> str:
        if kind not in self._places:
            self._places[kind] = self._network.location(kind).tolist()
        place = self._places[kind][position]
        return self._network.place_paths[place] if place >= 0 else ""
