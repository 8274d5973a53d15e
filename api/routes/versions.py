"""Versions of the land bank, what each import found, and what changed between two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheService
from api.routes.exports import files, saved
from geo import flow, write
from geo.difference import Difference
from geo.model import Report, Version

Found = TypeVar("Found")
router = APIRouter(prefix="/api/v1/versions", tags=["versions"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="版本号")]


class RollbackIn(BaseModel):
    """By whom."""

    model_config = ConfigDict(extra="forbid")

    who: str = Field(min_length=1, max_length=100)


PerRule = Annotated[int, Query(ge=1, le=100_000, description="每条规则至多几条")]
Limit = Annotated[int, Query(ge=0, le=100_000, description="每张清单至多几条")]


@router.get("")
def versions(service: TheService) -> list[Version]:
    """版本: newest first."""
    return service.store.versions(service.plan.id)


@router.get("/{number}")
def version(number: Number, service: TheService) -> Version:
    """One version."""
    return service.store.version(service.plan.id, number)


@router.post("/{number}/rollback", status_code=201)
def rollback(number: Number, given: RollbackIn, service: TheService) -> Version:
    """回退: make an earlier version current again, as a new one; nothing is deleted."""
    return service.store.rollback(service.plan.id, number, who=given.who)


@router.get("/{number}/report")
def report(
    number: Number,
    service: TheService,
    rule: Annotated[str, Query(max_length=100)] = "",
    severity: Literal["", "error", "warning", "info"] = "",
    per_rule: PerRule = 100_000,
) -> Report:
    """报告: what the import found, the first findings of each rule; ``counts`` are of all of them."""
    found = service.store.report(service.plan.id, number)
    kept = (f for f in found.findings if rule in {"", f.rule} and severity in {"", f.severity})
    return replace(found, findings=tuple(first_of_each(kept, per_rule, key=attrgetter("rule"))))


@router.get("/{number}/quarantine", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def quarantine(number: Number, service: TheService) -> Response:
    """隔离区: the rows that the import rejected, as they came, with the reason of each, as CSV."""
    rows = service.store.quarantine(service.plan.id, number)
    return saved(write.quarantine_csv(rows), "csv", f"luodi-quarantine-{number}")


@router.get("/{number}/diff/{other}")
def diff(number: Number, other: Number, service: TheService, limit: Limit = 1000) -> Difference:
    """比较: parcels added, removed, reshaped or edited from one version to the other.

    ``counts`` and ``columns`` are of all of them; each list has its first ``limit`` entries by id.
    """
    return flow.difference(service.store, service.plan, number, other, limit)


@router.get("/{number}/diff/{other}/layer", response_class=Response, responses=files("geojson", "gpkg"))
def diff_layer(
    number: Number,
    other: Number,
    service: TheService,
    form: Annotated[write.ChangesFormat, Query(alias="format")] = "geojson",
) -> Response:
    """比较图层: one feature for each parcel that differs, whole, whatever its number.

    ``kind`` is added, removed, changed_attribute or changed_shape; a removed parcel is as it was.
    """
    found = flow.difference_layer(service.store, service.plan, number, other)
    version = service.store.version(service.plan.id, other)
    return saved(write.changes(found, service.plan, version, form), form, f"luodi-diff-{number}-{other}")


def first_of_each(found: Iterable[Found], most: int, key: Callable[[Found], str]) -> Iterator[Found]:
    """The first few of each kind, in their order.

    >>> list(first_of_each(["a1", "b1", "a2"], 1, key=lambda text: text[0]))
    ['a1', 'b1']
    """
    seen: Counter[str] = Counter()
    for one in found:
        seen[key(one)] += 1
        if seen[key(one)] <= most:
            yield one
