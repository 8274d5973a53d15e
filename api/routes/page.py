"""The planner's page, and the documentation of the API, both without a byte from elsewhere."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import Service, TheService
from api.packed import Takes
from api.unchanged import Known
from maps import interactive, joined
from maps.interactive import Lang

router = APIRouter(include_in_schema=False)
OPENING = "/opening.json"
# what nobody can have written into a plan
NONCE = secrets.token_hex(16).encode()
DOCS = Path(__file__).parent.with_name("docs.html")


@router.get("/")
def page(request: Request, service: TheService, lang: Lang = "zh") -> HTMLResponse:
    """The planner's page; it asks the API for the land, so an empty bank still has a page that says so."""
    return HTMLResponse(kept(service, lang).replace(NONCE, request.state.nonce.encode()))


def kept(service: Service, lang: Lang) -> bytes:
    """The page with ``NONCE`` for the nonce of an answer, made once."""
    plan, basemap = service.plan, service.settings.basemap
    return service.drawn.get(
        f"page {lang}",
        lambda: interactive.page(
            plan, lang=lang, nonce=NONCE.decode(), opening=OPENING, basemap=basemap
        ).encode(),
    )


# beside the modules themselves: what they load by address lies where it lay
@router.get("/static/js/page.js")
def script(service: TheService, known: Known = "", takes: Takes = "") -> Response:
    """The page's modules, joined."""
    return service.packed.answer(joined_files()[0], "text/javascript", known, takes)


@router.get("/static/page.css")
def sheet(service: TheService, known: Known = "", takes: Takes = "") -> Response:
    """The page's style sheets, joined."""
    return service.packed.answer(joined_files()[1], "text/css", known, takes)


@cache
def joined_files() -> tuple[bytes, bytes]:
    """The script and the style sheet of the page."""
    return joined.script().encode(), joined.sheet().encode()


@router.get("/favicon.ico")
def icon() -> RedirectResponse:
    """What browsers ask for unasked."""
    return RedirectResponse("/static/icon.svg", status_code=301)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every operation of the API in words, from its own OpenAPI document."""
    api = request.app.openapi()
    schemas = api.get("components", {}).get("schemas", {})
    text = _template().render(
        api=api, schemas=schemas, nonce=request.state.nonce, rows=list(_operations(api))
    )
    return HTMLResponse(text)


def _operations(api: dict[str, Any]) -> list[dict[str, Any]]:
    """Operations in the order of the routes, each with its parameters and the name of its body."""
    return [
        {
            "method": method.upper(),
            "path": path,
            "text": one.get("description") or one.get("summary", ""),
            "parameters": one.get("parameters", []),
            "body": _body(one),
            "codes": list(one["responses"]),
        }
        for path, methods in api["paths"].items()
        for method, one in methods.items()
    ]


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return str(content.get("schema", {}).get("$ref", "")).rsplit("/", 1)[-1]


@cache
def _template() -> jinja2.Template:
    maker = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return maker.from_string(DOCS.read_text(encoding="utf-8"))
