"""The array engine against the slow oracle, on random networks.

XINLIAN_EXAMPLES sets the number of networks (default 15; `make soak` takes thousands).
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

EXAMPLES = int(os.environ.get("XINLIAN_EXAMPLES", "15"))
PACKS = (load_pack("base"), load_pack(Path(__file__).with_name("corpus.toml")))
RULES = [(pack, rule) for pack in PACKS for rule in pack.rules]
WORDS = words_of(PACKS)

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


def planted_network(pack: Pack, rule: Rule) -> Network:
    """A network with nodes that fulfil a rule, and others that only are its targets, and little else."""
    sketch = Sketch(0, WORDS, order=1.0)
    for number in range(8):
        sketch.fill(most=1)
        sketch.plant(rule if number % 2 else dataclasses.replace(rule, need=()), pack)
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


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_arrays_and_oracle_agree(seed: int) -> None:
    verdicts(random_network(seed), PACKS)


@pytest.mark.parametrize(("pack", "rule"), [pytest.param(*pair, id=pair[1].id) for pair in RULES])
def test_a_planted_network_decides_every_rule(pack: Pack, rule: Rule) -> None:
    """Random networks hardly ever fulfil a rule with several conditions: without these, "met" would stay untested."""
    alone = dataclasses.replace(pack, rules=(rule,))
    found = verdicts(planted_network(pack, rule), (alone,))[rule.id]
    missing = {Verdict.MET, Verdict.UNMET} - found.keys() - IMPOSSIBLE.get(rule.id, set())
    assert not missing


def test_the_corpus_is_whole() -> None:
    assert len(RULES) == 14 + 83
