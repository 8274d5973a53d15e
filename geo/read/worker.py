"""The process that opens files from outside: GDAL with few drivers, no network, bounded in time and memory.

Run by ``geo.read.launch`` as ``python -m geo.read.worker JOB``; it reads one layer, writes ``table.arrow``
and ``meta.json`` beside the job, and ends. Whatever a file does to GDAL, it does here.
"""

from __future__ import annotations

import ctypes
import json
import signal
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geo.read import drawing, rings, wkb
from geo.read.refusal import Refusal
from geo.read.sniff import ALLOWED_DRIVERS

GEOMETRY = "__wkb__"
PR_SET_PDEATHSIG = 1  # a reader does not outlive whoever asked it to read
_LOOK = 65536


def main(job_file: str) -> None:
    """Read the layer that the job names; what is refused stands in ``meta.json`` as facts."""
    folder = Path(job_file).parent
    job = json.loads(Path(job_file).read_text("utf-8"))
    _bound(job["guard"])
    try:
        table, meta = _read(job)
        with pa.OSFile(str(folder / "table.arrow"), "wb") as out, pa.ipc.new_file(out, table.schema) as file:
            file.write_table(table)
    except Refusal as refusal:
        meta = {"refused": refusal.kind, "facts": list(refusal.facts)}
    except MemoryError:
        meta = {"refused": "memory", "facts": []}
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")


def _bound(guard: Mapping[str, int]) -> None:
    """Limits of this process, before anything of the file is touched."""
    with suppress(AttributeError, OSError, TypeError):  # Linux alone can
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        import resource  # noqa: PLC0415 - absent on Windows, where only the wall clock bounds
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_AS, guard["memory_bytes"]),
        (resource.RLIMIT_CPU, guard["seconds"] * 2),
        (resource.RLIMIT_FSIZE, guard["file_bytes"] * 2),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))


