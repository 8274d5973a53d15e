"""How far two pictures are apart for an eye: small shifts of edges do not count, what is lost or new does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

# Gaussian blur before comparing [px]: letters of another rasteriser melt into the same grey
BLUR_PX = 2.0
# a pixel differs when its channels are this far apart [of 255] after the blur
VISIBLE = 24
# share of pixels that may differ, and the mean distance of channels that may remain [of 255]
MOST_SHARE, MOST_MEAN = 0.004, 0.6


@dataclass(frozen=True, slots=True)
class Difference:
    """``share`` of the pixels differ visibly; ``mean`` distance of all channels [of 255]."""

    share: float
    mean: float

    @property
    def holds(self) -> bool:
        """Whether the pictures are the same within tolerance."""
        return self.share <= MOST_SHARE and self.mean <= MOST_MEAN


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """How far two pictures of the same size are apart; pictures of other sizes differ wholly."""
    if one.size != other.size:
        return Difference(1.0, 255.0)
    first, second = (
        np.asarray(it.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR_PX)), dtype=np.int16)
        for it in (one, other)
    )
    apart = np.abs(first - second)
    return Difference(float((apart.max(axis=2) > VISIBLE).mean()), float(apart.mean()))
