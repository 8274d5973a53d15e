"""A plate of a match on A3, by us and by ``GeoDataFrame.plot``, from parcels and scores that are there."""

from __future__ import annotations

import io
import time
from typing import cast

import geopandas as gpd
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from benchmarks import land
from benchmarks.apart import Outcome
from geo.model import (
    Answer,
    Brief,
    Counts,
    LimitText,
    Part,
    Replay,
    Suggestion,
    Version,
)
from maps import static, style
from maps.static.templates import suitability

A3_INCHES = (420 / 25.4, 297 / 25.4)
DPI = 300
SHORTLIST = 10


def ours(size: str, form: str) -> Outcome:
    """The plate with all its furniture, first and again: fonts and code are read before the second."""
    frame, scores = _scored(int(size))
    told = _answer(frame, scores)
    plan = land.plan(int(size))

    def make() -> bytes:
        sheet = suitability(plan, frame, told, scores)
        return static.render(sheet, format=cast("static.Format", form), paper="A3", dpi=DPI)

    make()
    begin = time.perf_counter()
    body = make()
    return {"s": round(time.perf_counter() - begin, 3), "bytes": len(body)}


def plotted(size: str, form: str) -> Outcome:
    """The same parcels in the same colours by GeoPandas: no names, no legend, no frame."""
    frame, scores = _scored(int(size))
    colours = np.array([*style.SCORE_COLOURS, "#D6DADE"])[_classes(scores)]

    def make() -> bytes:
        figure = Figure(figsize=A3_INCHES)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        frame.plot(ax=axes, color=colours, edgecolor="white", linewidth=0.2)
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=DPI)
        return out.getvalue()

    make()
    begin = time.perf_counter()
    body = make()
    return {"s": round(time.perf_counter() - begin, 3), "bytes": len(body)}


def _scored(size: int) -> tuple[gpd.GeoDataFrame, NDArray[np.uint8]]:
    """Parcels by id and a byte for each: half of them eligible."""
    frame = land.parcels(size, defects=0.0).set_index("parcel_id")
    rng = np.random.default_rng(5)
    drawn = np.where(rng.random(size) < 0.5, rng.integers(0, 101, size), 101)  # noqa: PLR2004 (half)
    return frame, drawn.astype(np.uint8)


def _classes(scores: NDArray[np.uint8]) -> NDArray[np.int64]:
    excluded = len(style.SCORE_COLOURS)
    return np.array([style.score_class(s) if s <= 100 else excluded for s in scores])  # noqa: PLR2004


def _answer(frame: gpd.GeoDataFrame, scores: NDArray[np.uint8]) -> Answer:
    """An answer whose shortlist are the first ten of the highest score."""
    eligible = scores <= 100  # noqa: PLR2004
    best = np.argsort(np.where(eligible, -scores.astype(int), 1), kind="stable")[:SHORTLIST]
    limit = LimitText("use", "规划用途", "Land use", "one_of", "1001", "", firm=False, text="", text_en="")
    count = len(frame)
    out = count - int(eligible.sum())
    return Answer(
        brief=Brief("food"), version=Version(1, "bench", "2024-06-01", "", "", count, 1.0, "d" * 64, "", ""),
        plan="bench", plan_name="测", note="", note_en="", weights={"metro": 1.0}, consistency_ratio=None,
        limits=(limit,), counts=Counts(count, count - out, {"use": out}, {"use": out}),
        suggestions=tuple(_suggestion(rank, str(frame.index[row])) for rank, row in enumerate(best, start=1)),
        near_misses=(), relaxations=(), reasons=(),
        replay=Replay("0" * 16, "d" * 64, "", "bench", "{}", ()),
    )  # fmt: skip


def _suggestion(rank: int, parcel: str) -> Suggestion:
    part = Part("metro", "地铁便利", "Metro", 100.0, "m", 1.0, 1.0, 100.0, known=True)
    return Suggestion(
        rank, parcel, parcel, 10.0, 6_666.7, "100101", "一类工业用地", "Industry", "net", "镇", "", "", "",
        100.0, (part,), (), "synthetic", 113.6, 34.7,
    )  # fmt: skip
