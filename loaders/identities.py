"""Ids of nodes: stable, unique in the whole network, and without the name of any person.

A body is called by its ledger id or its name, with its place where the name is not enough. A person is called by the
ledger's id, else by a digest of what tells him from others: a pseudonym, not a name.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from ..graph.schema import SCHEMA
from .places import Places
from .references import Directory, Made


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of an ordered, delimited key (a JSON list, so that no two keys run together)."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def node_ids(directories: dict[str, Directory], places: Places) -> dict[str, list[str]]:
    """For each kind the ids of its nodes by position: the listed ones, then the made ones."""
    ids = {"Place": _place_ids(places)}
    for kind, directory in directories.items():
        if kind != "Place":
            ids[kind] = _unique(kind, [*_listed_keys(directory, places), *_made_keys(directory)])
    return ids


def listed_ids(directory: Directory, places: Places) -> list[str]:
    """The ids of the listed nodes of a kind; known before any node is made."""
    return _unique(directory.kind, _listed_keys(directory, places))


def _place_ids(places: Places) -> list[str]:
    keys = [
        f"?{places.path(p)}" if places.placeholder[p] else (places.codes[p] or places.path(p) or places.names[p]) for p in range(len(places))
    ]
    return _unique("Place", keys)


def _listed_keys(directory: Directory, places: Places) -> list[str]:
    kind, listed = directory.kind, directory.listed
    if listed is None:
        return []
    names = listed.names.tolist()
    repeated = {name for name, times in Counter(names).items() if times > 1}

    def key(name: str, own: str, place: int) -> str:
        if own and own != name:
            return own
        if SCHEMA.nodes[kind].person:
            return digest(kind, name, places.path(place))
        return f"{name}@{places.path(place)}" if name in repeated else name

    return [key(*parts) for parts in zip(names, listed.ids.tolist(), listed.places.tolist(), strict=True)]


def _made_keys(directory: Directory) -> list[str]:
    def key(made: Made) -> str:
        if SCHEMA.nodes[directory.kind].person:
            return digest(directory.kind, made.name, made.owner, "?" if made.placeholder else "")
        return ("?" if made.placeholder else "") + (f"{made.name}@{made.owner}" if made.owner else made.name)

    return [key(made) for made in directory.made]


def _unique(kind: str, keys: Sequence[str]) -> list[str]:
    """Ids from keys: the kind before each, and a number after those that occur again."""
    seen: Counter[str] = Counter()
    ids = []
    for key in keys:
        seen[key] += 1
        ids.append(f"{kind}:{key}" if seen[key] == 1 else f"{kind}:{key}#{seen[key]}")
    return ids
