"""``luodi assemble``: adjoining parcels that together answer a brief."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from api.commands.brief import takes_brief
from api.commands.open import bar, open_service
from api.commands.screen import JsonOption, LangOption, document, grid, line, save
from api.errors import NOTHING_FITS
from api.routes.assemblies import AssemblyIn, ask_from
from api.schemas import BriefIn
from api.wording import valid
from geo.errors import BadBrief
from geo.explain.words import number
from geo.model import Assemblies, Assembly

MOST_REASONS = 4


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(takes_brief(assemble))


def assemble(  # noqa: PLR0913, PLR0917 (one argument per option)
    given: BriefIn,
    lang: LangOption = "zh",
    members: Annotated[str, typer.Option(help="宗数, 如 2-4 | how many parcels")] = "1-4",
    overlap: Annotated[float, typer.Option(help="两答案可共有的面积份额 | share in common")] = 0.5,
    shared: Annotated[float, typer.Option(help="公共边界至少, 米 | common boundary, m")] = 10.0,
    tolerate: Annotated[int, typer.Option(help="可有几个成员不符非刚性约束 | members that may fail")] = 0,
    shape: Annotated[float, typer.Option(help="形状紧凑占总分 | share for a compact outline")] = 0.1,
    holders: Annotated[float, typer.Option(help="权利人少占总分 | share for few holders")] = 0.1,
    effort: Annotated[int, typer.Option(help="最多看多少组 | sets to look at")] = 5_000_000,
    geojson: Annotated[Path | None, typer.Option(help="另存轮廓为 GeoJSON | save the outlines")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """连片组合: 相邻地块合成一片, 面积落在窗口内; 每个答案彼此不同, 附证明或差距 (没有则退出码 4)。

    Adjoining parcels that together answer a brief, each answer different, proven or with its gap.
    """
    least, _, most = members.partition("-")
    asked = {
        "least": least, "most": most or least, "k": min(given.k, 100), "overlap": overlap,
        "min_shared_m": shared, "tolerate": tolerate, "shape_weight": shape,
        "holders_weight": holders, "effort": effort,
    }  # fmt: skip
    ask = ask_from(valid(AssemblyIn, asked))
    if ask.least > ask.most:
        raise BadBrief("members", members, "须由少到多, 如 2-4。", "must run from few to many, e.g. 2-4.")
    service = open_service()
    with bar() as progress:
        told, body = service.assemblies(given, ask, progress)
    if geojson:
        save(geojson, outlines(told))
    if as_json:
        document(body)
    else:
        tell(told, zh=lang == "zh")
    if not told.assemblies:
        raise typer.Exit(NOTHING_FITS)


def outlines(told: Assemblies) -> bytes:
    """The assemblies as GeoJSON, with the notice when something is illustrative."""
    features = [
        {
            "type": "Feature",
            "id": one.rank,
            "geometry": orjson.Fragment(one.outline),
            "properties": {
                "rank": one.rank, "members": list(one.members), "area_mu": round(one.area_mu, 2),
                "score": round(one.score, 2), "basis": one.basis,
            },
        }
        for one in told.assemblies
    ]  # fmt: skip
    return orjson.dumps({"type": "FeatureCollection", "note": told.note, "features": features})


def tell(told: Assemblies, *, zh: bool) -> None:
    """A whole answer as a person reads it."""
    if told.note:
        line(told.note if zh else told.note_en, "yellow")
    lead = (
        f"候选 {told.candidates} 宗, 连成 {told.components} 片 (最大一片 {told.largest} 宗); "
        f"看过 {told.explored:,} 组, {'已证明最优' if told.proven else f'未证明, 差距 {told.gap:.2f} 分'}"
        if zh
        else f"{told.candidates} candidates in {told.components} pieces (largest {told.largest}); "
        f"{told.explored:,} sets looked at, {'proven' if told.proven else f'gap {told.gap:.2f} points'}"
    )
    line(lead)
    heads = (
        "名次 宗数 成员 合计面积 得分 权利人 理由" if zh else "No. Parcels Members Area Score Holders Reasons"
    )
    grid(heads.split(), (_row(one, zh=zh) for one in told.assemblies), numbers=(0, 1, 3, 4))
    for reason in told.reasons:
        line(reason.text if zh else reason.text_en, "bold")
    line(f"{'答复编号' if zh else 'Answer'} {told.replay.answer}", "dim")


def _row(one: Assembly, *, zh: bool) -> tuple[object, ...]:
    reasons = [reason.text if zh else reason.text_en for reason in one.reasons[:MOST_REASONS]]
    holders = ("不详" if zh else "unknown") if one.holders is None else one.holders
    area = f"{number(one.area_mu, '亩')} ({one.area_m2:,.0f} ㎡)" if zh else f"{one.area_mu:.1f} mu"
    return (
        one.rank,
        len(one.members),
        " ".join(one.members),
        area,
        f"{one.score:.1f}",
        holders,
        "; ".join(reasons),
    )
