"""DXF: closed polylines become land, the text written inside becomes theirs. Runs in the worker."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

# the layer of a hole is that of its parcel with this ending, as our own drawings have it
HOLE = "_HOLE"
_POINT, _LINE, _POLYGON = 0, 1, 3
_CORNERS = 4
Shapes = NDArray[np.object_]


def land(table: pa.Table, geometry: str) -> tuple[pa.Table, list[str]]:
    """The drawing's land with its texts, and remarks on what was not land.

    A closed polyline or hatch is land; a text goes to the smallest land around it that has none; lines
    that are not closed stay as they are, for the check to report.
    """
    raw = np.empty(len(table), dtype=object)
    raw[:] = table.column(geometry).to_pylist()
    shapes = shapely.force_2d(shapely.from_wkb(raw, on_invalid="ignore"))
    layers = _column(table, "Layer")
    texts = _column(table, "Text")
    shapes = _closed(shapes)
    said = (shapely.get_type_id(shapes) == _POINT) & (texts != "")
    holes = np.char.endswith(layers, HOLE) & (shapely.get_type_id(shapes) == _POLYGON)
    shapes = _pierced(shapes, layers, holes)
    given, unused = _given(shapes, texts, said, ~said & ~holes)
    kept = np.flatnonzero(~said & ~holes)
    if not len(kept):
        return table, []
    table = table.take(pa.array(kept))
    for name, values in ((geometry, shapely.to_wkb(shapes[kept])), ("Text", given[kept])):
        if name in table.column_names:
            kind = table.schema.field(name).type
            table = table.set_column(
                table.column_names.index(name), name, pa.array([one or None for one in values], kind)
            )
    return table, _remarks(int(said.sum()), unused, int(holes.sum()))


def _column(table: pa.Table, name: str) -> NDArray[np.str_]:
    cells = table.column(name).to_pylist() if name in table.column_names else [""] * len(table)
    return np.array([cell or "" for cell in cells], dtype=str)


def _closed(shapes: Shapes) -> Shapes:
    lines = np.flatnonzero(shapely.get_type_id(shapes) == _LINE)
    rings = lines[shapely.is_closed(shapes[lines]) & (shapely.get_num_coordinates(shapes[lines]) >= _CORNERS)]
    shapes[rings] = [shapely.Polygon(shapely.get_coordinates(line)) for line in shapes[rings]]
    return shapes


def _pierced(shapes: Shapes, layers: NDArray[np.str_], holes: NDArray[np.bool_]) -> Shapes:
    """With the holes cut out of the land of the same layer around them."""
    area = shapely.area(shapes)
    for hole in np.flatnonzero(holes):
        own = np.flatnonzero((layers == layers[hole].removesuffix(HOLE)) & ~holes)
        around = [int(at) for at in own if _surrounds(shapes[at], shapes[hole])]
        if around:
            outer = min(around, key=lambda at: float(area[at]))
            inner = [*shapes[outer].interiors, shapes[hole].exterior]
            shapes[outer] = shapely.Polygon(shapes[outer].exterior, inner)
    return shapes


def _surrounds(outer: shapely.Geometry | None, inner: shapely.Geometry) -> bool:
    return isinstance(outer, shapely.Polygon) and bool(shapely.Polygon(outer.exterior).covers(inner))


def _given(
    shapes: Shapes, texts: NDArray[np.str_], said: NDArray[np.bool_], land: NDArray[np.bool_]
) -> tuple[NDArray[np.object_], int]:
    """The text of every piece of land, and how many texts belong to none."""
    given = texts.astype(object)
    places = np.flatnonzero(land & np.isin(shapely.get_type_id(shapes), (_POLYGON, 6)))
    words = np.flatnonzero(said)
    area = shapely.area(shapes)
    _word, place = shapely.STRtree(shapes[places]).query(shapes[words], predicate="within")
    unused = len(words)
    taken: set[int] = set()
    for at in np.lexsort((area[places[place]], _word)):
        word, land_at = int(words[_word[at]]), int(places[place[at]])
        if word not in taken and not given[land_at]:
            given[land_at] = texts[word]
            taken.add(word)
            unused -= 1
    return given, unused


def _remarks(texts: int, unused: int, holes: int) -> list[str]:
    """What became of entities that are no land of their own."""
    told: list[Any] = []
    if texts - unused:
        told.append(f"{texts - unused} 段文字写入所在地块的 Text 字段 | texts given to the land around them")
    if unused:
        told.append(f"{unused} 段文字不属于任何地块, 未读 | texts that belong to no land were left out")
    if holes:
        told.append(f"{holes} 个 {HOLE} 图层的圈作为洞 | rings of {HOLE} layers taken for holes")
    return told
