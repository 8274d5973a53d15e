"""Questions about an answer: how sure it is, what limits cost, who is like whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from geo import match
from geo.explain import compare as comparing
from geo.explain import loosen
from geo.explain import robustness as telling
from geo.flow.asking import ask, question, scene
from geo.flow.land import Land
from geo.model import Brief, Comparison, LimitPrice, Progress, Robustness, RobustnessAsk, Twin, silent


def robustness(land: Land, brief: Brief, asked: RobustnessAsk, progress: Progress = silent) -> Robustness:
    """How sure the ranking is when the weights are not.

    Raises:
        BadInput: the brief or the ask cannot be meant.
    """
    put = question(land, brief)
    rows = np.flatnonzero(match.failed_bits(land.packed, put) == 0)
    scores = match.judged(land.packed, land.cells, put, rows)
    return telling.robustness(scores, scene(land).of(rows), asked, progress)


def prices(land: Land, brief: Brief, wanted: Sequence[int] = loosen.WANTED) -> tuple[LimitPrice, ...]:
    """What each limit, and each pair of limits, costs to admit more parcels.

    Raises:
        BadInput: the brief cannot be meant.
    """
    return loosen.prices(ask(land, brief), wanted)


def differences(land: Land, brief: Brief, parcel_ids: Iterable[str]) -> Comparison:
    """Some parcels pair by pair, the lead split by wish.

    Raises:
        NotFound: the version lacks one of them.
    """
    rows = [land.row(parcel_id) for parcel_id in dict.fromkeys(parcel_ids)]
    return comparing.differences(ask(land, brief), rows)


def twins(land: Land, brief: Brief, parcel_id: str) -> tuple[Twin, ...]:
    """像这块地的还有哪些: the parcels most like one under a brief.

    Raises:
        NotFound: the version has no such parcel.
    """
    row = land.row(parcel_id)
    return comparing.twins(ask(land, brief), row, brief.k)
