"""一地一档 on one A4 page: the parcel on the map, its facts, its score, its limits, days and neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.model import Dossier
from maps import fonts, style
from maps.sheet import evidence
from maps.sheet.setting import BODY, HEAD, NOTE, SMALL
from maps.static import border, furniture, names, panel
from maps.static.labels import Taken
from maps.static.page import Page, Type, polyline
from maps.static.paper import Box, Paper
from maps.static.shapes import Window, centred
from maps.static.subject import Subject

# drawn in the millimetres of the paper itself
A4 = Paper(210.0, 297.0, 1.0)
MARGIN = 11.0
TITLE, SUBTITLE = Type(16, bold=True), Type(8.5, colour="#3C4C5A")
SCORE = Type(20, bold=True, colour=style.SCORE_COLOURS[-1])
MAP_MM = (112.0, 100.0)
LEGEND_MM = 5.0
SCALES = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)
SURROUNDINGS = 0.34  # of the map's width, that the parcel itself takes
LEAST_M_PER_MM = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page's content: what is on record, and the land around it as it may be shown."""

    dossier: Dossier
    subject: Subject  # its one chosen shape is the parcel
    rank: int | None
    note: str  # of the level of disclosure, "" for none
    notice: str  # that something is illustrative, "" for nothing
    badge: int | None = None  # on the map and in the index of an atlas
    number: str = ""  # of the page in an atlas


def parcel_page(sheet: Sheet, faces: fonts.Fonts) -> Page:
    """The page of one parcel; nothing of the clock is in it."""
    page = Page(A4, faces)
    inner = Box(0, 0, A4.width, A4.height).inset(MARGIN)
    bottom = inner.y + 17
    top = _title(page, sheet, inner)
    if sheet.notice:
        top = _notice(page, sheet, Box(inner.x, inner.y, inner.width, top - inner.y)) - 2.5
    chart = Box(inner.x, top - MAP_MM[1], *MAP_MM)
    _map(page, sheet, chart)
    side = Box(chart.right + 5, chart.y, inner.right - chart.right - 5, chart.height)
    evidence.facts(page, sheet.subject, sheet.dossier, side)
    below = Box(inner.x, bottom + 3, inner.width, chart.y - LEGEND_MM - 4 - bottom - 3)
    left = Box(below.x, below.y, MAP_MM[0], below.height)
    right = Box(left.right + 5, below.y, below.right - left.right - 5, below.height)
    evidence.judgement(page, sheet.subject, sheet.dossier, left)
    evidence.outlook(page, sheet.subject, sheet.dossier, right)
    foot(page, sheet, Box(inner.x, inner.y, inner.width, 16), sheet.number)
    return page


def name_of(dossier: Dossier) -> str:
    """What a parcel is called: by name, else by number."""
    return dossier.why.name or dossier.why.parcel_id


def _title(page: Page, sheet: Sheet, inner: Box) -> float:
    """Name, what was asked, score and rank; returns where the next thing may begin."""
    say, why = sheet.subject.say, sheet.dossier.why
    page.text(inner.x, inner.top - 1.6, say("一地一档", "Parcel sheet"), HEAD)
    room = inner.width - 44
    name = name_of(sheet.dossier)
    shown = page.fit(fonts.printable(name), TITLE, room - 26)
    page.text(inner.x, inner.top - 8.6, shown, TITLE)
    if why.name:
        at = inner.x + page.width(shown, TITLE) + 3
        page.text(at, inner.top - 8.2, why.parcel_id, SUBTITLE, room=room - (at - inner.x))
    page.text(inner.x, inner.top - 15, sheet.subject.asked, SUBTITLE, room=room)
    score = f"{why.score:.1f}"
    page.text(inner.right, inner.top - 5, score, SCORE, "right")
    place = (
        say(f"第 {sheet.rank} 名", f"Rank {sheet.rank}")
        if sheet.rank
        else say("未入选", "Not on the shortlist")
    )
    page.text(inner.right, inner.top - 13.2, f"{place} · {say('得分 0–100', 'score 0–100')}", SMALL, "right")
    page.rule([(inner.x, inner.top - 19), (inner.right, inner.top - 19)], 2.2)
    return inner.top - 22


def _notice(page: Page, sheet: Sheet, box: Box) -> float:
    """That something is illustrative, in one line or two; returns where it ends."""
    lines = page.wrap(sheet.notice, NOTE, box.width - 4, 2)
    height = 2.2 + 3.4 * len(lines)
    page.box(Box(box.x, box.top - height, box.width, height), border.AMBER, 30, round_mm=0.8)
    for i, line in enumerate(lines):
        page.text(box.x + 2, box.top - 2.8 - 3.4 * i, line, NOTE)
    return box.top - height


def map_page(sheet: Sheet, faces: fonts.Fonts, size_mm: tuple[float, float] = MAP_MM) -> Page:
    """The map of a sheet alone, with its legend below it."""
    width, height = size_mm
    page = Page(Paper(width + 1, height + LEGEND_MM + 1, 1.0), faces)
    _map(page, sheet, Box(0.5, LEGEND_MM + 0.5, width, height))
    return page


