"""Questions that take a while, asked as jobs: progress, cancel, and an answer that can be fetched again."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.deps import TheJobs, TheLand, TheService
from api.jobs import Job, questions
from api.routes.allocations import AllocationIn, projects_from
from api.routes.assemblies import AssembliesIn
from api.routes.sureness import RobustIn
from api.schemas import brief_from

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])


@router.post("/assemblies", status_code=202)
def assemblies(
    given: AssembliesIn, service: TheService, land: TheLand, jobs: TheJobs, response: Response
) -> Job:
    """连片组合, as a job: the body of ``/assemblies``; its answer is ``/matches/{result.answer}``.

    ``/jobs/{id}/events`` tells its progress, ``DELETE /jobs/{id}`` ends it.
    """
    brief_from(given, land)
    return _under_way(questions.start(jobs, "assemblies", given, who=service.settings.who), response)


@router.post("/allocations", status_code=202)
def allocations(given: AllocationIn, service: TheService, jobs: TheJobs, response: Response) -> Job:
    """统筹落位, as a job: the body of ``/allocations``; its answer as above."""
    projects_from(given.projects, service.plan)
    return _under_way(questions.start(jobs, "allocation", given, who=service.settings.who), response)


@router.post("/robustness", status_code=202)
def robustness(given: RobustIn, service: TheService, land: TheLand, jobs: TheJobs, response: Response) -> Job:
    """稳健性, as a job: the body of ``/matches/robustness``; its answer as above."""
    brief_from(given, land)
    return _under_way(questions.start(jobs, "robustness", given, who=service.settings.who), response)


def _under_way(job: Job, response: Response) -> Job:
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job
