"""Where parcels are looked up by place and edited: the service's land with its live index, kept in step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

from api.service import Service
from geo.edit import Edited, Order
from geo.errors import Overtaken
from geo.flow import Land, edits
from geo.flow.named import Named
from geo.live import LiveIndex
from geo.model import Version

# versions of others that may come in between before somebody is told
MOST_TRIES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """An edit, and the version and land that it made; none of these when it stayed on paper."""

    edited: Edited
    version: Version | None = None
    land: Land | None = None


class Desk:
    """One for each service; every method may be called from any thread.

    The index is built when first asked for, changed in place by the edits made here, and built anew when
    another process has made a version.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._editing, self._lock = RLock(), RLock()  # one edit at a time; land and index as one
        self._number = 0
        self._live: LiveIndex | None = None
        self._named: tuple[int, Named] | None = None

    @contextmanager
    def open(self) -> Iterator[tuple[Land, LiveIndex]]:
        """The current land and its parcels by place, which agree as long as the block lasts.

        Raises:
            EmptyBank: nothing was imported yet.
        """
        with self._lock:
            land = self._service.land()
            if self._live is None or self._number != land.version.number:
                self._live, self._number = LiveIndex(land.parcels.geometry), land.version.number
            yield land, self._live

    def named(self) -> tuple[Land, Named]:
        """The current land and its parcels by what they are called.

        Raises:
            EmptyBank: nothing was imported yet.
        """
        land = self._service.land()
        with self._lock:
            if self._named is None or self._named[0] != land.version.number:
                self._named = (land.version.number, Named(land.parcels))
            return land, self._named[1]

    def edit(
        self, order: Order, *, who: str, note: str = "", base: int | None = None, dry_run: bool = False
    ) -> Done:
        """Carry out an edit and make it the current version, or leave it on paper.

        Args:
            order: What is to be done.
            who: Recorded with the version.
            note: Recorded with the version.
            base: The version that the editor looked at; None for whichever is current.
            dry_run: Check and measure only.

        Raises:
            Overtaken: the bank has moved on from ``base``.
            HeldLand: the land is promised to a project.
            BadInput: the order cannot be meant.
        """
        with self._editing:
            for left in reversed(range(MOST_TRIES)):
                try:
                    return self._edit(order, who, note, base, dry_run=dry_run)
                except Overtaken:
                    # somebody else was quicker: draw again on the land as it is now
                    if base is not None or not left:
                        raise
            raise AssertionError

    def _edit(self, order: Order, who: str, note: str, base: int | None, *, dry_run: bool) -> Done:
        store, plan = self._service.store, self._service.plan
        with self.open() as (land, live):
            if base is not None and base != land.version.number:
                raise Overtaken(base, land.version.number)
        done = edits.draw(land, live, order, store.lineage(plan.id))
        if dry_run:
            return Done(done)
        if land.version.plan_sha256 != plan.sha256:
            edits.renew(store, land, who=who)
            with self.open() as (land, live):
                done = edits.draw(land, live, order, store.lineage(plan.id))
        version = edits.commit_edit(store, plan, done, who=who, note=note, as_of=land.version.as_of)
        fresh = edits.after(land, done, version)
        with self._lock:
            if self._live is live:
                live.replace(done.change.removed, done.change.parcels.geometry)
                self._number = version.number
            self._service.keep(fresh)
        return Done(done, version, fresh)
