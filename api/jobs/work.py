"""What the process of a job does; the request and the outcome lie in the job's folder.

The same intake as the shell's: the file is opened by the reader's own process, checked, measured; a commit
takes the dry run as it was shown, so that what is confirmed is what is written. Questions are answered by the
service's own methods: the same bytes as at the doors that answer at once.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

import orjson

from api.jobs import questions
from api.jobs.process import OUTCOME, REQUEST
from api.jobs.runner import told
from api.service import Service
from api.settings import settings
from geo import flow, write
from geo.errors import Cancelled, LuodiError, NotCommittable
from geo.model import Progress
from geo.read import How

# what a dry run keeps for the commit, beside what people are shown of it
INTAKE, REPORT, QUARANTINE = "intake", "report.json", "quarantine.csv"
SUMS = ("rows", "accepted", "merged", "repaired", "rejected", "area_mu")
# progress is told so often at most
TOLD_EVERY_SECONDS = 0.1


def main(folder: Path) -> int:
    """Do the job of a folder; the exit code."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints is no progress
    signal.signal(signal.SIGTERM, _stopped)
    request = orjson.loads((folder / REQUEST).read_bytes())
    try:
        outcome = {"result": KINDS[request["kind"]](folder, request, _teller(out))}
    except Cancelled:
        return 1
    except LuodiError as refused:
        outcome = {"error": told(refused)}
    beside = folder / f".{OUTCOME}"
    beside.write_bytes(orjson.dumps(outcome))
    beside.replace(folder / OUTCOME)
    return 0


def dry_run(folder: Path, request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Everything up to the commit; what it found lies in the folder, the sums are the result."""
    service = Service(settings())
    intake = flow.dry_run(
        service.store,
        service.plan,
        folder / request["file"],
        How(**request["how"]),
        mode=request["mode"],
        as_of=request["as_of"],
        progress=progress,
    )
    progress("keep", 0, 1)
    flow.keep(intake, folder / INTAKE)
    (folder / REPORT).write_bytes(orjson.dumps(intake.report))
    (folder / QUARANTINE).write_bytes(write.quarantine_csv(intake.quarantine))
    # only the intake is needed from here on
    (folder / request["file"]).unlink()
    sums = {name: getattr(intake.report, name) for name in SUMS}
    return {
        "kept": True,
        "sha256": _sha256(folder / INTAKE),
        "as_of": intake.as_of,
        "report": sums | {"counts": dict(intake.report.counts)},
        "provenance": intake.provenance,
        "outlook": intake.outlook,
    }


def commit(folder: Path, request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """The version that a dry run has prepared; not a byte of it has changed since it was shown.

    Raises:
        NotCommittable: what the dry run left is gone or damaged.
    """
    intake = folder.parent / request["import_id"] / INTAKE
    if not intake.is_dir():
        raise NotCommittable("gone")
    if _sha256(intake) != request["sha256"]:
        raise NotCommittable("damaged")
    service = Service(settings())
    told = {"who": request["who"], "note": request["note"], "progress": progress}
    version = flow.commit(service.store, service.plan, flow.kept(intake), **told)
    return {"version": version.number}


KINDS = {"import": dry_run, "commit": commit, **questions.KINDS}


def _sha256(folder: Path) -> str:
    """Of the names and contents of a folder's files."""
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            whole.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _teller(out: IO[bytes]) -> Progress:
    """Progress as lines for the service: every stage, and within one not more often than it can be seen."""
    last_stage, last_at = "", 0.0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last_stage, last_at
        at = time.monotonic()
        if stage == last_stage and done < total and at - last_at < TOLD_EVERY_SECONDS:
            return
        last_stage, last_at = stage, at
        out.write(orjson.dumps({"stage": stage, "done": done, "total": total}) + b"\n")

    return tell


def _stopped(_signal: int, _frame: object) -> NoReturn:
    """Asked to end: whatever is open is put away on the way out."""
    raise Cancelled
