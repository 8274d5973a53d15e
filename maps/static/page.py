"""A sheet to draw on in millimetres: paths at once, words last, once every character can be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import BoxStyle, PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.transforms import Bbox, TransformedBbox

from maps import fonts, style
from maps.fonts import Face, Fonts
from maps.static.paper import MM_PER_POINT, Box, Paper

# A screen pixel of ``style.Look`` in points of print: plates are looked at from nearer than screens.
POINTS_PER_PX = 0.55
# Half the height of a digit or a Chinese character above its baseline [em].
MIDDLE_EM = 0.37
Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set: size [pt of A3], weight, colour, and a halo [pt] that parts them from the map."""

    size: float
    bold: bool = False
    colour: str = style.INK
    halo: float = 0.0
    halo_colour: str = style.PAPER

    @property
    def em_mm(self) -> float:
        """Size of a Chinese character [mm]."""
        return self.size * MM_PER_POINT


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on the sheet: its anchor on the baseline [mm]."""

    x: float
    y: float
    text: str
    type: Type
    side: Side = "left"
    angle: float = 0.0
    z: float = 50.0


@dataclass(slots=True, eq=False)
class Page:
    """A sheet under work."""

    sheet: Paper
    fonts: Fonts
    words: list[Words] = field(default_factory=list)
    figure: Figure = field(init=False)

    def __post_init__(self) -> None:
        """An empty figure with one pair of axes in millimetres over the whole sheet."""
        self.figure = Figure(figsize=self.sheet.inches, facecolor=style.PAPER)
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, self.sheet.width)
        axes.set_ylim(0, self.sheet.height)

    # -- paths ------------------------------------------------------------------------------------

    def draw(
        self,
        path: Path | None,
        look: style.Look,
        z: float,
        clip: Box | None = None,
        *,
        as_pixels: bool = False,
    ) -> None:
        """Draw a path as a look says; points and badges are drawn by ``spots``.

        What is drawn ``as_pixels`` is a picture also in a PDF or SVG, where text and all else stay vectors.
        """
        if path is None:
            return
        is_area = look.kind != "line"
        patch = PathPatch(
            path,
            facecolor=to_rgba(look.fill, look.fill_opacity) if is_area and look.fill else "none",
            edgecolor=to_rgba(look.line, look.line_opacity) if look.line and look.width_px else "none",
            linewidth=look.width_px * POINTS_PER_PX * self.sheet.scale,
            linestyle=(0, [px * POINTS_PER_PX * self.sheet.scale for px in look.dash_px])
            if look.dash_px
            else "-",
            joinstyle="round",
            capstyle="butt" if look.dash_px else "round",
            zorder=z,
        )
        patch.set_rasterized(as_pixels)
        self._add(patch, clip)

    def spots(
        self, at_mm: Iterable[tuple[float, float]], look: style.Look, z: float, clip: Box | None = None
    ) -> None:
        """Draw discs of a look's radius."""
        radius = look.radius_px * POINTS_PER_PX * MM_PER_POINT
        discs = [Path.circle((x, y), radius) for x, y in at_mm]
        if discs:
            self.draw(Path.make_compound_path(*discs), look, z, clip)

    def box(self, box: Box, look: style.Look, z: float, *, round_mm: float = 0.0) -> None:
        """Draw a rectangle, its corners rounded if asked."""
        if round_mm:
            rounded = BoxStyle.Round(pad=0, rounding_size=round_mm)
            self.draw(rounded(box.x, box.y, box.width, box.height, 1), look, z)
        else:
            corners = [(box.x, box.y), (box.right, box.y), (box.right, box.top), (box.x, box.top)]
            self.draw(polyline(corners, close=True), look, z)

    def rule(
        self,
        points_mm: list[tuple[float, float]],
        width_px: float = 0.8,
        colour: str = style.INK,
        z: float = 40,
    ) -> None:
        """Draw a line through points."""
        self.draw(polyline(points_mm), style.Look("line", line=colour, width_px=width_px), z)

    def _add(self, artist: Artist, clip: Box | None = None) -> None:
        axes = self.figure.axes[0]
        # add_artist, not add_patch: the limits stand, so no extent need be measured
        axes.add_artist(artist)
        artist.set_clip_on(clip is not None)
        if clip is not None:
            corners = Bbox.from_extents(*clip.bounds)
            artist.set_clip_box(TransformedBbox(corners, axes.transData))

    # -- words ------------------------------------------------------------------------------------

    def face(self, kind: Type) -> Face:
        """The face that words of a type are set in."""
        return self.fonts.bold if kind.bold else self.fonts.regular

    def width(self, text: str, kind: Type) -> float:
        """How wide a text runs [mm]."""
        return self.face(kind).width(text) * kind.em_mm

    def text(
        self,
        x: float,
        y: float,
        text: str,
        kind: Type,
        side: Side = "left",
        *,
        room: float = 0.0,
        z: float = 50.0,
    ) -> float:
        """Write one line with its middle at ``y``, cut to ``room`` [mm] if given; returns its width."""
        shown = fonts.printable(text)
        shown = self.fit(shown, kind, room) if room else shown
        if shown:
            self.words.append(Words(x, y - MIDDLE_EM * kind.em_mm, shown, kind, side, z=z))
        return self.width(shown, kind)

    def upright(self, x: float, y: float, text: str, kind: Type) -> None:
        """Write one line upwards, its middle at ``y`` and its baseline at ``x``."""
        self.words.append(Words(x, y, fonts.printable(text), kind, "center", 90))

    def slanted(self, box: Box, text: str) -> None:
        """A pale line across a box."""
        shown = fonts.printable(text)
        widest = 0.9 * box.width / (self.fonts.bold.width(shown) * MM_PER_POINT)
        pale = Type(min(40.0, widest), bold=True, colour="#16283A18")
        middle = box.x + box.width / 2, box.y + box.height / 2
        self.words.append(Words(*middle, shown, pale, "center", 30, z=20))

    def fit(self, text: str, kind: Type, room: float) -> str:
        """The text, or its beginning with an ellipsis, within ``room`` [mm]."""
        if self.width(text, kind) <= room:
            return text
        while text and self.width(text + "…", kind) > room:
            text = text[:-1]
        return text.rstrip(" ·,，、;；:：(（") + "…"

    def wrap(self, text: str, kind: Type, room: float, lines: int) -> list[str]:
        """The text over at most ``lines`` lines of ``room`` [mm], the last one cut if need be."""
        broken: list[str] = []
        rest = fonts.printable(text)
        while rest and len(broken) < lines - 1 and self.width(rest, kind) > room:
            end = _break(rest, self._reach(rest, kind, room))
            broken.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        return [*broken, self.fit(rest, kind, room)] if rest else broken

    def paragraph(self, box: Box, text: str, kind: Type, *, lines: int, leading: float = 1.45) -> float:
        """Write wrapped lines from the top of a box downwards; returns the height used [mm]."""
        step = kind.em_mm * leading
        rows = self.wrap(text, kind, box.width, lines)
        for i, row in enumerate(rows):
            self.text(box.x, box.top - step * (i + 0.5), row, kind)
        return step * len(rows)

    def fill(self, box: Box, text: str, kind: Type, *, leading: float = 1.45) -> None:
        """Write a paragraph that stays in its box: set smaller if it must be, cut at the smallest size."""
        for share in (1, 0.92, 0.84, 0.76):
            smaller = replace(kind, size=kind.size * share)
            lines = int(box.height / (smaller.em_mm * leading))
            if len(self.wrap(text, smaller, box.width, lines + 1)) <= lines:
                break
        self.paragraph(box, text, smaller, lines=lines, leading=leading)

    def _reach(self, text: str, kind: Type, room: float) -> int:
        """How many characters fit into ``room`` [mm], at least one."""
        advances = self.face(kind).advances
        widths = np.cumsum([advances.get(ord(char), 1.0) for char in text]) * kind.em_mm
        return max(1, int(np.searchsorted(widths, room, side="right")))

    # -- the end ----------------------------------------------------------------------------------

    def require_glyphs(self) -> None:
        """Refuse the page when its fonts cannot draw every word.

        Raises:
            MissingGlyph: names the characters.
        """
        for face, bold in ((self.fonts.regular, False), (self.fonts.bold, True)):
            fonts.require(face, (w.text for w in self.words if w.type.bold == bold))

    def lettering(self, *, bold: bool) -> str:
        """Every character written in one weight."""
        return "".join(sorted({char for w in self.words if w.type.bold == bold for char in w.text}))

    def letter(self, regular: FontProperties, bold: FontProperties) -> None:
        """Put all words on the figure, halos as outlines below them so that text stays text."""
        for w in self.words:
            font = bold.copy() if w.type.bold else regular.copy()
            font.set_size(w.type.size * self.sheet.scale)
            if w.type.halo:
                glow = [
                    Stroke(
                        linewidth=w.type.halo * 2 * self.sheet.scale,
                        foreground=w.type.halo_colour,
                        joinstyle="round",
                    )
                ]
                self._write(w, font, w.z - 0.5, path_effects=glow, color=w.type.halo_colour)
            self._write(w, font, w.z, color=w.type.colour)

    def _write(self, w: Words, font: FontProperties, z: float, **how: Any) -> None:
        self.figure.axes[0].text(
            w.x,
            w.y,
            w.text,
            fontproperties=font,
            ha=w.side,
            va="baseline",
            rotation=w.angle,
            rotation_mode="anchor",
            zorder=z,
            parse_math=False,
            clip_on=False,
            **how,
        )


def polyline(points_mm: list[tuple[float, float]], *, close: bool = False) -> Path:
    """A path through points."""
    return Path(np.array([*points_mm, points_mm[0]] if close else points_mm), closed=close)


def _break(text: str, reach: int) -> int:
    """Where to break within ``reach``: not inside a Latin word or a number, not before a closing mark."""
    for end in range(reach, max(1, reach - 14), -1):
        before, after = text[end - 1 : end], text[end : end + 1]
        joined = before.isascii() and after.isascii() and not before.isspace() and not after.isspace()
        if not joined and after not in "，。、；：）,.;:)%㎡" and before not in "（(“":
            return end
    return reach
