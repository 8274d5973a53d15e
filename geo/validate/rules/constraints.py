"""Rules of constraint layers: permanent farmland, red lines, the development boundary."""

from __future__ import annotations

from geo.validate.rules.rule import Rule

CONSTRAINTS: dict[str, Rule] = {
    "constraint_overlap": Rule(
        "warning",
        "第 {row} 行 ({id}) 压占{layer} {seen}, 占地块 {share}。",
        "Row {row} ({id}) lies over {layer_en} with {seen}, {share} of the parcel.",
        "{clause} 决定修复即切去压占部分。",
        "{clause_en} To fix it is to cut that part off.",
        allows=("accept", "fix", "reject"),
    ),
    "constraint_outside": Rule(
        "warning",
        "第 {row} 行 ({id}) 有 {seen} 在{layer}之外, 占地块 {share}。",
        "Row {row} ({id}) has {seen} outside {layer_en}, {share} of the parcel.",
        "{clause} 决定修复即切去界外部分。",
        "{clause_en} To fix it is to cut that part off.",
        allows=("accept", "fix", "reject"),
    ),
    "constraint_sliver": Rule(
        "info",
        "第 {row} 行 ({id}) 与{layer}的界线不重合, 碎屑 {seen}, 占地块 {share}。",
        "Row {row} ({id}) is off the line of {layer_en} by a sliver of {seen}, {share} of the parcel.",
        "多为两图精度不同所致; 决定修复即切去碎屑。",
        "Mostly a matter of accuracy; to fix it is to cut the sliver off.",
        allows=("accept", "fix", "reject"),
    ),
}
