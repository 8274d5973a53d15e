"""Which land-use code is meant by a name, by a code and its name, or by a code that lost its leading 0."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from geo import codes
from geo.codes import NATIONAL, CodeTable


def plain(code: str) -> str:
    """A code or a name without the accidents of typing.

    >>> plain(" １００１  工业用地 ")
    '1001 工业用地'
    """
    return " ".join(unicodedata.normalize("NFKC", code).split())


def code(written: str, known: CodeTable) -> str:
    """The code meant, "" where none is.

    Examples:
        >>> table = codes.national("landuse_sea", "2023")
        >>> [code(one, table) for one in ("工业用地", "701", "1001 工业用地", "1001-商业用地", "1001 其他")]
        ['1001', '0701', '1001', '1001', '']
    """
    named = codes_named(written, known)
    if named and "/" not in named:
        return named
    if written.isdigit() and len(written) % 2 and f"0{written}" in known.names:
        return f"0{written}"
    head = _head(written, known)
    beside = name_beside(written, head) if head else ""
    return head if beside and (agrees(beside, head, known) or codes_named(beside, known)) else ""


def name_beside(written: str, its_code: str) -> str:
    """The name that stands in one cell with a code, "" where there is none.

    >>> name_beside("100102(二类工业用地)", "100102"), name_beside("0701", "0701")
    ('二类工业用地', '')
    """
    if not written.startswith(its_code):
        return ""
    return written.removeprefix(its_code).strip(" -_、,()")


def agrees(said: str, its_code: str, known: CodeTable) -> bool:
    """Whether a name can stand beside a code: its own, one above or below it, or another edition's for it.

    Examples:
        >>> table = codes.national("landuse_sea", "2023")
        >>> names = ("工业用地", "工矿用地", "二类工业用地", "工业", "商业用地")
        >>> [agrees(one, "1001", table) for one in names]
        [True, True, True, True, False]
    """
    own = {_bare(known.name(step)) for step in known.ancestors(its_code)}
    below = {_bare(name) for each, name in known.names.items() if its_code in known.ancestors(each)}
    editions = {
        _bare(codes.national(*one).names.get(its_code, "")) for one in NATIONAL if one.system == known.system
    }
    return _bare(said) in own | below | editions


def codes_named(said: str, known: CodeTable) -> str:
    """The codes that have a name, for people; "" where none has.

    >>> codes_named("住宅用地", codes.national("gb50137", "2011"))
    'R11 / R21 / R31'
    """
    return " / ".join(_by_name(known.system, known.edition, tuple(known.names.items())).get(_bare(said), ()))


@lru_cache(maxsize=16)
def _by_name(_system: str, _edition: str, names: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each, name in names:
        found[_bare(name)] = (*found.get(_bare(name), ()), each)
    return found


def _bare(name: str) -> str:
    """A name as it is compared: width, case, and the last word 用地 do not count.

    >>> _bare("工业用地") == _bare("工业"), _bare("用地")
    (True, '用地')
    """
    return plain(name).casefold().removesuffix("用地") or plain(name).casefold()


def _head(written: str, known: CodeTable) -> str:
    first = written.replace("(", " ").split(" ")[0].rstrip("-_、,")
    head = first if first in known.names else "".join(ch for ch in first if ch.isascii()).rstrip("-_,")
    return head if head in known.names else ""
