"""What a route asks for: the open workspace, its land."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.service import Service
from geo import flow

__all__ = ["Service", "TheLand", "TheService"]


def service(request: Request) -> Service:
    """The service behind a request."""
    found: Service = request.app.state.service
    return found


def land(request: Request) -> flow.Land:
    """The current land behind a request."""
    return service(request).land()


TheService = Annotated[Service, Depends(service)]
TheLand = Annotated[flow.Land, Depends(land)]
