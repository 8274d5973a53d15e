"""The one open workspace: its store, its plan, and the land kept ready for questions."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from api.settings import Settings
from geo import flow
from geo import plan as planning
from geo.errors import EmptyBank, NoServerStore
from geo.model import Plan, Progress, silent
from geo.store.base import Store
from geo.store.files import FileStore


class Service:
    """A plan and its land bank, opened once; every method may be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        if settings.database_url:
            raise NoServerStore(settings.database_url)
        self.settings = settings
        self.plan: Plan = planning.load(Path(settings.plan_folder))
        self.store: Store = FileStore(settings.home)
        self._lock = Lock()
        self._land: flow.Land | None = None

    def load(self, progress: Progress = silent) -> flow.Land:
        """The current land; an empty bank is first filled with the plan's own parcels."""
        with self._lock:
            self._land = flow.ensure_loaded(self.store, self.plan, who=self.settings.who, progress=progress)
            return self._land

    def land(self) -> flow.Land:
        """The current version with what is held at this moment.

        Raises:
            EmptyBank: nothing was imported yet.
        """
        version = self.store.current(self.plan.id)
        if version is None:
            raise EmptyBank(self.plan.id)
        with self._lock:
            if self._land is None or self._land.version.number != version.number:
                self._land = flow.open_land(self.store, self.plan)
            held = {hold.parcel_id: hold.project for hold in self.store.holds(self.plan.id)}
            if held != dict(self._land.held):
                self._land = flow.with_held(self._land, held)
            return self._land


def service(request: Request) -> Service:
    """The service behind a request."""
    found: Service = request.app.state.service
    return found


def land(request: Request) -> flow.Land:
    """The current land behind a request."""
    return service(request).land()


TheService = Annotated[Service, Depends(service)]
TheLand = Annotated[flow.Land, Depends(land)]
