"""Rules of areas: implausible ones, stated against measured."""

from __future__ import annotations

from geo.validate.rules.rule import Rule

AREAS: dict[str, Rule] = {
    "area_too_small": Rule(
        "warning",
        "第 {row} 行 ({id}) 面积只有 {seen}。",
        "Row {row} ({id}) measures only {seen}.",
        "可能是碎屑面; 请核对。",
        "It may be a sliver; check it.",
    ),
    "area_too_large": Rule(
        "warning",
        "第 {row} 行 ({id}) 面积达 {seen}。",
        "Row {row} ({id}) measures {seen}.",
        "可能不是单个地块; 请核对。",
        "It may not be a single parcel; check it.",
    ),
    "area_differs": Rule(
        "warning",
        "第 {row} 行 ({id}) 登记面积 {stated}, 按图形为 {computed}, 相差 {seen}。",
        "Row {row} ({id}): stated {stated}, measured {computed}, a difference of {seen}.",
        "请核对图形与登记面积; 系统按图形面积计算。",
        "Check the shape and the record; the measured area is used.",
        allows=("accept", "fix", "reject"),
    ),
    "area_unit": Rule(
        "warning",
        "第 {row} 行 ({id}) 登记面积 {seen} 与图形 {computed} 相差一个单位: 像是以{unit}填写。",
        "Row {row} ({id}): stated area {seen} against {computed} measured looks like a figure in {unit_en}.",
        "请写明单位: --map {column}=面积字段。",
        "State the unit: --map {column}=the_area_field.",
        allows=("accept", "fix", "reject"),
    ),
}
