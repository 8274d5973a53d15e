"""A deck as pictures, drawn by LibreOffice in the delivered font."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from PIL import Image

from maps import fonts

WIDE = 480
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
