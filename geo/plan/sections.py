"""One section of a plan's TOML -> one value of the model, each refused with where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

from geo.errors import BadPlan
from geo.model import (
    Area,
    Axis,
    Barrier,
    Basis,
    Checks,
    Constraint,
    Curve,
    CutRules,
    Industry,
    KeepAway,
    Layer,
    Measure,
    Theme,
    Wish,
)

Table = Mapping[str, Any]


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file, or ``BadPlan`` with the place of its fault."""
    if not path.is_file():
        raise BadPlan(
            str(path),
            "文件不存在。",
            "the file is missing.",
            "规划文件夹须有此文件。",
            "A plan folder needs it.",
        )
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise BadPlan(str(path), f"不是有效的 TOML: {broken}", f"not valid TOML: {broken}") from broken


def need(table: Table, key: str, where: str) -> Any:
    """A key's value, or ``BadPlan`` naming the section that lacks it."""
    if key not in table:
        raise BadPlan(where, f"缺少 {key}。", f"{key} is missing.", f"请补上 {key} = …", f"Add {key} = …")
    return table[key]


def layer(row: Table, folder: Path, crs: str) -> Layer:
    """A ``[[layers]]`` row with its file read, repaired and projected."""
    where = f"plan.toml [[layers]] {row.get('name', '?')}"
    path = folder / need(row, "file", where)
    if not path.is_file():
        raise BadPlan(
            where,
            f"找不到文件 {path}。",
            f"{path} is missing.",
            "请放入该文件或改正路径。",
            "Put it there or mend the path.",
        )
    basis = need(row, "basis", where)
    if basis not in set(Basis):
        known = ", ".join(Basis)
        raise BadPlan(
            where,
            f"basis = {basis} 无效。",
            f"basis = {basis} is unknown.",
            f"可用: {known}",
            f"Use one of {known}.",
        )
    frame = gpd.read_file(path, layer=row["layer"]) if row.get("layer") else gpd.read_file(path)
    if frame.crs is None:
        raise BadPlan(
            where,
            f"{path} 没有坐标系。",
            f"{path} has no CRS.",
            "请写明坐标系。",
            "State its CRS in the file.",
        )
    frame = frame.to_crs(crs)
    frame = frame.set_geometry(shapely.make_valid(shapely.force_2d(frame.geometry.values)))
    return Layer(
        name=row["name"],
        role=need(row, "role", where),
        title=row.get("title", row["name"]),
        title_en=row.get("title_en", row["name"]),
        basis=Basis(basis),
        source=row.get("source", ""),
        as_of=str(row.get("as_of", "")),
        frame=frame[~(frame.geometry.isna() | frame.geometry.is_empty)].reset_index(drop=True),
        accuracy_m=row.get("accuracy_m"),
    )


def boundary(layers: Mapping[str, Layer]) -> Polygon | MultiPolygon:
    """The district's outline."""
    shape = shapely.union_all(_by_role(layers, "boundary").frame.geometry.values)
    if not isinstance(shape, Polygon | MultiPolygon):
        raise BadPlan("boundary", "边界图层不是面。", "the boundary layer holds no polygon.")
    return shape


def axis(row: Table, layers: Mapping[str, Layer]) -> Axis:
    """An ``[[axes]]`` row with its line, from its first vertex on."""
    where = f"plan.toml [[axes]] {row.get('id', '?')}"
    line = _shape(layers, "axes", need(row, "id", where))
    merged = line if isinstance(line, LineString) else shapely.line_merge(line)
    if not isinstance(merged, LineString):
        raise BadPlan(where, "发展轴须是一条连续的线。", "an axis must be one continuous line.")
    # union and merge may turn a line round: keep the direction of the first vertex in the file
    first = shapely.get_coordinates(_first(layers, "axes", row["id"]))[0]
    if shapely.Point(merged.coords[0]).distance(shapely.Point(first)) > merged.length * 1e-6:
        merged = shapely.reverse(merged)
    themes = tuple(
        Theme(
            year=int(t["year"]),
            name=t["name"],
            name_en=t.get("name_en", t["name"]),
            industries=tuple(t.get("industries", ())),
            source=t.get("source", ""),
            quote=t.get("quote", ""),
        )
        for t in row.get("themes", [])
    )
    return Axis(
        id=row["id"],
        name=need(row, "name", where),
        name_en=row.get("name_en", row["name"]),
        half_width_m=float(need(row, "half_width_m", where)),
        half_width_basis=Basis(row.get("half_width_basis", "assumed")),
        themes=themes,
        line=merged,
        source=row.get("source", ""),
        basis=Basis(row.get("basis", "digitised")),
    )


