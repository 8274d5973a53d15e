"""Rules of land-use codes."""

from __future__ import annotations

from geo.validate.rules.rule import Rule

USES: dict[str, Rule] = {
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
}
