"""dBase tables beside Shapefiles: the bytes of their text, and characters that were cut in half."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_SAMPLE_BYTES = 1_000_000
_HEADER, _FIELD, _NAME = 32, 32, 11
_END_OF_FIELDS = 0x0D
_ASCII = 0x80


@dataclass(frozen=True, slots=True)
class Field:
    """A field: where its name stands in the file, and where its bytes stand in a row."""

    name_at: int
    name: bytes
    kind: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows begin, how long each is, and the fields of a row."""

    rows_at: int
    row_bytes: int
    fields: tuple[Field, ...]


def layout(raw: bytes) -> Layout | None:
    """The layout that the header describes; None when it describes none.

    >>> layout(b"not a table") is None
    True
    """
    if len(raw) < _HEADER:
        return None
    rows_at, row_bytes = int.from_bytes(raw[8:10], "little"), int.from_bytes(raw[10:12], "little")
    fields = tuple(_fields(raw[:rows_at]))
    return Layout(rows_at, row_bytes, fields) if fields and row_bytes else None


def text(path: Path) -> bytes:
    """Field names and up to a megabyte of the values of text fields, one a line; empty without a table.

    >>> text(Path("no.dbf"))
    b''
    """
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        raw = file.read(_SAMPLE_BYTES)
    known = layout(raw)
    if known is None:
        return b""
    rows = range(known.rows_at, len(raw) - known.row_bytes + 1, known.row_bytes)
    words = [one for one in known.fields if one.kind == b"C"]
    values = {raw[row + one.start : row + one.end].rstrip(b" \0") for row in rows for one in words}
    return b"\n".join([*(one.name for one in known.fields), *sorted(values)])


def mend(path: Path, encoding: str) -> None:
    """Drop the first bytes of a character that the end of a name or field cut off; in our copy only.

    Field names end after 10 bytes and values at their field's width, whatever character stands there.
    """
    known = layout(path.read_bytes()) if path.is_file() else None
    if known is None:
        return
    table = np.memmap(path, dtype="uint8", mode="r+")
    for one in known.fields:
        whole = _whole(one.name, encoding)
        table[one.name_at : one.name_at + len(one.name)] = np.frombuffer(
            whole.ljust(len(one.name), b"\0"), "uint8"
        )
    count = (len(table) - known.rows_at) // known.row_bytes
    rows = table[known.rows_at : known.rows_at + count * known.row_bytes].reshape(count, known.row_bytes)
    for one in (field for field in known.fields if field.kind == b"C"):
        for row in np.flatnonzero(rows[:, one.end - 1] >= _ASCII):
            value = rows[row, one.start : one.end].tobytes()
            rows[row, one.start : one.end] = np.frombuffer(_whole(value, encoding).ljust(len(value)), "uint8")
    table.flush()


def _whole(value: bytes, encoding: str) -> bytes:
    """The value without a character cut at its end (of at most four bytes).

    >>> _whole("二七".encode()[:-1], "utf-8").decode()
    '二'
    """
    for cut in range(4):
        shorter = value[: len(value) - cut]
        try:
            shorter.decode(encoding)
        except UnicodeDecodeError:
            continue
        return shorter
    return value


def _fields(header: bytes) -> Iterator[Field]:
    start = 1  # a row begins with its deletion flag
    for at in range(_HEADER, len(header) - _FIELD + 1, _FIELD):
        if header[at] == _END_OF_FIELDS:
            return
        name = header[at : at + _NAME].split(b"\0")[0]
        width = header[at + 16]
        yield Field(at, name, header[at + 11 : at + 12], start, start + width)
        start += width
