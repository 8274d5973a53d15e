"""一句话问地: from a sentence to a brief by rules alone; every word is heard, skipped as filler, or told.

No model and no guess: what the rules do not know is named, so that whoever asked can see it.
"""

from __future__ import annotations

import re

from geo.codes import CodeTable
from geo.model import Industry, Plan, Understood
from geo.sentence import conditions, distances, places, quantities, subjects
from geo.sentence.draft import USED, Draft

# what is denied is no brief's business; “不超过” and its like are figures
DENIED = re.compile(
    r"(?:不要|不想要|不能是|不能在|不在|不是|除了|除去|除|排除|不含|非(?!常)|别在|不用|无需|without|except|not|outside)"
    r"(?!超过|少于|低于|高于|大于|小于|多于|超出|晚于|早于)[^,。;、\0]{1,14}?(?=的|以外|之外|都行|,|。|;|、|\0|$)(?:以外|之外)?"
)
FILLER = re.compile(
    r"我们公司|我们|我司|我|咱们|想要|想|需要|需|要求|要|找到|寻找|找|求|请问|请|帮忙|帮|给|推荐|有没有|有哪些|哪些|哪里|哪儿|哪个|哪块|什么|怎么|多大"
    r"|地块|土地|用地|场地|地方|位置|地|的|能够|能|可以|可|适合|适宜|合适|建设|建|盖|办|开|做|搞|放|布局|落户|落地|选址|入驻|投资"
    r"|项目|工厂|厂房|厂|企业|公司|产业园|产业|园区|园|基地|中心|面积|大小|规模|占地|总|在|位于|于|处|上|内|里|且|并且|并|而且|和|与|及|同时|又|也"
    r"|最好|优先|尽量|必须|务必|一定|须|吗|呢|吧|了|啊|是|有|为|用于|用来|以便|供|一个|一座|一家|一所|一|个|块|宗|片|座|家|所|或者|或|那种|这种|样"
    r"|条件|要有|具备|齐全|都|全|附近|左右|\b(?:a|an|the|for|of|with|in|on|at|land|parcels?|plots?|sites?|build|find|me|we|i|need|want|where|can|that"
    r"|which|is|are|and|or|to|project|factory|plant|please|area|size|axis|show|some)\b|[\s,。;、:!?.'\"“”‘’()（）·…/-]+"
)
REST = re.compile(rf"[^{USED}\s]+(?:\s+[^{USED}\s]+)*")
USUAL_WEIGHT = 25.0

# first what carries figures and units, then names, last what only fills
RULES = (
    distances.hear_distances,
    quantities.hear_price,
    quantities.hear_building,
    conditions.hear_clearing,
    quantities.hear_area,
    distances.hear_wishes,
    places.hear_places,
    subjects.hear_uses,
    conditions.hear_states,
    conditions.hear_utilities,
    subjects.hear_industries,
    quantities.hear_many,
)


def understand(sentence: str, plan: Plan, codes: CodeTable) -> Understood:
    """What a sentence asks of a plan's land.

    Args:
        sentence: In Chinese or English, such as “大学路轴上 30–60亩 能建医院的净地”.
        plan: Its axes, areas, industries and measures are the words that are known.
        codes: The code table of the plan's land uses.

    Returns:
        Fields of a brief as ``POST /matches`` takes them, with every piece they come from; pieces that
        set nothing, each with the reason. The same sentence is always understood the same way.
    """
    draft = Draft(sentence, plan, codes)
    for found in draft.each(DENIED):
        words = ("还不能听否定的要求; 请说要什么。", "what is denied cannot be heard; say what is wanted.")
        draft.miss(found, *words)
    for rule in RULES:
        rule(draft)
    _weigh(draft)
    for found in draft.each(FILLER):
        draft.skip(found)
    for found in draft.each(REST):
        words = (
            "不是规划里的产业、轴、区、园、用途或指标。",
            "is no industry, place, land use or measure of the plan.",
        )
        draft.miss(found, *words)
    heard, unheard = (tuple(sorted(part, key=_start)) for part in (draft.heard, draft.unheard))
    zh, en = _told(draft)
    return Understood(
        sentence=sentence,
        plan=plan.id,
        fields=dict(sorted(draft.fields.items())),
        heard=heard,  # type: ignore[arg-type]
        unheard=unheard,  # type: ignore[arg-type]
        is_complete="industry" in draft.fields and not draft.unheard,
        text=zh,
        text_en=en,
    )


def _start(piece: object) -> int:
    return int(getattr(piece, "start"))  # noqa: B009 (both kinds of pieces have one)


def _weigh(draft: Draft) -> None:
    """A wish that was named counts as much as the heaviest of the industry's preset."""
    if not draft.wished:
        return
    industry: Industry | None = next(
        (one for one in draft.plan.industries if one.id == draft.fields.get("industry")), None
    )
    heaviest = max(industry.weights.values(), default=USUAL_WEIGHT) if industry else USUAL_WEIGHT
    draft.fields["weights"] = dict.fromkeys(sorted(draft.wished), heaviest)


def _told(draft: Draft) -> tuple[str, str]:
    count, lost = len(draft.heard), len(draft.unheard)
    zh, en = f"听懂 {count} 处", f"{count} understood"
    if lost:
        zh, en = f"{zh}, {lost} 处没有听懂", f"{en}, {lost} not"
    if "industry" not in draft.fields:
        zh, en = f"{zh}; 没有说产业, 请选一个", f"{en}; no industry named, choose one"
    return zh, en
