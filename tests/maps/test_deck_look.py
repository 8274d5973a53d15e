"""A deck as LibreOffice shows it, compared with approved pictures.

``python -m tests.maps.test_deck_look`` draws new ones, to be looked at before they are committed.

See ``looks.difference`` for what is compared and how much may differ.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.maps import decks, plates, slides
from tests.maps.looks import difference

APPROVED = Path(__file__).parent / "approved"
# the second parcel's number on the second slide [px]
BADGE = (176, 102, 188, 114)
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
        file.name: difference(picture, Image.open(file))
        for picture, file in zip(pictures, approved, strict=True)
    }
    assert {name: far for name, far in apart.items() if not far.holds} == {}


def test_a_slide_that_lost_one_badge_is_not_taken_for_the_approved_one():
    then = Image.open(APPROVED / "deck-02.png").convert("RGB")
    lost = then.copy()
    ImageDraw.Draw(lost).rectangle(BADGE, fill=then.getpixel((BADGE[0] - 2, BADGE[1])))

    assert difference(then, then).holds
    assert not difference(lost, then).holds


def approve() -> None:
    """Draw the pictures that are to be looked at and committed."""
    with tempfile.TemporaryDirectory() as folder:
        for nth, picture in enumerate(slides.drawn(body(), Path(folder)), start=1):
            picture.quantize(64).save(APPROVED / f"deck-{nth:02d}.png", optimize=True)


if __name__ == "__main__":
    APPROVED.mkdir(exist_ok=True)
    sys.exit(approve())
