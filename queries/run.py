"""Running rules on a network: a verdict for every target, and a finding for each that is a gap or unknown.

The verdict of a target follows from what holds certainly and what holds possibly (`intervals.Modes`):

- need certainly                         → met
- where certainly and need not possibly  → unmet
- else                                   → unknown

over the nodes that are possibly targets; placeholders never are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from ..graph.network import Network
from .arrays import Engine, cheap_for_all
from .batches import Batch, Targets
from .details import Details
from .evidence import lacking
from .expressions import And, Constant, Number, Words, conjunction, uses_target
from .findings import Finding, Findings, KindResult, RuleResult, Verdict, Waiver
from .intervals import Modes
from .paths import Index
from .prepared import PreparedRule, prepare
from .rules import Pack, RuleError, unknown_settings

LEVELS = ("district", "street", "community")
ENGINE_SETTINGS = ("contact_days", *LEVELS)


def evaluate(
    network: Network,
    packs: Sequence[Pack],
    as_of: datetime.date,
    settings: Mapping[str, Any] | None = None,
    waivers: Iterable[Waiver] = (),
) -> Findings:
    """Runs all rules of the packs; where two packs have a rule of one id, the first counts.

    Args:
        settings: values that replace those of the packs, as in TOML; ``severity`` is a table.
        waivers: gaps that somebody accepts; those that ended before `as_of` are left out.

    Raises:
        RuleError: a setting is unknown or of the wrong type.
    """
    chosen = dict(settings or {})
    if problems := unknown_settings(packs, chosen):
        raise RuleError(problems)
    engines: dict[tuple[Constant, ...], Engine] = {}
    runs: dict[str, Run] = {}
    for pack in packs:
        adapted = pack.with_settings(chosen) if chosen else pack
        # Packs share what an engine has worked out, unless their settings make it see other edges or places.
        key = tuple(adapted.settings[name] for name in ENGINE_SETTINGS)
        if key not in engines:
            engines[key] = engine_of(network, adapted, as_of)
        for rule in adapted.rules:
            if rule.id not in runs:
                runs[rule.id] = Run(engines[key], prepare(rule, adapted, as_of))
    in_force = tuple(w for w in waivers if w.until >= as_of)

    def detail(result: RuleResult, kind: str, position: int) -> Finding:
        return runs[result.rule.id].finding(kind, position, in_force)

    return Findings(network, as_of, tuple(run.result for run in runs.values()), detail)


def engine_of(network: Network, pack: Pack, as_of: datetime.date) -> Engine:
    """The engine for the rules of a pack."""
    levels = {level: cast(Words, pack.settings[level]).values for level in LEVELS}
    return Engine(network, as_of, levels, cast(Number, pack.settings["contact_days"]).value)


class Run:
    """One rule on one network. Keeps the verdicts; what findings say is worked out when somebody asks."""

    def __init__(self, engine: Engine, prepared: PreparedRule) -> None:
        self.engine = engine
        self.prepared = prepared
        results = tuple(KindResult(kind, verdicts(engine, prepared, kind)) for kind in prepared.rule.each)
        self.result = RuleResult(prepared.rule.heading, evidence(engine, prepared, results), results)
        self.details: dict[str, Details] = {}

    def finding(self, kind: str, position: int, waivers: Sequence[Waiver]) -> Finding:
        """What to say of one node that is unmet or unknown."""
        if kind not in self.details:
            of_kind = next(r.verdicts for r in self.result.by_kind if r.kind == kind)
            self.details[kind] = Details(self.engine, self.prepared, kind, of_kind)
        return self.details[kind].finding(position, waivers)


def verdicts(engine: Engine, prepared: PreparedRule, kind: str) -> NDArray[np.int8]:
    """The verdicts on all nodes of a kind."""
    found = np.full(engine.size(kind), Verdict.NOT_APPLICABLE, dtype=np.int8)
    index = candidates(engine, prepared, kind)
    batch = targets(engine, kind, index)
    where = None
    if prepared.where is not None:
        where = engine.condition(prepared.where, batch)
        if not where.possible.all():
            chosen = np.flatnonzero(where.possible)
            index, where = index[chosen], where.take(chosen)
            batch = targets(engine, kind, index)
    needed = need(engine, prepared, batch)
    verdict = np.where(needed.possible, np.int8(Verdict.UNKNOWN), np.int8(Verdict.UNMET))
    if where is not None:
        verdict[~where.sure] = Verdict.UNKNOWN
    verdict[needed.sure] = Verdict.MET
    found[index] = verdict
    return found


def candidates(engine: Engine, prepared: PreparedRule, kind: str) -> Index:
    """Nodes that may be targets, as far as that is told cheaply for the whole kind."""
    marks = engine.network.real(kind)
    where = prepared.where
    parts = where.parts if isinstance(where, And) else () if where is None else (where,)
    quick = conjunction(p for p in parts if cheap_for_all(p) and not uses_target(p))
    if quick is not None:
        marks = marks & engine.condition(quick, engine.whole(kind)).possible
    return np.flatnonzero(marks)


def targets(engine: Engine, kind: str, index: Index) -> Batch:
    """Nodes of a kind as targets: each is its own ``x``."""
    return Batch(engine.tables.nodes(kind), index, Targets(kind, index))


def need(engine: Engine, prepared: PreparedRule, batch: Batch) -> Modes:
    """Whether so many of a rule's conditions hold as it needs."""
    modes = [engine.condition(condition, batch) for _, condition in prepared.items]
    if len(modes) == 1:
        return modes[0]
    sure, possible = (np.sum(marks, axis=0, dtype=np.int32) >= prepared.at_least for marks in zip(*modes, strict=True))
    return Modes(np.asarray(sure), np.asarray(possible))


def evidence(engine: Engine, prepared: PreparedRule, results: tuple[KindResult, ...]) -> Literal["full", "none"]:
    """ "none" where every target is unknown and some attribute or edge that the rule reads is in no ledger."""
    examined = [r for r in results if (r.verdicts != Verdict.NOT_APPLICABLE).any()]
    if not examined or any(np.isin(r.verdicts, (Verdict.MET, Verdict.UNMET)).any() for r in examined):
        return "full"
    for result in examined:
        table = engine.tables.nodes(result.kind)
        if not any(lacking(engine, condition, table, result.kind) for condition in prepared.conditions):
            return "full"
    return "none"
