"""A piece of work in a process of its own: how long it took, and the memory of it and all it started.

``python -m benchmarks.apart MODULE FUNCTION ARGUMENT…`` calls ``benchmarks.MODULE.FUNCTION``, which gives a
JSON object with the seconds it took as ``s``: starting Python and loading compiled loops do not count.
"""

from __future__ import annotations

import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Outcome = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
PAUSE_S = 0.1
PAGE_MB = os.sysconf("SC_PAGESIZE") / 2**20


def run(module: str, function: str, *arguments: object) -> Outcome:
    """What the function gave, with ``peak_mb``: resident memory of its whole process tree, sampled.

    Pages that two processes share are counted in both: the figure may be too high, never too low by more
    than what came and went within a tenth of a second.
    """
    command = [sys.executable, "-m", "benchmarks.apart", module, function, *map(str, arguments)]
    work = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    peak = 0.0
    while work.poll() is None:
        peak = max(peak, sum(map(_resident_mb, _family(work.pid))))
        time.sleep(PAUSE_S)
    said = work.stdout.read() if work.stdout else ""
    if work.returncode:
        sys.exit(f"{module}.{function} {' '.join(map(str, arguments))}: exit {work.returncode}")
    return {**json.loads(said.splitlines()[-1]), "peak_mb": round(peak)}


def interleaved(jobs: Sequence[tuple[object, ...]], runs: Sequence[int]) -> list[list[Outcome]]:
    """Outcomes per job, run in turn: first, second, … first, second, … each as often as ``runs`` says."""
    outcomes: list[list[Outcome]] = [[] for _ in jobs]
    for turn in range(max(runs)):
        for job, wanted, found in zip(jobs, runs, outcomes, strict=True):
            if turn < wanted:
                module, function, *arguments = map(str, job)
                found.append(run(module, function, *arguments))
                print(
                    f"  {' '.join(map(str, job))}: {found[-1]['s']} s, {found[-1]['peak_mb']} MiB", flush=True
                )
    return outcomes


def median(outcomes: Iterable[Outcome], what: str = "s") -> float:
    """The median of one figure of several outcomes."""
    return statistics.median(float(one[what]) for one in outcomes)


def _family(pid: int) -> list[int]:
    """A process and all that it started, directly or not."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(one) for thread in threads for one in (thread / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # gone meanwhile
        return []
    return [pid, *(one for child in children for one in _family(child))]


def _resident_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_MB
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


if __name__ == "__main__":
    job = getattr(importlib.import_module(f"benchmarks.{sys.argv[1]}"), sys.argv[2])
    print(json.dumps(job(*sys.argv[3:])))
