"""One edition of one code system: names, hierarchy, colours."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from geo.errors import UnknownCode


@dataclass(frozen=True, slots=True, eq=False)
class CodeTable:
    """One edition of one code system. A code may be asked for by itself or through an ancestor."""

    system: str
    edition: str
    names: Mapping[str, str]
    names_en: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The code itself, its parent, … up to the first level."""
        chain = [code]
        while (parent := self.parents.get(chain[-1], "")) and parent not in chain:
            chain.append(parent)
        return tuple(chain)

    def is_within(self, code: str, roots: tuple[str, ...]) -> bool:
        """Whether ``code`` is one of ``roots`` or lies below one of them."""
        return any(step in roots for step in self.ancestors(code))

    @lru_cache(maxsize=256)  # noqa: B019 (a service has one table, and as long as it lives)
    def below(self, roots: tuple[str, ...]) -> tuple[str, ...]:
        """Every code of the table that is within ``roots``, in the table's order."""
        return tuple(code for code in self.names if self.is_within(code, roots))

    def name(self, code: str) -> str:
        """Name in the system's language; the code itself where the table has none."""
        return self.names.get(code, code)

    @lru_cache(maxsize=256)  # noqa: B019 (as above)
    def name_en(self, code: str) -> str:
        """English name of the code or its nearest named ancestor, else the local name."""
        return next((self.names_en[c] for c in self.ancestors(code) if c in self.names_en), self.name(code))

    def coloured(self, code: str) -> str:
        """The code or its nearest ancestor with a colour, as which it looks; itself without one."""
        return next((c for c in self.ancestors(code) if c in self.colours), code)

    def colour(self, code: str) -> str:
        """Fill colour of the code or of its nearest coloured ancestor; light grey without one."""
        return self.colours.get(self.coloured(code), "#D9D9D9")

    def near(self, code: str) -> tuple[str, ...]:
        """Up to three codes of the table that are written much the same, with their names."""
        close = difflib.get_close_matches(code, list(self.names), n=3, cutoff=0.5)
        return tuple(f"{c} {self.names[c]}" for c in close)

    def require(self, code: str) -> str:
        """The code, or ``UnknownCode`` with the nearest ones of the table."""
        if code in self.names:
            return code
        raise UnknownCode(code, f"{self.system} {self.edition}", self.near(code))


def local(rows: pd.DataFrame, edition: str) -> CodeTable:
    """A district's own table from ``code, name, name_en, parent, colour`` rows."""
    pick = {
        column: {code: value for code, value in zip(rows["code"], rows[column], strict=True) if value}
        for column in ("name", "name_en", "parent", "colour")
        if column in rows.columns
    }
    names = {code: pick.get("name", {}).get(code, code) for code in rows["code"]}
    return CodeTable(
        "local", edition, names, pick.get("name_en", {}), pick.get("parent", {}), pick.get("colour", {})
    )
