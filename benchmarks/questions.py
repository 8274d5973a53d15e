"""A made-up feature table and a question of 10 limits and 12 wishes: what every engine is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.model import Brief, Curve, Limit, Question, Wish

METRES = [f"m{at:02d}" for at in range(14)]
USES = [f"{code:04d}" for code in range(30)]
STATUSES = ["net", "clearing", "uncleared", "idle", "supplied"]
CURVE = Curve(points=((300.0, 1.0), (1000.0, 0.7), (3000.0, 0.0)))
KEPT = 10


def table(size: int) -> pd.DataFrame:
    """Distances of a fixed seed with gaps, areas, land uses, states and utilities."""
    rng = np.random.default_rng(11)
    columns: dict[str, object] = {
        name: (rng.random(size, dtype=np.float32) * np.float32(5000)) for name in METRES
    }
    frame = pd.DataFrame(columns)
    for name in METRES[:4]:
        frame.loc[rng.random(size) < 0.1, name] = np.nan  # noqa: PLR2004
    frame["area_mu"] = rng.lognormal(4, 1, size)
    frame["use_code"] = pd.Categorical.from_codes(rng.integers(0, len(USES), size), pd.Index(USES))
    frame["status"] = pd.Categorical.from_codes(rng.integers(0, len(STATUSES), size), pd.Index(STATUSES))
    frame["utilities"] = rng.integers(0, 128, size).astype(np.uint8)
    frame.index = pd.RangeIndex(size)
    return frame


def question(seed: int = 5) -> Question:
    """Ten limits and twelve wishes; the seed draws the weights."""
    weights = np.random.default_rng(seed).random(12)
    weights /= weights.sum()
    limits = (
        Limit("area_min", "", "", "area_mu", "min", 40.0, "亩"),
        Limit("area_max", "", "", "area_mu", "max", 150.0, "亩"),
        Limit("use", "", "", "use_code", "one_of", tuple(USES[:15]), ""),
        Limit("status", "", "", "status", "one_of", tuple(STATUSES[:3]), "", firm=True),
        Limit("utilities", "", "", "utilities", "has_all", ("road",), "项"),
        *(Limit(f"near{at}", "", "", METRES[at], "max", 4500.0, "m", scale=4500.0) for at in range(3)),
        *(Limit(f"far{at}", "", "", METRES[at + 3], "min", 200.0, "m", scale=200.0) for at in range(2)),
    )
    wishes = tuple(
        Wish(f"w{at}", "", "", METRES[at], "m", CURVE, float(weight)) for at, weight in enumerate(weights)
    )
    return Question(Brief("any", k=KEPT), limits, wishes)


def questions(count: int) -> list[Question]:
    """As many briefs, as of one plan: limits and curves shared, weights and one bound their own."""
    asked = []
    for seed in range(count):
        one = question(seed)
        own = replace(one.limits[0], threshold=30.0 + seed % 4 * 5)
        asked.append(replace(one, limits=(own, *one.limits[1:])))
    return asked
