"""The index of an atlas: the shortlist on the map of the district, and on which page each parcel stands."""

from __future__ import annotations

from collections.abc import Sequence

from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from maps import fonts
from maps.sheet.parcel import A4, LEGEND_MM, MARGIN, Sheet, foot, legend_line, name_of
from maps.sheet.setting import BODY, HAIR, HEAD, HEAD_MM, NOTE, SMALL, STRONG, heading
from maps.static import border, furniture, names, panel
from maps.static.labels import Taken
from maps.static.page import Page, Type
from maps.static.paper import Box
from maps.static.shapes import centred
from maps.static.subject import Subject

TITLE = Type(20, bold=True)
MAP_MM = 128.0
ROW_MM = 5.6
# the page's head, a line of the notice below it, the names of the columns, and the foot
TITLE_MM, NOTICE_MM, COLUMNS_MM, FOOT_MM = 23.0, 3.6, 3.0, 20.0
SCALES = (1, 1.25, 1.5, 1.6, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 10)
# the right or left edge of each column from the left [mm], and whether it is flush right
COLUMNS = (
    (3.0, True),
    (7.0, False),
    (58.0, False),
    (100.0, True),
    (104.0, False),
    (140.0, False),
    (176.0, True),
)
HEADS = (
    ("", ""),
    ("地块", "Parcel"),
    ("用途", "Use"),
    ("面积", "Area"),
    ("供地状态", "Status"),
    ("轴 / 园区", "Axis / park"),
    ("得分", "Score"),
)


def index_pages(sheets: Sequence[Sheet], whole: Subject, faces: fonts.Fonts) -> list[Page]:
    """As many pages as the list takes; the map is on the first.

    Args:
        sheets: Of the atlas, in order.
        whole: The land with every parcel of the atlas chosen.
        faces: To set it in.
    """
    notice = Page(A4, faces).wrap(sheets[0].notice, NOTE, A4.width - 2 * MARGIN, 2)
    below = A4.height - 2 * MARGIN - TITLE_MM - NOTICE_MM * len(notice) - FOOT_MM
    first, more = _rows_in(below - MAP_MM - LEGEND_MM - 4), _rows_in(below)
    count = 1 + max(0, -(-(len(sheets) - first) // more))
    pages, at = [], 0
    for number in range(1, count + 1):
        page = Page(A4, faces)
        inner = Box(0, 0, A4.width, A4.height).inset(MARGIN)
        top = _title(page, sheets, whole, inner, notice)
        if number == 1:
            top = _map(page, whole, Box(inner.x, top - MAP_MM, inner.width, MAP_MM)) - 4
        rows = sheets[at : at + (first if number == 1 else more)]
        rest = Box(inner.x, inner.y + FOOT_MM, inner.width, top - inner.y - FOOT_MM)
        _list(page, whole, rows, at + 1 + count, rest)
        foot(page, sheets[0], Box(inner.x, inner.y, inner.width, 16), f"{number} / {count + len(sheets)}")
        at += len(rows)
        pages.append(page)
    return pages


def _rows_in(height_mm: float) -> int:
    """How many lines of the list stand in a height, below its heading."""
    return int((height_mm - HEAD_MM - COLUMNS_MM) / ROW_MM)


def _title(page: Page, sheets: Sequence[Sheet], whole: Subject, inner: Box, notice: Sequence[str]) -> float:
    """What the atlas is of; returns where the next thing may begin."""
    say = whole.say
    page.text(inner.x, inner.top - 1.6, say(whole.plan.name, whole.plan.name_en), HEAD)
    page.text(inner.x, inner.top - 9, say("地块图册", "Atlas of parcels"), TITLE)
    page.text(inner.x, inner.top - 16, whole.asked, Type(8.5, colour="#3C4C5A"), room=inner.width)
    count = say(f"{len(sheets)} 宗", f"{len(sheets)} parcels")
    page.text(inner.right, inner.top - 9, count, STRONG, "right")
    page.rule([(inner.x, inner.top - 19), (inner.right, inner.top - 19)], 2.2)
    for nth, line in enumerate(notice):
        page.text(inner.x, inner.top - TITLE_MM + 0.4 - NOTICE_MM * nth, line, NOTE)
    return inner.top - TITLE_MM - NOTICE_MM * len(notice)


def _map(page: Page, whole: Subject, box: Box) -> float:
    """The whole district with the parcels by number; returns where its legend ends."""
    west, south, east, north = whole.plan.boundary.bounds
    needed = 1.04 * max((east - west) / box.width, (north - south) / box.height)
    window = centred(box, (west, south, east, north), furniture.nice(needed * 1000, SCALES) / 1000)
    drawn = panel.draw(page, whole, window, "main")
    bar_width, bar_height = furniture.bar_size(window)
    bar = Box(box.right - bar_width - 1.5, box.y + 1.5, bar_width, bar_height)
    needle = Box(box.right - 12, box.top - 19, 10, 17)
    furniture.scale_bar(page, window, bar)
    furniture.north_arrow(page, whole, needle)
    taken = Taken(box, [one.inset(-1).bounds for one in (bar, needle)])
    names.badges(page, whole, window, taken)
    names.axes(
        page, whole, window, taken, Type(7.5, bold=True, colour=names.AXIS.colour, halo=1), with_theme=False
    )
    border.watermark(page, whole, box)
    page.box(box, furniture.FRAME, 95)
    legend_line(page, whole, drawn, Box(box.x, box.y - LEGEND_MM, box.width, LEGEND_MM))
    return box.y - LEGEND_MM


def _list(page: Page, whole: Subject, rows: Sequence[Sheet], first: int, box: Box) -> None:
    """A line for each parcel, its page at the end."""
    say = whole.say
    rest = heading(page, box, say("目录", "Index"), say("页", "page"))
    for (x, is_number), head in zip(COLUMNS, HEADS, strict=True):
        page.text(rest.x + x, rest.top - 0.6, say(*head), SMALL, "right" if is_number else "left")
    status = STATUS_NAMES if whole.lang == "zh" else STATUS_NAMES_EN
    for i, sheet in enumerate(rows):
        why, y = sheet.dossier.why, rest.top - COLUMNS_MM - ROW_MM * (i + 0.5)
        place = " / ".join(whole.area_name(one) for one in (why.axis, why.park) if one)
        cells = (
            str(sheet.badge),
            f"{name_of(sheet.dossier)}  {why.parcel_id if why.name else ''}",
            say(why.use_name, why.use_name_en),
            whole.mu(why.area_mu),
            status.get(why.status, why.status),
            place or "—",
            f"{why.score:.1f}",
        )
        for nth, ((x, is_number), text) in enumerate(zip(COLUMNS, cells, strict=True)):
            room = x - 3 if is_number else COLUMNS[nth + 1][0] - x - (16 if COLUMNS[nth + 1][1] else 3)
            kind = STRONG if nth in {0, len(COLUMNS) - 1} else BODY
            page.text(rest.x + x, y, text, kind, "right" if is_number else "left", room=max(room, 12))
        page.text(rest.right, y, str(first + i), STRONG, "right")
        page.rule([(rest.x, y - ROW_MM / 2), (rest.right, y - ROW_MM / 2)], 0.4, HAIR)
