"""One rule against one project: met, missed by how much, or not to be told; and what would meet it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geo.model import Industry, Project, Remedy, RuleResult, StandardRule
from geo.model.standards import Outcome, RuleOp
from geo.standards.figures import FIELDS, KINDS, Kind, per_mu, value_of
from geo.units import WAN_PER_YI

SIGNS = {"min": "≥", "above": ">", "max": "≤"}
INVESTMENT = "fixed_invest_wan_per_mu"
# a figure is met when it differs from the rule by less than its own last digit in binary
EXACT = 1e-12


def judge(rule: StandardRule, project: Project, area_mu: float, codes: Sequence[str]) -> RuleResult:
    """A rule of a policy table against a project.

    Args:
        rule: The rule; a value by code takes the place of its general one.
        project: What is known of the project.
        area_mu: Land that the figures are spread over [亩], above 0.
        codes: GB/T 4754 codes of the project's industry.

    Returns:
        ``pass`` or ``fail`` only where every reading agrees. 固定资产投资 that nobody stated is judged by
        总投资, which it cannot exceed: what the total misses, the part misses too (``fail``); what only
        the total meets stays ``unproven``.
    """
    low, high = required(rule, codes)
    value, stands_in = value_of(project, rule.indicator, area_mu), False
    if value is None and rule.indicator == INVESTMENT:
        value = per_mu(project.invest_yi, area_mu)
        stands_in = value is not None
    outcome = _outcome(rule.op, value, low, high, stands_in=stands_in)
    needed = low if rule.op == "max" else high
    text, text_en = _words(rule, value, needed, outcome, stands_in=stands_in)
    short = None
    if outcome == "fail" and needed and value is not None:
        short = abs(needed - value) / needed
    return RuleResult(
        indicator=rule.indicator,
        label=KINDS[rule.indicator].label,
        label_en=KINDS[rule.indicator].label_en,
        op=rule.op,
        required=needed,
        value=value,
        unit=KINDS[rule.indicator].unit,
        outcome=outcome,
        short=short,
        binding=rule.binding,
        basis=rule.basis,
        clause=rule.clause,
        text=text,
        text_en=text_en,
        remedies=remedies(rule, project, area_mu, needed) if outcome == "fail" else (),
    )


def required(rule: StandardRule, codes: Sequence[str]) -> tuple[float | None, float | None]:
    """The least and the greatest figure that a rule may mean for an industry of several codes.

    A code takes the figure of the longest listed code that it begins with.

    Examples:
        >>> from geo.model import Basis
        >>> rule = StandardRule("far", "min", None, {"C13": 1.0, "C26": 0.6}, True, Basis.PUBLISHED, "", "")
        >>> required(rule, ["C13", "C2611"]), required(rule, ["C99"])
        ((0.6, 1.0), (None, None))
    """
    found = []
    for code in codes:
        listed = [one for one in rule.by_code if code.startswith(one)]
        if listed:
            found.append(rule.by_code[max(listed, key=len)])
    if not found and rule.value is not None:
        found = [rule.value]
    return (min(found), max(found)) if found else (None, None)


def is_met(op: RuleOp, value: float, needed: float) -> bool:
    """Whether a value meets a figure.

    >>> is_met("min", 1.6, 1.6), is_met("above", 1.6, 1.6), is_met("max", 0.07, 0.07)
    (True, False, True)
    """
    slack = EXACT * max(1.0, abs(needed))
    if op == "max":
        return value <= needed + slack
    return value > needed + slack if op == "above" else value >= needed - slack


def remedies(
    rule: StandardRule, project: Project, area_mu: float, needed: float | None
) -> tuple[Remedy, ...]:
    """What would meet a missed rule: more money on this land, or the same money on less."""
    if needed is None:
        return ()
    kind = KINDS[rule.indicator]
    if not kind.per_mu:
        text, text_en = (
            f"{kind.label}须{SIGNS[rule.op]} {needed:g}",
            f"{kind.label_en} {SIGNS[rule.op]} {needed:g}",
        )
        return (Remedy(kind.field, rule.op, needed, "", text, text_en),)
    zh, en = FIELDS[kind.field]
    amount = needed * area_mu / WAN_PER_YI
    more = f"{outward(amount, up=True):g}"
    told = [
        Remedy(
            kind.field, "min", amount, "亿元", f"{zh}须 ≥ {more} 亿元", f"{en} of at least {more} (100m yuan)"
        )
    ]
    stated: float | None = getattr(project, kind.field)
    if stated is None and rule.indicator == INVESTMENT:
        stated = project.invest_yi
    if stated:
        land = stated * WAN_PER_YI / needed
        less = f"{outward(land, up=False):g}"
        told.append(
            Remedy("area_mu", "max", land, "亩", f"或用地 ≤ {less} 亩", f"or land of at most {less} mu")
        )
    return tuple(told)


def outward(value: float, *, up: bool) -> float:
    """Two decimals on the safe side; a figure that has no more keeps them.

    >>> outward(10.640000000000001, up=True), outward(10.6401, up=True), outward(124.999, up=False)
    (10.64, 10.65, 124.99)
    """
    hundredths = round(value * 100, 6)
    return (math.ceil(hundredths) if up else math.floor(hundredths)) / 100


def codes_of(industry: Industry | None, stated: str = "") -> tuple[str, ...]:
    """GB/T 4754 codes that a project may have: the stated one, else its industry's."""
    return (stated,) if stated else industry.gbt4754 if industry else ()


