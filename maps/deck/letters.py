"""Text on slides: how it looks, how wide it runs, where it breaks, and its XML."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Literal

from maps import fonts

FAMILY = "Microsoft YaHei"
LANGS = {"zh": 'lang="zh-CN" altLang="en-US"', "en": 'lang="en-US" altLang="zh-CN"'}
# the reader's Microsoft YaHei runs a little wider in Latin letters than the face we measure with
SPARE = 1.05
# what some readers put between 汉字 and other letters [em]
GAP_EM = 0.18
LEADING = 1.36
HAN = 0x2E80  # where CJK begins
Align = Literal["l", "ctr", "r"]
# names of the theme's colours, so that an office's own template recolours the text
THEME = {
    "ink": '<a:schemeClr val="tx1"/>',
    "muted": '<a:srgbClr val="5A6873"/>',
    "paper": '<a:schemeClr val="bg1"/>',
    "panel": '<a:schemeClr val="bg2"/>',
    "deep": '<a:schemeClr val="accent1"/>',
    "accent": '<a:schemeClr val="accent4"/>',
}


@dataclass(frozen=True, slots=True)
class Type:
    """How letters look: ``size`` [pt], ``colour`` a name of the theme or #rrggbb."""

    size: float
    bold: bool = False
    colour: str = "ink"

    @property
    def line_pt(self) -> float:
        """From one line to the next [pt]."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one look."""

    text: str
    type: Type


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``after`` is the space below it [pt], ``bullet`` what stands before it."""

    runs: tuple[Run, ...]
    align: Align = "l"
    after: float = 0.0
    bullet: str = ""

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)

    @property
    def indent(self) -> float:
        """How far its lines stand in from the edge [pt]: a bullet hangs before them."""
        return max(run.type.size for run in self.runs) if self.bullet else 0.0


def para(text: str, kind: Type, align: Align = "l", after: float = 0.0, bullet: str = "") -> Para:
    """A paragraph in one look."""
    return Para((Run(clean(text), kind),), align, after, bullet)


def clean(text: object) -> str:
    r"""A text as one line that a slide can hold: no control, no mark that turns the reading direction.

    >>> clean("甲\u202e乙\x00\ufffe 丙")
    '甲乙 丙'
    """
    kept = (char for char in fonts.printable(text) if unicodedata.category(char) not in {"Cn", "Co"})
    return " ".join("".join(kept).split())


def colour(name: str) -> str:
    """A colour's XML: one of the theme's, or a fixed one."""
    return THEME.get(name) or f'<a:srgbClr val="{name.removeprefix("#")}"/>'


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """The faces that text is measured with."""

    faces: fonts.Fonts

    def width(self, text: str, kind: Type) -> float:
        """How wide a line runs [pt], with some to spare: WPS and LibreOffice part 汉字 from other letters."""
        face = self.faces.bold if kind.bold else self.faces.regular
        gaps = sum(_is_han(one) != _is_han(other) for one, other in pairwise(text) if " " not in one + other)
        return (face.width(text) * SPARE + GAP_EM * gaps) * kind.size

    def lines(self, text: str, kind: Type, room: float) -> int:
        """Lines that a text takes in a room [pt]: Chinese breaks anywhere, other words between them."""
        count, used = 1, 0.0
        for word in _words(text):
            wide = self.width(word, kind)
            if used and used + wide > room:
                count, used = count + 1, 0.0
            # a word wider than the room breaks within
            while wide > room:
                count, wide = count + 1, wide - room
            used += wide
        return count

    def height(self, paras: Sequence[Para], room: float) -> float:
        """How high some paragraphs stand in a room [pt]."""
        return sum(
            max(run.type.line_pt for run in one.runs)
            * self.lines(one.text, max((r.type for r in one.runs), key=_size), room - one.indent)
            + one.after
            for one in paras
        )

    def fitted(self, text: str, kind: Type, room: float, lines: int = 1) -> str:
        """The text, or as much of it as fits with an ellipsis."""
        if self.lines(text, kind, room) <= lines:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.lines(text[:middle].rstrip() + "…", kind, room) <= lines:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…"

    def shrunk(self, text: str, kind: Type, room: float, least: float) -> Type:
        """The type, smaller where the line would not fit, down to a least size [pt]."""
        wide = self.width(text, kind)
        return kind if wide <= room else replace(kind, size=max(least, kind.size * room / wide))

    def require(self, texts: Iterable[str]) -> None:
        """Refuse characters that nobody could read on the slide.

        Raises:
            MissingGlyph: names every one.
        """
        fonts.require(self.faces.regular, texts)


def run_xml(run: Run, size: int, lang: str) -> str:
    """A run; ``size`` in hundredths of a point."""
    bold = ' b="1"' if run.type.bold else ' b="0"'
    return (
        f'<a:r><a:rPr {LANGS[lang]} sz="{size}"{bold} dirty="0"><a:solidFill>{colour(run.type.colour)}'
        f'</a:solidFill><a:latin typeface="{FAMILY}"/><a:ea typeface="{FAMILY}"/><a:cs typeface="{FAMILY}"/>'
        f"</a:rPr><a:t>{escape(run.text)}</a:t></a:r>"
    )


def _words(text: str) -> list[str]:
    """Pieces between which a line may break."""
    pieces: list[str] = []
    for char in text:
        if pieces and not _is_han(char) and pieces[-1][-1] != " " and not _is_han(pieces[-1][-1]):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _is_han(char: str) -> bool:
    return ord(char) >= HAN


def _size(kind: Type) -> float:
    return kind.size
