"""Whether a network is what it claims to be: the promises of `network` and `schema`, checked on the arrays.

Loaders keep these promises, so a fault here means a defect of a program, or a snapshot that somebody wrote by other means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from .network import Block, BlockKey, Marks, Network
from .schema import COMMON_NODE_ATTRIBUTES, SCHEMA, Attribute, Value
from .text import Text
from .values import Form

# A fault names so many of the rows that it concerns.
EXAMPLES = 5

MESSAGES = {
    "frame-missing": Text("缺少“{where}”的节点表", "there is no frame for {where}"),
    "frame-unknown": Text("“{where}”不是已定义的节点类别", "{where} is no node kind"),
    "frame-index": Text("“{where}”的索引不是 0…n-1", "the index of {where} is not 0..n-1"),
    "column-missing": Text("“{where}”缺少列：{examples}", "{where} lacks the columns {examples}"),
    "column-unknown": Text("“{where}”有未定义的列：{examples}", "{where} has columns that the schema does not know: {examples}"),
    "column-type": Text("“{where}”的列类型不对：{examples}", "{where} has columns of a wrong type: {examples}"),
    "value-illegal": Text("“{where}”有 {count} 个超出范围的值：{examples}", "{where} has {count} values that mean nothing: {examples}"),
    "id-empty": Text("“{where}”有 {count} 个节点没有标识，行：{examples}", "{where} has {count} nodes without an id, at {examples}"),
    "id-repeated": Text("标识重复 {count} 个：{examples}", "{count} ids belong to more than one node: {examples}"),
    "block-unknown": Text("“{where}”不是已定义的关系类别", "{where} is no edge kind"),
    "block-key": Text("“{where}”与其自身的键不一致", "{where} stands under the key of another block"),
    "block-ends": Text("“{where}”的两端类别不符合定义", "the schema allows no edges {where}"),
    "block-lengths": Text("“{where}”的各数组长度不同：{examples}", "the arrays of {where} differ in length: {examples}"),
    "block-type": Text("“{where}”的数组类型不对：{examples}", "the arrays of {where} have wrong types: {examples}"),
    "end-dangling": Text(
        "“{where}”有 {count} 条关系指向不存在的节点，行：{examples}",
        "{count} edges of {where} lead to nodes that do not exist, at {examples}",
    ),
    "source-dangling": Text(
        "“{where}”有 {count} 处来源指向不存在的表，行：{examples}",
        "{count} sources in {where} lead to tables or nodes that do not exist, at {examples}",
    ),
    "origins-order": Text("“{where}”的来源未排序", "the origins of {where} are not sorted"),
    "dates-order": Text(
        "“{where}”有 {count} 条关系的截止时间早于起始时间，行：{examples}",
        "{count} edges of {where} end before they start, at {examples}",
    ),
    "place-cycle": Text("地点的上下级关系成环：{examples}", "places lie in each other: {examples}"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken promise at one place.

    Attributes:
        code: a key of `MESSAGES`.
        where: a node kind, an edge block (``CONTACTS Liaison → Place``), or an empty text for the whole network.
        count: how many rows, columns or ids are concerned.
        examples: the first of them: row numbers, column names, ids, or the names along a cycle.
    """

    code: str
    where: str
    count: int = 1
    examples: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """What is wrong, in both languages."""
        more = "、…" if self.count > len(self.examples) else ""
        return MESSAGES[self.code].format(where=self.where, count=self.count, examples="、".join(self.examples) + more)


def check(network: Network) -> list[Fault]:
    """Every broken promise of a network; an empty list for a sound one. Cycles of places come last."""
    faults = [*_frames(network), *_ids(network)]
    for key in sorted(network.blocks):
        faults += _block(network, key, network.blocks[key])
    for kind in network.origins:
        faults += _origins(network, kind)
    if not any(f.code in ("end-dangling", "block-lengths", "block-type") for f in faults):
        faults += _cycles(network)
    return faults


def _listed(code: str, where: str, items: Iterable[str]) -> Iterator[Fault]:
    """A fault for the items, if there are any."""
    found = list(items)
    if found:
        yield Fault(code, where, len(found), tuple(found[:EXAMPLES]))


