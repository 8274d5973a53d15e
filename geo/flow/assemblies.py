"""连片组合 asked of the land: the fabric of a version, and the sets that answer a brief."""

from __future__ import annotations

import pandas as pd

from geo import assemble
from geo.errors import NotFound
from geo.explain import assembly as explaining
from geo.features.measure import measure
from geo.flow.asking import question, scene
from geo.flow.land import Land
from geo.model import Assemblies, AssemblyAsk, Barrier, Brief, Plan, Progress, silent
from geo.store.base import Store


def fabric(store: Store, land: Land) -> assemble.Fabric:
    """Who adjoins whom in a version, barriers of the plan taken off.

    A bank kept by a release that did not keep neighbours is measured for them again.
    """
    try:
        pairs = store.pairs(land.plan.id, land.version.number)
    except NotFound:
        pairs = measure(land.parcels, land.plan).pairs
    return assemble.fabric(
        land.parcels, pairs, [_lines(land.plan, barrier) for barrier in land.plan.barriers]
    )


def assemblies(
    land: Land, woven: assemble.Fabric, brief: Brief, ask: AssemblyAsk, progress: Progress = silent
) -> Assemblies:
    """The best sets of adjoining parcels for a brief.

    Raises:
        BadBrief: the ask contradicts itself.
        BadInput: the brief asks for something the plan does not have.
    """
    ground = assemble.ground(land.packed, land.table, question(land, brief), woven, ask)
    found = assemble.search(ground, progress)
    progress("tell", 0, 1)
    return explaining.assemblies(ground, found, land.table, woven, scene(land))


def _lines(plan: Plan, barrier: Barrier) -> pd.Series:
    frame = plan.layers[barrier.layer].frame
    if barrier.column:
        if barrier.column not in frame:
            return frame.geometry.iloc[:0]
        frame = frame[frame[barrier.column].astype(str).isin(barrier.values)]
    return frame.geometry
