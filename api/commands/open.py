"""Opening the workspace for a command, with a bar where it takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from api import log
from api.commands.screen import console, line
from api.service import Service
from api.settings import settings
from geo import model

STAGES = {
    "read": "读取 | reading",
    "validate": "检查 | checking",
    "compare": "比对 | comparing",
    "features": "量算 | measuring",
    "commit": "入库 | committing",
    "adjoin": "连接相邻 | adjoining",
    "search": "搜索组合 | searching",
    "list": "列出用地 | listing sites",
    "solve": "求解 | solving",
    "widen": "补列用地 | more sites",
    "sample": "抽样权重 | sampling",
    "tell": "说明 | explaining",
}


def open_service(plan: Path | None = None, *, load: bool = True) -> Service:
    """The workspace of the settings; an empty bank is filled with the plan's own parcels first.

    Raises:
        EmptyBank: ``load``, the bank is empty and the plan brings no parcels.
    """
    chosen = settings(plan=plan)
    log.configure(chosen.log_level)
    service = Service(chosen)
    if load:
        fill(service)
    return service


def fill(service: Service) -> None:
    """Have land: on an empty bank the plan's own parcels are imported under a bar."""
    if service.store.current(service.plan.id) is not None:
        return
    if service.plan.parcels_file:
        name = service.plan.name
        line(f"首次使用, 载入“{name}”自带的地块 | first use: loading the plan's own parcels", stderr=True)
    with bar() as told:
        service.load(told)


@contextmanager
def bar() -> Iterator[model.Progress]:
    """A progress bar on standard error, one line per stage; piped, only its end is written."""
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True)) as shown:
        tasks: dict[str, TaskID] = {}

        def finish() -> None:
            for task in shown.tasks:
                shown.update(task.id, completed=task.total)

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                finish()
                tasks[stage] = shown.add_task(STAGES.get(stage, stage), total=total)
            shown.update(tasks[stage], completed=done, total=total)

        yield told
        finish()
