"""A large made-up district, built straight as arrays: for measuring, not for reading.

python -m tests.queries.synthetic 1000000        (from the project's folder)
"""

from __future__ import annotations

import datetime
import resource
import sys
import time

import numpy as np
import pandas as pd
from xinlian.graph.network import Block, BlockKey, Network, SourceTable, empty_frames
from xinlian.graph.values import Form

AS_OF = datetime.date(2024, 6, 30)
TODAY = 19904


def codes(random: np.random.Generator, size: int, words: list[str], shares: list[float]) -> pd.Categorical:
    """A code column; the words stand in it by their shares."""
    return pd.Categorical.from_codes(random.choice(len(words), size, p=shares).astype(np.int8), words)


def synthetic(persons: int, seed: int = 1) -> Network:
    """A network of about 1.1 nodes and 3 edges a person; same seed, same network."""
    random = np.random.default_rng(seed)
    streets, communities = max(1, persons // 15_000), max(2, persons // 1_500)
    sizes = {
        "Place": 1 + streets + communities,
        "Person": persons,
        "Enterprise": persons // 20,
        "Association": persons // 100,
        "PartyBranch": persons // 200,
        "Liaison": persons // 50,
        "Department": persons // 1000,
    }
    frames = empty_frames()
    for kind, size in sizes.items():
        ids = pd.Series(np.arange(size)).astype("str")
        frames[kind] = pd.DataFrame({"id": f"{kind}-" + ids, "name": ids, "placeholder": np.zeros(size, dtype=bool)})
    level = np.repeat(np.array([0, 1, 2], dtype=np.int8), [1, streets, communities])
    frames["Place"]["level"] = pd.Categorical.from_codes(level, ["区", "街道", "社区"])
    frames["Person"]["rep"] = (random.random(persons) < 0.05).astype(np.int8)
    frames["Person"]["key"] = (random.random(persons) < 0.2).astype(np.int8)
    frames["Person"]["category"] = codes(random, persons, list("甲乙丙丁戊己"), [0.3, 0.2, 0.2, 0.1, 0.1, 0.1])
    technicians = np.floor(random.pareto(0.8, sizes["Enterprise"]) * 10)
    masked = random.random(sizes["Enterprise"]) < 0.05
    frames["Enterprise"]["technicians_lo"] = np.where(masked, 0, technicians)
    frames["Enterprise"]["technicians_hi"] = np.where(masked, np.inf, technicians)
    frames["Enterprise"]["technicians_form"] = np.where(masked, Form.MASKED, Form.EXACT).astype(np.int8)
    frames["Association"]["kind"] = codes(random, sizes["Association"], ["新联会", "知联会", "商会"], [0.3, 0.1, 0.6])
    frames["Association"]["state"] = codes(random, sizes["Association"], ["成立", "筹备", "注销"], [0.9, 0.05, 0.05])
    blocks: dict[BlockKey, Block] = {}

    def some(kind: str, size: int) -> np.ndarray:
        return random.integers(0, sizes[kind], size, dtype=np.int32)

    def block(edge: str, source: str, target: str, ends: tuple[np.ndarray, np.ndarray], **columns: object) -> None:
        size = len(ends[0])
        rows = {"table": np.zeros(size, dtype=np.int32), "row": np.arange(size, dtype=np.int32)}
        sure = random.random(size) > 0.002 if edge == "MEMBER_OF" else np.ones(size, dtype=bool)
        key = BlockKey(edge, source, target)
        blocks[key] = Block(key, ends[0].astype(np.int32), ends[1].astype(np.int32), sure, pd.DataFrame({**rows, **columns}))

    def community(size: int) -> np.ndarray:
        return random.integers(1 + streets, 1 + streets + communities, size, dtype=np.int32)

    above = np.concatenate([np.zeros(streets), random.integers(1, 1 + streets, communities)])
    block("LOCATED_IN", "Place", "Place", (np.arange(1, sizes["Place"]), above))
    for kind in ("Person", "Enterprise", "Association", "PartyBranch"):
        block("LOCATED_IN", kind, "Place", (np.arange(sizes[kind]), community(sizes[kind])))
    dates = TODAY - random.integers(0, 500, persons // 5).astype(float)
    roles = codes(random, persons // 5, ["联络员", "专人"], [0.5, 0.5])
    contact = {"role": roles, "date_lo": dates, "date_hi": dates}
    block("CONTACTS", "Liaison", "Person", (some("Liaison", persons // 5), some("Person", persons // 5)), **contact)
    number = sizes["Enterprise"]
    firms = {
        "role": codes(random, number, ["联络员", "专人", "特派员"], [0.6, 0.3, 0.1]),
        "duty": codes(random, number, ["专职", "兼职"], [0.5, 0.5]),
    }
    block("CONTACTS", "Liaison", "Enterprise", (some("Liaison", number), some("Enterprise", number)), **firms)
    worker = {"role": codes(random, communities, ["专人", "联络员"], [0.5, 0.5])}
    block("CONTACTS", "Liaison", "Place", (some("Liaison", communities), community(communities)), **worker)
    block("GUIDES", "Liaison", "Place", (some("Liaison", communities), community(communities)))
    block("MEMBER_OF", "Person", "Association", (some("Person", persons // 2), some("Association", persons // 2)))
    block("WORKS_AT", "Person", "Enterprise", (some("Person", persons // 2), some("Enterprise", persons // 2)))
    block("COVERS", "PartyBranch", "Enterprise", (some("PartyBranch", number), some("Enterprise", number)))
    block("PART_OF", "Department", "Enterprise", (some("Department", number // 10), some("Enterprise", number // 10)))
    return Network(frames, blocks, (SourceTable("made-up.csv", "", "people"),))


def main() -> None:
    from xinlian.queries.rules import load_pack
    from xinlian.queries.run import Run, engine_of, evaluate, prepare

    network = synthetic(int(sys.argv[1]))
    nodes, edges = sum(map(len, network.frames.values())), sum(map(len, network.blocks.values()))
    print(f"{nodes:,} nodes, {edges:,} edges, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most")
    pack = load_pack("base")
    for _ in range(3):
        before, cpu = time.perf_counter(), time.process_time()
        evaluate(network, [pack], AS_OF)
        print(f"all rules: {time.perf_counter() - before:.3f} s, {time.process_time() - cpu:.3f} s of CPU")
    engine = engine_of(network, pack, AS_OF)
    for rule in pack.rules:
        before = time.perf_counter()
        result = Run(engine, prepare(rule, pack, AS_OF)).result
        counts = [result.count(v) for v in range(4)]  # type: ignore[arg-type]
        print(f"{rule.id:15} {1000 * (time.perf_counter() - before):8.1f} ms  met, unmet, unknown, not applicable: {counts}")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most")


if __name__ == "__main__":
    main()
