"""Starts the worker process, waits no longer than allowed, and words what it refused."""

from __future__ import annotations

import dataclasses
import json
import os
import select
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

import geo
from geo.errors import BrokenLines, LuodiError, ManyLayers, SwappedAxes, UnreadableFile
from geo.read.how import MIB, Guard, How
from geo.read.intake import Staged
from geo.read.sniff import ALLOWED_DRIVERS
from geo.validate.names import aliases

NOWHERE = "http://127.0.0.1:9"  # discard port: nothing answers


def run(staged: Staged, how: How, guard: Guard) -> tuple[pa.Table, dict[str, Any]]:
    """The staged layer as a table of bytes and what is known about it.

    Raises:
        UnreadableFile: the worker refused the file, or did not come back from it.
        ManyLayers: one layer has to be named.
    """
    folder = staged.path.parent
    job = {
        "path": str(staged.path),
        "kind": staged.kind.name,
        "drivers": list(staged.kind.drivers),
        "stem": staged.stem,
        "layer": staged.layer,
        "encoding": staged.encoding,
        "max_features": how.max_features,
        "swap_xy": how.swap_xy,
        "id_column": how.fields.get("parcel_id", ""),
        "id_names": [alias for alias, (ours, _factor) in aliases().items() if ours == "parcel_id"],
        "guard": dataclasses.asdict(guard),
    }
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    code = _wait(folder, staged.source, guard)
    answer = folder / "meta.json"
    if code != 0 or not answer.is_file():
        raise _fallen(staged.source, code, guard, (folder / "stderr").read_text("utf-8", "replace"))
    meta = json.loads(answer.read_text("utf-8"))
    if "refused" in meta:
        raise _worded(staged.source, meta["refused"], meta["facts"], guard)
    with pa.memory_map(str(folder / "table.arrow")) as file:
        return pa.ipc.open_file(file).read_all(), meta


def _wait(folder: Path, source: str, guard: Guard) -> int:
    command = [sys.executable, "-P", "-m", "geo.read.worker", str(folder / "job.json")]
    with (folder / "stderr").open("wb") as err:
        worker = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=err,
            start_new_session=True,
        )
        try:
            return _ended(worker, guard.seconds)
        except subprocess.TimeoutExpired:
            raise UnreadableFile(
                source,
                f"读取超过 {guard.seconds} 秒, 已停止。",
                f"reading it took more than {guard.seconds} s and was stopped.",
                "请检查文件或分批导入。",
                "Check the file, or import it in parts.",
            ) from None
        finally:
            if worker.poll() is None:
                worker.kill()
                worker.wait()


