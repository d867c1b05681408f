"""Xinlian: who is reached by which organisation, and where nobody is.

    import xinlian
    network = xinlian.load("ledgers/")
    xinlian.gaps(network).to_frame()
    network.to_networkx()

The functions here are the ones that the command line calls. They import what they need when they are called, so that
``xinlian --help`` does not wait for pandas.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .config import Config
    from .graph.network import Network
    from .loaders.load import Loaded
    from .queries.findings import Findings

__version__ = "0.1.0"


def read(*paths: str | Path, config: Config | None = None) -> Loaded:
    """Reads ledgers, folders of ledgers or one snapshot, with what was wrong with them.

    Args:
        paths: files and folders, read together.
        config: aliases, sheets and mappings; None reads ``xinlian.toml`` where the only path is a folder that has one.

    Returns:
        The network (`Loaded.network`), the problems, and for each table how many rows were read, kept and refused.

    Raises:
        ConfigError: the configuration cannot be used.
        SnapshotError: a snapshot cannot be read.
    """
    from .reading import read_paths

    return read_paths([Path(path) for path in paths], config)


def load(*paths: str | Path, config: Config | None = None) -> Network:
    """The network of ledgers, folders of ledgers or a snapshot; `read` also tells what was wrong with them."""
    return read(*paths, config=config).network


def gaps(
    network: Network,
    packs: Sequence[str | Path] = ("base",),
    as_of: datetime.date | None = None,
    settings: Mapping[str, object] | None = None,
    config: Config | None = None,
) -> Findings:
    """Runs rule packs on a network.

    Args:
        packs: names of shipped packs, or TOML files.
        as_of: the date at which edges and deadlines are judged; by default what the ledgers state (`default_as_of`).
        settings: thresholds and lists that replace those of the packs; they win over those of `config`.
        config: settings and waivers of a folder.

    Raises:
        RuleError: a pack cannot be used.
        NoDateError: the ledgers state no date and `as_of` is None.
    """
    from .judging import judge

    return judge(network, packs, as_of, settings, config)
