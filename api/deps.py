"""What a route asks for: the open workspace, its land, its desk, its jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.counter import Counter
from api.desk import Desk
from api.jobs import Jobs
from api.schemas import BriefIn
from api.service import Document, Service
from geo import flow

__all__ = ["Service", "TheCounter", "TheDesk", "TheJobs", "TheLand", "TheService"]


# looked up where the request is read: a thread of its own for each would cost more than the look
async def service(request: Request) -> Service:
    """The service behind a request."""
    found: Service = request.app.state.service
    return found


def land(request: Request) -> flow.Land:
    """The current land behind a request."""
    found: Service = request.app.state.service
    return found.land()


async def counter(request: Request) -> Counter[BriefIn, Document]:
    """Where briefs wait, behind a request."""
    found: Counter[BriefIn, Document] = request.app.state.counter
    return found


async def jobs(request: Request) -> Jobs:
    """The jobs behind a request."""
    found: Jobs = request.app.state.jobs
    return found


async def desk(request: Request) -> Desk:
    """Where parcels are looked up and edited, behind a request."""
    found: Desk = request.app.state.desk
    return found


TheCounter = Annotated[Counter[BriefIn, Document], Depends(counter)]
TheDesk = Annotated[Desk, Depends(desk)]
TheJobs = Annotated[Jobs, Depends(jobs)]
TheService = Annotated[Service, Depends(service)]
TheLand = Annotated[flow.Land, Depends(land)]
