"""Opening the workspace for a command, with a bar where it takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from api.deps import Service
from api.settings import Settings
from geo import model

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)
STAGES = {
    "read": "读取 | reading",
    "validate": "检查 | checking",
    "features": "量算 | measuring",
    "commit": "入库 | committing",
}


def open_service(plan: Path | None = None, *, load: bool = True) -> Service:
    """The workspace of the settings; an empty bank is filled with the plan's own parcels first."""
    settings = Settings() if plan is None else Settings(plan=plan)
    service = Service(settings)
    if load:
        with bar() as told:
            service.load(told)
    return service


@contextmanager
def bar() -> Iterator[model.Progress]:
    """A progress bar on standard error, one line per stage."""
    columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=not ERR.is_terminal) as shown:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for before in tasks.values():
                    shown.update(before, completed=shown.tasks[before].total)
                tasks[stage] = shown.add_task(STAGES.get(stage, stage), total=total)
            shown.update(tasks[stage], completed=done, total=total)

        yield told
        for task in tasks.values():
            shown.update(task, completed=shown.tasks[task].total)
