"""预留: land promised to one project."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hold:
    """预留: land promised to one project. The database lets nobody else hold it meanwhile."""

    id: str
    parcel_id: str
    project: str
    who: str
    since: str  # ISO 8601, UTC
    until: str  # ISO date; "" for open-ended
    released_at: str  # "" while it holds
