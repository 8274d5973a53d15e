"""Is it up, is it ready, how much has it done."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from api.deps import TheLand

router = APIRouter(tags=["health"])
REQUESTS = Counter(
    "luodi_requests_total", "Requests by method, route and status", ["method", "route", "status"]
)
SECONDS = Histogram("luodi_request_seconds", "Seconds per request by route", ["route"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(land: TheLand) -> dict[str, str | int]:
    """The land bank answers."""
    return {"status": "ok", "plan": land.plan.id, "version": land.version.number}


@router.get("/metrics", response_class=Response)
def metrics() -> Response:
    """Counters in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
