"""What projects may take: sites, what each project would give for each, quotas, what is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Bids:
    """Projects × sites, only where a project may take a site.

    Site s is the parcels ``site_rows[site_start[s]:site_start[s + 1]]``. Project j bids ``value`` for
    ``site`` in ``first[j]:first[j + 1]``. Quota q holds ``least[q]`` ≤ Σ ``uses[q, s]`` ≤ ``most[q]`` [亩]
    over the sites taken. ``beyond[j]`` is a value that no eligible site missing here exceeds (-inf: none
    is missing), ``reach_mu[j]`` the area that none of them exceeds.
    """

    parcels: int
    site_start: Ints
    site_rows: Ints
    first: Ints
    site: Ints
    value: Floats
    beyond: Floats
    reach_mu: Floats
    uses: Floats
    least: Floats
    most: Floats

    @property
    def projects(self) -> int:
        """How many bid."""
        return len(self.first) - 1

    @property
    def sites(self) -> int:
        """How many sites are known."""
        return len(self.site_start) - 1

    @property
    def owner(self) -> Ints:
        """Project of every bid."""
        return np.repeat(np.arange(self.projects), np.diff(self.first))

    @property
    def is_assignment(self) -> bool:
        """Whether every site is one parcel of its own and nothing but land is scarce."""
        alone = len(self.site_rows) == self.sites and np.bincount(self.site_rows).max(initial=0) <= 1
        return not len(self.least) and bool(alone)

    def rows(self, site: int) -> Ints:
        """Parcels of a site."""
        return self.site_rows[self.site_start[site] : self.site_start[site + 1]]


def bids(
    sites: Sequence[Sequence[int]],
    offers: Sequence[Mapping[int, float]],
    parcels: int,
    uses: Floats | None = None,
    quotas: Sequence[tuple[float, float]] = (),
) -> Bids:
    """Bids written out by hand, all of them.

    Args:
        sites: Parcels of every site.
        offers: Per project, what it would give for which site.
        parcels: How many parcels there are.
        uses: Quotas × sites [亩].
        quotas: Least and most of each.

    Examples:
        >>> known = bids([[0], [1], [0, 1]], [{0: 5.0}, {2: 7.0, 1: 3.0}], parcels=2)
        >>> known.projects, known.sites, known.owner.tolist(), known.is_assignment
        (2, 3, [0, 1, 1], False)
    """
    count = len(offers)
    return Bids(
        parcels=parcels,
        site_start=np.cumsum([0, *map(len, sites)]).astype(np.int64),
        site_rows=np.array([row for one in sites for row in one], np.int64),
        first=np.cumsum([0, *map(len, offers)]).astype(np.int64),
        site=np.array([site for one in offers for site in one], np.int64),
        value=np.array([value for one in offers for value in one.values()], np.float64),
        beyond=np.full(count, -np.inf),
        reach_mu=np.zeros(count),
        uses=np.zeros((len(quotas), len(sites))) if uses is None else uses,
        least=np.array([low for low, _ in quotas], np.float64),
        most=np.array([high for _, high in quotas], np.float64),
    )


def settled(known: Bids, taken: Mapping[int, int]) -> Bids:
    """The bids that are left once some projects (key) have their site (value).

    Settled projects bid no more, nobody bids for their land, and quotas are used up by it. A quota that
    is overdrawn already has a negative ``most``.
    """
    if not taken:
        return known
    gone = np.zeros(known.parcels, np.bool_)
    for site in taken.values():
        gone[known.rows(site)] = True
    done = np.isin(np.arange(known.projects), list(taken))
    lost = np.add.reduceat(gone[known.site_rows].astype(np.int64), known.site_start[:-1]) > 0
    kept = ~lost[known.site] & ~done[known.owner]
    used = known.uses[:, list(taken.values())].sum(axis=1)
    return replace(
        known,
        first=np.concatenate([[0], np.cumsum(np.bincount(known.owner[kept], minlength=known.projects))]),
        site=known.site[kept],
        value=known.value[kept],
        beyond=np.where(done, -np.inf, known.beyond),
        least=np.maximum(0.0, known.least - used),
        most=known.most - used,
    )
