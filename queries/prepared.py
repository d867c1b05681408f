"""A rule made ready for an engine: settings, lists and the date filled in, so that only attributes and paths are left."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ..graph.text import Text
from ..graph.values import days
from .expressions import Condition, Constant, Setting, Span, Word, Words, substitute
from .periods import PERIODS
from .rules import Pack, Rule
from .wording import Wording, joined


@dataclass(frozen=True)
class PreparedRule:
    """A rule as it is evaluated: `at_least` of the named `items` must hold for every target that fulfils `where`."""

    rule: Rule
    where: Condition | None
    items: tuple[tuple[Text, Condition], ...]
    at_least: int
    wording: Wording

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All its conditions."""
        return (*(() if self.where is None else (self.where,)), *(condition for _, condition in self.items))


def prepare(rule: Rule, pack: Pack, as_of: datetime.date) -> PreparedRule:
    """Fills in what a rule leaves to the settings of its pack and to the date."""
    items = []
    for name, variables in combinations(rule, pack.settings, as_of):
        for item in rule.need:
            condition = cast(Condition, substitute(item.condition, pack.settings, variables, as_of))
            items.append((name if rule.loops else Text(item.name, item.name), condition))
    where = None if rule.where is None else cast(Condition, substitute(rule.where, pack.settings, {}, as_of))
    return PreparedRule(rule, where, tuple(items), rule.at_least or len(items), Wording(pack.settings))


def combinations(rule: Rule, settings: Mapping[str, Constant], as_of: datetime.date) -> list[tuple[Text, dict[str, Constant]]]:
    """All combinations of the items of a rule's lists, with their names; one without variables where it has no list."""
    lists: list[list[tuple[Text, Constant]]] = []
    for loop in rule.loops:
        if loop.is_period:
            periods = PERIODS[cast(Setting, loop.source).name](as_of)
            lists.append([(title, Span(days(first), days(last), title)) for first, last, title in periods])
        else:
            values = cast(Words, settings[loop.source.name] if isinstance(loop.source, Setting) else loop.source).values
            lists.append([(Text(value, value), Word(value)) for value in values])
    names = [loop.variable for loop in rule.loops]
    return [
        (joined((title for title, _ in chosen), "·", " · "), dict(zip(names, (constant for _, constant in chosen), strict=True)))
        for chosen in itertools.product(*lists)
    ]
