"""A network on disk: a folder of Parquet files and a manifest with a checksum of each.

    manifest.json                  format, version, reporting date, tables, and of every file its rows and SHA-256
    nodes/Person.parquet           one per node kind, the frame's columns
    origins/Person.parquet         the rows that the nodes come from
    edges/CONTACTS.Liaison.Place.parquet   one per block: source, target, sure, attributes

Columns and blocks that no ledger gave stay absent: their presence is evidence. The same network gives the same bytes.
A snapshot keeps the names as the ledgers have them.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .files import StoreError, cannot_write, partial, settle
from .network import Block, BlockKey, Network, Origins, SourceTable
from .schema import SCHEMA
from .text import Text

FORMAT = "xinlian-snapshot"
VERSION = 1
MANIFEST = "manifest.json"

# Bounds what the writer holds in memory at a time.
ROW_GROUP = 262_144
ENDS = ("source", "target", "sure")
ORIGIN_COLUMNS = ("node", "table", "row")

NO_SNAPSHOT = Text("{path} 不是快照文件夹，请检查路径", "{path} is no snapshot folder; check the path")
OCCUPIED = Text("{path} 已存在且不是快照，请换一个文件夹", "{path} exists and is no snapshot; choose another folder")
OTHER_VERSION = Text(
    "快照 {path} 的格式版本为 {found}，本程序只读版本 {version}；请用台账重新保存",
    "snapshot {path} has format version {found}, this program reads version {version}; save it again from the ledgers",
)
DAMAGED = Text(
    "快照 {path} 已损坏（{part}：{reason}），请用台账重新保存",
    "snapshot {path} is damaged ({part}: {reason}); save it again from the ledgers",
)
MISSING = Text("文件缺失", "the file is missing")
CHANGED = Text("内容不完整或被改动", "its content is incomplete or was changed")
UNREADABLE = Text("无法读取", "it cannot be read")


class SnapshotError(StoreError):
    """A folder is no snapshot, or one that cannot be read."""


def save(network: Network, directory: str | Path) -> None:
    """Writes a snapshot, in place of an older one at `directory`.

    The new snapshot is complete before the old one goes; whatever interrupts the saving, one of them remains.

    Raises:
        StoreError: the disk refuses. SnapshotError: `directory` holds something else than a snapshot.
    """
    path = Path(directory).absolute()
    if not path.name:
        raise SnapshotError(OCCUPIED.format(path=path))
    draft, old = partial(path), _set_aside(path)
    try:
        if old.exists() and not path.exists():
            old.rename(path)  # an earlier save was killed between its two renames
        if path.exists() and not _replaceable(path):
            raise SnapshotError(OCCUPIED.format(path=path))
        _remove(draft)
        _write(network, draft)
        _remove(old)
        if path.exists():
            path.rename(old)
        draft.rename(path)
        _remove(old)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            if old.exists() and not path.exists():
                old.rename(path)
            _remove(draft)


def load(directory: str | Path) -> Network:
    """Reads a snapshot back, equal to the network that was saved.

    Raises:
        SnapshotError: there is none, its version is another, or a file is missing, truncated or changed.
    """
    path = Path(directory).absolute()
    if not path.exists() and path.name and _set_aside(path).exists():
        path = _set_aside(path)
    return _Reader(path, _manifest(path)).network()


def is_snapshot(directory: str | Path) -> bool:
    """Whether the folder looks like a snapshot, damaged or not."""
    return (Path(directory) / MANIFEST).is_file()


def _set_aside(path: Path) -> Path:
    """Where the old snapshot waits for the moment between the two renames."""
    return path.with_name(f".{path.name}.old")


def _replaceable(path: Path) -> bool:
    return path.is_dir() and (is_snapshot(path) or not any(path.iterdir()))


def _remove(directory: Path) -> None:
    if directory.exists():
        shutil.rmtree(directory)


# --- Writing


def _write(network: Network, directory: Path) -> None:
    directory.mkdir(parents=True)
    files = {}
    for name, table in _tables(network):
        file = directory / name
        file.parent.mkdir(exist_ok=True)
        pq.write_table(table, file, compression="zstd", row_group_size=ROW_GROUP)
        settle(file)
        files[name] = {"rows": table.num_rows, "sha256": _digest(file)}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "reported": network.reported.isoformat() if network.reported else None,
        "tables": [{"file": t.file, "sheet": t.sheet, "ledger": t.ledger, "columns": dict(t.columns)} for t in network.tables],
        "files": files,
    }
    # A file name on disk need not be valid Unicode.
    content = json.dumps(manifest | {"sha256": _seal(manifest)}, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    (directory / MANIFEST).write_bytes(content)
    settle(directory / MANIFEST)


def _tables(network: Network) -> Any:
    """The (file name, Arrow table) pairs of a network, one at a time."""
    for kind in SCHEMA.nodes:
        yield f"nodes/{kind}.parquet", _table(network.frames[kind])
    for kind in SCHEMA.nodes:
        if kind in network.origins:
            origins = network.origins[kind]
            yield f"origins/{kind}.parquet", pa.table({name: pa.array(getattr(origins, name)) for name in ORIGIN_COLUMNS})
    for key in sorted(network.blocks):
        block = network.blocks[key]
        ends = pa.table({name: pa.array(getattr(block, name)) for name in ENDS})
        attributes = _table(block.attributes)
        for field, column in zip(attributes.schema, attributes.columns, strict=True):
            ends = ends.append_column(field, column)
        yield f"edges/{'.'.join(key)}.parquet", ends


def _table(frame: pd.DataFrame) -> Any:
    fields, columns = [], []
    for name in frame.columns:
        series = frame[name]
        if isinstance(series.dtype, pd.CategoricalDtype):
            codes = series.cat.codes.to_numpy()
            categories = pa.array(series.cat.categories.tolist(), type=pa.string())
            column = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), categories)
            # Parquet may forget the order of the categories, and those that do not occur.
            metadata = {"categories": json.dumps(series.cat.categories.tolist(), ensure_ascii=False)}
        else:
            # A number that is NaN must not come back as a missing one.
            column = pa.array(series) if series.dtype == "str" else pa.array(series.to_numpy())
            metadata = None
        fields.append(pa.field(name, column.type, metadata=metadata))
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _seal(manifest: Mapping[str, Any]) -> str:
    """The checksum of the manifest itself."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


