"""From recognised tables to a network: places first, then what ledgers list, then what they say of each other."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from ..graph.network import Block, BlockKey, Network, Origins, Positions, SourceTable
from ..graph.schema import SCHEMA, Value
from ..graph.text import Text
from . import codes
from .clean import place_name
from .identities import node_ids
from .ledger_table import Frame, LedgerTable, categorical, strings, texts
from .links import Edges, Linker
from .locations import default_district, list_places, locate, set_context, set_street, tells_places
from .places import Places
from .problems import Problems
from .references import Directory, PlaceDirectory, References
from .subjects import Listed, attribute_rows, identify, join, settled


def assemble(
    tables: Sequence[LedgerTable],
    titles: Sequence[Sequence[str]],
    sources: Sequence[SourceTable],
    aliases: Mapping[str, str],
    reported: datetime.date | None,
    problems: Problems,
) -> Network:
    """The network that recognised tables tell of.

    Args:
        titles: for each table the texts above it.
        sources: for each table what the network remembers of it, in the same order.
        aliases: written names of places → their listed names.
    """
    places = Places(aliases={place_name(written): place_name(name) for written, name in aliases.items()})
    places.default_district = default_district(tables, titles, places)
    nodes: dict[int, Positions] = {}
    for table, lines in zip(tables, titles, strict=True):
        if table.ledger.kind == "Place":
            set_street(table, lines)
            nodes[table.index] = list_places(table, places)
    _cut_cycles(places, tables, nodes)
    locations: dict[int, Positions] = {}
    for table, lines in zip(tables, titles, strict=True):
        if table.ledger.kind == "Place":
            locations[table.index] = nodes[table.index]
        else:
            set_context(table, lines, places)
            locations[table.index] = locate(table, places)
    directories = _directories(tables, locations, places, nodes)
    _place_bodies(directories, places)
    edges = Edges()
    linker = Linker(References(directories, places), edges, nodes, locations)
    for table in sorted(tables, key=lambda table: (table.ledger.rank, table.index)):
        linker.link(table)
        if table.ledger.kind != "Place":  # whose attributes are joined when all places are known
            table.release()
    _tell_created(places, tables, problems)
    return _network(directories, places, tables, nodes, edges, sources, reported)


def _cut_cycles(places: Places, tables: Sequence[LedgerTable], nodes: dict[int, Positions]) -> None:
    for place in places.cycles():
        for table in tables:
            if table.index in nodes and len(at := np.flatnonzero(nodes[table.index] == place)):
                table.report("place-cycle", int(at[0]), "community", places.names[place])
                break


def _directories(
    tables: Sequence[LedgerTable], locations: dict[int, Positions], places: Places, nodes: dict[int, Positions]
) -> dict[str, Directory]:
    """All nodes that ledgers list, by kind; `nodes` is filled with the node of each row."""
    directories = {}
    for kind in SCHEMA.nodes:
        listing = [table for table in tables if table.ledger.kind == kind]
        listed: Listed | None = None
        if listing and kind != "Place":
            listed = identify(kind, listing, [locations[t.index] for t in listing], places)
            for table, positions in zip(listing, listed.positions, strict=True):
                nodes[table.index] = positions
        directories[kind] = PlaceDirectory(places) if kind == "Place" else Directory(kind, listed, places)
    return directories


def _place_bodies(directories: dict[str, Directory], places: Places) -> None:
    """Gives bodies without a place the one that their name begins with, else the only district; and a kind by their name."""
    districts = places.districts()
    for kind, directory in directories.items():
        listed = directory.listed
        if listed is None or not SCHEMA.nodes[kind].body:
            continue
        for node in np.flatnonzero(listed.places < 0).tolist():
            found, _ = places.in_name(str(listed.names[node]))
            table, row = _first_row(listed, node)
            if found.trouble is not None:
                table.report(
                    "place-ambiguous",
                    row,
                    "name",
                    str(listed.names[node]),
                    candidates=Text("；".join(found.trouble.candidates), "; ".join(found.trouble.candidates)),
                )
                listed.places[node] = found.place
            elif found.place >= 0:
                listed.places[node] = found.place
                if places.tier(found.place) != "district":
                    table.report("place-from-name", row, "name", str(listed.names[node]), place=places.path(found.place))
            elif len(districts) == 1:
                listed.places[node] = districts[0]
        if kind in codes.KIND_BY_NAME:
            _kinds_by_name(kind, listed)


def _first_row(listed: Listed, node: int) -> tuple[LedgerTable, int]:
    for table, positions in zip(listed.tables, listed.positions, strict=True):
        if len(at := np.flatnonzero(positions == node)):
            return table, int(at[0])
    raise ValueError(f"no row lists {listed.kind} {node}")


def _kinds_by_name(kind: str, listed: Listed) -> None:
    """Fills the kind of bodies that no column tells, from their name, else from their sheet's name."""
    given = pd.Categorical(listed.frame["kind"]) if "kind" in listed.frame else categorical(np.full(len(listed), -1, np.int32), [])
    stated = [None if pd.isna(value) else str(value) for value in given]
    if None not in stated:
        return
    sheets = [""] * len(listed)
    for table, positions in zip(listed.tables, listed.positions, strict=True):
        for node in positions[positions >= 0].tolist():
            sheets[node] = sheets[node] or table.sheet
    found = [
        value or codes.kind_by_name(kind, codes.same_name(str(name))) or codes.kind_by_name(kind, sheet)
        for value, name, sheet in zip(stated, listed.names, sheets, strict=True)
    ]
    listed.frame["kind"] = categorical(np.arange(len(found), dtype=np.int32), found)


