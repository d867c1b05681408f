"""The cleaners of `clean` on whole columns, without a Python call per value.

One mechanism: values that match a pattern of what is already clean are converted by pyarrow; of the others, every distinct one
goes through the cleaner once and is mapped back. The results are those of the cleaner, value by value. A null is a blank cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..graph.values import ANY_DATE, MISSING
from . import clean
from .coded import coded
from .marks import NONE

Column: TypeAlias = Any  # a pyarrow Array or ChunkedArray of texts; pyarrow ships no types
Rows: TypeAlias = npt.NDArray[np.int32]
Numbers: TypeAlias = npt.NDArray[np.float64]
Flags8: TypeAlias = npt.NDArray[np.int8]
Mask: TypeAlias = npt.NDArray[np.bool_]


class Texts(NamedTuple):
    """Clean texts ("" for none), and the rows of which an identity or mobile number was cut."""

    values: Column
    cut: Rows


class Counts(NamedTuple):
    """Counts as intervals with their forms, and the rows that are no counts (they are MISSING)."""

    lo: Numbers
    hi: Numbers
    form: Flags8
    unreadable: Rows


class Periods(NamedTuple):
    """Dates as intervals of days (NaN for none), and the rows that are no dates (they are unknown)."""

    lo: Numbers
    hi: Numbers
    unreadable: Rows


class Flags(NamedTuple):
    """1 yes, 0 no, -1 unknown; and the rows that say something else (-1 too)."""

    values: Flags8
    unreadable: Rows


class CreditCodes(NamedTuple):
    """Credit codes ("" for none), whether each is valid or none, and the rows in which an identity number stood."""

    values: Column
    valid: Mask
    cut: Rows


class Pieces(NamedTuple):
    """The values of cells that hold several: the row of each, ascending, and its text."""

    rows: Rows
    values: Column


SAMPLE, MOST_VALUES = 1_000, 50  # a column with so few values in so many rows is cleaned value by value

# What is clean already. Runs of digits stay below the eleven of a mobile number, or are the twelve of a place code.

_HAN = "〇㐀-䶿一-鿿"
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORDS = rf"(?:(?:\.? |['.-])[{_LATIN}]+)*\.?"
# At least five letters, so that none of them is a mark such as N/A, none or null, however it is spaced.
_LATIN_NAME = f"(?:[{_LATIN}]{{5,}}|[{_LATIN}]{{3,4}}[ '.-][{_LATIN}]{{2,}}|[{_LATIN}]{{1,4}}[ '.-][{_LATIN}]{{4,}}){_WORDS}"
_CODE = "[A-Za-z]{1,8}[-_]?[0-9]{2,10}|[0-9]{1,10}|[1-9][0-9]{11}"


def _without(characters: str) -> str:
    """The Chinese characters but those, as the inside of a character class."""
    inside = "〇㐀-䶿"
    first = 0x4E00
    for code in sorted(map(ord, characters)):
        inside += f"{chr(first)}-{chr(code - 1)}"
        first = code + 1
    return inside + f"{chr(first)}-鿿"


def _with_han(others: str) -> str:
    return f"[0-9]{{0,9}}[A-Za-z]*[{_HAN}](?:[0-9]{{0,9}}·?[{_HAN}A-Za-z{others}])*[0-9]{{0,9}}"


_CLEAN_NAME = f"^(?:{_with_han('（）')}|{_LATIN_NAME}|{_CODE})$"
_CLEAN_TEXT = f"^(?:{_with_han('、，；：《》“”')}|{_LATIN_NAME}|{_CODE})$"
# Whatever `clean.place_name` would change.
_LONG_PLACE = "(?:会|居委|村民委|村委|行政村|街道办|办事处|人民政府|[A-Za-z]+ .*)$|街道办事处"
# The usual long forms of places, shortened as `clean.place_name` does.
_USUAL_COMMITTEE = f"^[{_HAN}]+(?:居民委员会|居委会|村民委员会|村委会)$"
_COMMITTEES = (
    (f"^([{_HAN}]*社区)(?:居民委员会|居委会|村民委员会|村委会)$", r"\1"),
    (f"^([{_HAN}]*嘎查)(?:村民委员会|村委会)$", r"\1"),
    (f"^([{_HAN}]*[^村])(?:村村民委员会|村民委员会|村村委会|村委会)$", r"\1村"),
    (f"^([{_HAN}]+)(?:居民委员会|居委会)$", r"\1社区"),
)
_CLEAN_COUNT = "^[0-9]{1,10}$"
# Every day that each year has; 29 February goes through the cleaner.
_CLEAN_DATE = (
    "^(?:19|20)[0-9]{2}-"
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))$"
)
_CLEAN_CREDIT_CODE = "^[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}$"
_NONE_IN_HAN = pa.array(sorted(word for word in NONE if not word.isascii()))


def plain_column(column: Column) -> Column:
    """`column` as one pyarrow array of strings without nulls."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if column.type != pa.string():
        column = column.cast(pa.string())
    return column.fill_null("") if column.null_count else column


