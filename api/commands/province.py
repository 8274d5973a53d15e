"""``luodi parts``, and matches on a cluster: land that no single machine holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from api import log
from api.commands.open import bar, open_service
from api.commands.screen import line
from api.schemas import BriefIn, brief_from
from api.settings import settings
from geo import cluster
from geo import plan as planning
from geo.cluster.parts import USUAL_ROWS
from geo.flow.asking import question
from geo.flow.land import Land, made_ready, with_held
from geo.model import Answer
from geo.store.choose import open_store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(parts)


def parts(
    folder: Annotated[Path, typer.Argument(help="写到这个文件夹 | where to")],
    rows: Annotated[int, typer.Option(help="每片至多多少宗 | parcels in a piece", min=1)] = USUAL_ROWS,
) -> None:
    """把当前版本按空间分片写成 GeoParquet, 供 luodi match --parts 在 Dask 集群上使用。

    Write the current version as spatially partitioned GeoParquet, for ``luodi match --parts`` on Dask.
    """
    land = open_service().land()
    made = cluster.divide(land.parcels, land.table.drop(columns="held"), land.version, folder, rows)
    line(f"{len(made.names)} 片 · {land.version.parcels} 宗 | pieces · parcels → {folder}")


def match_parts(given: BriefIn, folder: Path, address: str, memory: str) -> tuple[Land, Answer, bytes]:
    """The answer of the workers, its document, and the land as far as this process has it.

    Pieces measured against another edition of the plan are measured again first, where the workers are.

    Raises:
        NoParts: the folder is none of pieces.
        NoCluster: nobody answers at the address.
        BadInput: the brief cannot be meant.
    """
    chosen = settings()
    log.configure(chosen.log_level)
    plan = planning.load(Path(chosen.plan_folder))
    pieces = cluster.open_parts(folder.resolve())
    store = open_store(chosen.home, chosen.database_url)
    held = {hold.parcel_id: hold.project for hold in store.holds(plan.id)}
    store.close()
    with cluster.connected(address, memory) as client, bar() as told:
        if pieces.version.plan_sha256 != plan.sha256:
            pieces = cluster.measured(client, pieces, plan, told)
        parcels, table = pieces.sample()
        land = made_ready(plan, pieces.version, parcels, table, planning.code_table(plan))
        asked = question(land, brief_from(given, land))
        answer = cluster.answer(client, pieces, plan, land.codes, asked, held, told)
        if answer.suggestions:
            ids = [one.parcel_id for one in answer.suggestions]
            found = cluster.shapes(client, pieces, ids)
            land = with_held(made_ready(plan, pieces.version, *found, land.codes), held)
    return land, answer, orjson.dumps(answer)
