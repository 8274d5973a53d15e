"""A PostgreSQL server with PostGIS for tests and benchmarks: on a port of its own, gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg

from tests import needs

# what a small machine that also runs the tests can spare; whoever tests crashes turns fsync on again
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "max_connections": "40",
    "autovacuum_max_workers": "1",
    "listen_addresses": "127.0.0.1",
}
STARTS_IN_S = 60
USER, DATABASE = "luodi", "luodi"


@contextmanager
def server(settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """A running server; yields the URL of an empty database that has PostGIS.

    Args:
        settings: Of the server, before ours.
    """
    folder = needs.postgis()
    if folder is None:
        message = "no PostgreSQL with PostGIS on this machine"
        raise RuntimeError(message)
    home = Path(tempfile.mkdtemp(prefix="luodi-postgres-"))
    # PostgreSQL refuses to run as root
    other: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []}
    other = other if os.geteuid() == 0 else {}
    try:
        if other:
            shutil.chown(home, "postgres", "postgres")
        password = _initialised(folder, home, other)
        port = _free_port()
        url = f"postgresql://{USER}:{password}@127.0.0.1:{port}"
        with _running(folder, home, port, {**SETTINGS, **settings}, other) as process:
            _wait(process, f"{url}/postgres", home)
            with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            with psycopg.connect(f"{url}/{DATABASE}", autocommit=True) as connection:
                connection.execute("CREATE EXTENSION postgis")
            yield f"{url}/{DATABASE}"
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def database(server_url: str) -> Iterator[str]:
    """A database of its own on a running server, a copy of the one that ``server`` made; its URL."""
    name = f"t{secrets.token_hex(6)}"
    base, _, template = server_url.rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield f"{base}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _initialised(folder: Path, home: Path, other: Mapping[str, Any]) -> str:
    """Make the files of a server; its password."""
    password = secrets.token_hex(16)
    secret = home / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if other:
        shutil.chown(secret, "postgres", "postgres")
    command: list[str | Path] = [
        folder / "initdb",
        "-D",
        home / "data",
        "-U",
        USER,
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    command += ["--auth=scram-sha-256", f"--pwfile={secret}"]
    subprocess.run(command, check=True, capture_output=True, cwd=home, timeout=120, **other)
    return password


@contextmanager
def _running(
    folder: Path, home: Path, port: int, settings: Mapping[str, str], other: Mapping[str, Any]
) -> Iterator[subprocess.Popen[bytes]]:
    command: list[str | Path] = [folder / "postgres", "-D", home / "data", "-p", str(port), "-k", home]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, **other)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)  # lets go of its clients at once, and ends in order
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, home: Path) -> None:
    """Until the server answers."""
    until = time.monotonic() + STARTS_IN_S
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                message = f"PostgreSQL did not start:\n{(home / 'log').read_text('utf-8', 'replace')}"
                raise RuntimeError(message) from None
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
