"""A brief and a plan -> the limits and wishes that a match runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from geo import codes
from geo.criteria import weights as weighing
from geo.criteria.curves import area_curve
from geo.errors import BadBrief, UnknownName
from geo.model import Axis, Brief, Curve, Industry, Limit, LimitOp, Plan, Question, Term, Threshold, Wish
from geo.schema import COLUMNS, STATUS_NAMES

# an area target alone means a window around it; the answer's limits show it
TARGET_LOW, TARGET_HIGH = 0.8, 1.5
# beyond three half-widths of an axis nothing of its pull is left
AXIS_REACH = 3.0


def question(brief: Brief, plan: Plan, table: codes.CodeTable, industry: Industry) -> Question:
    """Compile a brief.

    Args:
        brief: What the project needs; its names are ids of the plan.
        plan: Limits and wishes come from its measures, constraints and presets.
        table: The code table of the plan's land uses.
        industry: The brief's industry.

    Returns:
        Limits in the order they are explained; wishes whose weights sum to 1.

    Raises:
        BadBrief: weights or pairs cannot be used.
        InconsistentPairs: AHP judgements contradict one another.
        UnknownName: a wish or measure that the plan does not have.
    """
    windowed = _with_window(brief)
    limits = [*_legal(plan, windowed, table, industry), *_sizes(windowed), *_places(windowed, plan)]
    limits += [*_conditions(windowed), *_measured(windowed, plan, industry), *_kept_away(plan, industry)]
    scaled = tuple(_scaled(limit, plan.limit_scales) for limit in limits)
    wishes = {wish.id: wish for wish in _wishes(windowed, plan, industry)}
    chosen, ratio = _weights(windowed, industry, wishes)
    return Question(
        brief=windowed,
        limits=scaled,
        wishes=tuple(replace(wishes[name], weight=weight) for name, weight in chosen.items()),
        consistency_ratio=ratio,
    )


def _with_window(brief: Brief) -> Brief:
    target = brief.area_target_mu
    if target is None or brief.area_min_mu is not None or brief.area_max_mu is not None:
        return brief
    return replace(
        brief, area_min_mu=round(TARGET_LOW * target, 6), area_max_mu=round(TARGET_HIGH * target, 6)
    )


def _legal(plan: Plan, brief: Brief, table: codes.CodeTable, industry: Industry) -> Iterator[Limit]:
    """What the law and earlier promises decide, then the land use."""
    for rule in plan.constraints:
        yield Limit(
            id=f"constraint_{rule.id}",
            label=f"不压占{rule.name}" if rule.rule == "avoid" else f"位于{rule.name}内",
            label_en=f"{'Clear of' if rule.rule == 'avoid' else 'Inside'} {rule.name_en}",
            column=f"over_{rule.id}_m2",
            op="max",
            threshold=rule.tolerance_m2,
            unit="㎡",
            firm=True,
            clause=rule.clause,
            clause_en=rule.clause_en,
        )
    if plan.open_status:
        names = "、".join(STATUS_NAMES.get(status, status) for status in plan.open_status)
        yield _one_of(
            "status", "供地状态", "Supply status", "status", plan.open_status, clause=names, firm=True
        )
    yield _one_of("held", "未被预留", "Not held by another project", "held", ("",), firm=True)
    asked = brief.use_codes or industry.use_codes
    admits = table.below(asked)
    names = "、".join(f"{table.name(code)} {code}" for code in asked)
    names_en = ", ".join(f"{table.name_en(code)} {code}" for code in asked)
    use = _one_of("use", "规划用途", "Land use", "use_code", asked, clause=names)
    yield replace(use, admits=admits, clause_en=names_en)


def _sizes(brief: Brief) -> Iterator[Limit]:
    if brief.area_min_mu is not None:
        yield _bound("area_min", "面积下限", "Area, at least", "area_mu", "min", brief.area_min_mu, "亩")
    if brief.area_max_mu is not None:
        yield _bound("area_max", "面积上限", "Area, at most", "area_mu", "max", brief.area_max_mu, "亩")


def _places(brief: Brief, plan: Plan) -> Iterator[Limit]:
    """Preferences of place that the brief makes into limits."""
    labels = {
        "axis": ("位于发展轴", "On the axis"),
        "zone": ("位于三区", "In the zone"),
        "park": ("位于园区", "In the park"),
    }
    named = {"axis": brief.axis, "zone": brief.zone, "park": brief.park}
    for kind in brief.within:
        if not named[kind]:
            raise BadBrief(
                f"within.{kind}",
                "",
                "须先指定名称。",
                "name it first.",
                f"请同时给出 {kind}。",
                f"Give {kind} too.",
            )
        if kind == "axis":
            axis = next(axis for axis in plan.axes if axis.id == brief.axis)
            label, label_en = f"距{axis.name}不超过半宽", f"Within half-width of {axis.name_en}"
            yield _bound("within_axis", label, label_en, f"axis_{axis.id}_m", "max", axis.half_width_m, "m")
        else:
            yield _one_of(f"within_{kind}", *labels[kind], kind, (named[kind],))


def _conditions(brief: Brief) -> Iterator[Limit]:
    if brief.statuses:
        yield _one_of("supply", "指定供地状态", "Status asked for", "status", brief.statuses)
    if brief.net_by is not None:
        yield _bound("net_by", "净地时间", "Cleared by", "net_date", "before", brief.net_by, "天")
    if brief.far_min is not None:
        yield _bound("far", "容积率可达", "Floor area ratio allowed", "far_max", "min", brief.far_min, "")
    if brief.height_min_m is not None:
        yield _bound(
            "height", "建筑高度可达", "Height allowed", "height_max_m", "min", brief.height_min_m, "m"
        )
    if brief.price_max_wan_per_mu is not None:
        yield _bound(
            "price", "地价", "Land price", "price_wan_per_mu", "max", brief.price_max_wan_per_mu, "万元/亩"
        )
    if brief.utilities:
        yield _bound("utilities", "配套条件", "Utilities", "utilities", "has_all", brief.utilities, "项")


def _measured(brief: Brief, plan: Plan, industry: Industry) -> Iterator[Limit]:
    """Bounds on any measure: the industry's own, then the brief's in their place."""
    bounds: dict[tuple[str, str], float] = {}
    for name, value in industry.limits.items():
        op, _, measure = name.partition(":")
        bounds[(op, measure)] = value
    bounds |= {("max", measure): value for measure, value in brief.at_most.items()}
    bounds |= {("min", measure): value for measure, value in brief.at_least.items()}
    for (op, measure), value in bounds.items():
        label, label_en, unit = describe(plan, measure)
        word, word_en = ("不超过", "at most") if op == "max" else ("不少于", "at least")
        yield _bound(
            f"{op}_{measure}",
            f"{label}{word}",
            f"{label_en}, {word_en}",
            measure,
            "max" if op == "max" else "min",
            value,
            unit,
        )


def _kept_away(plan: Plan, industry: Industry) -> Iterator[Limit]:
    """The widest distance that the industry's hazard class must keep from each neighbour."""
    widest: dict[str, Limit] = {}
    for rule in plan.keep_aways:
        if industry.hazard < rule.hazard:
            continue
        label, label_en, unit = describe(plan, rule.measure)
        limit = _bound(f"keep_away_{rule.measure}", label, label_en, rule.measure, "min", rule.min_m, unit)
        limit = replace(limit, firm=True, clause=rule.clause, clause_en=rule.clause_en)
        known = widest.get(rule.measure)
        if known is None or known.number < rule.min_m:
            widest[rule.measure] = limit
    yield from widest.values()


