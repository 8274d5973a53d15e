"""Measuring and summing up that begin while findings are still being put into words."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import geopandas as gpd

from geo.errors import Cancelled
from geo.features.measure import Measured, measure
from geo.model import Plan, Progress
from geo.store.content import content_sha256


class Ahead:
    """Measures the parcels of a file and sums them up on threads of its own; left early, it stops.

    Args:
        plan: What to measure by.
        progress: Told only from the moment that somebody waits for the outcome.
    """

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self._plan, self._progress = plan, progress
        self._pool = ThreadPoolExecutor(2)
        self._parcels: gpd.GeoDataFrame | None = None
        self._begun: Future[Measured] | None = None
        self._sum: Future[str] | None = None
        self._is_awaited, self._is_left = False, False
        self._last: tuple[str, int, int] | None = None

    def __enter__(self) -> Self:
        """Nothing has begun yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what nobody waits for any more."""
        self._is_left = True
        self._pool.shutdown(cancel_futures=True)

    def begin(self, parcels: gpd.GeoDataFrame) -> None:
        """Measure these parcels and sum them up."""
        self._parcels = parcels
        self._begun = self._pool.submit(measure, parcels, self._plan, self._tell)
        self._sum = self._pool.submit(content_sha256, parcels)

    def measured(self, rows: gpd.GeoDataFrame) -> Measured | None:
        """What was measured on the very parcels that were begun with; None for others."""
        if self._begun is None or rows is not self._parcels:
            return None
        self._is_awaited = True
        if self._last:
            self._progress(*self._last)
        return self._begun.result()

    def summed(self, rows: gpd.GeoDataFrame) -> str:
        """``content_sha256`` of the very parcels that were begun with; "" for others."""
        return self._sum.result() if self._sum is not None and rows is self._parcels else ""

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._is_left:
            raise Cancelled
        self._last = stage, done, total
        if self._is_awaited:
            self._progress(*self._last)
