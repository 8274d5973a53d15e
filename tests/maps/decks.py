"""Decks of the small district, and what is read back from their files."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import numpy as np
from pptx import Presentation

from geo.ledger import LandRow
from geo.model import Balance, BalanceRow, Comparison, Difference, TwinPart, Why
from maps.deck import Evidence, deck
from tests.maps import plates


def land(**columns):
    """The six squares with what the bank says of them."""
    known = {"status": "net", "holder": "某某公司", "far_max": 1.6, "utilities": "road water power"}
    return plates.parcels(columns.pop("names", ("甲", "乙", "丙", "丁", "戊", "己"))).assign(
        **known | columns
    )


def evidence(about):
    """What was asked beside an answer: two sites, their difference, the ledger."""
    sites = tuple(_why(one, about) for one in about.suggestions[:2])
    part = (TwinPart("metro", "地铁便利", "Metro", 17.0),)
    lead = Difference("P1", "P2", 17.0, part, "P1 比 P2 高 17.0 分", "P1 leads P2")
    rows = (BalanceRow("a", "嵩山路", 6, 360.0, 300.0, 60.0, ("X1",), 80.0, 40.0, {"plan": 80.0}, 220.0),)
    return Evidence(
        sites=sites,
        comparison=Comparison(("P1", "P2"), (lead,), ("P1",)) if len(sites) > 1 else None,
        land=(LandRow("net", 6, 360.0, 240_000.0, 60.0),),
        balance=Balance(3, "axis", ("plan",), rows, 0.0, 0.0, (), (), "", ""),
    )


def made(best=3, **how):
    """A deck of the small district."""
    parcels = how.pop("land", None)
    parcels = land() if parcels is None else parcels
    about = how.pop("answer", None) or plates.answer(parcels, best=best)
    told = how.pop("evidence", None) or evidence(about)
    bytes_ = how.pop("scores", plates.scores())
    return deck(how.pop("plan", plates.plan()), parcels, about, bytes_, told, **how)


@cache
def usual():
    """The deck of the small district as it is."""
    return made()


def opened(body):
    """The slides of a file."""
    return list(Presentation(io.BytesIO(body)).slides)


def shapes(slide):
    """Every shape of a slide, groups taken apart."""
    queue = list(slide.shapes)
    while queue:
        one = queue.pop(0)
        yield one
        queue += list(one.shapes) if hasattr(one, "shapes") else []


def texts(slide):
    """Every text of a slide: boxes, tables, and what charts remember."""
    for one in shapes(slide):
        if one.has_text_frame:
            yield from (paragraph.text for paragraph in one.text_frame.paragraphs)
        if getattr(one, "has_table", False) and one.has_table:
            yield from (cell.text for row in one.table.rows for cell in row.cells)
        if getattr(one, "has_chart", False) and one.has_chart:
            yield from (str(category) for category in one.chart.plots[0].categories)


def said(body):
    """All texts of a file, one a line."""
    return "\n".join(text for slide in opened(body) for text in texts(slide))


def parts(body):
    """The parts of a file by name; workbooks within taken apart too."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for name in packed.namelist():
            found[name] = packed.read(name)
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(found[name])) as book:
                    found |= {f"{name}/{inner}": book.read(inner) for inner in book.namelist()}
    return found


def xml(body):
    """All XML of a file in one string."""
    names = re.compile(r"\.(xml|rels)$")
    return "\n".join(part.decode("utf-8") for name, part in parts(body).items() if names.search(name))


def scores(count):
    """One byte for each of many parcels."""
    return np.resize(np.array(plates.SCORES, dtype=np.uint8), count)


def _why(one, about):
    return Why(
        one.parcel_id, one.name, True, one.rank, one.score, one.area_mu, one.area_m2, one.use_code,  # noqa: FBT003
        one.use_name, one.use_name_en, one.status, one.township, one.axis, one.zone, one.park, (), one.parts,
        one.reasons, one.basis, "test", about.version, replace(about.replay), one.lon, one.lat,
    )  # fmt: skip
