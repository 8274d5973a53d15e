"""Draw the plates that tests compare with: ``python -m tests.maps.approve``. Look at each of them first."""

from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

from PIL import Image

from api.plates import Template
from maps import static
from tests.maps import plated

FOLDER = Path(__file__).parent / "approved"
COLOURS = 256


def main() -> None:
    """One picture of 842 × 595 pixels for each template, in few colours: some 25 KB."""
    FOLDER.mkdir(exist_ok=True)
    for template in get_args(Template):
        body = static.render(plated.sheet(template), format="png", paper="A4", dpi=72)
        with Image.open(io.BytesIO(body)) as drawn:
            few = drawn.convert("RGB").quantize(
                COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE
            )
            few.save(FOLDER / f"{template}.png", optimize=True)


if __name__ == "__main__":
    main()
