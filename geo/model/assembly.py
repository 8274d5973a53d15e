"""连片组合: adjoining parcels taken together, what is asked of them and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.answer import LimitText, Part, Reason, Replay
from geo.model.freshness import AsOf
from geo.model.land import Version
from geo.model.question import Brief


@dataclass(frozen=True, slots=True)
class AssemblyAsk:
    """What is asked of an assembly beside the brief.

    ``overlap`` bounds what two answers may have in common, as a share of the smaller one's area: 0
    for answers without a common parcel, 1 for any two different ones. ``min_shared_m`` is the least
    length of common boundary that joins two parcels [m]. ``tolerate`` members may fail limits that
    are not firm; which, is said. ``shape_weight`` and ``holders_weight`` are the shares of the score
    for a compact outline and for few holders. ``effort`` is how many sets may be looked at.
    """

    least: int = 1
    most: int = 4
    k: int = 5
    overlap: float = 0.5
    min_shared_m: float = 10.0
    tolerate: int = 0
    shape_weight: float = 0.1
    holders_weight: float = 0.1
    effort: int = 5_000_000


@dataclass(frozen=True, slots=True)
class MemberFailure:
    """A member that fails a limit which may be talked about."""

    parcel_id: str
    limit: str
    label: str
    label_en: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Assembly:
    """A set of adjoining parcels. ``parts`` sum to ``score`` (0–100).

    ``compactness`` is 4π·area/perimeter² of the whole. ``holders`` counts different holders, None
    when one member's is not stated. ``narrowest_m`` is the least common boundary that still holds the
    set together (of a strongest spanning tree), None for a single parcel. ``outline`` is GeoJSON in
    degrees.
    """

    rank: int
    members: tuple[str, ...]
    names: tuple[str, ...]
    area_mu: float
    area_m2: float
    score: float
    parts: tuple[Part, ...]
    failed: tuple[MemberFailure, ...]
    reasons: tuple[Reason, ...]
    compactness: float
    perimeter_m: float
    holders: int | None
    narrowest_m: float | None
    basis: str
    lon: float
    lat: float
    outline: str


@dataclass(frozen=True, slots=True)
class Assemblies:
    """The answer: different assemblies, best first.

    ``proven``: no other choice is better, answer by answer. Otherwise ``bound`` is a score that nothing
    left out can exceed, and ``gap`` its distance to the first answer in points. ``explored`` sets were
    looked at.
    """

    brief: Brief
    ask: AssemblyAsk
    version: Version
    plan: str
    plan_name: str
    note: str  # 示意数据 notice, "" when nothing synthetic is shown
    note_en: str
    limits: tuple[LimitText, ...]
    considered: int
    candidates: int
    components: int
    largest: int
    explored: int
    proven: bool
    bound: float
    gap: float
    assemblies: tuple[Assembly, ...]
    reasons: tuple[Reason, ...]
    replay: Replay
    freshness: tuple[AsOf, ...]
