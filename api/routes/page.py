"""The planner's page, and the documentation of the API, both without a byte from elsewhere."""

from __future__ import annotations

import html
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import TheLand
from maps import interactive

router = APIRouter(include_in_schema=False)


@router.get("/")
def page(request: Request, land: TheLand, lang: Literal["zh", "en"] = "zh") -> HTMLResponse:
    """The planner's page."""
    return HTMLResponse(interactive.page(land.plan, lang=lang, nonce=request.state.nonce))


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every operation of the API in words, from its own OpenAPI document."""
    api: dict[str, Any] = request.app.openapi()
    rows = "".join(
        f"<tr><td><code>{html.escape(method.upper())}</code></td><td><code>{html.escape(path)}</code></td>"
        f"<td>{html.escape(one.get('description') or one.get('summary', ''))}</td></tr>"
        for path, methods in api["paths"].items()
        for method, one in methods.items()
    )
    style = f'<style nonce="{request.state.nonce}">body{{font:16px/1.6 sans-serif;margin:2rem auto;max-width:64rem;'
    style += "padding:0 1rem}td{padding:.3rem .8rem;border-top:1px solid #ddd;vertical-align:top}</style>"
    text = (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>落地 API</title>{style}</head><body>'
        f'<h1>落地 Luodi API</h1><p>机器可读: <a href="/openapi.json">/openapi.json</a></p><table>{rows}</table>'
        "</body></html>"
    )
    return HTMLResponse(text)
