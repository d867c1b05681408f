"""From paths and a configuration to a network: ledgers, or a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .config import Config, ConfigError, config_for
from .graph.snapshot import is_snapshot
from .graph.snapshot import load as load_snapshot
from .graph.text import Text
from .loaders.cells import SheetChoice
from .loaders.load import Loaded, Options, read_ledgers
from .loaders.mappings import MappingError, read_mappings
from .loaders.problems import Problems


def read_paths(paths: Sequence[Path], config: Config | None = None) -> Loaded:
    """What the paths hold. A snapshot has no problems of its own, and is read alone. Raises ConfigError and StoreError."""
    config = config_for(paths) if config is None else config
    snapshots = [path for path in paths if is_snapshot(path)]
    if snapshots and len(paths) > 1:
        raise ConfigError(Text("快照须单独读取，不能与其他文件一起", "a snapshot is read alone, not together with other files"))
    if snapshots:
        return Loaded(load_snapshot(snapshots[0]), Problems(), ())
    return read_ledgers(paths, options_of(config))


def options_of(config: Config) -> Options:
    """What a configuration tells the reader. Raises ConfigError where a mapping cannot be used."""
    try:
        mappings = read_mappings(config.tables)
    except MappingError as error:
        where = config.path or Path("xinlian.toml")
        raise ConfigError(Text(f"{where} 的 [[table]]：{error}", f"{where}, [[table]]: {error}")) from error
    return Options(config.aliases, SheetChoice(config.wanted, config.unwanted), mappings)
