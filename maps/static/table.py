"""The shortlist as a table; below it the near misses; or the way out when nothing fits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.model import Answer, NearMiss, Suggestion
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from maps import style
from maps.static import counts, names
from maps.static.page import Page, Type
from maps.static.paper import Box
from maps.static.subject import Subject
from maps.static.typography import CELL, HAIR, HEAD_MM, REASON, SCORE_BAR, SMALL, STRONG, bar, heading

# Table columns [mm]: rank, parcel, use, area, score, axis, reasons; they sum to ``paper.SIDE``.
COLUMNS = (7.5, 26, 24, 19, 15, 19.5, 41)
TITLES = ("", "地块 / 街道", "规划用途 / 状态", "面积", "得分", "轴 / 园区", "主要依据")
TITLES_EN = ("", "Parcel / township", "Use / status", "Area", "Score", "Axis / park", "Because")
MOST_ROWS, TWO_LINES_MM, WIDEST_ROW_MM = 20, 6.6, 8.4


def shortlist(page: Page, subject: Subject, answer: Answer, box: Box) -> None:
    """The shortlist; below it, where there is room, the parcels that one limit alone keeps out."""
    say = subject.say
    shown = answer.suggestions[:MOST_ROWS]
    more = say(
        f"共 {len(answer.suggestions)} 宗, 列前 {len(shown)} 宗",
        f"first {len(shown)} of {len(answer.suggestions)}",
    )
    aside = (
        more
        if len(shown) < len(answer.suggestions)
        else say("得分 0–100, 为各分项之和", "score 0–100, the sum of its parts")
    )
    rest = heading(page, box, say("推荐地块", "Shortlist"), aside)
    _titles(page, subject, rest)
    height = min(WIDEST_ROW_MM, (rest.height - 8) / len(shown))
    top = rest.top - 4
    for i, one in enumerate(shown):
        _row(page, subject, one, Box(rest.x, top - height * (i + 1), rest.width, height))
    end = top - height * len(shown)
    page.rule([(rest.x, end), (rest.right, end)], 0.6, HAIR)
    page.text(rest.x, end - 2.2, weights(page, subject, answer, rest.width), SMALL)
    left = Box(box.x, box.y, box.width, end - box.y - 8)
    if left.height > HEAD_MM + 2 * TWO_LINES_MM and answer.near_misses:
        near_misses(page, subject, answer, left)


def weights(page: Page, subject: Subject, answer: Answer, room: float) -> str:
    """The weights in words, heaviest first, as many as fit."""
    parts = {p.wish: subject.say(p.label, p.label_en) for p in answer.suggestions[0].parts}
    heavy = sorted(answer.weights.items(), key=lambda item: -item[1])
    total = sum(answer.weights.values()) or 1
    shares = [f"{parts.get(wish, wish)} {100 * weight / total:.0f}" for wish, weight in heavy if weight]
    head = subject.say("权重: ", "Weights: ")
    return head + _whole(page, shares, " · ", SMALL, room - page.width(head, SMALL))


def _cells(box: Box) -> list[float]:
    return [float(x) for x in box.x + np.concatenate([[0], np.cumsum(COLUMNS)])]


def _titles(page: Page, subject: Subject, box: Box) -> None:
    xs = _cells(box)
    for i, title in enumerate(TITLES if subject.lang == "zh" else TITLES_EN):
        is_number = i in {3, 4}
        x = xs[i + 1] - 3 if is_number else xs[i]
        page.text(x, box.top - 1.2, title, SMALL, "right" if is_number else "left", room=COLUMNS[i])


def _row(page: Page, subject: Subject, one: Suggestion, box: Box) -> None:
    xs = _cells(box)
    two = box.height >= TWO_LINES_MM
    upper = box.y + box.height * (0.68 if two else 0.5)
    lower = box.y + box.height * 0.27 if two else None
    page.rule([(box.x, box.top), (box.right, box.top)], 0.6, HAIR)
    names.badge(page, one.rank, (xs[0] + 2.6, box.y + box.height / 2), size=min(1.0, box.height / 5.4))
    status = STATUS_NAMES if subject.lang == "zh" else STATUS_NAMES_EN
    upper_texts = (
        one.name or one.parcel_id,
        subject.say(one.use_name, one.use_name_en),
        "",
        "",
        subject.area_name(one.axis) or "—",
    )
    lower_texts = (
        f"{one.parcel_id} · {one.township}".rstrip(" ·"),
        status.get(one.status, one.status),
        "",
        "",
        subject.area_name(one.park),
    )
    for i, (first, second) in enumerate(zip(upper_texts, lower_texts, strict=True), start=1):
        page.text(xs[i], upper, first, STRONG if i == 1 else CELL, room=COLUMNS[i] - 1.5)
        if lower is not None:
            page.text(xs[i], lower, second, SMALL, room=COLUMNS[i] - 1.5)
    _numbers(page, subject, one, (xs[4] - 3, xs[5] - 3), upper, lower)
    _because(page, subject, one, xs[6], upper, lower)


def _numbers(
    page: Page,
    subject: Subject,
    one: Suggestion,
    rights: tuple[float, float],
    upper: float,
    lower: float | None,
) -> None:
    mu = subject.say(f"{one.area_mu:,.1f} 亩", f"{one.area_mu:,.1f} mu")
    page.text(rights[0], upper, mu, STRONG, "right")
    page.text(rights[1], upper, f"{one.score:.1f}", STRONG, "right")
    if lower is None:
        return
    page.text(
        rights[0],
        lower,
        f"{one.area_m2:,.0f} ㎡" if subject.lang == "zh" else f"{one.area_m2:,.0f} m²",
        SMALL,
        "right",
    )
    bar(page, Box(rights[1] - 11, lower - 0.6, 11, 1.2), one.score / 100, SCORE_BAR)


def _because(
    page: Page, subject: Subject, one: Suggestion, x: float, upper: float, lower: float | None
) -> None:
    """What speaks for the parcel, and below it what against."""
    labels = {p.wish: subject.say(p.label, p.label_en) for p in one.parts}
    comma = subject.say("、", ", ")
    about = {
        kind: [labels[r.about] for r in one.reasons if r.kind == kind and r.about in labels]
        for kind in ("strength", "weakness")
    }
    room = COLUMNS[6] - 3.6
    good = _whole(page, about["strength"], comma, REASON, room)
    bad = _whole(page, about["weakness"], comma, SMALL, room)
    plus = Type(CELL.size, bold=True, colour=style.SCORE_COLOURS[3])
    if good:
        page.text(x, upper, "＋" if subject.lang == "zh" else "+", plus)
        page.text(x + 3.6, upper, good, REASON, room=room)
    if bad and lower is not None:
        page.text(
            x, lower, "－" if subject.lang == "zh" else "–", Type(SMALL.size, bold=True, colour=SMALL.colour)
        )
        page.text(x + 3.6, lower, bad, SMALL, room=room)


def _whole(page: Page, words: Sequence[str], comma: str, kind: Type, room: float) -> str:
    """As many words as fit whole; the first one in any case."""
    fits = [n for n in range(1, len(words) + 1) if page.width(comma.join(words[:n]), kind) <= room]
    return comma.join(words[: max(fits, default=1)])


def near_misses(page: Page, subject: Subject, answer: Answer, box: Box) -> None:
    """Parcels that one limit alone excludes, and what would admit them."""
    title = subject.say("仅差一项的地块", "One limit short")
    rest = heading(page, box, title, subject.say("最小改动", "the smallest change"))
    for i, miss in enumerate(answer.near_misses[: int(rest.height / TWO_LINES_MM)]):
        y = rest.top - TWO_LINES_MM * (i + 0.4)
        _miss(page, subject, miss, rest, y)


def _miss(page: Page, subject: Subject, miss: NearMiss, box: Box, y: float) -> None:
    page.text(box.x, y, miss.name or miss.parcel_id, STRONG, room=36)
    page.text(box.x + 38, y, subject.say(f"{miss.area_mu:,.1f} 亩", f"{miss.area_mu:,.1f} mu"), CELL, room=20)
    change = subject.say(miss.failed.change, miss.failed.change_en)
    page.text(box.x + 60, y, change, CELL, room=box.width - 60)


def way_out(page: Page, subject: Subject, answer: Answer, box: Box) -> None:
    """What to say when nothing fits: the cheapest ways out, then the near misses."""
    title = subject.say("没有地块同时满足全部条件", "No parcel meets every limit")
    rest = heading(page, box, title, subject.say("放宽建议, 代价由小到大", "ways out, the cheapest first"))
    y = rest.top
    for i, way in enumerate(answer.relaxations[:4], start=1):
        text = f"{i}. {subject.say(way.text, way.text_en)}"
        y -= 2 + page.paragraph(Box(rest.x, rest.y, rest.width, y - rest.y), text, CELL, lines=2)
    left = Box(box.x, box.y, box.width, y - box.y - 3)
    if left.height > HEAD_MM + 4 * TWO_LINES_MM:
        share = 0.5 if answer.near_misses else 1.0
        upper, left = left.stack((left.height * share, left.height * (1 - share) - 4))
        counts.limits(page, subject, answer, upper)
    if answer.near_misses and left.height > HEAD_MM + TWO_LINES_MM:
        near_misses(page, subject, answer, left)
