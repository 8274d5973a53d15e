"""The legend: what is on the map and nothing else, in four columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from maps import style
from maps.static.page import Page, Type, polyline
from maps.static.paper import Box
from maps.static.subject import Subject
from maps.static.typography import SMALL, heading

ENTRY = Type(7.6)
Column = tuple[str, list[style.LegendEntry]]
GROUPS = (
    ("适宜度得分", "Suitability score", ("shortlist", "score_")),
    ("未入选原因", "Why excluded", ("excluded_",)),
    ("供地状态", "Supply status", ("status_",)),
    ("地块分组", "Parcels", ("by_", "land")),
    ("项目进度", "Signals", ("signal_",)),
    ("本图要素", "On this plate", ("mark_",)),
    ("规划与管控", "Plan and controls", ("zone_", "axes", "parks", "zones", "constraint", "boundary")),
    ("基础要素", "Base", ("",)),
)


def legend(page: Page, subject: Subject, box: Box, drawn: Iterable[style.LegendEntry]) -> None:
    """What is on the map, in four columns: scores, reasons, plan, base."""
    rest = heading(page, box, subject.say("图例", "Legend"))
    entries = {entry.key: entry for entry in drawn}
    columns = _grouped(subject, list(entries.values()))
    kind = _type(page, subject, columns, rest.width)
    longest = max(len(column) for _, column in columns)
    step = min(5.6, (rest.height - 4.5) / max(longest, 1))
    for (head, column), cell in zip(
        columns, _fitted(_widths(page, subject, columns, kind), rest), strict=True
    ):
        page.text(cell.x, cell.top - 1.2, head, Type(7.2, bold=True, colour="#46525E"), room=cell.width)
        for i, entry in enumerate(column):
            y = cell.top - 4.5 - step * (i + 0.5)
            _swatch(page, entry.look, cell.x, y, min(3.4, step * 0.74))
            count = _count(subject, entry)
            room = cell.width - 8.3 - page.width(count, SMALL)
            width = page.text(cell.x + 8, y, subject.label(entry), kind, room=room)
            page.text(cell.x + 9.3 + width, y, count, SMALL)


def _count(subject: Subject, entry: style.LegendEntry) -> str:
    return "" if entry.count is None else subject.say(f"{entry.count:,} 宗", f"{entry.count:,}")


def _type(page: Page, subject: Subject, columns: list[Column], room: float) -> Type:
    """The largest size at which all columns fit side by side, the smallest if none does."""
    sizes = [replace(ENTRY, size=ENTRY.size * share) for share in (1.0, 0.92, 0.85, 0.78)]
    fits = (kind for kind in sizes if sum(_widths(page, subject, columns, kind)) + 6 <= room)
    return next(fits, sizes[-1])


def _widths(page: Page, subject: Subject, columns: list[Column], kind: Type) -> list[float]:
    """What each column's longest entry needs [mm]."""
    return [
        9.5 + max(page.width(subject.label(e), kind) + page.width(_count(subject, e), SMALL) for e in column)
        for _, column in columns
    ]


def _fitted(widths: list[float], box: Box) -> list[Box]:
    """Columns of these widths, the widest cut down until all fit."""
    while sum(widths) + 2 * (len(widths) - 1) > box.width:
        widths[widths.index(max(widths))] -= 1
    gap = min(14.0, (box.width - sum(widths)) / max(len(widths) - 1, 1))
    starts = [box.x + sum(widths[:i]) + gap * i for i in range(len(widths))]
    return [Box(x, box.y, width, box.height) for x, width in zip(starts, widths, strict=True)]


def _grouped(subject: Subject, entries: list[style.LegendEntry]) -> list[Column]:
    roles = {f"layer_{layer.name}": layer.role for layer in subject.plan.layers.values()}
    left, columns = list(entries), []
    for zh, en, starts in GROUPS:
        mine = [e for e in left if roles.get(e.key, e.key).startswith(starts)]
        left = [e for e in left if e not in mine]
        if mine:
            columns.append((subject.say(zh, en), mine))
    return columns


def _swatch(page: Page, look: style.Look, x: float, y: float, height: float) -> None:
    """A sample 6.5 mm wide."""
    if look.kind == "line":
        page.draw(polyline([(x, y), (x + 6.5, y)]), look, 42)
    elif look.kind == "area":
        thin = replace(look, width_px=min(look.width_px, 2.2))
        if look.line == style.PARCEL_EDGE:
            thin = style.Look("area", look.fill, 1, "#8996A0", 0.5)
        page.box(Box(x, y - height / 2, 6.5, height), thin, 42)
    else:
        page.spots([(x + 3.25, y)], look, 42)
