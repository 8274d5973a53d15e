"""Rules of where a parcel lies: the boundary."""

from __future__ import annotations

from geo.validate.rules.rule import Rule

PLACE: dict[str, Rule] = {
    "outside_boundary": Rule(
        "error",
        "第 {row} 行 ({id}) 全部在规划边界之外。",
        "Row {row} ({id}) lies wholly outside the plan's boundary.",
        "请确认它属于本区; 属于别区的不入库。",
        "Make sure that it belongs to this district.",
        allows=("accept",),
    ),
    "partly_outside": Rule(
        "warning",
        "第 {row} 行 ({id}) 有 {seen} 在规划边界之外。",
        "Row {row} ({id}) has {seen} outside the plan's boundary.",
        "请核对边界与地块的来源和精度。",
        "Check the sources of the boundary and of the parcel.",
        allows=("accept", "fix", "reject"),
    ),
}
