"""What for: the plan's industries by any of their names, land uses, and what is to be built."""

from __future__ import annotations

import re

from geo.model import Industry
from geo.sentence.draft import Draft, any_of, plain

TO_BUILD = r"(?:能够?|可以?|要|想|用来|用于|适合|拟)?(?:建设|建|盖|办|开)(?:一[个座家所])?|build (?:a |an )?"
AFTER = r"(?:加工厂|工厂|厂房?|企业|公司|产业园|产业|项目|基地|中心|园区|园)?"
LEAST_NAME = 4  # shorter names of uses are words of everyday speech


def hear_uses(draft: Draft) -> None:
    """规划用途 by name or code: 一类工业用地, 100101."""
    table = draft.codes
    names = {
        plain(name): code
        for code, name in table.names.items()
        if len(name) >= LEAST_NAME and name.endswith("地")
    }
    short = {name.removesuffix("用地"): code for name, code in names.items() if re.match("[一二三]类", name)}
    words = {**short, **names}
    codes = {code for code in table.names if len(code) >= LEAST_NAME}
    pattern = re.compile(
        rf"(?:规划|用途为?|用地为?|代码为?)?(?:(?P<name>{any_of(words)})|(?<![\d.])(?P<code>\d{{4,6}})(?![\d.])(?:用?地)?)"
    )
    for found in draft.each(pattern):
        code = words[found["name"]] if found["name"] else found["code"]
        if code not in codes:
            draft.miss(found, f"用地代码表里没有 {code}。", f"the code table has no {code}.")
            continue
        means = f"规划用途 {table.name(code)} {code}", f"Land use: {table.name_en(code)} {code}"
        draft.hear(found, {"use_codes": [code]}, means, extend=True)


def hear_industries(draft: Draft) -> None:
    """产业: the first that is named; another one is told as not heard."""
    words = named(draft.plan.industries)
    pattern = re.compile(rf"(?P<build>{TO_BUILD})?(?P<name>{any_of(dict.fromkeys(words, ''))}){AFTER}")
    chosen: Industry | None = None
    for found in draft.each(pattern):
        one = words[found["name"]]
        if chosen is not None and one.id != chosen.id:
            why = f"一次只问一个产业, 已采用“{chosen.name}”。"
            draft.miss(found, why, f"one industry at a time; {chosen.name_en} is used.")
            continue
        chosen = one
        built = _uses_of(draft, one, found["name"]) if found["build"] else []
        fields: dict[str, object] = {"industry": one.id}
        if built and "use_codes" not in draft.fields:
            fields["use_codes"] = built
            names = "、".join(f"{draft.codes.name(code)} {code}" for code in built)
            names_en = ", ".join(f"{draft.codes.name_en(code)} {code}" for code in built)
            means = (
                f"产业 {one.name}; 能建{found['name']}的用途 {names}",
                f"Industry: {one.name_en}; land use {names_en}",
            )
        else:
            means = f"产业 {one.name}", f"Industry: {one.name_en}"
        draft.hear(found, fields, means)


def named(industries: tuple[Industry, ...]) -> dict[str, Industry]:
    """Every name, alias and GB/T 4754 code of an industry; the first of the plan counts."""
    found: dict[str, Industry] = {}
    for names in (
        lambda one: (one.name, one.name_en, one.id),
        lambda one: one.aliases,
        lambda one: one.gbt4754,
    ):
        for one in industries:
            for name in names(one):
                found.setdefault(plain(name), one)
    return found


def _uses_of(draft: Draft, industry: Industry, building: str) -> list[str]:
    """Which of an industry's uses allow a building whose name a land use bears: 医院 -> 医院用地 -> 0806."""
    code = next((code for code, name in draft.codes.names.items() if plain(name) == f"{building}用地"), "")
    if not code:
        return []
    table, above = draft.codes, draft.codes.ancestors(code)
    return [use for use in industry.use_codes if use in above or table.is_within(use, (code,))]
