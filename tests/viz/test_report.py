"""The report object: counts, areas, groups, and what each profile may show."""

from __future__ import annotations

import pytest
from xinlian.graph.network import Network
from xinlian.graph.profiles import Profile
from xinlian.queries.findings import Findings, Waiver
from xinlian.viz.masking import shown_findings
from xinlian.viz.report import Tally, build_report

from .conftest import PERSON


def listed(findings: Findings, profile: Profile, waivers: tuple[Waiver, ...], rule: str, group: str | None = None) -> list[str]:
    report = build_report(findings, profile, "zh", waivers)
    return [finding.name for finding, _ in report.listing(rule, group)]  # type: ignore[arg-type]


def test_counts_waived_gaps_apart(findings: Findings, waivers: tuple[Waiver, ...]) -> None:
    row = build_report(findings, "work", "zh", waivers).rules[0]
    assert (row.tally.examined, row.tally.unmet, row.tally.waived, row.tally.open) == (3, 2, 1, 1)
    assert row.sizes == {"gap": 1, "unknown": 0, "waived": 1}
    assert row.tally.coverage == pytest.approx(1 / 3)


def test_listing_is_divided_into_groups(findings: Findings, waivers: tuple[Waiver, ...]) -> None:
    assert listed(findings, "work", waivers, "A16.community", "gap") == ["荷花社区"]
    assert listed(findings, "work", waivers, "A16.community", "waived") == ["青石村"]
    assert listed(findings, "work", waivers, "A16.community") == ["荷花社区", "青石村"]
    assert listed(findings, "work", waivers, "B01") == []


def test_listing_has_the_order_of_findings(findings: Findings, waivers: tuple[Waiver, ...]) -> None:
    report = build_report(findings, "work", "zh", waivers)
    assert [f for row in report.rules for f, _ in report.listing(row.rule.id)] == list(findings)


def test_areas_add_up_to_the_total(findings: Findings, waivers: tuple[Waiver, ...]) -> None:
    report = build_report(findings, "work", "zh", waivers)
    assert [area.name.zh for area in report.areas] == ["东湖街道", "西岭街道"]
    for i, row in enumerate(report.charted):
        assert sum(area.tallies[i].examined or 0 for area in report.areas) == row.tally.examined
        assert sum(area.tallies[i].waived for area in report.areas) == row.tally.waived
    assert [tally.short for tally in report.areas[1].tallies] == ["○ 0/1", "? 1/1", "–"]
    assert report.total.examined == 6


def test_rules_without_targets_or_evidence_are_said_loudly(findings: Findings) -> None:
    said = build_report(findings, "work", "en").cautions()
    assert [line.split()[0] for line in said] == ["A99", "B01"]
    assert "nothing was examined" in said[0]
    assert "(2 targets)" in said[1]


def test_public_shows_nothing_about_persons(findings: Findings, waivers: tuple[Waiver, ...]) -> None:
    report = build_report(findings, "public", "zh", waivers)
    assert listed(findings, "public", waivers, "A33.isolated") == []
    row = next(row for row in report.rules if row.rule.id == "A33.isolated")
    assert row.tally.unmet is None
    assert row.tally.examined is None
    assert row not in report.charted
    assert report.total.examined == 5
    assert row.gaps


def test_internal_masks_names_in_every_text(findings: Findings, waivers: tuple[Waiver, ...]) -> None:
    report = build_report(findings, "internal", "zh", waivers)
    person = next(report.listing("A33.isolated")).finding
    assert person.name == "林**"
    assert person.sentence.zh.startswith("林**")
    waived = next(report.listing("A16.community", "waived")).finding.waiver
    assert waived is not None
    assert waived.reason == "与荷花社区合建，林**经办"


def test_shown_findings_is_the_same_for_the_whole_list(findings: Findings) -> None:
    assert [f.kind for f in shown_findings(findings, "public")] == ["Place", "Place", "Enterprise", "Enterprise"]
    assert not any(PERSON in repr(f) for f in shown_findings(findings, "internal"))
    assert list(shown_findings(findings, "work")) == list(findings)


@pytest.mark.parametrize(
    ("tally", "short"),
    [
        (Tally(2, 3, 0, 1), "✗ 3/5"),
        (Tally(2, 3, 1, 0), "✗ 3/6 ?1"),
        (Tally(2, 0, 1, 0), "? 1/3"),
        (Tally(2, 1, 0, 0, 1), "○ 0/3"),
        (Tally(2, 0, 0, 9), "✓ 0/2"),
        (Tally(0, 0, 0, 9), "–"),
        (Tally(None, None, 0, 0), "*"),
    ],
)
def test_short_form(tally: Tally, short: str) -> None:
    assert tally.short == short


def test_small_counts_of_persons_are_hidden() -> None:
    assert Tally(100, 4, 0, 5).hiding_small() == Tally(100, None, 0, 5)
    assert Tally(100, 4, 0, 5).hiding_small().coverage is None


def test_a_network_without_levels_has_no_areas(network: Network, findings: Findings) -> None:
    del network.frames["Place"]["level"]
    report = build_report(findings, "work", "zh")
    assert report.level is None
    assert report.areas[0].total.examined == 6
