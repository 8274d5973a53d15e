"""What a sentence says in figures: area, price, floor area ratio, height, how many."""

from __future__ import annotations

import re

from geo.sentence.draft import Draft
from geo.sentence.figures import NUMBER, SMALL, bounded, ranged, shown, value, window
from geo.units import mu_from_m2

MU = {"亩": 1.0, "mu": 1.0, "公顷": 15.0, "ha": 15.0, "hectares": 15.0, "hectare": 15.0}
MU |= {"平方公里": 1500.0, "km2": 1500.0, "平方千米": 1500.0}
MU |= dict.fromkeys(("平方米", "平米", "平方", "㎡", "m2", "sqm"), mu_from_m2(1.0))
UNITS = "|".join(sorted(MU, key=len, reverse=True))
AREA = re.compile(rf"(?:占地|用地)?(?:面积|规模|area)?\s*(?:为|是|of)?\s*{bounded(UNITS)}")
IS = r"\s*(?:可达|能到|可到|要|须|需|为|是|在)?\s*"
PER_MU = r"万元?\s*(?:/|每|一|per )\s*(?:亩|mu)|万元?"
PRICE = re.compile(
    rf"(?:地价|单价|价格|亩价|每亩|price)\s*(?:为|是|在)?\s*{bounded(PER_MU, SMALL)}"
    rf"|{bounded(r'万元?[ ]*(?:/|每|一|per )[ ]*(?:亩|mu)', SMALL).replace('?P<', '?P<b_')}"
)
RATIO = re.compile(
    rf"(?:容积率|floor area ratio|\bfar\b){IS}"
    r"(?:(?P<high>不(?:超过|高于|大于))|(?:不低于|不小于|至少|大于|达到|≥|>=|>|of|at least)?)\s*"
    rf"(?P<last>{SMALL})\s*(?P<down>以下|以内)?(?:及?以上)?"
)
TALL = re.compile(rf"(?:建筑)?(?:限高|高度|层高|楼高|height){IS}{bounded('米|m', SMALL)}")
MANY = re.compile(
    rf"(?:(?P<must>前|推荐|列出|给出|要看|top)\s*)?(?P<last>{NUMBER})\s*(?:宗|块|个地块|个方案|个备选|个候选|parcels|sites|plots)"
)
LAND = re.compile(r"(?:一|这|那|某)(?:块|宗|片|处)")
MOST_SHOWN = 1000


def hear_price(draft: Draft) -> None:
    """地价: at most so many 万元/亩; a least price is no wish of anybody."""
    for found in draft.each(PRICE):
        group = "b_" if found["b_last"] else ""
        if found[f"{group}low"] or found[f"{group}up"] or found[f"{group}first"]:
            draft.miss(found, "地价只能说上限。", "a price can only be bounded from above.")
            continue
        high = value(found[f"{group}last"])
        means = f"地价 ≤ {shown(high)} 万元/亩", f"Price ≤ {shown(high)} 10k yuan/mu"
        draft.hear(found, {"price_max_wan_per_mu": high}, means)


def hear_building(draft: Draft) -> None:
    """容积率 and height that must be allowed."""
    for found in draft.each(RATIO):
        if found["high"] or found["down"]:
            draft.miss(found, "容积率只能说须可达多少。", "only a ratio that must be allowed can be asked.")
            continue
        far = value(found["last"])
        draft.hear(found, {"far_min": far}, (f"容积率可达 {shown(far)}", f"FAR allowed ≥ {shown(far)}"))
    for found in draft.each(TALL):
        low, high, target = window(found, {"米": 1, "m": 1})
        if high is not None:
            draft.miss(found, "高度只能说须可达多少。", "only a height that must be allowed can be asked.")
            continue
        tall = low if low is not None else target or 0.0
        means = f"建筑高度可达 {shown(tall)} m", f"Height allowed ≥ {shown(tall)} m"
        draft.hear(found, {"height_min_m": tall}, means)


def hear_area(draft: Draft) -> None:
    """面积: a window, a bound, or a target with the usual window around it."""
    for found in draft.each(AREA):
        low, high, target = window(found, MU)
        if target is not None:
            means = f"面积约 {shown(target)}亩", f"Area about {shown(target)} mu"
            draft.hear(found, {"area_mu": target}, means)
            continue
        fields: dict[str, object] = {"area_min_mu": low, "area_max_mu": high}
        told = {name: bound for name, bound in fields.items() if bound is not None}
        draft.hear(found, told, (f"面积 {ranged(low, high, '亩')}", f"Area {ranged(low, high, ' mu')}"))


def hear_many(draft: Draft) -> None:
    """How many parcels to show; “一块地” is a way of speaking."""
    for found in draft.each(LAND):
        draft.skip(found)
    for found in draft.each(MANY):
        many = value(found["last"])
        if many == 1 and not found["must"]:
            draft.skip(found)
        elif many != int(many) or not 1 <= many <= MOST_SHOWN:
            draft.miss(found, f"只能推荐 1 到 {MOST_SHOWN} 宗。", f"1 to {MOST_SHOWN} can be shown.")
        else:
            k = int(many)
            draft.hear(found, {"k": k}, (f"推荐 {k} 宗", f"Show {k}"))
