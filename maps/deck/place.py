"""Where things stand on a slide: boxes in points, and the sheet that a template leaves us."""

from __future__ import annotations

from dataclasses import dataclass

EMU_PER_PT = 12700
# every slide is laid out on this sheet [pt], whatever the template measures
WIDTH, HEIGHT = 960.0, 540.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle [pt], ``x`` and ``y`` its upper left corner, y downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def inset(self, dx: float, dy: float | None = None) -> Box:
        """The same without a margin.

        >>> Box(0, 0, 10, 10).inset(2)
        Box(x=2, y=2, width=6, height=6)
        """
        dy = dx if dy is None else dy
        return Box(self.x + dx, self.y + dy, self.width - 2 * dx, self.height - 2 * dy)

    def columns(self, *shares: float, gap: float = 0.0) -> list[Box]:
        """Side by side, as wide as their shares.

        >>> [cell.x for cell in Box(0, 0, 100, 10).columns(1, 3, gap=20)]
        [0.0, 40.0]
        """
        unit = (self.width - gap * (len(shares) - 1)) / sum(shares)
        starts = [self.x + sum(shares[:i]) * unit + gap * i for i in range(len(shares))]
        return [Box(x, self.y, share * unit, self.height) for x, share in zip(starts, shares, strict=True)]

    def rows(self, *shares: float, gap: float = 0.0) -> list[Box]:
        """One below the other, as high as their shares."""
        unit = (self.height - gap * (len(shares) - 1)) / sum(shares)
        starts = [self.y + sum(shares[:i]) * unit + gap * i for i in range(len(shares))]
        return [Box(self.x, y, self.width, share * unit) for y, share in zip(starts, shares, strict=True)]

    def head(self, height: float) -> Box:
        """Its upper part."""
        return Box(self.x, self.y, self.width, height)

    def below(self, height: float) -> Box:
        """What is left under a head."""
        return Box(self.x, self.y + height, self.width, self.height - height)

    def touches(self, other: Box) -> bool:
        """Whether the two share any ground.

        >>> Box(0, 0, 2, 2).touches(Box(1, 1, 2, 2)), Box(0, 0, 2, 2).touches(Box(2, 0, 2, 2))
        (True, False)
        """
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


BODY = Box(44, 98, 872, 400)
FOOT = Box(44, 508, 872, 18)
# what a template must leave room for: the body and the foot
NEEDED = Box(44, 98, 872, 428)


@dataclass(frozen=True, slots=True)
class Sheet:
    """From points of our sheet to EMU of the file's: ``x`` and ``y`` [EMU], ``scale`` [EMU per pt]."""

    x: float = 0.0
    y: float = 0.0
    scale: float = EMU_PER_PT

    def emu(self, box: Box) -> tuple[int, int, int, int]:
        """Left, top, width and height of a box [EMU]."""
        return (
            round(self.x + box.x * self.scale),
            round(self.y + box.y * self.scale),
            max(round(box.width * self.scale), 0),
            max(round(box.height * self.scale), 0),
        )

    def centipoints(self, size_pt: float) -> int:
        """A size of letters in hundredths of a point, on the file's sheet."""
        return max(round(size_pt * 100 * self.scale / EMU_PER_PT), 100)

    def line(self, width_pt: float) -> int:
        """A width of lines [EMU]."""
        return max(round(width_pt * self.scale), 1)


def within(left: float, top: float, width: float, height: float) -> Sheet:
    """The sheet whose needed part lies in a rectangle [EMU], as large as it can be.

    >>> sheet = within(0, 0, 872 * 12700, 428 * 12700)
    >>> sheet.emu(NEEDED)
    (0, 0, 11074400, 5435600)
    """
    scale = min(width / NEEDED.width, height / NEEDED.height)
    spare_x, spare_y = width - NEEDED.width * scale, height - NEEDED.height * scale
    return Sheet(left + spare_x / 2 - NEEDED.x * scale, top + spare_y / 2 - NEEDED.y * scale, scale)
