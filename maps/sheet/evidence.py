"""What stands beside and below the map of a sheet: facts, parts, reasons, limits, days, neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from geo.explain.words import plain
from geo.model import Dossier, LimitResult, Neighbour, Part, Reason
from maps import style
from maps.sheet.setting import BAD, BODY, DIM, GOOD, HAIR, SMALL, STRONG, heading
from maps.static.page import Page, Type
from maps.static.paper import Box
from maps.static.subject import Subject
from maps.static.typography import SCORE_BAR, bar

LABEL_MM = {"zh": 20.0, "en": 29.0}
LINE_MM = 4.1
KINDS: dict[str, tuple[str, str, str]] = {
    "strength": ("＋", "+", GOOD),
    "weakness": ("－", "–", BAD),
    "limit": ("×", "×", BAD),
    "caveat": ("!", "!", DIM),
}


def facts(page: Page, about: Subject, dossier: Dossier, box: Box) -> None:
    """The parcel's figures, one a line; a long one takes two."""
    rest = heading(page, box, about.say("基本情况", "Facts"))
    step = min(5.6, rest.height / max(1, len(dossier.facts) + 1))
    y, left = rest.top - step / 2, LABEL_MM[about.lang]
    for fact in dossier.facts:
        label, text = about.say(fact.label, fact.label_en), about.say(fact.text, fact.text_en)
        page.text(rest.x, y, label, SMALL, room=left - 1)
        room = rest.width - left
        lines = page.wrap(text, BODY, room, 2 if step > LINE_MM else 1)
        for i, line in enumerate(lines):
            page.text(rest.x + left, y - i * 3.3, line, BODY)
        y -= step + (len(lines) - 1) * 3.0
        page.rule([(rest.x, y + step / 2), (rest.right, y + step / 2)], 0.4, HAIR)


def judgement(page: Page, about: Subject, dossier: Dossier, box: Box) -> None:
    """Every part of the score as a bar, then the sentences that read them."""
    parts = dossier.why.parts
    rest = heading(
        page, box, about.say("分项得分", "Parts of the score"), about.say("各项之和即总分", "they sum to it")
    )
    step = min(5.2, 0.62 * rest.height / max(1, len(parts)))
    for i, part in enumerate(parts):
        _part(page, about, part, Box(rest.x, rest.top - step * (i + 1), rest.width, step))
    top = rest.top - step * len(parts) - 3.5
    _reasons(page, about, dossier.why.reasons, Box(box.x, box.y, box.width, top - box.y))


def _part(page: Page, about: Subject, part: Part, row: Box) -> None:
    y = row.y + row.height / 2
    none = about.say("无数据", "no data")
    value = about.say(*plain(part.value, part.unit)) if part.known else none
    page.text(row.x, y, about.say(part.label, part.label_en), BODY, room=29)
    page.text(row.x + 47, y, value, SMALL, "right", room=18)
    bar(page, Box(row.x + 49, y - 1, 38, 2), part.satisfaction, SCORE_BAR)
    page.text(row.x + 100, y, f"{part.points:.1f}", STRONG, "right")
    page.text(row.right, y, f"/ {100 * part.weight:.1f}", SMALL, "right")


def _reasons(page: Page, about: Subject, reasons: Sequence[Reason], box: Box) -> None:
    rest = heading(page, box, about.say("为什么", "Why"))
    y = rest.top
    for reason in reasons:
        mark, mark_en, colour = KINDS[reason.kind]
        lines = page.wrap(about.say(reason.text, reason.text_en), BODY, rest.width - 5, 2)
        if y - LINE_MM * len(lines) < rest.y:
            break
        page.text(
            rest.x, y - LINE_MM / 2, about.say(mark, mark_en), Type(BODY.size, bold=True, colour=colour)
        )
        for line in lines:
            page.text(rest.x + 5, y - LINE_MM / 2, line, BODY)
            y -= LINE_MM


def outlook(page: Page, about: Subject, dossier: Dossier, box: Box) -> None:
    """Limits with their margins; the days until production; who stands near."""
    limits = dossier.why.limits
    passed = sum(one.passed for one in limits)
    rest = heading(page, box, about.say("硬约束与余量", "Limits and margins"), f"{passed} / {len(limits)}")
    step = min(5.0, 0.5 * rest.height / max(1, len(limits)))
    # what fails is told first
    for i, limit in enumerate(sorted(limits, key=lambda one: one.passed)):
        _limit(page, about, limit, Box(rest.x, rest.top - step * (i + 1), rest.width, step))
    left = Box(box.x, box.y, box.width, rest.top - step * len(limits) - 3.5 - box.y)
    left = _days(page, about, dossier, left)
    _neighbours(page, about, dossier, left)


def _limit(page: Page, about: Subject, limit: LimitResult, row: Box) -> None:
    y = row.y + row.height / 2
    say = about.say
    word, colour = (say("符合", "passes"), GOOD) if limit.passed else (say("不符", "fails"), BAD)
    word, colour = (word, colour) if limit.known else (say("待核实", "unknown"), DIM)
    said = margin(limit)
    used = page.text(row.right - 12, y, say(*said), SMALL, "right", room=26)
    page.text(row.x, y, say(limit.label, limit.label_en), BODY, room=row.width - 14 - used)
    page.text(row.right, y, word, Type(7, bold=True, colour=colour), "right")


def margin(limit: LimitResult) -> tuple[str, str]:
    """How much room a limit leaves, or how much is lacking; "" where it is no quantity."""
    if limit.margin is None or not isinstance(limit.value, float) or not limit.known:
        return "", ""
    zh, en = plain(abs(limit.margin), limit.unit)
    return (f"余 {zh}", f"{en} to spare") if limit.margin >= 0 else (f"差 {zh}", f"{en} short")


def _days(page: Page, about: Subject, dossier: Dossier, box: Box) -> Box:
    schedule = dossier.schedule
    if schedule is None:
        return box
    rest = heading(
        page,
        box,
        about.say("最早时序", "Earliest days"),
        about.say(f"自 {schedule.begins} 起算", f"from {schedule.begins}"),
    )
    step = min(4.6, 0.5 * rest.height / max(1, len(schedule.milestones)))
    for i, one in enumerate(schedule.milestones):
        y = rest.top - step * (i + 0.5)
        page.text(rest.x, y, about.say(one.name, one.name_en), BODY)
        page.text(rest.right, y, one.earliest.isoformat(), STRONG, "right")
    used = step * len(schedule.milestones)
    return Box(box.x, box.y, box.width, rest.top - used - 3 - box.y)


def _neighbours(page: Page, about: Subject, dossier: Dossier, box: Box) -> None:
    around = dossier.surroundings
    if around is None or box.height < 12:  # noqa: PLR2004 (room for a heading and a line)
        return
    rest = heading(page, box, about.say("周边", "Around it"))
    listed: list[Neighbour] = [*around.conflicts, *around.synergies, *around.rivals]
    y = rest.top
    lines: list[tuple[str, str]] = [(about.say(one.text, one.text_en), one.kind) for one in listed]
    for text, kind in lines or [(about.say(around.text, around.text_en), "")]:
        colour = BAD if kind == "conflict" else style.INK
        wrapped = page.wrap(text, BODY, rest.width, 2)
        if y - LINE_MM * len(wrapped) < rest.y:
            break
        for line in wrapped:
            page.text(rest.x, y - LINE_MM / 2, line, Type(BODY.size, colour=colour))
            y -= LINE_MM
