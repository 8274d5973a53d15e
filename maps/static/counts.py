"""From all land to the shortlist in figures: what was considered, what fits, what each limit excludes."""

from __future__ import annotations

from dataclasses import replace

from geo.model import Answer
from maps import style
from maps.static.page import Page
from maps.static.paper import Box
from maps.static.subject import Subject
from maps.static.typography import BAR, CELL, FIGURE, HAIR, SMALL, STRONG, bar, heading

LINE_MM = 6.2


def counts(page: Page, subject: Subject, answer: Answer, box: Box) -> None:
    """How many parcels were considered, fit, are recommended; and what each limit excludes."""
    count, say = answer.counts, subject.say
    aside = say("各条件分别计数, 可重叠", "each limit counted by itself; they overlap")
    rest = heading(page, box, say("筛选过程", "From all land to the shortlist"), aside)
    steps = (
        (count.considered, say("考虑地块(宗)", "considered")),
        (count.eligible, say("符合全部条件(宗)", "meet every limit")),
        (len(answer.suggestions), say("推荐(宗)", "recommended")),
    )
    for i, (number, label) in enumerate(steps):
        x = rest.x + 25.0 * i
        colour = style.ACCENT if i == len(steps) - 1 else FIGURE.colour
        figure = replace(FIGURE, colour=colour)
        fitted = min(1.0, 22 / page.width(f"{number:,}", figure))
        page.text(x, rest.top - 4.6, f"{number:,}", replace(figure, size=FIGURE.size * fitted))
        page.text(x, rest.top - 11.6, label, SMALL, room=24)
    _exclusions(page, subject, answer, Box(rest.x + 78, rest.y, rest.width - 78, rest.height))


def _exclusions(page: Page, subject: Subject, answer: Answer, box: Box) -> None:
    """The limits that exclude most."""
    labels = {limit.limit: subject.say(limit.label, limit.label_en) for limit in answer.limits}
    most = sorted(answer.counts.excluded_by.items(), key=lambda item: -item[1])
    rows = [(labels.get(limit, limit), n) for limit, n in most if n][:4]
    total = max(answer.counts.considered, 1)
    for i, (label, n) in enumerate(rows):
        y = box.top - 2.1 - 3.9 * i
        page.text(box.x, y, label, SMALL, room=24)
        bar(page, Box(box.x + 26, y - 1.0, box.width - 38, 2.0), n / total, BAR)
        page.text(box.right, y, f"−{n:,}", SMALL, "right")


def limits(page: Page, subject: Subject, answer: Answer, box: Box) -> None:
    """Every limit as asked, what it excludes and what it alone excludes; the hardest first."""
    say, count = subject.say, answer.counts
    rest = heading(
        page, box, say("硬约束", "Limits"), say("排除 / 其中仅因此项 (宗)", "excluded / by this one alone")
    )
    most = sorted(answer.limits, key=lambda limit: -count.excluded_by.get(limit.limit, 0))
    for i, limit in enumerate(most[: int(rest.height / LINE_MM)]):
        y = rest.top - LINE_MM * (i + 0.5)
        excluded, alone = count.excluded_by.get(limit.limit, 0), count.only.get(limit.limit, 0)
        page.text(rest.x, y, say(limit.text, limit.text_en), CELL, room=rest.width - 62)
        bar(page, Box(rest.right - 58, y - 1.0, 28, 2.0), excluded / max(count.considered, 1), BAR)
        page.text(rest.right - 13, y, f"{excluded:,}", STRONG, "right")
        page.text(rest.right, y, f"{alone:,}", CELL, "right")
        page.rule([(rest.x, y - LINE_MM / 2), (rest.right, y - LINE_MM / 2)], 0.6, HAIR)