def _marked(code: str, where: str, marks: Marks) -> Iterator[Fault]:
    """A fault for the marked rows, if there are any."""
    rows = np.flatnonzero(marks)
    if len(rows):
        yield Fault(code, where, len(rows), tuple(map(str, rows[:EXAMPLES].tolist())))


# --- Nodes


def _frames(network: Network) -> Iterator[Fault]:
    for kind in SCHEMA.nodes:
        if kind not in network.frames:
            yield Fault("frame-missing", kind)
    for kind, frame in network.frames.items():
        if kind not in SCHEMA.nodes:
            yield Fault("frame-unknown", kind)
            continue
        if not (isinstance(frame.index, pd.RangeIndex) and frame.index.start == 0 and frame.index.step == 1):
            yield Fault("frame-index", kind)
        yield from _listed("column-missing", kind, [c for c in ("id", "name", "placeholder") if c not in frame])
        yield from _columns(kind, frame, (*COMMON_NODE_ATTRIBUTES, *SCHEMA.nodes[kind].attributes), {"placeholder": "bool"})


def _columns(where: str, frame: pd.DataFrame, attributes: tuple[Attribute, ...], extra: dict[str, str]) -> Iterator[Fault]:
    """Columns that should not be there, half attributes, wrong types and illegal values. `extra` gives other columns' types."""
    known = {column for attribute in attributes for column in attribute.columns} | extra.keys()
    yield from _listed("column-unknown", where, [str(c) for c in frame.columns if c not in known])
    wrong = [f"{c}: {frame[c].dtype}" for c, dtype in extra.items() if c in frame and str(frame[c].dtype) != dtype]
    for attribute in attributes:
        present = [c for c in attribute.columns if c in frame]
        if present:
            yield from _listed("column-missing", where, [c for c in attribute.columns if c not in present])
        mistyped = [c for c in present if not _fits(frame[c], attribute, c)]
        wrong += [f"{c}: {frame[c].dtype}" for c in mistyped]
        if len(present) == len(attribute.columns) and not mistyped:
            yield from _illegal(where, frame, attribute)
    yield from _listed("column-type", where, wrong)


def _fits(series: pd.Series, attribute: Attribute, column: str) -> bool:
    dtype = series.dtype
    if attribute.value is Value.TEXT:
        return bool(dtype == "str")
    if attribute.value in (Value.CODE, Value.CODES):
        return isinstance(dtype, pd.CategoricalDtype) and all(isinstance(c, str) for c in dtype.categories)
    if attribute.value is Value.FLAG or column.endswith("_form"):
        return bool(dtype == np.int8)
    return bool(dtype == np.float64)


def _illegal(where: str, frame: pd.DataFrame, attribute: Attribute) -> Iterator[Fault]:
    values = [frame[column].to_numpy() for column in attribute.columns]
    if attribute.value is Value.FLAG:
        marks = ~np.isin(values[0], (-1, 0, 1))
    elif attribute.value is Value.COUNT:
        lo, hi, form = values
        # NaN fails every comparison, and no count may be NaN.
        marks = ~((lo <= hi) & (form >= Form.EXACT) & (form <= Form.MISSING))
    elif attribute.value is Value.DATE:
        lo, hi = values
        marks = ~((lo <= hi) | (np.isnan(lo) & np.isnan(hi)))
    else:
        return
    rows = np.flatnonzero(marks)
    if len(rows):
        shown = tuple(f"{attribute.name}[{row}]" for row in rows[:EXAMPLES].tolist())
        yield Fault("value-illegal", where, len(rows), shown)


def _ids(network: Network) -> Iterator[Fault]:
    ids = {kind: frame["id"] for kind, frame in network.frames.items() if "id" in frame}
    for kind, series in ids.items():
        yield from _marked("id-empty", kind, (series.isna() | (series == "")).to_numpy(dtype=bool))
    if ids:
        every = pd.concat(ids.values(), ignore_index=True)
        repeated = every[every.duplicated() & every.notna() & (every != "")]
        yield from _listed("id-repeated", "", sorted(set(repeated.tolist())))


# --- Edges


