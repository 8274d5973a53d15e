"""A state of the world -> HTTP status and exit code: one table each, and the problem document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from geo import errors
from geo.errors import LuodiError

STATUS: Mapping[type[LuodiError], int] = {
    errors.BadInput: 422,
    errors.NotFound: 404,
    errors.EmptyBank: 409,
    errors.AlreadyHeld: 409,
    errors.NewerCode: 503,
    errors.NoServerStore: 503,
    errors.MissingGlyph: 422,
    errors.FontUnusable: 503,
    errors.DiskFull: 507,
    LuodiError: 500,
}
# exit codes of the shell: 0 ok, 2 wrong use, 3 bad input, 4 nothing fits
WRONG_USE, BAD_INPUT, NOTHING_FITS = 2, 3, 4
PROBLEM = "application/problem+json"


def status_of(kind: type[LuodiError]) -> int:
    """HTTP status of an error class: its own line of the table or its nearest ancestor's."""
    return next(STATUS[step] for step in kind.__mro__ if step in STATUS)


def problem(status: int, code: str, detail: str, detail_en: str, **more: Any) -> Response:
    """An RFC 9457 problem document."""
    body = {"type": f"urn:luodi:{code}", "title": code, "status": status, "code": code}
    body |= {"detail": detail, "detail_en": detail_en, **more}
    return Response(orjson.dumps(body), status, media_type=PROBLEM)


def install(app: FastAPI) -> None:
    """Have every error of an application answered with a problem document."""
    app.add_exception_handler(LuodiError, _of_luodi)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)


async def _of_luodi(_request: Request, error: Exception) -> Response:
    found = error if isinstance(error, LuodiError) else LuodiError(str(error), str(error))
    return problem(
        status_of(type(found)),
        found.code,
        found.zh,
        found.en,
        remedy=found.remedy_zh,
        remedy_en=found.remedy_en,
    )


async def _of_validation(_request: Request, error: Exception) -> Response:
    rows = error.errors() if isinstance(error, RequestValidationError) else []
    told = [
        {"where": ".".join(map(str, row["loc"])), "rule": row["type"], "text": row["msg"]} for row in rows
    ]
    names = ", ".join(row["where"] for row in told[:5])
    return problem(422, "invalid_request", f"请求字段有误: {names}", f"Invalid fields: {names}", errors=told)


async def _of_http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = str(error.detail) if isinstance(error, HTTPException) else str(error)
    answer = problem(status, f"http_{status}", f"请求无法处理: {text}", text)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer
