"""A slide being filled with native shapes: text, panels, freeforms, tables and charts, each with a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from pptx.oxml import parse_xml
from pptx.slide import Slide

from maps.deck.letters import FAMILY, Align, Measure, Para, Run, Type, clean, colour, para, run_xml
from maps.deck.place import Box, Sheet

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# ids of our shapes; the template's own placeholders lie below
FIRST_ID = 1000
DASHES = {"": "", "dash": '<a:prstDash val="dash"/>', "dot": '<a:prstDash val="sysDot"/>'}
PAGE_FIELD = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"
Point = tuple[float, float]


class Canvas:
    """One slide; boxes are in points of our sheet."""

    def __init__(self, slide: Slide, sheet: Sheet, measure: Measure, lang: str) -> None:
        self.slide, self.sheet, self.measure, self.lang = slide, sheet, measure, lang
        self.said: list[str] = []
        self._tree: Any = slide.shapes._spTree  # noqa: SLF001 (python-pptx offers no door for raw shapes)
        self._ids = FIRST_ID

    def text(
        self,
        box: Box,
        text: object,
        kind: Type,
        align: Align = "l",
        *,
        anchor: str = "t",
        lines: int = 1,
        name: str = "",
        ground: float = 0.0,
    ) -> None:
        """A text cut to the lines it may take; ``ground`` is the opacity of the paper behind it."""
        said = clean(text)
        if said:
            fitted = self.measure.fitted(said, kind, box.width, lines)
            self.paras(box, [para(fitted, kind, align)], anchor=anchor, name=name, ground=ground)

    def paras(
        self, box: Box, paras: Sequence[Para], *, anchor: str = "t", name: str = "", ground: float = 0.0
    ) -> None:
        """Paragraphs as they are; whoever gives them has measured them."""
        body = "".join(self._para(one) for one in paras)
        behind = _rect() if not ground else _rect().replace("<a:noFill/>", _fill("#FFFFFF", ground))
        self._add(self._shape(box, name or "文字", geometry=behind, text=body, anchor=anchor, is_text=True))
        self.said += [one.text for one in paras]

    def panel(
        self,
        box: Box,
        fill: str = "panel",
        *,
        line: str = "",
        width_pt: float = 0.75,
        kind: str = "rect",
        name: str = "",
    ) -> None:
        """A filled rectangle, or another preset form."""
        form = f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
        paint = _fill(fill) + self._line(line, width_pt)
        self._add(self._shape(box, name or "底", geometry=form + paint))

    def badge(self, at: Point, text: str, size: float, fill: str, name: str = "") -> None:
        """A number in a disc."""
        box = Box(at[0] - size / 2, at[1] - size / 2, size, size)
        kind = Type(size * 0.5 if len(text) < 3 else size * 0.4, bold=True, colour="paper")  # noqa: PLR2004
        form = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>' + _fill(fill) + self._line("paper", 1)
        body = self._para(para(text, kind, "ctr"))
        self._add(self._shape(box, name or f"序号 {text}", geometry=form, text=body, anchor="ctr"))
        self.said.append(text)

    def freeform(  # noqa: PLR0913 (a path and its paint)
        self,
        paths: Sequence[Sequence[Point]],
        *,
        closed: bool = True,
        fill: str = "",
        opacity: float = 1.0,
        line: str = "",
        width_pt: float = 0.75,
        dash: str = "",
        name: str = "图形",
        alt: str = "",
    ) -> None:
        """One editable shape of any number of rings or lines [pt of our sheet]."""
        flat = [point for path in paths for point in path]
        if not flat:
            return
        west, east = min(x for x, _ in flat), max(x for x, _ in flat)
        north, south = min(y for _, y in flat), max(y for _, y in flat)
        box = Box(west, north, east - west, south - north)
        _, _, wide, high = self.sheet.emu(box)
        scale = self.sheet.scale
        outline = "" if fill else ' fill="none"'
        drawn = "".join(_path(path, west, north, scale, closed=closed) for path in paths if len(path) > 1)
        form = (
            f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{max(wide, 1)}" h="{max(high, 1)}"{outline}>{drawn}</a:path>'
            "</a:pathLst></a:custGeom>"
        )
        paint = _fill(fill, opacity) + self._line(line, width_pt, dash)
        self._add(self._shape(box, name, geometry=form + paint, alt=alt))

    def rule(self, start: Point, end: Point, line: str = "#D5DBE0", width_pt: float = 0.75) -> None:
        """A straight line."""
        self.freeform([[start, end]], closed=False, line=line, width_pt=width_pt, name="线")

    @contextmanager
    def group(self, name: str, alt: str) -> Iterator[None]:
        """What is drawn within becomes one group that is moved as a whole and taken apart by choice."""
        whole = self._tree
        group = parse_xml(
            f"<p:grpSp {NS}><p:nvGrpSpPr>{self._named(name, alt)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            "<p:grpSpPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/><a:chOff x='0' y='0'/>"
            "<a:chExt cx='0' cy='0'/></a:xfrm></p:grpSpPr></p:grpSp>"
        )
        self._tree = group
        yield
        self._tree = whole
        whole.append(group)
        group.recalculate_extents()

    def slanted(self, box: Box, text: str, kind: Type, opacity: float) -> None:
        """A mark across the slide, pale, turned against the clock."""
        run = self._para(para(text, kind, "ctr"))
        pale = f'><a:alpha val="{round(opacity * 100_000)}"/></a:srgbClr>'
        run = run.replace("/></a:solidFill>", f"{pale}</a:solidFill>", 1)
        shape = self._shape(box, "水印", geometry=_rect(), text=run, anchor="ctr", is_text=True)
        self._add(shape.replace("<a:xfrm>", '<a:xfrm rot="-1500000">', 1))
        self.said.append(text)

    def page(self, box: Box, number: int, kind: Type) -> None:
        """The slide's number, which follows when slides are moved."""
        size = self.sheet.centipoints(kind.size)
        run = run_xml(Run(str(number), kind), size, self.lang)
        fresh = run.replace("<a:r>", f'<a:fld id="{PAGE_FIELD}" type="slidenum">', 1)
        body = f'<a:p><a:pPr algn="r"/>{fresh.replace("</a:r>", "</a:fld>")}</a:p>'
        self._add(self._shape(box, "页码", geometry=_rect(), text=body, anchor="ctr", is_text=True))

    @staticmethod
    def chinese(known: Any) -> None:
        """Name the Chinese face beside the Latin one in a run's properties."""
        known.append(parse_xml(f'<a:ea {NS} typeface="{FAMILY}"/>'))

    def adopt(self, frame: Any, name: str, alt: str) -> None:
        """Give a table's or a chart's frame its id, its name and the words that stand for it."""
        known = frame._element.nvGraphicFramePr.cNvPr  # noqa: SLF001 (its name has a door, its words have none)
        self._ids += 1
        known.set("id", str(self._ids))
        known.set("name", clean(name))
        known.set("descr", clean(alt))

    def _para(self, one: Para) -> str:
        line = max(run.type.line_pt for run in one.runs)
        size = self.sheet.centipoints
        runs = "".join(run_xml(run, size(run.type.size), self.lang) for run in one.runs if run.text)
        indent, bullet = 'marL="0" indent="0"', "<a:buNone/>"
        if one.bullet:
            step = round(one.indent * self.sheet.scale)
            indent = f'marL="{step}" indent="-{step}"'
            bullet = f'<a:buFont typeface="Arial"/><a:buChar char="{escape(one.bullet)}"/>'
        return (
            f'<a:p><a:pPr algn="{one.align}" {indent}><a:lnSpc><a:spcPts val="{size(line)}"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(one.after * 100)}"/>'
            f"</a:spcAft>{bullet}</a:pPr>{runs}</a:p>"
        )

    def _shape(
        self,
        box: Box,
        name: str,
        *,
        geometry: str,
        text: str = "",
        anchor: str = "t",
        is_text: bool = False,
        alt: str = "",
    ) -> str:
        x, y, wide, high = self.sheet.emu(box)
        kind = '<p:cNvSpPr txBox="1"/>' if is_text else "<p:cNvSpPr/>"
        body = (
            f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{text or '<a:p/>'}</p:txBody>"
        )
        # the geometry follows the frame, its paint follows the geometry
        return (
            f"<p:sp {NS}><p:nvSpPr>{self._named(name, alt)}{kind}<p:nvPr/></p:nvSpPr><p:spPr>"
            f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>{geometry}</p:spPr>'
            f"{body if text else ''}</p:sp>"
        )

    def _named(self, name: str, alt: str) -> str:
        self._ids += 1
        told = f' descr="{escape(clean(alt))}"' if alt else ""
        return f'<p:cNvPr id="{self._ids}" name="{escape(clean(name))}"{told}/>'

    def _line(self, line: str, width_pt: float, dash: str = "") -> str:
        if not line:
            return "<a:ln><a:noFill/></a:ln>"
        width = self.sheet.line(width_pt)
        return f'<a:ln w="{width}"><a:solidFill>{colour(line)}</a:solidFill>{DASHES[dash]}<a:round/></a:ln>'

    def _add(self, xml: str) -> None:
        self._tree.append(parse_xml(xml))


def _rect() -> str:
    return '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'


def _fill(fill: str, opacity: float = 1.0) -> str:
    if not fill:
        return "<a:noFill/>"
    paint = colour(fill)
    if opacity < 1:
        paint = paint.replace("/>", f'><a:alpha val="{round(opacity * 100_000)}"/></a:srgbClr>', 1)
    return f"<a:solidFill>{paint}</a:solidFill>"


def _path(path: Sequence[Point], west: float, north: float, scale: float, *, closed: bool) -> str:
    """A ring or a line in EMU from the shape's corner; a ring's last point is its first, said by closing."""
    points = [(round((x - west) * scale), round((y - north) * scale)) for x, y in path]
    if closed and points[0] == points[-1]:
        points = points[:-1]
    (x, y), rest = points[0], points[1:]
    steps = "".join(f'<a:lnTo><a:pt x="{a}" y="{b}"/></a:lnTo>' for a, b in rest)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{steps}{"<a:close/>" if closed else ""}'
