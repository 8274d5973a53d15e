"""Requests per second of one worker: matches on a large land bank, against an endpoint that does nothing.

The service as ``luodi serve`` starts it, with the process beside it that answers too; ``alone`` without it.

The bank is the bundled district's parcels drawn again and again with other figures. Both servers are plain
``uvicorn`` in a process of their own; the same client keeps as many connections busy with distinct briefs.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.beside import Beside
from api.log import configure
from api.schemas import BriefIn
from api.service import Service
from api.settings import Settings
from benchmarks import files
from benchmarks.apart import ROOT, Outcome, interleaved, median
from benchmarks.results import Row, row

# the process beside the service has opened the land by then
CLIENTS, SECONDS, WARM_S = 16, 8.0, 10.0
GOAL, MOST_P99_MS = 0.25, 60.0
INDUSTRIES = ("食品饮料", "装备制造", "电子信息", "精密制造")


def rates(sizes: list[int]) -> list[Row]:
    """At least a quarter of the bare rate, and no request slower than it may be."""
    rows = []
    for size in sizes:
        asked = [("serving", name, size) for name in ("matches", "nothing", "alone")]
        ours, peer, alone = interleaved(asked, (3, 3, 3))
        ours_s, peer_s, p99_ms = median(ours), median(peer), median(ours, "p99_ms")
        rows.append(
            row(
                "api", size, "nothing", ours_s=ours_s, peer_s=peer_s, ratio=round(peer_s / ours_s, 3),
                peak_mb=int(max(one["peak_mb"] for one in ours)), goal="≥ 0.25 倍速, p99 ≤ 60 ms",
                holds=peer_s >= GOAL * ours_s and p99_ms <= MOST_P99_MS, p99_ms=p99_ms,
                cpu_ms=median(ours, "cpu_ms"), peer_cpu_ms=median(peer, "cpu_ms"),
                per_second=round(1 / ours_s), peer_per_second=round(1 / peer_s),
                failed=sum(one["failed"] for one in ours),
                alone_ratio=round(peer_s / median(alone), 3), alone_p99_ms=median(alone, "p99_ms"),
            )
        )  # fmt: skip
    return rows


def matches(size: str) -> Outcome:
    """Our service over the bank."""
    return _asked("serve", str(_bank(int(size))), "/api/v1/matches")


def alone(size: str) -> Outcome:
    """The same without the process beside it."""
    return _asked("serve_alone", str(_bank(int(size))), "/api/v1/matches")


def nothing(_size: str) -> Outcome:
    """The same framework, the same body, an answer of one word."""
    return _asked("idle", "", "/nothing")


def serve(home: str, port: str, *, is_alone: bool = False) -> None:
    """Run the service until it is ended."""
    settings = Settings(home=Path(home))
    configure(settings.log_level)
    service = Service(settings)
    service.load()
    app = create_app(service, beside=None if is_alone else Beside(service))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


def idle(_home: str, port: str) -> None:
    """Run an endpoint that takes a brief and does nothing."""
    app = FastAPI()

    @app.post("/nothing")
    def _nothing(given: BriefIn) -> dict[str, int]:
        return {"k": given.k}

    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


def _asked(which: str, home: str, path: str) -> Outcome:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.serving", which, home, str(port)]
    # the log is written, and read by nobody
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/openapi.json")
        asyncio.run(_busy(port, path, WARM_S, 0))
        begun, before_s = time.perf_counter(), _used_s(server.pid)
        taken, failed = asyncio.run(_busy(port, path, SECONDS, 1_000_000))
        seconds = time.perf_counter() - begun
        used_s = _used_s(server.pid) - before_s
    finally:
        server.terminate()
        server.wait()
    return {
        "s": round(seconds / len(taken), 6), "requests": len(taken), "failed": failed,
        "cpu_ms": round(used_s / len(taken) * 1000, 3),
        "p50_ms": round(float(np.percentile(taken, 50)) * 1000, 2),
        "p99_ms": round(float(np.percentile(taken, 99)) * 1000, 2),
    }  # fmt: skip


def _used_s(pid: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _busy(port: int, path: str, seconds: float, first: int) -> tuple[list[float], int]:
    """Seconds that each request took, and how many were not answered with 200."""
    until, taken, failed = time.perf_counter() + seconds, [], 0

    async def client(number: int) -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        at = first + number
        while time.perf_counter() < until:
            body = _brief(at)
            at += CLIENTS
            begun = time.perf_counter()
            head = f"POST {path} HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nContent-Length: "
            writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
            told = await reader.readuntil(b"\r\n\r\n")
            length = int(told.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            taken.append(time.perf_counter() - begun)
            failed += not told.startswith(b"HTTP/1.1 200")
        writer.close()

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return taken, failed


def _brief(at: int) -> bytes:
    """Another brief for every number: its industry, its area, and the weight of a wish."""
    area = round(30 + (at * 7919 % 100_000) / 1000, 3)
    weights = {"price": 5 + at * 31 % 997 / 50}
    return orjson.dumps({"industry": INDUSTRIES[at % len(INDUSTRIES)], "area_mu": area, "weights": weights})


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 (our own)
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{address}: 没有应答 | does not answer")


def _bank(size: int) -> Path:
    """A workspace whose second version has ``size`` parcels; made once."""
    home = files.FOLDER / f"serving-{size}"
    if home.exists():
        return home
    part = home.with_suffix(".part")
    service = Service(Settings(home=part))
    land, plan, store = service.load(), service.plan, service.store
    rng = np.random.default_rng(5)
    rows = rng.integers(0, len(land.table), size)
    ids = pd.Index([f"X{at:07d}" for at in range(size)], name=land.table.index.name)
    table = land.table.drop(columns="held").iloc[rows].set_index(ids)
    for name in table.columns[[pd.api.types.is_float_dtype(kind) for kind in table.dtypes]]:
        table[name] = (table[name] * rng.uniform(0.7, 1.4, size)).astype(table[name].dtype)
    first = store.current(plan.id)
    number = first.number if first else 0
    story = (store.report(plan.id, number), store.quarantine(plan.id, number))
    store.commit(
        plan.id, land.parcels.iloc[rows].set_index(ids), table, *story, store.provenance(plan.id, number),
        who="bench", note="", plan_sha256=plan.sha256,
    )  # fmt: skip
    store.close()
    part.rename(home)
    return home


if __name__ == "__main__":
    servers: dict[str, Callable[[str, str], None]] = {
        "serve": serve, "serve_alone": partial(serve, is_alone=True), "idle": idle,
    }  # fmt: skip
    servers[sys.argv[1]](*sys.argv[2:])
