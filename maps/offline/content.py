"""What the carried page shows, as plain values: layers, parcels and the words of every card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import shapely

from geo import crs
from geo.explain.words import plain
from geo.model import Dossier
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN
from maps import fonts, style
from maps.layers import drawables
from maps.sheet import Material
from maps.sheet.evidence import margin
from maps.sheet.parcel import Sheet, name_of
from maps.static.border import bank_words

# what helps to find one's way; what is bound by law; nothing that is there only to be measured against
ROLES = ("constraint", "parks", "roads", "metro_lines", "boundary", "axes", "rail", "stations")
# parcels around the shortlist, beyond which a file would be slow to open
MOST_AROUND = 3000
# a metre or so: enough to look at
DEGREES = 1e-5
Words = Mapping[str, str]


def content(of: Material, words: Words) -> dict[str, Any]:
    """Everything that the page's script reads."""
    layers = _layers(of)
    chosen = [one.why.parcel_id for one in of.dossiers]
    land = crs.to_lonlat(of.parcels)
    others = land.drop(index=chosen) if len(land) <= MOST_AROUND else land.iloc[:0]
    unasked = {"label": words["others"], "look": style.parcel_look(style.UNASKED)}
    legend = [
        {"label": words["chosen"], "look": style.SHORTLIST},
        *([unasked] if len(others) else []),
        *({"label": one["label"], "look": one["look"]} for one in layers),
    ]
    west, south, east, north = land.loc[chosen].total_bounds.tolist()
    return {
        "words": words,
        "accent": style.ACCENT,
        "edge": style.PARCEL_EDGE,
        "unasked": style.UNASKED,
        "bounds": [round(one, 5) for one in (west, south, east, north)],
        "layers": layers,
        "legend": legend,
        "names": _names(of),
        "others": _features(others),
        "parcels": [
            _parcel(of, one, number, words, land.geometry[one.why.parcel_id])
            for number, one in enumerate(of.dossiers, start=1)
        ],
    }


def told(sheet: Sheet) -> str:
    """Which data and which answer the page shows."""
    say, why = sheet.subject.say, sheet.dossier.why
    (bank, bank_en), data = bank_words(why.version), why.replay.data_sha256[:12]
    answer, code = why.replay.answer, why.replay.code_version
    return say(
        f"{bank}, 数据 {data}; 答复编号 {answer}; 程序 {code}",
        f"{bank_en}, data {data}; answer {answer}; program {code}",
    )


def _layers(of: Material) -> list[dict[str, Any]]:
    found = []
    for one in drawables(of.plan):
        layer = of.plan.layers.get(one.name)
        if layer is not None and one.role in ROLES:
            label = one.title if of.lang == "zh" else one.title_en or one.title
            found.append(
                {"label": label, "look": one.look, "features": _features(crs.to_lonlat(layer.frame))}
            )
    return found


def _names(of: Material) -> list[dict[str, Any]]:
    """The axes' names, each at the middle of its line."""
    axes = of.plan.axes
    middles = gpd.GeoSeries([axis.line.interpolate(0.5, normalized=True) for axis in axes], crs=of.plan.crs)
    places = crs.to_lonlat(gpd.GeoDataFrame(geometry=middles)).geometry
    return [
        {
            "text": fonts.printable(axis.name if of.lang == "zh" else axis.name_en or axis.name),
            "lat": round(at.y, 5),
            "lon": round(at.x, 5),
        }
        for axis, at in zip(axes, places, strict=True)
    ]


def _features(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Shapes alone: whatever else a layer says of its features stays at home."""
    shapes = shapely.set_precision(np.asarray(frame.geometry.values, dtype=object), DEGREES, mode="pointwise")
    kept = shapes[~shapely.is_empty(shapes) & ~shapely.is_missing(shapes)]
    features = [
        {"type": "Feature", "properties": {}, "geometry": orjson.Fragment(text)}
        for text in shapely.to_geojson(kept)
    ]
    return {"type": "FeatureCollection", "features": features}


def _parcel(of: Material, one: Dossier, number: int, words: Words, shape: shapely.Geometry) -> dict[str, Any]:
    """One parcel of the list, its card in words."""
    why, zh = one.why, of.lang == "zh"
    status = (STATUS_NAMES if zh else STATUS_NAMES_EN).get(why.status, why.status)
    use = why.use_name if zh else why.use_name_en
    drawn = shapely.set_precision(shape, DEGREES, mode="pointwise")
    return {
        "id": why.parcel_id,
        "number": number,
        "name": fonts.printable(name_of(one)),
        "score": f"{why.score:.1f}",
        "sub": f"{why.area_mu:,.1f} {'亩' if zh else 'mu'} · {use} · {status}",
        "colour": style.SCORE_COLOURS[style.score_class(why.score)],
        "shape": orjson.Fragment(shapely.to_geojson(drawn)),
        "facts": [[f.label, f.text] if zh else [f.label_en, f.text_en] for f in one.facts],
        "parts": [
            {
                "label": part.label if zh else part.label_en,
                "value": plain(part.value, part.unit)[not zh] if part.known else words["none"],
                "satisfaction": part.satisfaction,
                "points": f"{part.points:.1f} / {100 * part.weight:.1f}",
            }
            for part in why.parts
        ],
        "limits": [
            {
                "label": limit.label if zh else limit.label_en,
                "margin": margin(limit)[not zh],
                "word": words["unknown" if not limit.known else "passes" if limit.passed else "fails"],
                "passed": limit.passed,
            }
            for limit in why.limits
        ],
        "reasons": [reason.text if zh else reason.text_en for reason in why.reasons],
        "days": [
            f"{day.name if zh else day.name_en} {day.earliest}"
            for day in (one.schedule.milestones if one.schedule else ())
        ],
        "around": _around(one, zh=zh),
    }


def _around(one: Dossier, *, zh: bool) -> list[str]:
    around = one.surroundings
    if around is None:
        return []
    listed = (*around.conflicts, *around.synergies, *around.rivals)
    lines = [near.text if zh else near.text_en for near in listed]
    return lines or [around.text if zh else around.text_en]
