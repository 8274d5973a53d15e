"""Hostile uploads over HTTP leak nothing, ask nobody, end within limits; the service keeps answering."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx2
import pytest

from api.deps import Service
from api.jobs import Host
from api.settings import Settings
from tests.api.district import PARCELS, write_parcels
from tests.api.jobs.conftest import Office
from tests.api.jobs.hostile import HARMS, SECRET
from tests.serving import serving

MOST_S = 25


@dataclass
class Elsewhere:
    """A server of somebody else, and whether it was asked."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it.asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815 (names of the library)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Told)
    it = Elsewhere(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield it
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def target(loaded: Path, plan_folder: Path, host: Host) -> Iterator[Office]:
    """One service for all of them: what one leaves behind, the next would show."""
    with ExitStack() as doors:
        settings = Settings(home=loaded, plan=plan_folder, job_seconds=8, upload_mib=4, upload_idle_seconds=1)
        service = Service(settings)
        doors.callback(service.store.close)
        base = doors.enter_context(serving(service, host))
        yield Office(doors.enter_context(httpx2.Client(base_url=base, timeout=30, trust_env=False)), service)


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the server, readable as land."""
    path = tmp_path_factory.mktemp("server") / "secret.csv"
    path.write_text(f'parcel_id,use_code,WKT\n{SECRET},0701,"POINT (113.6 34.7)"\n')
    return path


@pytest.mark.parametrize("name", HARMS)
def test_it_is_refused_by_name_and_nothing_gets_out(
    name: str, target: Office, secret: Path, elsewhere: Elsewhere, tmp_path: Path
):
    harm = HARMS[name]
    fields = {key: value.replace("{1}", elsewhere.url) for key, value in harm.fields.items()}
    started = time.monotonic()

    ended = target.tried(harm.bytes_(tmp_path, secret, elsewhere.url), harm.called, **fields)

    told = json.dumps(ended, ensure_ascii=False)
    assert ended["state"] == "failed" or ended["result"]["report"]["accepted"] == 0, told
    assert SECRET not in told
    assert "root:" not in told
    assert str(target.service.settings.home) not in told
    assert elsewhere.asked == []
    assert time.monotonic() - started < MOST_S
    assert target.http.get("/healthz").status_code == 200
    assert target.versions() == [1]
    target.http.delete(f"/api/v1/jobs/{ended['id']}")
    assert target.spooled() == []


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "/etc/passwd",
        "..\\..\\boot.ini",
        "a\0b.geojson",
        "\u202egpj.shp",
        "a" * 5000,
        "",
        ".",
    ],
)
def test_a_file_s_name_leads_nowhere(name: str, target: Office, tmp_path: Path):
    body = write_parcels(tmp_path / "land.geojson", PARCELS).read_bytes()

    sent = target.http.post("/api/v1/imports", files={"file": (name or "x", body)}, data={"who": "王工"})

    assert sent.status_code in {202, 422}
    if sent.status_code == 202:
        job = sent.json()
        folder = target.service.settings.home / "spool" / target.service.plan.id / job["id"]
        kept = job["request"]["file"]
        target.http.delete(f"/api/v1/jobs/{job['id']}")
        assert (folder / kept).resolve().parent == folder.resolve()
        assert len(kept.encode()) <= 200
    assert target.spooled() == []


def raw(target: Office, head: str, body: bytes = b"", *, pause_s: float = 0) -> bytes:
    """What the service answers to bytes of our own making."""
    url = target.http.base_url
    with socket.create_connection((url.host, url.port), timeout=15) as line:
        with suppress(ConnectionError):  # refused before all of it was said
            line.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
            for at in range(0, len(body), 8):
                line.sendall(body[at : at + 8])
                time.sleep(pause_s)
        answer = b""
        with suppress(ConnectionError):  # hung up on; who leaves us waiting fails the test
            while piece := line.recv(65536):
                answer += piece
    return answer


FORM = (
    "POST /api/v1/imports HTTP/1.1\nHost: x\nConnection: close\nContent-Type: multipart/form-data; boundary=b"
)
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nabc'


def test_a_length_that_is_a_lie_ends_in_time(target: Office):
    answer = raw(target, f"{FORM}\nContent-Length: 1000000", PART)

    assert b" 408 " in answer.partition(b"\r\n")[0]
    assert target.spooled() == []


def test_a_length_beyond_the_bound_is_refused_before_it_comes(target: Office):
    started = time.monotonic()

    answer = raw(target, f"{FORM}\nContent-Length: {1 << 44}", PART)

    assert b" 413 " in answer.partition(b"\r\n")[0]
    assert time.monotonic() - started < 5


def test_more_than_the_bound_is_stopped_while_it_comes(target: Office):
    refused = target.send(bytes(6 * 1024 * 1024), "land.csv")

    assert (refused.status_code, refused.json()["code"]) == (413, "upload_too_large")
    assert target.spooled() == []


def test_a_huge_header_is_refused(target: Office):
    answer = raw(target, f"{FORM}\nX-A: {'a' * 200_000}\nContent-Length: 3", b"abc")

    assert answer == b"" or b" 4" in answer.partition(b"\r\n")[0]
    assert target.http.get("/healthz").status_code == 200


def test_two_lengths_are_refused(target: Office):
    answer = raw(target, f"{FORM}\nContent-Length: 3\nContent-Length: 5", b"abc")

    assert answer == b"" or b" 400 " in answer.partition(b"\r\n")[0]
    assert target.http.get("/healthz").status_code == 200


def test_who_hangs_up_midway_leaves_nothing(target: Office):
    url = target.http.base_url
    with socket.create_connection((url.host, url.port), timeout=5) as line:
        line.sendall(f"{FORM}\nContent-Length: 100000".replace("\n", "\r\n").encode() + b"\r\n\r\n" + PART)
        time.sleep(0.2)

    end = time.monotonic() + 5
    while target.spooled() and time.monotonic() < end:
        time.sleep(0.05)
    assert target.spooled() == []


def test_the_service_answers_while_something_hostile_is_at_work(target: Office, tmp_path: Path):
    harm = HARMS["an endless view"]
    job = target.send(harm.bytes_(tmp_path, tmp_path, ""), harm.called, crs="EPSG:4547", **harm.fields).json()

    waits = []
    for _ in range(20):
        started = time.monotonic()
        answered = target.http.post("/api/v1/matches", json={"industry": "food"})
        waits.append(time.monotonic() - started)
    target.http.delete(f"/api/v1/jobs/{job['id']}")

    assert answered.status_code == 200
    assert sorted(waits)[10] < 2
