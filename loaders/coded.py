"""Ids of one shape, such as P00000001, as numbers: a million of them are then compared and looked up without hashing a text."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

SHAPE = re.compile(rb"([A-Za-z]{1,8}[-_]?)([0-9]{2,10})|()([0-9]{1,10}|[1-9][0-9]{11})")
NUMBERS_PER_ID = 8  # how much wider than their count the range of numbers may be for a table of it


class Coded(NamedTuple):
    """A column of ids that all have one prefix and one number of digits.

    Attributes:
        filled: the rows that are not blank; None for all.
        digits: the characters behind the prefix of the filled rows, a row of bytes each.
    """

    prefix: bytes
    filled: npt.NDArray[np.int64] | None
    digits: npt.NDArray[np.uint8]
    size: int

    @property
    def shape(self) -> tuple[bytes, int]:
        return self.prefix, self.digits.shape[1]

    def present(self) -> npt.NDArray[np.bool_]:
        """Which rows are not blank."""
        if self.filled is None:
            return np.ones(self.size, bool)
        marks = np.zeros(self.size, bool)
        marks[self.filled] = True
        return marks

    def numbers(self) -> npt.NDArray[np.int64]:
        """The number of each row, -1 for a blank."""
        numbers = np.zeros(len(self.digits), np.int64)
        for place in range(self.digits.shape[1]):
            numbers *= 10
            numbers += self.digits[:, place]
        numbers -= 48 * ((10 ** self.digits.shape[1] - 1) // 9)
        if self.filled is None:
            return numbers
        every = np.full(self.size, -1, np.int64)
        every[self.filled] = numbers
        return every


def coded(column: pa.Array) -> Coded | None:
    """The ids of a column of texts without nulls, where they are of one shape; else None."""
    if len(column) == 0 or column.type != pa.string() or column.null_count or column.buffers()[2] is None:
        return None
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    lengths = np.diff(offsets)
    width = int(lengths.max())
    whole = bool((lengths == width).all())
    if width == 0 or width > 20 or not (whole or ((lengths == width) | (lengths == 0)).all()):
        return None
    characters = np.frombuffer(column.buffers()[2], np.uint8)[offsets[0] : offsets[-1]].reshape(-1, width)
    fit = SHAPE.fullmatch(characters[0].tobytes())
    if fit is None:
        return None
    prefix = fit[1] or b""
    digits = characters[:, len(prefix) :]
    first = digits[:, 0]
    if not all((characters[:, place] == byte).all() for place, byte in enumerate(prefix)):
        return None
    if ((digits - 48) > 9).any() or (not prefix and width == 12 and (first == 48).any()):
        return None
    return Coded(prefix, None if whole else np.flatnonzero(lengths), digits, len(column))


class Lookup:
    """Finds ids among those of a column; the first of several that are equal."""

    def __init__(self, ids: pa.Array) -> None:
        self.ids = pc.if_else(pc.equal(ids, ""), None, ids)
        self.coded = coded(ids)
        if self.coded is not None:
            numbers = self.coded.numbers()
            positions = np.flatnonzero(numbers >= 0)
            self.least = int(numbers[positions].min())
            span = int(numbers.max()) - self.least + 1
            if span > NUMBERS_PER_ID * len(ids) + 1000:
                self.coded = None
            else:
                self.table = np.full(span, -1, np.int32)
                self.table[numbers[positions[::-1]] - self.least] = positions[::-1]

    def find(self, wanted: pa.Array) -> npt.NDArray[np.int32]:
        """The position of each wanted id, -1 where there is none."""
        other = coded(wanted) if self.coded is not None else None
        if self.coded is None or other is None or other.shape != self.coded.shape:
            return np.asarray(pc.fill_null(pc.index_in(wanted, value_set=self.ids, skip_nulls=True), -1), dtype=np.int32)
        numbers = other.numbers()
        numbers -= self.least
        inside = (numbers >= 0) & (numbers < len(self.table))
        if inside.all():
            return self.table[numbers]
        numbers[~inside] = 0
        return np.where(inside, self.table[numbers], np.int32(-1))


def repeats(column: pa.Array) -> npt.NDArray[np.bool_]:
    """Which texts, blanks aside, occur more than once."""
    found = coded(column)
    if found is not None:
        numbers = found.numbers()
        least = int(numbers[numbers >= 0].min())
        span = int(numbers.max()) - least + 1
        if span <= NUMBERS_PER_ID * len(column) + 1000:
            counts = np.bincount(numbers[numbers >= 0] - least, minlength=span)
            if counts.max() == 1:
                return np.zeros(len(column), bool)
            repeated = counts[np.maximum(numbers - least, 0)] > 1
            return repeated & (numbers >= 0)
    again: npt.NDArray[np.bool_] = np.asarray(pd.Series(pd.array(column, dtype="str")).duplicated(keep=False))
    there: npt.NDArray[np.bool_] = np.asarray(pc.not_equal(column, ""))
    return np.logical_and(again, there)
