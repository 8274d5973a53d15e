"""``luodi holds``: land promised, and let go."""

from __future__ import annotations

from typing import Annotated

import orjson
import typer
from rich.table import Table

from api.commands.open import OUT, open_service

Who = Annotated[str, typer.Option(help="经办人 | by whom")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(no_args_is_help=True, help="预留 | holds")
    family.command("list")(list_holds)
    family.command()(add)
    family.command()(release)
    app.add_typer(family, name="holds")


def list_holds(*, as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False) -> None:
    """列出有效的预留。

    List what is held.
    """
    service = open_service(load=False)
    rows = service.store.holds(service.plan.id)
    if as_json:
        typer.echo(orjson.dumps(rows).decode())
        return
    table = Table("编号", "地块", "项目", "经办", "自", "至")
    for one in rows:
        table.add_row(one.id, one.parcel_id, one.project, one.who, one.since, one.until or "—")
    OUT.print(table)


def add(
    parcels: Annotated[list[str], typer.Argument(help="地块编号 | parcels")],
    project: Annotated[str, typer.Option(help="项目 | project")],
    who: Who = "luodi",
    until: Annotated[str, typer.Option(help="预留到, 年-月-日 | until, ISO date")] = "",
) -> None:
    """为项目预留地块: 全部成功, 或一宗也不动。

    Hold parcels for a project: all of them or none.
    """
    service = open_service()
    land = service.land()
    for parcel in parcels:
        land.row(parcel)
    for one in service.store.hold(service.plan.id, parcels, project=project, who=who, until=until):
        OUT.print(f"✓ {one.parcel_id} → {one.project} ({one.id})", markup=False)


def release(hold: Annotated[str, typer.Argument(help="预留编号 | hold id")], who: Who = "luodi") -> None:
    """释放一宗预留。

    End a hold.
    """
    one = open_service(load=False).store.release(hold, who=who)
    OUT.print(f"✓ {one.parcel_id} 已释放 | released", markup=False)
