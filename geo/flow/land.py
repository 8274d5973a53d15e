"""A version of the land bank, opened for questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import match
from geo import plan as planning
from geo.codes import CodeTable
from geo.errors import EmptyBank, NotFound
from geo.features import table as features
from geo.model import Basis, Plan, Version
from geo.store.base import Store
from geo.store.mapped import keep


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """A version of the land bank with its plan, ready for questions. ``held``: parcel id -> project.

    ``packed`` are the columns of ``table`` as the compiled match reads them; ``cells`` and ``told`` are
    those of ``table`` and ``parcels`` for whoever reads single values. ``largest_m2`` is the area of the
    largest parcel; 0 without any.
    """

    plan: Plan
    version: Version
    parcels: gpd.GeoDataFrame
    table: pd.DataFrame
    packed: match.Packed
    codes: CodeTable
    cells: match.Cells
    told: match.Cells
    largest_m2: float
    held: Mapping[str, str] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """What changes whenever a document of the land and its plan may."""
        return f"{self.version.number}-{self.version.sha256[:16]}-{self.plan.sha256[:16]}"

    def row(self, parcel_id: str) -> int:
        """Position of a parcel in the table.

        Raises:
            NotFound: the version has no such parcel.
        """
        if parcel_id not in self.table.index:
            raise NotFound("地块", "parcel", parcel_id)
        return int(self.table.index.get_indexer(pd.Index([parcel_id]))[0])


def basis_of(land: Land, parcel_id: str) -> Basis:
    """How a parcel's figures are known; assumed where the row does not say.

    Raises:
        NotFound: the version has no such parcel.
    """
    row = land.row(parcel_id)
    said = str(land.parcels["basis"].iloc[row]) if "basis" in land.parcels else ""
    return Basis(said) if said in set(Basis) else Basis.ASSUMED


def open_land(store: Store, plan: Plan, number: int | None = None) -> Land:
    """The current (or a numbered) version, with everything that is held now.

    Raises:
        EmptyBank: nothing was imported yet.
        NotFound: no such version.
    """
    version = store.current(plan.id) if number is None else store.version(plan.id, number)
    if version is None:
        raise EmptyBank(plan.id)
    parcels = store.parcels(plan.id, version.number)
    table = store.table(plan.id, version.number)
    if version.plan_sha256 != plan.sha256:
        # the plan was edited since: measure again rather than answer from old layers
        table = features.build(parcels, plan)
    held = {hold.parcel_id: hold.project for hold in store.holds(plan.id)}
    return with_held(made_ready(plan, version, parcels, table, planning.code_table(plan)), held)


def made_ready(
    plan: Plan, version: Version, parcels: gpd.GeoDataFrame, table: pd.DataFrame, codes: CodeTable
) -> Land:
    """A version with nothing held, its columns laid out for questions."""
    packed = keep(table)
    cells, told = match.Cells(packed.table), match.Cells(parcels)
    largest_m2 = float(table["area_m2"].to_numpy(np.float64).max(initial=0.0))
    return Land(plan, version, parcels, packed.table, packed, codes, cells, told, largest_m2)


def with_held(land: Land, held: Mapping[str, str]) -> Land:
    """The same land with other holds."""
    names = pd.Series(held, dtype=object).reindex(land.table.index).fillna("")
    marked = land.table.assign(held=names.astype("category"))
    packed = match.with_column(land.packed, "held", marked["held"])
    cells = land.cells.with_column(marked, "held")
    return replace(land, table=marked, packed=packed, cells=cells, held=dict(sorted(held.items())))
