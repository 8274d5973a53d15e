"""地块 1, 地块 2, …: what parcels are called in place of their numbers.

Those that are shown come in their order; all others follow in one that tells nothing of where they stand in
the bank.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

WORDS = {"zh": ("地块", "本地块"), "en": ("Site", "This site")}
# a number as it stands in a sentence, also right beside Chinese
TOKEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_\-./]*[A-Za-z0-9])?")
# a plain figure of fewer signs is rather a figure than a parcel
LEAST_DIGITS = 6


@dataclass(frozen=True)
class Labels:
    """The parcels of a land: those of the shortlist first, in its order, then all others.

    ``places`` by number and by name: a plan names its land by numbers too.

    Examples:
        >>> named = labels(["A7"], ["A2", "A7"])
        >>> named.of("A7"), named.of("A2"), named.within("A2比A7近 7 m"), named.of("A7", is_english=True)
        ('本地块', '地块 2', '地块 2比本地块近 7 m', 'This site')
    """

    places: dict[str, int] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    lang: str = "zh"

    def of(self, parcel_id: str, *, is_english: bool | None = None) -> str:
        """What a parcel is called; whatever is no parcel stays as it is."""
        at = self.places.get(parcel_id)
        if at is None:
            return parcel_id
        is_english = self.lang == "en" if is_english is None else is_english
        many, one = WORDS["en" if is_english else "zh"]
        return one if at == 1 and len(self.chosen) == 1 else f"{many} {at}"

    def within(self, text: str, *, is_english: bool | None = None) -> str:
        """A text with every parcel in it called so."""
        if text in self.places and _is_number(text):
            return self.of(text, is_english=is_english)

        def called(found: re.Match[str]) -> str:
            word = found.group()
            return self.of(word, is_english=is_english) if _is_number(word) else word

        if self._odd:
            text = self._odd.sub(lambda found: self.of(found.group(), is_english=is_english), text)
        return TOKEN.sub(called, text)

    @cached_property
    def _odd(self) -> re.Pattern[str] | None:
        """Numbers and names of the shortlist that no token would be, the longer first."""
        known = (*self.chosen, *self.named)
        odd = [one for one in known if len(one) > 1 and not TOKEN.fullmatch(one)]
        return re.compile("|".join(map(re.escape, sorted(odd, key=len, reverse=True)))) if odd else None


def labels(
    chosen: Iterable[str], land: Iterable[str], lang: str = "zh", names: Mapping[str, str] | None = None
) -> Labels:
    """What the parcels of a land are called beside a shortlist; ``names`` by number, where they have any."""
    first = tuple(dict.fromkeys(map(str, chosen)))
    order = dict.fromkeys((*first, *sorted(map(str, land), key=_shuffled)))
    places = {one: at for at, one in enumerate(order, start=1)}
    known = {one: name for one, name in (names or {}).items() if name and one in places}
    named = tuple(dict.fromkeys(known[one] for one in first if one in known))
    return Labels({name: places[one] for one, name in known.items()} | places, first, named, lang)


def _shuffled(parcel_id: str) -> bytes:
    return hashlib.blake2b(parcel_id.encode(), digest_size=16).digest()


def _is_number(word: str) -> bool:
    """Whether a word can be meant as a parcel: signs and figures, or figures enough."""
    if word.isdigit():
        return len(word) >= LEAST_DIGITS
    return any(sign.isdigit() for sign in word) or not word.isascii()
