"""An intake on disk, between the dry run and the word that commits it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd

from geo.difference import Counts, Edit, Outlook, Reshaped, Samples, Shift
from geo.flow.intake import Intake
from geo.store import documents

FACTS = ("base", "mode", "as_of", "plan_sha256", "is_whole", "content")


def keep(intake: Intake, folder: Path) -> None:
    """Write an intake into a folder of its own, from which ``kept`` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    intake.rows.to_parquet(folder / "rows.parquet")
    intake.table.to_parquet(folder / "table.parquet")
    intake.pairs.to_parquet(folder / "pairs.parquet")
    intake.replaced.to_parquet(folder / "replaced.parquet")
    for name, write in documents.story(intake.report, intake.quarantine, intake.provenance).items():
        with (folder / name).open("wb") as stream:
            write(stream)
    # last, so that a folder with facts is whole
    facts = {name: getattr(intake, name) for name in (*FACTS, "removed", "outlook")}
    (folder / "facts.json").write_bytes(orjson.dumps(facts))


def kept(folder: Path) -> Intake:
    """An intake as ``keep`` wrote it."""
    facts = orjson.loads((folder / "facts.json").read_bytes())
    return Intake(
        **{name: facts[name] for name in FACTS},
        removed=tuple(facts["removed"]),
        outlook=_outlook(facts["outlook"]),
        report=documents.report((folder / documents.REPORT).read_bytes()),
        provenance=documents.provenance((folder / documents.PROVENANCE).read_bytes()),
        quarantine=gpd.read_parquet(folder / documents.QUARANTINE),
        rows=gpd.read_parquet(folder / "rows.parquet"),
        table=pd.read_parquet(folder / "table.parquet"),
        pairs=pd.read_parquet(folder / "pairs.parquet"),
        replaced=gpd.read_parquet(folder / "replaced.parquet"),
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