def _map(page: Page, sheet: Sheet, box: Box) -> None:
    """The parcel with what surrounds it at a round scale, and where it lies in the district."""
    window = _window(sheet.subject, box)
    seen = tuple(one for one in sheet.subject.groups if window.seen(one.shapes).any())
    about = replace(sheet.subject, groups=seen)
    drawn = panel.draw(page, about, window, "inset")
    legend_line(page, about, drawn, Box(box.x, box.y - LEGEND_MM, box.width, LEGEND_MM))
    taken = _furniture(page, about, window)
    at = names.middle_of(about.chosen[0], window)
    if sheet.badge:
        names.badge(page, sheet.badge, at)
    taken.take([(at[0] - 4, at[1] - 4, at[0] + 4, at[1] + 4)])
    names.axes(
        page, about, window, taken, Type(7, bold=True, colour=names.AXIS.colour, halo=1), with_theme=False
    )
    names.roads(page, about, window, taken, Type(6, colour="#56626C", halo=1))
    border.watermark(page, about, box)
    page.box(box, furniture.FRAME, 95)


def legend_line(page: Page, about: Subject, drawn: list[style.LegendEntry], box: Box) -> None:
    """What is on the map, in one line, as far as it goes."""
    x, y = box.x, box.y + box.height / 2
    entries = {one.key: one for one in drawn}.values()
    for entry in sorted(entries, key=lambda one: not one.key.startswith(("shortlist", "mark_", "use_"))):
        label = about.label(entry)
        if x + 7 + page.width(label, SMALL) > box.right:
            continue
        if entry.look.kind == "area":
            page.box(Box(x, y - 1.1, 4, 2.2), entry.look, 40)
        elif entry.look.kind == "line":
            page.draw(polyline([(x, y), (x + 4, y)]), entry.look, 40)
        else:
            page.spots([(x + 2, y)], entry.look, 40)
        x += 5 + page.text(x + 5, y, label, SMALL) + 3


def _window(about: Subject, box: Box) -> Window:
    """The smallest round scale at which the parcel leaves room for its surroundings."""
    west, south, east, north = shapely.bounds(about.chosen[0]).tolist()
    needed = max((east - west) / box.width, (north - south) / box.height) / SURROUNDINGS
    scale = furniture.nice(max(needed, LEAST_M_PER_MM) * 1000 / A4.scale, SCALES)
    return centred(box, (west, south, east, north), scale / 1000)


def _furniture(page: Page, about: Subject, window: Window) -> Taken:
    """Locator, north arrow and scale bar in corners of their own."""
    box = window.box
    width, height = (0.62 * one for one in furniture.locator_size(about))
    small = Box(box.x + 1.5, box.top - height - 1.5, width, height)
    furniture.locator(page, about, window, small)
    bar = Box(box.right - 34, box.y + 1.5, 32.5, 7)
    _scale(page, window, bar)
    needle = Box(box.right - 12, box.top - 19, 10, 17)
    furniture.north_arrow(page, about, needle)
    return Taken(box, [one.inset(-1).bounds for one in (small, bar, needle)])


def _scale(page: Page, window: Window, card: Box) -> None:
    """A bar of a round length, and the scale in figures."""
    page.box(card, furniture.CARD, 38, round_mm=0.8)
    length_m = furniture.nice(window.m_per_mm * 10)
    width = length_m / window.m_per_mm
    page.rule([(card.right - 2 - width, card.y + 1.6), (card.right - 2, card.y + 1.6)], 2.6, z=39)
    words = f"{furniture.scale_text(page, window)} · {length_m:,.0f} m"
    page.text(card.right - 2, card.y + 4.6, words, Type(6.8, bold=True), "right", z=40)


def foot(page: Page, sheet: Sheet, box: Box, number: str = "") -> None:
    """Which data, which answer, for whom; lines that the office fills in; the page's number."""
    say, why = sheet.subject.say, sheet.dossier.why
    page.rule([(box.x, box.top), (box.right, box.top)], 1.2)
    plan, (bank_zh, bank_en) = sheet.subject.plan, border.bank_words(why.version)
    data, crs = why.replay.data_sha256[:12], border.crs_words(plan.crs)
    bank = say(
        f"{bank_zh}, 数据 {data}; 规划 {plan.name} {plan.edition}; {crs}",
        f"{bank_en}, data {data}; plan {plan.name_en} {plan.edition}; {crs}",
    )
    made = say(
        f"答复编号 {why.replay.answer}; 程序 {why.replay.code_version}",
        f"Answer {why.replay.answer}; program {why.replay.code_version}",
    )
    lines = (bank, made, sheet.note)
    for i, line in enumerate(line for line in lines if line):
        page.text(box.x, box.top - 2.8 - 3.6 * i, line, SMALL, room=box.width - 46)
    slots = (say("制图单位", "Made by"), say("制图日期", "Made on"), say("审图号", "Map approval no."))
    for i, slot in enumerate(slots):
        y = box.top - 2.8 - 4.4 * i
        page.text(box.right - 42, y, slot, SMALL)
        page.rule(
            [(box.right - 42 + page.width(slot, SMALL) + 1.5, y - 1.6), (box.right, y - 1.6)], 0.6, "#C3CBD1"
        )
    page.text(box.x + box.width / 2, box.y + 0.5, number, BODY, "center")


def about_parcel(whole: Subject, dossier: Dossier, shape: shapely.Geometry, asked: str) -> Subject:
    """The subject of one page: the land around, and this parcel alone in the accent."""
    chosen = np.array([shape], dtype=object)
    return replace(whole, chosen=chosen, asked=asked, answer=dossier.why.replay.answer)
