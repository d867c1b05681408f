"""Ids of nodes: stable, unique in the whole network, and without the name of any person.

A body is called by its ledger id or its name, with its place where the name is not enough. A person is called by the
ledger's id, else by a digest of what tells him from others: a pseudonym, not a name.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..graph.schema import SCHEMA
from .coded import repeats
from .ledger_table import strings
from .places import Places
from .references import Directory, Made


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of an ordered, delimited key (a JSON list, so that no two keys run together)."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def node_ids(directories: dict[str, Directory], places: Places) -> dict[str, pa.Array]:
    """For each kind the ids of its nodes by position: the listed ones, then the made ones."""
    ids = {"Place": _place_ids(places)}
    for kind, directory in directories.items():
        if kind != "Place":
            ids[kind] = _unique(kind, pa.concat_arrays([_listed_keys(directory, places), _made_keys(directory)]))
    return ids


def listed_ids(directory: Directory, places: Places) -> pa.Array:
    """The ids of the listed nodes of a kind; known before any node is made."""
    return _unique(directory.kind, _listed_keys(directory, places))


def _place_ids(places: Places) -> pa.Array:
    keys = [
        f"?{places.path(p)}" if places.placeholder[p] else (places.codes[p] or places.path(p) or places.names[p])
        for p in range(len(places))
    ]
    return _unique("Place", pa.array(keys, pa.string()))


def _listed_keys(directory: Directory, places: Places) -> pa.Array:
    """What identifies each listed node: the ledger's id, else a name (a digest for persons), with its place where needed."""
    kind, listed = directory.kind, directory.listed
    if listed is None:
        return pa.array([], pa.string())
    own, names = strings(listed.ids), strings(listed.names)
    without = np.asarray(pc.or_(pc.equal(own, ""), pc.equal(own, names)))
    rest = np.flatnonzero(without)
    if len(rest) == 0:
        return own
    repeated = np.asarray(pd.Series(listed.names).duplicated(keep=False))

    def key(node: int, name: str) -> str:
        path = places.path(int(listed.places[node]))
        if SCHEMA.nodes[kind].person:
            return digest(kind, name, path)
        return f"{name}@{path}" if repeated[node] else name

    keys = [key(node, name) for node, name in zip(rest.tolist(), names.take(pa.array(rest)).to_pylist(), strict=True)]
    return pc.replace_with_mask(own, pa.array(without), pa.array(keys, pa.string()))


def _made_keys(directory: Directory) -> pa.Array:
    def key(made: Made) -> str:
        if SCHEMA.nodes[directory.kind].person:
            return digest(directory.kind, made.name, made.owner, "?" if made.placeholder else "")
        return ("?" if made.placeholder else "") + (f"{made.name}@{made.owner}" if made.owner else made.name)

    return pa.array([key(made) for made in directory.made], pa.string())


def _unique(kind: str, keys: pa.Array) -> pa.Array:
    """Ids from keys: the kind before each, and a number after those that occur again."""
    if repeats(keys).any():
        seen: Counter[str] = Counter()
        numbered = []
        for key in keys.to_pylist():
            seen[key] += 1
            numbered.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
        keys = pa.array(numbered, pa.string())
    return pc.binary_join_element_wise(f"{kind}:", keys, "")