def _block(network: Network, key: BlockKey, block: Block) -> Iterator[Fault]:
    where = f"{key.edge} {key.source} → {key.target}"
    if key.edge not in SCHEMA.edges:
        yield Fault("block-unknown", where)
        return
    if block.key != key:
        yield Fault("block-key", where)
    if not SCHEMA.edges[key.edge].allows(key.source, key.target):
        yield Fault("block-ends", where)
    arrays = {"source": block.source, "target": block.target, "sure": block.sure}
    types = {"source": np.int32, "target": np.int32, "sure": np.bool_}
    wrong = [f"{name}: {array.dtype}" for name, array in arrays.items() if array.dtype != types[name]]
    lengths = {name: len(array) for name, array in arrays.items()} | {"attributes": len(block.attributes)}
    differing = [f"{name}: {length}" for name, length in lengths.items()] if len(set(lengths.values())) > 1 else []
    yield from _listed("block-type", where, wrong)
    yield from _listed("block-lengths", where, differing)
    if wrong or differing:
        return
    yield from _marked(
        "end-dangling", where, _outside(block.source, _size(network, key.source)) | _outside(block.target, _size(network, key.target))
    )
    attributes = block.attributes
    yield from _listed("column-missing", where, [c for c in ("table", "row") if c not in attributes])
    yield from _columns(where, attributes, SCHEMA.edges[key.edge].attributes, {"table": "int32", "row": "int32"})
    if "table" in attributes:
        yield from _marked("source-dangling", where, _outside(attributes["table"].to_numpy(), len(network.tables)))
    if {"since_lo", "until_hi"} <= set(attributes.columns):
        # Only where it is certain: the earliest start lies after the latest end.
        yield from _marked("dates-order", where, attributes["since_lo"].to_numpy() > attributes["until_hi"].to_numpy())


def _size(network: Network, kind: str) -> int:
    return network.size(kind) if kind in network.frames else 0


def _outside(positions: NDArray[np.int32], size: int) -> Marks:
    return (positions < 0) | (positions >= size)


def _origins(network: Network, kind: str) -> Iterator[Fault]:
    origins = network.origins[kind]
    lengths = {"node": len(origins.node), "table": len(origins.table), "row": len(origins.row)}
    if len(set(lengths.values())) > 1:
        yield from _listed("block-lengths", kind, [f"{name}: {length}" for name, length in lengths.items()])
        return
    yield from _marked("source-dangling", kind, _outside(origins.node, _size(network, kind)) | _outside(origins.table, len(network.tables)))
    order = np.lexsort((origins.row, origins.table, origins.node))
    if not all(np.array_equal(array, array[order]) for array in (origins.node, origins.table, origins.row)):
        yield Fault("origins-order", kind)


# --- The place tree


def _cycles(network: Network) -> Iterator[Fault]:
    """Cycles of places along sure edges: one for each knot of places that lie in each other, by its names."""
    if "Place" not in network.frames:
        return
    size = network.size("Place")
    blocks = [b for k, b in sorted(network.blocks.items()) if k == BlockKey("LOCATED_IN", "Place", "Place")]
    if not blocks or not size:
        return
    inner, outer = blocks[0].source[blocks[0].sure], blocks[0].target[blocks[0].sure]
    above = coo_array((np.ones(len(inner), dtype=np.int8), (inner, outer)), shape=(size, size)).tocsr()
    _, knot = connected_components(above, directed=True, connection="strong")
    within = knot[inner] == knot[outer]
    names = network.frames["Place"]["name"].tolist()
    for number in np.unique(knot[inner[within]]):
        edges = within & (knot[inner] == number)
        yield Fault("place-cycle", "", 1, tuple(names[place] for place in _cycle(inner[edges], outer[edges], size)))


def _cycle(inner: NDArray[np.int32], outer: NDArray[np.int32], size: int) -> list[int]:
    """A shortest cycle through the first place of a knot, beginning and ending with it."""
    start = int(inner.min())
    above = coo_array((np.ones(len(inner), dtype=np.int8), (inner, outer)), shape=(size, size)).tocsr()
    order, predecessors = breadth_first_order(above, start, directed=True)
    into_start = set(inner[outer == start].tolist())
    last = next(place for place in order.tolist() if place in into_start)
    path = [start]
    while last != start:
        path.insert(1, last)
        last = int(predecessors[last])
    return [*path, start]
