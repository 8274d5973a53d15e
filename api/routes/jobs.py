"""Jobs: how far each is, as a document and as events; and how to stop one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query
from fastapi.responses import StreamingResponse

from api.deps import TheJobs
from api.jobs import Job
from api.jobs.events import events

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])
Id = Annotated[str, Path(min_length=1, max_length=64, description="任务编号")]
STREAM = {
    "content": {
        "text/event-stream": {
            "schema": {"type": "string"},
            "example": 'id: running-7\nevent: job\ndata: {"state": "running", "stage": "features", …}\n\n',
        }
    }
}


@router.get("")
def jobs(jobs: TheJobs, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> list[Job]:
    """任务: newest first."""
    return jobs.list(limit)


@router.get("/{job_id}")
def job(job_id: Id, jobs: TheJobs) -> Job:
    """One job: its state, its progress, and in the end its result or its error."""
    return jobs.get(job_id)


@router.get("/{job_id}/events", response_class=StreamingResponse, responses={200: STREAM})
def job_events(
    job_id: Id, jobs: TheJobs, last_event_id: Annotated[str, Header(max_length=100)] = ""
) -> StreamingResponse:
    """进度: every change of a job as a server-sent event ``job`` holding the whole job, until it has ended.

    Ask again with ``Last-Event-ID`` and only what has changed since is told.
    """
    jobs.get(job_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        events(jobs, job_id, last_event_id), media_type="text/event-stream", headers=headers
    )


@router.delete("/{job_id}")
def cancel(job_id: Id, jobs: TheJobs) -> Job:
    """取消: stop a job and remove what it left; a dry run that has ended is put away uncommitted."""
    return jobs.cancel(job_id)