def _matches(column: Column, pattern: str) -> Mask:
    mask: Mask = pc.match_substring_regex(column, pattern).to_numpy(zero_copy_only=False)
    return mask


class _Rest(NamedTuple):
    """The rows that are not clean already, each one's number among the distinct values, and these."""

    rows: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int32]
    values: list[str]


def _rest(column: Column, plain: Mask) -> _Rest:
    rows = np.flatnonzero(~plain)
    encoded = column.take(pa.array(rows)).dictionary_encode()
    return _Rest(rows, encoded.indices.to_numpy(), encoded.dictionary.to_pylist())


def _rows(rest: _Rest, chosen: list[bool]) -> Rows:
    """The rows whose distinct values are chosen."""
    return rest.rows[np.array(chosen, dtype=bool)[rest.numbers]].astype(np.int32) if any(chosen) else np.zeros(0, np.int32)


def _texts(column: Column, plain: Mask, cleaner: Callable[[str], tuple[str, bool]]) -> Texts:
    rest = _rest(column, plain)
    if not len(rest.rows):
        return Texts(column, np.zeros(0, np.int32))
    results = [cleaner(value) for value in rest.values]
    fixed = pa.array([text for text, _ in results], pa.string()).take(pa.array(rest.numbers))
    return Texts(pc.replace_with_mask(column, pa.array(~plain), fixed), _rows(rest, [cut for _, cut in results]))


def _or_none(cleaner: Callable[[str], tuple[str, bool]]) -> Callable[[str], tuple[str, bool]]:
    """`cleaner`, with marks for "none" as blanks."""

    def cleaned(value: str) -> tuple[str, bool]:
        text, cut = cleaner(value)
        return ("", cut) if clean.is_none(text) else (text, cut)

    return cleaned


def _clean_already(column: Column, pattern: str) -> Mask:
    """Which texts match, and are no marks for "none"."""
    if (ids := coded(column)) is not None:
        return ids.present()
    marks: Mask = pc.is_in(column, value_set=_NONE_IN_HAN).to_numpy(zero_copy_only=False)
    return _matches(column, pattern) & ~marks


def _by_value(clean_column: Callable[[Column], Texts], column: Column) -> Texts:
    """Cleans each distinct value once, where a look at the first rows says that there are few."""
    if len(column) < 4 * SAMPLE or len(pc.unique(column.slice(0, SAMPLE))) > MOST_VALUES:
        return clean_column(column)
    encoded = column.dictionary_encode()
    values, cut = clean_column(encoded.dictionary)
    indices = encoded.indices.to_numpy()
    rows = np.flatnonzero(np.isin(indices, cut)).astype(np.int32) if len(cut) else np.zeros(0, np.int32)
    return Texts(column if values.equals(encoded.dictionary) else values.take(encoded.indices), rows)


def names(column: Column) -> Texts:
    """Names in the form of `clean.name`, without identity numbers; "" where the cell says that there is none."""
    return _by_value(lambda values: _texts(values, _clean_already(values, _CLEAN_NAME), _or_none(clean.safe_name)), plain_column(column))


