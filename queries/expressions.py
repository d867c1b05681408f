"""The expressions of the rule language as frozen data: what `grammar` parses and what `checking`, `arrays` and `wording` read.

Expressions compare by value, so that equal parts of different rules are evaluated once.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from ..graph.text import Text
from ..graph.values import day, days
from .periods import months_after

Comparison = Literal["=", "!=", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/"]
Direction = Literal[">", "<", "~"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a number of days (``30d``)."""

    value: float


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as days since 1970-01-01."""

    value: float


@dataclass(frozen=True, slots=True)
class Months:
    """Calendar months (``12m``); they can be added to or taken from a constant date only."""

    value: int


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date at which the rules are evaluated (``as_of``)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """A list of texts."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its first and last day since 1970-01-01."""

    first: float
    last: float
    title: Text


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the pack (``@name``)."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that ``for`` runs through a list."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the node or edge that is looked at, or of the rule's target (``x.name``)."""

    name: str
    of_target: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path.

    Attributes:
        direction: ">" with the edges, "<" against them, "~" either way.
        edges: the edge kinds.
        edge_condition: must hold on every edge of the step.
        longest: how many edges the step may take at most (``{1,n}``); None for any number (``+``).
        kinds: the kinds of the nodes where the step may end; empty for all that the schema allows.
        condition: must hold on the node where the step ends.
    """

    direction: Direction
    edges: tuple[str, ...]
    edge_condition: Condition | None = None
    longest: int | None = 1
    kinds: tuple[str, ...] = ()
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Avoid:
    """Nodes that a path may not touch."""

    kind: str
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Path:
    steps: tuple[Step, ...]
    avoid: Avoid | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """The number of distinct nodes where a path can end, the node where it starts excepted."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a count attribute over the distinct ends of a path."""

    path: Path
    attribute: str


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Compare:
    left: Expression
    comparison: Comparison
    right: Expression


@dataclass(frozen=True, slots=True)
class In:
    """A code in a list, or a date in a period."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Has:
    """One of several codes."""

    attribute: Attribute
    code: Expression


@dataclass(frozen=True, slots=True)
class Known:
    """The ledgers give a value: neither none nor withheld."""

    attribute: Attribute


@dataclass(frozen=True, slots=True)
class Flag:
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class IsTarget:
    """The node is the rule's own target (``is x``)."""


Constant = Number | Day | Months | Word | Words | Span
Expression = Constant | AsOf | Setting | Variable | Attribute | Arithmetic | Count | Sum
Condition = Or | And | Not | Compare | In | Has | Known | Flag | IsTarget
Syntax = Expression | Condition | Path | Step | Avoid

SYNTAX = get_args(Syntax)
CONDITIONS = (Or, And, Not, Compare, In, Has, Known, Flag, IsTarget)
PLACE_ATTRIBUTES = ("community", "street", "district")  # derived: the node's place of that level


def children(node: Syntax) -> Iterator[Syntax]:
    """The expressions directly inside `node`."""
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, SYNTAX):
                yield part


def walk(node: Syntax) -> Iterator[Syntax]:
    """`node` and everything inside it."""
    yield node
    for child in children(node):
        yield from walk(child)


@lru_cache(maxsize=4096)
def uses_target(node: Syntax) -> bool:
    """Whether the value of `node` depends on the rule's target (``x.name`` or ``is x``)."""
    return any(isinstance(n, IsTarget) or (isinstance(n, Attribute) and n.of_target) for n in walk(node))


@lru_cache(maxsize=4096)
def split(condition: Condition | None) -> tuple[Condition | None, Condition | None]:
    """`condition` as (part that does not depend on the target, part that does); both must hold."""
    if condition is None:
        return None, None
    parts = condition.parts if isinstance(condition, And) else (condition,)
    return conjunction(p for p in parts if not uses_target(p)), conjunction(p for p in parts if uses_target(p))


def conjunction(parts: Iterator[Condition]) -> Condition | None:
    """All of `parts`; None for no condition."""
    listed = tuple(parts)
    return And(listed) if len(listed) > 1 else next(iter(listed), None)


def substitute(node: Syntax, settings: Mapping[str, Constant], variables: Mapping[str, Constant], as_of: datetime.date) -> Syntax:
    """`node` with settings, variables and ``as_of`` replaced by their values. Raises KeyError for a name that has none."""

    def replaced(part: Syntax) -> Syntax:
        if isinstance(part, Setting):
            return settings[part.name]
        if isinstance(part, Variable):
            return variables[part.name]
        if isinstance(part, AsOf):
            return Day(days(as_of))
        if isinstance(part, Arithmetic) and isinstance(part.right, Months) and isinstance(part.left, Day):
            months = part.right.value if part.operator == "+" else -part.right.value
            return Day(days(months_after(day(part.left.value), months)))
        return part

    return _rebuilt(node, replaced)


def _rebuilt(node: Syntax, replace: Callable[[Syntax], Syntax]) -> Syntax:
    """`node` with `replace` applied to everything inside it, innermost first."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple):
            changes[field.name] = tuple(_rebuilt(v, replace) if isinstance(v, SYNTAX) else v for v in value)
        elif isinstance(value, SYNTAX):
            changes[field.name] = _rebuilt(value, replace)
    return replace(dataclasses.replace(node, **changes) if changes else node)
