"""概化距离: how far something is, as no three of such figures find a parcel by.

To the nearest 100 m, as wide as points are rounded: in sentences “约 1.2 km”, below 100 m “不到 100 m”.
"""

from __future__ import annotations

import math
import re

import pandas as pd

STEP_M = 100.0
# what is measured in metres and is no distance from anything
SIZES = ("height", "width", "depth", "frontage", "perimeter", "length")
SIZES_SAID = ("宽度", "进深", "高度", "限高", "周长", "width", "depth", "height", "perimeter")
# a length that is stated, not measured, follows one of these
STATED = r"(?<![\d.,])(?<![≤≥<>])(?<![≤≥<>] )"
METRES = r"(?P<metres>\d[\d,]*(?:\.\d+)?) ?(?:m|米)(?![a-zA-Z0-9²³/])"
LENGTH = re.compile(rf"{STATED}(?P<from>距 ?|[:：] ?)?{METRES}(?P<away> away)?")


def is_far(name: str) -> bool:
    """Whether what a measure in metres tells is a distance.

    >>> is_far("metro_m"), is_far("height_max_m"), is_far("compactness")
    (True, False, False)
    """
    return name.endswith("_m") and not any(one in name for one in SIZES)


def general_m(metres: float) -> float:
    """A distance to the nearest 100 m; what is not known stays so.

    >>> general_m(1234.5), general_m(float("inf"))
    (1200.0, inf)
    """
    return round(metres / STEP_M) * STEP_M if math.isfinite(metres) else metres


def general_lengths(text: str, *, is_english: bool = False) -> str:
    """A sentence with its measured distances general.

    >>> general_lengths("沃尔玛, 距 1,234 m, 限高 24 m, 至多 ≤ 1,500 m"), general_lengths("距 37 m")
    ('沃尔玛, 距约 1.2 km, 限高 24 m, 至多 ≤ 1,500 m', '距不到 100 m')
    >>> general_lengths("产业链邻近好: 87 m; 地块宽度好: 277 m")
    '产业链邻近好: 不到 100 m; 地块宽度好: 277 m'
    """

    def said(found: re.Match[str]) -> str:
        clause = re.split(r"[,;，；。]", text[: found.start()])[-1].lower()
        if any(word in clause for word in SIZES_SAID):
            return found.group()
        metres = float(found["metres"].replace(",", ""))
        before, after = (found["from"] or "").replace("距 ", "距"), found["away"] or ""
        if metres >= STEP_M:
            about = "about" if is_english else "约"
            return f"{before}{about} {general_m(metres) / 1000:.1f} km{after}"
        if not before and not after:
            return found.group()
        return f"{before}{'under' if is_english else '不到'} {STEP_M:.0f} m{after}"

    return LENGTH.sub(said, text)


def general_table(table: pd.DataFrame) -> pd.DataFrame:
    """A table of measures with its distances to the nearest 100 m."""
    far = [name for name in table.columns if is_far(str(name)) and table[name].dtype.kind == "f"]
    return table.assign(**{name: (table[name] / STEP_M).round() * STEP_M for name in far})
