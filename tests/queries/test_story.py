"""The story of one node, and finding the node by what somebody types."""

from __future__ import annotations

import pytest
from xinlian.graph.profiles import Profile
from xinlian.queries.findings import Verdict
from xinlian.queries.story import candidates, nearest, tell
from xinlian.viz.masking import View
from xinlian.viz.narrative import render_story

from ..viz.conftest import PERSON, make_findings, make_network


def told(kind: str, position: int, profile: Profile = "work") -> str:
    findings = make_findings(make_network())
    return render_story(tell(findings, kind, position, profile, View(findings.network, profile).finding), "zh")


def test_a_story_has_facts_neighbours_and_verdicts_with_cells() -> None:
    findings = make_findings(make_network())
    story = tell(findings, "Enterprise", 1, "work", View(findings.network, "work").finding)
    assert story.node.name == "远帆物流"
    assert [(fact.title.en, fact.value.en, fact.cells[0].column) for fact in story.facts] == [("technicians", "unknown", "技术人员数")]
    assert [(ties.edge.en, ties.outgoing, ties.count, ties.listed[0].to.name) for ties in story.ties] == [("located in", True, 1, "青石村")]
    assert [(j.result.rule.id, j.verdict) for j in story.judgements] == [("A34", Verdict.UNKNOWN)]
    assert story.judgements[0].finding is not None


def test_the_story_in_words() -> None:
    text = told("Enterprise", 0)
    assert "技术人员数   1200–1299   清河区.xlsx › 社区 › 第3行 › 技术人员数" in text
    assert "← 就职于 · 人士 1" in text
    assert "✗ 缺口  A34 千人以上企业有联络员 (中)" in text
    assert PERSON in text


def test_met_and_waived_and_undecided() -> None:
    assert "✓ 达标  A16.community" in told("Place", 3)
    assert "○ 已豁免  A16.community" in told("Place", 5)
    assert "所读台账没有相关的列" in told("Place", 1)


@pytest.mark.parametrize("profile", ["internal", "public"])
@pytest.mark.parametrize(("kind", "position"), [("Enterprise", 0), ("Place", 4), ("Place", 5)])
def test_neighbours_are_masked_or_only_counted(kind: str, position: int, profile: Profile) -> None:
    assert PERSON not in told(kind, position, profile)


def test_candidates_respect_the_profile() -> None:
    network = make_network()
    assert [named.name for _, _, named in candidates(network, PERSON, "work")] == [PERSON]
    assert [named.name for _, _, named in candidates(network, PERSON, "internal")] == ["林**"]
    assert candidates(network, PERSON, "public") == []
    assert [(kind, position) for kind, position, _ in candidates(network, "Place:4", "public")] == [("Place", 4)]


def test_nearest_names_leave_persons_out() -> None:
    network = make_network()
    assert nearest(network, "荷花社", "internal")[0] == "荷花社区"
    assert PERSON not in nearest(network, "林芬", "internal")
    assert PERSON in nearest(network, "林芬", "work")
