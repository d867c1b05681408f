"""A network as a NetworkX graph, built value by value: slow, obvious, and sharing no code with `views` or `exports`."""

from __future__ import annotations

import datetime
import math
from typing import Any

import networkx
import pandas as pd
from xinlian.graph.network import Network
from xinlian.graph.schema import SCHEMA, Attribute, Value
from xinlian.graph.values import Form

ALIAS = Attribute("alias", SCHEMA.nodes["Place"].title, Value.TEXT)


def graph_of(network: Network) -> networkx.MultiDiGraph:
    """What `to_networkx` must show of the whole network."""
    graph = networkx.MultiDiGraph()
    for kind, frame in network.frames.items():
        for row in frame.to_dict("records"):
            common = {"kind": kind, "name": row["name"], "placeholder": row["placeholder"]}
            graph.add_node(row["id"], **common, **_attributes(row, (ALIAS, *SCHEMA.nodes[kind].attributes)))
    for key, block in network.blocks.items():
        for number, row in enumerate(block.attributes.to_dict("records")):
            source = network.frames[key.source]["id"][block.source[number]]
            target = network.frames[key.target]["id"][block.target[number]]
            data = {"kind": key.edge, "sure": bool(block.sure[number]), **_attributes(row, SCHEMA.edges[key.edge].attributes)}
            table = network.tables[row["table"]]
            data |= {name: text for name, text in (("file", table.file), ("sheet", table.sheet)) if text} | {"row": row["row"]}
            graph.add_edge(source, target, f"{key.edge}.{key.source}.{key.target}.{number}", **data)
    return graph


def _attributes(row: dict[str, Any], attributes: tuple[Attribute, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute in attributes:
        if attribute.columns[0] not in row:
            continue
        name = "type" if attribute.name == "kind" else attribute.name
        values = [row[column] for column in attribute.columns]
        if attribute.value is Value.COUNT:
            found |= _count(name, *values)
        elif attribute.value is Value.DATE:
            found |= _date(name, *values)
        elif attribute.value is Value.FLAG:
            found[name] = {0: False, 1: True}.get(values[0])
        elif not pd.isna(values[0]) and values[0] != "":
            found[name] = values[0]
    return found


def _count(name: str, lo: float, hi: float, form: int) -> dict[str, Any]:
    if form == Form.EXACT and lo == hi:
        return {name: lo}
    found: dict[str, Any] = {f"{name}_form": Form(form).name.lower()}
    if form < Form.MASKED:
        found |= {f"{name}_{end}": bound for end, bound in (("lo", lo), ("hi", hi)) if not math.isinf(bound)}
    return found


def _date(name: str, lo: float, hi: float) -> dict[str, Any]:
    if math.isnan(lo):
        return {}
    if lo == hi:
        return {name: _day(lo)}
    return {name: "?" if math.isinf(lo) and math.isinf(hi) else f"{_day(lo)}/{_day(hi)}"}


def _day(number: float) -> str:
    return ".." if math.isinf(number) else (datetime.date(1970, 1, 1) + datetime.timedelta(number)).isoformat()
