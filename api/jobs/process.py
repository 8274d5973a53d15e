"""The process that does the jobs' work: started apart from the service, told what to do, listened to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import geo
from api.settings import Settings

REQUEST, OUTCOME, WORDS = "request.json", "outcome.json", "stderr.txt"
RUN, STOP = "run", "stop"
# where a process of ours finds our code
OURS = {"PYTHONPATH": str(Path(geo.__file__).resolve().parent.parent)}
# how long a job that was asked to end may take to put things away
GRACE_SECONDS = 5.0


class Host:
    """One process that forks another for each job; started when the first comes, and again should it fall."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self, folder: Path, settings: Settings) -> None:
        """Have the job of a folder done, which holds ``request.json`` and in the end ``outcome.json``.

        Args:
            folder: Of the job.
            settings: Which workspace, plan and database it opens.
        """
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "api.jobs.host"],
                stdin=subprocess.PIPE,  # its end tells the process that the service is gone
                stdout=subprocess.PIPE,
                env=os.environ | OURS,
            )
        self._say({RUN: str(folder.resolve()), "environment": environment(settings)})

    def listen(self, told: Callable[[str, int, int], None]) -> int:
        """Pass on the progress of the job that has begun, until it ends; the exit code of its process."""
        process = self._process
        if process is None or process.stdout is None:
            return 1
        for line in process.stdout:
            with suppress(ValueError, KeyError, TypeError):
                said = json.loads(line)
                if "ended" in said:
                    return int(said["ended"])
                told(str(said["stage"]), int(said["done"]), int(said["total"]))
        return process.wait()

    def stop(self, folder: Path) -> None:
        """End the job of a folder, if it is the one at work; ``listen`` returns when it has ended."""
        self._say({STOP: str(folder.resolve())})

    def close(self) -> None:
        """End the process, and the job it may have."""
        process = self._process
        if process is None:
            return
        if process.stdin:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(GRACE_SECONDS * 2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()

    def _say(self, command: dict[str, Any]) -> None:
        with self._lock, suppress(OSError):
            if self._process and self._process.stdin:
                self._process.stdin.write(json.dumps(command).encode() + b"\n")
                self._process.stdin.flush()


def outcome(folder: Path) -> dict[str, Any]:
    """What a job left: ``result`` or ``error``; nothing when its process fell."""
    try:
        return dict(json.loads((folder / OUTCOME).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def last_words(folder: Path) -> str:
    """The last line that a job's process wrote to standard error: for the log only."""
    try:
        lines = (folder / WORDS).read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1][:300] if lines else ""


def environment(settings: Settings) -> dict[str, str]:
    """What a process of ours must know to open the same workspace."""
    return {
        "LUODI_HOME": str(settings.home.resolve()),
        "LUODI_PLAN": str(settings.plan_folder.resolve()),
        "LUODI_DATABASE_URL": settings.database_url,
        "LUODI_LOG_LEVEL": "error",
    }
