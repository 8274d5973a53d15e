"""One file and its fields, from a request straight to the disk: never whole in memory, within bounds."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from api.jobs.spool import safe_name
from geo.errors import BadUpload, DiskFull, UploadTooLarge, UploadTooSlow

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MIB = 1024 * 1024
MOST_FIELDS = 30
MOST_FIELD_BYTES = 64 * 1024
# room that must stay free on the disk beside what comes in
SPARE_BYTES = 64 * MIB


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one upload may cost: bytes, seconds in all, seconds of silence."""

    mib: int
    seconds: float
    idle_seconds: float


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The file as it lies on the disk, and the fields beside it."""

    path: Path
    size: int
    sha256: str
    fields: dict[str, str] = field(default_factory=dict)


async def receive(stream: AsyncIterator[bytes], content_type: str, folder: Path, bounds: Bounds) -> Uploaded:
    """Read a multipart request into a folder.

    Args:
        stream: The body, chunk by chunk.
        content_type: Of the request; holds the boundary.
        folder: Exists; the file appears there under a harmless form of its own name.
        bounds: What it may cost.

    Raises:
        BadUpload: no multipart, no file, two files, or fields beyond reason.
        UploadTooLarge, UploadTooSlow: beyond the bounds.
        DiskFull: there is no room.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise BadUpload("no_form")
    with _Form(folder, bounds) as form:
        parser = MultipartParser(boundary, form.callbacks())
        try:
            async for chunk in _in_time(stream, bounds):
                form.count(len(chunk))
                parser.write(chunk)
            parser.finalize()
        except FormParserError as broken:
            raise BadUpload("broken") from broken
        except OSError as failed:
            if failed.errno == errno.ENOSPC:
                raise DiskFull(folder.parent.name) from failed
            raise
    return form.uploaded()


async def _in_time(stream: AsyncIterator[bytes], bounds: Bounds) -> AsyncIterator[bytes]:
    """The chunks, as long as they keep coming."""
    end = time.monotonic() + bounds.seconds
    chunks = aiter(stream)
    while True:
        left = min(bounds.idle_seconds, end - time.monotonic())
        try:
            chunk = await asyncio.wait_for(anext(chunks), max(0.0, left))
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise UploadTooSlow(min(bounds.idle_seconds, bounds.seconds)) from None
        yield chunk


class _Form:
    """Takes the parser's pieces: the file to the disk, fields to memory."""

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self._folder, self._bounds = folder, bounds
        self._received = 0
        self._header = (bytearray(), bytearray())
        self._disposition = b""
        self._field = ""
        self._value = bytearray()
        self._fields: dict[str, str] = {}
        self._path: Path | None = None
        self._file: IO[bytes] | None = None
        self._size = 0
        self._is_whole = False
        self._sha256 = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            with suppress(OSError):  # a full disk was told already
                self._file.close()

    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._collect(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._collect(1, data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._write,
            "on_part_end": self._end,
            "on_end": self._close,
        }

    def count(self, more: int) -> None:
        """Refuse what is too large, or has no room, before it is written."""
        before, self._received = self._received, self._received + more
        if self._received > self._bounds.mib * MIB + MIB:
            raise UploadTooLarge(self._bounds.mib)
        is_due = before == 0 or before // SPARE_BYTES != self._received // SPARE_BYTES
        if is_due and shutil.disk_usage(self._folder).free < SPARE_BYTES + more:
            raise DiskFull(self._folder.parent.name)

    def uploaded(self) -> Uploaded:
        """The whole of it.

        Raises:
            BadUpload: no file came, or it was cut short.
        """
        if not self._is_whole:
            raise BadUpload("broken")
        if self._path is None or self._size == 0:
            raise BadUpload("no_file")
        return Uploaded(self._path, self._size, self._sha256.hexdigest(), self._fields)

    def _begin(self) -> None:
        self._disposition, self._field, self._value = b"", "", bytearray()

    def _collect(self, which: int, data: bytes) -> None:
        self._header[which].extend(data)

    def _end_header(self) -> None:
        if bytes(self._header[0]).lower() == b"content-disposition":
            self._disposition = bytes(self._header[1])
        self._header = (bytearray(), bytearray())

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        if self._field != "file" or self._path is not None:
            raise BadUpload("many_files")
        name = safe_name(options[b"filename"].decode("utf-8", "replace"))
        self._path = self._folder / name
        self._file = self._path.open("xb")

    def _write(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self._size += end - start
            if self._size > self._bounds.mib * MIB:
                raise UploadTooLarge(self._bounds.mib)
            piece = data[start:end]
            self._sha256.update(piece)
            self._file.write(piece)
            return
        self._value.extend(data[start:end])
        if len(self._value) > MOST_FIELD_BYTES:
            raise BadUpload("long_field")

    def _end(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
            return
        if self._field:
            self._fields[self._field[:100]] = self._value.decode("utf-8", "replace")
        if len(self._fields) > MOST_FIELDS:
            raise BadUpload("many_fields")

    def _close(self) -> None:
        self._is_whole = True
