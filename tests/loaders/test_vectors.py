"""The cleaners on columns give, value by value, what the scalar cleaners give."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xinlian.graph.values import ANY_DATE, MISSING
from xinlian.loaders import clean, vectors
from xinlian.loaders.marks import words

PIECES = st.sampled_from(
    (
        *words(
            "张 三 林芳 李四 欧阳 王建国 和平 社区 社区居委会 居民委员会 村村委会 村民委员会 嘎查 街道办事处 有限公司 松涛 商会 无 "
            "否 没有 × x X / - — 保密 不详 * ** 某 约 近 余 "
            "左右 以上 - — 至 人 万 千 百 十 二 〇 0 1 12 300 1,260 ９９ 2024 2024- 2024. 年 6月 30日 至今 45473 199 0000 19900000000 "
            "990101197001010000 990101700101000 X "
            "（ ） ( ) 、 ， , ； ; ／ | · • ． . ： : 和 及 与 等 主任 1. 2. ① A E0001 P-12 Smith Jo John Ltd. n/a na null none % 是 √ "
            "有 é"
        ),
        " ", "  ", "\u3000", "\n", "\u200b", "\ufeff", "\U00020bb7", "e\u0301",
    )
)  # fmt: skip
WHOLE = st.sampled_from(
    words("林芳 张三、李四 张三，无；E0001 松涛建材有限公司；岭南食品厂 王和平 John|Smith 320 0 0012 9999999999 19900000000 "
    "12345678901 320114001001 2024-06-30 2024-02-29 2023-02-29 "
    "2024-02-30 1900-01-01 2099-12-31 2100-01-01 1899-12-31 2024-6-1 91110000600037341L 91110000600037341M 91110000600037341l "
    "990101197001010000 是 否 √ 无 多福巷社区居委会 "
    "潍坊一村居委会 和平村村委会 和平村委会 居委会 村委会 村村委会 村村村委会 刘南社区村委会 敖包嘎查村委会 敖包嘎查居委会 "
    "居民委员会居委会 华荷（中国）有限公司")
)  # fmt: skip
CELLS = st.one_of(
    st.none(), WHOLE, st.lists(PIECES, max_size=5).map("".join), st.lists(WHOLE, max_size=3).map("、".join), st.text(max_size=8)
)
COLUMNS = st.lists(CELLS, max_size=12)


def column(cells: list[str | None]) -> pa.ChunkedArray:
    """The cells as the readers give them: in chunks, with nulls."""
    safe = [None if cell is None else cell.encode("utf-8", "ignore").decode() for cell in cells]
    return pa.chunked_array([safe[: len(safe) // 2], safe[len(safe) // 2 :]], pa.string())


def written(cells: pa.ChunkedArray) -> list[str]:
    return [text or "" for text in cells.to_pylist()]


@settings(max_examples=300)
@given(COLUMNS)
def test_texts_and_names(cells: list[str | None]) -> None:
    array = column(cells)
    for vector, scalar in ((vectors.texts, clean.safe_text), (vectors.names, clean.safe_name), (vectors.place_names, clean.safe_text)):
        values, cut = vector(array)
        found = [scalar(text) for text in written(array)]
        wanted = ["" if clean.is_none(text) else text for text, _ in found]
        if vector is vectors.place_names:
            wanted = [clean.place_name(text) for text in wanted]
        assert values.to_pylist() == wanted
        assert cut.tolist() == [row for row, (_, was_cut) in enumerate(found) if was_cut]


@settings(max_examples=300)
@given(COLUMNS, st.booleans())
def test_counts(cells: list[str | None], whole: bool) -> None:
    array = column(cells)
    lo, hi, form, unreadable = vectors.counts(array, whole)
    read = [(clean.count if whole else clean.number)(text) for text in written(array)]
    known = [value or MISSING for value in read]
    assert list(zip(lo.tolist(), hi.tolist(), form.tolist(), strict=True)) == [(value.lo, value.hi, value.form) for value in known]
    assert unreadable.tolist() == [row for row, value in enumerate(read) if value is None]


@settings(max_examples=300)
@given(COLUMNS)
def test_periods(cells: list[str | None]) -> None:
    array = column(cells)
    lo, hi, unreadable = vectors.periods(array)
    read = [clean.period(text) for text in written(array)]
    known = [value or ANY_DATE for value in read]
    assert np.array_equal(lo, np.array([value.lo for value in known], float), equal_nan=True)
    assert np.array_equal(hi, np.array([value.hi for value in known], float), equal_nan=True)
    assert unreadable.tolist() == [row for row, value in enumerate(read) if value is None]


@given(COLUMNS)
def test_flags(cells: list[str | None]) -> None:
    array = column(cells)
    values, unreadable = vectors.flags(array)
    read = [clean.flag(text) for text in written(array)]
    assert values.tolist() == [-1 if value is None else value for value in read]
    assert unreadable.tolist() == [row for row, value in enumerate(read) if value is None]


@given(COLUMNS)
def test_credit_codes(cells: list[str | None]) -> None:
    array = column(cells)
    values, valid, cut = vectors.credit_codes(array)
    read = [clean.credit_code(text) for text in written(array)]
    assert list(zip(values.to_pylist(), valid.tolist(), strict=True)) == read
    assert cut.tolist() == [row for row, (code, good) in enumerate(read) if not code and not good]


@settings(max_examples=300)
@given(COLUMNS)
def test_split(cells: list[str | None]) -> None:
    array = column(cells)
    texts = [clean.cut_identity(text)[0] for text in written(array)]
    rows, values = vectors.split(array, persons=False)
    assert list(zip(rows.tolist(), values.to_pylist(), strict=True)) == [
        (row, one) for row, text in enumerate(texts) for one in clean.bodies(text)
    ]
    rows, values = vectors.split(array, persons=True)
    wanted = [(row, clean.without_note(one)[0]) for row, text in enumerate(texts) for one in clean.persons(text)]
    wanted = [(row, one) for row, one in wanted if not clean.is_none(one)]
    assert list(zip(rows.tolist(), values.to_pylist(), strict=True)) == wanted


def test_what_is_clean_already_is_not_copied() -> None:
    """The usual column costs no more than a look at it."""
    array = pa.array(["林芳", "买买提·艾力", "John Boozman", "E0001", "320114001001", "华荷（中国）有限公司"])
    assert vectors.names(array).values is array
    assert vectors.split(array, persons=False).values is array


def test_every_distinct_value_is_cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def count(text: str) -> object:
        seen.append(text)
        return MISSING

    monkeypatch.setattr(clean, "count", count)
    vectors.counts(pa.array(["1200余", "5", "近200", "1200余", "7"] * 50))
    assert sorted(seen) == ["1200余", "近200"]


def test_columns_of_other_types() -> None:
    for array in (
        pa.array(["无", "林 芳", None]),
        pa.array(["无", "林 芳", None], pa.large_string()),
        pa.array(["无", "林 芳", None]).dictionary_encode(),
    ):
        assert vectors.names(array).values.to_pylist() == ["", "林芳", ""]
    assert vectors.names(pa.nulls(2)).values.to_pylist() == ["", ""]


def test_unknown_and_missing() -> None:
    lo, hi, _, unreadable = vectors.counts(pa.array(["保密", "多支"]))
    assert (lo.tolist(), hi.tolist(), unreadable.tolist()) == ([0, 0], [math.inf, math.inf], [1])
    lo, hi, unreadable = vectors.periods(pa.array([None, "不详", "今年"]))
    assert math.isnan(lo[0])
    assert math.isnan(hi[0])
    assert (lo[1:].tolist(), hi[1:].tolist(), unreadable.tolist()) == ([-math.inf] * 2, [math.inf] * 2, [2])


def test_identity_numbers_are_cut_and_told() -> None:
    array = pa.array(["林芳", "何静 990101197001010000", "19900000000", "王磊（１９９００００００００）"])
    names = vectors.names(array)
    assert names.values.to_pylist() == ["林芳", "何静", "", "王磊"]
    assert names.cut.tolist() == [1, 2, 3]
    assert vectors.split(array, persons=True).values.to_pylist() == ["林芳", "何静", "王磊"]
