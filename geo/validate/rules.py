"""Every rule of the import, worded once: what is said, in both languages, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's severity (``error``: the row is out) and its words; braces hold facts."""

    severity: Severity
    text: str
    text_en: str
    remedy: str = ""
    remedy_en: str = ""
    repairs: bool = False


_GIS = ("请在 GIS 软件中修正该面后重新导入。", "Mend the polygon in a GIS and import again.")
_RIGHT = ("请更正该字段后重新导入。", "Correct the field and import again.")

RULES: dict[str, Rule] = {
    # ---- columns
    "field_recognised": Rule(
        "info",
        "字段 {theirs} 识别为 {label} ({column})。",
        "Field {theirs} was taken for {label_en} ({column}).",
        "若不对, 请用 --map {column}=正确的字段 指定。",
        "If that is wrong: --map {column}=the_right_field.",
    ),
    # ---- values
    "required_missing": Rule(
        "error",
        "第 {row} 行没有{label} ({column}), 该字段为“{seen}”。",
        "Row {row} has no {label_en} ({column}); the field holds “{seen}”.",
        "请补填后重新导入。",
        "Fill it in and import again.",
    ),
    "value_unreadable": Rule(
        "warning",
        "第 {row} 行 {label} = “{seen}” 无法识别, 按无数据处理。",
        "Row {row}: {label_en} “{seen}” cannot be understood and counts as no data.",
        *_RIGHT,
    ),
    "value_implausible": Rule(
        "warning",
        "第 {row} 行 {label} = {seen} 超出可信范围 {window}{hint}, 按无数据处理。",
        "Row {row}: {label_en} = {seen} is outside {window}{hint_en}; it counts as no data.",
        *_RIGHT,
    ),
    # ---- shapes
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
        "第 {row} 行图形无效 ({seen}), 已修复, 面积 {area}。",
        "Row {row}: the shape was invalid ({seen}) and was repaired; area {area}.",
        "请核对修复后的图形。",
        "Look at the repaired shape.",
        repairs=True,
    ),
    "shape_empty": Rule(
        "error",
        "第 {row} 行的图形修复后没有面积 ({seen})。",
        "Row {row}: nothing is left of the shape ({seen}).",
        *_GIS,
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
    # ---- place
    "outside_boundary": Rule(
        "error",
        "第 {row} 行 ({id}) 全部在规划边界之外。",
        "Row {row} ({id}) lies wholly outside the plan's boundary.",
        "请确认它属于本区; 属于别区的不入库。",
        "Make sure that it belongs to this district.",
    ),
    "partly_outside": Rule(
        "warning",
        "第 {row} 行 ({id}) 有 {seen} 在规划边界之外。",
        "Row {row} ({id}) has {seen} outside the plan's boundary.",
        "请核对边界与地块的来源和精度。",
        "Check the sources of the boundary and of the parcel.",
    ),
    # ---- land use
    "use_unknown": Rule(
        "error",
        "第 {row} 行用地代码 {seen} 不在 {system} 中{hint}。",
        "Row {row}: land-use code {seen} is not in {system}{hint_en}.",
        "请更正代码, 或在 use_system/use_edition 写明其体系与版本。",
        "Correct it, or state its system and edition in use_system/use_edition.",
    ),
    "use_restored": Rule(
        "warning",
        "第 {row} 行用地 “{seen}” 读作 {code} {name}。",
        "Row {row}: land use “{seen}” was read as {code} {name}.",
        "请核对; 表格软件常会丢掉代码开头的 0。",
        "Check it; spreadsheets often drop a leading 0.",
        repairs=True,
    ),
    "use_ambiguous": Rule(
        "warning",
        "用地代码 {seen} ({count} 行) 未注明体系, 按 {system} 读作“{name}”; 别的体系中是: {others}。",
        "Land-use code {seen} ({count} rows) states no system and was read as {system} “{name}”; "
        "elsewhere: {others}.",
        "若不是, 请在 use_system 写明。",
        "If that is wrong, state use_system.",
    ),
    "use_other_system": Rule(
        "warning",
        "第 {row} 行用地代码 {seen} 属于 {system}, 与规划的体系不同, 匹配时可能不识别。",
        "Row {row}: land-use code {seen} is of {system}, not the plan's system; a match may not know it.",
        "请换算为规划所用的体系。",
        "Convert it to the plan's system.",
    ),
    # ---- ids
    "row_repeated": Rule(
        "warning",
        "第 {row} 行 ({id}) 与第 {other} 行完全相同, 只保留一行。",
        "Row {row} ({id}) repeats row {other}; one of them was kept.",
        "请去掉重复行。",
        "Remove the repeated row.",
    ),
    "id_repeated": Rule(
        "error",
        "编号 {id} 用在不同的行: {rows}。",
        "Id {id} is used by different rows: {rows}.",
        "请给每个地块唯一的编号; 同一宗地的多个部分请合并为一个多部件面 "
        '(或在规划 [checks] 写 duplicate_ids = "merge")。',
        "Give each parcel its own id; make the parts of one parcel a multipolygon "
        '(or set duplicate_ids = "merge" in the plan\'s [checks]).',
    ),
    "id_merged": Rule(
        "warning",
        "编号 {id} 的 {count} 行 ({rows}) 已合并为一个地块。",
        "The {count} rows of id {id} ({rows}) were merged into one parcel.",
        "请核对它们确为同一宗地。",
        "Make sure that they are one parcel.",
        repairs=True,
    ),
    # ---- areas
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
    ),
    "area_unit": Rule(
        "warning",
        "第 {row} 行 ({id}) 登记面积 {seen} 与图形 {computed} 相差一个单位: 像是以{unit}填写。",
        "Row {row} ({id}): stated area {seen} against {computed} measured looks like a figure in {unit_en}.",
        "请写明单位: --map {column}=面积字段。",
        "State the unit: --map {column}=the_area_field.",
    ),
    "overlap": Rule(
        "warning",
        "第 {row} 行 ({id}) 与第 {other} 行 ({other_id}) 重叠 {seen}{share}。",
        "Row {row} ({id}) overlaps row {other} ({other_id}) by {seen}{share_en}.",
        "同一块地不能算两次: 请在 GIS 中修正边界。",
        "The same land must not count twice: mend the boundary in a GIS.",
    ),
}
