"""What reading has to say: encodings recognised, CRS overruled, shapes not readable; fields renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd

from geo import crs as coordinates
from geo.errors import MissingColumns
from geo.model import Finding, Provenance
from geo.read.how import How
from geo.read.intake import Staged


def of_reading(
    staged: Staged, meta: Mapping[str, Any], how: How, provenance: Provenance
) -> tuple[Finding, ...]:
    """Everything about the file that was not plain, as findings."""
    said = [_lost(int(row), str(why)) for row, why in meta["lost"]]
    if staged.guessed:
        said.append(
            Finding(
                "encoding_recognised",
                "info",
                0,
                "",
                staged.encoding,
                f"文件没有注明编码, 按内容识别为 {staged.encoding}。",
                f"The file does not state its encoding; its bytes are {staged.encoding}.",
                "若文字是乱码, 请用 --encoding 写明。",
                "If the text is garbled, state --encoding.",
            )
        )
    if meta.get("built"):
        said.append(_built(*meta["built"]))
    if how.transform:
        said.append(_transformed(provenance.crs, how.transform))
    found = meta["crs"]
    if how.crs and found and not coordinates.is_placeholder(found):
        theirs = coordinates.label(found)
        if theirs != provenance.crs:
            said.append(
                Finding(
                    "crs_overruled",
                    "warning",
                    0,
                    "",
                    theirs,
                    f"文件注明 {theirs}, 按您写明的 {provenance.crs} 读取。",
                    f"The file says {theirs}; it was read as {provenance.crs}, as you stated.",
                    "请确认哪一个是对的。",
                    "Make sure which one is right.",
                )
            )
    said += [_note(str(note)) for note in meta["notes"]]
    return tuple(said)


def renamed(frame: gpd.GeoDataFrame, fields: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Columns under our names as ``fields`` (ours -> theirs) says; a column in the way keeps an underscore.

    Raises:
        MissingColumns: the file has no column of the name given.
    """
    absent = [theirs for theirs in fields.values() if theirs not in frame.columns]
    if absent:
        raise MissingColumns(absent, [name for name in frame.columns if name != "geometry"])
    moved = {theirs: ours for ours, theirs in fields.items() if ours != theirs}
    in_the_way = {ours: f"{ours}_" for ours in moved.values() if ours in frame.columns and ours not in moved}
    return frame.rename(columns=in_the_way | moved)


def _built(points: int, parcels: int) -> Finding:
    return Finding(
        "corners_joined",
        "info",
        0,
        "",
        str(points),
        f"{points} 个界址点按编号与行序连成 {parcels} 个地块; 以下行号为地块的次序。",
        f"{points} boundary points were joined by id, in their order, to {parcels} parcels; "
        "rows below count parcels.",
        "请核对界址点的顺序。",
        "Check the order of the points.",
    )


def _transformed(crs: str, parameters: Sequence[float]) -> Finding:
    told = ", ".join(f"{value:.12g}" for value in parameters)
    return Finding(
        "datum_transformed",
        "info",
        0,
        "",
        told,
        f"{crs} 按您给的 {len(parameters)} 参数 ({told}) 换算到 CGCS2000。",
        f"{crs} was transformed to CGCS2000 by the {len(parameters)} parameters you gave ({told}).",
        "请以已知控制点核对。",
        "Check it against known control points.",
    )


def _lost(row: int, why: str) -> Finding:
    return Finding(
        "shape_unreadable",
        "error",
        row + 1,
        "",
        why,
        f"第 {row + 1} 行的几何 ({why}) 不能读取。",
        f"The shape of row {row + 1} ({why}) cannot be read.",
        "请转换为普通的面 (Polygon/MultiPolygon)。",
        "Convert it to a plain Polygon or MultiPolygon.",
    )


def _note(note: str) -> Finding:
    return Finding(
        "reader_note",
        "info",
        0,
        "",
        note,
        f"读取时的提示: {note}",
        f"The reader noted: {note}",
        "",
        "",
    )