def _tell_created(places: Places, tables: Sequence[LedgerTable], problems: Problems) -> None:
    if places.created() and tables:
        names = [places.path(place) for place in places.created()]
        shown = "、".join(names[:5]) + ("…" if len(names) > 5 else "")
        problems.add("place-created", tables[0].file, value=shown)


def _network(
    directories: dict[str, Directory],
    places: Places,
    tables: Sequence[LedgerTable],
    nodes: dict[int, Positions],
    edges: Edges,
    sources: Sequence[SourceTable],
    reported: datetime.date | None,
) -> Network:
    ids = node_ids(directories, places)
    frames = {kind: _frame(directory, ids[kind]) for kind, directory in directories.items() if kind != "Place"}
    frames["Place"] = _place_frame(places, tables, nodes, ids["Place"])
    origins = {kind: _origins(directory) for kind, directory in directories.items() if kind != "Place"}
    origins["Place"] = _place_origins(places, tables, nodes)
    blocks = edges.blocks() | _locations(directories, places, frames, origins)
    return Network(
        {kind: frames[kind] for kind in SCHEMA.nodes},
        {key: blocks[key] for key in sorted(blocks)},
        tuple(sources),
        {kind: origins[kind] for kind in SCHEMA.nodes},
        reported,
    )


def _frame(directory: Directory, ids: pa.Array) -> pd.DataFrame:
    """The frame of a kind: the listed nodes, then the made ones."""
    listed, made = directory.listed, directory.made
    listed_names = strings(listed.names) if listed is not None else pa.array([], pa.string())
    names = pa.concat_arrays([listed_names, pa.array([node.name for node in made], pa.string())])
    placeholder = np.zeros(len(names), dtype=bool)
    placeholder[directory.listed_size :] = [node.placeholder for node in made]
    columns: Frame = {}
    for attribute in SCHEMA.nodes[directory.kind].attributes:
        given = [dict(node.given).get(attribute.name, "") for node in made]
        present = listed is not None and attribute.columns[0] in listed.frame
        if not present and not any(given):
            continue
        made_part: Frame | None = None
        if attribute.value is Value.CODE:
            made_part = {attribute.name: categorical(np.arange(len(made), dtype=np.int32), given)}
        columns |= join(
            [listed.frame if present and listed is not None else None, made_part],
            [directory.listed_size, len(made)],
            attribute.value,
            attribute.columns,
        )
    return pd.DataFrame({"id": texts(ids), "name": texts(names), "placeholder": placeholder, **settled(columns, directory.kind)})


def _origins(directory: Directory) -> Origins:
    node, table, row = directory.listed.origins if directory.listed is not None else (np.zeros(0, np.int32),) * 3
    made = sorted({(directory.listed_size + n, t, r) for n, made in enumerate(directory.made) for t, r in made.origins})
    extra = np.array(made, dtype=np.int32).reshape(-1, 3)
    return Origins(*(np.concatenate([a, extra[:, i]]).astype(np.int32) for i, a in enumerate((node, table, row))))


