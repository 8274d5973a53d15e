"""``luodi serve``: the page and the API."""

from __future__ import annotations

import socket
import sys
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.commands.open import OUT, open_service
from api.errors import WRONG_USE


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="监听地址 | address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 | port", min=1, max=65535)] = 8000,
) -> None:
    """启动页面与接口; 空的土地库先载入规划自带的地块。

    Serve the page and the API; an empty land bank first loads the plan's own parcels.
    """
    if _is_taken(host, port):
        sys.stderr.write(
            f"✗ 端口 {port} 已被占用, 请用 --port 换一个。 | Port {port} is taken; choose another with --port.\n"
        )
        raise typer.Exit(WRONG_USE)
    service = open_service()
    land = service.land()
    OUT.print(
        f"{land.plan.name} · {land.version.parcels} 宗 · {land.version.area_mu:,.0f} 亩 · 第 {land.version.number} 版"
    )
    OUT.print(f"打开 | open  http://{host}:{port}/    接口 | API  http://{host}:{port}/docs")
    uvicorn.run(create_app(service), host=host, port=port, log_level="warning")


def _is_taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
