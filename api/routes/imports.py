"""Imports over HTTP: an upload becomes a dry run, a person looks at it, and commits it or not."""

from __future__ import annotations

from operator import itemgetter
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from api.deps import TheJobs, TheService
from api.jobs import Job, imports, work
from api.jobs.imports import CommitIn, ImportIn
from api.jobs.upload import Bounds, receive
from api.routes.exports import saved
from api.routes.versions import PerRule, first_of_each
from geo.errors import BadUpload, NotCommittable

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])
Id = Annotated[str, Path(min_length=1, max_length=64, description="导入编号")]
# the bound in bytes is the setting's; this one only lets the request come as far as the route
BEYOND_ANY_SETTING = 1 << 40
FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "who"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "地块文件"},
                        **{
                            name: {key: value for key, value in one.items() if key != "additionalProperties"}
                            | ({"type": "string"} if name == "mapping" else {})
                            for name, one in ImportIn.model_json_schema()["properties"].items()
                        },
                    },
                },
                "example": {"file": "@地块.zip", "who": "王工", "mode": "update", "as_of": "2024-05"},
            }
        },
    }
}


@router.post("", status_code=202, openapi_extra=FORM, max_body_size=BEYOND_ANY_SETTING)
async def upload(request: Request, service: TheService, jobs: TheJobs, response: Response) -> Job:
    """导入: a file of parcels (multipart field ``file``) is read, checked, measured; nothing is written.

    The answer names the job; ``/jobs/{id}/events`` tells its progress. Its ``result`` holds the outlook:
    what would be added, removed and changed, 亩 before and after. ``/imports/{id}/commit`` writes it.
    """
    bounds = service.settings
    jobs.admit()
    id_ = jobs.new_id()
    folder = await run_in_threadpool(jobs.spool.make, id_)
    try:
        limits = Bounds(bounds.upload_mib, bounds.upload_seconds, bounds.upload_idle_seconds)
        uploaded = await receive(request.stream(), request.headers.get("content-type", ""), folder, limits)
        given = ImportIn.model_validate(uploaded.fields)
        job = await run_in_threadpool(imports.start, jobs, id_, uploaded, given)
    except BaseException as stopped:
        await run_in_threadpool(jobs.spool.remove, id_)
        if isinstance(stopped, ValidationError):
            raise RequestValidationError(stopped.errors(include_url=False)) from stopped
        if isinstance(stopped, ClientDisconnect):
            raise BadUpload("broken") from stopped
        raise
    finally:
        jobs.dismiss()
    response.headers["Location"] = f"/api/v1/imports/{job.id}"
    return job


@router.get("/{import_id}")
def dry_run(import_id: Id, jobs: TheJobs) -> Job:
    """One import: ``result.outlook`` once its dry run is done."""
    return imports.dry_run(jobs, import_id)


@router.get(
    "/{import_id}/report", response_class=Response, responses={200: {"content": {"application/json": {}}}}
)
def report(
    import_id: Id,
    jobs: TheJobs,
    rule: Annotated[str, Query(max_length=100)] = "",
    severity: Literal["", "error", "warning", "info"] = "",
    per_rule: PerRule = 100_000,
) -> Response:
    """报告: findings of the dry run, the first of each rule; ``counts`` are of all."""
    found = orjson.loads(_kept(jobs, import_id, work.REPORT))
    some = (f for f in found["findings"] if rule in {"", f["rule"]} and severity in {"", f["severity"]})
    listed = list(first_of_each(some, per_rule, key=itemgetter("rule")))
    return Response(orjson.dumps({**found, "findings": listed}), media_type="application/json")


@router.get(
    "/{import_id}/quarantine", response_class=Response, responses={200: {"content": {"text/csv": {}}}}
)
def quarantine(import_id: Id, jobs: TheJobs) -> Response:
    """隔离区: the rows that the dry run rejected, with the reason of each, as CSV."""
    return saved(_kept(jobs, import_id, work.QUARANTINE), "csv", f"luodi-quarantine-{import_id[:8]}")


@router.post("/{import_id}/commit", status_code=202)
def commit(import_id: Id, given: CommitIn, jobs: TheJobs) -> Job:
    """入库: write what the dry run has shown as the next version, in one transaction, as a job.

    Refused when another version has become current meanwhile: run it again against that one.
    """
    return imports.commit(jobs, import_id, given)


def _kept(jobs: TheJobs, import_id: str, name: str) -> bytes:
    """What a dry run has left for people.

    Raises:
        NotFound: there is no import of that id.
        NotCommittable: it has not ended well, or was put away or committed.
    """
    job = imports.dry_run(jobs, import_id)
    if job.state != "done":
        raise NotCommittable("unfinished")
    try:
        return (jobs.spool.folder(job.id) / name).read_bytes()
    except OSError:
        raise NotCommittable("gone") from None
