"""The options that make a brief, once for every command that takes one."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from api.schemas import BriefIn
from geo.errors import BadBrief

Number = Annotated[float | None, typer.Option()]
OPTIONS: dict[str, Any] = {
    "brief_file": Annotated[Path | None, typer.Option("--brief", help="需求文件 (TOML) | a brief as TOML")],
    "industry": Annotated[str, typer.Option(help="产业: 名称、别名或 GB/T 4754 代码 | industry")],
    "area": Annotated[float | None, typer.Option(help="目标面积, 亩 | target area, mu")],
    "min": Annotated[float | None, typer.Option(help="面积下限, 亩 | at least, mu")],
    "max": Annotated[float | None, typer.Option(help="面积上限, 亩 | at most, mu")],
    "axis": Annotated[str, typer.Option(help="发展轴 | axis")],
    "zone": Annotated[str, typer.Option(help="三区 | zone")],
    "park": Annotated[str, typer.Option(help="园区 | park")],
    "within": Annotated[list[str] | None, typer.Option(help="axis/zone/park 改为硬约束 | make it a limit")],
    "use": Annotated[list[str] | None, typer.Option(help="用地代码, 可重复 | land-use code, repeatable")],
    "far_min": Annotated[float | None, typer.Option(help="容积率可达 | floor area ratio allowed")],
    "height_min": Annotated[float | None, typer.Option(help="建筑高度可达, 米 | height allowed, m")],
    "price_max": Annotated[float | None, typer.Option(help="地价不高于, 万元/亩 | price at most")],
    "net_by": Annotated[str, typer.Option(help="净地不晚于, 年-月-日 | cleared by, ISO date")],
    "utility": Annotated[list[str] | None, typer.Option(help="配套条件, 可重复 | utility, repeatable")],
    "at_most": Annotated[list[str] | None, typer.Option(help="指标=上限, 如 metro_m=1500 | measure=bound")],
    "at_least": Annotated[list[str] | None, typer.Option(help="指标=下限 | measure=bound")],
    "weight": Annotated[list[str] | None, typer.Option(help="偏好=权重 | wish=weight")],
    "k": Annotated[int, typer.Option("-k", help="推荐几宗 | how many")],
}
DEFAULTS: dict[str, Any] = {"industry": "", "axis": "", "zone": "", "park": "", "net_by": "", "k": 10}


def takes_brief(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command whose first argument is a ``BriefIn`` the options that make one."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    extra = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=DEFAULTS.get(name), annotation=kind)
        for name, kind in OPTIONS.items()
    ]

    @wraps(command)
    def wrapped(**given: Any) -> None:
        asked = {name: given.pop(name) for name in OPTIONS}
        command(brief_of(asked), **given)

    keyword = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
    wrapped.__signature__ = inspect.Signature([*keyword, *extra])  # type: ignore[attr-defined]
    wrapped.__annotations__ = {one.name: one.annotation for one in (*keyword, *extra)}
    return wrapped


def brief_of(asked: dict[str, Any]) -> BriefIn:
    """The brief that the options and the file say; an option wins over the file.

    Raises:
        BadBrief: a field is unknown or of the wrong kind, or no industry is named.
    """
    fields = _file(asked["brief_file"]) if asked["brief_file"] else {}
    names = {"area": "area_mu", "min": "area_min_mu", "max": "area_max_mu", "use": "use_codes"}
    names |= {"height_min": "height_min_m", "price_max": "price_max_wan_per_mu", "utility": "utilities"}
    names |= {"weight": "weights"}
    for option, value in asked.items():
        if (
            option == "brief_file"
            or not value
            or (option == "k" and "k" in fields and value == DEFAULTS["k"])
        ):
            if not (option in {"area", "min", "max"} and value == 0):
                continue
        given = _pairs(option, value) if option in {"at_most", "at_least", "weight"} else value
        fields[names.get(option, option)] = given
    if not fields.get("industry"):
        raise BadBrief(
            "industry",
            "",
            "未写明产业。",
            "is missing.",
            "请加 --industry 产业名称。",
            "Add --industry NAME.",
        )
    try:
        return BriefIn.model_validate(fields)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadBrief(where, first.get("input"), "字段有误。", first["msg"]) from wrong


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        words = ("需求文件无法读取。", f"cannot be read: {broken}")
        raise BadBrief(
            "--brief", path, *words, "请检查路径与 TOML 格式。", "Check the path and its TOML."
        ) from broken


def _pairs(option: str, values: list[str]) -> dict[str, float]:
    pairs = {}
    for value in values:
        name, sign, number = value.partition("=")
        try:
            pairs[name.strip()] = float(number)
        except ValueError as wrong:
            words = ("应写成 名称=数值。", "should read name=number.")
            raise BadBrief(f"--{option.replace('_', '-')}", value, *words) from wrong
        if not sign:
            raise BadBrief(option, value, "应写成 名称=数值。", "should read name=number.")
    return pairs
