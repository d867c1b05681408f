"""Counts as ledgers write them, read the way that somebody with pandas or Polars at hand would: one function, once a distinct text."""

from __future__ import annotations

import math
import re

UNSTATED = frozenset(("", "保密", "不提供", "不详", "无法统计", "*", "**", "—"))
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789", ",人")


def amount(text: str) -> tuple[float, float] | None:
    """The least and the most that a text can mean; None where it is no count."""
    plain = text.translate(DIGITS)
    if plain.isdigit():
        return float(plain), float(plain)
    if text in UNSTATED:
        return 0, math.inf
    if match := re.fullmatch(r"(\d+)[余多]", plain):
        number = match[1]
        return float(number), float(number) + 10 ** (len(number) - len(number.rstrip("0"))) - 1
    if match := re.fullmatch(r"(\d+)以上", plain):
        return float(match[1]), math.inf
    if match := re.fullmatch(r"近(\d+)", plain):
        return math.ceil(int(match[1]) * 0.9), float(match[1]) - 1
    if match := re.fullmatch(r"约(\d+)", plain):
        return float(int(match[1]) * 9 // 10), float(int(match[1]) * 11 // 10)
    if match := re.fullmatch(r"(\d+)[-—~](\d+)", plain):
        return float(match[1]), float(match[2])
    return None
