"""What is measured, what is wished and what is demanded of land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

MeasureKind = Literal["distance", "overlap_m2", "outside_m2", "count_within", "along", "column"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the feature table and how it is measured from the plan's layers.

    ``distance`` [m] from the parcel's boundary to the nearest feature of ``layer`` (0 when touching);
    ``overlap_m2`` / ``outside_m2`` [㎡]; ``count_within`` features within ``radius_m``;
    ``along`` position 0..1 along the axis named by ``layer``; ``column`` a parcel attribute as it is.
    """

    id: str
    kind: MeasureKind
    label: str
    label_en: str
    unit: str
    layer: str = ""
    where_column: str = ""
    where_values: tuple[str, ...] = ()
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Value -> satisfaction in [0, 1]: linear between ``points``, level outside; or by category.

    ``points`` are (value, satisfaction) with values strictly increasing.
    """

    points: tuple[tuple[float, float], ...] = ()
    categories: Mapping[str, float] = field(default_factory=dict)
    otherwise: float = 0.0


@dataclass(frozen=True, slots=True)
class Term:
    """One way to satisfy a wish: ``factor`` · curve(measure)."""

    measure: str
    curve: Curve
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """偏好: a measure, the curve that judges it, and the weight it has here.

    With ``terms`` the best of them counts (an industry suits several axes, each to its degree) and
    ``measure``/``curve`` only name the wish.

    ``measure`` is a column of the feature table. ``missing`` is the satisfaction given where there
    is no data: neither full marks nor none, and always said in the reasons.
    """

    id: str
    label: str
    label_en: str
    measure: str
    unit: str
    curve: Curve
    weight: float = 0.0
    missing: float = 0.5
    terms: tuple[Term, ...] = ()


LimitOp = Literal["min", "max", "one_of", "has_all", "before"]
Threshold = float | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """硬约束: in or out. ``no data`` passes, with a caveat; it is never a reason to exclude.

    ``firm`` limits are law or a promise made to somebody: they are never offered for relaxation.
    ``scale`` is the loosening, in the limit's unit, that counts as cost 1. ``admits`` lists every
    value that passes a ``one_of`` (``threshold`` names only what was asked: 1001 admits 100101).
    """

    id: str
    label: str
    label_en: str
    column: str
    op: LimitOp
    threshold: Threshold
    unit: str
    firm: bool = False
    scale: float = 1.0
    clause: str = ""
    clause_en: str = ""
    admits: tuple[str, ...] = ()

    @property
    def number(self) -> float:
        """The threshold of ``min`` and ``max``."""
        return cast("float", self.threshold)

    @property
    def day(self) -> date:
        """The threshold of ``before``."""
        return cast("date", self.threshold)

    @property
    def words(self) -> tuple[str, ...]:
        """The threshold of ``one_of`` and ``has_all``."""
        return cast("tuple[str, ...]", self.threshold)