def texts(column: Column) -> Texts:
    """Texts in the form of `clean.plain`, without identity numbers; "" where the cell says that there is none."""
    return _by_value(lambda values: _texts(values, _clean_already(values, _CLEAN_TEXT), _or_none(clean.safe_text)), plain_column(column))


def place_names(column: Column) -> Texts:
    """Places in the form of `clean.place_name`, without identity numbers; "" where the cell says that there is none."""
    encoded = plain_column(column).dictionary_encode()
    values, cut = _distinct_places(encoded.dictionary)
    rows = np.flatnonzero(np.isin(encoded.indices.to_numpy(), cut)).astype(np.int32) if len(cut) else cut
    return Texts(values.take(encoded.indices), rows)


def _distinct_places(places: Column) -> Texts:
    shortened = places
    for pattern, replacement in _COMMITTEES:
        shortened = pc.replace_substring_regex(shortened, pattern, replacement)
    usual = _matches(places, _USUAL_COMMITTEE) & ~_matches(shortened, _LONG_PLACE)
    places = pc.if_else(pa.array(usual), shortened, places)
    plain = _clean_already(places, _CLEAN_NAME) & ~_matches(places, _LONG_PLACE)
    return _texts(places, plain, lambda value: _placed(*clean.safe_text(value)))


def _placed(text: str, cut: bool) -> tuple[str, bool]:
    return ("" if clean.is_none(text) else clean.place_name(text)), cut


def counts(column: Column, whole: bool = True) -> Counts:
    """Counts of `clean.count`, or where not `whole` numbers of `clean.number`."""
    column = plain_column(column)
    plain = _matches(column, _CLEAN_COUNT)
    lo = _cast(column, plain, pa.float64())
    hi = lo.copy()
    form = np.zeros(len(column), np.int8)
    rest = _rest(column, plain)
    read = [(clean.count if whole else clean.number)(value) for value in rest.values]
    known = [value or MISSING for value in read]
    lo[rest.rows] = np.array([value.lo for value in known], np.float64)[rest.numbers]
    hi[rest.rows] = np.array([value.hi for value in known], np.float64)[rest.numbers]
    form[rest.rows] = np.array([value.form for value in known], np.int8)[rest.numbers]
    return Counts(lo, hi, form, _rows(rest, [value is None for value in read]))


def periods(column: Column) -> Periods:
    """Dates of `clean.period`."""
    column = plain_column(column)
    plain = _matches(column, _CLEAN_DATE)
    lo = _cast(column, plain, pa.date32())
    hi = lo.copy()
    rest = _rest(column, plain)
    read = [clean.period(value) for value in rest.values]
    known = [value or ANY_DATE for value in read]
    lo[rest.rows] = np.array([value.lo for value in known], np.float64)[rest.numbers]
    hi[rest.rows] = np.array([value.hi for value in known], np.float64)[rest.numbers]
    return Periods(lo, hi, _rows(rest, [value is None for value in read]))


def _cast(column: Column, plain: Mask, kind: Column) -> Numbers:
    """The plain texts as numbers (dates as days), NaN elsewhere."""
    if not plain.all():
        column = pc.if_else(pa.array(plain), column, None)
    numbers = column.cast(kind)
    if kind == pa.date32():
        numbers = numbers.view(pa.int32())
    result: Numbers = numbers.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
    return result if result.flags.writeable else result.copy()


def flags(column: Column) -> Flags:
    """Yes-or-no cells of `clean.flag`."""
    column = plain_column(column)
    rest = _rest(column, np.zeros(len(column), dtype=bool))
    read = [clean.flag(value) for value in rest.values]
    values = np.array([clean.Flag.UNKNOWN if value is None else value for value in read], np.int8)[rest.numbers]
    return Flags(values, _rows(rest, [value is None for value in read]))


_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of credit codes, in the order of their values
_VALUES = np.zeros(128, np.int64)
_VALUES[[ord(c) for c in _CHARACTERS]] = np.arange(len(_CHARACTERS))
_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)] + [1])


