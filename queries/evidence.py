"""Whether the ledgers can tell at all what a condition asks: the attributes and edges that no ledger has a column for."""

from __future__ import annotations

from .arrays import Engine
from .expressions import (
    PLACE_ATTRIBUTES,
    Attribute,
    Condition,
    Expression,
    Path,
    Step,
    Sum,
    children,
)
from .routes import evident, hops, reached
from .tables import Table


def lacking(engine: Engine, node: Condition | Expression | Path, table: Table, target: str) -> bool:
    """Whether `node`, asked of `table` for targets of kind `target`, reads an attribute or follows edges of which no ledger tells."""
    match node:
        case Attribute(name, of_target):
            return _lacks_attribute(engine, name, engine.tables.nodes(target) if of_target else table)
        case Path():
            return _lacks_path(engine, node, table, target)
        case Sum(path, attribute):
            if _lacks_path(engine, path, table, target):
                return True
            kinds = frozenset([table.kind.name])
            for step in path.steps:
                kinds = reached(step, kinds)
            return any(_lacks_attribute(engine, attribute, engine.tables.nodes(k)) for k in kinds if engine.size(k))
    return any(lacking(engine, part, table, target) for part in children(node))  # type: ignore[arg-type]


def _lacks_attribute(engine: Engine, name: str, table: Table) -> bool:
    if name not in PLACE_ATTRIBUTES:
        return not table.holds(name)
    located = any(True for _ in engine.network.blocks_of("LOCATED_IN", table.kind.name, "Place"))
    return not (engine.tables.nodes("Place").holds("level") and (table.kind.name == "Place" or located))


def _lacks_path(engine: Engine, path: Path, table: Table, target: str) -> bool:
    kinds = frozenset([table.kind.name])
    for step in path.steps:
        if not evident(step, kinds, engine.walks.blocks):
            return True
        if step.edge_condition is not None and _lacks_on_edges(engine, step, kinds, target):
            return True
        kinds = reached(step, kinds)
        for kind in sorted(kinds):
            # Where no ledger lists such nodes there is nothing whose attribute could be lacking.
            if step.condition is not None and engine.size(kind) and lacking(engine, step.condition, engine.tables.nodes(kind), target):
                return True
    if path.avoid is None or path.avoid.condition is None or not engine.size(path.avoid.kind):
        return False
    return lacking(engine, path.avoid.condition, engine.tables.nodes(path.avoid.kind), target)


def _lacks_on_edges(engine: Engine, step: Step, kinds: frozenset[str], target: str) -> bool:
    assert step.edge_condition is not None
    for hop in hops(step):
        if hop.block in engine.walks.blocks and (hop.near in kinds or step.longest != 1):
            block = engine.network.blocks[hop.block]
            if len(block) and lacking(engine, step.edge_condition, engine.tables.edges(block), target):
                return True
    return False
