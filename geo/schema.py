"""The table contract: every parcel column with its type, unit and meaning, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "date", "token"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the parcel table. ``low``/``high`` bound what can be meant, inclusive."""

    name: str
    kind: Kind
    unit: str
    label: str
    label_en: str
    required: bool = False
    low: float | None = None
    high: float | None = None
    tokens: tuple[str, ...] = ()


# 供地状态, from readiest to not on offer; Chinese spellings seen in files follow in STATUS_NAMES.
STATUSES = ("net", "clearing", "uncleared", "idle", "supplied")
# 七通一平: the seven connections, in the order of the bits of the feature table.
UTILITIES = ("road", "water", "drainage", "power", "gas", "heat", "telecom")
# the bitset of a parcel whose utilities nobody stated
UTILITIES_UNKNOWN = 255

PARCEL: tuple[Column, ...] = (
    Column("parcel_id", "text", "", "地块编号", "Parcel id", required=True),
    Column("name", "text", "", "地块名称", "Name"),
    Column("use_code", "text", "", "用地代码", "Land-use code", required=True),
    Column("use_system", "text", "", "代码体系", "Code system"),
    Column("use_edition", "text", "", "代码版本", "Code edition"),
    Column("far_max", "number", "", "容积率上限", "Floor area ratio, at most", low=0, high=30),
    Column("far_min", "number", "", "容积率下限", "Floor area ratio, at least", low=0, high=30),
    Column("height_max_m", "number", "m", "建筑限高", "Building height, at most", low=0, high=1000),
    Column("density_max", "number", "share", "建筑密度上限", "Building coverage, at most", low=0, high=1),
    Column("green_min", "number", "share", "绿地率下限", "Green share, at least", low=0, high=1),
    Column("status", "token", "", "供地状态", "Supply status", tokens=STATUSES),
    Column("net_date", "date", "", "净地日期", "Cleared by"),
    Column("price_wan_per_mu", "number", "万元/亩", "地价", "Land price", low=0, high=100_000),
    Column("utilities", "text", "", "配套条件", "Utilities", tokens=UTILITIES),
    Column("township", "text", "", "街道/镇", "Township"),
    Column("holder", "text", "", "权利人", "Holder"),
    Column("area_stated_m2", "number", "㎡", "登记面积", "Stated area", low=0),
    Column("basis", "text", "", "数据依据", "Basis"),
    Column("source", "text", "", "来源", "Source"),
    Column("as_of", "text", "", "数据时点", "As of"),
)
COLUMNS = {column.name: column for column in PARCEL}
REQUIRED = tuple(column.name for column in PARCEL if column.required)

STATUS_NAMES = {
    "net": "净地",
    "clearing": "征迁中",
    "uncleared": "待征迁",
    "idle": "存量盘活",
    "supplied": "已供地",
}
STATUS_NAMES_EN = {
    "net": "cleared",
    "clearing": "being cleared",
    "uncleared": "to be cleared",
    "idle": "idle stock",
    "supplied": "supplied",
}
UTILITY_NAMES = {
    "road": "通路",
    "water": "给水",
    "drainage": "排水",
    "power": "供电",
    "gas": "燃气",
    "heat": "供热",
    "telecom": "通信",
}