def credit_codes(column: Column) -> CreditCodes:
    """Credit codes of `clean.credit_code`."""
    column = plain_column(column)
    plain = _matches(column, _CLEAN_CREDIT_CODE)
    if plain.any():
        written = column.filter(pa.array(plain))
        characters = np.frombuffer(written.buffers()[2], np.uint8)[: 18 * len(written)].reshape(-1, 18)
        plain[plain] = (_VALUES[characters] @ _WEIGHTS) % 31 == 0
    rest = _rest(column, plain)
    read = [clean.credit_code(value) for value in rest.values]
    valid = np.ones(len(column), dtype=bool)
    valid[rest.rows] = np.array([good for _, good in read], dtype=bool)[rest.numbers]
    values, _ = _texts(column, plain, clean.credit_code)
    return CreditCodes(values, valid, _rows(rest, [not good and not code for code, good in read]))


# Several values in one cell. Cells with one value, and those whose values stand between 、 or the like, need no Python.

_PIECE_CODE = "[A-Za-z]{1,8}[-_]?[0-9]{2,10}"
_PLAIN_HAN = _without("和及与等")
_PERSON = f"(?:[{_PLAIN_HAN}]+(?:·[{_PLAIN_HAN}]+)*|{_PIECE_CODE})"
_BODY_HAN = _without("等")
_BODY = f"(?:[A-Za-z]*[{_BODY_HAN}](?:[0-9]{{0,9}}·?[{_BODY_HAN}A-Za-z])*[0-9]{{0,9}}|{_PIECE_CODE})"
_ONE_PERSON = f"^(?:{_PERSON}|{_LATIN_NAME}|{_CODE})$"
_ONE_BODY = f"^(?:{_with_han('（）').replace(_HAN, _BODY_HAN)}|{_LATIN_NAME}|{_CODE})$"
_DIVIDER = "[、，,；;]"


def split(column: Column, persons: bool) -> Pieces:
    """The values of every cell: of `clean.persons` without their notes, or of `clean.bodies`; identity numbers are cut first.

    Best given the cells as they were read: in `texts`, line breaks are blanks already.
    """
    column = plain_column(column)
    if persons:
        return _pieces(column, _ONE_PERSON, _PERSON, _bare_persons)
    return _pieces(column, _ONE_BODY, _BODY, clean.bodies)


def _bare_persons(text: str) -> list[str]:
    bare = [clean.without_note(one)[0] for one in clean.persons(text)]
    return [one for one in bare if not clean.is_none(one)]


def _pieces(column: Column, one: str, piece: str, divide: Callable[[str], list[str]]) -> Pieces:
    single = _clean_already(column, one)
    if single.all():
        return Pieces(np.arange(len(column), dtype=np.int32), column)
    if (single | np.asarray(pc.equal(column, ""))).all():
        return Pieces(np.flatnonzero(single).astype(np.int32), column.filter(pa.array(single)))
    several = ~single & _matches(column, f"^{piece}(?:{_DIVIDER}{piece})+$")
    lists = pc.split_pattern(pc.replace_substring_regex(column.filter(pa.array(several)), _DIVIDER, "、"), "、")
    rest = _rest(column, single | several)
    divided = [divide(clean.cut_identity(value)[0]) for value in rest.values]

    # The pieces of every row are a stretch of one pool: the cells themselves, the split ones, and the pieces of the rest.
    pool = pa.concat_arrays([column, lists.flatten(), pa.array([text for texts in divided for text in texts], pa.string())])
    lengths, starts = np.ones(len(column), np.int64), np.arange(len(column))
    ends = lists.offsets.to_numpy().astype(np.int64)
    lengths[several], starts[several] = np.diff(ends), len(column) + ends[:-1]
    sizes = np.array([len(texts) for texts in divided], np.int64)
    lengths[rest.rows] = sizes[rest.numbers]
    starts[rest.rows] = (len(column) + ends[-1] + np.cumsum(sizes) - sizes)[rest.numbers]

    rows = np.repeat(np.arange(len(column), dtype=np.int32), lengths)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    values = pool.take(pa.array(np.repeat(starts, lengths) + np.arange(len(rows)) - first))
    stated = ~pc.is_in(values, value_set=_NONE_IN_HAN).to_numpy(zero_copy_only=False)
    if not stated.all():
        rows, values = rows[stated], values.filter(pa.array(stated))
    return Pieces(rows, values)
