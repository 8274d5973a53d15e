"""The one open workspace: its store, its plan, and the land kept ready for questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import NamedTuple

import orjson

from api.keeper import Keeper, Row
from api.packed import Packer
from api.schemas import BriefIn, brief_from
from api.settings import Settings
from api.shelf import Shelf
from geo import flow
from geo import plan as planning
from geo.assemble import Fabric
from geo.errors import EmptyBank
from geo.model import (
    Allocation,
    AllocationAsk,
    Answer,
    Assemblies,
    AssemblyAsk,
    Plan,
    Progress,
    Project,
    Robustness,
    RobustnessAsk,
    Version,
    silent,
)
from geo.store.base import Store
from geo.store.choose import open_store

# questions that are thought about at the same time: Python runs one, its compiled loops another
AT_ONCE = 2


class Document(NamedTuple):
    """An answer as it is given away, and the version of the land that it was given from."""

    body: bytes
    version: Version


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """An answer, the land it was given from, and its document: the same bytes at every door."""

    land: flow.Land
    answer: Answer
    document: bytes


class Service:
    """A plan and its land bank, opened once; every method may be called from any thread.

    Raises:
        NoServerStore: a server database is configured and cannot be used.
        BadPlan: the plan folder breaks its own rules.
        NewerCode: a later release has written the workspace.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.plan: Plan = planning.load(Path(settings.plan_folder))
        self.store: Store = open_store(settings.home, settings.database_url)
        self.drawn = Shelf(size=64)  # layers as GeoJSON
        self.packed = Packer(size=8)
        self._lock = Lock()
        self._land: flow.Land | None = None
        self._known: tuple[tuple[int, int, int], flow.Land] | None = None
        # more at once would only wait for one another
        self._asking = BoundedSemaphore(AT_ONCE)
        self._keeper = Keeper(self.store, self.plan.id)
        self._woven: tuple[int, Fabric] | None = None

    def load(self, progress: Progress = silent) -> flow.Land:
        """The current land; an empty bank is first filled with the plan's own parcels.

        Raises:
            EmptyBank: there is no land and the plan brings none.
        """
        with self._lock:
            self._land = flow.ensure_loaded(self.store, self.plan, who=self.settings.who, progress=progress)
            return self._land

    def land(self) -> flow.Land:
        """The current version with what is held at this moment.

        Raises:
            EmptyBank: nothing was imported yet.
        """
        standing = self.store.standing(self.plan.id)
        known = self._known
        if known is not None and known[0] == standing:
            return known[1]
        version = self.store.current(self.plan.id)
        if version is None:
            raise EmptyBank(self.plan.id)
        with self._lock:
            if self._land is None or self._land.version.number != version.number:
                self._land = flow.open_land(self.store, self.plan)
            held = {hold.parcel_id: hold.project for hold in self.store.holds(self.plan.id)}
            if held != dict(self._land.held):
                self._land = flow.with_held(self._land, held)
            # what changed since is seen by the next question: the look came first
            self._known = (standing, self._land)
            return self._land

    def keep(self, land: flow.Land) -> None:
        """Have the next question answered from a land that was just committed, without reading it again."""
        with self._lock:
            if self._land is None or self._land.version.number < land.version.number:
                self._land = land

    def answer(self, given: BriefIn, land: flow.Land | None = None) -> Answered:
        """The answer to a brief on the land, as it is now unless given, remembered for replay.

        Raises:
            BadInput: the brief cannot be meant.
            EmptyBank: there is no land to ask about.
        """
        return self._answers([given], land or self.land())[0]

    def is_current(self) -> bool:
        """Whether the next question needs nothing opened or marked first."""
        return self._known is not None and self._known[0] == self.store.standing(self.plan.id)

    def answers(self, given: Sequence[BriefIn]) -> list[Document]:
        """The answers to several briefs on the land as it is now, all remembered for replay, or none.

        Raises:
            BadInput: one of the briefs cannot be meant.
            EmptyBank: there is no land to ask about.
            DiskFull: there was no room.
        """
        return [Document(one.document, one.answer.version) for one in self._answers(given, self.land())]

    def _answers(self, given: Sequence[BriefIn], land: flow.Land) -> list[Answered]:
        with self._asking:
            told = flow.answers(land, [brief_from(one, land) for one in given])
            answered = [Answered(land, one, orjson.dumps(one)) for one in told]
        self._keeper.keep([_row(one.answer, one.document) for one in answered])
        return answered

    def assemblies(
        self, given: BriefIn, ask: AssemblyAsk, progress: Progress = silent, land: flow.Land | None = None
    ) -> tuple[Assemblies, bytes]:
        """连片组合 for a brief and their document, remembered for replay.

        Raises:
            BadInput: the brief or the ask cannot be meant.
            EmptyBank: there is no land to ask about.
        """
        land = land or self.land()
        brief = brief_from(given, land)
        progress("adjoin", 0, 1)
        told = flow.assemblies(land, self.fabric(land), brief, ask, progress)
        return told, self._remembered(told)

    def allocation(
        self,
        projects: Sequence[Project],
        ask: AllocationAsk,
        progress: Progress = silent,
        land: flow.Land | None = None,
    ) -> tuple[Allocation, bytes]:
        """统筹落位 of projects and its document, remembered for replay.

        Raises:
            BadAllocation: quotas or locked placements contradict themselves, one another or a limit.
            EmptyBank: there is no land to ask about.
        """
        land = land or self.land()
        progress("adjoin", 0, 1)
        woven = self.fabric(land) if ask.members > 1 else None
        told = flow.allocation(land, woven, projects, ask, progress)
        return told, self._remembered(told)

    def robustness(
        self, given: BriefIn, ask: RobustnessAsk, progress: Progress = silent
    ) -> tuple[Robustness, bytes]:
        """How sure the ranking for a brief is, and its document, remembered for replay.

        Raises:
            BadInput: the brief or the ask cannot be meant.
            EmptyBank: there is no land to ask about.
        """
        land = self.land()
        told = flow.robustness(land, brief_from(given, land), ask, progress)
        return told, self._remembered(told)

    def _remembered(self, told: Answer | Assemblies | Allocation | Robustness) -> bytes:
        """The document of an answer, kept with everything that makes it again."""
        body = orjson.dumps(told)
        self.remember(told, body)
        return body

    def remember(self, told: Answer | Assemblies | Allocation | Robustness, body: bytes) -> None:
        """Keep an answer and its document under its id; return when they are in the store.

        Raises:
            DiskFull: there was no room.
        """
        self._keeper.keep([_row(told, body)])

    def fabric(self, land: flow.Land) -> Fabric:
        """Who adjoins whom in the land's version, kept until there is another."""
        with self._lock:
            if self._woven is None or self._woven[0] != land.version.number:
                self._woven = (land.version.number, flow.fabric(self.store, land))
            return self._woven[1]


def _row(told: Answer | Assemblies | Allocation | Robustness, body: bytes) -> Row:
    return (told.replay.answer, told.version.number, told.replay.question, body)
