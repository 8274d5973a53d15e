"""Versions of the land bank and what each import found."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from api.deps import TheService
from geo.model import Version

router = APIRouter(prefix="/api/v1", tags=["versions"])


@router.get("/versions")
def versions(service: TheService) -> list[Version]:
    """版本: newest first."""
    return service.store.versions(service.plan.id)


@router.get("/versions/{number}/report")
def report(number: int, service: TheService, rule: str = "", severity: str = "") -> dict[str, Any]:
    """The import's report, its findings by rule or severity."""
    found = service.store.report(service.plan.id, number)
    findings = [
        asdict(one) for one in found.findings if rule in {"", one.rule} and severity in {"", one.severity}
    ]
    return {**asdict(found), "findings": findings}
