"""Files of every kind → grids: one table in many files, each wrong in one way."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import fastexcel
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xinlian.loaders.cells import Grid, Limits, SheetChoice
from xinlian.loaders.grids import read_grids
from xinlian.loaders.problems import Problems
from xinlian.loaders.texts import read_clean, read_ragged, read_text
from xinlian.loaders.workbooks import column_letters, column_number


def _fixtures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fixtures_files", Path(__file__).with_name("fixtures_files.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fixtures_files"] = module
    spec.loader.exec_module(module)
    return module


files = _fixtures()
TABLE = [list(row) for row in files.TABLE]
MERGED = [list(row) for row in files.MERGED]


def read(directory: Path, name: str, source: object, **options: object) -> tuple[list[Grid], Problems]:
    path = directory / name
    path.write_bytes(files.content_of(source))
    return read_grids(path, **options)  # type: ignore[arg-type]


def rows(grid: Grid) -> list[list[str | None]]:
    assert all(kind == pa.string() for kind in grid.cells.schema.types)
    return [list(row) for row in zip(*(column.to_pylist() for column in grid.cells.columns), strict=True)]


@pytest.mark.parametrize("name", files.READABLE)
def test_every_readable_file_holds_the_same_table(name: str, tmp_path: Path) -> None:
    (grid,), problems = read(tmp_path, name, files.READABLE[name])
    assert rows(grid) == TABLE
    assert grid.first_column == (2 if name.startswith("leading-blank-columns") else 0)
    assert grid.file == name
    guessed = [problem.code for problem in problems]
    assert guessed == (["encoding-guessed"] if name.startswith(("utf16", "gb18030")) else [])


@pytest.mark.parametrize("name", files.MERGING)
def test_merged_ranges(name: str, tmp_path: Path) -> None:
    (grid,), problems = read(tmp_path, name, files.MERGING[name])
    assert rows(grid) == MERGED
    assert grid.merges == ((1, 0, 2, 0),)
    assert not list(problems)


@pytest.mark.parametrize("name", files.HIDING)
def test_hidden_sheets_are_listed_and_read_on_request(name: str, tmp_path: Path) -> None:
    grids, problems = read(tmp_path, name, files.HIDING[name])
    assert [grid.sheet for grid in grids] == ["企业"]
    assert {problem.code for problem in problems} == {"sheet-hidden"}
    assert "草稿" in {problem.sheet for problem in problems}
    grids, problems = read(tmp_path, name, files.HIDING[name], sheets=SheetChoice(wanted=frozenset({"草稿"}), unwanted=frozenset({"企业"})))
    assert [grid.sheet for grid in grids] == ["草稿"]
    assert "草稿" not in {problem.sheet for problem in problems}


@pytest.mark.parametrize("name", files.REFUSED)
def test_refused_files(name: str, tmp_path: Path) -> None:
    code, source = files.REFUSED[name]
    grids, problems = read(tmp_path, name, source)
    assert grids == []
    (problem,) = problems
    assert (problem.code, problem.file) == (code, name)
    # The reason is filled in, in both languages.
    assert "{" not in problem.message.zh + problem.message.en + problem.hint.zh


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert [problem.code for problem in read_grids(tmp_path / "no.csv")[1]] == ["file-missing"]
    assert [problem.code for problem in read_grids(tmp_path)[1]] == ["file-unreadable"]


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    (tmp_path / "a.csv").touch()
    (problem,) = read_grids(tmp_path / "a.csv")[1]
    assert (problem.code, problem.message.en) == ("file-unreadable", "cannot be opened: Permission denied")


def test_limits_are_settings(tmp_path: Path) -> None:
    for limits in (Limits(unpacked=1000), Limits(packed=1000), Limits(text=100)):
        grids, problems = read(tmp_path, "a.xlsx", files.READABLE["clean.xlsx"], limits=limits)
        assert (grids, [problem.code for problem in problems]) == ([], ["file-too-large"])


def test_wide_and_long_sheets_within_the_limits_are_read(tmp_path: Path) -> None:
    book = files.modern()
    book.worksheets[0].cell(3, 300, "x")
    book.worksheets[0].cell(2000, 1, "y")
    (grid,), problems = read(tmp_path, "a.xlsx", files.packed(book))
    assert grid.cells.shape == (2000, 300)
    assert not list(problems)


def test_interruption_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fastexcel, "read_excel", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, "a.xlsx", files.READABLE["clean.xlsx"])


def test_panic_of_the_reader_is_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panicking(_: bytes) -> None:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(fastexcel, "read_excel", panicking)
    (problem,) = read(tmp_path, "a.xlsx", files.READABLE["clean.xlsx"])[1]
    assert (problem.code, "index out of bounds" in problem.message.en) == ("file-corrupt", True)


@pytest.mark.parametrize("name", ["clean.xlsx", "clean.xls", "clean.ods", "merged.xlsx"])
def test_damaged_bytes_never_escape_as_an_exception(name: str, tmp_path: Path) -> None:
    whole = files.content_of({**files.READABLE, **files.MERGING}[name])
    chance = random.Random(name)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        grids, problems = read(tmp_path, name, bytes(data))
        assert grids or len(problems)


def test_illegal_bytes_are_replaced_and_counted(tmp_path: Path) -> None:
    for encoding, said in (("utf-8", []), ("gb18030", ["encoding-guessed"])):
        data = files.text(encoding=encoding).replace("东湖街道".encode(encoding), "东湖街".encode(encoding) + b"\xff", 1)
        (grid,), problems = read(tmp_path, "a.csv", data)
        assert rows(grid)[1] == ["东湖街\ufffd", *TABLE[1][1:]]
        assert [problem.code for problem in problems] == [*said, "encoding-illegal"]
        assert "1" in next(problem for problem in problems if problem.code == "encoding-illegal").message.en


def test_utf8_cut_within_a_character_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    data = "企业名称,所在社区\n甲公司,湖滨社区".encode()[:-1]
    (grid,), _ = read(tmp_path, "a.csv", data)
    assert rows(grid)[0] == ["企业名称", "所在社区"]
    assert rows(grid)[1][1] == "湖滨社\ufffd"


def test_ragged_records_are_padded_and_told(tmp_path: Path) -> None:
    (grid,), problems = read(tmp_path, "a.csv", "台账\na,b,c\n1,2,3\n\n4,5\n6,7,8,9\n填表人\n".encode())
    assert rows(grid) == [
        ["台账", None, None, None],
        ["a", "b", "c", None],
        ["1", "2", "3", None],
        [None] * 4,
        ["4", "5", None, None],
        ["6", "7", "8", "9"],
        ["填表人", None, None, None],
    ]
    assert [(problem.code, problem.row, problem.value) for problem in problems] == [("row-short", 5, "2"), ("row-short", 6, "4")]


def test_quote_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    (grid,), _ = read(tmp_path, "a.csv", b'a,b\n"x",1\ny,"2\nz,3\nw,4\n')
    assert rows(grid) == [["a", "b"], ["x", "1"], ["y", "2"], ["z", "3"], ["w", "4"]]


def test_a_field_longer_than_the_csv_module_allows_by_default() -> None:
    table = read_text(b"a,b\n1\n" + b"x" * 200_000 + b",2\n", Limits())
    assert table.cells.column(0)[2].as_py() == "x" * 200_000


def test_leading_zeros_dates_and_numbers_stay_as_written(tmp_path: Path) -> None:
    (grid,), _ = read(tmp_path, "a.csv", "编号,日期,数\n000123,2024.6.30,1e5\nNA,null,nan\n".encode())
    assert rows(grid)[1:] == [["000123", "2024.6.30", "1e5"], ["NA", "null", "nan"]]


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")])
def test_column_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet='ab,"\n\r 甲\t', max_size=40))
@example('a,b\n1,"x')
@example('a,"b\r\nc"\r\n\r\n1,2\r\n')
def test_both_ways_of_reading_give_the_same_table(content: str) -> None:
    data = content.rstrip("\r\n").encode()
    ragged = read_ragged(data, ",", Limits())[0]
    clean = read_clean(data, ",", ragged.num_columns) if data else None
    if clean is not None:
        assert clean.to_pydict() == ragged.to_pydict()


lines = st.lists(st.lists(st.text(alphabet="a1 ,\"甲乙;\n'", max_size=5), min_size=2, max_size=2), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(lines, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_csv_writes_is_read_back(cells: list[list[str]], encoding: str) -> None:
    cells = [["编号", "名称"], *cells, ["尾", "行"]]
    text = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
    table = read_text(text.encode(encoding), Limits()).cells
    read = [list(row) for row in zip(*(column.to_pylist() for column in table.columns), strict=True)]
    assert read == [[cell or None for cell in row] for row in cells]
