"""一句话: what a sentence was understood to ask, piece by piece, and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece that was understood: characters ``start:end``, the fields of the brief it sets, in words."""

    start: int
    end: int
    said: str
    fields: tuple[str, ...]
    means: str
    means_en: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """A piece that sets nothing, and why."""

    start: int
    end: int
    said: str
    why: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence as a brief: ``fields`` are those of ``POST /matches``, pieces in the order of the text.

    ``is_complete``: an industry was named and nothing was left over, so the fields say all that was asked.
    """

    sentence: str
    plan: str
    fields: Mapping[str, object]
    heard: tuple[Heard, ...]
    unheard: tuple[Unheard, ...]
    is_complete: bool
    text: str
    text_en: str
