"""The story of one node: what it is, who is around it, and what each rule says of it, each with the cells behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import process

from ..graph.lookup import Neighbour, find, neighbours
from ..graph.network import Block, Cell, Network
from ..graph.profiles import Profile, hide_small, mask_name, shown
from ..graph.schema import COMMON_NODE_ATTRIBUTES, SCHEMA, UNKNOWN, Attribute, Value
from ..graph.text import Text
from ..graph.values import show_count, show_period
from .findings import Finding, Findings, RuleResult, Verdict

YES, NO, UNSURE = Text("是", "yes"), Text("否", "no"), Text("不详", "unknown")
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A node by its names."""

    kind: str
    node: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute with its value and the cells that tell it."""

    title: Text
    value: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge to a neighbour. `sure` is False where the ledger's reference could not be resolved."""

    to: Named
    role: str
    dates: str
    sure: bool
    cell: Cell


@dataclass(frozen=True, slots=True)
class Ties:
    """All edges of one kind in one direction to nodes of one kind; `count` is None where the profile hides it."""

    edge: Text
    outgoing: bool
    kind: Text
    count: int | None
    listed: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule says. `finding` is None where the rule is met, or no ledger could decide it."""

    result: RuleResult
    verdict: Verdict
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that the ledgers and the rules tell of a node."""

    node: Named
    cells: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    ties: tuple[Ties, ...]
    judgements: tuple[Judgement, ...]
    not_applicable: int


def candidates(network: Network, text: str, profile: Profile) -> list[tuple[str, int, Named]]:
    """The nodes that `text` means, with their names as the profile shows them; in profile public no persons.

    `text` is an id, a name or an alias.
    """
    found = [(kind, position) for kind, position in find(network, text) if not (profile == "public" and SCHEMA.nodes[kind].person)]
    return [(kind, position, named(network, kind, position, profile)) for kind, position in found]


def nearest(network: Network, text: str, profile: Profile) -> list[str]:
    """The names that are written most like `text`; no persons unless the profile names them."""
    names = {n for kind, f in network.frames.items() if profile == "work" or not SCHEMA.nodes[kind].person for n in f["name"].tolist() if n}
    return [name for name, _, _ in process.extract(text, sorted(names), limit=NEAREST, score_cutoff=50)]


def named(network: Network, kind: str, position: int, profile: Profile) -> Named:
    """A node by its names, as the profile shows them."""
    row = network.frame(kind).iloc[position]
    place = int(network.location(kind)[position])
    person = SCHEMA.nodes[kind].person and profile != "work"
    node, name = str(row["id"]), str(row["name"])
    if person and name:
        node = node.replace(name, mask_name(name))
    return Named(kind, node, mask_name(name) if person else name, network.place_paths[place] if place >= 0 else "")


def tell(findings: Findings, kind: str, position: int, profile: Profile, show: Callable[[Finding], Finding | None]) -> Story:
    """The story of a node. `show` gives a finding as the profile shows it."""
    network = shown(findings.network, profile)
    judgements, not_applicable = _judgements(findings, kind, position, show)
    return Story(
        _named(network, kind, position),
        tuple(network.cells(kind, position)),
        tuple(_facts(network, kind, position)),
        tuple(_ties(network, kind, position, profile)),
        tuple(judgements),
        not_applicable,
    )


def _named(network: Network, kind: str, position: int) -> Named:
    row = network.frame(kind).iloc[position]
    place = int(network.location(kind)[position])
    return Named(kind, str(row["id"]), str(row["name"]), network.place_paths[place] if place >= 0 else "")


def _facts(network: Network, kind: str, position: int) -> Iterator[Fact]:
    frame = network.frame(kind)
    row = frame.iloc[position]
    for attribute in (*COMMON_NODE_ATTRIBUTES, *SCHEMA.nodes[kind].attributes):
        if attribute.name not in ("id", "name") and attribute.columns[0] in frame:
            value = _value(row, attribute)
            if value.en:
                yield Fact(attribute.title, value, tuple(_cells(network, kind, position, attribute.name)))


def _value(row: object, attribute: Attribute) -> Text:
    """An attribute of a frame's row as text; empty where there is none."""
    cells = [row[column] for column in attribute.columns]  # type: ignore[index]
    match attribute.value:
        case Value.COUNT:
            text = show_count(float(cells[0]), float(cells[1]))
        case Value.DATE:
            text = show_period(float(cells[0]), float(cells[1]))
        case Value.FLAG:
            return {1: YES, 0: NO}.get(int(cells[0]), UNSURE)
        case _:
            # A missing category is a float.
            text = cells[0] if isinstance(cells[0], str) else ""
    return UNSURE if text in (UNKNOWN, "?") else Text(text, text)


def _cells(network: Network, kind: str, position: int, attribute: str) -> Iterator[Cell]:
    """The cells of a node's rows in the column that gives an attribute."""
    columns = {(table.file, table.sheet): table.columns for table in network.tables if attribute in table.columns}
    for cell in network.cells(kind, position):
        if (cell.file, cell.sheet) in columns:
            yield cell._replace(column=columns[cell.file, cell.sheet][attribute])


def _ties(network: Network, kind: str, position: int, profile: Profile) -> Iterator[Ties]:
    groups: dict[tuple[str, bool, str], list[Neighbour]] = {}
    for neighbour in neighbours(network, kind, position):
        groups.setdefault((neighbour.block.key.edge, neighbour.outgoing, neighbour.kind), []).append(neighbour)
    for (edge, outgoing, other), members in groups.items():
        person = SCHEMA.nodes[other].person
        hidden = person and profile == "public"
        listed = () if hidden else tuple(_tie(network, neighbour) for neighbour in members)
        count = hide_small(len(members), profile) if person else len(members)
        yield Ties(SCHEMA.edges[edge].title, outgoing, SCHEMA.nodes[other].title, count, listed)


def _tie(network: Network, neighbour: Neighbour) -> Tie:
    block, row = neighbour.block, neighbour.row
    attributes = block.attributes
    role = attributes["role"].iloc[row] if "role" in attributes else ""
    table = network.tables[int(attributes["table"].iloc[row])]
    return Tie(
        _named(network, neighbour.kind, neighbour.position),
        role if isinstance(role, str) else "",
        _dates(block, row),
        bool(block.sure[row]),
        Cell(table.file, table.sheet, int(attributes["row"].iloc[row])),
    )


def _dates(block: Block, row: int) -> str:
    """The dates of an edge: when it was last renewed, or from when to when it holds."""
    values = block.attributes.iloc[row]

    def shown_date(name: str) -> str:
        return show_period(float(values[f"{name}_lo"]), float(values[f"{name}_hi"])) if f"{name}_lo" in values else ""

    since, until = shown_date("since"), shown_date("until")
    span = f"{since}–{until}" if since or until else ""
    return ", ".join(part for part in (shown_date("date"), span) if part)


def _judgements(findings: Findings, kind: str, position: int, show: Callable[[Finding], Finding | None]) -> tuple[list[Judgement], int]:
    judgements, not_applicable = [], 0
    for result in findings.results:
        for part in result.by_kind:
            if part.kind != kind:
                continue
            verdict = Verdict(int(part.verdicts[position]))
            if verdict is Verdict.NOT_APPLICABLE:
                not_applicable += 1
            else:
                open_ = verdict is not Verdict.MET and result.evidence == "full"
                finding = show(findings.detail(result, kind, position)) if open_ else None
                judgements.append(Judgement(result, verdict, finding))
    return judgements, not_applicable
