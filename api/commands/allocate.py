"""``luodi allocate``: many projects on the land together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from api.commands.open import bar, open_service
from api.commands.screen import JsonOption, LangOption, document, grid, line
from api.errors import NOTHING_FITS
from api.routes.allocations import AllocationIn, ask_from
from api.wording import valid
from geo import flow
from geo import projects as room
from geo.errors import BadBrief, UnreadableFile
from geo.model import Allocation, Plan, Project

FILE = Annotated[
    Path | None, typer.Argument(metavar="[项目表]", help="CSV、TOML 或 JSON; 省略为规划自带 | a table")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(allocate)


def allocate(  # noqa: PLR0913, PLR0917 (one argument per option)
    file: FILE = None,
    lang: LangOption = "zh",
    objective: Annotated[str, typer.Option(help="score 或 investment | what counts")] = "score",
    members: Annotated[int, typer.Option(help="一处用地至多几宗 | parcels of a site")] = 3,
    shared: Annotated[float, typer.Option(help="公共边界至少, 米 | common boundary, m")] = 10.0,
    quota: Annotated[
        list[str] | None, typer.Option(help="轴=至少-至多 (亩), 如 大学路=100-400; 可重复 | axis=least-most")
    ] = None,
    phases: Annotated[
        str, typer.Option(help="together 或 in_turn | phases together or in turn")
    ] = "together",
    invest: Annotated[float | None, typer.Option(help="未写明总投资时按此计, 亿元 | assumed")] = None,
    seconds: Annotated[float, typer.Option(help="限时, 秒 | time limit")] = 60.0,
    *,
    as_json: JsonOption = False,
) -> None:
    """统筹落位: 多个项目一起落位, 一地不二许, 总值最大, 附证明或差距 (无一落位则退出码 4)。

    Many projects on the land together: each parcel once, the most total value, proven or with its gap.
    """
    asked = {
        "objective": objective, "members": members, "min_shared_m": shared, "phases": phases,
        "quotas": [_quota(text) for text in quota or []], "assumed_invest_yi": invest,
        "time_limit_s": seconds,
    }  # fmt: skip
    ask = ask_from(valid(AllocationIn, asked))
    service = open_service()
    projects = projects_of(service.plan, file)
    with bar() as progress:
        told, body = service.allocation(projects, ask, progress)
    if as_json:
        document(body)
    else:
        tell(told, zh=lang == "zh")
    if not told.placements:
        raise typer.Exit(NOTHING_FITS)


def projects_of(plan: Plan, file: Path | None) -> tuple[Project, ...]:
    """The projects of a file, the plan's own without one.

    Raises:
        BadProjects: some row has a fault.
        UnreadableFile: it is no table of projects.
    """
    if file is None or file.suffix.lower() != ".json":
        return flow.sound_projects(flow.project_table(plan, file))
    try:
        said = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as broken:
        words = (f"不能读取: {broken}。", f"cannot be read: {broken}.")
        raise UnreadableFile(file.name, *words) from broken
    rows = said.get("projects") if isinstance(said, dict) else said
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        words = ("应为项目的列表。", "should be a list of projects.")
        raise UnreadableFile(file.name, *words, '如 [{"name": "甲"}]。', 'Such as [{"name": "A"}].')
    return flow.sound_projects(room.projects(rows, plan))


def _quota(text: str) -> dict[str, Any]:
    """``大学路=100-400``: either end may be left out."""
    axis, _, bounds = text.rpartition("=")
    least, dash, most = bounds.partition("-")
    try:
        if not axis or not dash:
            raise ValueError(text)  # noqa: TRY301 (no number, like any other text)
        return {"axis": axis, "least_mu": float(least or 0), "most_mu": float(most) if most else None}
    except ValueError as wrong:
        words = ("应为 轴=至少-至多, 如 大学路=100-400。", "should be axis=least-most, e.g. A=100-400.")
        raise BadBrief("quota", text, *words) from wrong


def tell(told: Allocation, *, zh: bool) -> None:
    """A whole answer as a person reads it."""
    if told.note:
        line(told.note if zh else told.note_en, "yellow")
    heads = "项目 用地 面积 得分 价值 让步" if zh else "Project Site Area Score Value Regret"
    unit = "亩" if zh else " mu"
    grid(
        heads.split(),
        (
            (one.name, " ".join(one.parcels), f"{one.area_mu:.1f}{unit}", f"{one.score:.1f}",
             f"{one.value:.1f}", f"{one.regret:.1f}")
            for one in told.placements
        ),
        numbers=(2, 3, 4, 5),
    )  # fmt: skip
    for one in told.unplaced:
        line(f"✗ {one.name}: {one.text if zh else one.text_en}", "yellow")
        for land in one.would_place:
            line(f"    {land.text if zh else land.text_en}", "dim")
    heads = "最争抢的地块 影子价格 归 想要的项目" if zh else "Contested Price To Wanted"
    rows = ((one.parcel_id, f"{one.price:.1f}", one.taken_by, one.wanted_by) for one in told.contested[:5])
    grid(heads.split(), rows, numbers=(1, 3))
    for rival in told.rivals:
        label = rival.label if zh else rival.label_en
        placed = f"落位 {rival.placed} 个, 总值" if zh else f"{rival.placed} placed, value"
        line(f"{label}: {placed} {rival.value:,.1f}", "dim")
    for reason in told.reasons:
        line(reason.text if zh else reason.text_en, "bold" if reason.kind == "strength" else "yellow")
    line(f"{'答复编号' if zh else 'Answer'} {told.replay.answer}", "dim")
