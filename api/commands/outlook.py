"""What a file would do to the land bank, and what two versions differ in, as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence

from api.commands.screen import Lang, grid, line
from geo.codes import CodeTable
from geo.difference import Counts, Difference, Edit, Outlook, Reshaped
from geo.model import Area, Axis, Plan
from geo.schema import COLUMNS, STATUS_NAMES, STATUS_NAMES_EN

SHOWN = 20
GROUPS = {
    "axis": ("发展轴", "Axis"),
    "zone": ("三区", "Zone"),
    "park": ("园区", "Park"),
    "use": ("用途", "Use"),
    "status": ("状态", "Status"),
}


def show_outlook(told: Outlook, plan: Plan, codes: CodeTable, lang: Lang) -> None:
    """An outlook: the sums, the groups that change, the first of what would differ."""
    zh = lang == "zh"
    seen = told.counts
    if not told.base:
        return
    mode = {"replace": ("整库替换", "replacing all of it"), "update": ("更新", "updating it")}[told.mode]
    head = (
        f"预览 (对照第 {told.base} 版, {mode[0]})"
        if zh
        else f"Outlook (against version {told.base}, {mode[1]})"
    )
    parcels, area = ("宗", "亩") if zh else ("parcels", " mu")
    sums = (
        f"{told.parcels_before} → {told.parcels_after} {parcels}, "
        f"{told.before_mu:,.1f} → {told.after_mu:,.1f}{area}"
    )
    line(f"{head}: {_counted(seen, lang)}; {sums}", "bold")
    _warn(told, lang)
    _groups(told, plan, codes, lang)
    samples = told.samples
    _ids(samples.added, samples.removed, seen.added, seen.removed, lang)
    _reshaped(samples.reshaped, lang)
    if told.columns:
        named = [f"{_label(name, lang)} {count}" for name, count in told.columns.items()]
        line(f"{'改动的属性' if zh else 'Attributes edited'}: {'、'.join(named) if zh else ', '.join(named)}")
    _edits(samples.edits, lang)


def show_difference(found: Difference, lang: Lang) -> None:
    """What changed between two versions."""
    zh = lang == "zh"
    seen = found.counts
    head = f"第 {found.before} 版 → 第 {found.after} 版" if zh else f"Version {found.before} → {found.after}"
    line(f"{head}: {_counted(seen, lang)}", "bold")
    _ids(found.added, found.removed, seen.added, seen.removed, lang)
    _reshaped(found.reshaped[:SHOWN], lang)
    _edits(found.edits[:SHOWN], lang)
    line(f"{'面积变化' if zh else 'Area'} {found.area_mu:+,.2f} {'亩' if zh else 'mu'}")


def group_names(plan: Plan, codes: CodeTable, by: str, lang: Lang) -> dict[str, str]:
    """Key -> name for the groups of the ledger."""
    zh = lang == "zh"
    if by == "status":
        return STATUS_NAMES if zh else STATUS_NAMES_EN
    if by == "use":
        return {code: f"{code} {codes.name(code) if zh else codes.name_en(code)}" for code in codes.names}
    places: tuple[Axis | Area, ...] = (*plan.axes, *plan.zones, *plan.parks)
    return {"": "不在其内" if zh else "outside"} | {one.id: one.name if zh else one.name_en for one in places}


def _counted(seen: Counts, lang: Lang) -> str:
    words = (
        ("新增", "移除", "属性改动", "变形", "不变")
        if lang == "zh"
        else ("added", "removed", "edited", "reshaped", "unchanged")
    )
    figures = (seen.added, seen.removed, seen.edited, seen.reshaped, seen.unchanged)
    pairs = zip(words, figures, strict=True)
    return " · ".join(f"{word} {n:,}" if lang == "zh" else f"{n:,} {word}" for word, n in pairs)


def _warn(told: Outlook, lang: Lang) -> None:
    """What nobody should find out afterwards."""
    zh = lang == "zh"
    if told.rejected_removed:
        line(
            f"! 移除的地块中有 {told.rejected_removed} 宗在文件里, 但所在行被拒: 请先按报告改正。"
            if zh
            else f"! {told.rejected_removed} of the parcels to go are in the file, but their rows were "
            "rejected: work through the report first.",
            "yellow",
        )
    if told.held:
        named = [f"{id_} ({project})" for id_, project in list(told.held.items())[:SHOWN]]
        line(
            f"! 将移除或变形的地块中, 已有人预留: {'、'.join(named)}; 移除已预留的地块会被拒绝, 须先释放。"
            if zh
            else f"! Held by somebody, and about to go or be reshaped: {', '.join(named)}; "
            "held land cannot be removed until it is released.",
            "yellow",
        )


def _groups(told: Outlook, plan: Plan, codes: CodeTable, lang: Lang) -> None:
    zh = lang == "zh"
    rows = []
    for group, shifts in told.groups.items():
        names = group_names(plan, codes, group, lang)
        moved = [
            one for one in shifts if (one.parcels_before, one.before_mu) != (one.parcels_after, one.after_mu)
        ]
        rows += [
            (
                GROUPS[group][0 if zh else 1] if at == 0 else "",
                names.get(one.key, one.key or "—"),
                one.parcels_before,
                one.parcels_after,
                f"{one.before_mu:,.1f}",
                f"{one.after_mu:,.1f}",
                f"{one.after_mu - one.before_mu:+,.1f}",
            )
            for at, one in enumerate(moved)
        ]
    heads = (
        ("分组", "名称", "原 宗", "新 宗", "原 亩", "新 亩", "增减 亩")
        if zh
        else ("Group", "Name", "Parcels", "after", "mu", "after", "Change")
    )
    grid(heads, rows, numbers=(2, 3, 4, 5, 6))


def _ids(added: Sequence[str], removed: Sequence[str], come: int, gone: int, lang: Lang) -> None:
    zh = lang == "zh"
    for name, ids, count in (
        ("新增" if zh else "Added", added, come),
        ("移除" if zh else "Removed", removed, gone),
    ):
        if count:
            more = " …" if count > len(ids[:SHOWN]) else ""
            line(f"{name} {count}: {', '.join(ids[:SHOWN])}{more}")


def _reshaped(rows: Sequence[Reshaped], lang: Lang) -> None:
    heads = (
        ("变形地块", "原 ㎡", "新 ㎡", "增减 ㎡", "形状差 ㎡")
        if lang == "zh"
        else ("Reshaped", "m²", "after", "Change", "Only in one m²")
    )
    cells = [
        (
            one.parcel_id,
            f"{one.before_m2:,.0f}",
            f"{one.after_m2:,.0f}",
            f"{one.after_m2 - one.before_m2:+,.0f}",
            f"{one.differs_m2:,.0f}",
        )
        for one in rows
    ]
    grid(heads, cells, numbers=(1, 2, 3, 4))


def _edits(edits: Sequence[Edit], lang: Lang) -> None:
    heads = ("地块", "字段", "由", "到") if lang == "zh" else ("Parcel", "Field", "From", "To")
    grid(heads, [(e.parcel_id, _label(e.column, lang), _cell(e.before), _cell(e.after)) for e in edits])


def _label(column: str, lang: Lang) -> str:
    known = COLUMNS.get(column)
    return column if known is None else known.label if lang == "zh" else known.label_en


def _cell(value: str | float | None) -> str:
    return "—" if value is None else f"{value:g}" if isinstance(value, float) else value
