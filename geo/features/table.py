"""The feature table of a version: every measure of the plan on every parcel, one dense column each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries

from geo.errors import NotMetric, UnknownName
from geo.features import access, context, shape
from geo.features.attributes import attribute, attributes
from geo.features.flat import Flat, flatten
from geo.model import Axis, Constraint, Layer, Measure, Plan, Progress, silent
from geo.units import M2_PER_MU

Columns = Iterable[tuple[str, pd.Series]]
# makes some columns
Job = Callable[[], Columns]
# rows from which columns are made two at a time
_MANY = 20_000


def build(
    parcels: GeoDataFrame,
    plan: Plan,
    progress: Progress = silent,
    only: pd.Index | None = None,
    land: Flat | None = None,
) -> pd.DataFrame:
    """Measure every parcel against the plan.

    Args:
        parcels: Valid polygons in the plan's metric CRS, indexed by ``parcel_id``, with the columns
            of ``geo.schema`` (absent ones count as no data).
        plan: Axes, areas, constraints and layers in the same CRS.
        progress: Told ("features", columns done, columns in all).
        only: Ids to measure; the others are left out. What is measured for an id does not depend
            on the others, so the rows equal those of a full table.
        land: The outlines of those parcels, where somebody has them already.

    Returns:
        One row per parcel in the same order. ``area_m2`` and ``area_mu`` are float64, other
        measures float32 with NaN for no data, names are Categorical with "" for none, ``net_date``
        is datetime64[s], ``utilities`` a bitset (``geo.features.attributes``).

    Raises:
        NotMetric: The parcels are not in metres.
        UnknownName: A measure names a layer or an axis that the plan does not have.
    """
    if parcels.crs is not None and parcels.crs.is_geographic:
        raise NotMetric(parcels.crs)
    own = attributes(parcels)
    if only is not None:
        parcels, own = parcels.loc[only], own.loc[only]
    columns: dict[str, pd.Series] = {str(name): own[name] for name in own.columns}
    automatic = automatic_columns(plan)
    listed = [measure for measure in plan.measures if measure.id not in {*columns, *automatic}]
    total = len(columns) + len(automatic) + len(listed)
    land = flatten(parcels.geometry) if land is None else land
    for some in _done([*_automatic(land, plan), *_listed(parcels, land, plan, listed)], len(parcels)):
        for name, column in some:
            columns[name] = column
            progress("features", len(columns), total)
    return pd.DataFrame(columns, index=parcels.index)


def automatic_columns(plan: Plan) -> list[str]:
    """Names of the columns measured for every plan without being listed in it."""
    axes = [f"axis_{axis.id}_{end}" for axis in plan.axes for end in ("m", "s")]
    names = [
        "area_m2",
        "area_mu",
        "compactness",
        "width_m",
        *axes,
        "axis_m",
        "axis_s",
        "axis",
        "zone",
        "park",
    ]
    names += [over_column(rule) for rule in plan.constraints]
    return names + [chain_column(name) for name in chains(plan)]


def over_column(rule: Constraint) -> str:
    """Name of a constraint's column: ㎡ that break it."""
    return f"over_{rule.id}_m2"


def chain_column(name: str) -> str:
    """Name of the column of distances to firms of one chain."""
    return f"chain_{name}_m"


def chains(plan: Plan) -> list[str]:
    """The industrial chains that the plan's industries belong to, each once."""
    return list(dict.fromkeys(industry.chain for industry in plan.industries if industry.chain))


def _done(jobs: list[Job], rows: int) -> Iterator[Columns]:
    """What each job makes, in their order."""
    if rows < _MANY:
        yield from (job() for job in jobs)
        return
    # a job waits for its own loops now and then; meanwhile another prepares its layer
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(lambda job: list(job()), jobs)


