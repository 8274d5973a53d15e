"""``luodi match``, ``why``, ``compare`` and ``replay``: questions and their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer
from pydantic import TypeAdapter

from api.commands.brief import takes_brief
from api.commands.open import open_service
from api.commands.screen import JsonOption, LangOption, document, json, line, save
from api.commands.told import Teller
from api.errors import NOTHING_FITS
from api.schemas import BriefIn, brief_from
from api.service import Service
from geo import flow, write
from geo.model import Answer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(takes_brief(match))
    app.command()(takes_brief(why))
    app.command()(takes_brief(compare))
    app.command()(replay)


def match(
    given: BriefIn,
    lang: LangOption = "zh",
    geojson: Annotated[Path | None, typer.Option(help="另存为 GeoJSON 文件 | save as GeoJSON")] = None,
    csv: Annotated[Path | None, typer.Option(help="另存为 CSV 文件 | save as CSV")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="另存为 XLSX 文件 | save as XLSX")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """匹配: 按需求排出地块, 每宗都有理由; 没有合适的, 给出最省的放宽办法 (退出码 4)。

    Rank the parcels for a brief, each with its reasons; when none fits, the cheapest ways out (exit code 4).
    """
    told = open_service().answer(given)
    wanted: dict[write.TableFormat, Path | None] = {"geojson": geojson, "csv": csv, "xlsx": xlsx}
    for form, path in wanted.items():
        if path:
            save(path, write.table(told.answer, told.land.parcels, form, lang))
    if as_json:
        document(told.document)
    else:
        Teller(told.land, lang).answer(told.answer)
    if not told.answer.suggestions:
        raise typer.Exit(NOTHING_FITS)


def why(
    given: BriefIn,
    parcel: Annotated[str, typer.Argument(help="地块编号 | parcel id")],
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """为什么, 或为什么不是这块地: 每条硬约束的数值与余量, 每项得分。

    Why, or why not, this parcel: every limit with its margin, every part of the score.
    """
    land = open_service().land()
    told = flow.why(land, brief_from(given, land), parcel)
    if as_json:
        json(told)
    else:
        Teller(land, lang).why(told)


def compare(
    given: BriefIn,
    parcels: Annotated[list[str], typer.Argument(help="两个或更多地块编号 | two parcel ids or more")],
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """比较几宗地: 得分差在哪一项, 各被哪条硬约束划掉。

    Compare parcels: which wish makes the difference, which limit excludes which.
    """
    land = open_service().land()
    told = flow.compare(land, brief_from(given, land), parcels)
    if as_json:
        json(told)
    else:
        Teller(land, lang).compare(told)


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
    told: Answer = TypeAdapter(Answer).validate_json(body)
    land, zh, en = again(service, told, body)
    Teller(land, lang).answer(told)
    line(zh if lang == "zh" else en)


def again(service: Service, told: Answer, body: bytes) -> tuple[flow.Land, str, str]:
    """The land of an answer, and whether the same question gets the same answer today.

    Raises:
        NotFound: the version is not of this plan.
    """
    land = flow.open_land(service.store, service.plan, told.version.number)
    land = flow.with_held(land, dict.fromkeys(told.replay.held, "?"))  # who held is no part of an answer
    fresh = flow.answer(land, told.brief)
    if orjson.dumps(fresh) == body:
        return land, "✓ 重算一遍, 逐字节相同。", "✓ Worked out again: every byte agrees."
    reasons = [
        (zh, en)
        for old, new, zh, en in (
            (told.replay.data_sha256, fresh.replay.data_sha256, "数据", "data"),
            (told.replay.plan_sha256, fresh.replay.plan_sha256, "规划", "plan"),
            (told.replay.code_version, fresh.replay.code_version, "程序", "program"),
        )
        if old != new
    ] or [("版本或时间", "version or time")]
    zh, en = ("、".join(pair[0] for pair in reasons), ", ".join(pair[1] for pair in reasons))
    return land, f"! 重算结果不同: {zh}已变。", f"! Worked out again it differs: {en} changed."
