"""Near what and how near: bounds on the plan's distances, and wishes to be near or apart."""

from __future__ import annotations

import re

from geo.criteria.question import automatic_labels
from geo.model import Plan, Wish
from geo.sentence.draft import Draft, any_of, plain
from geo.sentence.figures import bounded, ranged, window

METRES = {"米": 1.0, "m": 1.0, "公里": 1000.0, "km": 1000.0, "千米": 1000.0, "里地": 500.0}
# other words for what plans measure distances to, by a word of the measure's label
OTHERS: dict[str, tuple[str, ...]] = {
    "地铁": ("地铁", "地铁口", "轨道交通", "轨道站点", "metro", "subway"),
    "主干": ("主干道", "主干路", "干道", "主路", "arterial"),
    "高速出入口": ("高速", "高速口", "高速公路", "高速入口", "motorway"),
    "快速路": ("快速路", "expressway"),
    "铁路": ("火车站", "高铁站", "高铁", "铁路", "railway"),
    "居住": ("住宅", "住宅区", "居民区", "居民", "小区", "住房", "居住区", "housing"),
    "学校": ("中小学", "小学", "中学", "校园", "school"),
    "医院": ("hospital",),
    "科研院所": ("高校", "研究所", "研究院", "科研机构", "院所"),
    "商圈": ("商业区", "商场", "商业中心"),
    "景区": ("景点", "风景区"),
    "同链": ("同链企业", "上下游", "上下游企业", "同行", "配套企业"),
}
CLOSE = r"靠近|临近|邻近|紧邻|毗邻|贴近|挨着|近|方便到|near|close to|next to"
APART = r"远离|避让|避开|离开|far from|away from"


def measured(plan: Plan) -> dict[str, str]:
    """Words for what the plan measures a distance to -> the measure, axes among them."""
    labels = {one.id: (one.label, one.label_en) for one in plan.measures if one.kind == "distance"}
    labels |= {id_: (zh, en) for id_, (zh, en, unit) in automatic_labels(plan).items() if unit == "m"}
    words: dict[str, str] = {}
    for id_, (zh, en) in labels.items():
        if not zh.startswith("距"):
            continue
        core = zh.removeprefix("距离").removeprefix("距")
        if core.startswith("最近"):
            continue
        names = [core, core.removesuffix("站"), plain(en).removeprefix("distance to ").removeprefix("the ")]
        names += [name for part, others in OTHERS.items() if part in core for name in others]
        for name in names:
            words.setdefault(plain(name), id_)
    return words


def hear_distances(draft: Draft) -> None:
    """Bounds in metres: 距地铁站1公里内, 500米内有医院, 远离居住300米以上."""
    words = measured(draft.plan)
    labels = {one.id: (one.label, one.label_en) for one in draft.plan.measures}
    labels |= {id_: (zh, en) for id_, (zh, en, _) in automatic_labels(draft.plan).items()}
    name, figure = any_of(words), bounded("|".join(sorted(METRES, key=len, reverse=True)))
    first = (
        rf"(?:(?P<apart>{APART})|距离|距|离|到|与|from )?\s*(?P<name>{name})\s*(?:的)?(?:距离)?\s*{figure}"
    )
    after = rf"(?:周边|周围|方圆)?\s*{figure}\s*(?:有|of |from |to )\s*(?:a |the )?(?P<name>{name})"
    for pattern in (first, after):
        for found in draft.each(re.compile(pattern)):
            low, high, target = window(found, METRES)
            if target is not None:
                low, high = (target, None) if found.groupdict().get("apart") else (None, target)
            id_ = words[found["name"]]
            label, label_en = labels[id_]
            bounds = {"at_least": low, "at_most": high}
            fields: dict[str, object] = {
                kind: {id_: bound} for kind, bound in bounds.items() if bound is not None
            }
            means = f"{label} {ranged(low, high, ' m')}", f"{label_en} {ranged(low, high, ' m')}"
            draft.hear(found, fields, means, extend=True)


def hear_wishes(draft: Draft) -> None:
    """Wishes without a figure: 靠近地铁, 医院附近, 远离居住."""
    axes = {plain(name) for axis in draft.plan.axes for name in (axis.name, axis.name_en)}
    words = {name: id_ for name, id_ in measured(draft.plan).items() if name not in axes}
    name = any_of(words)
    around = r"附近|旁边?|边上|周边|沿线|便利|方便|近"
    pattern = (
        rf"(?:(?P<close>{CLOSE})|(?P<apart>{APART}))\s*(?P<name>{name})(?:附近|周边|近)?"
        rf"|(?P<at>{name})\s*(?:{around})"
    )
    for found in draft.each(re.compile(pattern)):
        said = found["name"] or found["at"]
        wish = _wish(draft.plan, words[said], is_apart=bool(found["apart"]))
        if wish is None:
            how, how_en = ("远离", "away from") if found["apart"] else ("靠近", "near")
            words_zh = f"规划没有“{how}{said}”这一偏好; 可说出米数。"
            draft.miss(found, words_zh, f"the plan has no wish to be {how_en} {said}; give metres instead.")
            continue
        draft.wished[wish.id] = said
        means = f"偏好 {wish.label}", f"Wish: {wish.label_en}"
        draft.hear(found, {"weights": {wish.id: 0.0}}, means, extend=True)


def _wish(plan: Plan, measure: str, *, is_apart: bool) -> Wish | None:
    """The wish that judges a distance the way it is meant."""
    if measure.startswith("chain_"):
        measure = "chain_m"
    for wish in plan.wishes:
        if wish.measure == measure and wish.curve.points:
            rises = wish.curve.points[-1][1] > wish.curve.points[0][1]
            if rises == is_apart:
                return wish
    return None
