"""``luodi doctor``, ``backup`` and ``restore``: keeping a workspace sound."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from api.commands.open import OUT, open_service
from api.errors import BAD_INPUT
from api.settings import Settings
from geo import __version__
from geo.store import archive
from maps import fonts

File = Annotated[Path, typer.Argument(help="备份文件 | archive")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


def doctor() -> None:
    """体检: 规划、工作区、字体、前端文件。

    Check the plan, the workspace, the fonts and the page's files.
    """
    service = open_service(load=False)
    fonts.find(service.settings.font)
    wrong = service.store.verify()
    web = Path(str(resources.files("maps").joinpath("web", "vendor")))
    if not (web / "leaflet" / "leaflet.js").is_file():
        wrong.append(f"{web}: 缺少前端文件, 请运行 make setup | front-end files are missing, run make setup")
    for line in wrong:
        OUT.print(f"✗ {line}", markup=False)
    if wrong:
        raise typer.Exit(BAD_INPUT)
    count = len(service.store.versions(service.plan.id))
    OUT.print(
        f"✓ 落地 {__version__} · {service.plan.name} · {count} 个版本, 校验无误 | all is well", markup=False
    )


def backup(file: File) -> None:
    """备份整个工作区到一个文件。

    The whole workspace in one file.
    """
    open_service(load=False).store.backup(file)
    OUT.print(f"✓ {file} ({file.stat().st_size / 1024**2:.1f} MiB)", markup=False)


def restore(file: File) -> None:
    """从备份恢复到空的工作区; 校验不符即停。

    Restore into an empty workspace; a wrong checksum stops it.
    """
    home = Settings().home
    archive.restore(file, home)
    OUT.print(f"✓ {home}", markup=False)
