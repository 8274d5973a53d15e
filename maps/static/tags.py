"""Words beside places of the map, put by a library where they cover neither one another nor what stands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from textalloc.non_overlapping_boxes import get_non_overlapping_boxes

from maps import fonts
from maps.static.labels import AIR_MM, Taken
from maps.static.page import Page, Type, Words
from maps.static.shapes import Window
from maps.static.subject import Subject

SIZE = 7.0
NEAR_MM, FAR_MM = 2.1, 18.0
CANDIDATES = 200
LONGEST_EM = 14.0  # of a name of a map; longer ones end in an ellipsis
LEADER_MM = 3.0  # words farther away than this are tied to their place by a line


def write(page: Page, subject: Subject, window: Window, taken: Taken) -> list[str]:
    """Write the subject's tags; returns the texts for which there was no room.

    Of two in each other's way the earlier one stands. Where a place lies outside the window its words are
    left out without being named.
    """
    frame = taken.frame
    kinds = {tag.colour: Type(SIZE, bold=True, colour=tag.colour, halo=1.1) for tag in subject.tags}
    shown, boxes = [], []
    for tag in subject.tags:
        x, y = map(float, window.place(np.array([[tag.x, tag.y]]))[0])
        kind = kinds[tag.colour]
        text = page.fit(fonts.printable(tag.text), kind, LONGEST_EM * kind.em_mm)
        if text and frame.x < x < frame.right and frame.y < y < frame.top:
            shown.append((text, kind))
            boxes.append((x, y, page.width(text, kind), 1.05 * kind.em_mm, text))
    if not boxes:
        return []
    # the library takes None for "none of these", which its types do not say
    options: dict[str, Any] = {
        "xlims": (frame.x + AIR_MM, frame.right - AIR_MM),
        "ylims": (frame.y + AIR_MM, frame.top - AIR_MM),
        "aspect_ratio": frame.width / frame.height,
        "margin": AIR_MM / frame.width,
        "min_distance": NEAR_MM / frame.width,
        "max_distance": FAR_MM / frame.width,
        "verbose": False,
        "nbr_candidates": CANDIDATES,
        "draw_all": False,
        "scatter_plot_bbs": np.array(taken.boxes) if taken.boxes else None,
        "draw_lines": False,
        "avoid_label_lines_overlap": False,
        "avoid_crossing_label_lines": False,
    }
    names = (
        "scatter_xy",
        "lines_xyxy",
        "scatter_sizes",
        "text_scatter_sizes",
        "direction",
        "priority_strategy",
    )
    absent: dict[str, Any] = dict.fromkeys(names)
    placed, without = get_non_overlapping_boxes(boxes, **options, **absent)
    for x, y, width, height, text, nth in placed:
        kind = shown[nth][1]
        taken.take([(x - AIR_MM, y - AIR_MM, x + width + AIR_MM, y + height + AIR_MM)])
        _tie(page, (boxes[nth][0], boxes[nth][1]), (x, y, x + width, y + height), kind)
        page.words.append(Words(float(x), float(y) + 0.18 * kind.em_mm, text, kind))
    return [shown[nth][0] for nth in without]


def _tie(page: Page, place: tuple[float, float], box: tuple[float, float, float, float], kind: Type) -> None:
    """A line from a place to words that stand away from it."""
    end = (min(max(place[0], box[0]), box[2]), min(max(place[1], box[1]), box[3]))
    if math.dist(place, end) > LEADER_MM:
        page.rule([place, end], 0.9, kind.colour, z=43)
