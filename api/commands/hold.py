"""``luodi holds``: land promised to a project, and released again."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, WhoOption, grid, json, line
from api.routes.holds import HoldIn, hold
from api.wording import valid


def register(app: typer.Typer) -> None:
    """Add the commands."""
    family = typer.Typer(no_args_is_help=True, help="预留: 列出、登记、释放 | holds")
    family.command("list")(listed)
    family.command()(add)
    family.command()(release)
    app.add_typer(family, name="holds")


def listed(
    *,
    everything: Annotated[bool, typer.Option("--all", help="包括已释放的 | released ones too")] = False,
    as_json: JsonOption = False,
) -> None:
    """列出有效的预留。

    List what is held.
    """
    service = open_service(load=False)
    rows = service.store.holds(service.plan.id, active=not everything)
    if as_json:
        json(rows)
        return
    heads = ("预留编号", "地块", "项目", "经办", "自 (UTC)", "至", "释放于")
    shown = [(o.id, o.parcel_id, o.project, o.who, o.since, o.until or "—", o.released_at) for o in rows]
    grid(heads, shown)
    if not rows:
        line("没有预留 | nothing is held")


def add(
    parcels: Annotated[list[str], typer.Argument(help="地块编号 | parcel ids")],
    project: Annotated[str, typer.Option(help="项目 | project")],
    who: WhoOption = "",
    until: Annotated[str | None, typer.Option(help="预留到, 年-月-日 | until, ISO date")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """为项目预留地块: 全部成功, 或一宗也不动。

    Hold parcels for a project: all of them or none.
    """
    service = open_service()
    asked = {"parcel_ids": parcels, "project": project, "who": who or service.settings.who, "until": until}
    given = valid(HoldIn, asked)
    made = hold(given, service, service.land())
    if as_json:
        json(made)
        return
    for one in made:
        line(f"✓ {one.parcel_id} → {one.project} ({one.id})")


def release(
    hold_id: Annotated[str, typer.Argument(metavar="预留编号", help="预留编号 | hold id")],
    who: WhoOption = "",
) -> None:
    """释放一宗预留。

    End a hold.
    """
    service = open_service(load=False)
    one = service.store.release(hold_id, who=who or service.settings.who)
    line(f"✓ {one.parcel_id} 已释放 | released")
