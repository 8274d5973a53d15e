"""A deck of the bundled district, from the brief to the file; and as much by python-pptx alone.

The peer makes, through python-pptx's own doors, as many freeforms with as many corners, as many text boxes,
tables and charts, slide by slide, and saves them: no question asked, nothing measured, nothing laid out.
"""

from __future__ import annotations

import io
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from api.decks import Look, draw
from api.schemas import BriefIn
from api.service import Service
from api.settings import Settings
from benchmarks.apart import Outcome

BRIEF = BriefIn(industry="食品饮料", area_mu=133)


def ours(_size: str) -> Outcome:
    """The second deck of a service that runs; ``size`` is the bundled district's."""
    with tempfile.TemporaryDirectory() as home:
        service = Service(Settings(home=Path(home)))
        land = service.load()
        draw(service, BRIEF, Look())
        begun = time.perf_counter()
        _, body = draw(service, BRIEF, Look())
        taken = time.perf_counter() - begun
        service.store.close()
    count = len(Presentation(io.BytesIO(body)).slides)
    return {"s": round(taken, 3), "slides": count, "kb": len(body) // 1024, "parcels": len(land.parcels)}


def bare(_size: str) -> Outcome:
    """As much through python-pptx alone."""
    with tempfile.TemporaryDirectory() as home:
        service = Service(Settings(home=Path(home)))
        service.load()
        _, body = draw(service, BRIEF, Look())
        service.store.close()
    wanted = [_counted(slide) for slide in Presentation(io.BytesIO(body)).slides]
    begun = time.perf_counter()
    deck = Presentation()
    for one in wanted:
        _made(deck.slides.add_slide(deck.slide_layouts[5]), one)
    out = io.BytesIO()
    deck.save(out)
    return {"s": round(time.perf_counter() - begun, 3), "slides": len(wanted)}


def _counted(slide: Any) -> dict[str, Any]:
    """How much of what is on a slide."""
    xml = slide._element.xml  # noqa: SLF001 (counting is all that is done to it)
    tables = [one.table for one in slide.shapes if one.has_table]
    charts = [one.chart for one in slide.shapes if one.has_chart]
    return {
        "freeforms": [
            len(re.findall("<a:pt ", path)) for path in re.findall("(?s)<a:pathLst>.*?</a:pathLst>", xml)
        ],
        "texts": xml.count('txBox="1"'),
        "tables": [(len(table.rows), len(table.columns)) for table in tables],
        "charts": [
            (len(list(chart.plots[0].categories)), len(list(chart.plots[0].series))) for chart in charts
        ],
    }


def _made(slide: Any, wanted: dict[str, Any]) -> None:
    for corners in wanted["freeforms"]:
        if corners < 2:  # noqa: PLR2004 (no line)
            continue
        builder = slide.shapes.build_freeform(0, 0)
        builder.add_line_segments([(i % 97, i // 97) for i in range(1, corners)])
        builder.convert_to_shape()
    for nth in range(wanted["texts"]):
        slide.shapes.add_textbox(Pt(nth), Pt(nth), Pt(90), Pt(20)).text_frame.text = "地块 EQ0001 119.1 亩"
    for rows, columns in wanted["tables"]:
        table = slide.shapes.add_table(rows, columns, 0, 0, Pt(400), Pt(300)).table
        for row in range(rows):
            for column in range(columns):
                table.cell(row, column).text = "119.1 亩"
    for categories, series in wanted["charts"]:
        data = CategoryChartData()
        data.categories = [f"{i}" for i in range(categories)]
        for nth in range(series):
            data.add_series(f"{nth}", range(categories))
        slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Pt(300), Pt(300), data)
