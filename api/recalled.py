"""Answers that were given, each with the land that it was given from."""

from __future__ import annotations

from pydantic import TypeAdapter

from api.schemas import BriefIn
from api.service import Service
from geo import __version__, flow
from geo.errors import BadBrief
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


def match_of(service: Service, given: BriefIn, answer: str) -> tuple[Answer, flow.Land]:
    """The answer to a brief and its land; that of an id, where one is named, as it was given.

    Raises:
        BadBrief: there is neither a brief nor an answer, or both; or the answer is no match, or none that
            would be given today.
        NotFound: nobody was given such an answer.
    """
    if not answer:
        if not given.industry.strip():
            words = ("须有需求或已有答复。", "is missing: there is neither a brief nor an answer.")
            raise BadBrief(
                "industry", "", *words, "请写明产业或答复编号。", "Name the industry or an answer."
            )
        told = service.answer(given)
        return told.answer, told.land
    kept, land = recalled(service, answer)
    if not isinstance(kept, Answer):
        words = ("不是一次匹配的答复。", "is no answer of a match.")
        raise BadBrief("answer", answer, *words, "请用匹配答复的编号。", "Use the id of a match.")
    refuse_another(given, answer, kept, land)
    return kept, land


def refuse_another(given: BriefIn | None, answer: str, kept: Kept, land: flow.Land) -> None:
    """Refuse an answer beside a brief, and one that would be another today.

    Raises:
        BadBrief: it is so.
    """
    replay = kept.replay
    if given is not None and given.industry.strip():
        words = ("答复已有需求, 又给了一个。", "has a brief of its own, and another was given.")
        raise BadBrief("answer", answer, *words, "请只给其一。", "Give one of the two.")
    made_by = (replay.plan_sha256, replay.data_sha256, replay.code_version)
    if made_by != (land.plan.sha256, land.version.sha256, __version__):
        words = (
            "答复之后规划、数据或程序已变。",
            "is of another edition of the plan, the data or the program.",
        )
        raise BadBrief("answer", answer, *words, "请重新提问。", "Ask again.")
