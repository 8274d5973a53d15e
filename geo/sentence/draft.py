"""A sentence while it is being read: which characters are still free, and what has been heard so far."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from geo.codes import CodeTable
from geo.model import Heard, Plan, Unheard

# stands for a character that an earlier rule has used
USED = "\0"


@dataclass(slots=True)
class Draft:
    """What one sentence has said so far. Rules take characters from left to right, each only once."""

    sentence: str
    plan: Plan
    codes: CodeTable
    line: str = ""
    fields: dict[str, object] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    unheard: list[Unheard] = field(default_factory=list)
    wished: dict[str, str] = field(default_factory=dict)  # wish id -> as said, weighed once all is heard

    def __post_init__(self) -> None:
        # width and case do not count; what NFKC would spread over two characters stays as it is
        self.line = "".join(map(_plain, self.sentence))

    def each(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of a pattern among the free characters, one after the other."""
        at = 0
        while (found := pattern.search(self.line, at)) is not None:
            at = max(found.end(), found.start() + 1)
            if found.end() > found.start():
                yield found

    def hear(
        self, found: re.Match[str], fields: dict[str, object], means: tuple[str, str], *, extend: bool = False
    ) -> None:
        """Take a match as setting some fields; what contradicts an earlier piece is told instead.

        Args:
            found: The piece.
            fields: Names and values as of ``POST /matches``.
            means: In Chinese and English.
            extend: Lists and mappings grow instead of contradicting one another.
        """
        clash = [name for name, value in fields.items() if self.fields.get(name, value) != value]
        if clash and not extend:
            words = ("与前面说的不一致, 未采用。", "contradicts what was said before; not used.")
            self.miss(found, *words)
            return
        for name, value in fields.items():
            known = self.fields.get(name)
            if isinstance(known, list) and isinstance(value, list):
                value = [*known, *(one for one in value if one not in known)]  # noqa: PLW2901 (what is kept)
            elif isinstance(known, dict) and isinstance(value, dict):
                value = {**known, **value}  # noqa: PLW2901 (what is kept)
            self.fields[name] = value
        self.heard.append(Heard(*self._taken(found), tuple(_paths(fields)), *means))

    def miss(self, found: re.Match[str], why: str, why_en: str) -> None:
        """Take a match as not understood."""
        self.unheard.append(Unheard(*self._taken(found), why, why_en))

    def skip(self, found: re.Match[str]) -> None:
        """Take a match as saying nothing."""
        self._taken(found)

    def _taken(self, found: re.Match[str]) -> tuple[int, int, str]:
        start, end = found.span()
        while start < end and self.sentence[start].isspace():
            start += 1
        while end > start and self.sentence[end - 1].isspace():
            end -= 1
        self.line = (
            self.line[: found.start()] + USED * (found.end() - found.start()) + self.line[found.end() :]
        )
        return start, end, self.sentence[start:end]


def any_of(names: dict[str, str]) -> str:
    """A pattern of names, the longest first; Latin ones only as whole words.

    >>> any_of({"地铁": "", "地铁站": ""})
    '(?:地铁站|地铁)'
    """
    ordered = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    parts = (rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in ordered)
    return f"(?:{'|'.join(parts) or '(?!)'})"


def plain(text: str) -> str:
    """Text as sentences are compared: width and case do not count."""
    return "".join(map(_plain, text))


def _paths(fields: dict[str, object]) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from (f"{name}.{key}" for key in value)
        else:
            yield name


def _plain(sign: str) -> str:
    wide = unicodedata.normalize("NFKC", sign).casefold()
    return wide if len(wide) == 1 else sign