def _further(listed: Listed) -> list[tuple[int, int]]:
    """The further places of nodes that lie in several, as (node, place)."""
    found = {
        (int(positions[row]), place): None
        for table, positions in zip(listed.tables, listed.positions, strict=True)
        for row, place in table.further_places
        if positions[row] >= 0
    }
    return list(found)


def _place_frame(places: Places, tables: Sequence[LedgerTable], nodes: dict[int, Positions], ids: pa.Array) -> pd.DataFrame:
    size = len(places)
    columns: Frame = {
        "level": categorical(np.arange(size, dtype=np.int32), places.levels),
        "code": pd.array(places.codes, dtype="str"),
        "alias": pd.array(["、".join(sorted(places.written.get(place, ()))) for place in range(size)], dtype="str"),
    }
    listing = [table for table in tables if table.ledger.kind == "Place"]
    for attribute in SCHEMA.nodes["Place"].attributes:
        parts = [attribute_rows(table, attribute.name, "Place") for table in listing]
        if attribute.name in columns or all(part is None for part in parts):
            continue
        joined = join([*parts, None], [*map(len, listing), 1], attribute.value, attribute.columns)
        rows = np.full(size, sum(map(len, listing)), dtype=np.int64)  # the last row says nothing
        positions = np.concatenate([nodes[table.index] for table in listing])
        listed = np.flatnonzero(positions >= 0)
        rows[positions[listed][::-1]] = listed[::-1]
        columns |= {name: values[rows] for name, values in joined.items()}
    return pd.DataFrame(
        {
            "id": texts(ids),
            "name": pd.array(places.names, dtype="str"),
            "placeholder": np.array(places.placeholder, dtype=bool),
            **settled(columns, "Place"),
        }
    )


def _place_origins(places: Places, tables: Sequence[LedgerTable], nodes: dict[int, Positions]) -> Origins:
    """The rows that list each place; of one that no row lists by itself, the row in which it first stands."""
    found = [
        (place, table.index, row)
        for table in tables
        if table.ledger.kind == "Place"
        for place, row in zip(nodes[table.index].tolist(), table.rows.tolist(), strict=True)
        if place >= 0
    ]
    told = {place for place, _, _ in found}
    found += [(place, *origin) for place, origin in enumerate(places.origins) if place not in told and origin[0] >= 0]
    rows = np.array(sorted(found), dtype=np.int32).reshape(-1, 3)
    return Origins(rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy())


def _locations(
    directories: dict[str, Directory], places: Places, frames: Mapping[str, pd.DataFrame], origins: Mapping[str, Origins]
) -> dict[BlockKey, Block]:
    """LOCATED_IN: the place tree, and one edge from each listed node that has a place."""
    blocks = {}
    ghost = np.array(places.placeholder, dtype=bool)
    for kind, directory in directories.items():
        if kind == "Place":
            where = np.array(places.parents, dtype=np.int32)
            if len(where) == 0:
                continue
        elif directory.listed is not None and (tells_places(directory.listed.tables) or (directory.listed.places >= 0).any()):
            where = directory.listed.places
        else:
            continue
        source = np.flatnonzero(where >= 0).astype(np.int32)
        target = where[source]
        if directory.listed is not None and (further := _further(directory.listed)):
            source = np.concatenate([source, np.array([node for node, _ in further], np.int32)])
            target = np.concatenate([target, np.array([place for _, place in further], np.int32)])
        first = np.searchsorted(origins[kind].node, source)
        known = np.minimum(first, max(len(origins[kind].node) - 1, 0))
        told = len(origins[kind].node) > 0
        attributes: dict[str, object] = {
            "table": origins[kind].table[known] if told else np.full(len(source), -1, np.int32),
            "row": origins[kind].row[known] if told else np.zeros(len(source), np.int32),
        }
        frame = frames[kind]
        if SCHEMA.nodes[kind].body and "date_lo" in frame:
            attributes |= {"since_lo": frame["date_lo"].to_numpy()[source], "since_hi": frame["date_hi"].to_numpy()[source]}
        sure = ~ghost[target] if kind != "Place" else np.ones(len(source), bool)
        key = BlockKey("LOCATED_IN", kind, "Place")
        blocks[key] = Block(key, source, target, sure, pd.DataFrame(attributes))
    return blocks
