"""稳健性: how sure a ranking is, what would change it, and where departments agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.model.answer import Reason, Replay
from geo.model.land import Version
from geo.model.question import Brief


@dataclass(frozen=True, slots=True)
class RobustnessAsk:
    """How the weights may differ from the given ones.

    ``ranges`` (wish id -> least and most weight, of a whole of 1) draws evenly within them; without
    any, weights are drawn around the given ones (Dirichlet, ``certainty`` its sum of parameters).
    ``departments`` (name -> weights by wish id) are told beside. The same ``seed``, the same answer.
    """

    vectors: int = 10_000
    certainty: float = 50.0
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    departments: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    seed: int = 1


@dataclass(frozen=True, slots=True)
class RankShare:
    """A parcel's probability of rank 1, of being among the first k, and of each of these ranks.

    ``closeness`` is a second opinion under the given weights (TOPSIS, 0–1), ``closeness_rank`` its place
    by it among all that are eligible.
    """

    parcel_id: str
    name: str
    score: float
    first: float
    top: float
    ranks: tuple[float, ...]
    closeness: float
    closeness_rank: int


@dataclass(frozen=True, slots=True)
class WeightInterval:
    """Within ``low``..``high`` of this weight, the others in proportion, the first stays first.

    ``below`` and ``above`` name who would pass it beyond; "" at 0 and 1.
    """

    wish: str
    label: str
    label_en: str
    weight: float
    low: float
    high: float
    below: str
    above: str


@dataclass(frozen=True, slots=True)
class Unseat:
    """The nearest weights at which ``challenger`` draws level; ``moved`` of 1 changes hands."""

    challenger: str
    moved: float
    weights: Mapping[str, float]
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A department's own first parcels and its weights."""

    name: str
    weights: Mapping[str, float]
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Robustness:
    """The answer. ``concordance`` is Kendall's W of the departments, None without any.

    ``accepted`` are the parcels among the first k of every department, by their worst rank.
    """

    brief: Brief
    ask: RobustnessAsk
    version: Version
    plan: str
    note: str
    note_en: str
    eligible: int
    weights: Mapping[str, float]
    parcels: tuple[RankShare, ...]
    intervals: tuple[WeightInterval, ...]
    unseat: Unseat | None
    departments: tuple[DepartmentView, ...]
    concordance: float | None
    accepted: tuple[str, ...]
    reasons: tuple[Reason, ...]
    replay: Replay