def _read(job: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        if job["kind"] == "TXT":
            from geo.read import survey  # noqa: PLC0415 - each format brings only its own libraries

            table, meta = survey.table(job)
        elif job["kind"] == "GeoParquet":
            from geo.read import columnar  # noqa: PLC0415

            table, meta = columnar.parquet(job)
        elif job["kind"] in {"CSV", "XLSX"}:
            from geo.read import tables  # noqa: PLC0415 - pandas is slow to start

            table, meta = tables.text_table(job)
        else:
            table, meta = _ogr(job)
    lost = meta.pop("lost", {})
    try:
        table.validate(full=True)
    except pa.ArrowInvalid as error:
        # text that is not what its encoding says would fail much later, and elsewhere
        raise Refusal("encoding", meta["encoding"], str(error)[:200]) from error
    if len(table) > job["max_features"]:
        raise Refusal("too_many", job["max_features"])
    table, more = wkb.readable(table, GEOMETRY)
    heard_said = (str(one.message)[:300] for one in heard if _matters(one))
    notes = list(dict.fromkeys([*meta.get("notes", ()), *heard_said]))
    meta["lost"] = sorted({**more, **lost}.items())[:10_000]
    meta["notes"] = notes[:5]
    return wkb.unique_names(table), meta


def _matters(heard: warnings.WarningMessage) -> bool:
    """GDAL's own words about the data; not our libraries' housekeeping."""
    return issubclass(heard.category, RuntimeWarning) and "pyogrio" in str(heard.filename)


def _ogr(job: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """One layer through GDAL."""
    pyogrio = _pyogrio()
    more = set(pyogrio.list_drivers()) - ALLOWED_DRIVERS
    if more:
        raise Refusal("drivers", ", ".join(sorted(more)))
    path, encoding = job["path"], job["encoding"] or None
    try:
        layer = _layer(pyogrio, job)
        info = pyogrio.read_info(path, layer=layer, encoding=encoding)
        if info["driver"] not in job["drivers"]:
            raise Refusal("driver", info["driver"])
        meta, table = pyogrio.raw.read_arrow(
            path, layer=layer, encoding=encoding, max_features=job["max_features"] + 1
        )
        table = _geometry_last(table, meta["geometry_name"] or "wkb_geometry")
        if wkb.has_curves(table.column(GEOMETRY)):
            shapes = pyogrio.raw.read(
                path, layer=layer, encoding=encoding, columns=[], max_features=job["max_features"] + 1
            )[2]
            table = wkb.with_shapes(table, GEOMETRY, shapes)
        notes: list[str] = []
        lost: dict[int, str] = {}
        if info["driver"] == "GeoJSON" and len(table) <= job["max_features"]:
            lost = rings.lost(Path(path), table.column(GEOMETRY))
            table = wkb.without(table, GEOMETRY, lost) if lost else table
        if info["driver"] == "DXF":
            table, notes = drawing.land(table, GEOMETRY)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, RuntimeError) as error:
        raise Refusal("gdal", _plain(error, path)) from error
    except pa.ArrowException as error:
        raise Refusal("gdal", str(error)[:400]) from error
    return table, {
        "driver": info["driver"],
        "layer": layer,
        "crs": info["crs"],
        "encoding": job["encoding"] or info["encoding"] or "",
        "notes": notes,
        "lost": lost,
        "crs_member": _has_crs_member(Path(path)) if info["driver"] == "GeoJSON" else False,
    }


def _plain(error: Exception, path: str) -> str:
    """GDAL's words without our path and its hints for programmers."""
    return str(error).split("; It might help")[0].replace(f"'{path}'", "content").replace(path, "")[:400]


def _has_crs_member(path: Path) -> bool:
    """Whether a GeoJSON has the "crs" member of 2008 at its beginning or end."""
    with path.open("rb") as file:
        head = file.read(_LOOK)
        file.seek(max(0, path.stat().st_size - _LOOK))
        return b'"crs"' in head + file.read(_LOOK)


def _pyogrio() -> Any:
    """GDAL, imported only now: its drivers are chosen at that moment, by the environment.

    It looks for packages that take most of this process's time to start and are not used on this path;
    None in their place says that they are absent.
    """
    unused = ("pandas", "geopandas", "pyproj")
    sys.modules.update(dict.fromkeys(unused))  # type: ignore[arg-type]
    import pyogrio  # noqa: PLC0415

    for name in unused:
        del sys.modules[name]
    return pyogrio


def _layer(pyogrio: Any, job: dict[str, Any]) -> str:
    """The layer asked for, or the only one with shapes in it."""
    found = pyogrio.list_layers(job["path"])
    names = [str(name) for name, kind in found if kind is not None]
    asked = job["layer"]
    if asked and asked != job["stem"]:
        if asked not in names:
            raise Refusal("many_layers", names, asked)
        return str(asked)
    if len(names) > 1:
        counts = [
            pyogrio.read_info(job["path"], layer=name, force_feature_count=True)["features"] for name in names
        ]
        names = [name for name, count in zip(names, counts, strict=True) if count] or names[:1]
    if asked in names:
        return str(asked)
    if len(names) > 1:
        raise Refusal("many_layers", names, "")
    if not names:
        raise Refusal("no_shapes", [str(name) for name, _kind in found])
    return names[0]


def _geometry_last(table: pa.Table, name: str) -> pa.Table:
    """Attributes first, then the shapes as plain bytes; a layer without a shape column has none."""
    at = (
        len(table.column_names) - 1 - table.column_names[::-1].index(name)
        if name in table.column_names
        else None
    )
    if at is None:
        return table.append_column(GEOMETRY, pa.nulls(len(table), pa.binary()))
    shapes = table.column(at)
    if not pa.types.is_large_binary(shapes.type):
        shapes = shapes.cast(pa.large_binary())
    return table.remove_column(at).append_column(GEOMETRY, shapes)


if __name__ == "__main__":
    np.seterr(all="ignore")
    main(sys.argv[1])
