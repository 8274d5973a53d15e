"""``luodi doctor``, ``backup`` and ``restore``: keeping a workspace sound."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, grid, json, line, writing
from api.errors import NOT_IN_ORDER
from api.settings import Settings, settings
from geo import __version__
from geo import plan as planning
from geo.errors import LuodiError
from geo.store import choose
from maps import fonts

File = Annotated[Path, typer.Argument(help="备份文件 | archive")]
MendOption = Annotated[
    bool,
    typer.Option(
        "--mend", help="先按版本重建数据库里供 QGIS 看的表 | first make QGIS's tables anew from the versions"
    ),
]
LEAST_FREE_BYTES = 1024**3
# whether all is well, and what was found
Found = tuple[bool, str]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


def doctor(*, mend: MendOption = False, as_json: JsonOption = False) -> None:
    """体检: 规划、工作区或数据库、磁盘、字体、前端文件, 逐项说明; 有问题退出码 1。

    Check plan, workspace or database, disk, fonts and the page's files in turn; exit code 1 if one fails.
    """
    chosen = settings()
    if mend:
        choose.mend(chosen.home, chosen.database_url)
    rows = list(examine(chosen))
    if as_json:
        json({"ok": all(row["ok"] for row in rows), "checks": rows})
    else:
        grid(("", "项目", "结果"), [("✓" if row["ok"] else "✗", row["check"], row["found"]) for row in rows])
    if not all(row["ok"] for row in rows):
        raise typer.Exit(NOT_IN_ORDER)


def examine(chosen: Settings) -> Iterator[dict[str, Any]]:
    """Every check with what it found."""
    checks: dict[str, Callable[[], Found]] = {
        "程序 | program": lambda: (True, f"落地 {__version__}, Python {platform.python_version()}"),
        "规划 | plan": lambda: _plan(chosen),
        "工作区 | workspace": lambda: _workspace(chosen),
        "磁盘 | disk": lambda: _disk(chosen),
        "字体 | fonts": lambda: (True, fonts.find(chosen.font).regular.family),
        "前端文件 | front end": _front_end,
    }
    for name, check in checks.items():
        try:
            is_well, found = check()
        except LuodiError as wrong:
            is_well, found = False, str(wrong)
        yield {"check": name, "ok": is_well, "found": found}


def backup(file: File) -> None:
    """备份整个土地库 (工作区或数据库) 到一个文件, 逐个文件附校验和。

    The whole store, a workspace or a database, in one file, with a checksum for each of its files.
    """
    service = open_service(load=False)
    with writing(file):
        service.store.backup(file)
    line(f"✓ {file} ({file.stat().st_size / 1024**2:.1f} MiB)")


def restore(file: File) -> None:
    """从备份恢复到空的工作区 (LUODI_HOME) 或空的数据库 (LUODI_DATABASE_URL); 校验不符即停, 不留半成品。

    Restore into an empty workspace (LUODI_HOME) or an empty database (LUODI_DATABASE_URL); a wrong checksum
    stops it and leaves nothing behind. A backup of either goes into either.
    """
    chosen = settings()
    line(f"✓ {choose.restore(file, chosen.home, chosen.database_url)}")


def _plan(chosen: Settings) -> Found:
    it = planning.load(chosen.plan_folder)
    return True, f"{it.name} {it.edition} ({chosen.plan_folder})"


def _workspace(chosen: Settings) -> Found:
    store = choose.open_store(chosen.home, chosen.database_url)
    if wrong := store.verify():
        return False, f"{'; '.join(wrong[:5])}。文件损坏请从备份恢复 | restore a backup: luodi restore"
    count = len(store.versions(planning.load(chosen.plan_folder).id))
    where = choose.place(chosen.home, chosen.database_url)
    return True, f"{where}, {count} 个版本, 校验无误 | versions, all sums right"


def _disk(chosen: Settings) -> Found:
    free = shutil.disk_usage(chosen.home if chosen.home.exists() else Path()).free
    return free >= LEAST_FREE_BYTES, f"{free / 1024**3:,.1f} GiB 可用 | free"


def _front_end() -> Found:
    web = Path(str(resources.files("maps").joinpath("web", "vendor")))
    if (web / "leaflet" / "leaflet.js").is_file():
        return True, "齐全 | complete"
    return False, "缺少前端文件, 请运行 make setup | front-end files are missing, run make setup"
