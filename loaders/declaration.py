"""How a ledger is declared: its columns, what each of them gives, and by which headers it is known.

A column gives one thing: the row's own id or name, an attribute, a part of its place, a link to other nodes, a property of
such a link, or (in ledgers of relations) an end or a property of the row's edge. The saved mappings of a user are the same
declarations, written in TOML (`mappings`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..graph.schema import SCHEMA, Attribute, Value
from ..graph.text import Text
from .clean import header

PlacePart = Literal["province", "city", "district", "street", "community", "path", "code", "parent"]
Creation = Literal["never", "named", "own"]


@dataclass(frozen=True, slots=True)
class Id:
    """The row's own id in this ledger (编号, never 序号)."""


@dataclass(frozen=True, slots=True)
class Name:
    """The row's own name."""


@dataclass(frozen=True, slots=True)
class Gives:
    """An attribute of the row's node."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Where:
    """A part of the place that the row's node lies in; in the ledger of places, of the place that the row lists.

    ``path`` is a cell that holds several levels (清河区东湖街道湖滨社区), ``code`` a division code of the place,
    ``parent`` the code of the place above (only where places are listed by codes).
    """

    part: PlacePart


@dataclass(frozen=True, slots=True)
class Link:
    """Edges between the row's node and the nodes that the cell names, several to a cell.

    Attributes:
        edge: the edge kind.
        kinds: the kinds that the names can be of.
        far: whether the named nodes are the edges' "source" or "target".
        creates: "never": a name that no ledger lists is a problem; "named": it makes a node, one per name within a district;
            "own": it makes a node that belongs to this row alone (an enterprise's inner unit).
        constants: edge attributes that the header itself states, such as the role.
        given: attributes of the nodes that are made.
        by: whether the cell holds names, ids or places.
        role_column: the column whose text states the edges' role and duty, besides a column that is declared `On` them.
        instead: (attribute, code, edge): where the row's node has that code, the edges are of that other kind.
    """

    edge: str
    kinds: tuple[str, ...]
    far: Literal["source", "target"]
    creates: Creation = "never"
    constants: tuple[tuple[str, str], ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    by: Literal["name", "id", "place"] = "name"
    role_column: str = ""
    instead: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class On:
    """A property of the edges that the column `link` makes: the edge attribute, or "unit" of the persons it names."""

    link: str
    attribute: str


@dataclass(frozen=True, slots=True)
class End:
    """One end of the row's edge, in ledgers that list relations. `part` is set where the end is a place in several columns."""

    side: Literal["source", "target"]
    kinds: tuple[str, ...]
    by: Literal["name", "id", "kind", "place"] = "name"
    creates: Creation = "never"
    part: PlacePart | None = None


@dataclass(frozen=True, slots=True)
class Relates:
    """A property of the row's edge."""

    attribute: str


Role = Id | Name | Gives | Where | Link | On | End | Relates


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger.

    Attributes:
        key: its name in the declaration, unique in the ledger.
        title: its header in templates.
        role: what it gives.
        aliases: other headers that mean it wherever they stand.
        generic: headers that mean it only in a ledger that is otherwise recognised (名称, 类别).
    """

    key: str
    title: Text
    role: Role
    aliases: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()

    @property
    def headers(self) -> dict[str, bool]:
        """Every header in normal form, and whether it is telling (not generic)."""
        generic = dict.fromkeys(map(header, self.generic), False)
        return generic | dict.fromkeys(map(header, (self.title.zh, self.title.en, self.key, *self.aliases)), True)


@dataclass(frozen=True)
class Ledger:
    """A type of ledger. `kind` is the node kind that a row makes; None in a ledger of relations, which `edge` names.

    `hints` are words of titles, sheet names and file names that tell it. `told` are (pattern, attribute, text): where the
    pattern is found in the title, the sheet's name, the header of the name or the file's name, and no column gives the
    attribute, it is the same for all rows. `assumed` are (attribute, text) for attributes that no column gives and nothing
    tells. `repeats`: several rows may list one node, which is then no problem.
    `rank`: in which order edges are made, so that the first to name a liaison does not depend on the names of files.
    """

    name: str
    title: Text
    kind: str | None
    columns: tuple[Column, ...]
    hints: tuple[str, ...] = ()
    edge: str | None = None
    told: tuple[tuple[str, str, str], ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()
    repeats: bool = False
    rank: int = 99
    lookup: dict[str, tuple[str, bool]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lookup: dict[str, tuple[str, bool]] = {}
        for column in self.columns:
            for form, telling in column.headers.items():
                known = lookup.get(form)
                if known and known[0] != column.key and known[1] and telling:
                    raise ValueError(f"ledger {self.name}: {form!r} names both {known[0]!r} and {column.key!r}")
                if known is None or (telling and not known[1]):
                    lookup[form] = (column.key, telling)
        object.__setattr__(self, "lookup", lookup)

    def column(self, key: str) -> Column:
        """The column called `key`."""
        return next(c for c in self.columns if c.key == key)

    def required(self) -> list[Column]:
        """The columns of which a table must have one: names and ids, the places of a ledger of places, or ends."""
        if self.kind == "Place":
            return [c for c in self.columns if isinstance(c.role, Where | Name | Id)]
        if self.kind is not None:
            return [c for c in self.columns if isinstance(c.role, Name | Id)]
        return [c for c in self.columns if isinstance(c.role, End)]

    def attribute(self, column: Column) -> Attribute | None:
        """The schema's attribute that a column gives, if it gives one."""
        if isinstance(column.role, Gives) and self.kind is not None:
            return SCHEMA.nodes[self.kind].attribute(column.role.attribute)
        if isinstance(column.role, Relates) and self.edge is not None and SCHEMA.edges[self.edge].has(column.role.attribute):
            return SCHEMA.edges[self.edge].attribute(column.role.attribute)
        if isinstance(column.role, On):
            link = self.column(column.role.link.partition(",")[0]).role
            if isinstance(link, Link) and SCHEMA.edges[link.edge].has(column.role.attribute):
                return SCHEMA.edges[link.edge].attribute(column.role.attribute)
        return None

    def value(self, column: Column) -> Value:
        """How the cells of a column are read."""
        attribute = self.attribute(column)
        return Value.TEXT if attribute is None else attribute.value


def variants(prefixes: str, stems: str, suffixes: str = "") -> tuple[str, ...]:
    """All headers made of one of the blank-separated prefixes, stems and suffixes; "-" stands for none."""

    def words(text: str) -> list[str]:
        return ["" if word == "-" else word for word in text.split()] or [""]

    return tuple(p + s + e for p in words(prefixes) for s in words(stems) for e in words(suffixes))
