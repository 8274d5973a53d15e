"""Sheets as they look: rendered back and held against pictures that somebody has looked at."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from api.schemas import BriefIn
from api.service import Service
from api.sheets import made, material, shortlist_material
from tests.serving import service_at

pytestmark = pytest.mark.needs("poppler-utils")
APPROVED = Path(__file__).parent / "approved"
BRIEF = BriefIn(industry="食品饮料", area_mu=133, k=5)
DPI = 60
# of full black to white, on the mean over the page: letters may sit a hair elsewhere, no block may move
TOLERANCE = 0.012
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
    (tmp_path / "it.pdf").write_bytes(MAKERS[name](service))
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, tmp_path / "it.pdf", tmp_path / "seen"], check=True, timeout=60)

    seen = _levels((tmp_path / "seen.png").read_bytes())
    approved = _levels((APPROVED / f"{name}.png").read_bytes())

    assert seen.shape == approved.shape
    assert np.abs(seen - approved).mean() <= TOLERANCE, f"look at {tmp_path / 'seen.png'}"


def _levels(picture: bytes) -> np.ndarray:
    """Grey levels in [0, 1] of a picture, blurred over some pixels as an eye at arm's length does."""
    grey = Image.open(io.BytesIO(picture)).convert("L")
    small = grey.resize((grey.width // 3, grey.height // 3), Image.Resampling.BOX)
    return np.asarray(small, dtype=float) / 255
