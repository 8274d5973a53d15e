"""A finished page as the bytes of a PNG, SVG or PDF file: the same page gives the same bytes."""

from __future__ import annotations

import base64
import io
import tempfile
import threading
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties

from maps.fonts import Face
from maps.static import png
from maps.static.page import Page

Format = Literal["png", "svg", "pdf"]
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "luodi",
    "pdf.fonttype": 42,
    "font.sans-serif": [
        "Source Han Sans SC",
        "Microsoft YaHei",
        "PingFang SC",
    ],  # for readers without the font
    "text.hinting": "none",
    "axes.unicode_minus": False,
    "lines.scale_dashes": False,
}
# Of what is drawn as pixels inside a PDF or SVG.
PRINT_DPI = 300
# Settings belong to the process, so pages are made one at a time.
DRAWING = threading.RLock()


def save(page: Page, kind: Format, dpi: float, title: str) -> bytes:
    """The page as a file.

    Raises:
        MissingGlyph: a character cannot be drawn; nothing was made.
    """
    page.require_glyphs()
    if kind == "png":
        page.letter(_named(page.fonts.regular), _named(page.fonts.bold))
        return _png(page, dpi, title)
    with tempfile.TemporaryDirectory(prefix="luodi-plate-") as folder:
        # the few hundred glyphs in use, not the font of ten megabytes
        cuts = [_cut(page, Path(folder), bold=bold) for bold in (False, True)]
        page.letter(*(_named(face, path) for face, path in cuts))
        return _pdf(page, title) if kind == "pdf" else _svg(page, title, cuts)


def _png(page: Page, dpi: float, title: str) -> bytes:
    width, height = page.sheet.pixels(dpi)
    page.figure.set_dpi(dpi)
    # half a thousandth more: the canvas cuts fractions of a pixel off
    page.figure.set_size_inches((width + 0.0005) / dpi, (height + 0.0005) / dpi)
    canvas = FigureCanvasAgg(page.figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    pixels = pixels[:, :, :3]
    return png.encode(np.ascontiguousarray(pixels), dpi, {"Title": title, "Software": "Luodi"})


def _pdf(page: Page, title: str) -> bytes:
    out = io.BytesIO()
    about = {"Title": title, "Creator": "Luodi", "CreationDate": None}
    whole = all(face.outlines == "glyf" for face in (page.fonts.regular, page.fonts.bold))
    # TrueType goes in as it is; PostScript outlines only as drawn glyphs
    with mpl.rc_context({"pdf.fonttype": 42 if whole else 3}):
        page.figure.savefig(out, format="pdf", metadata=about, dpi=PRINT_DPI)
    return out.getvalue()


def _svg(page: Page, title: str, cuts: list[tuple[Face, Path]]) -> bytes:
    out = io.BytesIO()
    page.figure.savefig(
        out, format="svg", dpi=PRINT_DPI, metadata={"Title": title, "Creator": ["Luodi"], "Date": None}
    )
    rules = "".join(
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
        f"src:url(data:font/{'ttf' if face.outlines == 'glyf' else 'otf'};base64,"
        f"{base64.b64encode(path.read_bytes()).decode()})}}"
        for face, path in dict.fromkeys(cuts)
    )
    head, defs, rest = out.getvalue().decode().partition("<defs>")
    return f'{head}{defs}\n  <style type="text/css">{rules}</style>{rest}'.encode()


def _cut(page: Page, folder: Path, *, bold: bool) -> tuple[Face, Path]:
    """A font file with what one weight writes; a font that serves as both weights is cut once for both."""
    face = page.fonts.bold if bold else page.fonts.regular
    alone = page.fonts.regular is page.fonts.bold
    path = folder / f"{'both' if alone else face.weight}{'.ttf' if face.outlines == 'glyf' else '.otf'}"
    if not path.exists():
        path.write_bytes(
            face.cut(page.lettering(bold=bold) + (page.lettering(bold=not bold) if alone else ""))
        )
    return face, path


def _named(face: Face, path: Path | None = None) -> FontProperties:
    """A face for matplotlib: the file it draws with, and the name it leaves in an SVG."""
    return FontProperties(family=[face.family, "sans-serif"], weight=face.weight, fname=path or face.file)
