"""``luodi match``, ``why``, ``compare`` and ``land``: questions and their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer
from rich.table import Table

from api.commands.brief import takes_brief
from api.commands.open import OUT, open_service
from api.errors import NOTHING_FITS
from api.routes.matches import document
from api.schemas import BriefIn, brief_from
from geo import crs, flow, write
from geo.explain.words import plain
from geo.model import Answer, Why

Lang = Annotated[Literal["zh", "en"], typer.Option(help="语言 | language")]
Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出 | as JSON")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(takes_brief(match))
    app.command()(takes_brief(why))
    app.command()(takes_brief(compare))
    app.command()(land)


def match(
    given: BriefIn,
    lang: Lang = "zh",
    as_json: Json = False,  # noqa: FBT002 (an option)
    geojson: Annotated[Path | None, typer.Option(help="另存为 GeoJSON | save")] = None,
    csv: Annotated[Path | None, typer.Option(help="另存为 CSV | save")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="另存为 XLSX | save")] = None,
) -> None:
    """匹配: 按需求排出地块, 每宗都有理由; 没有合适的, 给出最省的放宽办法。

    Rank the parcels for a brief, each with its reasons; when none fits, the cheapest ways out.
    """
    service = open_service()
    land = service.land()
    answer = flow.answer(land, brief_from(given, land))
    body, replay = document(answer), answer.replay
    service.store.remember(replay.answer, land.plan.id, land.version.number, replay.question, body)
    if geojson:
        geojson.write_bytes(write.geojson(answer, crs.to_lonlat(land.parcels)))
    if csv:
        csv.write_bytes(write.csv_table(answer))
    if xlsx:
        xlsx.write_bytes(write.xlsx_table(answer))
    if as_json:
        typer.echo(body.decode())
    else:
        _show(answer, is_english=lang == "en")
    if not answer.suggestions:
        raise typer.Exit(NOTHING_FITS)


def why(
    given: BriefIn,
    parcel: Annotated[str, typer.Argument(help="地块编号 | parcel id")],
    lang: Lang = "zh",
    as_json: Json = False,  # noqa: FBT002 (an option)
) -> None:
    """为什么, 或为什么不是这块地: 每条硬约束、每项得分。

    Why, or why not, this parcel: every limit and every part.
    """
    land = open_service().land()
    told = flow.why(land, brief_from(given, land), parcel)
    if as_json:
        typer.echo(orjson.dumps(told).decode())
    else:
        _explain(told, is_english=lang == "en")


def compare(
    given: BriefIn,
    parcels: Annotated[list[str], typer.Argument(help="两个或更多地块编号 | two parcels or more")],
    lang: Lang = "zh",
    as_json: Json = False,  # noqa: FBT002 (an option)
) -> None:
    """比较几宗地: 得分差在哪一项。

    Compare parcels: which wish makes the difference.
    """
    land = open_service().land()
    told = flow.compare(land, brief_from(given, land), parcels)
    if as_json:
        typer.echo(orjson.dumps(told).decode())
        return
    table = Table("偏好" if lang == "zh" else "Wish", *(one.parcel_id for one in told))
    for rows in zip(*(one.parts for one in told), strict=True):
        label = rows[0].label if lang == "zh" else rows[0].label_en
        table.add_row(label, *(f"{part.points:.1f}" for part in rows))
    table.add_row("合计" if lang == "zh" else "Total", *(f"{one.score:.1f}" for one in told))
    passed = {True: "符合", False: "不符合"} if lang == "zh" else {True: "eligible", False: "excluded"}
    table.add_row("", *(passed[one.eligible] for one in told))
    OUT.print(table)


def land(
    by: Annotated[
        Literal["axis", "zone", "park", "use", "status"], typer.Option(help="分组 | group")
    ] = "use",
    as_json: Json = False,  # noqa: FBT002 (an option)
) -> None:
    """台账: 按发展轴、三区、园区、用途或状态汇总亩数。

    The ledger of the land by axis, zone, park, use or status.
    """
    it = open_service().land()
    rows = flow.land_by(it, by)
    if as_json:
        typer.echo(orjson.dumps(rows).decode())
        return
    table = Table(by, "宗", "亩", "㎡", "已预留 亩")
    for row in rows:
        name = it.codes.name(row.key) if by == "use" else row.key or "—"
        table.add_row(
            name, str(row.parcels), f"{row.area_mu:,.1f}", f"{row.area_m2:,.0f}", f"{row.held_mu:,.1f}"
        )
    total = sum(row.area_mu for row in rows)
    table.add_row("合计", str(sum(row.parcels for row in rows)), f"{total:,.1f}", "", "")
    OUT.print(table)


def _show(answer: Answer, *, is_english: bool) -> None:
    counts = answer.counts
    note = answer.note_en if is_english else answer.note
    if note:
        OUT.print(note, style="yellow", markup=False)
    for reason in answer.reasons:
        OUT.print(f"! {reason.text_en if is_english else reason.text}", markup=False)
    heads = (
        ("#", "Parcel", "mu", "Land use", "Score", "Reasons")
        if is_english
        else ("#", "地块", "亩", "用途", "得分", "理由")
    )
    table = Table(*heads)
    for one in answer.suggestions:
        said = [r.text_en if is_english else r.text for r in one.reasons if r.about != "basis"]
        use = one.use_name_en if is_english else one.use_name
        table.add_row(
            str(one.rank), one.parcel_id, f"{one.area_mu:,.1f}", use, f"{one.score:.1f}", "\n".join(said[:4])
        )
    if answer.suggestions:
        OUT.print(table)
    OUT.print(f"{'eligible' if is_english else '符合'} {counts.eligible} / {counts.considered}")
    for limit in answer.limits:
        if counts.excluded_by[limit.limit]:
            text = limit.text_en if is_english else limit.text
            words = ("excludes", "alone") if is_english else ("排除", "仅此一项")
            excluded, only = counts.excluded_by[limit.limit], counts.only[limit.limit]
            OUT.print(f"  {text}: {words[0]} {excluded}, {words[1]} {only}", markup=False)
    for miss in answer.near_misses[:5]:
        change = miss.failed.change_en if is_english else miss.failed.change
        head = "near miss" if is_english else "只差一条"
        OUT.print(f"{head}: {miss.parcel_id} {miss.area_mu:,.1f}亩 — {change}", markup=False)
    for way in answer.relaxations:
        OUT.print(
            f"{'way out' if is_english else '放宽'}: {way.text_en if is_english else way.text}", markup=False
        )
    OUT.print(f"{'answer' if is_english else '答复编号'} {answer.replay.answer}")


def _explain(told: Why, *, is_english: bool) -> None:
    verdict = f"#{told.rank}" if told.eligible else ("excluded" if is_english else "不符合")
    OUT.print(
        f"{told.parcel_id}  {told.area_mu:,.1f}亩  {told.use_name}  {verdict}  {told.score:.1f}", markup=False
    )
    limits = Table("", "Limit" if is_english else "硬约束", "", "", "")
    for one in told.limits:
        label, change = (one.label_en, one.change_en) if is_english else (one.label, one.change)
        value, needed = (plain(it, one.unit)[is_english] for it in (one.value, one.threshold))
        limits.add_row("✓" if one.passed else "✗", label, value, needed, change)
    OUT.print(limits)
    parts = Table("Wish" if is_english else "偏好", "", "")
    for part in told.parts:
        label = part.label_en if is_english else part.label
        value = plain(part.value, part.unit)[is_english]
        parts.add_row(label, value, f"{part.points:.1f} / {100 * part.weight:.1f}")
    OUT.print(parts)