def describe(plan: Plan, measure: str) -> tuple[str, str, str]:
    """Chinese label, English label and unit of a measure or parcel column.

    Raises:
        UnknownName: the plan has no such measure.
    """
    for known in plan.measures:
        if known.id == measure:
            return known.label, known.label_en, known.unit
    automatic = automatic_labels(plan)
    if measure in automatic:
        return automatic[measure]
    if measure in COLUMNS and COLUMNS[measure].kind == "number":
        column = COLUMNS[measure]
        return column.label, column.label_en, column.unit
    raise UnknownName("指标", "measure", measure, [*(m.id for m in plan.measures), *automatic])


def automatic_labels(plan: Plan) -> dict[str, tuple[str, str, str]]:
    """Labels and unit of the measures that every plan has without listing them."""
    labels = {
        "area_mu": ("面积", "Area", "亩"),
        "axis_m": ("距最近发展轴", "Distance to the nearest axis", "m"),
        "axis_s": ("沿轴位置 (北0–南1)", "Position along the axis (north 0, south 1)", ""),
        "compactness": ("形状紧凑度", "Compactness", ""),
        "width_m": ("最小宽度", "Least width", "m"),
    }
    for axis in plan.axes:
        labels[f"axis_{axis.id}_m"] = (f"距{axis.name}", f"Distance to {axis.name_en}", "m")
        labels[f"axis_{axis.id}_s"] = (f"沿{axis.name}位置", f"Position along {axis.name_en}", "")
    for chain in dict.fromkeys(industry.chain for industry in plan.industries if industry.chain):
        labels[f"chain_{chain}_m"] = ("距同链企业", "Distance to firms of the same chain", "m")
    for rule in plan.constraints:
        labels[f"over_{rule.id}_m2"] = (rule.name, rule.name_en, "㎡")
    return labels


