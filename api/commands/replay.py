"""``luodi replay``: an answer as it was given, and whether the same question gets the same answer today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import orjson
import typer
from pydantic import TypeAdapter

from api.commands import allocate, assemble, sureness
from api.commands.open import open_service
from api.commands.screen import JsonOption, LangOption, document, line
from api.commands.told import Teller
from api.recalled import Kept, recalled
from api.service import Service
from geo import flow
from geo.model import Allocation, Answer, Assemblies, Project, Robustness


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(
    answer: Annotated[str, typer.Argument(help="答复编号 | answer id")],
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """重现: 取回当时的答复, 再用同一版本重算一遍, 说明是否逐字节相同。

    An answer as it was given, worked out again from the same version to see whether every byte agrees.
    """
    service = open_service(load=False)
    body = service.store.recall(answer)
    if as_json:
        document(body)
        return
    told, land = recalled(service, answer)
    _show(told, land, lang, zh=lang == "zh")
    zh, en = _compared(told, body, _again(service, land, told))
    line(zh if lang == "zh" else en)


def _show(told: Kept, land: flow.Land, lang: Any, *, zh: bool) -> None:
    tell: dict[type[Any], Callable[[Any], None]] = {
        Answer: Teller(land, lang).answer,
        Assemblies: lambda one: assemble.tell(one, zh=zh),
        Robustness: lambda one: sureness.tell(one, zh=zh),
        Allocation: lambda one: allocate.tell(one, zh=zh),
    }
    tell[type(told)](told)


def _again(service: Service, land: flow.Land, told: Kept) -> Kept:
    """The same question put to the same land."""
    match told:
        case Answer():
            return flow.answer(land, told.brief)
        case Assemblies():
            return flow.assemblies(land, flow.fabric(service.store, land), told.brief, told.ask)
        case Robustness():
            return flow.robustness(land, told.brief, told.ask)
        case Allocation():
            asked = orjson.loads(told.replay.question)["projects"]
            projects: list[Project] = TypeAdapter(list[Project]).validate_python(asked)
            woven = flow.fabric(service.store, land) if told.ask.members > 1 else None
            return flow.allocation(land, woven, projects, told.ask)


def _compared(told: Kept, body: bytes, fresh: Kept) -> tuple[str, str]:
    """Whether every byte agrees, and if not, what has changed since."""
    if orjson.dumps(fresh) == body:
        return "✓ 重算一遍, 逐字节相同。", "✓ Worked out again: every byte agrees."
    reasons = [
        (zh, en)
        for old, new, zh, en in (
            (told.replay.data_sha256, fresh.replay.data_sha256, "数据", "data"),
            (told.replay.plan_sha256, fresh.replay.plan_sha256, "规划", "plan"),
            (told.replay.code_version, fresh.replay.code_version, "程序", "program"),
        )
        if old != new
    ] or [("预留人或时间", "who holds land, or time")]
    zh, en = ("、".join(pair[0] for pair in reasons), ", ".join(pair[1] for pair in reasons))
    return f"! 重算结果不同: {zh}已变。", f"! Worked out again it differs: {en} changed."
