"""统筹落位 asked of the land: projects, their questions, their bids, and the best allocation of all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo import allocate
from geo import plan as planning
from geo.assemble import Fabric
from geo.errors import BadAllocation, BadInput
from geo.explain import allocation as telling
from geo.flow.asking import question, scene
from geo.flow.bidding import Book, check_quotas
from geo.flow.land import Land
from geo.flow.projects import brief_of
from geo.model import Allocation, AllocationAsk, Progress, Project, Question, silent


def allocation(
    land: Land,
    woven: Fabric | None,
    projects: Sequence[Project],
    ask: AllocationAsk,
    progress: Progress = silent,
) -> Allocation:
    """Many projects on the land together.

    A project whose need is not clear (no industry, say) is told as unplaced; the others are allocated.

    Args:
        land: The version asked.
        woven: Who adjoins whom; needed where a site may have several parcels.
        projects: In the order in which they came.
        ask: Objective, quotas, phases, time limit.
        progress: Told whose sites are listed, and that the programme is solved.

    Raises:
        BadAllocation: quotas or locked placements contradict themselves, one another or a limit.
        UnknownName: a quota names no axis of the plan.
    """
    until = time.monotonic() + ask.time_limit_s
    names = {axis.id: axis.name for axis in land.plan.axes}
    quotas = tuple(replace(one, axis=planning.find_area(land.plan, "axis", one.axis)) for one in ask.quotas)
    ask = replace(ask, quotas=quotas)
    asked, unclear = _questions(land, projects)
    book = Book(land, woven, asked, ask, until=until, progress=progress)
    bidding = [project for project, _ in asked]
    check_quotas(bidding, book, names)
    turns = _turns(bidding, ask)
    progress("solve", 0, 1)
    done = allocate.allocate(book.bids(), book.locked, turns, book.grow, until - time.monotonic())
    progress("tell", 0, 1)
    who = telling.Asked(ask, bidding, [one for _, one in asked], book.factor, book.locked, unclear, projects)
    return telling.allocation(who, done, land.packed, scene(land))


def _questions(
    land: Land, projects: Sequence[Project]
) -> tuple[list[tuple[Project, Question]], list[tuple[Project, str, str]]]:
    seen: set[str] = set()
    asked, unclear = [], []
    for project in projects:
        if project.id in seen:
            words = ("这个编号出现了两次。", "this id appears twice.")
            raise BadAllocation(project.id, *words, "请改成不同的编号。", "Give each its own id.")
        seen.add(project.id)
        try:
            asked.append((project, question(land, brief_of(project, land.plan))))
        except BadInput as wrong:
            unclear.append((project, f"{wrong.zh}{wrong.remedy_zh}", f"{wrong.en} {wrong.remedy_en}"))
    return asked, unclear


def _turns(
    projects: Sequence[Project], ask: AllocationAsk
) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Who chooses together, the earliest phase first."""
    phases = np.array([project.phase for project in projects], np.int64)
    if ask.phases == "together" or not len(phases):
        return [np.arange(len(projects))]
    return [np.flatnonzero(phases == phase) for phase in np.unique(phases)]
