"""The Chinese font of every picture: where it is, what it draws, how wide a text runs, what a file needs."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont, TTLibError
from matplotlib.font_manager import FontPath

from geo.errors import FontUnusable, MissingGlyph

# Brought by ``make setup``; never committed.
DELIVERED = Path(__file__).parent / "web" / "vendor" / "fonts" / "NotoSansSC-Regular.ttf"
BOLD = 700
# Tables that only shaping engines read: dropping them makes a cut font the same for every reader.
_SHAPING = ("BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "prep", "vhea", "vmtx")


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One weight of a font. ``advances`` are widths in em by code point: what is absent it cannot draw."""

    path: Path
    index: int  # of the face in a .ttc collection, else 0
    family: str
    weight: int
    outlines: str  # "glyf" (TrueType) or "CFF "
    advances: Mapping[int, float]

    @property
    def file(self) -> FontPath:
        """The face for matplotlib."""
        return FontPath(str(self.path), self.index)

    def width(self, text: str) -> float:
        """How wide a line of text runs [em]."""
        return sum(self.advances.get(ord(char), 1.0) for char in text)

    def lacking(self, text: str) -> tuple[str, ...]:
        """Characters of ``text`` that the face has no glyph for, in order of appearance, each once."""
        return tuple(dict.fromkeys(char for char in text if ord(char) not in self.advances))

    def cut(self, text: str) -> bytes:
        """A TrueType or OpenType file with the glyphs of ``text`` alone: same text, same bytes."""
        options = subset.Options(
            hinting=False,
            layout_features=[],
            name_IDs=[1, 2, 4, 6],
            notdef_outline=True,
            recalc_timestamp=False,
        )
        cutter, out = subset.Subsetter(options), io.BytesIO()
        cutter.populate(text="".join(sorted(set(text))))
        with TTFont(self.path, fontNumber=self.index, lazy=True, recalcTimestamp=False) as font:
            # naming 30,000 glyphs after Unicode takes longer than the cut itself
            if self.outlines == "glyf":
                _number_glyphs(font)
            for tag in (tag for tag in _SHAPING if tag in font):
                del font[tag]
            cutter.subset(font)
            font.save(out)
        return out.getvalue()


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The two weights that a picture uses; a font that comes alone serves as both."""

    regular: Face
    bold: Face

    def face(self, weight: int) -> Face:
        """The face for a CSS weight."""
        return self.bold if weight >= BOLD else self.regular


def find(font: Path | str | None = None) -> Fonts:
    """The delivered font, or another one (setting ``LUODI_FONT``) with its bold beside it if it has one.

    Args:
        font: A .ttf, .otf or .ttc file; ``None`` or "" for the delivered one.

    Raises:
        FontUnusable: there is no such file or it is not a font.
    """
    regular = Path(font) if font else DELIVERED
    bold = regular.with_name(regular.name.replace("Regular", "Bold"))
    return Fonts(_face(regular), _face(bold if bold.is_file() else regular))


def require(face: Face, texts: Iterable[str]) -> None:
    """Refuse texts that the face cannot draw.

    Raises:
        MissingGlyph: names every character that the font lacks.
    """
    if lacking := face.lacking("".join(texts)):
        raise MissingGlyph(lacking, face.path.name)


def printable(text: object) -> str:
    r"""A text as one line to be drawn, every visible character of it.

    Controls become spaces and spaces do not pile up; invisible marks are dropped, also those that turn
    the reading direction.

    >>> printable("  两行\n<b>字</b>\u202e ")
    '两行 <b>字</b>'
    """
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Zs"} else c for c in str(text))
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in {"Cf", "Cs"}).split())


def _face(path: Path) -> Face:
    """The face in a file, read once as long as the file stays as it is."""
    try:
        stat = path.stat()
    except OSError as gone:
        raise FontUnusable(str(path)) from gone
    return _read(path.resolve(), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, _mtime_ns: int, _size: int) -> Face:
    try:
        index = _simplified_face(path) if path.suffix.lower() in {".ttc", ".otc"} else 0
        with path.open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            return _described(font, path, index)
    except (TTLibError, OSError, KeyError) as broken:
        raise FontUnusable(str(path)) from broken


def _described(font: TTFont, path: Path, index: int) -> Face:
    outlines = "glyf" if "glyf" in font else "CFF "
    if outlines == "glyf":
        _number_glyphs(font)
    metrics, upem = font["hmtx"].metrics, font["head"].unitsPerEm
    return Face(
        path=path,
        index=index,
        family=font["name"].getBestFamilyName() or path.stem,
        weight=font["OS/2"].usWeightClass if "OS/2" in font else 400,
        outlines=outlines,
        advances={code: metrics[glyph][0] / upem for code, glyph in font.getBestCmap().items()},
    )


def _number_glyphs(font: TTFont) -> None:
    """Give glyphs numbers for names."""
    font.setGlyphOrder([".notdef", *(f"g{i}" for i in range(1, font["maxp"].numGlyphs))])


def _simplified_face(path: Path) -> int:
    """The face for simplified Chinese in a collection such as Debian's Noto Sans CJK."""
    with TTCollection(path, lazy=True) as faces:
        names = [font["name"].getBestFamilyName() or "" for font in faces]
    return next((i for i, name in enumerate(names) if name.endswith(" SC")), 0)
