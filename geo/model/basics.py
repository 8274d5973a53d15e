"""How a figure is known, and how long work tells its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

# Progress of long work: a stage's name, how much is done, of how much.
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress nobody watches."""


class Basis(StrEnum):
    """How a figure or a shape is known."""

    PUBLISHED = "published"  # printed or released by a named source
    DIGITISED = "digitised"  # traced from published positions, ± accuracy_m
    SYNTHETIC = "synthetic"  # generated to show the method: 示意
    ASSUMED = "assumed"  # our choice where no source speaks


# 中文 | English of each
BASIS_NAMES: Mapping[str, tuple[str, str]] = {
    Basis.PUBLISHED: ("公开资料", "published"),
    Basis.DIGITISED: ("数字化", "digitised"),
    Basis.SYNTHETIC: ("示意", "illustrative"),
    Basis.ASSUMED: ("假定", "assumed"),
}
# what is told as 示意 wherever it is shown
ILLUSTRATIVE = (Basis.SYNTHETIC, Basis.ASSUMED)


def least_sure(said: Iterable[str]) -> str:
    """How a whole is known: as its least sure part is; "" where one does not say.

    >>> least_sure(["published", "digitised"]), least_sure(["published", "synthetic"])
    ('digitised', 'synthetic')
    >>> least_sure(["published", ""])
    ''
    """
    seen = set(said)
    for one in (*ILLUSTRATIVE, "", Basis.DIGITISED):
        if one in seen:
            return str(one)
    return str(Basis.PUBLISHED) if seen == {Basis.PUBLISHED} else ""
