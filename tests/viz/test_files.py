"""Files are written whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from xinlian.viz.files import OutputError, write_atomically


def failing(error: BaseException) -> Iterator[bytes]:
    yield b"half"
    raise error


def test_a_file_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", iter([b"a", b"b"]))
    assert (tmp_path / "a.txt").read_bytes() == b"ab"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full"), ValueError("defect")], ids=["interrupt", "full disk", "defect"]
)
def test_nothing_half_written_stays(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with pytest.raises(type(error)):
        write_atomically(target, failing(error))
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such folder"):
        write_atomically(tmp_path / "no" / "a.txt", iter([b""]))
    with pytest.raises(OutputError, match="is a folder"):
        write_atomically(tmp_path, iter([b""]))


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "a.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, iter([b"new"]))
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_in_place() -> None:
    write_atomically(Path("/dev/null"), iter([b"x"]))
    assert not Path("/dev/null").is_file()
