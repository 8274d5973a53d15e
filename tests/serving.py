"""The real service for tests: a workspace of its own, the bundled plan, a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.app import create_app
from api.deps import Service
from api.jobs import Host
from api.settings import Settings


def service_at(home: Path, plan: Path | None = None) -> Service:
    """A service over a workspace, its land loaded."""
    service = Service(Settings(home=home, plan=plan))
    service.load()
    return service


@contextmanager
def serving(service: Service, host: Host | None = None, asking: Host | None = None) -> Iterator[str]:
    """The service over HTTP on a free port of this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(service, host, asking),
            host="127.0.0.1",
            port=port,
            log_level="error",
            timeout_graceful_shutdown=2,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
