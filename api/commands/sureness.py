"""``luodi robust``, ``prices`` and ``twins``: how sure an answer is, what limits cost, who is like whom."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from api.commands.brief import takes_brief
from api.commands.open import bar, open_service
from api.commands.screen import JsonOption, LangOption, document, grid, json, line
from api.errors import NOTHING_FITS
from api.routes.sureness import RobustnessIn, asked_from
from api.schemas import BriefIn, brief_from
from api.wording import valid
from geo import flow
from geo.errors import BadBrief
from geo.model import Robustness

Words = list[str] | None
FILE = Annotated[Path | None, typer.Option(help="部门权重 TOML: [部门] 偏好 = 权重 | departments' weights")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(takes_brief(robust))
    app.command()(takes_brief(prices))
    app.command()(takes_brief(twins))


def robust(
    given: BriefIn,
    lang: LangOption = "zh",
    vectors: Annotated[int, typer.Option(help="抽多少组权重 | how many weight vectors")] = 10_000,
    certainty: Annotated[float, typer.Option(help="对权重的把握 | certainty of the weights")] = 50.0,
    ranges: Annotated[Words, typer.Option("--range", help="偏好=最小:最大, 可重复 | wish=least:most")] = None,
    departments: FILE = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """稳健性: 权重拿不准时, 谁居首的概率多大, 怎样才会翻盘, 各部门看法是否一致。

    How sure the ranking is: the probability of each rank, what would unseat the first, and how far the
    departments agree.
    """
    asked = {"vectors": vectors, "certainty": certainty, "ranges": dict(map(_range, ranges or []))}
    if departments:
        asked["departments"] = _departments(departments)
    ask = asked_from(valid(RobustnessIn, asked))
    service = open_service()
    with bar() as progress:
        told, body = service.robustness(given, ask, progress)
    if as_json:
        document(body)
    else:
        tell(told, zh=lang == "zh")
    if not told.parcels:
        raise typer.Exit(NOTHING_FITS)


def prices(
    given: BriefIn,
    lang: LangOption = "zh",
    wanted: Annotated[list[int] | None, typer.Option(help="再要几宗, 可重复 | how many more")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """约束代价: 每条 (每两条) 硬约束放宽多少, 可多得第 1、第 5、第 20 宗。

    What each limit, and each pair of limits, costs: the least loosening that admits more parcels.
    """
    land = open_service().land()
    told = flow.prices(land, brief_from(given, land), sorted(set(wanted or (1, 5, 20))))
    if as_json:
        json(told)
        return
    heads = "再要 增加 面积 放宽" if lang == "zh" else "Wanted More Area Loosening"
    unit = "亩" if lang == "zh" else " mu"
    rows = [
        (one.wanted, one.admits, f"{one.area_mu:.1f}{unit}", one.text if lang == "zh" else one.text_en)
        for one in told
    ]
    grid(heads.split(), rows, numbers=(0, 1, 2))
    if not told:
        line("没有可放宽的硬约束能多得地块 | no limit that may be loosened admits more", "bold")


def twins(
    given: BriefIn,
    parcel: Annotated[str, typer.Argument(help="地块编号 | parcel id")],
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """孪生地块: 像这块地的还有哪些, 差在哪一项。

    The parcels most like one under a brief, and in which wish they differ.
    """
    land = open_service().land()
    told = flow.twins(land, brief_from(given, land), parcel)
    if as_json:
        json(told)
        return
    zh = lang == "zh"
    heads = "地块 距离 得分 面积 是否符合 差在" if zh else "Parcel Distance Score Area Eligible Differs"
    rows = []
    for one in told:
        parts = sorted((part for part in one.parts if round(part.points, 1)), key=lambda part: -part.points)
        said = ", ".join(f"{part.label if zh else part.label_en} {part.points:.1f}" for part in parts[:4])
        fits = ("符合" if one.eligible else "不符合") if zh else ("yes" if one.eligible else "no")
        rows.append(
            (one.parcel_id, f"{one.distance:.1f}", f"{one.score:.1f}", f"{one.area_mu:.1f}", fits, said)
        )
    grid(heads.split(), rows, numbers=(1, 2, 3))


def _range(text: str) -> tuple[str, tuple[float, float]]:
    """``metro=0.1:0.3``."""
    wish, _, bounds = text.partition("=")
    low, _, high = bounds.partition(":")
    try:
        return wish, (float(low), float(high))
    except ValueError as wrong:
        raise BadBrief("range", text, "应为 偏好=最小:最大。", "should be wish=least:most.") from wrong


def _departments(file: Path) -> dict[str, dict[str, float]]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadBrief("departments", file, f"读不了: {wrong}", f"cannot be read: {wrong}") from wrong


def tell(told: Robustness, *, zh: bool) -> None:
    """A whole answer as a person reads it."""
    for reason in told.reasons:
        line(reason.text if zh else reason.text_en, "bold" if reason.kind != "caveat" else "yellow")
    heads = f"地块 得分 居首 前{told.brief.k}" if zh else f"Parcel Score First Top{told.brief.k}"
    rows = [(one.parcel_id, f"{one.score:.1f}", f"{one.first:.1%}", f"{one.top:.1%}") for one in told.parcels]
    grid(heads.split(), rows, numbers=(1, 2, 3))
    heads = "偏好 权重 可减到 可增到 减过则 增过则" if zh else "Wish Weight Down-to Up-to Below Above"
    kept = [
        (one.label if zh else one.label_en, f"{one.weight:.1%}", f"{one.low:.1%}", f"{one.high:.1%}",
         one.below or "—", one.above or "—")
        for one in told.intervals
    ]  # fmt: skip
    grid(
        heads.split(),
        kept,
        numbers=(1, 2, 3),
        title="第一名不变的权重区间" if zh else "Weights that keep the first",
    )
    if told.unseat:
        line(told.unseat.text if zh else told.unseat.text_en)
    if told.concordance is not None:
        names = "、".join(told.accepted) or ("无" if zh else "none")
        said = f"部门一致性 W = {told.concordance:.2f}; 各部门都接受: {names}"
        line(said if zh else f"Agreement W = {told.concordance:.2f}; accepted by all: {names}")
