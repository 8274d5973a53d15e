"""Files of a version: written beside, made durable, moved into place in one step; and their checksums."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely

from geo.errors import DiskFull
from geo.model import Decision, Finding, Provenance, Report

NO_SPACE = 28  # errno.ENOSPC
UNFINISHED = ".unfinished-"


def content_sha256(parcels: gpd.GeoDataFrame) -> str:
    """sha256 of ids, shapes (normalised WKB) and attributes; the file's compression does not matter."""
    digest = hashlib.sha256()
    ordered = parcels.sort_index()
    shapes = shapely.to_wkb(shapely.normalize(ordered.geometry.to_numpy()), byte_order=1)
    plain = pd.DataFrame(ordered.drop(columns=ordered.geometry.name))
    for name in sorted(plain.columns):
        digest.update(f"{name}\0".encode())
        for value in plain[name].astype(object).where(plain[name].notna(), None):
            digest.update(f"{value!r}\0".encode() if isinstance(value, float) else f"{value}\0".encode())
    for id_, wkb in zip(ordered.index, shapes, strict=True):
        digest.update(f"{id_}\0".encode() + wkb)
    return digest.hexdigest()


def write_version(
    folder: Path,
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame,
    quarantine: gpd.GeoDataFrame,
    report: Report,
    provenance: Provenance,
) -> dict[str, str]:
    """Write a version's files into a new folder, durable before it appears.

    Returns:
        File name -> sha256.

    Raises:
        DiskFull: there was no room; nothing appeared.
    """
    beside = folder.parent / f"{UNFINISHED}{uuid4().hex}"
    try:
        beside.mkdir(parents=True)
        parcels.to_parquet(beside / "parcels.parquet")
        table.to_parquet(beside / "table.parquet")
        _plain(quarantine).to_parquet(beside / "quarantine.parquet")
        (beside / "report.json").write_bytes(orjson.dumps(asdict(report), option=orjson.OPT_INDENT_2))
        (beside / "provenance.json").write_bytes(orjson.dumps(asdict(provenance)))
        sums = {path.name: file_sha256(path) for path in sorted(beside.iterdir())}
        for path in (*beside.iterdir(), beside):
            sync(path)
        os.replace(beside, folder)  # noqa: PTH105 (the one step that makes it appear)
        sync(folder.parent)
    except OSError as failed:
        shutil.rmtree(beside, ignore_errors=True)
        if failed.errno == NO_SPACE:
            raise DiskFull(str(folder.parent)) from failed
        raise
    return sums


def read_report(file: Path) -> Report:
    """A report as it was written."""
    saved = orjson.loads(file.read_bytes())
    saved["findings"] = tuple(_finding(one) for one in saved["findings"])
    return Report(**saved)


def _finding(saved: Mapping[str, Any]) -> Finding:
    decision = saved.get("decision")
    return Finding(**(dict(saved) | {"decision": Decision(**decision) if decision else None}))


def file_sha256(file: Path) -> str:
    """sha256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Have a file or folder on the disk, not in a cache."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what a killed import left behind."""
    for path in folder.glob(f"*/{UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)


def wrong_files(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """Names of a version's files that are missing or differ from their checksum."""
    return [
        name
        for name, expected in sums.items()
        if not (folder / name).is_file() or file_sha256(folder / name) != expected
    ]


def _plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Columns of mixed types as text, so that rejected rows can be kept whatever they hold."""
    kept = frame.copy()
    for name in kept.columns:
        if name != kept.geometry.name and kept[name].dtype == np.object_:
            kept[name] = kept[name].map(lambda value: None if value is None else str(value))
    return kept
