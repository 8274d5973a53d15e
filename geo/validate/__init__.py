"""Raw layer -> clean parcels in metres, a report of every problem, and a quarantine of what was put out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import crs as coordinates
from geo.crs.parts import by_parts
from geo.model import Checks, Decision, Plan, Progress, RawLayer, Report, silent
from geo.schema import COLUMNS, REQUIRED
from geo.units import mu_from_m2
from geo.validate import areas, constraints, fixes, ids, names, place, shapes, topology, uses, values
from geo.validate import decisions as deciding
from geo.validate.log import Log
from geo.validate.rules import sets_aside

__all__ = ["Checked", "check"]

# at which the watcher of an import is told
STEPS = 7

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What came of a raw layer.

    ``parcels``: indexed by ``parcel_id`` and sorted by it, the contract's columns (text ``""``, numbers
    NaN, dates NaT where nothing is known), what else the plan measures, geometry in the plan's CRS,
    ``area_m2``, and ``lon``/``lat`` of a point on the surface. ``quarantine``: the rows that are out, as
    in the file, with ``row``, ``rules`` and ``reason``/``reason_en``. Every row of the file is a parcel,
    merged into one, or in the quarantine.
    """

    parcels: gpd.GeoDataFrame
    report: Report
    quarantine: gpd.GeoDataFrame


def check(
    raw: RawLayer,
    plan: Plan,
    tolerances: Checks | None = None,
    decisions: Iterable[Decision] = (),
    beside: gpd.GeoDataFrame | topology.Beside | None = None,
    progress: Progress = silent,
    settled: Callable[[gpd.GeoDataFrame], None] | None = None,
) -> Checked:
    """Check a layer of parcels against a plan.

    Args:
        raw: As read.
        plan: Whose CRS, boundary, roads, codes, field names and tolerances count.
        tolerances: Instead of the plan's.
        decisions: What planners said about rules, in the order they said it: findings are let in, mended or
            put out accordingly, and tell so.
        beside: Parcels of the bank, by id, in the plan's CRS, that the file's parcels come to lie beside; the
            file's own ids replace those of the bank. Or what gives those near some boxes (n×4) when asked.
        progress: Told ("validate", steps done, steps in all); may raise to stop.
        settled: Given the clean parcels as soon as they are known, before the findings are worded.

    Returns:
        Clean parcels, the report, and the rows put out. The parcels do not depend on the rows' order.

    Raises:
        MissingColumns: the parcel id or the land-use code is nowhere to be found.
        UnknownCrs: the layer has no CRS.
        WrongPlace: no parcel lies in the plan's boundary; names the systems that would fit.
        AmbiguousCode: bare land-use codes mean different things in different systems; names the readings.
        UnknownCodeSystem: what the sender states as the codes' system is none.
        ShiftedDatum: the parcels look shifted as GCJ-02 or BD-09 are, and no datum was stated.

    Examples:
        >>> from tests.geo.features.land import plan
        >>> from tests.shapes import raw, square
        >>> checked = check(raw(a=square(100)), plan())
        >>> checked.report.accepted, round(checked.report.area_mu, 6)
        (1, 15.0)
    """
    plan = plan if tolerances is None else replace(plan, checks=tolerances)
    log = Log(len(raw.frame), raw.findings, deciding.decided(decisions))
    # columns under our names, cells with their types
    cut = raw.provenance.driver == "ESRI Shapefile"
    attributes = pd.DataFrame(raw.frame.drop(columns=raw.frame.geometry.name))
    cells = names.table(attributes, plan, log, cut=cut)
    values.named(cells, log)
    with ThreadPoolExecutor(2) as pool:
        # shapes in metres, each valid or out, while the cells are read, and codes with them
        aside = log.aside()
        came = np.asarray(raw.frame.geometry.values).copy()
        placed = pool.submit(shapes.polygons, came, raw.frame.crs, plan.crs, aside)
        table = values.typed(cells, log)
        by_cells = log.aside()
        coded = pool.submit(_coded, table, cells, plan, by_cells, raw.codes)
        progress("validate", 1, STEPS)
        land = placed.result()
    log.take(aside)
    # the file as a whole must be where the plan is
    progress("validate", 2, STEPS)
    land = fixes.mended(land, plan, log)
    place.refuse_elsewhere(land, raw, plan)
    place.refuse_shifted(land, raw, plan)
    progress("validate", 3, STEPS)
    # rows one by one, then against one another
    table = coded.result()
    log.take(by_cells)
    land = place.outside(land, plan, log)
    kept, land = ids.settled(table, land, plan, log)
    rows = np.flatnonzero(kept)
    progress("validate", 4, STEPS)
    with ThreadPoolExecutor(1) as pool:
        # points on shapes that nobody wants mended need not wait for the others
        stays = not (constraints.cuts(log, rows) or topology.mends(log, rows))
        pointed = pool.submit(_points, land, plan) if stays else None
        land = _against_the_rest(land, table["parcel_id"].to_numpy(dtype=object), rows, plan, log, beside)
        lon, lat = pointed.result() if pointed else _points(land, plan)
    stated = table["area_stated_m2"].to_numpy(dtype="float64")
    table = table.assign(area_stated_m2=areas.measured(land, stated, plan, rows, log))
    ids.parts_follow(log)
    rows = rows[~log.rejected[rows]]
    progress("validate", 5, STEPS)
    parcels = _parcels(table, land, lon, lat, rows, plan)
    if settled is not None:
        settled(parcels)
    progress("validate", 6, STEPS)
    report = Report(
        rows=len(raw.frame),
        accepted=len(parcels),
        repaired=int(log.repaired[rows].sum()),
        rejected=int(log.rejected.sum()),
        area_mu=mu_from_m2(float(parcels["area_m2"].sum())),
        findings=log.findings(table["parcel_id"].tolist(), lon, lat, lambda points: _lonlat(points, plan)),
        counts=log.counts(),
        merged=int(((log.part_of >= 0) & ~log.rejected).sum()),
    )
    quarantine = _quarantine(raw, log, report)
    progress("validate", STEPS, STEPS)
    return Checked(parcels, report, quarantine)


