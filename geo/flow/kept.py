"""An intake on disk, between the dry run and the word that commits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd

from geo.difference import Counts, Edit, Outlook, Reshaped, Samples, Shift
from geo.flow.intake import Intake
from geo.model import Provenance
from geo.store.disk import read_report

FACTS = ("base", "mode", "as_of", "plan_sha256", "is_whole", "removed", "provenance", "outlook")


def keep(intake: Intake, folder: Path) -> None:
    """Write an intake into a folder of its own, from which ``kept`` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    intake.rows.to_parquet(folder / "rows.parquet")
    intake.table.to_parquet(folder / "table.parquet")
    intake.pairs.to_parquet(folder / "pairs.parquet")
    _texts(intake.quarantine).to_parquet(folder / "quarantine.parquet")
    (folder / "report.json").write_bytes(orjson.dumps(asdict(intake.report)))
    facts = {name: getattr(intake, name) for name in FACTS}
    # last, so that a folder with facts is whole
    (folder / "facts.json").write_bytes(orjson.dumps(facts, default=asdict))


def kept(folder: Path) -> Intake:
    """An intake as ``keep`` wrote it."""
    facts = orjson.loads((folder / "facts.json").read_bytes())
    return Intake(
        **{name: facts[name] for name in FACTS[:5]},
        removed=tuple(facts["removed"]),
        report=read_report(folder / "report.json"),
        provenance=Provenance(**facts["provenance"]),
        outlook=_outlook(facts["outlook"]),
        quarantine=gpd.read_parquet(folder / "quarantine.parquet"),
        rows=gpd.read_parquet(folder / "rows.parquet"),
        table=pd.read_parquet(folder / "table.parquet"),
        pairs=pd.read_parquet(folder / "pairs.parquet"),
    )


def _outlook(saved: Mapping[str, Any]) -> Outlook:
    told = saved["samples"]
    samples = Samples(
        added=tuple(told["added"]),
        removed=tuple(told["removed"]),
        reshaped=tuple(Reshaped(**one) for one in told["reshaped"]),
        edits=tuple(Edit(**one) for one in told["edits"]),
    )
    groups = {group: tuple(Shift(**one) for one in rows) for group, rows in saved["groups"].items()}
    return Outlook(**{**saved, "counts": Counts(**saved["counts"]), "groups": groups, "samples": samples})


def _texts(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Columns of mixed types as text, so that rejected rows can be kept whatever they hold."""
    plain = frame.copy()
    for name in plain.columns:
        if name != plain.geometry.name and plain[name].dtype == np.object_:
            plain[name] = plain[name].map(lambda value: None if value is None else str(value))
    return plain
