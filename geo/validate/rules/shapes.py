"""Rules of single shapes, and of shapes against one another."""

from __future__ import annotations

from geo.validate.rules.rule import GIS, Rule

SHAPES: dict[str, Rule] = {
    "shape_missing": Rule(
        "error",
        "第 {row} 行没有几何图形。",
        "Row {row} has no shape.",
        "请补充该地块的面后重新导入。",
        "Add the parcel's polygon and import again.",
    ),
    "shape_not_polygon": Rule(
        "error",
        "第 {row} 行是 {seen}, 不是面, 没有面积。",
        "Row {row} is a {seen}, not a polygon; it has no area.",
        "请提供地块的面 (WKT 面, 或按界址点构面)。",
        "Give the parcel as a polygon.",
    ),
    "coordinates_impossible": Rule(
        "error",
        "第 {row} 行有坐标系容不下的坐标 ({seen})。",
        "Row {row} has coordinates that its system cannot have ({seen}).",
        "请检查坐标是否缺失、错位或单位有误。",
        "Check for missing, shifted or mis-scaled coordinates.",
    ),
    "shape_repaired": Rule(
        "warning",
        "第 {row} 行 ({id}) 图形无效 ({reason}), 已修复, 面积由 {before} 变为 {area}。",
        "Row {row} ({id}): the shape was invalid ({seen}) and was repaired; "
        "its area was {before} and is {area}.",
        "请核对修复后的图形。",
        "Look at the repaired shape.",
        repairs=True,
    ),
    "shape_empty": Rule(
        "error",
        "第 {row} 行的图形修复后没有面积 ({seen})。",
        "Row {row}: nothing is left of the shape ({seen}).",
        *GIS,
    ),
    "line_closed": Rule(
        "warning",
        "第 {row} 行是闭合线, 已按其围成的面读取。",
        "Row {row} is a closed line; it was read as the area inside.",
        "请核对该线确为地块边界。",
        "Make sure that the line is the parcel's boundary.",
        repairs=True,
    ),
    "height_dropped": Rule(
        "info",
        "{seen} 行带高程或量测值 (Z/M), 已略去。",
        "{seen} rows have Z or M values; they were dropped.",
    ),
}
