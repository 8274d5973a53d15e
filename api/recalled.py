"""Answers that were given, each with the land that it was given from."""

from __future__ import annotations

from pydantic import TypeAdapter

from api.service import Service
from geo import flow
from geo.model import Allocation, Answer, Assemblies, Robustness

# every kind of answer that is kept for replay
Kept = Answer | Assemblies | Robustness | Allocation


def recalled(service: Service, answer: str) -> tuple[Kept, flow.Land]:
    """An answer by its id, and its version of the land, held as it was held then.

    Of land that was held more than once, the last to hold it is taken for who held it then.

    Raises:
        NotFound: nobody was given such an answer, or its version is not in the workspace.
    """
    told: Kept = TypeAdapter[Kept](Kept).validate_json(service.store.recall(answer))
    land = flow.open_land(service.store, service.plan, told.version.number)
    holds = service.store.holds(service.plan.id, active=False)
    whose = {hold.parcel_id: hold.project for hold in holds}
    return told, flow.with_held(land, {id_: whose.get(id_, "?") for id_ in told.replay.held})
