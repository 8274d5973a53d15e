"""Rules of columns and their cells."""

from __future__ import annotations

from geo.validate.rules.rule import RIGHT, Rule

CELLS: dict[str, Rule] = {
    "field_recognised": Rule(
        "info",
        "字段 {theirs} 识别为 {label} ({column})。",
        "Field {theirs} was taken for {label_en} ({column}).",
        "若不对, 请用 --map {column}=正确的字段 指定。",
        "If that is wrong: --map {column}=the_right_field.",
    ),
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
        *RIGHT,
    ),
    "value_implausible": Rule(
        "warning",
        "第 {row} 行 {label} = {seen} 超出可信范围 {window}{hint}, 按无数据处理。",
        "Row {row}: {label_en} = {seen} is outside {window}{hint_en}; it counts as no data.",
        *RIGHT,
    ),
    "decision_unusable": Rule(
        "warning",
        "对规则 {seen} 的决定 ({by}: {act}) 无法执行: 没有这条规则, 或该规则不能这样处理。",
        "The decision on rule {seen} ({by}: {act_en}) cannot be applied: no such rule, or not for it.",
        "请撤回该决定。",
        "Withdraw the decision.",
        allows=(),
    ),
}
