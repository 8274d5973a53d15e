"""一地一档: everything that is on record about one parcel under one brief."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.answer import Why
from geo.model.question import Brief
from geo.model.schedule import Schedule
from geo.model.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a parcel in words: ``id`` is the column that it comes from."""

    id: str
    label: str
    label_en: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a sheet says; ``surroundings`` and ``schedule`` are None where the plan has no rules for them."""

    why: Why
    brief: Brief
    facts: tuple[Fact, ...]
    surroundings: Surroundings | None
    schedule: Schedule | None
