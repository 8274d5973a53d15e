"""The HTTP application: routes, errors, headers and the page's own files, put together."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from importlib import resources
from pathlib import Path

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from api import problems
from api.routes import (
    exports,
    freshness,
    health,
    holds,
    layers,
    ledger,
    matches,
    page,
    parcels,
    plan,
    versions,
)
from api.security import SecurityHeaders
from api.service import Service
from geo import __version__

LOG = structlog.get_logger("luodi")
# a brief is a page of text; land comes in through the shell
MOST_BYTES = 1_000_000


def create_app(service: Service) -> FastAPI:
    """An application over one open workspace."""
    app = FastAPI(
        title="落地 Luodi",
        version=__version__,
        description="地块与项目的匹配: 哪块地合适, 为什么, 为什么不是别的。",
        docs_url=None,
        redoc_url=None,
        responses=problems.RESPONSES,
        max_body_size=MOST_BYTES,
    )
    app.state.service = service
    problems.install(app)
    for room in (page, plan, layers, matches, parcels, versions, freshness, holds, ledger, exports, health):
        app.include_router(room.router)
    web = Path(str(resources.files("maps").joinpath("web")))
    app.mount("/static", StaticFiles(directory=web), name="static")
    app.middleware("http")(_measured)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(SecurityHeaders)
    return app


async def _measured(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Count and log a request by its route and outcome, never by what it asks or who asks."""
    started = time.perf_counter()
    status = 500
    try:
        answer = await call(request)
        status = answer.status_code
    finally:
        route = getattr(request.scope.get("route"), "path_format", "other")
        seconds = time.perf_counter() - started
        health.REQUESTS.labels(request.method, route, status).inc()
        health.SECONDS.labels(route).observe(seconds)
        LOG.info("request", method=request.method, route=route, status=status, ms=round(seconds * 1000, 1))
    return answer
