"""Errors over HTTP: RFC 9457 problem documents in two languages, each with our code and a remedy."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import wording
from api.errors import status_of
from api.schemas import BriefIn
from geo.errors import LuodiError

PROBLEM = "application/problem+json"
LOG = structlog.get_logger("luodi")
# status -> Chinese title; the English one is the standard's own phrase
TITLES = {
    400: "请求有误",
    404: "没有找到",
    405: "方法不允许",
    408: "超时",
    409: "与现状冲突",
    413: "请求过大",
    415: "不支持的内容类型",
    422: "输入有误",
    429: "任务过多",
    500: "内部错误",
    503: "暂不可用",
    507: "空间不足",
}
# names from which the nearest is offered for an unknown one
FIELDS = tuple(BriefIn.model_fields)
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "detail_en"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "title_en": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "detail_en": {"type": "string"},
        "remedy": {"type": "string"},
        "remedy_en": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": f"{TITLES[status]} | problem", "content": {PROBLEM: {"schema": SCHEMA}}}
    for status in (400, 404, 409, 422)
}


def problem(status: int, code: str, detail: str, detail_en: str, **more: Any) -> Response:
    """A problem document."""
    phrase = HTTPStatus(status).phrase
    body = {"type": f"urn:luodi:{code}", "title": TITLES.get(status, phrase), "title_en": phrase}
    told = {"status": status, "code": code, "detail": detail, "detail_en": detail_en}
    return Response(orjson.dumps({**body, **told, **more}), status, media_type=PROBLEM)


def install(app: FastAPI) -> None:
    """Have every error of an application answered with a problem document."""
    app.add_exception_handler(LuodiError, _of_luodi)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _of_accident)


async def _of_luodi(_request: Request, error: Exception) -> Response:
    found = error if isinstance(error, LuodiError) else LuodiError(str(error), str(error))
    remedies = {"remedy": found.remedy_zh, "remedy_en": found.remedy_en}
    return problem(status_of(type(found)), found.code, found.zh, found.en, **remedies)


async def _of_validation(_request: Request, error: Exception) -> Response:
    faults = wording.faults(error.errors() if isinstance(error, RequestValidationError) else [], FIELDS)
    zh = "; ".join(f"{one.where}: {one.text}" for one in faults[:5])
    en = "; ".join(f"{one.where}: {one.text_en}" for one in faults[:5])
    return problem(422, "invalid_request", f"请求字段有误。{zh}", f"Invalid fields. {en}", errors=faults)


async def _of_http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = str(error.detail) if isinstance(error, HTTPException) else HTTPStatus(status).phrase
    answer = problem(status, f"http_{status}", f"{TITLES.get(status, '请求无法处理')}。", f"{text}.")
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


async def _of_accident(request: Request, error: Exception) -> Response:
    """What nobody foresaw: told without its trace, which the server writes to its own log."""
    route = getattr(request.scope.get("route"), "path_format", "other")
    LOG.error("accident", route=route, kind=type(error).__name__)
    return problem(500, "internal", "程序出错, 已记入日志。", "The program failed; it is in the log.")
