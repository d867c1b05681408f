"""Numbers and dates as intervals, tests as pairs of marks: what holds certainly, and what holds possibly.

An interval is a pair of floats or float arrays; NaN is "none" (no date, or a division by zero) and fails every comparison.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..graph.network import Marks
from .expressions import Comparison, Operator

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """Parallel lower and upper bounds; both NaN for none."""

    lo: Floats
    hi: Floats

    def take(self, index: NDArray[np.integer]) -> Interval:
        return Interval(self.lo[index], self.hi[index])


class Modes(NamedTuple):
    """Whether a condition holds certainly (`sure`) and whether it holds possibly; `sure` implies `possible`."""

    sure: Marks
    possible: Marks

    def take(self, index: NDArray[np.integer]) -> Modes:
        """The marks at `index`."""
        return Modes(self.sure[index], self.sure[index] if self.possible is self.sure else self.possible[index])

    def __invert__(self) -> Modes:
        if self.possible is self.sure:
            return certain(~self.sure)
        return Modes(~self.possible, ~self.sure)

    def both(self, other: Modes) -> Modes:
        """Where both hold."""
        sure = self.sure & other.sure
        if self.possible is self.sure and other.possible is other.sure:
            return certain(sure)
        return Modes(sure, self.possible & other.possible)

    def either(self, other: Modes) -> Modes:
        """Where one of them holds."""
        sure = self.sure | other.sure
        if self.possible is self.sure and other.possible is other.sure:
            return certain(sure)
        return Modes(sure, self.possible | other.possible)

    @property
    def open(self) -> Marks:
        """Where the ledgers do not settle the condition."""
        return self.possible & ~self.sure


def certain(marks: Marks) -> Modes:
    """Marks of which nothing is uncertain; both modes share one array, which others use as a short cut."""
    return Modes(marks, marks)


def anything(size: int) -> Modes:
    """Nothing is known of any of `size` things."""
    return Modes(np.zeros(size, dtype=bool), np.ones(size, dtype=bool))


def exactly(value: float, size: int) -> Interval:
    """The same number for all of `size` things."""
    values = np.broadcast_to(np.float64(value), size)
    return Interval(values, values)


def compare(left: Interval, comparison: Comparison, right: Interval) -> Modes:
    """Tests two parallel intervals; ``!=`` is the opposite of ``=``."""
    match comparison:
        case ">":
            return compare(right, "<", left)
        case ">=":
            return compare(right, "<=", left)
        case "<":
            return Modes(left.hi < right.lo, left.lo < right.hi)
        case "<=":
            return Modes(left.hi <= right.lo, left.lo <= right.hi)
        case "=":
            overlap = (left.lo <= right.hi) & (right.lo <= left.hi)
            return Modes((left.lo == right.hi) & (left.hi == right.lo), overlap)
        case "!=":
            return ~compare(left, "=", right)


def within(date: Interval, first: float, last: float) -> Modes:
    """Whether dates lie in a period, its first and last day included."""
    return Modes((date.lo >= first) & (date.hi <= last), (date.hi >= first) & (date.lo <= last))


def calculate(left: Interval, operator: Operator, right: Interval) -> Interval:
    """All results that two parallel intervals can give; the smallest interval that holds them."""
    match operator:
        case "+":
            return Interval(left.lo + right.lo, left.hi + right.hi)
        case "-":
            return Interval(left.lo - right.hi, left.hi - right.lo)
        case "*":
            return _corners(left, right, np.multiply)
        case "/":
            return _divide(left, right)


def _corners(left: Interval, right: Interval, operation: np.ufunc) -> Interval:
    """The bounds of a monotone operation lie at the corners; 0 · ∞ and ∞ / ∞ add nothing beyond 0 there."""
    none = np.isnan(left.lo) | np.isnan(right.lo)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.stack([operation(a, b) for a in left for b in right])
    found[np.isnan(found)] = 0
    lo, hi = found.min(axis=0), found.max(axis=0)
    lo[none] = hi[none] = np.nan
    return Interval(lo, hi)


def _divide(left: Interval, right: Interval) -> Interval:
    """Division by zero gives none; by what may be zero, nothing is known of the result."""
    found = _corners(left, right, np.divide)
    maybe = (right.lo <= 0) & (right.hi >= 0)
    zero = (right.lo == 0) & (right.hi == 0)
    found.lo[maybe], found.hi[maybe] = -np.inf, np.inf
    found.lo[zero] = found.hi[zero] = np.nan
    none = np.isnan(left.lo) | np.isnan(right.lo)
    found.lo[none] = found.hi[none] = np.nan
    return found
