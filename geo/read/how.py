"""How a file is to be read, and what reading it may cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class How:
    """What the sender says about a file; everything left empty is taken from the file or asked for.

    ``fields`` maps our column to theirs. ``crs`` wins over what the file says, and the report says so.
    ``datum`` gcj02 or bd09 takes that shift off; wgs84 says that there is none, whatever it looks like.
    ``swap_xy`` for files that put north before east. ``codes`` is the land-use code system of rows that
    state none, such as ``landuse_sea:2023`` or 三调. ``transform``: the four or seven parameters that lead
    西安80 or 北京54 to CGCS2000, as ``geo.crs.Parameters`` describes them.
    """

    layer: str = ""
    crs: str = ""
    datum: Literal["", "wgs84", "gcj02", "bd09"] = ""
    encoding: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    swap_xy: bool = False
    codes: str = ""
    max_features: int = 2_000_000
    transform: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """Bounds of the worker process and of archives; a file that passes them is refused, not cut."""

    seconds: int = 600  # of wall clock, and of each processor
    memory_bytes: int = 12 * 1024 * MIB  # of address space
    file_bytes: int = 4 * 1024 * MIB  # of the input, of an archive unpacked, and of what the worker writes
    zip_entries: int = 4000
    zip_ratio: int = 200  # unpacked : packed, asked only of archives that unpack to more than 100 MiB
