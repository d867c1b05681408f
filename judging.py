"""From a network to findings: which packs, at which date, with which settings."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .config import Config
from .graph.errors import XinlianError
from .graph.network import Network
from .graph.schema import SCHEMA, Value
from .graph.text import Text
from .graph.values import day
from .queries.findings import Findings
from .queries.rules import load_pack
from .queries.run import evaluate


class NoDateError(XinlianError):
    """No ledger states a date, and none was given."""


def judge(
    network: Network,
    packs: Sequence[str | Path] = ("base",),
    as_of: datetime.date | None = None,
    settings: Mapping[str, Any] | None = None,
    config: Config | None = None,
) -> Findings:
    """Runs packs on a network. Raises RuleError and NoDateError."""
    config = config or Config()
    date = as_of or default_as_of(network)
    chosen = {**config.settings, **(settings or {})}
    return evaluate(network, [load_pack(pack) for pack in packs or ("base",)], date, chosen, config.waivers)


def default_as_of(network: Network) -> datetime.date:
    """The latest reporting date that a ledger states, else the latest date in the ledgers; never the clock.

    Raises NoDateError where the ledgers hold no date at all.
    """
    if network.reported is not None:
        return network.reported
    latest = max((found for found in map(_latest, _date_columns(network)) if not math.isnan(found)), default=math.nan)
    if math.isnan(latest):
        raise NoDateError(
            Text(
                "台账中没有任何日期，请用 --as-of 指明统计日期，如 --as-of 2024-06-30",
                "no ledger holds a date; give one, as --as-of 2024-06-30",
            )
        )
    return day(latest)


def _date_columns(network: Network) -> list[np.ndarray[Any, Any]]:
    """The upper ends of all dates that look back, of nodes and edges."""
    found = []
    for kind, frame in network.frames.items():
        names = [a.name for a in SCHEMA.nodes[kind].attributes if a.value is Value.DATE and not a.ahead]
        found += [frame[f"{name}_hi"].to_numpy() for name in names if f"{name}_hi" in frame]
    for key, block in network.blocks.items():
        names = [a.name for a in SCHEMA.edges[key.edge].attributes if a.value is Value.DATE and not a.ahead]
        found += [block.attributes[f"{name}_hi"].to_numpy() for name in names if f"{name}_hi" in block.attributes]
    return found


def _latest(dates: np.ndarray[Any, Any]) -> float:
    finite = dates[np.isfinite(dates)]
    return float(finite.max()) if len(finite) else math.nan
