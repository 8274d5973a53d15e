"""The planner's page, and the documentation of the API, both without a byte from elsewhere."""

from __future__ import annotations

import html
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import TheLand
from maps import interactive

router = APIRouter(include_in_schema=False)
DOCS = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>落地 API</title>
<style nonce="{nonce}">
body {{ font: 16px/1.6 sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem }}
td {{ padding: .3rem .8rem; border-top: 1px solid #ddd; vertical-align: top }}
</style></head>
<body><h1>落地 Luodi API</h1>
<p>机器可读: <a href="/openapi.json">/openapi.json</a></p>
<table>{rows}</table></body></html>
"""


@router.get("/")
def page(request: Request, land: TheLand, lang: Literal["zh", "en"] = "zh") -> HTMLResponse:
    """The planner's page."""
    return HTMLResponse(interactive.page(land.plan, lang=lang, nonce=request.state.nonce))


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every operation of the API in words, from its own OpenAPI document."""
    api: dict[str, Any] = request.app.openapi()
    rows = "".join(
        _row(method, path, one) for path, methods in api["paths"].items() for method, one in methods.items()
    )
    return HTMLResponse(DOCS.format(nonce=request.state.nonce, rows=rows))


def _row(method: str, path: str, one: dict[str, Any]) -> str:
    """One operation as a table row; every word of it is text."""
    cells = (method.upper(), path, one.get("description") or one.get("summary", ""))
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"
