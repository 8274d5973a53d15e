"""Questions that take a while, as jobs: asked in a process of their own, the answer kept for replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from api.jobs.job import Job
from api.jobs.runner import Jobs
from api.routes import allocations, assemblies, sureness
from api.service import Service
from api.settings import settings
from geo.model import Progress

Result = dict[str, Any]


def start(jobs: Jobs, kind: str, given: BaseModel, *, who: str) -> Job:
    """Queue a question as it was asked.

    Raises:
        TooBusy: too many wait.
    """
    asked = given.model_dump(mode="json", exclude_unset=True)
    return jobs.submit(jobs.new_id(), kind, {"asked": asked}, who=who)


def _assemblies(service: Service, asked: Mapping[str, Any], progress: Progress) -> Result:
    given = assemblies.AssembliesIn.model_validate(asked)
    told, _ = service.assemblies(given, assemblies.ask_from(given.assembly), progress)
    return {"answer": told.replay.answer, "found": len(told.assemblies), "proven": told.proven}


def _allocation(service: Service, asked: Mapping[str, Any], progress: Progress) -> Result:
    given = allocations.AllocationIn.model_validate(asked)
    projects = allocations.projects_from(given.projects, service.plan)
    told, _ = service.allocation(projects, allocations.ask_from(given), progress)
    return {"answer": told.replay.answer, "found": len(told.placements), "proven": told.proven}


def _robustness(service: Service, asked: Mapping[str, Any], progress: Progress) -> Result:
    given = sureness.RobustIn.model_validate(asked)
    told, _ = service.robustness(given, sureness.asked_from(given.robustness), progress)
    return {"answer": told.replay.answer, "found": len(told.parcels)}


def _work(
    answer: Callable[[Service, Mapping[str, Any], Progress], Result],
) -> Callable[[Path, Mapping[str, Any], Progress], Result]:
    def work(_folder: Path, request: Mapping[str, Any], progress: Progress) -> Result:
        progress("open", 0, 1)
        return answer(Service(settings()), request["asked"], progress)

    return work


KINDS = {
    "assemblies": _work(_assemblies),
    "allocation": _work(_allocation),
    "robustness": _work(_robustness),
}
