"""A deck as pictures, drawn by LibreOffice in the delivered font, and how far two pictures are apart."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from maps import fonts

WIDE = 480
# the look is compared without the hair's breadth by which two renderers place a letter
BLUR_PX = 2.0
# a pixel that differs by more than this of 255 is another one
APART = 26
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="strong"><string>{family}</string></edit>
</match></fontconfig>
"""


def drawn(body: bytes, folder: Path) -> list[Image.Image]:
    """Every slide of a file as LibreOffice shows it, 480 pixels wide."""
    deck = folder / "deck.pptx"
    deck.write_bytes(body)
    environment = {**os.environ, "FONTCONFIG_FILE": str(_fonts(folder))}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, deck]
    subprocess.run(office, env=environment, check=True, capture_output=True, timeout=240)
    pages = ["pdftoppm", "-png", "-scale-to-x", str(WIDE), "-scale-to-y", "-1", folder / "deck.pdf"]
    subprocess.run([*pages, folder / "page"], check=True, timeout=120)
    return [Image.open(page).convert("RGB") for page in sorted(folder.glob("page-*.png"))]


def apart(one: Image.Image, other: Image.Image) -> float:
    """Share of pixels that differ to the eye; 1 for pictures of two sizes."""
    if one.size != other.size:
        return 1.0
    blurred = [
        np.asarray(each.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR_PX)), float)
        for each in (one, other)
    ]
    return float((np.abs(blurred[0] - blurred[1]).max(axis=2) > APART).mean())


def _fonts(folder: Path) -> Path:
    """Settings under which every family is the delivered one."""
    own = folder / "fonts"
    own.mkdir()
    faces = fonts.find()
    for face in (faces.regular, faces.bold):
        (own / face.path.name).symlink_to(face.path)
    settings = folder / "fonts.conf"
    settings.write_text(FONTS.format(folder=own, family=faces.regular.family), encoding="utf-8")
    return settings
