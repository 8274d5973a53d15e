"""约束代价: the loosening of one or two limits that admits a number of parcels more."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.answer import Loosening


@dataclass(frozen=True, slots=True)
class LimitPrice:
    """The cheapest loosening of exactly these limits that admits at least ``wanted`` parcels more.

    ``admits`` are the parcels that it really admits, ``area_mu`` their land [亩]; ``cost`` is the sum of
    the steps, each over its limit's scale.
    """

    wanted: int
    loosenings: tuple[Loosening, ...]
    cost: float
    admits: int
    area_mu: float
    text: str
    text_en: str