# --- Reading


def _manifest(path: Path) -> dict[str, Any]:
    if not is_snapshot(path):
        raise SnapshotError(NO_SNAPSHOT.format(path=path))
    try:
        manifest = json.loads((path / MANIFEST).read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ValueError, RecursionError) as error:
        raise SnapshotError(DAMAGED.format(path=path, part=MANIFEST, reason=UNREADABLE)) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise SnapshotError(NO_SNAPSHOT.format(path=path))
    if manifest.get("version") != VERSION:
        raise SnapshotError(OTHER_VERSION.format(path=path, found=manifest.get("version"), version=VERSION))
    if manifest.pop("sha256", None) != _seal(manifest):
        raise SnapshotError(DAMAGED.format(path=path, part=MANIFEST, reason=CHANGED))
    return manifest


class _Reader:
    """Reads the files that a manifest lists."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self._path = path
        self._manifest = manifest

    def network(self) -> Network:
        reported = self._manifest["reported"]
        files = self._manifest["files"]
        keys = [BlockKey(*name.split("/")[1].split(".")[:3]) for name in files if name.startswith("edges/")]
        return Network(
            frames={kind: pd.DataFrame(self._columns(f"nodes/{kind}.parquet"), copy=False) for kind in SCHEMA.nodes},
            blocks={key: self._block(key) for key in keys},
            tables=tuple(SourceTable(**table) for table in self._manifest["tables"]),
            origins={kind: self._origins(kind) for kind in SCHEMA.nodes if f"origins/{kind}.parquet" in files},
            reported=datetime.date.fromisoformat(reported) if reported else None,
        )

    def _block(self, key: BlockKey) -> Block:
        columns = self._columns(f"edges/{'.'.join(key)}.parquet")
        source, target, sure = (columns.pop(name).to_numpy() for name in ENDS)
        return Block(key, source, target, sure, pd.DataFrame(columns, index=pd.RangeIndex(len(source)), copy=False))

    def _origins(self, kind: str) -> Origins:
        columns = self._columns(f"origins/{kind}.parquet")
        return Origins(*(columns[name].to_numpy() for name in ORIGIN_COLUMNS))

    def _columns(self, name: str) -> dict[str, pd.Series]:
        file = self._path / name
        entry = self._manifest["files"].get(name)
        if entry is None or not file.is_file():
            raise self._damaged(name, MISSING)
        try:
            if _digest(file) != entry["sha256"]:
                raise self._damaged(name, CHANGED)
            with pq.ParquetFile(file) as parquet:
                schema = parquet.schema_arrow
                # Column by column, so that no column is in memory twice for longer than its own conversion.
                return {
                    field.name: _series(parquet.read([field.name]).column(0), (field.metadata or {}).get(b"categories")) for field in schema
                }
        except (OSError, pa.ArrowException) as error:
            raise self._damaged(name, UNREADABLE) from error

    def _damaged(self, part: str, reason: Text) -> SnapshotError:
        return SnapshotError(DAMAGED.format(path=self._path, part=part, reason=reason))


def _series(column: Any, categories: bytes | None) -> pd.Series:
    if categories is not None:
        return column.to_pandas().cat.set_categories(json.loads(categories))
    if pa.types.is_large_string(column.type):
        return column.combine_chunks().to_pandas()
    # Arrow's own memory is read-only, which some array functions refuse.
    return pd.Series(np.array(column.to_numpy()), copy=False)
