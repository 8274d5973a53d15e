"""The sheet: its size, and the boxes in which map, table, insets and legend stand."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import UnknownName

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
# ISO 216, short side × long side [mm].
SIZES_MM = {"A0": (841, 1189), "A1": (594, 841), "A2": (420, 594), "A3": (297, 420), "A4": (210, 297)}
MARGIN = 7.0
GAP = 4.0
SIDE = 152.0  # width of the evidence
LABEL_STRIP = 5.0  # for the numbers of the grid outside the map frame


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet [mm of an A3 sheet, y upwards]."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + self.height

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.x, self.y, self.right, self.top

    def inset(self, by: float) -> Box:
        """The box with every edge moved inwards."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def down_to(self, other: Box) -> Box:
        """The box reaching down to the lower edge of another one."""
        return Box(self.x, other.y, self.width, self.top - other.y)

    def columns(self, count: int, gap: float = GAP) -> list[Box]:
        """The box cut into ``count`` equal columns, from the left."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.x + i * (width + gap), self.y, width, self.height) for i in range(count)]

    def split(self, height: float, gap: float = GAP) -> tuple[Box, Box]:
        """An upper box of this height, and what is left below it."""
        below = max(0.0, self.height - height - gap)
        return Box(self.x, self.top - height, self.width, height), Box(self.x, self.y, self.width, below)

    def stack(self, heights: tuple[float, ...], gap: float = GAP) -> list[Box]:
        """Boxes of these heights from the top downwards."""
        boxes, top = [], self.top
        for height in heights:
            boxes.append(Box(self.x, top - height, self.width, height))
            top -= height + gap
        return boxes


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet drawn in the millimetres of an A3 sheet and printed ``scale`` times as large."""

    width: float
    height: float
    scale: float

    @property
    def is_wide(self) -> bool:
        """Whether it lies rather than stands."""
        return self.width > self.height

    @property
    def inches(self) -> tuple[float, float]:
        """The size of the print."""
        return self.width * self.scale / MM_PER_INCH, self.height * self.scale / MM_PER_INCH

    def pixels(self, dpi: float) -> tuple[int, int]:
        """The size of the picture.

        >>> paper("A3", landscape=True).pixels(300)
        (4961, 3508)
        """
        width, height = self.inches
        return round(width * dpi), round(height * dpi)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything stands."""

    frame: Box
    title: Box
    notice: Box
    map: Box
    counts: Box
    table: Box
    insets: Box
    legend: Box
    foot: Box

    @property
    def evidence(self) -> Box:
        """The room of counts and table as one."""
        return self.counts.down_to(self.table)


def paper(name: str, *, landscape: bool) -> Paper:
    """A sheet of the A series.

    Raises:
        UnknownName: no such size; names those there are.
    """
    if name.upper() not in SIZES_MM:
        raise UnknownName("纸张", "paper size", name, sorted(SIZES_MM))
    short, long = SIZES_MM["A3"]
    # 1 mm of rounding in ISO 216 stays at the edge: A4 is drawn as A3 at 0.707
    scale = SIZES_MM[name.upper()][1] / long
    return Paper(long, short, scale) if landscape else Paper(short, long, scale)


def arrange(sheet: Paper, *, with_notice: bool) -> Arrangement:
    """The map beside the evidence on a wide sheet, above it on a tall one; a notice takes its own strip."""
    frame = Box(0, 0, sheet.width, sheet.height).inset(MARGIN)
    inner = frame.inset(5.0)
    title, notice = inner.stack((16, 7), gap=2)
    foot = Box(inner.x, inner.y, inner.width, 18 if sheet.is_wide else 22)
    upper = notice.y if with_notice else title.y
    body = Box(inner.x, foot.top + GAP, inner.width, upper - foot.top - 2 * GAP)
    if sheet.is_wide:
        side = Box(body.right - SIDE, body.y, SIDE, body.height)
        chart = Box(body.x, body.y, side.x - body.x - GAP, body.height)
        counts, table, insets, legend = side.stack((22, 94, 49, body.height - 22 - 94 - 49 - 3 * GAP))
    else:
        chart, below = body.stack((body.height - 124 - GAP, 124))
        counts, table = Box(below.x, below.y, SIDE, below.height).stack((23, 97))
        right = Box(counts.right + GAP, below.y, below.right - counts.right - GAP, below.height)
        insets, legend = right.stack((70, 50))
    panel = Box(
        chart.x + LABEL_STRIP,
        chart.y + LABEL_STRIP,
        chart.width - 2 * LABEL_STRIP,
        chart.height - 2 * LABEL_STRIP,
    )
    return Arrangement(frame, title, notice, panel, counts, table, insets, legend, foot)