def _wishes(brief: Brief, plan: Plan, industry: Industry) -> Iterator[Wish]:
    """Every wish that could count here, with the curve it would be judged by."""
    area = area_curve(brief.area_target_mu, brief.area_min_mu, brief.area_max_mu)
    if area is not None:
        yield Wish("area", "面积契合", "Area fit", "area_mu", "亩", brief.curves.get("area", area))
    axis = _axis_wish(brief, plan, industry)
    if axis is not None:
        yield axis
    for kind, label, label_en in (("zone", "三区契合", "Zone"), ("park", "园区契合", "Park")):
        wanted = brief.zone if kind == "zone" else brief.park
        if wanted:
            yield Wish(kind, label, label_en, kind, "", Curve(categories={wanted: 1.0, "": 0.0}))
    for wish in plan.wishes:
        measure = wish.measure
        if measure == "chain_m":
            if not industry.chain:
                continue
            measure = f"chain_{industry.chain}_m"
        curve = brief.curves.get(wish.id) or industry.curves.get(wish.id) or wish.curve
        is_as_planned = measure == wish.measure and curve is wish.curve
        yield wish if is_as_planned else replace(wish, measure=measure, curve=curve)


def _axis_wish(brief: Brief, plan: Plan, industry: Industry) -> Wish | None:
    """Soft: the named axis counts in full; else every axis by the industry's affinity to it."""
    affinity: Mapping[str, float] = {brief.axis: 1.0} if brief.axis else industry.axes
    terms = tuple(
        Term(f"axis_{axis.id}_m", _pull(axis), affinity[axis.id])
        for axis in plan.axes
        if affinity.get(axis.id, 0) > 0
    )
    if not terms:
        return None
    return Wish("axis", "发展轴契合", "Axis fit", terms[0].measure, "m", terms[0].curve, terms=terms)


def _pull(axis: Axis) -> Curve:
    return Curve(points=((axis.half_width_m, 1.0), (AXIS_REACH * axis.half_width_m, 0.0)))


def _weights(
    brief: Brief, industry: Industry, wishes: Mapping[str, Wish]
) -> tuple[dict[str, float], float | None]:
    """Normalised weights of the wishes that apply, and the consistency ratio of AHP judgements."""
    for name in (*brief.weights, *(wish for a, b, _ in brief.pairs for wish in (a, b)), *brief.curves):
        if name not in wishes:
            raise UnknownName("偏好", "wish", name, wishes)
    if brief.pairs:
        return weighing.from_pairs(brief.pairs, force=brief.force_pairs)
    preset = {name: weight for name, weight in industry.weights.items() if name in wishes}
    usual = sum(preset.values()) / max(1, len([w for w in preset.values() if w > 0])) or 1.0
    # a place that the brief names counts as much as a usual wish, even where the preset is silent
    for kind, wanted in (("axis", brief.axis), ("zone", brief.zone), ("park", brief.park)):
        if wanted and not preset.get(kind):
            preset[kind] = usual
    if "area" in wishes:
        preset.setdefault("area", usual)
    merged = {**preset, **brief.weights}
    return weighing.normalised({name: merged[name] for name in wishes if name in merged}), None


def _scaled(limit: Limit, scales: Mapping[str, float]) -> Limit:
    scale = _scale(limit, scales)
    return limit if scale == limit.scale else replace(limit, scale=scale)


def _scale(limit: Limit, scales: Mapping[str, float]) -> float:
    """The loosening that costs 1: the plan's word, else the threshold itself, else one."""
    given = scales.get(limit.id) or scales.get(limit.column)
    if given:
        return given
    if isinstance(limit.threshold, int | float) and limit.threshold:
        return abs(float(limit.threshold))
    return 365.0 if limit.op == "before" else 1.0


def _bound(
    id_: str, label: str, label_en: str, column: str, op: LimitOp, threshold: Threshold, unit: str
) -> Limit:
    return Limit(id=id_, label=label, label_en=label_en, column=column, op=op, threshold=threshold, unit=unit)


def _one_of(
    id_: str,
    label: str,
    label_en: str,
    column: str,
    values: tuple[str, ...],
    *,
    clause: str = "",
    firm: bool = False,
) -> Limit:
    return Limit(
        id=id_,
        label=label,
        label_en=label_en,
        column=column,
        op="one_of",
        threshold=values,
        unit="",
        firm=firm,
        clause=clause,
    )
