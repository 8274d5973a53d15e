"""Sites compared: where the difference comes from, and which are like one another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TwinPart:
    """One wish's part of a difference or a distance, in points of the score."""

    wish: str
    label: str
    label_en: str
    points: float


@dataclass(frozen=True, slots=True)
class Difference:
    """``better`` leads ``worse`` by ``lead`` points; ``parts`` sum to it."""

    better: str
    worse: str
    lead: float
    parts: tuple[TwinPart, ...]
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every pair of some parcels; ``non_dominated`` are those that no other beats in every wish."""

    parcels: tuple[str, ...]
    differences: tuple[Difference, ...]
    non_dominated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A parcel like another: ``distance`` in points, the sum of its ``parts``."""

    parcel_id: str
    distance: float
    score: float
    eligible: bool
    area_mu: float
    parts: tuple[TwinPart, ...]
