"""Measuring that begins while findings are still being put into words."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import geopandas as gpd

from geo.errors import Cancelled
from geo.features.measure import Measured, measure
from geo.model import Plan, Progress


class Ahead:
    """Measures the parcels of a file on a thread of its own; left early, it stops.

    Args:
        plan: What to measure by.
        progress: Told only from the moment that somebody waits for the outcome.
    """

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self._plan, self._progress = plan, progress
        self._pool = ThreadPoolExecutor(1)
        self._parcels: gpd.GeoDataFrame | None = None
        self._begun: Future[Measured] | None = None
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
        """Measure these parcels."""
        self._parcels = parcels
        self._begun = self._pool.submit(measure, parcels, self._plan, self._tell)

    def measured(self, rows: gpd.GeoDataFrame) -> Measured | None:
        """What was measured on the very parcels that were begun with; None for others."""
        if self._begun is None or rows is not self._parcels:
            return None
        self._is_awaited = True
        if self._last:
            self._progress(*self._last)
        return self._begun.result()

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._is_left:
            raise Cancelled
        self._last = stage, done, total
        if self._is_awaited:
            self._progress(*self._last)
