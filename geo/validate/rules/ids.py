"""Rules of ids: one id, one parcel."""

from __future__ import annotations

from geo.validate.rules.rule import Rule

IDS: dict[str, Rule] = {
    "row_repeated": Rule(
        "warning",
        "第 {row} 行 ({id}) 与第 {other} 行完全相同, 只保留一行。",
        "Row {row} ({id}) repeats row {other}; one of them was kept.",
        "请去掉重复行。",
        "Remove the repeated row.",
        sets_aside=True,
        allows=(),
    ),
    "id_repeated": Rule(
        "error",
        "编号 {id} 用在不同的行: {rows}。",
        "Id {id} is used by different rows: {rows}.",
        "请给每个地块唯一的编号; 同一宗地的多个部分请合并为一个多部件面 "
        '(或在规划 [checks] 写 duplicate_ids = "merge")。',
        "Give each parcel its own id; make the parts of one parcel a multipolygon "
        '(or set duplicate_ids = "merge" in the plan\'s [checks]).',
        allows=("fix",),
    ),
    "id_merged": Rule(
        "warning",
        "编号 {id} 的 {count} 行 ({rows}) 已合并为一个地块。",
        "The {count} rows of id {id} ({rows}) were merged into one parcel.",
        "请核对它们确为同一宗地。",
        "Make sure that they are one parcel.",
        repairs=True,
    ),
    "part_of_rejected": Rule(
        "error",
        "第 {row} 行 ({id}) 与第 {other} 行是同一地块, 该地块未能入库, 一并隔离。",
        "Row {row} ({id}) is part of the parcel of row {other}, which is out; so is this row.",
        "请先处理该地块的问题。",
        "Work on that parcel first.",
    ),
}
