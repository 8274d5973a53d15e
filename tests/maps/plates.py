"""A small district for plates: six blocks of land along one axis near 113.6° E, and an answer about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, box

from geo.model import (
    Answer,
    Area,
    Axis,
    Basis,
    Brief,
    Checks,
    Counts,
    Industry,
    Layer,
    LimitResult,
    LimitText,
    NearMiss,
    Part,
    Plan,
    Reason,
    Relaxation,
    Replay,
    Suggestion,
    Theme,
    Version,
)

CRS = "EPSG:4547"
EAST, NORTH = 464_000.0, 3_840_000.0
# The squares of 200 m, by their lower left corner [m from EAST, NORTH].
SPOTS = ((0, 0), (300, 0), (600, 0), (0, 3000), (300, 3000), (4000, 4000))
# Scores of the first three; the fourth fails the first limit, the fifth the second, the sixth scores least.
SCORES = (91, 74, 42, 101, 102, 12)


def plan(*, basis: Basis = Basis.DIGITISED, note: str = "", **changes: object) -> Plan:
    """A district of 6 km with an axis, a park, a road and a station."""
    district = box(EAST - 1000, NORTH - 1000, EAST + 5000, NORTH + 5000)
    line = LineString([(EAST + 250, NORTH + 4900), (EAST + 250, NORTH - 900)])
    base = Plan(
        id="test",
        name="试验区",
        name_en="Test district",
        edition="2024-05",
        as_of=date(2024, 5, 31),
        crs=CRS,
        code_system="landuse_sea",
        code_edition="2023",
        note=note,
        note_en="",
        sha256="plan",
        boundary=district,
        axes=(_axis(line),),
        zones=(),
        parks=(_park(),),
        constraints=(),
        layers={
            "boundary": layer("boundary", "区界", [district], basis=basis),
            "roads": layer(
                "roads", "道路", [LineString([(EAST, NORTH + 900), (EAST + 4500, NORTH + 900)])], ["航海路"]
            ),
            "stations": layer("stations", "地铁站", [Point(EAST + 250, NORTH + 1500)], ["医学院"]),
        },
        measures=(),
        wishes=(),
        industries=(_industry(),),
        keep_aways=(),
        open_status=("net",),
        limit_scales={},
        checks=Checks(),
        field_map={},
        local_codes=None,
        parcels_file="",
        root="",
    )
    return replace(base, **changes)  # type: ignore[arg-type] (a test names real fields)


def layer(
    role: str,
    title: str,
    shapes: list[object],
    names: list[str] | None = None,
    basis: Basis = Basis.DIGITISED,
) -> Layer:
    """A layer of a plan, named as its role."""
    frame = gpd.GeoDataFrame({"name": names or [""] * len(shapes)}, geometry=shapes, crs=CRS)
    return Layer(role, role, title, role, basis, "test", "2024", frame, accuracy_m=20.0)


def parcels(
    names: tuple[str, ...] = ("甲", "乙", "丙", "丁", "戊", "己"), basis: str = "published"
) -> gpd.GeoDataFrame:
    """The six squares."""
    squares = [box(EAST + x, NORTH + y, EAST + x + 200, NORTH + y + 200) for x, y in SPOTS]
    ids = [f"P{i}" for i in range(1, len(squares) + 1)]
    return gpd.GeoDataFrame({"name": list(names), "basis": basis}, geometry=squares, crs=CRS, index=ids)


def scores() -> NDArray[np.uint8]:
    """One byte for each square."""
    return np.array(SCORES, dtype=np.uint8)


def answer(land: gpd.GeoDataFrame, *, note: str = "", best: int = 3) -> Answer:
    """The first ``best`` squares recommended."""
    return Answer(
        brief=Brief("factory", area_min_mu=40, area_max_mu=80),
        version=Version(3, "test", "2024-06-01T08:00:00Z", "me", "", 6, 360.0, "d" * 64, "f", "s" * 64),
        plan="test",
        plan_name="试验区",
        note=note,
        note_en="",
        weights={"metro": 1.0},
        consistency_ratio=None,
        limits=(
            LimitText(
                "status",
                "供地状态",
                "Status",
                "one_of",
                "net",
                "",
                firm=True,
                text="供地状态: 净地",
                text_en="Status: cleared",
            ),
            LimitText(
                "use",
                "规划用途",
                "Land use",
                "one_of",
                "1001",
                "",
                firm=False,
                text="规划用途: 1001",
                text_en="Use: 1001",
            ),
        ),
        counts=Counts(6, 4, {"status": 1, "use": 1}, {"status": 1, "use": 1}),
        suggestions=tuple(_suggestion(i + 1, land) for i in range(best)),
        near_misses=(_near_miss(land),),
        relaxations=(Relaxation((), 1.0, 1, "P5", "面积下限 290亩 → 150亩", "area down to 150 mu"),)
        if not best
        else (),
        reasons=(),
        replay=Replay("0123456789abcdef", "d" * 64, "plan", "0.1.0", "{}", ()),
    )


def _suggestion(rank: int, land: gpd.GeoDataFrame) -> Suggestion:
    score = float(SCORES[rank - 1])
    part = Part("metro", "地铁便利", "Metro", 100.0, "m", score / 100, 1.0, score, known=True)
    why = (Reason("strength", "metro", "地铁便利好", "good metro"),)
    at = land.index[rank - 1]
    return Suggestion(
        rank, at, str(land["name"].iloc[rank - 1]), 60.0, 40_000.0, "100101", "一类工业用地",
        "Industry, class 1", "net", "试验镇", "a", "", "p", score, (part,), why, "published", 113.6, 34.7,
    )  # fmt: skip


def _near_miss(land: gpd.GeoDataFrame) -> NearMiss:
    failed = LimitResult(
        "use", "规划用途", "Land use", "0701", "1001", "", None, passed=False, known=True, firm=False,
        change="改为 1001", change_en="change to 1001", clause="", clause_en="",
    )  # fmt: skip
    return NearMiss("P5", str(land["name"].iloc[4]), 60.0, 50.0, failed, 113.6, 34.7)


def _axis(line: LineString) -> Axis:
    theme = Theme(2024, "科创产业发展轴", "Innovation axis", ("科创",), "test", "")
    return Axis("a", "嵩山路", "Songshan Road", 600.0, Basis.ASSUMED, (theme,), line, "test")


def _park() -> Area:
    shape = box(EAST + 2500, NORTH + 2500, EAST + 4800, NORTH + 4800)
    return Area("p", "马寨园区", "Mazhai Park", (), Basis.ASSUMED, "test", shape)


def _industry() -> Industry:
    return Industry(
        "factory", "制造", "Manufacturing", (), ("C34",), "", ("1001",), 1, {}, {"metro": 1.0},
        {}, {}, Basis.ASSUMED, "test",
    )  # fmt: skip
