"""``luodi serve``: the page and the API."""

from __future__ import annotations

import socket
import threading
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.beside import Beside
from api.commands.open import fill, open_service
from api.commands.screen import line
from api.routes.freshness import ages
from api.routes.opening import make_ready
from geo.errors import EmptyBank, PortTaken
from geo.explain.freshness import dates
from geo.features.compiled import cores


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="监听地址 | address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口, 0 为任选 | port, 0 for any", min=0, max=65535)] = 8000,
) -> None:
    """启动页面与接口; 空的土地库先载入规划自带的地块。

    Serve the page and the API; an empty land bank first loads the plan's own parcels.
    """
    # the port is ours before anything takes time
    with listen(host, port) as listener:
        _serve(address_of(host, listener.getsockname()[1]), listener)


def _serve(address: str, listener: socket.socket) -> None:
    service = open_service(load=False)
    app = create_app(service, beside=Beside(service) if service.settings.beside and cores() > 1 else None)
    try:
        fill(service)
        version = service.land().version
        bank = ages(dates(service.plan, version)[:1])[0]
        land = f"{version.parcels} 宗 · {version.area_mu:,.0f} 亩 · 第 {version.number} 版 · {bank.text}"
    except EmptyBank as empty:
        land = f"{empty.zh}{empty.remedy_zh} | {empty.en} {empty.remedy_en}"
    # beside what else there is to do: the first who opens the page finds it made
    threading.Thread(target=make_ready, args=(app,), daemon=True).start()
    line(f"{service.plan.name} · {land}")
    if basemap := service.settings.basemap:
        line(f"底图取自 {basemap.origin} (只有浏览器访问它) | basemap from there, asked by browsers only")
    line(f"打开 | open  {address}/   接口 | API  {address}/docs   停止 | stop  Ctrl+C", "bold")
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections at once.

    Raises:
        PortTaken: somebody else has the port, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # only where the protocol is named does asyncio send at once: else an answer waits up to 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as failed:
        listener.close()
        raise PortTaken(host, port, failed.strerror or type(failed).__name__) from failed
    return listener


def address_of(host: str, port: int) -> str:
    """What to type into a browser.

    >>> address_of("0.0.0.0", 8000), address_of("::1", 80)
    ('http://127.0.0.1:8000', 'http://[::1]:80')
    """
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"