def area(row: Table, layers: Mapping[str, Layer], role: str) -> Area:
    """A ``[[zones]]`` or ``[[parks]]`` row with its shape."""
    where = f"plan.toml [[{role}]] {row.get('id', '?')}"
    shape = _shape(layers, role, need(row, "id", where))
    if not isinstance(shape, Polygon | MultiPolygon):
        raise BadPlan(where, "须是面。", "must be a polygon.")
    return Area(
        id=row["id"],
        name=need(row, "name", where),
        name_en=row.get("name_en", row["name"]),
        aliases=tuple(row.get("aliases", ())),
        basis=Basis(row.get("basis", "assumed")),
        source=row.get("source", ""),
        shape=shape,
    )


def constraint(row: Table) -> Constraint:
    """A ``[[constraints]]`` row."""
    where = f"plan.toml [[constraints]] {row.get('id', '?')}"
    if need(row, "rule", where) not in {"avoid", "inside"}:
        raise BadPlan(
            where,
            f"rule = {row['rule']} 无效。",
            f"rule = {row['rule']} is unknown.",
            "可用: avoid, inside",
            "Use avoid or inside.",
        )
    return Constraint(
        id=need(row, "id", where),
        name=need(row, "name", where),
        name_en=row.get("name_en", row["name"]),
        layer=need(row, "layer", where),
        rule=row["rule"],
        tolerance_m2=float(row.get("tolerance_m2", 1.0)),
        clause=row.get("clause", ""),
        clause_en=row.get("clause_en", row.get("clause", "")),
    )


def measure(row: Table) -> Measure:
    """A ``[[measures]]`` row."""
    where = f"criteria.toml [[measures]] {row.get('id', '?')}"
    at = row.get("where", {})
    return Measure(
        id=need(row, "id", where),
        kind=need(row, "kind", where),
        label=need(row, "label", where),
        label_en=row.get("label_en", row["label"]),
        unit=row.get("unit", ""),
        layer=row.get("layer", ""),
        where_column=at.get("column", ""),
        where_values=tuple(map(str, at.get("values", ()))),
        radius_m=float(row.get("radius_m", 0)),
    )


def curve_from(row: Table, where: str) -> Curve:
    """A curve from ``{points = [[value, satisfaction], …]}`` or ``{categories = {…}, otherwise = …}``.

    Raises:
        BadPlan: values do not increase or a satisfaction lies outside [0, 1].
    """
    points = tuple((float(x), float(y)) for x, y in row.get("points", ()))
    levels = [y for _, y in points] + [float(y) for y in row.get("categories", {}).values()]
    rising = all(a[0] < b[0] for a, b in pairwise(points))
    if not (points or row.get("categories")) or not rising or not all(0 <= y <= 1 for y in levels):
        raise BadPlan(
            where,
            f"曲线 {dict(row)} 无效。",
            f"curve {dict(row)} is invalid.",
            "数值须递增, 满意度须在 0 到 1 之间。",
            "Values must increase and satisfactions lie in [0, 1].",
        )
    return Curve(
        points,
        {str(k): float(v) for k, v in row.get("categories", {}).items()},
        float(row.get("otherwise", 0.0)),
    )


def wish(row: Table) -> Wish:
    """A ``[[wishes]]`` row."""
    where = f"criteria.toml [[wishes]] {row.get('id', '?')}"
    return Wish(
        id=need(row, "id", where),
        label=need(row, "label", where),
        label_en=row.get("label_en", row["label"]),
        measure=need(row, "measure", where),
        unit=row.get("unit", ""),
        curve=curve_from(need(row, "curve", where), where),
        missing=float(row.get("missing", 0.5)),
    )


