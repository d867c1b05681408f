"""The array engine against the slow oracle, on random networks."""

from __future__ import annotations

import collections
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xinlian.queries.findings import Verdict
from xinlian.queries.rules import load_pack
from xinlian.queries.run import evaluate

from .networks import AS_OF, Sketch, words_of
from .oracle import Oracle

EXAMPLES = int(os.environ.get("XINLIAN_EXAMPLES", "25"))
PACKS = (load_pack("base"), load_pack(Path(__file__).with_name("corpus.toml")))
RULES = [(pack, rule) for pack in PACKS for rule in pack.rules]
WORDS = words_of(PACKS)
SHORT = {"tier1": 4, "tier2": 2}


def random_network(seed: int):
    """A network whose size and order depend on the seed."""
    sketch = Sketch(seed, WORDS, order=(seed % 5) / 4)
    sketch.fill(most=2 + seed % 4)
    for pack, rule in sketch.random.sample(RULES, 6):
        sketch.plant(rule, pack)
    sketch.forget()
    return sketch.build()


def compare(network, tally=None) -> None:
    findings = evaluate(network, PACKS, AS_OF)
    results = {r.rule.id: r for r in findings.results}
    oracles = {pack.name: Oracle(network, pack, AS_OF) for pack in PACKS}
    for pack, rule in RULES:
        for of_kind in results[rule.id].by_kind:
            expected = oracles[pack.name].verdicts(rule, of_kind.kind)
            assert of_kind.verdicts.tolist() == expected, f"{rule.id} on {of_kind.kind}"
            if tally is not None:
                tally[rule.id].update(expected)
    for finding in findings:
        assert "{" not in finding.rule
        assert finding.have.en or finding.have.zh == ""
        assert (finding.verdict is Verdict.UNKNOWN) or not finding.settles


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_arrays_and_oracle_agree(seed):
    compare(random_network(seed))