def _outcome(
    op: RuleOp, value: float | None, low: float | None, high: float | None, *, stands_in: bool
) -> Outcome:
    if value is None or low is None or high is None:
        return "unknown"
    met = [is_met(op, value, needed) for needed in (low, high)]
    if not any(met):
        return "fail"
    if not all(met):
        return "unknown"
    return "unproven" if stands_in else "pass"


def _words(
    rule: StandardRule, value: float | None, needed: float | None, outcome: Outcome, *, stands_in: bool
) -> tuple[str, str]:
    kind = KINDS[rule.indicator]
    seen, bound = _shown(value, kind), _shown(needed, kind)
    zh, en = (
        f"{kind.label} {seen}, 要求 {SIGNS[rule.op]} {bound}",
        f"{kind.label_en} {seen}, required {SIGNS[rule.op]} {bound}",
    )
    if needed is None:
        zh, en = f"{kind.label}: 该表数值未收录", f"{kind.label_en}: the table's figure is not at hand"
    elif value is None:
        zh, en = (
            f"{kind.label}: 项目未提供, 要求 {SIGNS[rule.op]} {bound}",
            f"{kind.label_en}: not stated, required {SIGNS[rule.op]} {bound}",
        )
    elif outcome == "fail" and needed:
        off = f"{abs(needed - value) / needed:.0%}"
        zh, en = f"{zh}: 不达标, 差 {off}", f"{en}: missed by {off}"
    elif outcome == "unknown":
        zh, en = (
            f"{zh}: 因行业代码而异, 请写明 GB/T 4754 代码",
            f"{en}: depends on the GB/T 4754 code, state it",
        )
    elif outcome == "pass":
        zh, en = f"{zh}: 达标", f"{en}: met"
    if not stands_in:
        return zh, en
    less = "固定资产投资不会更多" if outcome == "fail" else "能否达标须看固定资产投资"
    less_en = "the fixed-asset part cannot be more" if outcome == "fail" else "the fixed-asset part decides"
    return (
        f"{zh}; 此处为总投资, 指标计固定资产投资 (未提供), {less}",
        f"{en}; this is total investment, the rule counts fixed-asset investment (not stated): {less_en}",
    )


def _shown(value: float | None, kind: Kind) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f} {kind.unit}" if kind.per_mu else f"{value:g}"
