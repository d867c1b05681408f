"""Writing files whole or not at all.

What is written goes to a hidden sibling first and is renamed when it is complete, so that an interrupt or a full disk
leaves neither a half-written file nor destroys the one that was there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from .errors import XinlianError
from .text import Text


class StoreError(XinlianError):
    """A network could not be written."""


CANNOT_WRITE = Text("无法写入 {path}：{reason}。原有内容未改动", "cannot write {path}: {reason}; what was there is unchanged")


def cannot_write(path: Path, error: OSError) -> StoreError:
    """The error for a failed write to `path`."""
    return StoreError(CANNOT_WRITE.format(path=path, reason=error.strerror or error))


def partial(path: Path) -> Path:
    """The hidden sibling that `path` is written to before it is complete."""
    return path.with_name(f".{path.name}.partial")


def settle(path: Path) -> None:
    """Waits until the file's content is on the disk: some full disks only tell then."""
    # Windows refuses to synchronise a file that is open for reading only.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text file that appears at `path` only when the block ends without an exception.

    Raises:
        StoreError: the file cannot be written.
    """
    draft = partial(path)
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        settle(draft)
        draft.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
