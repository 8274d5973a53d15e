"""The options that make a brief, once for every command that takes one."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from api.schemas import BriefIn
from api.wording import valid
from geo.errors import BadBrief

FILE = Annotated[
    Path | None,
    typer.Argument(metavar="[需求.toml]", help="需求文件, 字段同 POST /api/v1/matches | a brief as TOML"),
]
# a command of many parcels takes the file as its last word
OPTION_FILE = Annotated[Path | None, typer.Option("--brief", help="需求文件 | a brief as TOML")]
Words = list[str] | None
# option -> how it is given, and the field of the brief that it sets
OPTIONS: dict[str, tuple[Any, str]] = {
    "industry": (
        Annotated[str | None, typer.Option(help="产业: 名称、别名或 GB/T 4754 代码 | industry")],
        "industry",
    ),
    "area": (Annotated[float | None, typer.Option(help="目标面积, 亩 | target area, mu")], "area_mu"),
    "min": (Annotated[float | None, typer.Option(help="面积下限, 亩 | at least, mu")], "area_min_mu"),
    "max": (Annotated[float | None, typer.Option(help="面积上限, 亩 | at most, mu")], "area_max_mu"),
    "axis": (Annotated[str | None, typer.Option(help="偏好的发展轴 | preferred axis")], "axis"),
    "zone": (Annotated[str | None, typer.Option(help="偏好的三区 | preferred zone")], "zone"),
    "park": (Annotated[str | None, typer.Option(help="偏好的园区 | preferred park")], "park"),
    "within": (
        Annotated[Words, typer.Option(help="axis/zone/park: 必须在内, 可重复 | make it a limit, repeatable")],
        "within",
    ),
    "use": (
        Annotated[Words, typer.Option(help="用地代码 (含下级), 可重复 | land-use code, repeatable")],
        "use_codes",
    ),
    "far_min": (
        Annotated[float | None, typer.Option(help="容积率须可达 | floor area ratio allowed")],
        "far_min",
    ),
    "height_min": (
        Annotated[float | None, typer.Option(help="高度须可达, 米 | height allowed, m")],
        "height_min_m",
    ),
    "price_max": (
        Annotated[float | None, typer.Option(help="地价不高于, 万元/亩 | price at most, 10k yuan/mu")],
        "price_max_wan_per_mu",
    ),
    "net_by": (
        Annotated[str | None, typer.Option(help="净地不晚于, 年-月-日 | cleared by, ISO date")],
        "net_by",
    ),
    "utility": (
        Annotated[Words, typer.Option(help="配套条件, 如 road,water,gas; 可重复 | utilities")],
        "utilities",
    ),
    "status": (
        Annotated[Words, typer.Option(help="供地状态 net/clearing/uncleared/idle, 可重复 | supply status")],
        "statuses",
    ),
    "at_most": (
        Annotated[Words, typer.Option(help="指标=上限, 如 metro_m=1500; 可重复 | measure=bound")],
        "at_most",
    ),
    "at_least": (Annotated[Words, typer.Option(help="指标=下限, 可重复 | measure=bound")], "at_least"),
    "weight": (Annotated[Words, typer.Option(help="偏好=权重, 可重复 | wish=weight")], "weights"),
    "pair": (
        Annotated[Words, typer.Option(help="AHP: 偏好甲:偏好乙=甲重要几倍, 可重复 | pairwise judgement")],
        "pairs",
    ),
    "force_pairs": (
        Annotated[
            bool | None, typer.Option("--force-pairs", help="CR 高于 0.1 也采用 | accept CR above 0.1")
        ],
        "force_pairs",
    ),
    "k": (Annotated[int | None, typer.Option("-k", help="推荐几宗, 默认 10 | how many, 10 by default")], "k"),
}
PAIRED = {"at_most", "at_least", "weight"}


def takes_brief(command: Callable[..., None], *, may_be_silent: bool = False) -> Callable[..., None]:
    """Give a command whose first argument is a ``BriefIn`` the options and the file that make one.

    One that ``may_be_silent`` says itself what it cannot do without an industry.
    """
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    keyword = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
    names, named = {one.name for one in own}, {name: kind for name, (kind, _) in OPTIONS.items()}
    extra = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in ({"file": FILE if "parcels" not in names else OPTION_FILE} | named).items()
    ]

    @wraps(command)
    def wrapped(**given: Any) -> None:
        asked, file = {name: given.pop(name) for name in OPTIONS}, given.pop("file")
        if "parcels" in given:
            given["parcels"], last = toml_last(given["parcels"])
            file = last or file
        # an answer that was given has its brief
        is_told = may_be_silent or bool(given.get("answer"))
        command(brief_of(file, asked, may_be_silent=is_told), **given)

    wrapped.__signature__ = inspect.Signature([*keyword, *extra])  # type: ignore[attr-defined]
    wrapped.__annotations__ = {one.name: one.annotation for one in (*keyword, *extra)}
    return wrapped


def brief_of(file: Path | None, asked: dict[str, Any], *, may_be_silent: bool = False) -> BriefIn:
    """The brief that the file and the options say; an option wins over the file.

    Raises:
        BadBrief: a field is unknown or of the wrong kind, or the file cannot be read.
    """
    fields = _file(file) if file else {}
    for option, value in asked.items():
        if value is None or value == []:
            continue
        field = OPTIONS[option][1]
        if field == "area_mu":
            fields.pop("area_target_mu", None)
        fields[field] = _value(option, value)
    fields.setdefault("industry", "")
    if not str(fields["industry"]).strip() and not may_be_silent:
        hint = "请写明产业 | name the industry: --industry 食品饮料"
        raise typer.BadParameter(hint, param_hint="--industry")
    return valid(BriefIn, fields)


def _value(option: str, value: Any) -> Any:
    if option in PAIRED:
        return dict(_named_number(option, text) for text in value)
    if option == "pair":
        return [_judgement(text) for text in value]
    if option in {"utility", "use", "within", "status"}:
        return [part.strip() for text in value for part in text.split(",") if part.strip()]
    return value


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        words = ("需求文件无法读取。", f"cannot be read: {broken}.")
        remedy = ("请检查路径、编码 (UTF-8) 与 TOML 格式。", "Check its path, encoding (UTF-8) and TOML.")
        raise BadBrief("file", path, *words, *remedy) from broken


def _named_number(option: str, text: str) -> tuple[str, float]:
    name, sign, number = text.partition("=")
    try:
        if sign and name.strip():
            return name.strip(), float(number)
    except ValueError:
        pass
    words = ("应写成 名称=数值。", "should read name=number.")
    raise BadBrief(f"--{option.replace('_', '-')}", text, *words)


def _judgement(text: str) -> tuple[str, str, float]:
    pair, ratio = _named_number("pair", text)
    first, sign, second = pair.partition(":")
    if not sign:
        words = ("应写成 偏好甲:偏好乙=倍数。", "should read wish:wish=ratio.")
        raise BadBrief("--pair", text, *words)
    return first.strip(), second.strip(), ratio


def toml_last(words: Iterable[str]) -> tuple[list[str], Path | None]:
    """Words of a command whose last one may be a brief's file.

    >>> toml_last(["EQ0001", "EQ0002", "brief.toml"])
    (['EQ0001', 'EQ0002'], PosixPath('brief.toml'))
    """
    listed = list(words)
    if listed and listed[-1].endswith(".toml"):
        return listed[:-1], Path(listed[-1])
    return listed, None
