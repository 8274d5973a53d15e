"""Pages bound into one PDF: fonts cut once for all, text stays text, the same pages the same bytes."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.font_manager import FontProperties

from maps.fonts import Face
from maps.static.page import Page


def bound(pages: Sequence[Page], title: str) -> bytes:
    """Pages as one PDF.

    Args:
        pages: Of the same fonts, at least one.
        title: The document's.

    Raises:
        MissingGlyph: a character cannot be drawn; nothing was made.
    """
    for page in pages:
        page.require_glyphs()
    faces = pages[0].fonts
    whole = all(face.outlines == "glyf" for face in (faces.regular, faces.bold))
    out = io.BytesIO()
    about = {"Title": title, "Creator": "Luodi", "CreationDate": None}
    with tempfile.TemporaryDirectory(prefix="luodi-sheet-") as folder:
        fonts = [_cut(pages, Path(folder), bold=bold) for bold in (False, True)]
        # TrueType goes in as it is; PostScript outlines only as drawn glyphs
        with mpl.rc_context({"pdf.fonttype": 42 if whole else 3}), PdfPages(out, metadata=about) as pdf:
            for page in pages:
                page.letter(*fonts)
                pdf.savefig(page.figure)
    return out.getvalue()


def _cut(pages: Sequence[Page], folder: Path, *, bold: bool) -> FontProperties:
    """A font file with what one weight writes on any page; one that serves as both is cut for both."""
    faces = pages[0].fonts
    face: Face = faces.bold if bold else faces.regular
    alone = faces.regular is faces.bold
    path = folder / f"{'both' if alone else face.weight}{'.ttf' if face.outlines == 'glyf' else '.otf'}"
    if not path.exists():
        said = "".join(
            page.lettering(bold=bold) + (page.lettering(bold=not bold) if alone else "") for page in pages
        )
        path.write_bytes(face.cut(said))
    return FontProperties(family=[face.family, "sans-serif"], weight=face.weight, fname=path)
