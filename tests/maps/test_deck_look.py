"""A deck as LibreOffice shows it, compared with approved pictures.

``python -m tests.maps.test_deck_look`` draws new ones, to be looked at before they are committed.

A slide may differ from its approved picture in 1.5 % of its pixels after a blur of 2 px at 480 px width.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.maps import decks, plates, slides

APPROVED = Path(__file__).parent / "approved"
TOLERANCE = 0.015
NOTE = "示意数据: 地块为生成示意, 非官方成果。"


def body() -> bytes:
    """The small district's deck, illustrative."""
    return decks.made(answer=plates.answer(decks.land(), note=NOTE))


@pytest.mark.needs("libreoffice-impress-nogui", "poppler-utils")
def test_the_slides_look_as_approved(tmp_path: Path):
    pictures = slides.drawn(body(), tmp_path)

    approved = sorted(APPROVED.glob("deck-*.png"))
    assert len(pictures) == len(approved)
    apart = {
        file.name: slides.apart(picture, Image.open(file))
        for picture, file in zip(pictures, approved, strict=True)
    }
    assert {name: share for name, share in apart.items() if share > TOLERANCE} == {}


def test_a_missing_badge_is_more_than_the_tolerance():
    plain = Image.fromarray(np.full((270, 480, 3), 255, np.uint8))
    other = plain.copy()
    ImageDraw.Draw(other).rectangle((20, 20, 90, 60), fill="#C4301C")

    assert slides.apart(plain, plain) == 0
    assert slides.apart(plain, other) > TOLERANCE


def approve() -> None:
    """Draw the pictures that are to be looked at and committed."""
    with tempfile.TemporaryDirectory() as folder:
        for nth, picture in enumerate(slides.drawn(body(), Path(folder)), start=1):
            picture.quantize(64).save(APPROVED / f"deck-{nth:02d}.png", optimize=True)


if __name__ == "__main__":
    APPROVED.mkdir(exist_ok=True)
    sys.exit(approve())
