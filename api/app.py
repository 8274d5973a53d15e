"""The HTTP application: routes, errors, headers and the page's own files, put together."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib import resources
from pathlib import Path

import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import garbage, problems
from api.beside import Beside
from api.counter import Counter
from api.desk import Desk
from api.jobs import Host, Jobs
from api.routes import (
    allocations,
    around,
    assemblies,
    colourings,
    cuts,
    decisions,
    decks,
    edits,
    exports,
    findings,
    freshness,
    health,
    holds,
    imports,
    jobs,
    layers,
    ledger,
    lookups,
    matches,
    opening,
    outlines,
    page,
    parcels,
    plan,
    projects,
    questions,
    sentences,
    sheets,
    standards,
    sureness,
    tiles,
    versions,
)
from api.security import SecurityHeaders
from api.service import Service
from api.tiling import Tiling
from geo import __version__

LOG = structlog.get_logger("luodi")
# a brief is a page of text; the route that takes files has a bound of its own
MOST_BYTES = 1_000_000
# in the order of the documentation
ROOMS = (
    page,
    opening,
    plan,
    layers,
    tiles,
    colourings,
    sentences,
    matches,
    sureness,
    assemblies,
    cuts,
    allocations,
    parcels,
    lookups,
    outlines,
    edits,
    versions,
    freshness,
    imports,
    jobs,
    questions,
    decisions,
    decks,
    findings,
    holds,
    ledger,
    projects,
    standards,
    around,
    exports,
    sheets,
    health,
)


def create_app(
    service: Service, host: Host | None = None, asking: Host | None = None, beside: Beside | None = None
) -> FastAPI:
    """An application over one open workspace.

    Args:
        service: The workspace.
        host: The process for jobs on the land; one of its own unless given.
        asking: The same for questions.
        beside: The process that answers briefs too, started and ended with the application.

    Raises:
        BadSetting: the basemap of the settings cannot be meant.
    """
    app = FastAPI(
        title="落地 Luodi",
        version=__version__,
        description="地块与项目的匹配: 哪块地合适, 为什么, 为什么不是别的。",
        docs_url=None,
        redoc_url=None,
        responses=problems.RESPONSES,
        max_body_size=MOST_BYTES,
        lifespan=_up_to_down,
    )
    app.state.service, app.state.beside = service, beside
    app.state.counter = Counter(service.answers, *([beside.answers] if beside else []))
    app.state.desk, app.state.tiling = Desk(service), Tiling(service)
    app.state.jobs = Jobs(service.store, service.plan.id, service.settings, host, asking)
    problems.install(app)
    for room in ROOMS:
        app.include_router(room.router)
    web = Path(str(resources.files("maps").joinpath("web")))
    app.mount("/static", StaticFiles(directory=web), name="static")
    app.add_middleware(Measured)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    basemap = service.settings.basemap
    app.add_middleware(SecurityHeaders, images=basemap.origin if basemap else "")
    return app


@asynccontextmanager
async def _up_to_down(app: FastAPI) -> AsyncIterator[None]:
    """What is there when the service goes up, stays; what runs when it goes down is ended with it."""
    garbage.settle()
    beside: Beside | None = app.state.beside
    if beside:
        beside.start()
    yield
    if beside:
        beside.close()
    garbage.unsettle()
    app.state.jobs.close()


class Measured:
    """Middleware: count and log a request by its route and outcome, never by what it asks or who asks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and take its time, until its answer begins."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, has_begun = time.perf_counter(), False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                _note(scope, message["status"], started)
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except BaseException:
            if not has_begun:
                _note(scope, HTTPStatus.INTERNAL_SERVER_ERROR, started)
            raise


def _note(scope: Scope, status: int, started: float) -> None:
    route = getattr(scope.get("route"), "path_format", "other")
    seconds = time.perf_counter() - started
    method = scope["method"]
    health.REQUESTS.labels(method, route, status).inc()
    health.SECONDS.labels(route).observe(seconds)
    LOG.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
