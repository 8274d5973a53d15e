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
    "use_system_unknown": Rule(
        "error",
        "第 {row} 行的代码体系“{seen}”不认识。",
        "Row {row}: there is no land-use code system “{seen}”.",
        "{hint}",
        "{hint_en}",
    ),
    "use_ambiguous": Rule(
        "error",
        "第 {row} 行用地代码 {seen} 未注明体系: {system} 中是“{name}”; 别的体系中是: {others}。",
        "Row {row}: land-use code {seen} states no system: in {system} it is “{name}”; elsewhere: {others}.",
        "请用 --codes 或在 use_system 写明; 决定接受即按规划的体系读取。",
        "State it with --codes or in use_system; to accept it is to read it in the plan's system.",
        allows=("accept", "reject"),
    ),
    "use_settled_by_name": Rule(
        "info",
        "第 {row} 行用地代码 {seen} 未注明体系, 按其名称“{name}”读作 {system}。",
        "Row {row}: land-use code {seen} states no system; by its name “{name}” it is of {system}.",
        "若不对, 请在 use_system 写明。",
        "If that is wrong, state use_system.",
    ),
    "use_edition_assumed": Rule(
        "warning",
        "第 {row} 行用地代码 {seen} 未注明版本, 按 {system} 读作“{name}”; 另一版中是{other}。",
        "Row {row}: land-use code {seen} states no edition and was read in {system} as “{name}”; in the "
        "other edition it is {other}.",
        "若不对, 请在 use_edition 写明年份。",
        "If that is wrong, state the year in use_edition.",
    ),
    "use_name_differs": Rule(
        "warning",
        "第 {row} 行用地代码 {code} 是“{name}”, 而名称写作“{seen}”{hint}, 两者不符; 按代码读取。",
        "Row {row}: land-use code {code} is “{name}”, but the name says “{seen}”{hint_en}; the code counts.",
        "请核对代码与名称, 更正其一。",
        "Check the code against the name and correct one of them.",
    ),
    "use_convertible": Rule(
        "warning",
        "第 {row} 行用地代码 {seen} {name} 属于 {system}, 与规划的 {plan} 不同, 对应 {to}。",
        "Row {row}: land-use code {seen} {name} is of {system}, not {plan}; it corresponds to {to}.",
        "决定修复即换算为规划的体系; 不换算则匹配时不识别。",
        "To fix it is to convert it to the plan's system; a match does not know it otherwise.",
        allows=("accept", "fix", "reject"),
    ),
    "use_crosswalk_several": Rule(
        "warning",
        "第 {row} 行用地代码 {seen} {name} ({system}) 在 {plan} 中可对应: {to}; 须由人选定, 未换算。",
        "Row {row}: land-use code {seen} {name} ({system}) may be {to} in {plan}; somebody must choose.",
        "请在文件中写明其中之一。",
        "State one of them in the file.",
    ),
    "use_crosswalk_none": Rule(
        "warning",
        "第 {row} 行用地代码 {seen} {name} ({system}) 在 {plan} 中没有对应的类。",
        "Row {row}: land-use code {seen} {name} ({system}) has no counterpart in {plan}.",
        "请在文件中写明规划体系的代码。",
        "State a code of the plan's system in the file.",
    ),
    "use_other_system": Rule(
        "warning",
        "第 {row} 行用地代码 {seen} {name} 属于 {system}, 与规划的 {plan} 不同, 没有换算表。",
        "Row {row}: land-use code {seen} {name} is of {system}; no table leads to the plan's {plan}.",
        "请换算为规划所用的体系。",
        "Convert it to the plan's system.",
    ),
}
