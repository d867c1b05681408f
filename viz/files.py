"""Writing output: whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from ..graph.errors import XinlianError
from ..graph.text import Text


class OutputError(XinlianError):
    """An output that cannot be written where it was asked for."""


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Writes `chunks` to `path` through a file beside it, so that `path` never holds half an output.

    Raises OutputError where the folder is missing or `path` is a folder, OSError where the disk refuses.
    """
    path = Path(os.path.realpath(path))
    if path.is_dir():
        raise OutputError(Text("“{path}”是文件夹，请写出文件名", "“{path}” is a folder; name a file in it").format(path=path))
    if not path.parent.is_dir():
        raise OutputError(Text("文件夹不存在：{path}", "no such folder: {path}").format(path=path.parent))
    if path.exists() and not path.is_file():
        # A device or pipe, such as /dev/null, cannot be replaced.
        with path.open("wb") as device:
            _write(device, chunks)
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            _write(file, chunks)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    except BaseException:
        # Also on Ctrl-C: whatever ends the writing, nothing half-written stays.
        partial.unlink(missing_ok=True)
        raise


def _write(file: BinaryIO, chunks: Iterable[bytes]) -> None:
    for chunk in chunks:
        file.write(chunk)
