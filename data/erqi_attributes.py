"""What a generated parcel is said to be: use, planning conditions, status, price, services, holder."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from shapely.geometry import LineString, Point

from data import erqi_sources as sources
from data.erqi_choose import Block, Plot

AS_OF = date(2024, 6, 30)
SOURCE = "data/build_erqi.py, PCG64(410103)"
NAMES = {"core": "二七", "south": "南部", "mazhai": "马寨", "houzhai": "侯寨"}
AXIS_REACH_M = 850.0

# Share of land by status; built-up land comes out of existing stock, new land out of requisition.
STATUS = {
    "core": {"idle": 0.48, "net": 0.22, "clearing": 0.18, "uncleared": 0.12},
    "south": {"idle": 0.04, "net": 0.42, "clearing": 0.32, "uncleared": 0.22},
    "mazhai": {"idle": 0.12, "net": 0.46, "clearing": 0.26, "uncleared": 0.16},
    "houzhai": {"idle": 0.08, "net": 0.20, "clearing": 0.34, "uncleared": 0.38},
}
# Months from AS_OF until the land is net, earliest and latest; net land is net already.
MONTHS = {"net": (0, 0), "idle": (2, 12), "clearing": (4, 18), "uncleared": (16, 41)}
SERVICES = ("road", "power", "water", "drainage", "telecom", "gas", "heat")
LEAST_SERVICES = {"net": 5, "idle": 6, "clearing": 3, "uncleared": 1}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where things are that attributes depend on, in metres."""

    axes: dict[str, LineString]
    centre: Point
    towns: dict[str, Point]
    townships: dict[str, Point]


def setting() -> Setting:
    """The axes, the district's centre (二七广场), the small towns and the townships' centres."""
    roads = {row["id"]: sources.metric_line(row["coords"]) for row in sources.rows("roads")}
    places = {row["name"]: sources.metric_point(row) for row in sources.rows("places")}
    return Setting(
        axes={axis: roads[axis] for axis in ("songshan", "daxue", "jingguang")},
        centre=places["二七广场"],
        towns={"mazhai": places["马寨镇"], "houzhai": places["侯寨"]},
        townships={row["name"]: sources.metric_point(row) for row in sources.rows("townships")},
    )