def industry(row: Table) -> Industry:
    """An ``[[industries]]`` row."""
    where = f"industries.toml [[industries]] {row.get('id', '?')}"
    return Industry(
        id=need(row, "id", where),
        name=need(row, "name", where),
        name_en=row.get("name_en", row["name"]),
        aliases=tuple(row.get("aliases", ())),
        gbt4754=tuple(row.get("gbt4754", ())),
        chain=row.get("chain", ""),
        use_codes=tuple(need(row, "use_codes", where)),
        hazard=int(row.get("hazard", 0)),
        axes={str(k): float(v) for k, v in row.get("axes", {}).items()},
        weights={str(k): float(v) for k, v in need(row, "weights", where).items()},
        curves={str(k): curve_from(v, where) for k, v in row.get("curves", {}).items()},
        limits={str(k): float(v) for k, v in row.get("limits", {}).items()},
        basis=Basis(row.get("basis", "assumed")),
        source=row.get("source", ""),
    )


def keep_away(row: Table) -> KeepAway:
    """A ``[[keep_away]]`` row."""
    where = "criteria.toml [[keep_away]]"
    return KeepAway(
        hazard=int(need(row, "hazard", where)),
        measure=need(row, "measure", where),
        min_m=float(need(row, "min_m", where)),
        clause=row.get("clause", ""),
        clause_en=row.get("clause_en", row.get("clause", "")),
    )


def barrier(row: Table) -> Barrier:
    """A ``[[barriers]]`` row: what keeps neighbours apart when land is assembled."""
    where = "plan.toml [[barriers]]"
    if row.get("column") and not row.get("values"):
        raise BadPlan(where, "有 column 须有 values。", "a column needs values.")
    values = tuple(map(str, row.get("values", ())))
    return Barrier(need(row, "layer", where), str(row.get("column", "")), values)


def cut_rules(row: Table) -> CutRules:
    """The ``[cut]`` section: when land that is left can still be used."""
    where = "plan.toml [cut]"
    known = {field.name for field in fields(CutRules)}
    for name, value in row.items():
        if name not in {*known, "roads"}:
            raise BadPlan(where, f"没有 {name} 这一项。", f"{name} is unknown.")
        if name != "roads" and (not isinstance(value, int | float) or value < 0):
            raise BadPlan(where, f"{name} = {value} 须为非负数。", f"{name} = {value} must not be negative.")
    return CutRules(**{name: float(value) for name, value in row.items() if name != "roads"})


def checks(row: Table) -> Checks:
    """The ``[checks]`` section: tolerances of the import."""
    where = "plan.toml [checks]"
    known = [field.name for field in fields(Checks)]
    for name, value in row.items():
        is_choice = name == "duplicate_ids"
        fits = value in {"reject", "merge"} if is_choice else isinstance(value, int | float)
        if name not in known or not fits:
            names = ", ".join(known)
            raise BadPlan(
                where, f"{name} = {value} 无效。", f"{name} = {value} is invalid.", f"可用: {names}"
            )
    return Checks(**row)


def local_codes(folder: Path, system: str) -> pd.DataFrame | None:
    """The district's own code table, where the plan uses one."""
    path = folder / "codes.csv"
    if system != "local":
        return None
    if not path.is_file():
        raise BadPlan(
            "codes.csv", "code_system = local 须附 codes.csv。", "code_system = local needs a codes.csv."
        )
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def _by_role(layers: Mapping[str, Layer], role: str) -> Layer:
    found = [layer for layer in layers.values() if layer.role == role]
    if len(found) != 1:
        where = "plan.toml [[layers]]"
        raise BadPlan(
            where,
            f"须恰有一个 role = {role} 的图层。",
            f"needs exactly one layer of role {role}.",
        )
    return found[0]


def _shape(layers: Mapping[str, Layer], role: str, id_: str) -> shapely.Geometry:
    frame = _by_role(layers, role).frame
    rows = frame[frame["id"].astype(str) == id_] if "id" in frame.columns else frame.iloc[:0]
    if rows.empty:
        where = f"[[{role}]] {id_}"
        raise BadPlan(
            where,
            f"{role} 图层里没有 id = {id_} 的要素。",
            f"layer {role} has no feature with id {id_}.",
        )
    return shapely.union_all(rows.geometry.values)


def _first(layers: Mapping[str, Layer], role: str, id_: str) -> shapely.Geometry:
    frame = _by_role(layers, role).frame
    return frame[frame["id"].astype(str) == id_].geometry.iloc[0]
