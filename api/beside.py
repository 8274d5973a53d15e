"""``python -m api.beside``: a process beside the service that answers briefs too, on a core of its own.

Python runs one thread at a time; a second process has the same workspace open and lends a second core.
It says when it is ready, takes lots of briefs on its standard input, a socket, and gives back documents,
or nothing: then the service answers. It ends with the service.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

import structlog

from api import garbage
from api.jobs.process import GRACE_SECONDS, OURS, environment
from api.schemas import BriefIn
from api.service import Document, Service
from api.settings import settings
from geo.errors import LuodiError

LOG = structlog.get_logger("luodi")
# a process that falls again and again is not started again at once
REST_SECONDS = 60.0
READY = "ready"


class Beside:
    """The process beside a service; whatever it does not answer, the service does.

    ``answers`` is for one thread at a time.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._is_ready, self._is_wanted, self._started = False, False, 0.0

    @property
    def is_ready(self) -> bool:
        """Whether it has the land open and waits for briefs."""
        line = self._line
        if not self._is_ready and line is not None and line.poll():
            self._is_ready = line.recv() == READY
        return self._is_ready

    def start(self) -> None:
        """Start the process and return before it is ready; without room for it the service answers."""
        self._is_wanted, self._started = True, time.monotonic()
        ours, its = socket.socketpair()
        with ours, its:
            try:
                self.process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "api.beside"],
                    stdin=its.fileno(),  # its other end closes with the service
                    stdout=subprocess.DEVNULL,
                    env=os.environ | environment(self._service.settings) | OURS,
                )
            except OSError:
                LOG.warning("no process beside")
                return
            self._line = Connection(ours.detach())

    def answers(self, given: Sequence[BriefIn]) -> list[Document]:
        """As ``Service.answers``."""
        told = None
        try:
            told = self._told(given)
        except (OSError, EOFError):
            LOG.warning("the process beside fell")
            self._end()
        if self._is_wanted and self._line is None and time.monotonic() - self._started > REST_SECONDS:
            self.start()
        return self._service.answers(given) if told is None else told

    def close(self) -> None:
        """End the process, for good."""
        self._is_wanted = False
        self._end()

    def _end(self) -> None:
        # taken first: a thread that still asks may be here too
        line, self._line, self._is_ready = self._line, None, False
        process, self.process = self.process, None
        if line is not None:
            line.close()
        if process is not None:
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _told(self, given: Sequence[BriefIn]) -> list[Document] | None:
        line = self._line
        if line is None or not self.is_ready:
            return None
        line.send(given)
        told: list[Document] | None = line.recv()
        self._is_ready = told is not None
        return told


def main() -> None:
    """Answer lots of briefs until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the service's to act on
    with Connection(os.dup(0)) as line, suppress(OSError, EOFError):
        service = Service(settings())
        while True:
            with suppress(LuodiError):  # whoever asks is told by the service
                service.land()
            garbage.settle()
            line.send(READY)
            while (told := _answers(service, line.recv())) is not None:
                line.send(told)
            line.send(None)


def _answers(service: Service, given: Sequence[BriefIn]) -> list[Document] | None:
    """The documents; None where the land has changed and must be opened first, or a brief cannot be meant."""
    try:
        return service.answers(given) if service.is_current() else None
    except Exception:  # noqa: BLE001 (the service is asked the same, and tells what is wrong)
        return None


if __name__ == "__main__":
    main()
