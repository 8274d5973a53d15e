"""A job as it is told at every door, and as a row of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from geo.store.records import DOCUMENTS

State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
ENDED: frozenset[State] = frozenset({"done", "failed", "cancelled", "interrupted"})


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: what was asked, how far it is, what came of it.

    ``request``, ``result`` and ``error`` are JSON objects; ``error`` has the members of a problem document
    (code, detail, detail_en, remedy, remedy_en). ``done`` of ``total`` counts within ``stage``.
    """

    id: str
    plan: str
    kind: str
    who: str
    state: State
    created_at: str  # ISO 8601, UTC
    ended_at: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    request: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


def row(job: Job) -> dict[str, Any]:
    """A job as the store keeps it.

    >>> row(Job("a", "p", "import", "王工", "queued", "2026-11-21T08:00:00Z"))["state"]
    'queued'
    """
    return {name: getattr(job, name) for name in Job.__dataclass_fields__}


def job_of(found: Mapping[str, Any]) -> Job:
    """A job from its row.

    >>> made = Job("a", "p", "import", "王工", "done", "2026-11-21T08:00:00Z", result={"version": 2})
    >>> job_of(row(made)) == made
    True
    """
    values = {name: found[name] for name in Job.__dataclass_fields__ if name in found}
    return Job(**values | {name: values.get(name) or {} for name in DOCUMENTS})
