"""How sure a ranking is, told: probabilities, intervals, the nearest upset, and the departments."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from geo import robust
from geo.criteria.weights import normalised
from geo.errors import UnknownName
from geo.explain.answer import TIE_POINTS, Scene, replay
from geo.match import Scores
from geo.model import (
    DepartmentView,
    Progress,
    RankShare,
    Reason,
    Robustness,
    RobustnessAsk,
    Unseat,
    WeightInterval,
    silent,
)

# below this probability the first place is told as unsure
SURE = 0.5
# so many weight vectors are drawn into ranks before progress is told
BATCH = 10_000
# a move of weight smaller than this is told as a warning
SMALL_MOVE = 0.05
# what differs by less differs by rounding
ROUNDING = 1e-9
Floats = NDArray[np.float64]


def robustness(scores: Scores, scene: Scene, ask: RobustnessAsk, progress: Progress = silent) -> Robustness:
    """The whole document.

    Args:
        scores: The full outcome of the rows that are eligible.
        scene: The land behind them.
        ask: How weights may differ.
        progress: Told how many weight vectors have been ranked.

    Raises:
        UnknownName: a range or a department names a wish that the question does not have.
        BadBrief: ranges leave no weights, a department has none, or the certainty is not positive.
    """
    question, names = scores.question, [wish.id for wish in scores.question.wishes]
    weights = np.array([wish.weight for wish in question.wishes])
    rows = scores.satisfaction
    vectors = _batches(_vectors(weights, names, ask), progress)
    shares = robust.acceptability(rows, vectors, question.brief.k)
    progress("tell", 0, 1)
    order = scores.order
    likely = np.argsort(-shares.top, kind="stable")
    shown = sorted(
        {*order[: question.brief.k].tolist(), *likely[: question.brief.k].tolist()} if len(rows) else (),
        key=lambda row: (-shares.first[row], -shares.top[row], row),
    )
    first = int(order[0]) if len(order) else -1
    near = robust.closeness(rows, weights)
    views, agreed = _departments(scores, names, ask)
    unseat = _unseat(scores, weights, first) if first >= 0 else None
    return Robustness(
        brief=question.brief,
        ask=ask,
        version=scene.version,
        plan=scene.plan.id,
        note=scene.plan.note,
        note_en=scene.plan.note_en,
        eligible=len(rows),
        weights=dict(zip(names, map(float, weights), strict=True)),
        parcels=tuple(_share(scores, scene, shares, near, row) for row in shown),
        intervals=_intervals(scores, weights, first) if first >= 0 else (),
        unseat=unseat,
        departments=views,
        concordance=agreed.concordance if agreed else None,
        accepted=tuple(_name(scores, row) for row in agreed.accepted) if agreed else (),
        reasons=tuple(_reasons(scores, shares, near, first, unseat)),
        replay=replay(question.brief, scene, robustness=ask),
    )


def _vectors(weights: Floats, names: list[str], ask: RobustnessAsk) -> Floats:
    for name in ask.ranges:
        if name not in names:
            raise UnknownName("偏好", "wish", name, names)
    if not ask.ranges:
        return robust.around(weights.tolist(), ask.vectors, certainty=ask.certainty, seed=ask.seed)
    low = [ask.ranges.get(name, (0.0, 1.0))[0] for name in names]
    high = [ask.ranges.get(name, (0.0, 1.0))[1] for name in names]
    return robust.within(low, high, ask.vectors, seed=ask.seed)


def _batches(vectors: Floats, progress: Progress) -> Iterator[Floats]:
    for start in range(0, len(vectors), BATCH):
        progress("sample", start, len(vectors))
        yield vectors[start : start + BATCH]


def _name(scores: Scores, row: int) -> str:
    return str(scores.table.index[row])


def _place(near: Floats, row: int) -> int:
    """The place of a row, the first being nearest; rows as near but for rounding keep their order.

    >>> [_place(np.array([0.3, 0.1 + 0.2, 0.5]), row) for row in range(3)]
    [2, 3, 1]
    """
    apart = near - near[row]
    return 1 + int((apart > ROUNDING).sum() + (np.abs(apart[:row]) <= ROUNDING).sum())


def _share(scores: Scores, scene: Scene, shares: robust.Acceptability, near: Floats, row: int) -> RankShare:
    name = scene.parcels["name"].iloc[row]
    return RankShare(
        parcel_id=_name(scores, row),
        name="" if name is None or name != name else str(name),  # noqa: PLR0124 (NaN is no name)
        score=float(scores.score[row]),
        first=float(shares.first[row]),
        top=float(shares.top[row]),
        ranks=tuple(map(float, shares.share[row])),
        closeness=float(near[row]),
        # ties in table order
        closeness_rank=_place(near, row),
    )


def _intervals(scores: Scores, weights: Floats, first: int) -> tuple[WeightInterval, ...]:
    found = []
    for one in robust.intervals(scores.satisfaction, weights, first):
        wish = scores.question.wishes[one.wish]
        below = _name(scores, one.at_low) if one.at_low is not None else ""
        above = _name(scores, one.at_high) if one.at_high is not None else ""
        interval = (wish.id, wish.label, wish.label_en, one.weight, one.low, one.high, below, above)
        found.append(WeightInterval(*interval))
    return tuple(found)


def _unseat(scores: Scores, weights: Floats, first: int) -> Unseat | None:
    found = robust.nearest(scores.satisfaction, weights, first)
    if found is None:
        return None
    wishes = scores.question.wishes
    shifts = [(wish, float(new - old)) for wish, old, new in zip(wishes, weights, found.weights, strict=True)]
    moved = [(wish, shift) for wish, shift in shifts if abs(shift) > ROUNDING]
    zh = ", ".join(f"{wish.label} {shift:+.1%}" for wish, shift in moved) or "现有权重下即并列"
    en = ", ".join(f"{wish.label_en} {shift:+.1%}" for wish, shift in moved) or "level as it is"
    challenger = _name(scores, found.challenger)
    return Unseat(
        challenger=challenger,
        moved=found.moved,
        weights={wish.id: float(weight) for wish, weight in zip(wishes, found.weights, strict=True)},
        text=f"挪动 {found.moved:.1%} 的权重, {challenger} 即追平第一: {zh}",
        text_en=f"moving {found.moved:.1%} of the weights lets {challenger} draw level: {en}",
    )


def _departments(
    scores: Scores, names: list[str], ask: RobustnessAsk
) -> tuple[tuple[DepartmentView, ...], robust.Agreement | None]:
    if not ask.departments:
        return (), None
    rows, views = [], []
    for name, given in ask.departments.items():
        for wish in given:
            if wish not in names:
                raise UnknownName("偏好", "wish", wish, names)
        own = normalised(given)
        rows.append([own.get(wish, 0.0) for wish in names])
        views.append((name, own))
    agreed = robust.agreement(scores.satisfaction, np.array(rows), scores.question.brief.k)
    k = scores.question.brief.k
    return tuple(
        DepartmentView(name, own, tuple(_name(scores, row) for row in np.argsort(ranks, kind="stable")[:k]))
        for (name, own), ranks in zip(views, agreed.ranks, strict=True)
    ), agreed


def _reasons(
    scores: Scores, shares: robust.Acceptability, near: Floats, first: int, unseat: Unseat | None
) -> list[Reason]:
    if first < 0:
        return [Reason("limit", "answer", "没有地块同时满足全部硬约束", "no parcel meets every limit")]
    told, name, sure = [], _name(scores, first), float(shares.first[first])
    kind = "strength" if sure >= SURE else "caveat"
    text = f"{name} 居首的概率 {sure:.0%} ({shares.vectors:,} 组权重)"
    text_en = f"{name} comes first with probability {sure:.0%} ({shares.vectors:,} weight vectors)"
    told.append(Reason("strength" if kind == "strength" else "caveat", "first", text, text_en))
    order = scores.order
    if len(order) > 1:
        lead = float(scores.score[order[0]] - scores.score[order[1]])
        second = _name(scores, int(order[1]))
        if lead < TIE_POINTS:
            text = f"{name} 与 {second} 实为并列: 相差 {lead:.2f} 分"
            text_en = f"{name} and {second} are a practical tie: {lead:.2f} points apart"
            told.append(Reason("caveat", "tie", text, text_en))
    if unseat is not None and unseat.moved < SMALL_MOVE:
        text = f"权重只要挪动 {unseat.moved:.1%}, {unseat.challenger} 就追平 {name}"
        text_en = f"moving {unseat.moved:.1%} of the weights lets {unseat.challenger} draw level with {name}"
        told.append(Reason("caveat", "unseat", text, text_en))
    other = int(near.argmax())
    if near[other] > near[first]:
        text = f"换一种算法 (TOPSIS, 不许以长补短) 则 {_name(scores, other)} 居首, {name} 靠长处补短处"
        text_en = f"by distance (TOPSIS) {_name(scores, other)} comes first: {name} lives on compensation"
        told.append(Reason("caveat", "closeness", text, text_en))
    return told
