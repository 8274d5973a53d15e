"""How far two pictures are apart for an eye: small shifts of edges do not count, what is lost or new does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageFilter

# Gaussian blur before comparing [px]: letters of another rasteriser melt into the same grey
BLUR_PX = 2.0
# a pixel differs when its channels are this far apart [of 255] after the blur
VISIBLE = 24
# share of pixels that may differ, and the mean distance of channels that may remain [of 255]
MOST_SHARE, MOST_MEAN = 0.004, 0.6
# a square as small as a badge [px], and the mean distance that may remain in any of them [of 255]: letters
# that moved by a pixel down and across stay below 40, a badge that is lost is twice that
SPOT_PX, MOST_SPOT = 7, 45.0


@dataclass(frozen=True, slots=True)
class Difference:
    """``share`` of the pixels that differ; ``mean`` distance of all channels, and in the worst ``spot``."""

    share: float
    mean: float
    spot: float

    @property
    def holds(self) -> bool:
        """Whether the pictures are the same within tolerance."""
        return self.share <= MOST_SHARE and self.mean <= MOST_MEAN and self.spot <= MOST_SPOT


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """How far two pictures of the same size are apart; pictures of other sizes differ wholly."""
    if one.size != other.size:
        return Difference(1.0, 255.0, 255.0)
    first, second = (it.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR_PX)) for it in (one, other))
    both = ImageChops.difference(first, second)
    apart, spots = np.asarray(both), np.asarray(both.filter(ImageFilter.BoxBlur((SPOT_PX - 1) / 2)))
    return Difference(float((apart.max(axis=2) > VISIBLE).mean()), float(apart.mean()), float(spots.max()))
