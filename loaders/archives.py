"""Workbooks are archives: look into them without unpacking more than the limits allow."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Iterator

from ..graph.text import Text
from .cells import Limits, Refusal

CHUNK = 1 << 20
# DEFLATE cannot pack more than about 1032 bytes into one, so a packed size bounds the unpacked one whatever the archive says.
DEFLATE_BOUND = 1032


class Archive:
    """A zip archive in memory whose entries were checked against `limits`. Raises `Refusal`."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        # NotImplementedError, ValueError and UnicodeError: odd versions, offsets and names in a damaged directory.
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
            raise damaged(error) from error
        self._entries = {_plain(entry.filename): entry for entry in self._zip.infolist()}
        self._check()

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def names(self) -> list[str]:
        """The names of the entries, in lower case with forward slashes."""
        return sorted(self._entries)

    def read(self, name: str, most: int = 64 << 20) -> bytes:
        """A small entry, whole; refuses one that unpacks to more than `most` bytes."""
        parts, size = [], 0
        for chunk in self.chunks(name):
            size += len(chunk)
            if size > most:
                raise too_large(f"{name}: > {most >> 20} MiB")
            parts.append(chunk)
        return b"".join(parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """An entry's bytes as they really unpack, whatever size the archive declares for it."""
        if name not in self:
            raise Refusal("file-corrupt", Text(f"缺少 {name}", f"it lacks {name}"))
        entry = copy.copy(self._entries[_plain(name)])
        declared = entry.file_size
        # zipfile stops at the declared size; the workbook readers do not.
        entry.file_size = self.limits.unpacked + CHUNK
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > self.limits.unpacked:
                        raise too_large(f"{name}: > {self.limits.unpacked >> 20} MiB")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError) as error:
            raise damaged(error) from error
        if size != declared:
            raise Refusal(
                "file-corrupt", Text(f"{name} 的大小与压缩包所记不符", f"{name} does not have the size that the archive declares")
            )

    def check_unpacked(self, name: str) -> None:
        """Unpacks an entry once, keeping nothing, where its packed size alone does not keep it below the limit."""
        if name in self and self._entries[_plain(name)].compress_size * DEFLATE_BOUND > self.limits.unpacked:
            for _ in self.chunks(name):
                pass

    def _check(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refusal("file-encrypted")
        if len(self._entries) < len(entries):
            raise Refusal("file-corrupt", Text("压缩包内有重名文件", "two files in the archive have one name"))
        total = sum(entry.file_size for entry in entries)
        if total > self.limits.unpacked:
            raise too_large(f"{total >> 20} MiB > {self.limits.unpacked >> 20} MiB")
        for entry in entries:
            packed_well = entry.file_size > self.limits.ratio * max(entry.compress_size, 1)
            if packed_well and entry.file_size > self.limits.ratio_floor:
                raise too_large(f"{entry.filename}: {entry.file_size >> 20} MiB / {entry.compress_size >> 10} KiB")


def damaged(error: BaseException) -> Refusal:
    """The refusal of a file that its reader could not follow; keeps the reader's own words, in one line."""
    said = " ".join(str(error).split())[:200] or type(error).__name__
    return Refusal("file-corrupt", Text(said, said))


def too_large(measure: str) -> Refusal:
    """The refusal of a file that would unpack too large; `measure` says how large."""
    return Refusal("file-too-large", Text(measure, measure))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
