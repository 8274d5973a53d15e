"""Sheets as they look: rendered back and held against pictures that somebody has looked at.

``python -m tests.maps.test_sheet_look`` draws new ones, to be looked at before they are committed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from api.schemas import BriefIn
from api.service import Service
from api.sheets import made, material, shortlist_material
from tests.maps.looks import difference
from tests.serving import service_at

pytestmark = pytest.mark.needs("poppler-utils")
APPROVED = Path(__file__).parent / "approved"
BRIEF = BriefIn(industry="食品饮料", area_mu=133, k=5)
DPI = 72
# on the pictures [px]: the number on the sheet's parcel, and one on the atlas's map
BADGE, NUMBER = (187, 243, 203, 259), (204, 209, 219, 224)
MAKERS: dict[str, Callable[[Service], bytes]] = {
    "sheet": lambda service: made(material(service, BRIEF, ["EQ0445"], "zh", "internal"), "pdf"),
    "sheet_investor": lambda service: made(material(service, BRIEF, ["EQ0372"], "en", "investor"), "pdf"),
    "atlas": lambda service: made(shortlist_material(service, BRIEF, "zh", "internal"), "atlas"),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return service_at(tmp_path_factory.mktemp("look") / "workspace")


@pytest.mark.parametrize("name", MAKERS)
def test_the_first_page_looks_as_it_was_approved(service: Service, name: str, tmp_path: Path):
    """See ``looks.difference`` for what is compared and how much may differ."""
    seen = first_page(MAKERS[name](service), tmp_path)

    apart = difference(seen, Image.open(APPROVED / f"{name}.png"))

    assert apart.holds, apart


@pytest.mark.parametrize(("name", "lost"), [("sheet", BADGE), ("atlas", NUMBER)])
def test_a_page_that_lost_one_mark_is_not_taken_for_the_approved_one(name: str, lost: tuple[int, ...]):
    then = Image.open(APPROVED / f"{name}.png").convert("RGB")
    now = then.copy()
    now.paste(then.getpixel((lost[0] - 1, lost[1])), lost)

    assert not difference(now, then).holds


def first_page(body: bytes, folder: Path) -> Image.Image:
    """The first page of a PDF as poppler draws it."""
    (folder / "it.pdf").write_bytes(body)
    command = ["pdftoppm", "-r", str(DPI), "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, folder / "it.pdf", folder / "seen"], check=True, timeout=60)
    return Image.open(folder / "seen.png").convert("RGB")


def approve() -> None:
    """Draw the pictures that are to be looked at and committed."""
    with tempfile.TemporaryDirectory() as folder:
        service = service_at(Path(folder) / "workspace")
        for name, make in MAKERS.items():
            few = first_page(make(service), Path(folder)).quantize(
                256, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE
            )
            few.save(APPROVED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(approve())
