"""``python -m api.jobs.host``: everything imported once, then a process forked and looked after for each job.

Standard input takes ``{"run": folder, "environment": …}`` and ``{"stop": folder}``; standard output gives the
jobs' progress and, after each, ``{"ended": code}``. Without standard input nobody waits any more: the job at
work is ended, and this process too.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from api.jobs import work
from api.jobs.process import GRACE_SECONDS, RUN, STOP, WORDS

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Take jobs one after another until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the service's to act on
    while command := _command():
        if RUN in command:
            code = _run(Path(command[RUN]), command["environment"])
            os.write(1, b'{"ended": %d}\n' % code)


def _command() -> dict[str, Any]:
    """The next line of standard input, unbuffered: a job's process must not inherit half of it."""
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(0, 1)
        if not piece:
            return {}
        line += piece
    return dict(json.loads(line))


def _run(folder: Path, environment: Mapping[str, str]) -> int:
    """One job in a process of its own, in an environment of its own; its exit code."""
    alive, held = os.pipe()  # its other end closes when the job's process ends, however it ends
    job = os.fork()
    if job == 0:
        code = 1
        try:
            os.close(alive)
            _set_apart(folder)
            os.environ.update(environment)
            code = work.main(folder)
        finally:
            os._exit(code)
    os.close(held)
    try:
        return _tended(job, alive, folder)
    finally:
        os.close(alive)


def _set_apart(folder: Path) -> None:
    """A session of its own, no input, words for the log in the folder; it does not outlive this process."""
    os.setsid()
    with suppress(AttributeError, OSError):  # Linux alone can
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    words = os.open(folder / WORDS, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(nothing, 0)
    os.dup2(words, 2)


def _tended(job: int, alive: int, folder: Path) -> int:
    """Wait for a job's process, and end it when that is asked: first with a word, then without."""
    patience = None
    heard = [0, alive]
    while True:
        ready, _, _ = select.select(heard, [], [], 0.2 if patience else None)
        if alive in ready:
            return os.waitstatus_to_exitcode(os.waitpid(job, 0)[1])
        if 0 in ready:
            command = _command()
            if not command:
                heard = [alive]
            is_meant = command.get(STOP, str(folder)) == str(folder)
            if is_meant and patience is None:
                os.kill(job, signal.SIGTERM)
                patience = time.monotonic() + GRACE_SECONDS
        if patience and time.monotonic() > patience:
            os.kill(job, signal.SIGKILL)
            os.waitpid(job, 0)
            return -signal.SIGKILL


if __name__ == "__main__":
    main()
    sys.exit(0)
