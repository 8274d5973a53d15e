"""The planner's page, and the documentation of the API, both without a byte from elsewhere."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jinja2
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import TheService
from api.unchanged import Known, tagged, unchanged
from maps import interactive, joined

router = APIRouter(include_in_schema=False)
DOCS = Path(__file__).parent.with_name("docs.html")


@router.get("/")
def page(request: Request, service: TheService, lang: Literal["zh", "en"] = "zh") -> HTMLResponse:
    """The planner's page; it asks the API for the land, so an empty bank still has a page that says so."""
    basemap = service.settings.basemap
    return HTMLResponse(interactive.page(service.plan, lang=lang, nonce=request.state.nonce, basemap=basemap))


# beside the modules themselves: what they load by address lies where it lay
@router.get("/static/js/page.js")
def script(known: Known = "") -> Response:
    """The page's modules, joined."""
    return _once(joined.script(), "text/javascript", known)


@router.get("/static/page.css")
def sheet(known: Known = "") -> Response:
    """The page's style sheets, joined."""
    return _once(joined.sheet(), "text/css", known)


def _once(text: str, media: str, known: str) -> Response:
    headers = tagged(hashlib.sha256(text.encode()).hexdigest()[:16])
    return unchanged(known, headers) or Response(text, media_type=media, headers=headers)


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
