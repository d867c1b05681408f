"""A network as one file for other programs: GraphML, GEXF (Gephi) or node-link JSON (NetworkX, D3).

Every node and edge carries what `to_networkx` shows, and a ``label`` for people: the node's name, or the title of its kind
where it has none. What is unknown or none is left out, for these formats know no null. Written as a stream.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from .files import StoreError, written_whole
from .network import Network
from .records import Plain, edge_columns, node_columns, records
from .schema import SCHEMA
from .text import Language, Text
from .views import edge_id

CHUNK = 4096

UNKNOWN_FORMAT = Text(
    "不支持导出为“{suffix}”，请使用 .graphml、.gexf 或 .json",
    "cannot export to “{suffix}”; use .graphml, .gexf or .json",
)

# What XML 1.0 cannot hold, not even escaped; lone surrogates cannot be written as UTF-8 either.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
SPECIAL = re.compile('[&<>"\r\n\t]')


class Property(NamedTuple):
    """A name and whether its values are texts, flags or numbers: ``duties`` is a number of a place and a text of a body."""

    name: str
    family: str


LABEL = Property("label", "string")


class Node(NamedTuple):
    """A node as it is written."""

    id: str
    label: str
    data: dict[str, Plain]


class Edge(NamedTuple):
    """An edge as it is written."""

    id: str
    source: str
    target: str
    label: str
    data: dict[str, Plain]


def export(network: Network, path: str | Path, language: Language = "zh") -> None:
    """Writes the network to `path`; its suffix says how: .graphml, .gexf or .json.

    Labels are in `language`; attribute names and values are the same in both, so that programs can rely on them.

    Raises:
        StoreError: the suffix is another, or the file cannot be written.
    """
    path = Path(path)
    write = FORMATS.get(path.suffix.lower())
    if write is None:
        raise StoreError(UNKNOWN_FORMAT.format(suffix=path.suffix))
    with written_whole(path) as file:
        write(_Content(network, language), file)


class _Content:
    """The nodes, edges and typed properties of a network, in writing order."""

    def __init__(self, network: Network, language: Language) -> None:
        self._network = network
        self._language = language
        self._node_columns = {kind: node_columns(network, kind) for kind in network.frames}
        self._edge_columns = {key: edge_columns(network, network.blocks[key]) for key in sorted(network.blocks)}
        self._ids = _writable_ids({kind: frame["id"].tolist() for kind, frame in network.frames.items()})

    @property
    def node_properties(self) -> dict[Property, str]:
        """The type of each property of nodes."""
        return _types(self._node_columns.values())

    @property
    def edge_properties(self) -> dict[Property, str]:
        """The type of each property of edges."""
        return _types(self._edge_columns.values())

    def nodes(self) -> Iterator[Node]:
        for kind, columns in self._node_columns.items():
            title = SCHEMA.nodes[kind].title.to(self._language)
            for rows in _chunks(self._network.size(kind)):
                for row, record in zip(rows.tolist(), records(columns, rows), strict=True):
                    data = _known(record)
                    yield Node(self._ids[kind][row], str(data.get("name", title)), data)

    def edges(self) -> Iterator[Edge]:
        for key, columns in self._edge_columns.items():
            title = SCHEMA.edges[key.edge].title.to(self._language)
            block = self._network.blocks[key]
            sources, targets = self._ids[key.source], self._ids[key.target]
            for rows in _chunks(len(block)):
                ends = zip(rows.tolist(), block.source[rows].tolist(), block.target[rows].tolist(), records(columns, rows), strict=True)
                for row, source, target, record in ends:
                    data = _known(record)
                    yield Edge(edge_id(key, row), sources[source], targets[target], str(data.get("role", title)), data)


def _chunks(size: int) -> Iterator[Any]:
    for first in range(0, size, CHUNK):
        yield np.arange(first, min(first + CHUNK, size))


def _types(tables: Any) -> dict[Property, str]:
    """The type of each property, as declared in the file."""
    types: dict[Property, str] = {}
    for columns in tables:
        for name, kind, _ in columns:
            family = "number" if kind in ("long", "double") else kind
            if types.setdefault(Property(name, family), kind) != kind:
                types[Property(name, family)] = "double"  # whole numbers here, fractions there
    return types


def _property(name: str, value: Plain) -> Property:
    """The property that a value belongs to."""
    if isinstance(value, str):
        return Property(name, "string")
    return Property(name, "boolean" if isinstance(value, bool) else "number")


def _known(record: dict[str, Plain]) -> dict[str, Plain]:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in record.items() if value not in (None, "")}


def _clean(text: str) -> str:
    return ILLEGAL.sub(REPLACEMENT, text)


def _writable_ids(ids: dict[str, list[str]]) -> dict[str, list[str]]:
    """The ids without illegal characters, and still all different."""
    if not any(ILLEGAL.search(node) for of_kind in ids.values() for node in of_kind):
        return ids
    taken = {node for of_kind in ids.values() for node in of_kind}

    def writable(node: str) -> str:
        if not ILLEGAL.search(node):
            return node
        cleaned = _clean(node)
        while cleaned in taken:
            cleaned += REPLACEMENT
        taken.add(cleaned)
        return cleaned

    return {kind: [writable(node) for node in of_kind] for kind, of_kind in ids.items()}


# --- JSON


def _write_json(content: _Content, file: TextIO) -> None:
    """What `networkx.node_link_graph` reads."""
    file.write('{"directed": true, "multigraph": true, "graph": {},\n"nodes": [')
    _write_list(file, ({"id": n.id, "label": n.label, **n.data} for n in content.nodes()))
    file.write('],\n"edges": [')
    _write_list(file, ({"source": e.source, "target": e.target, "key": e.id, "label": e.label, **e.data} for e in content.edges()))
    file.write("]}\n")


def _write_list(file: TextIO, values: Iterator[dict[str, Plain]]) -> None:
    separator = "\n"
    for value in values:
        file.write(separator)
        file.write(json.dumps(value, ensure_ascii=False, allow_nan=False))
        separator = ",\n"


# --- XML


def _text(value: Plain) -> str:
    """A value as XML text; line breaks are escaped, since readers change them otherwise."""
    written = _written(value)
    return escape(written, {"\r": "&#13;"}) if SPECIAL.search(written) else written


def _quoted(value: Plain) -> str:
    """A value as a quoted XML attribute."""
    written = _written(value)
    # Most values need no escape, and one search is cheaper than trying seven replacements.
    return quoteattr(written) if SPECIAL.search(written) else f'"{written}"'


def _written(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _write_graphml(content: _Content, file: TextIO) -> None:
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    keys: dict[str, dict[Property, str]] = {"node": {}, "edge": {}}
    for owner, properties in (("node", content.node_properties), ("edge", content.edge_properties)):
        for number, (which, kind) in enumerate({LABEL: "string", **properties}.items()):
            keys[owner][which] = f"{owner}{number}"
            file.write(f'<key id="{owner}{number}" for="{owner}" attr.name="{which.name}" attr.type="{kind}"/>\n')
    file.write('<graph edgedefault="directed">\n')
    for node in content.nodes():
        file.write(f"<node id={_quoted(node.id)}>")
        _write_data(file, keys["node"], {"label": node.label, **node.data})
        file.write("</node>\n")
    for edge in content.edges():
        file.write(f"<edge id={_quoted(edge.id)} source={_quoted(edge.source)} target={_quoted(edge.target)}>")
        _write_data(file, keys["edge"], {"label": edge.label, **edge.data})
        file.write("</edge>\n")
    file.write("</graph>\n</graphml>\n")


def _write_data(file: TextIO, keys: dict[Property, str], data: dict[str, Plain]) -> None:
    for name, value in data.items():
        file.write(f'<data key="{keys[_property(name, value)]}">{_text(value)}</data>')


def _write_gexf(content: _Content, file: TextIO) -> None:
    # Version 1.3: there an edge has a `kind`, without which Gephi merges the edges of one pair of nodes.
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
    file.write('<graph mode="static" defaultedgetype="directed">\n')
    numbers: dict[str, dict[Property, int]] = {"node": {}, "edge": {}}
    for owner, properties in (("node", content.node_properties), ("edge", content.edge_properties)):
        file.write(f'<attributes class="{owner}" mode="static">\n')
        for number, (which, kind) in enumerate(properties.items()):
            numbers[owner][which] = number
            file.write(f'<attribute id="{number}" title="{which.name}" type="{kind}"/>\n')
        file.write("</attributes>\n")
    file.write("<nodes>\n")
    for node in content.nodes():
        file.write(f"<node id={_quoted(node.id)} label={_quoted(node.label)}>")
        _write_values(file, numbers["node"], node.data)
        file.write("</node>\n")
    file.write("</nodes>\n<edges>\n")
    for edge in content.edges():
        ends = f"source={_quoted(edge.source)} target={_quoted(edge.target)}"
        file.write(f"<edge id={_quoted(edge.id)} {ends} kind={_quoted(edge.data['kind'])} label={_quoted(edge.label)}>")
        _write_values(file, numbers["edge"], edge.data)
        file.write("</edge>\n")
    file.write("</edges>\n</graph>\n</gexf>\n")


def _write_values(file: TextIO, numbers: dict[Property, int], data: dict[str, Plain]) -> None:
    file.write("<attvalues>")
    for name, value in data.items():
        file.write(f'<attvalue for="{numbers[_property(name, value)]}" value={_quoted(value)}/>')
    file.write("</attvalues>")


FORMATS: dict[str, Callable[[_Content, TextIO], None]] = {
    ".graphml": _write_graphml,
    ".gexf": _write_gexf,
    ".json": _write_json,
}
