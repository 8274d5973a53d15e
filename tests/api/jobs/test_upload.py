"""An upload goes straight to the disk, within bounds, under a harmless name; what is no upload is refused."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.jobs.spool import MOST_NAME_BYTES, Spool, safe_name
from api.jobs.upload import MIB, Bounds, Uploaded, receive
from geo.errors import BadUpload, UploadTooLarge, UploadTooSlow
from tests.loops import run

FORM = "multipart/form-data; boundary=xyz"
BOUNDS = Bounds(mib=1, seconds=5, idle_seconds=5)


def part(name: str, body: bytes, filename: str | None = None, more: str = "") -> bytes:
    told = f'; filename="{filename}"' if filename is not None else ""
    head = f'--xyz\r\nContent-Disposition: form-data; name="{name}"{told}\r\n{more}\r\n'
    return head.encode() + body + b"\r\n"


def body(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--xyz--\r\n"


async def stream(content: bytes, size: int = 7, pause_s: float = 0) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        if pause_s:
            await asyncio.sleep(pause_s)
        yield content[at : at + size]


def upload(
    folder: Path, content: bytes, *, kind: str = FORM, bounds: Bounds = BOUNDS, size: int = 7
) -> Uploaded:
    return run(receive(stream(content, size), kind, folder, bounds))


def test_the_file_and_its_fields_arrive_whole_whatever_the_pieces(tmp_path: Path):
    content = body(part("who", "王工".encode()), part("file", b"abc\r\n--xy", "地块.csv"))

    came = upload(tmp_path, content, size=3)

    assert came.path == tmp_path / "地块.csv"
    assert came.path.read_bytes() == b"abc\r\n--xy"
    assert (came.size, came.sha256) == (9, hashlib.sha256(b"abc\r\n--xy").hexdigest())
    assert came.fields == {"who": "王工"}


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"{}", "application/json", "不是 multipart/form-data"),
        (b"", "multipart/form-data", "不是 multipart/form-data"),
        (b"nothing of the kind", FORM, "已损坏"),
        (body(part("file", b"a" * 100, "a.csv"))[:150], FORM, "没有传完"),
        (body(part("file", b"a", "a.csv", more=f"X-A: {'a' * 9000}\r\n")), FORM, "已损坏"),
        (body(part("who", b"x")), FORM, "没有名为 file 的文件"),
        (body(part("file", b"", "a.csv")), FORM, "文件是空的"),
        (body(part("file", b"a", "a.csv"), part("file", b"b", "b.csv")), FORM, "只接收一个"),
        (body(part("other", b"a", "a.csv")), FORM, "只接收一个"),
        (body(part("file", b"a", "a.csv", more=f"X-A: {'a' * 900}\r\n" * 12)), FORM, "已损坏"),
        (body(part("who", b"a" * 70_000)), FORM, "字段过长"),
        (body(*(part(f"f{n}", b"a") for n in range(40))), FORM, "字段过多"),
    ],
)
def test_what_is_not_one_file_with_its_fields_is_refused(
    tmp_path: Path, content: bytes, kind: str, says: str
):
    with pytest.raises(BadUpload, match=says):
        upload(tmp_path, content, kind=kind, size=1000)


def test_one_byte_more_than_allowed_is_refused_while_it_comes(tmp_path: Path):
    with pytest.raises(UploadTooLarge, match="1 MiB"):
        upload(tmp_path, body(part("file", b"a" * (MIB + 1), "a.csv")), size=65536)


def test_as_many_bytes_as_allowed_are_taken(tmp_path: Path):
    came = upload(tmp_path, body(part("file", b"a" * MIB, "a.csv")), size=65536)

    assert came.size == MIB


def test_what_comes_drop_by_drop_is_stopped_when_its_time_is_over(tmp_path: Path):
    slow = stream(body(part("file", b"a" * 1000, "a.csv")), size=1, pause_s=0.02)

    with pytest.raises(UploadTooSlow):
        run(receive(slow, FORM, tmp_path, Bounds(1, seconds=0.2, idle_seconds=5)))


def test_what_falls_silent_is_stopped(tmp_path: Path):
    silent = stream(body(part("file", b"a", "a.csv")), pause_s=1)

    with pytest.raises(UploadTooSlow):
        run(receive(silent, FORM, tmp_path, Bounds(1, seconds=5, idle_seconds=0.1)))


@settings(max_examples=200)
@given(name=st.text(max_size=300))
def test_no_name_leads_out_of_its_folder(name: str):
    safe = safe_name(name)

    assert safe not in {"", ".", ".."}
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe.isprintable()
    assert len(safe.encode()) <= MOST_NAME_BYTES


def test_the_spool_forgets_what_is_stale_or_of_no_job(tmp_path: Path):
    spool = Spool(tmp_path / "spool")
    for id_ in ("kept", "gone"):
        (spool.make(id_) / "file").write_bytes(b"a")

    spool.sweep(24, {"kept"})
    left = [folder.name for folder in spool.root.iterdir()]
    spool.sweep(0)

    assert left == ["kept"]
    assert list(spool.root.iterdir()) == []
    assert spool.root.stat().st_mode & 0o077 == 0
