"""预览: what a file would do to the land bank, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from geo.difference.rows import Compared, Edit, Reshaped
from geo.difference.versions import Counts, counts, ids
from geo.features.ids import among
from geo.ledger import GROUPS
from geo.units import mu_from_m2

Mode = Literal["replace", "update"]
# value -> parcels and ㎡
Sums = dict[str, tuple[int, float]]
# entries of each list of samples
SAMPLED = 20


@dataclass(frozen=True, slots=True)
class Shift:
    """One group of the ledger before and after; ``key`` "" stands outside every group."""

    key: str
    parcels_before: int
    parcels_after: int
    before_mu: float
    after_mu: float


@dataclass(frozen=True, slots=True)
class Samples:
    """The first of each kind, by id."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reshaped: tuple[Reshaped, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of the land bank.

    ``base``: the version compared with, 0 for an empty bank. ``rejected_removed``: parcels that would go
    although the file has them, because their rows were rejected. ``held``: parcel id -> project of land
    somebody holds that would go or be reshaped.
    """

    base: int
    mode: Mode
    counts: Counts
    rejected_removed: int
    parcels_before: int
    parcels_after: int
    before_mu: float
    after_mu: float
    columns: Mapping[str, int]
    groups: Mapping[str, tuple[Shift, ...]]  # axis, zone, park, use, status
    held: Mapping[str, str]
    samples: Samples


def outlook(
    found: Compared,
    before: pd.DataFrame,
    come: pd.DataFrame,
    *,
    base: int,
    mode: Mode,
    rejected: Iterable[str] = (),
    held: Mapping[str, str] | None = None,
) -> Outlook:
    """The outlook of a change.

    Args:
        found: The bank against the file, or the rows of the bank that an update speaks of.
        before: The bank's feature table; empty for an empty bank.
        come: The feature rows of the parcels that are added or altered, and of no others need be.
        base: The bank's version.
        mode: How the file is meant.
        rejected: Ids of the file's rejected rows.
        held: Parcel id -> project, of land that is held now.
    """
    touched = set(map(str, found.removed)) | set(map(str, found.both[found.is_reshaped]))
    goes = found.removed.append(come.index)
    gone = before.iloc[np.flatnonzero(among(before.index, goes))] if len(before) else before
    seen, totals = counts(found), _shift("", _sums(before), _sums(gone), _sums(come))
    altered = len(found.both) - len(found.unchanged)
    return Outlook(
        base=base,
        mode=mode,
        counts=replace(seen, unchanged=len(before) - seen.removed - altered),
        rejected_removed=len(set(map(str, found.removed)) & set(rejected)),
        parcels_before=totals.parcels_before,
        parcels_after=totals.parcels_after,
        before_mu=totals.before_mu,
        after_mu=totals.after_mu,
        columns={name: int(flags.sum()) for name, flags in found.is_edited.items()},
        groups={group: shifts(before, gone, come, column) for group, column in GROUPS.items()},
        held={id_: project for id_, project in sorted((held or {}).items()) if id_ in touched},
        samples=Samples(
            added=ids(found.added, SAMPLED),
            removed=ids(found.removed, SAMPLED),
            reshaped=found.reshaped(SAMPLED),
            edits=found.edits(SAMPLED),
        ),
    )


def shifts(before: pd.DataFrame, gone: pd.DataFrame, come: pd.DataFrame, column: str) -> tuple[Shift, ...]:
    """Parcels and 亩 by the values of a column, before and after, largest after first.

    Args:
        before: Feature table of the bank.
        gone: Its rows that go, or come back altered.
        come: Rows that come.
        column: To group by.

    Examples:
        >>> old = pd.DataFrame({"park": ["a", ""], "area_m2": [2000 / 3, 2000 / 3]})
        >>> new = pd.DataFrame({"park": ["a"], "area_m2": [2000 / 3]})
        >>> [(s.key, s.before_mu, s.after_mu) for s in shifts(old, old.iloc[1:], new, "park")]
        [('a', 1.0, 2.0), ('', 1.0, 0.0)]
    """
    sums = [_sums(table, column) for table in (before, gone, come)]
    rows = [_shift(key, *sums) for key in {*sums[0], *sums[2]}]
    return tuple(sorted(rows, key=lambda one: (-one.after_mu, -one.before_mu, one.key)))


def _shift(key: str, before: Sums, gone: Sums, come: Sums) -> Shift:
    (n, m2), (n_gone, m2_gone), (n_come, m2_come) = (side.get(key, (0, 0.0)) for side in (before, gone, come))
    left = n - n_gone + n_come
    return Shift(key, n, left, _mu(m2), _mu(m2 - m2_gone + m2_come) if left else 0.0)


def _sums(table: pd.DataFrame, column: str = "") -> Sums:
    """Parcels and ㎡ by the values of a column; of all of them under "" without one."""
    if not len(table):
        return {}
    if not column:
        return {"": (len(table), float(table["area_m2"].sum()))}
    codes, keys = pd.factorize(table[column])
    parcels = np.bincount(codes, minlength=len(keys))
    area_m2 = np.bincount(codes, weights=table["area_m2"].to_numpy(float), minlength=len(keys))
    return {str(key): (int(n), float(m2)) for key, n, m2 in zip(keys, parcels, area_m2, strict=True)}


def _mu(area_m2: float) -> float:
    return round(mu_from_m2(float(area_m2)), 6)