def _ended(worker: subprocess.Popen[bytes], seconds: int) -> int:
    """The exit code as soon as there is one; ``Popen.wait`` with a limit would look only now and then.

    Raises:
        TimeoutExpired: it took longer.
    """
    if not hasattr(os, "pidfd_open"):
        return worker.wait(seconds)
    ended = os.pidfd_open(worker.pid)
    try:
        watch = select.poll()
        watch.register(ended, select.POLLIN)
        if not watch.poll(seconds * 1000):
            raise subprocess.TimeoutExpired(worker.args, seconds)
    finally:
        os.close(ended)
    return worker.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but the way to Python and our code; GDAL with few drivers and no network."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
    }
    return kept | {
        "PYTHONPATH": str(Path(geo.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OMP_NUM_THREADS": "2",
        "GDAL_SKIP": ",".join(skipped()),
        "GDAL_DRIVER_PATH": "disable",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
        "GDAL_HTTP_PROXY": NOWHERE,
        "GDAL_HTTPS_PROXY": NOWHERE,
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "PROJ_NETWORK": "OFF",
        "GDAL_PAM_ENABLED": "NO",
        "SHAPE_RESTORE_SHX": "YES",
        "CPL_TMPDIR": str(folder),
    }


@cache
def skipped() -> tuple[str, ...]:
    """Every vector driver of this GDAL that is not on the allowlist."""
    import pyogrio  # noqa: PLC0415 - asked for its list only; it opens no file in this process

    return tuple(sorted(set(pyogrio.list_drivers()) - ALLOWED_DRIVERS))


def _fallen(source: str, code: int, guard: Guard, words: str) -> LuodiError:
    """The worker ended without an answer."""
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return UnreadableFile(
            source,
            f"读取超过 {guard.seconds} 秒的处理器时间或内存上限, 已停止。",
            "reading it took more time or memory than allowed and was stopped.",
        )
    if "MemoryError" in words or "malloc" in words or "bad_alloc" in words:
        return _worded(source, "memory", [], guard)
    last = words.strip().splitlines()[-1][:200] if words.strip() else f"exit {code}"
    return UnreadableFile(
        source,
        f"读取进程崩溃, 文件可能已损坏 ({last})。",
        f"it broke the reading process; it may be damaged ({last}).",
        "请用 GIS 软件打开并另存为 GeoPackage 后再导入。",
        "Open it in a GIS, save it as GeoPackage, and import that.",
    )


def _worded(source: str, kind: str, facts: list[Any], guard: Guard) -> LuodiError:
    """A refusal of the worker as an error of ours."""
    if kind == "many_layers":
        return ManyLayers(source, facts[0], facts[1])
    if kind == "broken_lines":
        return BrokenLines(source, facts[0])
    if kind == "swapped":
        return SwappedAxes(source, facts[0], facts[1])
    zh, en, remedy_zh, remedy_en = _WORDS[kind]
    said = [", ".join(map(str, fact[:30])) if isinstance(fact, list) else fact for fact in facts]
    said = [*said, guard.memory_bytes // MIB]
    return UnreadableFile(
        source, zh.format(*said), en.format(*said), remedy_zh.format(*said), remedy_en.format(*said)
    )


_WORDS = {
    "too_many": (
        "要素超过 {0} 个。",
        "it has more than {0} features.",
        "请分批导入。",
        "Import it in parts.",
    ),
    "memory": (
        "读取所需内存超过 {0} MiB。",
        "reading it takes more than {0} MiB of memory.",
        "请分批导入。",
        "Import it in parts.",
    ),
    "drivers": (
        "读取进程的驱动不受限 ({0}), 已停止。",
        "the reading process has drivers it must not have ({0}).",
        "请重新安装 (make setup)。",
        "Install again (make setup).",
    ),
    "driver": (
        "内容是 {0}, 不在可读格式之内。",
        "its content is {0}, which is not read.",
        "请另存为 GeoPackage。",
        "Save it as GeoPackage.",
    ),
    "gdal": (
        "文件已损坏或不是所称的格式 ({0})。",
        "it is damaged, or not of its format ({0}).",
        "请重新导出, 或另存为 GeoPackage。",
        "Export it again, or save it as GeoPackage.",
    ),
    "damaged": (
        "文件已损坏 ({0})。",
        "it is damaged ({0}).",
        "请重新导出。",
        "Export it again.",
    ),
    "no_shapes": (
        "只有属性表, 没有图形 ({0})。",
        "it has tables but no shapes ({0}).",
        "请选择带几何的图层导出。",
        "Export a layer that has shapes.",
    ),
    "no_rows": (
        "没有数据行。",
        "it has no rows.",
        "请重新导出。",
        "Export it again.",
    ),
    "not_geoparquet": (
        "是普通 Parquet, 没有几何元数据; 字段: {0}。",
        "it is plain Parquet without geometry metadata; columns: {0}.",
        "请另存为 GeoParquet。",
        "Save it as GeoParquet.",
    ),
    "no_coordinates": (
        "{1} 里没有 WKT 或坐标字段; 字段: {0}。",
        "the {1} has neither WKT nor coordinate columns; columns: {0}.",
        "请把几何写入名为 WKT 的列, 或给出 lon/lat (经度/纬度) 列。",
        "Put the shapes into a column named WKT, or give lon/lat columns.",
    ),
    "encoding": (
        "不能按 {0} 解码 ({1})。",
        "it cannot be decoded as {0} ({1}).",
        "请用 --encoding 写明编码, 如 --encoding GB18030。",
        "State its encoding, such as --encoding GB18030.",
    ),
}
