"""The array engine against the slow oracle, on random networks.

Without XINLIAN_EXAMPLES the same 12 networks every time; with it so many, other ones each time (`make soak`).
"""

from __future__ import annotations

import collections
import dataclasses
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xinlian.graph.network import Network
from xinlian.queries.findings import Verdict
from xinlian.queries.rules import Pack, Rule, load_pack
from xinlian.queries.run import evaluate

from .networks import AS_OF, Sketch, words_of
from .oracle import Oracle

EXAMPLES = os.environ.get("XINLIAN_EXAMPLES", "")
PACKS = (load_pack("base"), load_pack(Path(__file__).with_name("corpus.toml")))
RULES = [(pack, rule) for pack in PACKS for rule in pack.rules]
WORDS = words_of(PACKS)

MOST_SEEDS = 12
# Shares and differences come out right by design only: test_cases has them.
BY_HAND = {"A03", "A41", "D15", "E09.capacity", "F04", "J11"}
# What a rule cannot give, whatever the network.
IMPOSSIBLE = {"A37": {Verdict.UNMET}}


def random_network(seed: int) -> Network:
    """A network whose size and order depend on the seed, with nodes that fulfil some of the rules."""
    sketch = Sketch(seed, WORDS, order=(seed % 5) / 4)
    sketch.fill(most=2 + seed % 4)
    for pack, rule in sketch.random.sample(RULES, 6):
        sketch.plant(rule, pack)
    sketch.forget()
    return sketch.build()


def planted_network(pack: Pack, rule: Rule, seed: int) -> Network:
    """A network with nodes that fulfil a rule, and others that only are its targets, and little else."""
    sketch = Sketch(seed, WORDS, order=1.0)
    sketch.fill(most=1 + seed % 3)
    for number in range(12):
        sketch.plant(rule, pack, broken=number % 2 == 0)
    return sketch.build()


def verdicts(network: Network, packs: tuple[Pack, ...]) -> dict[str, collections.Counter[int]]:
    """Runs all rules in both engines, asserts that they agree, and counts their verdicts."""
    findings = evaluate(network, packs, AS_OF)
    results = {result.rule.id: result for result in findings.results}
    found: dict[str, collections.Counter[int]] = {}
    for pack in packs:
        oracle = Oracle(network, pack, AS_OF)
        for rule in pack.rules:
            found[rule.id] = collections.Counter()
            for of_kind in results[rule.id].by_kind:
                expected = oracle.verdicts(rule, of_kind.kind)
                assert of_kind.verdicts.tolist() == expected, f"{rule.id} on {of_kind.kind}"
                found[rule.id].update(expected)
    for finding in findings:
        assert finding.verdict in (Verdict.UNMET, Verdict.UNKNOWN)
        assert finding.verdict is Verdict.UNKNOWN or not finding.settles
        assert finding.need.zh
        assert finding.need.en
    return found


@settings(max_examples=int(EXAMPLES or 12), derandomize=not EXAMPLES, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_arrays_and_oracle_agree(seed: int) -> None:
    verdicts(random_network(seed), PACKS)


@pytest.mark.parametrize(("pack", "rule"), [pytest.param(*pair, id=pair[1].id) for pair in RULES if pair[1].id not in BY_HAND])
def test_a_planted_network_decides_every_rule(pack: Pack, rule: Rule) -> None:
    """Random networks hardly ever fulfil a rule with several conditions: without these, "met" would stay untested."""
    alone = dataclasses.replace(pack, rules=(rule,))
    missing = {Verdict.MET, Verdict.UNMET} - IMPOSSIBLE.get(rule.id, set())
    for seed in range(MOST_SEEDS):
        missing -= verdicts(planted_network(pack, rule, seed), (alone,))[rule.id].keys()
        if not missing:
            return
    pytest.fail(f"never {missing}")


def test_the_corpus_is_whole() -> None:
    assert len(RULES) == 14 + 83