def _against_the_rest(
    land: Shapes,
    ids: NDArray[np.object_],
    rows: NDArray[np.intp],
    plan: Plan,
    log: Log,
    beside: gpd.GeoDataFrame | topology.Beside | None,
) -> Shapes:
    """The shapes against the constraint layers, then against one another; mended as planners decided."""
    if constraints.cuts(log, rows):
        land = constraints.checked(land, rows, plan, log)
        return topology.checked(land, ids, rows, plan, log, beside)
    # no shape will be cut, so that neither check waits for the other
    aside = log.aside()
    with ThreadPoolExecutor(1) as pool:
        constrained = pool.submit(constraints.checked, land, rows, plan, aside)
        mended = topology.checked(land, ids, rows, plan, log, beside)
        constrained.result()
    log.take(aside)
    return mended


def _coded(table: pd.DataFrame, cells: pd.DataFrame, plan: Plan, log: Log, stated: str) -> pd.DataFrame:
    """The table with its land-use codes certain, rows without an id or a use out."""
    _required(table, cells, log)
    return uses.checked(table, plan, log, stated)


def _required(table: pd.DataFrame, cells: pd.DataFrame, log: Log) -> None:
    """Rows without an id or a use are out; a cell that only says "nothing" is shown."""
    for name in REQUIRED:
        empty = np.flatnonzero((table[name] == "").to_numpy())
        label = COLUMNS[name]
        written = cells[name].iloc[empty].astype(object).where(cells[name].iloc[empty].notna(), "")
        log.add(
            "required_missing",
            empty,
            written,
            column=[name] * len(empty),
            label=[label.label] * len(empty),
            label_en=[label.label_en.lower()] * len(empty),
        )


def _points(land: Shapes, plan: Plan) -> tuple[Floats, Floats]:
    """Longitude and latitude of a point on each surface; NaN where there is none."""
    points = by_parts(shapely.point_on_surface, land)
    x, y = shapely.get_x(points), shapely.get_y(points)
    return _lonlat(np.column_stack([x, y]), plan)


def _lonlat(points: Floats, plan: Plan) -> tuple[Floats, Floats]:
    """Degrees of points in the plan's metres; NaN stays NaN."""
    known = np.isfinite(points).all(axis=1)
    lon, lat = np.full(len(points), np.nan), np.full(len(points), np.nan)
    lon[known], lat[known] = coordinates.coordinates_to(
        points[known, 0], points[known, 1], plan.crs, coordinates.LON_LAT
    )
    return lon, lat


def _parcels(
    table: pd.DataFrame,
    land: Shapes,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    rows: NDArray[np.intp],
    plan: Plan,
) -> gpd.GeoDataFrame:
    """The rows that are in, by id."""
    some = table.iloc[rows].reset_index(drop=True)
    some = some.astype({name: "str" for name in some.columns if some[name].dtype == object})
    computed = {
        "area_m2": shapely.area(land[rows]),
        "lon": np.round(lon[rows], 7),
        "lat": np.round(lat[rows], 7),
    }
    whole = gpd.GeoDataFrame(some.assign(**computed), geometry=land[rows], crs=plan.crs)
    return whole.set_index("parcel_id").sort_index()


def _quarantine(raw: RawLayer, log: Log, report: Report) -> gpd.GeoDataFrame:
    """The rows that are out, as they came, with every reason."""
    out = np.flatnonzero(log.rejected)
    errors: dict[int, list[tuple[str, str, str]]] = {int(row): [] for row in out}
    for finding in report.findings:
        puts_out = finding.severity == "error" or sets_aside(finding.rule)
        if puts_out and finding.row - 1 in errors:
            errors[finding.row - 1].append((finding.rule, finding.text, finding.text_en))
    frame = raw.frame.iloc[out].copy()
    for name in frame.columns:
        if name != frame.geometry.name and not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].astype("string").astype(object).where(frame[name].notna(), None)
    said = {
        "row": out + 1,
        "rules": [" ".join(one[0] for one in errors[int(row)]) for row in out],
        "reason": [" ".join(one[1] for one in errors[int(row)]) for row in out],
        "reason_en": [" ".join(one[2] for one in errors[int(row)]) for row in out],
    }
    return frame.assign(
        **{name if name not in frame else f"luodi_{name}": column for name, column in said.items()}
    )
