"""Settings of packs: thresholds, lists and dates as TOML writes them, and the severities that replace those of the clauses."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any, get_args

from ..graph.values import days
from .checking import CONSTANTS, nearest
from .expressions import Constant, Day, Months, Number, Word, Words
from .faults import Problems
from .findings import SEVERITIES, SEVERITY_OF, Force, Severity
from .periods import PERIODS

FORCES: tuple[Force, ...] = get_args(Force)
COMMON_SETTINGS: dict[str, Constant] = {
    "district": Words(("区", "县", "县级市")),
    "street": Words(("街道", "镇", "乡")),
    "community": Words(("社区", "村")),
    "park": Words(("园区", "开发区")),
    "contact_days": Number(365),  # after so many days a contact is stale
}
NUMBER_SETTINGS = ("contact_days",)
LIST_SETTINGS = ("district", "street", "community", "park")


def constants(values: Mapping[str, Any], problems: Problems, field: str = "") -> dict[str, Constant]:
    """TOML values as constants; faults are recorded and their settings left out."""
    found: dict[str, Constant] = {}
    for name, value in values.items():
        place = field or f"settings.{name}"
        if name in PERIODS or (not field and not re.fullmatch(r"[a-z_][a-z0-9_]*", name)):
            problems.add(place, f"“{name}”不能作设置名", f"“{name}” cannot name a setting")
        elif isinstance(value, list) and not value:
            problems.add(place, "列表是空的", "an empty list")
        elif (constant := constant_of(value)) is None:
            problems.add(
                place,
                "应为数、文字、文字的列表、日期，或“365d”“12m”",
                "a number, a text, a list of texts, a date, “365d” or “12m” expected",
            )
        else:
            found[name] = constant
    return found


def constant_of(value: Any) -> Constant | None:
    """A TOML value as a constant; None where it is none that a setting can have."""
    if isinstance(value, bool | datetime.datetime):
        return None
    if isinstance(value, int | float):
        return Number(float(value)) if math.isfinite(value) else None
    if isinstance(value, datetime.date):
        return Day(days(value))
    if isinstance(value, str) and value.strip():
        if match := re.fullmatch(r"(\d{1,6})([dm])", value):
            return Number(float(match[1])) if match[2] == "d" else Months(int(match[1]))
        return Word(value)
    if isinstance(value, list | tuple) and value and all(isinstance(v, str) and v.strip() for v in value):
        return Words(tuple(dict.fromkeys(value)))
    return None


def check_settings(settings: Mapping[str, Constant], before: Mapping[str, Constant], problems: Problems) -> None:
    """The settings that the engine itself reads must keep their types, and so must those that replace others."""
    problems.line, problems.rule = 0, ""
    wanted = dict.fromkeys(NUMBER_SETTINGS, Number) | dict.fromkeys(LIST_SETTINGS, Words) | {n: type(c) for n, c in before.items()}
    for name, kind in wanted.items():
        if not isinstance(settings[name], kind):
            title = CONSTANTS[kind].value
            problems.add(f"settings.{name}", f"应为{title.zh}", f"{title.en} expected")


def severities_of(table: Any, rules: set[str], problems: Problems, strict: bool = True) -> dict[str, Severity]:
    if not isinstance(table, Mapping):
        problems.add("settings.severity", "应为表", "a table expected")
        return {}
    found: dict[str, Severity] = {}
    for name, value in table.items():
        severity = next((s for s in SEVERITIES if s == value), None)
        place = f"settings.severity.{name}"
        if strict and name not in rules and name not in FORCES:
            problems.add(place, "没有这条规则或效力", "no such rule or force", nearest(name, (*rules, *FORCES)))
        elif severity is None:
            problems.add(place, f"没有级别“{value}”（{'、'.join(SEVERITIES)}）", f"no severity “{value}” ({', '.join(SEVERITIES)})")
        else:
            found[name] = severity
    return found


def severity_of(id: str, force: Force, overrides: Mapping[str, Severity]) -> Severity:
    return overrides.get(id, overrides.get(force, SEVERITY_OF[force]))
