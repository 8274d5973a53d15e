"""Native bar charts with their workbook, whose cells are text and numbers and never formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.util import Emu

from geo.write.cells import book_bytes, fill
from maps.deck.canvas import NS, Canvas
from maps.deck.letters import FAMILY, clean
from maps.deck.place import Box

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LABEL, LIGHT = RGBColor(0x16, 0x28, 0x3A), RGBColor(0xFF, 0xFF, 0xFF)


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one colour (#rrggbb); ``labelled`` writes each upon its bar."""

    name: str
    values: tuple[float, ...]
    colour: str
    labelled: bool = True
    light: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How bars are drawn: ``format`` of their labels in the workbook's words, ``most`` the axis' end."""

    stacked: bool = False
    format: str = "0.0"
    size: float = 11.0
    gap: int = 45
    legend: bool = False
    most: float | None = None
    upright: bool = False


PLAIN = Look()


def bars(
    canvas: Canvas, box: Box, categories: Sequence[str], series: Sequence[Series], look: Look, name: str
) -> None:
    """Bars, the first category on top (or, upright, at the left).

    Args:
        canvas: The slide.
        box: Where.
        categories: What each bar is of.
        series: One or more, as long as the categories.
        look: How.
        name: The chart's name, also told to those who do not see it.
    """
    named = [clean(one) for one in categories]
    data = CategoryChartData(number_format=look.format)
    data.categories = [f"{i}" for i in range(len(named))]
    for one in series:
        data.add_series(clean(one.name), one.values)
    kinds = {
        (False, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (True, False): XL_CHART_TYPE.BAR_STACKED,
        (False, True): XL_CHART_TYPE.COLUMN_CLUSTERED,
        (True, True): XL_CHART_TYPE.COLUMN_STACKED,
    }
    where = [Emu(side) for side in canvas.sheet.emu(box)]
    frame: Any = canvas.slide.shapes.add_chart(kinds[look.stacked, look.upright], *where, data)
    canvas.adopt(frame, name, _told(name, named, series))
    chart = frame.chart
    _workbook(chart, named, series, look)
    size = Emu(round(look.size * canvas.sheet.scale))
    chart.font.size, chart.font.name, chart.font.color.rgb = size, FAMILY, LABEL
    chart.has_title, chart.has_legend = False, look.legend
    if look.legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(chart, look)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = look.gap, 100 if look.stacked else -10
    plot.vary_by_categories = False
    for drawn, one in zip(plot.series, series, strict=True):
        _paint(drawn, one, look, size)
    _letters(chart, canvas.lang)
    canvas.said += [*named, *(clean(one.name) for one in series)]


def _paint(drawn: Any, one: Series, look: Look, size: Emu) -> None:
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = RGBColor.from_string(one.colour.removeprefix("#"))
    drawn.invert_if_negative = False
    if one.labelled:
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, look.format, False
        labels.font.size, labels.font.name = size, FAMILY
        labels.font.color.rgb = LIGHT if one.light else LABEL


def _axes(chart: Any, look: Look) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.has_major_gridlines = values.visible = False
    values.minimum_scale = 0
    if look.most is not None:
        values.maximum_scale = look.most
    names.has_major_gridlines, names.major_tick_mark = False, XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = not look.upright
    names.format.line.color.rgb = RGBColor(0xD5, 0xDB, 0xE0)


def _workbook(chart: Any, names: Sequence[str], series: Sequence[Series], look: Look) -> None:
    """The chart's cells: names that begin with = stay names."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    heads = ["", *(clean(one.name) for one in series)]
    fill(sheet, heads, zip(names, *(one.values for one in series), strict=True))
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = look.format
    chart.part.chart_workbook.update_from_xlsx_blob(book_bytes(book))
    # what the chart itself remembers of its categories; python-pptx was given bare numbers for them
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    for remembered in chart._chartSpace.iter(f"{space}cat"):  # noqa: SLF001
        for point in remembered.iter(f"{space}pt"):
            point.find(f"{space}v").text = names[int(point.get("idx"))]


def _letters(chart: Any, lang: str) -> None:
    """The Chinese face beside the Latin one, and the language, wherever the chart says how letters look."""
    spoken = "zh-CN" if lang == "zh" else "en-US"
    for tag in ("defRPr", "rPr"):
        for kind in chart._chartSpace.iter(DRAWING + tag):  # noqa: SLF001
            kind.set("lang", spoken)
            for old in [child for child in kind if child.tag in {DRAWING + "latin", DRAWING + "ea"}]:
                kind.remove(old)
            for face in ("latin", "ea"):
                kind.append(parse_xml(f'<a:{face} {NS} typeface="{FAMILY}"/>'))


def _told(name: str, names: Sequence[str], series: Sequence[Series]) -> str:
    """The chart in words."""
    rows = (f"{one} " + " / ".join(f"{each.values[i]:g}" for each in series) for i, one in enumerate(names))
    return f"{name}: " + "; ".join(rows)
