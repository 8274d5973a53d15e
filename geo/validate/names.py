"""Which column is which: as the plan maps them, under our names, or by names that offices commonly use."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import pandas as pd

from geo.errors import MissingColumns
from geo.model import Plan
from geo.schema import COLUMNS, REQUIRED
from geo.validate.log import FILE, Log

# a Shapefile's field names end after ten bytes: five characters in GBK, three in UTF-8
_CUT = (5, 3)


def table(frame: pd.DataFrame, plan: Plan, log: Log, *, cut: bool = False) -> pd.DataFrame:
    """The file's columns under our names, and those that the plan measures, on a plain 0… index.

    Numbers in a column whose name states another unit (亩, 公顷, %) are marked by ``attrs["factors"]``.

    Args:
        frame: Attributes as in the file.
        plan: Its field map comes before names that are merely recognised.
        log: Told every name that was recognised.
        cut: Names may be cut short, as a Shapefile's are.

    Raises:
        MissingColumns: the parcel id or the land-use code is nowhere to be found.
    """
    theirs = [str(name) for name in frame.columns]
    found: dict[str, str] = {}
    factors: dict[str, float] = {}
    for ours, name in plan.field_map.items():
        if name in theirs and ours not in theirs:
            column, factor = aliases().get(plain(ours), (ours, 1.0))
            found[column], factors[column] = name, factor
    for ours, name, factor in _recognised(theirs, set(found.values()), cut=cut):
        if ours in found:
            continue
        found[ours], factors[ours] = name, factor
        if name != ours:
            label = COLUMNS[ours]
            log.add(
                "field_recognised",
                [FILE],
                [name],
                theirs=[name],
                column=[ours],
                label=[label.label],
                label_en=[label.label_en.lower()],
            )
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise MissingColumns(missing, theirs)
    kept = _measured(plan, theirs, found) | _named_uses(theirs, found)
    picked = pd.DataFrame({ours: frame[name] for ours, name in (found | kept).items()})
    picked.attrs["factors"] = factors
    return picked.reset_index(drop=True)


def _recognised(theirs: Iterable[str], taken: set[str], *, cut: bool) -> Iterable[tuple[str, str, float]]:
    """(ours, theirs, factor) in the order of the table of aliases: what stands first there wins."""
    by_plain: dict[str, str] = {}
    for name in theirs:
        if name not in taken:
            by_plain.setdefault(plain(name), name)
    for alias, (ours, factor) in aliases().items():
        if alias in by_plain:
            yield ours, by_plain[alias], factor
    if cut:
        for short, name in by_plain.items():
            meant = {alias: ours for alias, ours in aliases().items() if alias.startswith(short)}
            if (
                short not in aliases()
                and len(short) in _CUT
                and len({ours for ours, _ in meant.values()}) == 1
            ):
                ours, factor = next(iter(meant.values()))
                yield ours, name, factor


def _measured(plan: Plan, theirs: list[str], found: Mapping[str, str]) -> dict[str, str]:
    """Further columns that the plan maps or measures, as they are."""
    wanted = {measure.layer or measure.id for measure in plan.measures if measure.kind == "column"}
    wanted |= {measure.id for measure in plan.measures if measure.kind == "column"}
    kept = {name: name for name in theirs if name in wanted and name not in found and name not in COLUMNS}
    return {ours: name for ours, name in kept.items() if ours not in found}


def _named_uses(theirs: list[str], found: Mapping[str, str]) -> dict[str, str]:
    """A column of names beside the one of land-use codes, against which the codes are held."""
    names = {plain(alias) for alias in read_table("use_name_fields.csv")["alias"]}
    beside = [name for name in theirs if plain(name) in names and name not in found.values()]
    return {"use_name": beside[0]} if beside else {}


def plain(name: str) -> str:
    """A name without the accidents of typing: width, case, spaces.

    >>> plain("面积（公顷） "), plain("Dkbh")
    ('面积(公顷)', 'dkbh')
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@cache
def aliases() -> dict[str, tuple[str, float]]:
    """Recognised names -> our column and the factor to its unit."""
    rows = read_table("field_names.csv")
    return {
        plain(alias): (column, float(factor))
        for column, alias, factor in zip(rows["column"], rows["alias"], rows["factor"], strict=True)
    }


def read_table(name: str) -> pd.DataFrame:
    """A table of ``geo/tables``, all text."""
    with resources.files("geo.tables").joinpath(name).open(encoding="utf-8") as text:
        return pd.read_csv(text, dtype=str, keep_default_na=False)