def _automatic(shapes: Flat, plan: Plan) -> list[Job]:
    return [
        partial(_of_the_outline, shapes),
        lambda: _axes(shapes, plan.axes),
        lambda: [("zone", context.containing(shapes, plan.zones))],
        lambda: [("park", context.containing(shapes, plan.parks))],
        *(partial(_broken, shapes, plan, rule) for rule in plan.constraints),
        *(partial(_near_firms, shapes, plan, name) for name in chains(plan)),
    ]


def _of_the_outline(shapes: Flat) -> Columns:
    area = shape.area_m2(shapes)
    yield "area_m2", area
    yield "area_mu", area / M2_PER_MU
    yield "compactness", shape.compactness(shapes)
    yield "width_m", shape.width_m(shapes)


def _broken(shapes: Flat, plan: Plan, rule: Constraint) -> Columns:
    frame = _layer(plan, rule.layer).frame
    measured = context.overlap_m2 if rule.rule == "avoid" else context.outside_m2
    yield over_column(rule), measured(shapes, frame.geometry).astype("float32")


def _near_firms(shapes: Flat, plan: Plan, name: str) -> Columns:
    yield chain_column(name), access.distance_m(shapes, _firms(plan, name))


def _listed(parcels: GeoDataFrame, shapes: Flat, plan: Plan, measures: list[Measure]) -> list[Job]:
    return [partial(_one_listed, parcels, shapes, plan, measure) for measure in measures]


def _one_listed(parcels: GeoDataFrame, shapes: Flat, plan: Plan, measure: Measure) -> Columns:
    if measure.kind == "column":
        name = measure.layer or measure.id
        yield measure.id, attribute(parcels[name]) if name in parcels else _no_data(parcels.index)
    else:
        yield measure.id, _measure(shapes, plan, measure)


def _axes(shapes: Flat, axes: tuple[Axis, ...]) -> Columns:
    far = {axis.id: access.distance_m(shapes, GeoSeries([axis.line])) for axis in axes}
    where = {axis.id: access.along(shapes, axis.line) for axis in axes}
    for axis in axes:
        yield f"axis_{axis.id}_m", far[axis.id]
        yield f"axis_{axis.id}_s", where[axis.id]
    nearest = context.nearest_axis(pd.DataFrame(far, shapes.index), pd.DataFrame(where, shapes.index), axes)
    for name in ("axis_m", "axis_s", "axis"):
        yield name, nearest[name]


def _measure(shapes: Flat, plan: Plan, measure: Measure) -> pd.Series:
    if measure.kind == "along":
        return access.along(shapes, _axis(plan, measure.layer).line)
    features = _features(_layer(plan, measure.layer), measure.where_column, measure.where_values)
    if measure.kind == "count_within":
        return access.count_within(shapes, features, measure.radius_m)
    if measure.kind == "distance":
        return access.distance_m(shapes, features)
    covered = context.overlap_m2 if measure.kind == "overlap_m2" else context.outside_m2
    return covered(shapes, features).astype("float32")


def _features(layer: Layer, column: str, values: tuple[str, ...]) -> GeoSeries:
    """The features of a layer whose ``column`` has one of ``values``; all of them without a column."""
    if not column:
        return layer.frame.geometry
    if column not in layer.frame:
        return layer.frame.geometry.iloc[:0]
    return layer.frame.geometry[layer.frame[column].astype(str).isin(values)]


def _firms(plan: Plan, chain: str) -> GeoSeries:
    found = [_features(layer, "chain", (chain,)) for layer in plan.layers.values() if layer.role == "firms"]
    return GeoSeries(np.concatenate([part.to_numpy() for part in found]) if found else [])


def _layer(plan: Plan, name: str) -> Layer:
    if name not in plan.layers:
        raise UnknownName("图层", "layer", name, plan.layers)
    return plan.layers[name]


def _axis(plan: Plan, name: str) -> Axis:
    for axis in plan.axes:
        if axis.id == name:
            return axis
    raise UnknownName("发展轴", "axis", name, [axis.id for axis in plan.axes])


def _no_data(index: pd.Index) -> pd.Series:
    return pd.Series(np.nan, index=index, dtype="float32")
