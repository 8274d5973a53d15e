"""Rules of parcels against one another, each with the tolerance it was judged by."""

from __future__ import annotations

from geo.model import DecisionAct
from geo.validate.rules.rule import Rule

# what the import can mend when a planner says so
_MENDS: tuple[DecisionAct, ...] = ("accept", "fix", "reject")

TOPOLOGY: dict[str, Rule] = {
    "overlap": Rule(
        "warning",
        "第 {row} 行 ({id}) 与{whom}重叠 {seen}{share} (容差 {tolerance:g} ㎡)。",
        "Row {row} ({id}) overlaps {whom_en} by {seen}{share_en} (tolerance {tolerance:g} m²).",
        "同一块地不能算两次: 请在 GIS 中修正边界。",
        "The same land must not count twice: mend the boundary in a GIS.",
    ),
    "overlap_bank": Rule(
        "warning",
        "第 {row} 行 ({id}) 与{whom}重叠 {seen}{share} (容差 {tolerance:g} ㎡)。",
        "Row {row} ({id}) overlaps {whom_en} by {seen}{share_en} (tolerance {tolerance:g} m²).",
        "同一块地不能算两次: 请修正边界, 或在文件中一并给出该地块。",
        "The same land must not count twice: mend the boundary, or give that parcel in the file too.",
    ),
    "overlap_sliver": Rule(
        "warning",
        "第 {row} 行 ({id}) 与{whom}沿边界重叠一窄条 {seen}, 平均宽 {width} m{done} "
        "(容差 {tolerance:g} ㎡; 窄于 {narrow:g} m 视为边界误差)。",
        "Row {row} ({id}) overlaps {whom_en} by a strip of {seen}, {width} m wide on average{done_en} "
        "(tolerance {tolerance:g} m²; narrower than {narrow:g} m counts as an error of the boundary).",
        "请在 GIS 中使两者共用一条边界, 或对此规则决定“修复”: 由较大的地块让出。",
        "Let the two share one boundary in a GIS, or decide to have it fixed: the larger one gives way.",
        allows=_MENDS,
    ),
    "shape_duplicate": Rule(
        "warning",
        "第 {row} 行 ({id}) 与{whom}是同一图形, 面积 {seen} (相差不超过 {tolerance:g} ㎡)。",
        "Row {row} ({id}) has the same shape as {whom_en}, {seen} (they differ by {tolerance:g} m² at most).",
        "同一块地只能有一个编号: 请删去其一。",
        "The same land must have one id: remove one of the two.",
    ),
    "gap": Rule(
        "warning",
        "第 {row} 行 ({id}) 与{whom}之间有 {seen} 的缝隙, 平均宽 {width} m{done} "
        "(容差 {tolerance:g} ㎡; 两边相距 {narrow:g} m 以内, 或四面围住且平均宽不足 {sliver:g} m)。",
        "Between row {row} ({id}) and {whom_en} lies a gap of {seen}, {width} m wide on average{done_en} "
        "(tolerance {tolerance:g} m²; sides within {narrow:g} m, or enclosed, narrower than {sliver:g} m).",
        "请在 GIS 中使两者共用一条边界, 或对此规则决定“修复”: 并入较大的地块。",
        "Let the two share one boundary in a GIS, or decide to have it fixed: the larger one takes it.",
        allows=_MENDS,
    ),
    "sliver": Rule(
        "warning",
        "第 {row} 行 ({id}) 是碎屑面: 平均宽只有 {seen} m, 面积 {area} (容差 {tolerance:g} m)。",
        "Row {row} ({id}) is a sliver: {seen} m wide on average, {area} (tolerance {tolerance:g} m).",
        "若不是真实地块, 请并入相邻地块。",
        "Unless it is real land, merge it into a neighbour.",
    ),
    "spike": Rule(
        "warning",
        "第 {row} 行 ({id}) 的边界有 {count} 处尖刺, 最长 {seen} m, 面积 {area}, {done} "
        "(容差: 根部宽 {narrow:g} m; 面积 {tolerance:g} ㎡ 以内自动削去)。",
        "Row {row} ({id}): its boundary has {count} spike(s), {seen} m long at most, {area}, {done_en} "
        "(tolerance: {narrow:g} m wide at the root; cut off unasked up to {tolerance:g} m²).",
        "请核对该处界址点; 决定“修复”一律削去, “接受”一律保留。",
        "Check the boundary points there; decide to have all cut off (fix) or all kept (accept).",
        allows=_MENDS,
    ),
    "ring_tiny": Rule(
        "warning",
        "第 {row} 行 ({id}) 有 {count} 个微小的洞或碎块, 共 {seen}, {done} (容差: 每个 {tolerance:g} ㎡)。",
        "Row {row} ({id}) has {count} tiny hole(s) or part(s) of {seen}, {done_en} "
        "(tolerance: {tolerance:g} m² each).",
        "请核对; 若确有其地, 决定“接受”即予保留。",
        "Check them; if they are real, decide to accept them and they are kept.",
        allows=_MENDS,
    ),
}