def attributes(
    block: Block, plots: list[Plot], place: Setting, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Attributes of the block's developable plots; use and status mostly agree within a block."""
    shares = _use_shares()[_situation(block, place)]
    use, status = _draw(shares, rng), _draw(STATUS[block.quarter.id], rng)
    rows = []
    for plot in plots:
        own_use = use if rng.random() < 0.86 else _draw(shares, rng)
        own_status = status if rng.random() < 0.8 else _draw(STATUS[block.quarter.id], rng)
        rows.append(_row(plot, own_use, own_status, place, rng))
    return rows


def _situation(block: Block, place: Setting) -> str:
    """The row group of ``uses.csv`` that fits: the quarter and its axis or town."""
    quarter, centre = block.quarter.id, block.shape.centroid
    if quarter == "mazhai":
        near = centre.distance(place.towns["mazhai"]) < 1300
        return "mazhai town" if near else "mazhai none"
    if quarter == "houzhai":
        return "houzhai none"
    axis = min(place.axes, key=lambda name: centre.distance(place.axes[name]))
    reached = centre.distance(place.axes[axis]) < AXIS_REACH_M
    return f"{quarter} {axis if reached else 'none'}"


def _use_shares() -> dict[str, dict[str, float]]:
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row in sources.rows("uses"):
        shares[row["setting"]][row["use_code"]] = float(row["share"])
    return shares


def _draw(shares: dict[str, float], rng: np.random.Generator) -> str:
    weights = np.array(list(shares.values()))
    return list(shares)[int(rng.choice(len(weights), p=weights / weights.sum()))]


def _row(plot: Plot, use: str, status: str, place: Setting, rng: np.random.Generator) -> dict[str, Any]:
    point = plot.shape.centroid
    township = min(place.townships, key=lambda name: point.distance(place.townships[name]))
    return {
        "name": f"{NAMES[plot.quarter]} {plot.block:03d}-{plot.number:02d}",
        "use_code": use,
        "use_system": "landuse_sea",
        "use_edition": "2023",
        **_conditions(use, _urbanity(point, place), rng),
        "status": status,
        "net_date": _net_date(status, rng).isoformat(),
        "price_wan_per_mu": _price(use, plot.quarter, _urbanity(point, place), rng),
        "utilities": _utilities(plot.quarter, status, rng),
        "township": township,
        "holder": _holder(township, status),
    }


def _urbanity(point: Point, place: Setting) -> float:
    """1 at 二七广场, falling to about 0.1 in 马寨, 15 km away."""
    return float(np.exp(-point.distance(place.centre) / 5500))


def _conditions(use: str, urbanity: float, rng: np.random.Generator) -> dict[str, float | None]:
    """Planning conditions of a use, denser towards the centre; none yet for 留白."""
    rule = next(row for row in sources.rows("conditions") if row["use_code"] == use)
    if not rule["far_max_low"]:
        return dict.fromkeys(("far_max", "far_min", "height_max_m", "density_max", "green_min"))
    share = float(np.clip(urbanity + rng.normal(0, 0.12), 0, 1))
    far = float(rule["far_max_low"]) * (1 - share) + float(rule["far_max_high"]) * share
    height = float(rule["height_low_m"]) * (1 - share) + float(rule["height_high_m"]) * share
    return {
        "far_max": round(far, 1),
        "far_min": float(rule["far_min"]) if rule["far_min"] else None,
        "height_max_m": float(round(height / 6) * 6),
        "density_max": float(rule["density_max"]),
        "green_min": float(rule["green_min"]),
    }


def _price(use: str, quarter: str, urbanity: float, rng: np.random.Generator) -> float:
    """Asking price [万元/亩]: between the use's outer and central price, give or take a tenth."""
    rule = next(row for row in sources.rows("conditions") if row["use_code"] == use)
    share = float(np.clip((urbanity - 0.05) / 0.8, 0, 1))
    price = float(rule["price_far"]) ** (1 - share) * float(rule["price_centre"]) ** share
    discount = 0.92 if quarter == "mazhai" else 1.0
    return float(round(price * discount * rng.uniform(0.92, 1.08)))


def _net_date(status: str, rng: np.random.Generator) -> date:
    """The last day of the month in which the land is net; for net land a day up to AS_OF."""
    low, high = MONTHS[status]
    if high == 0:
        return AS_OF - timedelta(days=int(rng.integers(0, 30)))
    month = AS_OF.month + int(rng.integers(low, high + 1))
    first_of_next = date(AS_OF.year + month // 12, month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)


def _utilities(quarter: str, status: str, rng: np.random.Generator) -> str:
    """Services at the edge of the plot: all in town, fewer where land is not yet cleared."""
    least = len(SERVICES) if quarter == "core" else LEAST_SERVICES[status]
    count = int(rng.integers(least, len(SERVICES) + 1))
    return " ".join(SERVICES[:count])


def _holder(township: str, status: str) -> str:
    if status == "uncleared":
        return f"{township} 村集体经济组织"
    if status == "idle":
        return f"{township} 存量用地单位"
    return f"{township} 国有储备" if status == "net" else f"{township} 征收储备中"


def quarter_of(point: Point, place: Setting) -> str:
    """The quarter a point of the development boundary belongs to."""
    middle = sources.metric_point({"lon": "113.63", "lat": "34.6958"})
    for town, centre in place.towns.items():
        if point.distance(centre) < (3900 if town == "mazhai" else 1900):
            return town
    return "core" if point.y > middle.y else "south"
