"""Who may see which names: a network that physically lacks what its profile must not show (docs/architecture.md, privacy).

- ``public``: places and bodies; natural persons have no names, and small counts of persons are hidden.
- ``internal``: bodies and posts; the names of natural persons are masked, 张三 is 张**.
- ``work``: everything, for those who keep the ledgers.

Reports and exports are made from what `shown` returns, never from the network as loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from .lookup import without_blanks
from .network import Marks, Network
from .schema import CODES_SEPARATOR, SCHEMA

Profile = Literal["public", "internal", "work"]
PROFILES: tuple[Profile, ...] = get_args(Profile)

MASK = "**"
SMALL = 5

DECLARED_CODES = {
    code
    for attributes in (kind.attributes for kinds in (SCHEMA.nodes, SCHEMA.edges) for kind in kinds.values())
    for attribute in attributes
    for code in attribute.codes
}

FIRST_LETTER = re.compile(r"[^\W\d_]")


def mask_name(name: str) -> str:
    """A person's name with only its first letter left: 张三 and 欧阳修 become 张** and 欧**, John Smith becomes J**.

    A name without any letter becomes ``**``; an empty one stays empty. Masking twice changes nothing.
    """
    if not name.strip():
        return ""
    first = FIRST_LETTER.search(name)
    return (first.group() if first else "") + MASK


def hide_small(count: int, profile: Profile) -> int | None:
    """A count of persons as the profile may show it: in ``public``, None for one to four, who could be recognised."""
    return None if profile == "public" and 0 < count < SMALL else count


def shown(network: Network, profile: Profile) -> Network:
    """The network as a profile may show it; kinds, edges, counts and positions stay the same.

    Besides the names of persons it hides every other cell that holds nothing but a person's name (the holder in the name
    of a post, a leader in a column for units), except the names of places and of listed bodies. Aliases of persons go.
    Make a part of the network after this, not before: a part no longer knows all persons' names.

    Raises:
        ValueError: there is no such profile.
    """
    if profile not in PROFILES:
        raise ValueError(f"no profile {profile!r}; there are {', '.join(PROFILES)}")
    if profile == "work":
        return network
    hide = mask_name if profile == "internal" else _nothing
    names = _person_names(network)
    frames = {kind: _frame(kind, frame, names, hide) for kind, frame in network.frames.items()}
    blocks = {key: replace(block, attributes=_codes(block.attributes, names, hide)) for key, block in network.blocks.items()}
    tables = tuple(replace(table, sheet=hide(table.sheet)) if without_blanks(table.sheet) in names else table for table in network.tables)
    return replace(network, frames=frames, blocks=blocks, tables=tables)


def _nothing(name: str) -> str:
    return ""


def _is_person(kind: str) -> bool:
    return SCHEMA.nodes[kind].person


def _person_names(network: Network) -> set[str]:
    """The names and aliases of all persons, without blanks.

    A name of one letter tells nothing and hides too much; nor is a code of the schema a name (领导 in a column for names).
    """
    found: set[str] = set()
    for kind, frame in network.frames.items():
        if _is_person(kind):
            for column in ("name", "alias"):
                if column in frame:
                    found.update(frame[column].dropna())
    names = {without_blanks(part) for text in found for part in (text, *text.split(CODES_SEPARATOR))}
    return {name for name in names - DECLARED_CODES if len(name) > 1}


def _frame(kind: str, frame: pd.DataFrame, names: set[str], hide: Callable[[str], str]) -> pd.DataFrame:
    changed = _codes(frame, names, hide)
    if _is_person(kind):
        changed["id"] = _ids(kind, frame)
        changed["name"] = _texts([hide(name) for name in frame["name"].fillna("")])
        if "alias" in frame:
            changed["alias"] = _texts([""] * len(frame))
    for column in (c for c in frame.columns if c != "id" and frame[c].dtype == "str"):
        if _is_person(kind) and column in ("name", "alias"):
            continue
        texts = frame[column].fillna("")
        personal = np.fromiter((without_blanks(text) in names for text in texts), dtype=bool, count=len(frame))
        if column == "name" and _keeps_names(kind):
            personal &= frame["placeholder"].to_numpy(dtype=bool)
        if personal.any():
            changed[column] = _texts([hide(text) if own else text for text, own in zip(texts, personal, strict=True)])
    return changed


def _keeps_names(kind: str) -> bool:
    """Whether a listed node of the kind keeps its name even if a person is called so, too: a leader given as 区委办."""
    return kind == "Place" or SCHEMA.nodes[kind].body


def _codes(frame: pd.DataFrame, names: set[str], hide: Callable[[str], str]) -> pd.DataFrame:
    """The frame with persons' names hidden in its codes: a ledger may have a name where a code belongs."""
    changed = frame.copy(deep=False)
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            codes = frame[column].cat.categories.tolist()
            hidden = [_code(code, names, hide) for code in codes]
            if hidden != codes:
                texts = np.array([*(code or None for code in hidden), None], dtype=object)[frame[column].cat.codes.to_numpy()]
                changed[column] = pd.Categorical(texts, categories=list(dict.fromkeys(code for code in hidden if code)))
    return changed


def _code(code: str, names: set[str], hide: Callable[[str], str]) -> str:
    """A code, or several joined ones, with persons' names hidden."""
    parts = code.split(CODES_SEPARATOR)
    if not any(without_blanks(part) in names for part in parts):
        return code
    return CODES_SEPARATOR.join(filter(None, (hide(part) if without_blanks(part) in names else part for part in parts)))


def _ids(kind: str, frame: pd.DataFrame) -> pd.Series:
    """The ids; one that tells its person's name, because a ledger's numbers are names, gives way to the node's position."""
    telling = _telling(frame)
    if not telling.any():
        return frame["id"]
    taken = set(frame["id"])
    fresh = []
    for position, (node, own) in enumerate(zip(frame["id"], telling, strict=True)):
        neutral = f"{kind}-{position + 1}"
        while own and neutral in taken:
            neutral += "-"
        fresh.append(neutral if own else node)
    return _texts(fresh)


def _telling(frame: pd.DataFrame) -> Marks:
    pairs = zip(frame["id"], frame["name"].fillna(""), strict=True)
    return np.fromiter((len(name) > 1 and name in node for node, name in pairs), dtype=bool, count=len(frame))


def _texts(values: list[str]) -> pd.Series:
    return pd.Series(values, dtype="str")
