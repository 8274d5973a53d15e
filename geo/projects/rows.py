"""Rows of a table of projects -> projects; what cannot be meant is told row by row, by its field."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from geo import plan as planning
from geo.errors import UnknownIndustry, UnknownName
from geo.model import POOLS, Basis, Plan, Project, ProjectTable, RowFault

Row = Mapping[str, object]

# headings as offices write them -> our field
HEADINGS: Mapping[str, str] = {
    "项目编号": "id", "编号": "id", "项目名称": "name", "名称": "name", "产业": "industry",
    "行业": "industry", "库": "pool", "所在库": "pool", "项目库": "pool", "别名": "aliases",
    "投资方": "investor", "面积(亩)": "area_mu", "用地面积(亩)": "area_mu",
    "面积下限(亩)": "area_min_mu", "面积上限(亩)": "area_max_mu", "总投资(亿元)": "invest_yi",
    "固定资产投资(亿元)": "fixed_invest_yi", "年产值(亿元)": "output_yi", "年税收(亿元)": "tax_yi",
    "容积率": "far", "建筑系数": "coverage", "行政办公占比": "office_share", "发展轴": "axis",
    "园区": "park", "期": "phase", "优先级": "priority", "锁定地块": "locked",
    "拿地时间": "acquire_by", "开工时间": "start_by", "投产时间": "open_by", "依据": "basis",
    "来源": "source", "原文": "quote", "时点": "as_of", "备注": "note",
}  # fmt: skip
POOL_NAMES: Mapping[str, str] = {
    "谋划": "plan", "谋划库": "plan", "招引": "attract", "招引库": "attract", "签约": "signed",
    "签约库": "signed", "落地": "landed", "落地库": "landed",
}  # fmt: skip
TEXTS = ("investor", "source", "quote", "as_of", "note")
LISTS = ("aliases", "locked")
DATES = ("acquire_by", "start_by", "open_by")
# field -> least (itself not allowed) and most of what can be meant
NUMBERS: Mapping[str, tuple[float, float]] = {
    "area_mu": (0, 100_000), "area_min_mu": (0, 100_000), "area_max_mu": (0, 100_000),
    "invest_yi": (0, 100_000), "fixed_invest_yi": (0, 100_000), "output_yi": (0, 100_000),
    "tax_yi": (0, 100_000), "far": (0, 30), "coverage": (0, 1), "office_share": (0, 1),
}  # fmt: skip
ORDERED = (
    ("area_min_mu", "area_mu"), ("area_mu", "area_max_mu"), ("area_min_mu", "area_max_mu"),
    ("fixed_invest_yi", "invest_yi"), ("acquire_by", "start_by"), ("start_by", "open_by"),
    ("acquire_by", "open_by"),
)  # fmt: skip
FIELDS = ("id", "name", "industry", "pool", "axis", "park", "phase", "priority", "basis",
          *TEXTS, *LISTS, *DATES, *NUMBERS)  # fmt: skip
SEPARATORS = "|;；、"
YEAR_MONTH, FULL_DATE = 2, 3


@dataclass(slots=True)
class _Cells:
    """One row under reading: its cells by field, and what was found wrong."""

    number: int
    cells: dict[str, object]
    faults: list[RowFault] = field(default_factory=list)

    def text(self, name: str) -> str:
        value = self.cells.get(name)
        return "" if value is None else str(value).strip()

    def fault(self, name: str, zh: str, en: str) -> None:
        project, seen = self.text("name") or self.text("id"), self.text(name)
        text, text_en = (
            f"第 {self.number} 行 {name} = “{seen}”: {zh}",
            f"row {self.number}, {name} = “{seen}”: {en}",
        )
        self.faults.append(RowFault(self.number, project, name, seen, text, text_en))


def projects(rows: Iterable[Row], plan: Plan) -> ProjectTable:
    """Projects of a table.

    Args:
        rows: Cells by heading (our field or a Chinese heading of ``HEADINGS``); text, or numbers and
            dates as TOML and JSON have them. An empty cell says nothing.
        plan: Its industries, axes and parks are what the cells may name.

    Returns:
        Projects in table order without those that have a fault; every fault, first row first.

    Examples:
        An industry that the plan does not know is a fault of its row, not of the table.

        >>> from tests.geo.worlds import plan
        >>> told = projects([{"name": "甲", "industry": "制造", "库": "签约库", "面积(亩)": "60"},
        ...                  {"name": "乙", "industry": "炼金", "库": "签约库"}], plan())
        >>> [(one.id, one.name, one.area_mu) for one in told.projects]
        [('甲', '甲', 60.0)]
        >>> [(one.row, one.field) for one in told.faults]
        [(3, 'industry')]
    """
    found: list[Project] = []
    faults: list[RowFault] = []
    ignored: dict[str, None] = {}
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        named = {_field(str(heading)): value for heading, value in row.items()}
        ignored |= dict.fromkeys(name for name in named if name not in FIELDS)
        cells = _Cells(number, named)
        project = _project(cells, plan, seen)
        faults += cells.faults
        if not cells.faults:
            found.append(project)
    return ProjectTable(tuple(found), tuple(faults), tuple(ignored))


def _field(heading: str) -> str:
    plain = heading.strip().removeprefix("\ufeff").replace("（", "(").replace("）", ")")
    return HEADINGS.get(plain, plain)


def _project(cells: _Cells, plan: Plan, seen: set[str]) -> Project:
    """The project of a row; meant only when the row has no fault."""
    name = cells.text("name")
    id_ = cells.text("id") or name
    if not name:
        cells.fault("name", "缺少项目名称, 请补上。", "the name is missing; give it.")
    if id_ in seen:
        cells.fault("id", "编号重复, 请改成不同的编号。", "this id appears twice; give each its own.")
    seen.add(id_)
    values: dict[str, Any] = {name: _number(cells, name, *range_) for name, range_ in NUMBERS.items()}
    values |= {name: _date(cells, name) for name in DATES}
    values |= {name: _list(cells, name) for name in LISTS}
    values |= {name: cells.text(name) for name in TEXTS}
    _in_order(cells, values)
    return Project(
        id=id_,
        name=name,
        industry=_industry(cells, plan),
        pool=_pool(cells),
        axis=_place(cells, plan, "axis"),
        park=_place(cells, plan, "park"),
        phase=int(_number(cells, "phase", 0, 100) or 1),
        priority=1.0 if (stated := _number(cells, "priority", 0, 1e6)) is None else stated,
        basis=_basis(cells),
        **values,
    )


def _industry(cells: _Cells, plan: Plan) -> str:
    asked = cells.text("industry")
    if not asked:
        return ""
    try:
        return planning.find_industry(plan, asked).id
    except UnknownIndustry as unknown:
        cells.fault("industry", f"{unknown.zh}{unknown.remedy_zh}", f"{unknown.en} {unknown.remedy_en}")
        return ""


def _place(cells: _Cells, plan: Plan, kind: str) -> str:
    asked = cells.text(kind)
    if not asked:
        return ""
    try:
        return planning.find_area(plan, kind, asked)
    except UnknownName as unknown:
        cells.fault(kind, f"{unknown.zh}{unknown.remedy_zh}", f"{unknown.en} {unknown.remedy_en}")
        return ""


def _pool(cells: _Cells) -> Any:
    asked = cells.text("pool").casefold()
    pool = POOL_NAMES.get(asked, asked)
    if pool not in POOLS:
        cells.fault(
            "pool",
            "须是谋划库、招引库、签约库、落地库之一。",
            f"must be one of {', '.join(POOLS)}.",
        )
    return pool


def _basis(cells: _Cells) -> Basis:
    """As the row says; where it does not, published by the source that it names, else assumed."""
    asked = cells.text("basis") or (Basis.PUBLISHED if cells.text("source") else Basis.ASSUMED)
    if asked not in set(Basis):
        known = ", ".join(Basis)
        cells.fault("basis", f"须是 {known} 之一。", f"must be one of {known}.")
        return Basis.ASSUMED
    return Basis(asked)


def _number(cells: _Cells, name: str, above: float, most: float) -> float | None:
    """A number in its range; a share written in percent or an amount with commas is read as meant."""
    told = cells.text(name).replace(",", "").replace("，", "")
    if not told:
        return None
    try:
        value = float(told.removesuffix("%")) / (100 if told.endswith("%") else 1)
    except ValueError:
        cells.fault(name, "不是数值, 请只写数字。", "is not a number; write digits only.")
        return None
    zero_is_meant = name in {"priority", "office_share"}
    if not math.isfinite(value) or value > most or value < above or (value == above and not zero_is_meant):
        zh, en = (
            f"须大于 {above:g} 且不超过 {most:g}, 请检查单位。",
            f"must lie above {above:g} and at most {most:g}; check the unit.",
        )
        cells.fault(name, zh, en)
        return None
    if name == "phase" and value != int(value):
        cells.fault(name, "期须是整数。", "a phase is a whole number.")
    return value


def _date(cells: _Cells, name: str) -> date | None:
    """A day; of a month its last day, of a year its last."""
    value = cells.cells.get(name)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    told = cells.text(name)
    if not told:
        return None
    parts = told.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        numbers = [int(part) for part in parts.strip("-").split("-")]
        year, month = numbers[0], numbers[1] if len(numbers) >= YEAR_MONTH else 12
        day = numbers[2] if len(numbers) == FULL_DATE else monthrange(year, month)[1]
        if len(numbers) > FULL_DATE:
            raise ValueError  # noqa: TRY301 (four parts are no date, like a fourteenth month)
        return date(year, month, day)
    except (ValueError, OverflowError):
        cells.fault(
            name, "不是日期, 请写成 2024-09-30 或 2024-09。", "is no date; write 2024-09-30 or 2024-09."
        )
        return None


def _list(cells: _Cells, name: str) -> tuple[str, ...]:
    value = cells.cells.get(name)
    parts: Sequence[object]
    if isinstance(value, list | tuple):
        parts = value
    else:
        told = cells.text(name)
        for mark in SEPARATORS:
            told = told.replace(mark, "\n")
        parts = told.split("\n")
    return tuple(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))


def _in_order(cells: _Cells, values: Mapping[str, Any]) -> None:
    """What must not exceed what."""
    for less, more in ORDERED:
        low, high = values[less], values[more]
        if low is not None and high is not None and low > high:
            zh, en = f"不应大于 {more} = {high}, 请核对。", f"must not exceed {more} = {high}; check both."
            cells.fault(less, zh, en)
