"""The border of the sheet: title, notice, and the foot with system, sources, version and slots."""

from __future__ import annotations

import re

from geo import crs
from geo.disclosure.veil import MARK, NOTE
from geo.model import BASIS_NAMES, Basis, Version
from maps import style
from maps.static.page import Page, Type
from maps.static.paper import Box
from maps.static.subject import Subject
from maps.static.typography import HAIR

TITLE = Type(27, bold=True)
SUBTITLE = Type(11.5, colour="#3C4C5A")
NOTICE = Type(9.2, colour="#7A5200")
NOTICE_HEAD = Type(9.6, bold=True, colour="#7A5200")
FOOT = Type(7.6, colour="#46525E")
FOOT_HEAD = Type(8, bold=True)
AMBER = style.Look("area", fill="#FDF3DC", fill_opacity=1, line="#E2B75B", width_px=0.9)


def title(page: Page, subject: Subject, box: Box, text: str) -> None:
    """图名 in the middle, what was asked below it."""
    middle = box.x + box.width / 2
    page.text(middle, box.top - 5.2, text, TITLE, "center", room=box.width)
    page.text(middle, box.top - 13.4, subject.asked, SUBTITLE, "center", room=box.width)
    if subject.disclosure == "internal":
        page.text(
            box.right, box.top - 2.5, subject.say("内部使用", "Internal"), Type(8, colour="#5A6873"), "right"
        )


def notice(page: Page, subject: Subject, box: Box) -> None:
    """That some of what is shown is illustrative, and which part."""
    page.box(box, AMBER, 30, round_mm=1.2)
    say = subject.say
    head = say("示意数据", "Illustrative data")
    text = say(
        subject.note or "部分图层或地块为生成示意, 非官方成果。",
        subject.note_en or "Some layers or parcels are generated, not official.",
    )
    text = re.sub(rf"^{head}\s*[:：]\s*", "", text, flags=re.IGNORECASE)
    y = box.y + box.height / 2
    page.text(box.x + 3, y, head, NOTICE_HEAD)
    x = box.x + 6 + page.width(head, NOTICE_HEAD)
    page.text(x, y, text, NOTICE, room=box.right - 3 - x)


# ---- foot -----------------------------------------------------------------------------------------


def foot(page: Page, subject: Subject, box: Box) -> None:
    """Four blocks: coordinate system, sources and basis, data version, slots to fill in."""
    page.rule([(box.x, box.top + 1.5), (box.right, box.top + 1.5)], 1.2)
    widths = (88.0, 138.0, 82.0)
    x = box.x
    shares = [w * box.width / 396 for w in widths]
    blocks = (_system(subject), _sources(subject), _version(subject))
    for (head, text), width in zip(blocks, shares, strict=True):
        cell = Box(x, box.y, width - 6, box.height)
        page.text(cell.x, cell.top - 1.6, head, FOOT_HEAD)
        page.fill(Box(cell.x, cell.y, cell.width, cell.height - 3.6), text, FOOT)
        x += width
        page.rule([(x - 3, box.y), (x - 3, box.top)], 0.6, HAIR)
    _slots(page, subject, Box(x, box.y, box.right - x, box.height))


def crs_words(plane: str) -> str:
    """A coordinate system as plates state it.

    >>> crs_words("EPSG:4547")
    'CGCS2000 / 3° GK CM 114E, EPSG:4547'
    """
    name = crs.parse(plane).name
    name = re.sub(r"(\d)-degree Gauss-Kruger", r"\1° GK", name)
    return f"{name}, {crs.label(plane)}"


def bank_words(version: Version) -> tuple[str, str]:
    """Which version of the land bank, 中文 and English: true for the day that somebody stated, else since."""
    day, number = version.created_at[:10], version.number
    zh, en = (f"时点 {version.as_of}", f"as of {version.as_of}") if version.as_of else (day, day)
    return f"土地库第 {number} 版 ({zh})", f"Land bank version {number} ({en})"


def _system(subject: Subject) -> tuple[str, str]:
    say, known = subject.say, crs.parse(subject.plan.crs)
    text = say("坐标系: ", "System: ") + crs_words(subject.plan.crs)
    if "CGCS2000" in known.name and "Gauss-Kruger" in known.name:
        long = re.search(r"CM (\d+)E", known.name)
        middle = f", 中央经线 {long.group(1)}°E" if long else ""
        text += say(
            f"。2000 国家大地坐标系, 高斯-克吕格投影{middle}",
            ". China Geodetic Coordinate System 2000, Gauss–Krüger",
        )
    text += say(
        "。面积按投影平面量算, 1 亩 = 10000/15 ㎡。", ". Areas measured in the plane; 1 mu = 10000/15 m²."
    )
    if subject.disclosure == "internal":
        text += say("图廓: 下、左为公里网, 上、右为经纬度。", " Frame: km grid; lon/lat above and right.")
    else:
        text += say(NOTE[0], f" {NOTE[1]}")
    return say("坐标系", "Coordinate system"), text


def _sources(subject: Subject) -> tuple[str, str]:
    """Layers by basis, with their stated accuracy; the parcels first."""
    say = subject.say
    by: dict[Basis, list[str]] = {basis: [] for basis in Basis}
    for basis in sorted(subject.basis & set(Basis)):
        by[Basis(basis)].append(say("地块", "parcels"))
    for layer in subject.plan.layers.values():
        sure = f"(±{layer.accuracy_m:g} m)" if layer.accuracy_m else ""
        by[layer.basis].append(say(layer.title, layer.title_en) + sure)
    comma, stop = say("、", ", "), say("; ", "; ")
    text = stop.join(
        f"{say(*BASIS_NAMES[basis])}: {comma.join(listed)}" for basis, listed in by.items() if listed
    )
    return say("资料来源与依据", "Sources and basis"), text + say("。", ".")


def _version(subject: Subject) -> tuple[str, str]:
    """What makes the same plate again."""
    say, version, data = subject.say, subject.version, subject.version.sha256[:12]
    bank, bank_en = bank_words(version)
    answer = say(f"; 答复编号 {subject.answer}", f"; answer {subject.answer}") if subject.answer else ""
    zh = (
        f"{bank}, {version.parcels:,} 宗 {version.area_mu:,.0f} 亩, ",
        f"数据 {data}; 规划 {subject.plan.name} {subject.plan.edition}; ",
        f"程序 {subject.code_version}{answer}",
    )
    en = (
        f"{bank_en}, {version.parcels:,} parcels, ",
        f"{version.area_mu:,.0f} mu, data {data}; plan {subject.plan.name_en} {subject.plan.edition}; ",
        f"program {subject.code_version}{answer}",
    )
    text = say("".join(zh), "".join(en))
    return say("数据版本 (可复现)", "Data version (replayable)"), text


def _slots(page: Page, subject: Subject, box: Box) -> None:
    """Lines to be filled in by the office: the clock is no input, so that a plate can be made again."""
    slots = (("制图单位", "Made by"), ("制图日期", "Made on"), ("审图号", "Map approval no."))
    room = max(page.width(subject.say(*slot), FOOT_HEAD) for slot in slots) + 3
    for i, slot in enumerate(slots):
        y = box.top - 2.4 - i * 6.2
        page.text(box.x, y, subject.say(*slot), FOOT_HEAD)
        page.rule([(box.x + room, y - 2), (box.right, y - 2)], 0.6, HAIR)


def watermark(page: Page, subject: Subject, box: Box) -> None:
    """An investor's copy says so across the map."""
    if subject.disclosure == "investor":
        page.slanted(box, subject.say(*MARK))
